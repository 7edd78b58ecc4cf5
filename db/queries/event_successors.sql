-- An event and those that it became part of, in turn. UNION keeps a circle from going round.
WITH RECURSIVE line (id, successor) AS (
    SELECT id, successor FROM events WHERE id = :id
    UNION SELECT e.id, e.successor FROM line JOIN events AS e ON e.id = line.successor
)
SELECT id FROM line
