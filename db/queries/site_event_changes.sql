-- The last changes of an event, the newest first, with the articles that caused them.
SELECT c.sequence, c.noted, c.kind, c.fields, c.details, a.id AS article_id, a.outlet_name, a.published_day
FROM event_changes AS c
LEFT JOIN reports AS r ON r.id = c.cause
LEFT JOIN articles AS a ON a.id = r.article_id
WHERE c.event_id = :id ORDER BY c.sequence DESC LIMIT 60
