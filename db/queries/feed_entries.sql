-- What feeds tell of some events. "changes" counts what happened to an event since it was new.
SELECT
    e.number, e.id, e.title, e.summary, e.type, e.status, e.event_date, e.event_start, e.event_end, e.venue, e.province_code,
    e.first_seen, e.updated, e.postponed_from, e.unconfirmed, e.reports, p.name AS province,
    e.places, e.offices, e.counterparties, e.officials, e.programs,
    (
        SELECT json_group_array(region_code)
        FROM (SELECT DISTINCT region_code FROM event_places WHERE event_id = e.id AND region_code IS NOT NULL)
    ) AS regions,
    max(0, (SELECT count(*) FROM event_changes WHERE event_id = e.id) - 1) AS changes
FROM event_records AS e LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.number IN (SELECT value FROM json_each(:numbers)) AND e.withdrawn IS NULL
