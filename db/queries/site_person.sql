SELECT p.id, p.name, min(a.published_day) AS first_day, max(a.published_day) AS last_day, count(DISTINCT a.id) AS articles
FROM people AS p
JOIN article_officials AS o ON o.person_id = p.id
JOIN articles AS a INDEXED BY articles_brief ON a.id = o.article_id
WHERE p.id = :id GROUP BY p.id
