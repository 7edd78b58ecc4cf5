-- Figures of the articles for which the event is the news; those inside its own sentences first, then by publication.
SELECT
    f.text, f.value, f.kind, f.unit, f.indicator, f.per, f.qualifier, f.article_id, a.outlet_name, a.title,
    max(f.field = r.evidence_field AND f.start_offset >= r.evidence_start AND f.end_offset <= r.evidence_end) AS inside
FROM reports AS r
JOIN articles AS a ON a.id = r.article_id
JOIN figures AS f ON f.article_id = r.article_id
WHERE r.event_id = :id AND r.salience = 'main'
GROUP BY f.article_id, f.ord ORDER BY inside DESC, a.published, f.article_id, f.ord LIMIT 600
