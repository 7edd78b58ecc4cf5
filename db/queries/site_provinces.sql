SELECT e.province_code AS code, r.name, count(*) AS events
FROM events AS e JOIN regions AS r ON r.code = e.province_code
WHERE e.withdrawn IS NULL GROUP BY e.province_code ORDER BY events DESC, r.name
