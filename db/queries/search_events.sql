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
    ) AS evidence
FROM (
    SELECT events_fts.rowid AS number, rank
    FROM events_fts CROSS JOIN events ON events.number = events_fts.rowid
    WHERE events_fts MATCH :words AND withdrawn IS NULL {conditions} ORDER BY rank LIMIT :limit
) AS hit
JOIN event_records AS e ON e.number = hit.number
LEFT JOIN regions AS p ON p.code = e.province_code
ORDER BY hit.rank, e.published_last DESC, e.id
