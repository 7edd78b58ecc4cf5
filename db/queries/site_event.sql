SELECT e.*, p.name AS province FROM event_records AS e LEFT JOIN regions AS p ON p.code = e.province_code WHERE e.id = :id
