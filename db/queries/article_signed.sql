SELECT a.number, a.id, a.published, s.algorithm, s.runs, s.signature
FROM articles AS a JOIN article_signatures AS s ON s.number = a.number WHERE a.id = :id
