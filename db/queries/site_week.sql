-- Offices by the events of theirs that were reported since a day, and which types these are of.
SELECT o.id, o.kind, o.name, count(*) AS events, group_concat(DISTINCT e.type) AS types, count(*) OVER () AS offices
FROM events AS e
CROSS JOIN event_offices AS v ON v.event_id = e.id
CROSS JOIN offices AS o ON o.id = v.office_id
WHERE e.withdrawn IS NULL AND e.published_last >= :since
GROUP BY o.id ORDER BY events DESC, o.name, o.id LIMIT :limit
