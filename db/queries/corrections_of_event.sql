-- The ledger of an event and of those that became part of it, newest first; "undone" is the entry that took one back.
WITH RECURSIVE line (id) AS (
    SELECT :event UNION SELECT e.id FROM line JOIN events AS e ON e.successor = line.id
)
SELECT c.*, back.number AS undone
FROM line CROSS JOIN corrections AS c ON c.event_id = line.id LEFT JOIN corrections AS back ON back.undoes = c.number
ORDER BY c.number DESC
