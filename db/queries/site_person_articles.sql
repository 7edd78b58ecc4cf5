SELECT a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset
FROM (
    SELECT DISTINCT b.id FROM article_officials AS o CROSS JOIN articles AS b INDEXED BY articles_brief ON b.id = o.article_id
    WHERE o.person_id = :id ORDER BY b.published DESC, b.id LIMIT :limit
) AS newest CROSS JOIN articles AS a ON a.id = newest.id
ORDER BY a.published DESC, a.id
