-- A page of the events of an office, a region or an office-holder by last publication, as their numbers in order.
SELECT events.number
FROM event_listing AS l CROSS JOIN events ON events.id = l.event_id
WHERE l.kind = :kind AND l.code = :code {conditions} ORDER BY l.published_last DESC, l.event_id LIMIT :limit OFFSET :offset
