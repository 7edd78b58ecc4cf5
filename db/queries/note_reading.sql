INSERT INTO readings VALUES (:page, :digest, :rules)
ON CONFLICT (page, page_digest) DO UPDATE SET rules = excluded.rules WHERE rules != excluded.rules
