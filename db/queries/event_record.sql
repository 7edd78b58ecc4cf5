SELECT * FROM event_records WHERE id = :id
