SELECT name, position, organisation, aliases FROM article_officials WHERE article_id = :id ORDER BY ord
