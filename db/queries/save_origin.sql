INSERT INTO article_origins VALUES (:article, :original, :likeness)
ON CONFLICT (article_id) DO UPDATE SET original_id = excluded.original_id, likeness = excluded.likeness
WHERE original_id IS NOT excluded.original_id OR likeness IS NOT excluded.likeness
