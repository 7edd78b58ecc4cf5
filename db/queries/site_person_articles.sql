SELECT a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset
FROM (
    SELECT article_id, published FROM article_officials
    WHERE person_id = :id GROUP BY published, article_id ORDER BY published DESC, article_id LIMIT :limit
) AS newest CROSS JOIN articles AS a ON a.id = newest.article_id
ORDER BY a.published DESC, a.id
