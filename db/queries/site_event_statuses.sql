SELECT noted, status, event_date FROM event_statuses WHERE event_id = :id ORDER BY id
