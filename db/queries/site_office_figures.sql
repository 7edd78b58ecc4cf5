-- Figures in the sentences that tell the newest events of an office, by the time they speak of.
SELECT
    f.text, f.value, f.kind, f.unit, f.indicator, f.per, f.qualifier, f.period, f.article_id, f.ord, a.outlet_name,
    a.published_day, line.day, 0 AS inside
FROM (
    SELECT DISTINCT f.article_id, f.ord, coalesce(f.period_end, a.published_day) AS day
    FROM (
        SELECT event_id AS id FROM event_listing
        WHERE kind = 'office' AND code = :id ORDER BY published_last DESC, event_id LIMIT 100
    ) AS newest
    CROSS JOIN reports AS r ON r.event_id = newest.id
    CROSS JOIN figures AS f ON f.article_id = r.article_id AND f.field = r.evidence_field
        AND f.start_offset >= r.evidence_start AND f.end_offset <= r.evidence_end
    CROSS JOIN articles AS a INDEXED BY articles_brief ON a.id = r.article_id
    ORDER BY day DESC, f.article_id, f.ord LIMIT 60
) AS line
CROSS JOIN figures AS f ON f.article_id = line.article_id AND f.ord = line.ord
CROSS JOIN articles AS a ON a.id = f.article_id
ORDER BY line.day DESC, f.article_id, f.ord
