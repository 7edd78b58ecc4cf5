SELECT p.id, p.name, line.first_day, line.last_day, line.articles
FROM people AS p CROSS JOIN (
    SELECT min(day) AS first_day, max(day) AS last_day, count(*) AS articles
    FROM (SELECT published_day AS day FROM article_officials WHERE person_id = :id GROUP BY published, article_id)
) AS line
WHERE p.id = :id AND line.articles
