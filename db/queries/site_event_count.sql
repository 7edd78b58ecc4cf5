SELECT count(*) FROM events WHERE withdrawn IS NULL {conditions}
