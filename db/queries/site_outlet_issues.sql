SELECT i.code, count(DISTINCT i.article_id) AS articles
FROM articles AS a JOIN issues AS i ON i.article_id = a.id
WHERE a.outlet_id = :id GROUP BY i.code ORDER BY articles DESC, i.code
