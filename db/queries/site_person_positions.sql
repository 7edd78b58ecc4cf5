-- The positions the press gives a person, with the first and last day it did; newest first.
SELECT
    o.position, o.organisation, min(a.published_day) AS first_day, max(a.published_day) AS last_day,
    count(DISTINCT a.id) AS articles, max(a.published) AS newest, a.id AS article_id, a.outlet_name
FROM article_officials AS o JOIN articles AS a ON a.id = o.article_id
WHERE o.person_id = :id GROUP BY o.position, o.organisation ORDER BY newest DESC, o.position LIMIT 60
