SELECT type AS code, count(*) AS events FROM events WHERE withdrawn IS NULL GROUP BY type ORDER BY events DESC, type
