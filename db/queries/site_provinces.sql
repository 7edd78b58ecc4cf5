SELECT t.code, r.name, t.events
FROM event_tallies AS t JOIN regions AS r ON r.code = t.code
WHERE t.kind = 'province' AND t.events > 0 ORDER BY t.events DESC, r.name
