SELECT a.*, o.name AS outlet FROM articles AS a JOIN outlets AS o ON o.id = a.outlet_id WHERE a.id = :id
