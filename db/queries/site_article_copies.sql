-- The articles that have the words of one.
SELECT o.likeness, a.id, a.title, a.outlet_id, a.outlet_name, a.published_day, p.share
FROM article_origins AS o
JOIN articles AS a ON a.id = o.article_id
LEFT JOIN copy_pairs AS p ON p.article_id = o.article_id AND p.other_id = o.original_id
WHERE o.original_id = :id AND o.article_id != :id
ORDER BY a.published, a.id LIMIT :most
