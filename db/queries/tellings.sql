SELECT * FROM telling_records WHERE id IN (SELECT value FROM json_each(:reports)) ORDER BY published, id
