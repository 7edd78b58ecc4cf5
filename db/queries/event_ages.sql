SELECT id, number FROM events WHERE withdrawn IS NULL AND id IN (SELECT value FROM json_each(:ids))
