-- Articles that match, among the newest hits of the index: those that match by title alone first, then by publication.
WITH
hit AS MATERIALIZED (
    SELECT rowid AS number FROM articles_fts WHERE articles_fts MATCH :words {among} ORDER BY rowid DESC LIMIT :examined
),
titled AS MATERIALIZED (
    SELECT rowid AS number FROM articles_fts
    WHERE articles_fts MATCH :titled AND rowid >= (SELECT min(number) FROM hit)
),
newest AS MATERIALIZED (
    SELECT hit.number, hit.number IN (SELECT number FROM titled) AS by_title, articles.published
    FROM hit CROSS JOIN articles ON articles.number = hit.number
    WHERE 1 {conditions}
    ORDER BY by_title DESC, articles.published DESC, articles.id LIMIT :limit OFFSET :offset
)
SELECT
    a.id, a.title, a.url, a.outlet_id, a.outlet_name, a.published, a.published_day, a.published_offset, a.body,
    (SELECT count(*) FROM hit) AS examined
FROM newest CROSS JOIN articles AS a ON a.number = newest.number
ORDER BY newest.by_title DESC, a.published DESC, a.id
