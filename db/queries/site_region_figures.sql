-- The newest figures whose sentence tells of a region, or of a part of it.
SELECT
    f.text, f.value, f.kind, f.unit, f.indicator, f.per, f.qualifier, f.period, f.article_id, a.outlet_name,
    a.published_day, r.name AS region, f.region_code, 0 AS inside
FROM figures AS f JOIN articles AS a ON a.id = f.article_id JOIN regions AS r ON r.code = f.region_code
WHERE f.region_code >= :code AND f.region_code < :code || '/' AND a.relevant = 1
ORDER BY a.published DESC, f.article_id, f.ord LIMIT 30
