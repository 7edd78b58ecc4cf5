SELECT * FROM report_records
WHERE event_id IS NULL AND (published, id) > (:published, :id)
ORDER BY published, id LIMIT :batch
