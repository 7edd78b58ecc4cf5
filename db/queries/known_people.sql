SELECT id FROM people WHERE id IN (SELECT value FROM json_each(:ids))
