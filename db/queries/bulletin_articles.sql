-- The articles that tell of some events, event by event in order of publication.
SELECT DISTINCT r.event_id, a.id AS article_id, a.title, a.url, a.outlet_name, a.published, a.published_day
FROM json_each(:ids) AS j JOIN reports AS r ON r.event_id = j.value JOIN articles AS a ON a.id = r.article_id
ORDER BY r.event_id, a.published, a.id
