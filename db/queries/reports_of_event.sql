SELECT * FROM report_records WHERE event_id = :event ORDER BY published, id
