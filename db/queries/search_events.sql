-- Events that match, among the newest hits of the index: those that match by title and summary alone first, then by publication.
WITH
hit AS MATERIALIZED (
    SELECT rowid AS number FROM events_fts WHERE events_fts MATCH :words {among} ORDER BY rowid DESC LIMIT :examined
),
titled AS MATERIALIZED (
    SELECT rowid AS number FROM events_fts WHERE events_fts MATCH :titled AND rowid >= (SELECT min(number) FROM hit)
),
newest AS MATERIALIZED (
    SELECT hit.number, hit.number IN (SELECT number FROM titled) AS by_title
    FROM hit CROSS JOIN events ON events.number = hit.number
    WHERE withdrawn IS NULL {conditions}
    ORDER BY by_title DESC, events.published_last DESC, events.id LIMIT :limit OFFSET :offset
)
SELECT
    e.id, e.type, e.status, e.event_date, e.venue, e.title, e.summary, e.reports, e.published_last, e.main,
    e.places, p.name AS province,
    (
        SELECT substr(
            iif(r.evidence_field = 'title', a.title, a.body),
            r.evidence_start + 1, min(r.evidence_end - r.evidence_start, 400)
        )
        FROM reports AS r JOIN articles AS a ON a.id = r.article_id
        WHERE r.event_id = e.id ORDER BY r.salience, r.published, r.id LIMIT 1
    ) AS evidence,
    (SELECT count(*) FROM hit) AS examined
FROM newest CROSS JOIN event_records AS e ON e.number = newest.number
LEFT JOIN regions AS p ON p.code = e.province_code
ORDER BY newest.by_title DESC, e.published_last DESC, e.id
