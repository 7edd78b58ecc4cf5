SELECT code, detail, field, start_offset, end_offset FROM issues WHERE article_id = :id ORDER BY ord
