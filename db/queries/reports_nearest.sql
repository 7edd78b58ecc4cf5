-- The reports entered under a crowded key, nearest to the middle of the stretch first.
SELECT number FROM report_keys WHERE period IN (SELECT value FROM json_each(:periods)) AND key = :key AND day BETWEEN :low AND :high
ORDER BY abs(2 * day - :low - :high), number LIMIT :limit
