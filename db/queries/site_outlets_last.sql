-- The newest article of some outlets.
SELECT a.outlet_id, a.id, a.title, a.published_day
FROM json_each(:outlets) AS j
JOIN articles AS a ON a.number = (SELECT number FROM articles WHERE outlet_id = j.value ORDER BY published DESC LIMIT 1)
