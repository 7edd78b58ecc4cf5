SELECT id, name, province FROM outlets ORDER BY id
