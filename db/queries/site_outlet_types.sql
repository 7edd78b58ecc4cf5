SELECT r.type AS code, count(DISTINCT coalesce(r.event_id, r.id)) AS events
FROM articles AS a INDEXED BY articles_of_outlet JOIN reports AS r ON r.article_id = a.id
WHERE a.outlet_id = :id AND a.relevant = 1 GROUP BY r.type ORDER BY events DESC, r.type
