-- news.db, version 7: what feeds select by. Every event in force lies in one list for each of its qualities, by its last change.

-- The qualities of each event in force: "semua" holds all, "pejabat" holds names, "laporan" the numbers of reports that it has at least.
CREATE VIEW event_facets_now AS
SELECT e.id AS event_id, e.number, 'semua' AS facet, '' AS code FROM events AS e WHERE e.withdrawn IS NULL
UNION ALL SELECT e.id, e.number, 'jenis', e.type FROM events AS e WHERE e.withdrawn IS NULL
UNION ALL SELECT e.id, e.number, 'status', e.status FROM events AS e WHERE e.withdrawn IS NULL
UNION ALL SELECT e.id, e.number, 'provinsi', e.province_code FROM events AS e
WHERE e.withdrawn IS NULL AND e.province_code IS NOT NULL
UNION ALL SELECT DISTINCT e.id, e.number, 'wilayah', s.region_code
FROM events AS e JOIN event_places AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL AND s.region_code IS NOT NULL
UNION ALL SELECT DISTINCT e.id, e.number, 'kantor', s.office_id
FROM events AS e JOIN event_offices AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL AND s.office_id IS NOT NULL
UNION ALL SELECT DISTINCT e.id, e.number, 'pejabat', s.name
FROM events AS e JOIN event_officials AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL
UNION ALL SELECT DISTINCT e.id, e.number, 'program', s.code
FROM events AS e JOIN event_programs AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL
UNION ALL SELECT DISTINCT e.id, e.number, 'media', a.outlet_id
FROM events AS e JOIN reports AS r ON r.event_id = e.id JOIN articles AS a ON a.id = r.article_id WHERE e.withdrawn IS NULL
UNION ALL SELECT e.id, e.number, 'laporan', CAST(t.column1 AS TEXT)
FROM events AS e JOIN (VALUES (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS t ON e.reports >= t.column1
WHERE e.withdrawn IS NULL;

CREATE TABLE event_facets (
    facet TEXT NOT NULL,
    code TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
    PRIMARY KEY (facet, code, sequence)
) STRICT, WITHOUT ROWID;
INSERT INTO event_facets
SELECT n.facet, n.code, (SELECT max(c.sequence) FROM event_changes AS c WHERE c.event_id = n.event_id), n.number
FROM event_facets_now AS n WHERE EXISTS (SELECT 1 FROM event_changes AS c WHERE c.event_id = n.event_id);
CREATE UNIQUE INDEX event_facets_event ON event_facets (number, facet, code);

-- A change is noted after all of it is written: then the event moves to the head of its lists.
CREATE TRIGGER event_facets_note AFTER INSERT ON event_changes BEGIN
    DELETE FROM event_facets WHERE number = (SELECT number FROM events WHERE id = new.event_id);
    INSERT INTO event_facets
    SELECT facet, code, new.sequence, number FROM event_facets_now WHERE event_id = new.event_id;
END;

CREATE INDEX events_until ON events (event_end, number) WHERE withdrawn IS NULL;
