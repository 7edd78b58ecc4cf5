-- CROSS JOIN: from the few that wait to their reports, never the other way round.
SELECT r.id FROM waiting_reports AS waiting CROSS JOIN reports AS r ON r.id = waiting.report_id
ORDER BY r.published, r.id LIMIT :limit
