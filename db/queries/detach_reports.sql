UPDATE reports SET event_id = NULL WHERE event_id = :id AND id NOT IN (SELECT value FROM json_each(:reports))
