SELECT * FROM report_records WHERE article_id = :article ORDER BY type, nth
