SELECT r.id, r.type, r.status, r.salience, r.event_date, r.event_id, e.title AS event_title
FROM reports AS r LEFT JOIN events AS e ON e.id = r.event_id
WHERE r.article_id = :id ORDER BY r.salience, r.trigger_field = 'text', r.trigger_start, r.id
