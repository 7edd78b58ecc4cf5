SELECT number FROM report_keys WHERE period IN (SELECT value FROM json_each(:periods)) AND key = :key AND day BETWEEN :low AND :high LIMIT :limit
