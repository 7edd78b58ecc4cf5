-- Articles that share bands with one, within some days; those with most bands in common first.
SELECT a.number, a.id, a.published, s.algorithm, s.runs, s.signature
FROM (
    SELECT b.number, count(*) AS shared
    FROM json_each(:periods) AS stretch CROSS JOIN json_each(:bands) AS wanted
    CROSS JOIN article_bands AS b ON b.period = stretch.value AND b.band = wanted.value AND b.day BETWEEN :low AND :high
    WHERE b.number != :own
    GROUP BY b.number ORDER BY shared DESC, b.number LIMIT :limit
) AS near
JOIN article_signatures AS s ON s.number = near.number
JOIN articles AS a ON a.number = near.number
ORDER BY near.shared DESC, a.id
