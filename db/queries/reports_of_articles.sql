SELECT id FROM reports WHERE article_id IN (SELECT value FROM json_each(:articles)) AND type = :type ORDER BY id
