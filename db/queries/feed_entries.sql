-- What feeds tell of some events. "changes" counts what happened to an event since it was new.
SELECT
    e.number, e.id, e.title, e.summary, e.type, e.status, e.event_date, e.event_start, e.event_end, e.venue, e.province_code,
    e.first_seen, e.updated, e.postponed_from, e.unconfirmed, e.reports, p.name AS province,
    (SELECT json_group_array(name) FROM (SELECT name FROM event_places WHERE event_id = e.id ORDER BY ord)) AS places,
    (
        SELECT json_group_array(region_code)
        FROM (SELECT DISTINCT region_code FROM event_places WHERE event_id = e.id AND region_code IS NOT NULL)
    ) AS regions,
    (
        SELECT json_group_array(json_array(kind, name, office_id))
        FROM (SELECT kind, name, office_id FROM event_offices WHERE event_id = e.id ORDER BY ord)
    ) AS offices,
    (
        SELECT json_group_array(name) FROM (SELECT name FROM event_counterparties WHERE event_id = e.id ORDER BY ord)
    ) AS counterparties,
    (SELECT json_group_array(name) FROM (SELECT name FROM event_officials WHERE event_id = e.id ORDER BY ord)) AS officials,
    (SELECT json_group_array(code) FROM (SELECT code FROM event_programs WHERE event_id = e.id ORDER BY ord)) AS programs,
    max(0, (SELECT count(*) FROM event_changes WHERE event_id = e.id) - 1) AS changes
FROM events AS e LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.number IN (SELECT value FROM json_each(:numbers)) AND e.withdrawn IS NULL
