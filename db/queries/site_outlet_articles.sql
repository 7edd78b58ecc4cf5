SELECT a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset, a.relevant
FROM articles AS a WHERE a.outlet_id = :outlet ORDER BY a.published DESC, a.id LIMIT :limit
