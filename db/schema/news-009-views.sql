-- What people ask for, joined: one row an event, a report with its sentence, a figure with its article, a person, a position.
-- Every date says whose it is: event_* of the happening, published_* of the press, first_seen of this database.

CREATE VIEW event_overview AS
SELECT
    e.id AS event_id, e.type, t.name AS type_name, e.status, e.event_date, e.event_start, e.event_end,
    e.published AS published_first, e.published_last, e.first_seen, p.name AS province, e.province_code, e.venue,
    (SELECT group_concat(name, '; ') FROM (SELECT name FROM event_places WHERE event_id = e.id ORDER BY ord)) AS places,
    (
        SELECT group_concat(name, '; ') FROM (
            SELECT coalesce(o.name, v.name) AS name FROM event_offices AS v LEFT JOIN offices AS o ON o.id = v.office_id
            WHERE v.event_id = e.id ORDER BY v.ord
        )
    ) AS offices,
    (
        SELECT group_concat(name, '; ') FROM (SELECT name FROM event_counterparties WHERE event_id = e.id ORDER BY ord)
    ) AS counterparties,
    (SELECT group_concat(name, '; ') FROM (SELECT name FROM event_officials WHERE event_id = e.id ORDER BY ord)) AS officials,
    (SELECT group_concat(code, '; ') FROM (SELECT code FROM event_programs WHERE event_id = e.id ORDER BY ord)) AS programs,
    e.reports, e.title, e.summary
FROM events AS e JOIN event_types AS t ON t.code = e.type LEFT JOIN regions AS p ON p.code = e.province_code
WHERE e.withdrawn IS NULL;

CREATE VIEW report_overview AS
SELECT
    r.id AS report_id, r.event_id, r.article_id, r.type, r.status, r.salience, r.event_date, r.event_start, r.event_end,
    a.published, a.first_seen, a.outlet_id, a.outlet_name, a.title, a.url,
    substr(
        iif(r.evidence_field = 'title', a.title, a.body), r.evidence_start + 1, r.evidence_end - r.evidence_start
    ) AS sentence
FROM reports AS r JOIN articles AS a ON a.id = r.article_id;

CREATE VIEW figure_overview AS
SELECT
    f.article_id, f.ord, f.text, f.value, f.unit, f.kind, f.indicator, f.per, f.qualifier, f.region_code, r.name AS region,
    f.period, f.period_start, f.period_end, a.published, a.first_seen, a.outlet_id, a.outlet_name, a.title, a.url
FROM figures AS f JOIN articles AS a ON a.id = f.article_id LEFT JOIN regions AS r ON r.code = f.region_code;

CREATE VIEW person_positions AS
SELECT
    o.person_id, p.name, o.position, o.organisation, min(a.published_day) AS seen_first, max(a.published_day) AS seen_last,
    count(DISTINCT o.article_id) AS articles
FROM article_officials AS o JOIN articles AS a ON a.id = o.article_id JOIN people AS p ON p.id = o.person_id
GROUP BY o.person_id, o.position, o.organisation;

CREATE VIEW people_overview AS
SELECT
    p.id AS person_id, p.name,
    (
        SELECT json_group_array(json_object(
            'position', position, 'organisation', organisation, 'seen_first', seen_first, 'seen_last', seen_last,
            'articles', articles
        ))
        FROM (
            SELECT o.position, o.organisation, min(a.published_day) AS seen_first, max(a.published_day) AS seen_last,
                count(DISTINCT o.article_id) AS articles
            FROM article_officials AS o JOIN articles AS a ON a.id = o.article_id
            WHERE o.person_id = p.id GROUP BY o.position, o.organisation ORDER BY seen_last DESC, o.position
        )
    ) AS positions,
    (SELECT count(DISTINCT article_id) FROM article_officials WHERE person_id = p.id) AS articles,
    (SELECT count(*) FROM event_officials WHERE name = p.name) AS events
FROM people AS p;
