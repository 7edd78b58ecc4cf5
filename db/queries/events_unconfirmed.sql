-- Plans whose last possible day has passed, not marked yet.
SELECT id, status, event_date FROM events INDEXED BY events_doubtful
WHERE withdrawn IS NULL AND status = 'planned' AND unconfirmed IS NULL AND event_end < :before
ORDER BY event_end, id
