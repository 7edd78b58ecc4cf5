SELECT DISTINCT j.value AS name
FROM (SELECT DISTINCT aliases FROM article_officials WHERE person_id = :id AND aliases <> '[]') AS line, json_each(line.aliases) AS j
ORDER BY j.value LIMIT 20
