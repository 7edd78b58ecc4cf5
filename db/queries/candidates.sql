-- Events a report may belong to: of its type, near in time by the day of the happening or by publication; nearest first.
SELECT r.* FROM event_records AS r
JOIN (
    SELECT e.id, abs(julianday(e.published) - julianday(:published)) AS distance
    FROM events AS e
    WHERE e.number IN (
        SELECT number FROM events
        WHERE withdrawn IS NULL AND type = :type AND event_start BETWEEN :event_low AND :event_high
        UNION
        SELECT number FROM events
        WHERE withdrawn IS NULL AND type = :type AND event_end BETWEEN :event_low AND :event_high
        UNION
        SELECT number FROM events
        WHERE withdrawn IS NULL AND type = :type AND published_day BETWEEN :day_low AND :day_high
    )
    ORDER BY distance, e.id LIMIT :limit
) AS near ON near.id = r.id
ORDER BY near.distance, r.id
