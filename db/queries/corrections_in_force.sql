-- The entries that hold for an event, oldest first: its own and those of events that became part of it, unless taken back.
WITH RECURSIVE line (id) AS (
    SELECT :event UNION SELECT e.id FROM line JOIN events AS e ON e.successor = line.id
)
SELECT c.number, c.field, c.value
FROM line CROSS JOIN corrections AS c ON c.event_id = line.id
WHERE +c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections AS back WHERE back.undoes = c.number)
ORDER BY c.number
