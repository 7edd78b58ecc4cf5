SELECT o.id, o.kind, o.name, o.kanwil, o.province_code, p.name AS province, o.region_code AS seat_code, r.name AS seat
FROM offices AS o LEFT JOIN regions AS p ON p.code = o.province_code LEFT JOIN regions AS r ON r.code = o.region_code
WHERE o.id = :id
