-- A page of events for people, by last publication; :main = 1 keeps what some article reports as its news.
SELECT
    e.id, e.type, e.status, e.event_date, e.venue, e.title, e.summary, e.reports, e.published_last, e.main,
    e.places, p.name AS province
FROM event_records AS e LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.number IN (
    SELECT number FROM events
    WHERE withdrawn IS NULL {conditions}
    ORDER BY published_last DESC, id LIMIT :limit OFFSET :offset
)
ORDER BY e.published_last DESC, e.id
