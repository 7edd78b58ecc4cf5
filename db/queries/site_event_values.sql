-- What reports tell of an event: each value with the first articles that say it.
SELECT
    v.slot, v.ord, v.value, v.preferred, v.accounts, v.first_said, json_array_length(v.reports) AS said,
    a.id AS article_id, a.outlet_id, a.outlet_name, a.url, a.published, a.published_day, a.published_offset, o.likeness
FROM event_values AS v, json_each(v.reports) AS j
JOIN reports AS r ON r.id = j.value
JOIN articles AS a ON a.id = r.article_id
LEFT JOIN article_origins AS o ON o.article_id = a.id
WHERE v.event_id = :id AND j.key < :most
ORDER BY v.slot, v.ord, j.key LIMIT 2000
