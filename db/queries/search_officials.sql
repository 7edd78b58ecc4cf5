-- The officials of some events.
SELECT DISTINCT name FROM event_officials WHERE event_id IN (SELECT value FROM json_each(:events)) LIMIT 500
