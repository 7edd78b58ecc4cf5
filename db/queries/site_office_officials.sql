-- People whom the articles of an office's newest events name with a position in a body that is called as the office is.
SELECT s.name, s.position, s.organisation, max(s.published_day) AS day
FROM (
    SELECT event_id AS id FROM event_listing
    WHERE kind = 'office' AND code = :id ORDER BY published_last DESC, event_id LIMIT 200
) AS newest
CROSS JOIN reports AS r ON r.event_id = newest.id
CROSS JOIN article_officials AS s ON s.article_id = r.article_id
WHERE s.organisation LIKE '%' || :name
GROUP BY s.name, s.position ORDER BY day DESC, s.name LIMIT 20
