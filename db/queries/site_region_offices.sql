SELECT o.id, o.kind, o.name, (
    SELECT count(DISTINCT v.event_id) FROM event_offices AS v JOIN events AS e ON e.id = v.event_id
    WHERE v.office_id = o.id AND e.withdrawn IS NULL
) AS events
FROM offices AS o
WHERE o.kind IN ('kanwil', 'kc', 'kcp') AND (o.province_code = :code OR o.region_code = :code)
ORDER BY events DESC, o.kind, o.name
