-- The officials of an event with the positions its articles give them.
SELECT DISTINCT o.name, s.position, s.organisation
FROM event_officials AS o
JOIN reports AS r ON r.event_id = o.event_id
JOIN article_officials AS s ON s.article_id = r.article_id AND s.name = o.name
WHERE o.event_id = :id ORDER BY o.ord, s.position
