SELECT rules FROM readings WHERE page = :url AND page_digest = :digest
