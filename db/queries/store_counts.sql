SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM articles WHERE relevant = 1) AS relevant,
    (SELECT count(*) FROM rejections) AS rejections,
    (SELECT count(*) FROM reports) AS reports,
    (SELECT count(*) FROM reports WHERE event_id IS NULL) AS unattached,
    (SELECT count(*) FROM events WHERE withdrawn IS NULL) AS events,
    (SELECT count(*) FROM events WHERE withdrawn IS NOT NULL) AS withdrawn,
    (SELECT count(*) FROM outlets) AS outlets,
    (SELECT count(*) FROM issues) AS issues
