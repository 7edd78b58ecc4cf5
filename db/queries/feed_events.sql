SELECT e.*, p.name AS province FROM event_records AS e LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.number IN (SELECT number FROM events WHERE withdrawn IS NULL ORDER BY updated DESC, id LIMIT :limit)
ORDER BY e.updated DESC, e.id
