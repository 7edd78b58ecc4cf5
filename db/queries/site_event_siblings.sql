SELECT DISTINCT e.id, e.type, e.title, e.status, e.event_date
FROM reports AS own
JOIN reports AS other ON other.article_id = own.article_id AND other.event_id != own.event_id
JOIN events AS e ON e.id = other.event_id
WHERE own.event_id = :id ORDER BY e.main DESC, e.published_last DESC, e.id LIMIT 6
