-- The positions the press gives a person, with the first and last day it did; newest first.
SELECT line.position, line.organisation, line.first_day, line.last_day, line.articles, line.newest, line.article_id, a.outlet_name
FROM (
    SELECT
        position, organisation, min(published_day) AS first_day, max(published_day) AS last_day,
        count(DISTINCT article_id) AS articles, max(published) AS newest, article_id
    FROM article_officials
    WHERE person_id = :id GROUP BY position, organisation ORDER BY newest DESC, position LIMIT 40
) AS line CROSS JOIN articles AS a ON a.id = line.article_id
ORDER BY line.newest DESC, line.position
