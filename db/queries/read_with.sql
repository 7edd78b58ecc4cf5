-- With which rules was this version of this page last read, to whatever end?
SELECT rules FROM (
    SELECT rules, fetched FROM articles WHERE page = :url AND page_digest = :digest
    UNION ALL
    SELECT rules, fetched FROM articles WHERE url = :url AND page_digest = :digest
    UNION ALL
    SELECT rules, fetched FROM rejections WHERE page = :url AND page_digest = :digest
) ORDER BY fetched DESC LIMIT 1
