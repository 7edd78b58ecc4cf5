-- What the page of an office-holder lists, in the order it shows it: the articles by day, and the events beside those of offices and
-- regions.

ALTER TABLE article_officials ADD COLUMN published TEXT;
ALTER TABLE article_officials ADD COLUMN published_day TEXT;
UPDATE article_officials SET (published, published_day) = (SELECT published, published_day FROM articles WHERE id = article_id);
CREATE TRIGGER article_officials_dated AFTER INSERT ON article_officials BEGIN
    UPDATE article_officials SET (published, published_day) = (SELECT published, published_day FROM articles WHERE id = new.article_id)
    WHERE article_id = new.article_id AND ord = new.ord;
END;
CREATE TRIGGER article_officials_redated AFTER UPDATE OF published, published_day ON articles
WHEN old.published IS NOT new.published OR old.published_day IS NOT new.published_day BEGIN
    UPDATE article_officials SET published = new.published, published_day = new.published_day WHERE article_id = new.id;
END;
CREATE INDEX article_officials_newest
ON article_officials (person_id, published DESC, article_id, position, organisation, published_day, name);
CREATE INDEX article_officials_aliases ON article_officials (person_id, aliases) WHERE aliases <> '[]';
DROP INDEX article_officials_positions;

DROP TRIGGER event_listing_office;
DROP TRIGGER event_listing_no_office;
DROP TRIGGER event_listing_region;
DROP TRIGGER event_listing_no_region;
DROP TRIGGER event_listing_moved;
DROP TRIGGER event_listing_gone;
DROP TABLE event_listing;

-- The offices, regions and officials (by name) of each event in force.
CREATE VIEW event_listing_now AS
SELECT DISTINCT 'office' AS kind, s.office_id AS code, e.published_last, e.id AS event_id
FROM events AS e JOIN event_offices AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL AND s.office_id IS NOT NULL
UNION ALL SELECT DISTINCT 'region', s.region_code, e.published_last, e.id
FROM events AS e JOIN event_places AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL AND s.region_code IS NOT NULL
UNION ALL SELECT DISTINCT 'official', s.name, e.published_last, e.id
FROM events AS e JOIN event_officials AS s ON s.event_id = e.id WHERE e.withdrawn IS NULL;

CREATE TABLE event_listing (
    kind TEXT NOT NULL CHECK (kind IN ('office', 'region', 'official')),
    code TEXT NOT NULL,
    published_last TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (kind, code, published_last DESC, event_id)
) STRICT, WITHOUT ROWID;
INSERT INTO event_listing SELECT kind, code, published_last, event_id FROM event_listing_now;
CREATE UNIQUE INDEX event_listing_event ON event_listing (event_id, kind, code);

CREATE TRIGGER event_listing_office AFTER INSERT ON event_offices WHEN new.office_id IS NOT NULL BEGIN
    INSERT OR IGNORE INTO event_listing
    SELECT 'office', new.office_id, published_last, id FROM events WHERE id = new.event_id AND withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_no_office AFTER DELETE ON event_offices WHEN old.office_id IS NOT NULL BEGIN
    DELETE FROM event_listing
    WHERE event_id = old.event_id AND kind = 'office' AND code = old.office_id
        AND NOT EXISTS (SELECT 1 FROM event_offices WHERE event_id = old.event_id AND office_id = old.office_id);
END;
CREATE TRIGGER event_listing_region AFTER INSERT ON event_places WHEN new.region_code IS NOT NULL BEGIN
    INSERT OR IGNORE INTO event_listing
    SELECT 'region', new.region_code, published_last, id FROM events WHERE id = new.event_id AND withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_no_region AFTER DELETE ON event_places WHEN old.region_code IS NOT NULL BEGIN
    DELETE FROM event_listing
    WHERE event_id = old.event_id AND kind = 'region' AND code = old.region_code
        AND NOT EXISTS (SELECT 1 FROM event_places WHERE event_id = old.event_id AND region_code = old.region_code);
END;
CREATE TRIGGER event_listing_official AFTER INSERT ON event_officials BEGIN
    INSERT OR IGNORE INTO event_listing
    SELECT 'official', new.name, published_last, id FROM events WHERE id = new.event_id AND withdrawn IS NULL;
END;
CREATE TRIGGER event_listing_no_official AFTER DELETE ON event_officials BEGIN
    DELETE FROM event_listing
    WHERE event_id = old.event_id AND kind = 'official' AND code = old.name
        AND NOT EXISTS (SELECT 1 FROM event_officials WHERE event_id = old.event_id AND name = old.name);
END;
CREATE TRIGGER event_listing_moved AFTER UPDATE OF published_last, withdrawn ON events
WHEN old.published_last IS NOT new.published_last OR (old.withdrawn IS NULL) IS NOT (new.withdrawn IS NULL) BEGIN
    DELETE FROM event_listing WHERE event_id = old.id;
    INSERT INTO event_listing SELECT kind, code, published_last, event_id FROM event_listing_now WHERE event_id = new.id;
END;
CREATE TRIGGER event_listing_gone AFTER DELETE ON events BEGIN
    DELETE FROM event_listing WHERE event_id = old.id;
END;
