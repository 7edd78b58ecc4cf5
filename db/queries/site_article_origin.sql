-- The article whose words an article has, and the part of its own words that are there.
SELECT o.likeness, a.id, a.title, a.outlet_id, a.outlet_name, a.published_day, p.share
FROM article_origins AS o
JOIN articles AS a ON a.id = o.original_id
LEFT JOIN copy_pairs AS p ON p.article_id = o.article_id AND p.other_id = o.original_id
WHERE o.article_id = :id
