SELECT o.id, o.kind, o.name, o.kanwil, p.name AS province, r.name AS seat
FROM offices AS o LEFT JOIN regions AS p ON p.code = o.province_code LEFT JOIN regions AS r ON r.code = o.region_code
WHERE o.id = :id
