-- Changes in order, each with what is now known of its event.
SELECT
    c.*, e.type AS now_type, e.status AS now_status, e.event_date AS now_date, e.title AS now_title, e.summary AS now_summary,
    e.reports AS now_reports, e.updated AS now_updated, e.withdrawn AS now_withdrawn, e.successor AS now_successor
FROM event_changes AS c JOIN events AS e ON e.id = c.event_id
WHERE c.sequence > :since ORDER BY c.sequence LIMIT :limit
