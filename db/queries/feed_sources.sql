SELECT r.event_id, a.title, a.url, a.outlet_name, a.published_day
FROM reports AS r JOIN articles AS a ON a.id = r.article_id
WHERE r.event_id IN (SELECT value FROM json_each(:events)) ORDER BY r.event_id, r.published, r.id
