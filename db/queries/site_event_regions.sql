SELECT name, region_code FROM event_places WHERE event_id = :id AND region_code IS NOT NULL
