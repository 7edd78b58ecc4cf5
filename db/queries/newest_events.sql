-- The events that some article last reported as its news, for the terminal.
SELECT type, status, title, event_date
FROM events
WHERE withdrawn IS NULL AND main = 1
ORDER BY published_last DESC, id LIMIT :limit
