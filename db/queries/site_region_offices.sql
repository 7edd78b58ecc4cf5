SELECT o.id, o.kind, o.name, (SELECT count(*) FROM event_listing WHERE kind = 'office' AND code = o.id) AS events
FROM offices AS o
WHERE o.kind IN ('kanwil', 'kc', 'kcp') AND (o.province_code = :code OR o.region_code = :code)
ORDER BY events DESC, o.kind, o.name
