-- Events for a map, newest first, each with the codes of the regions its reports name.
SELECT
    e.id, e.type, e.status, e.title, e.event_date, e.province_code, (
        SELECT json_group_array(DISTINCT region_code) FROM event_places WHERE event_id = e.id AND region_code IS NOT NULL
    ) AS regions
FROM events AS e
WHERE e.number IN (
    SELECT number FROM events WHERE withdrawn IS NULL {conditions} ORDER BY published_last DESC, id LIMIT :limit
)
ORDER BY e.published_last DESC, e.id
