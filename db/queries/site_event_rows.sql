-- Events as rows of data, by last publication.
SELECT v.* FROM (
    SELECT id FROM events WHERE withdrawn IS NULL {conditions} ORDER BY published_last DESC, id LIMIT :limit OFFSET :offset
) AS newest
CROSS JOIN event_overview AS v ON v.event_id = newest.id
