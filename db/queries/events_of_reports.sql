SELECT id, event_id FROM reports WHERE id IN (SELECT value FROM json_each(:reports))
