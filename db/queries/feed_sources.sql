-- The first reports of some events, with their articles.
SELECT r.event_id, a.title, a.url, a.outlet_name, a.published_day
FROM json_each(:events) AS j
JOIN reports AS r ON r.event_id = j.value
JOIN articles AS a ON a.id = r.article_id
WHERE r.id IN (SELECT id FROM reports WHERE event_id = j.value ORDER BY published, id LIMIT :limit)
ORDER BY r.event_id, r.published, r.id
