INSERT INTO rejections VALUES (:page, :reason, :detail, :digest, :rules, :fetched, :fetched)
ON CONFLICT (page) DO UPDATE SET
    reason = excluded.reason, detail = excluded.detail, page_digest = excluded.page_digest, rules = excluded.rules,
    fetched = excluded.fetched
