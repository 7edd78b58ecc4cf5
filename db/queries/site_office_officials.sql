-- People whom an article names with a position in a body that is called as the office is.
SELECT name, position, organisation, max(published_day) AS day
FROM (
    SELECT s.name, s.position, s.organisation, a.published_day
    FROM article_offices AS o
    JOIN article_officials AS s ON s.article_id = o.article_id
    JOIN articles AS a ON a.id = o.article_id
    WHERE o.office_id = :id AND s.organisation LIKE '%' || :name
)
GROUP BY name, position ORDER BY day DESC, name LIMIT 20
