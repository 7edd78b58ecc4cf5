SELECT
    r.id, r.status, r.salience, r.event_date, r.trigger_field, r.trigger_start, r.trigger_end, r.evidence_field,
    r.evidence_start, r.evidence_end, r.rule, r.rules, a.id AS article_id, a.title, a.body, a.url, a.outlet_id, a.outlet_name,
    a.published, a.published_day, a.published_offset, o.original_id, o.likeness
FROM reports AS r
JOIN articles AS a ON a.id = r.article_id
LEFT JOIN article_origins AS o ON o.article_id = a.id
WHERE r.event_id = :id ORDER BY r.published, r.id LIMIT 200
