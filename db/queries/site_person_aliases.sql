SELECT DISTINCT j.value AS name
FROM article_officials AS o, json_each(o.aliases) AS j
WHERE o.person_id = :id ORDER BY j.value LIMIT 20
