-- Some events (by their numbers) for people, by last publication.
SELECT
    e.id, e.type, e.status, e.event_date, e.venue, e.title, e.summary, e.reports, e.published_last, e.main,
    e.postponed_from, e.unconfirmed,
    e.places, p.name AS province,
    (
        SELECT substr(
            iif(r.evidence_field = 'title', a.title, a.body),
            r.evidence_start + 1, min(r.evidence_end - r.evidence_start, 400)
        )
        FROM reports AS r JOIN articles AS a ON a.id = r.article_id
        WHERE r.event_id = e.id ORDER BY r.salience, r.published, r.id LIMIT 1
    ) AS evidence
FROM event_records AS e LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.number IN (SELECT value FROM json_each(:numbers))
ORDER BY e.published_last DESC, e.id
