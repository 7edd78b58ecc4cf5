-- Events by the regencies and cities that their reports name, in one province.
SELECT p.region_code AS code, count(DISTINCT p.event_id) AS events
FROM event_places AS p JOIN events AS e ON e.id = p.event_id
WHERE p.region_code > :province || '.' AND p.region_code < :province || '/' AND e.withdrawn IS NULL
GROUP BY p.region_code
