-- What the pages of offices and regions list, in the order they show it: neither is sorted anew for each reader.

CREATE TABLE event_listing (
    kind TEXT NOT NULL CHECK (kind IN ('office', 'region')),
    code TEXT NOT NULL,
    published_last TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (kind, code, published_last DESC, event_id)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO event_listing
SELECT 'office', o.office_id, e.published_last, e.id
FROM event_offices AS o JOIN events AS e ON e.id = o.event_id WHERE o.office_id IS NOT NULL AND e.withdrawn IS NULL;
INSERT OR IGNORE INTO event_listing
SELECT 'region', p.region_code, e.published_last, e.id
FROM event_places AS p JOIN events AS e ON e.id = p.event_id WHERE p.region_code IS NOT NULL AND e.withdrawn IS NULL;

CREATE TRIGGER event_listing_office AFTER INSERT ON event_offices WHEN new.office_id IS NOT NULL BEGIN
    INSERT OR IGNORE INTO event_listing
    SELECT 'office', new.office_id, published_last, id FROM events WHERE id = new.event_id AND withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_no_office AFTER DELETE ON event_offices WHEN old.office_id IS NOT NULL BEGIN
    DELETE FROM event_listing
    WHERE kind = 'office' AND code = old.office_id AND event_id = old.event_id
        AND published_last = (SELECT published_last FROM events WHERE id = old.event_id)
        AND NOT EXISTS (SELECT 1 FROM event_offices WHERE event_id = old.event_id AND office_id = old.office_id);
END;
CREATE TRIGGER event_listing_region AFTER INSERT ON event_places WHEN new.region_code IS NOT NULL BEGIN
    INSERT OR IGNORE INTO event_listing
    SELECT 'region', new.region_code, published_last, id FROM events WHERE id = new.event_id AND withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_no_region AFTER DELETE ON event_places WHEN old.region_code IS NOT NULL BEGIN
    DELETE FROM event_listing
    WHERE kind = 'region' AND code = old.region_code AND event_id = old.event_id
        AND published_last = (SELECT published_last FROM events WHERE id = old.event_id)
        AND NOT EXISTS (SELECT 1 FROM event_places WHERE event_id = old.event_id AND region_code = old.region_code);
END;
CREATE TRIGGER event_listing_moved AFTER UPDATE OF published_last, withdrawn ON events
WHEN old.published_last IS NOT new.published_last OR (old.withdrawn IS NULL) IS NOT (new.withdrawn IS NULL) BEGIN
    DELETE FROM event_listing
    WHERE kind = 'office' AND code IN (SELECT office_id FROM event_offices WHERE event_id = old.id)
        AND published_last = old.published_last AND event_id = old.id;
    DELETE FROM event_listing
    WHERE kind = 'region' AND code IN (SELECT region_code FROM event_places WHERE event_id = old.id)
        AND published_last = old.published_last AND event_id = old.id;
    INSERT OR IGNORE INTO event_listing
    SELECT 'office', office_id, new.published_last, new.id FROM event_offices
    WHERE event_id = new.id AND office_id IS NOT NULL AND new.withdrawn IS NULL;
    INSERT OR IGNORE INTO event_listing
    SELECT 'region', region_code, new.published_last, new.id FROM event_places
    WHERE event_id = new.id AND region_code IS NOT NULL AND new.withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_gone BEFORE DELETE ON events BEGIN
    DELETE FROM event_listing
    WHERE kind = 'office' AND code IN (SELECT office_id FROM event_offices WHERE event_id = old.id)
        AND published_last = old.published_last AND event_id = old.id;
    DELETE FROM event_listing
    WHERE kind = 'region' AND code IN (SELECT region_code FROM event_places WHERE event_id = old.id)
        AND published_last = old.published_last AND event_id = old.id;
END;

-- Figures by the region their sentence tells of, and by its province, the newest first.
CREATE TABLE region_figures (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    region_code TEXT NOT NULL,
    published TEXT NOT NULL,
    PRIMARY KEY (article_id, ord, region_code)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_figures_newest ON region_figures (region_code, published DESC, article_id, ord);
INSERT OR IGNORE INTO region_figures
SELECT f.article_id, f.ord, f.region_code, a.published
FROM figures AS f JOIN articles AS a ON a.id = f.article_id WHERE f.region_code IS NOT NULL AND a.relevant = 1;
INSERT OR IGNORE INTO region_figures
SELECT article_id, ord, substr(region_code, 1, 2), published FROM region_figures;
CREATE TRIGGER region_figures_insert AFTER INSERT ON figures WHEN new.region_code IS NOT NULL BEGIN
    INSERT OR IGNORE INTO region_figures
    SELECT new.article_id, new.ord, c.code, a.published
    FROM articles AS a CROSS JOIN (SELECT new.region_code AS code UNION SELECT substr(new.region_code, 1, 2)) AS c
    WHERE a.id = new.article_id AND a.relevant = 1;
END;
CREATE TRIGGER region_figures_delete AFTER DELETE ON figures WHEN old.region_code IS NOT NULL BEGIN
    DELETE FROM region_figures
    WHERE article_id = old.article_id AND ord = old.ord
        AND region_code IN (old.region_code, substr(old.region_code, 1, 2));
END;

-- Answers to questions over all events from the index alone; the positions of a person in their order, and the day of each article
-- without reading its text.
CREATE UNIQUE INDEX articles_days ON articles (id, published_day, published);
CREATE INDEX events_counted ON events (type, status, province_code, event_start, published_day) WHERE withdrawn IS NULL;
CREATE INDEX article_officials_positions ON article_officials (person_id, position, organisation, article_id);
DROP INDEX article_officials_person;
