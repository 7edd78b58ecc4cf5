SELECT r.code, r.kind, r.name, r.seat, r.province_code, p.name AS province
FROM regions AS r LEFT JOIN regions AS p ON p.code = r.province_code
WHERE r.code = :code
