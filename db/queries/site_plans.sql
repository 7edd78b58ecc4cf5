-- Planned events that are not over on the day of the newest article, soonest first.
SELECT e.id, e.title, e.summary, e.venue, e.event_start, e.event_end, e.updated, p.name AS province
FROM events AS e INDEXED BY events_planned LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.withdrawn IS NULL AND e.status = 'planned' AND e.event_end >= (
    SELECT substr(max(published_last), 1, 10) FROM events WHERE withdrawn IS NULL
)
ORDER BY e.event_start, e.id LIMIT :limit
