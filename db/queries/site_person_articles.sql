SELECT a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset
FROM articles AS a WHERE a.id IN (SELECT article_id FROM article_officials WHERE person_id = :id)
ORDER BY a.published DESC, a.id LIMIT :limit
