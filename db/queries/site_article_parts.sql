-- The earlier articles that an article has words of.
SELECT NULL AS likeness, a.id, a.title, a.outlet_id, a.outlet_name, a.published_day, p.share
FROM copy_pairs AS p
JOIN articles AS own ON own.id = p.article_id
JOIN articles AS a ON a.id = p.other_id
WHERE p.article_id = :id AND (a.published, a.id) < (own.published, own.id)
ORDER BY p.share DESC, a.id LIMIT :most
