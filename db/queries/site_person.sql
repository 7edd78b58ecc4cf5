SELECT p.id, p.name, seen.first_day, seen.last_day, seen.articles
FROM people AS p CROSS JOIN (
    SELECT min(day) AS first_day, max(day) AS last_day, count(*) AS articles
    FROM (SELECT published_day AS day FROM article_officials WHERE person_id = :id GROUP BY published, article_id)
) AS seen
WHERE p.id = :id AND seen.articles
