-- The articles of some reports in order of publication, each with the sentence that says it.
SELECT
    a.published, a.published_day, a.province, r.salience,
    substr(
        iif(r.evidence_field = 'title', a.title, a.body), r.evidence_start + 1, r.evidence_end - r.evidence_start
    ) AS evidence
FROM reports AS r JOIN articles AS a ON a.id = r.article_id
WHERE r.id IN (SELECT value FROM json_each(:reports)) ORDER BY r.published, r.id
