SELECT text, value, kind, unit, indicator, per, qualifier FROM figures WHERE article_id = :id ORDER BY ord
