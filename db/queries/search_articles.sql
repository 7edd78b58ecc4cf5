SELECT a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset, hit.extract
FROM (
    SELECT articles_fts.rowid AS number, rank, snippet(articles_fts, 1, char(57344), char(57345), ' … ', 28) AS extract
    FROM articles_fts CROSS JOIN articles ON articles.number = articles_fts.rowid
    WHERE articles_fts MATCH :words {conditions} ORDER BY rank LIMIT :limit
) AS hit
JOIN articles AS a ON a.number = hit.number
ORDER BY hit.rank, a.published DESC, a.id
