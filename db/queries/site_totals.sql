SELECT
    (SELECT count(*) FROM articles WHERE relevant = 1) AS relevant,
    EXISTS (SELECT 1 FROM articles) AS articles,
    (SELECT coalesce(sum(events), 0) FROM event_tallies WHERE kind = 'type') AS events,
    (SELECT count(*) FROM outlets) AS outlets
