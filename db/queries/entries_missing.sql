-- Events in force that are not kept as they are and look now, after one in the order of their last changes.
SELECT d.sequence, d.number
FROM event_facets AS d LEFT JOIN event_entries AS e
    ON e.form = 'json' AND e.number = d.number AND e.sequence = d.sequence AND e.look = :look
WHERE d.facet = 'semua' AND d.code = '' AND d.sequence > :after AND e.number IS NULL
ORDER BY d.sequence LIMIT :limit
