-- Events by the regencies and cities that their reports name, in one province.
SELECT code, count(*) AS events
FROM event_listing WHERE kind = 'region' AND code > :province || '.' AND code < :province || '/'
GROUP BY code
