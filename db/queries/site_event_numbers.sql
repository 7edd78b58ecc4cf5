-- A page of events by last publication, as their numbers in order.
SELECT number FROM events WHERE withdrawn IS NULL {conditions} ORDER BY published_last DESC, id LIMIT :limit OFFSET :offset
