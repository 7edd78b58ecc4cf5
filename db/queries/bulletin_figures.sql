-- The figures that stand in the sentences which tell of some events as the news of their articles.
SELECT DISTINCT r.event_id, f.article_id, f.ord, f.value, f.kind, f.unit, f.indicator, f.per, f.qualifier
FROM json_each(:ids) AS j JOIN reports AS r ON r.event_id = j.value
JOIN figures AS f ON f.article_id = r.article_id AND f.field = r.evidence_field
    AND f.start_offset >= r.evidence_start AND f.end_offset <= r.evidence_end
WHERE r.salience = 'main' AND f.indicator <> 'lainnya'
ORDER BY r.event_id, f.article_id, f.ord
