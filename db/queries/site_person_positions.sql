-- The positions the press gives a person, with the first and last day it did; newest first.
SELECT line.position, line.organisation, line.first_day, line.last_day, line.articles, line.newest, line.article_id, t.name AS outlet_name
FROM (
    SELECT
        o.position, o.organisation, min(a.published_day) AS first_day, max(a.published_day) AS last_day,
        count(DISTINCT a.id) AS articles, max(a.published) AS newest, a.id AS article_id, a.outlet_id
    FROM article_officials AS o CROSS JOIN articles AS a INDEXED BY articles_brief ON a.id = o.article_id
    WHERE o.person_id = :id GROUP BY o.position, o.organisation ORDER BY newest DESC, o.position LIMIT 60
) AS line JOIN outlets AS t ON t.id = line.outlet_id
ORDER BY line.newest DESC, line.position
