SELECT r.id FROM waiting_reports AS waiting JOIN reports AS r ON r.id = waiting.report_id ORDER BY r.published, r.id LIMIT :limit
