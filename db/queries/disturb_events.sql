-- Events that are about to lose a report to another one.
UPDATE events SET dirty = 1
WHERE id != :id AND id IN (
    SELECT event_id FROM reports WHERE id IN (SELECT value FROM json_each(:reports)) AND event_id IS NOT NULL
)
