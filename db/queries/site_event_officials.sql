-- The officials of an event with the positions that the first of its articles to name them gives them.
SELECT DISTINCT o.ord, o.name, s.position, s.organisation
FROM event_officials AS o
JOIN article_officials AS s ON s.name = o.name AND s.article_id = (
    SELECT r.article_id FROM reports AS r JOIN article_officials AS n ON n.article_id = r.article_id
    WHERE r.event_id = :id AND n.name = o.name ORDER BY r.published, r.id LIMIT 1
)
WHERE o.event_id = :id ORDER BY o.ord, s.ord
