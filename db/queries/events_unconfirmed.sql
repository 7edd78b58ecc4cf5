-- Plans whose last possible day has passed, not marked yet.
SELECT id, status, event_date FROM events
WHERE withdrawn IS NULL AND status = 'planned' AND event_end < :before AND unconfirmed IS NULL
ORDER BY event_end, id
