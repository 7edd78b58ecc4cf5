UPDATE reports SET event_id = :id WHERE id IN (SELECT value FROM json_each(:reports)) AND event_id IS NOT :id
