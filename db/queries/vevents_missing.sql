-- Events in force whose last change came after those that are written in this form, in the order of these changes.
SELECT sequence, number FROM event_facets
WHERE facet = 'semua' AND code = '' AND sequence > (SELECT coalesce(max(sequence), 0) FROM event_vevents WHERE look = :look)
ORDER BY sequence LIMIT :limit
