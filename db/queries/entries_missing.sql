-- Events in force whose last change came after the one up to which entries are kept, in the order of these changes.
SELECT sequence, number FROM event_facets
WHERE facet = 'semua' AND code = '' AND sequence > :after
ORDER BY sequence LIMIT :limit
