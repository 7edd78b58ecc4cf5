-- The newest figures whose sentence tells of a region, or of a part of it.
SELECT
    f.text, f.value, f.kind, f.unit, f.indicator, f.per, f.qualifier, f.period, f.article_id, a.outlet_name,
    a.published_day, r.name AS region, f.region_code, 0 AS inside
FROM region_figures AS n
CROSS JOIN figures AS f ON f.article_id = n.article_id AND f.ord = n.ord
CROSS JOIN articles AS a ON a.id = f.article_id
CROSS JOIN regions AS r ON r.code = f.region_code
WHERE n.region_code = :code ORDER BY n.published DESC, n.article_id, n.ord LIMIT 30
