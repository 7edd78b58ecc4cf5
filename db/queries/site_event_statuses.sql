-- The last statuses and dates of an event, in order, with the articles that caused them.
SELECT s.noted, s.status, s.event_date, s.mark, a.id AS article_id, a.outlet_name, a.published_day
FROM event_statuses AS s
LEFT JOIN reports AS r ON r.id = s.report_id
LEFT JOIN articles AS a ON a.id = r.article_id
WHERE s.event_id = :id AND s.id IN (SELECT id FROM event_statuses WHERE event_id = :id ORDER BY id DESC LIMIT 60)
ORDER BY s.id
