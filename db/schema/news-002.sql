-- news.db, version 2: events counted as they change, people found by name, and figures with their region and period.

CREATE TABLE event_tallies (
    kind TEXT NOT NULL CHECK (kind IN ('type', 'province', 'month')),
    code TEXT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;
INSERT INTO event_tallies SELECT 'type', type, count(*) FROM events WHERE withdrawn IS NULL GROUP BY 2;
INSERT INTO event_tallies
SELECT 'province', province_code, count(*) FROM events WHERE withdrawn IS NULL AND province_code IS NOT NULL GROUP BY 2;
INSERT INTO event_tallies SELECT 'month', substr(published_day, 1, 7), count(*) FROM events WHERE withdrawn IS NULL GROUP BY 2;

CREATE TRIGGER event_tallies_insert AFTER INSERT ON events WHEN new.withdrawn IS NULL BEGIN
    INSERT INTO event_tallies
    SELECT kind, code, 1 FROM (
        SELECT 'type' AS kind, new.type AS code UNION ALL SELECT 'province', new.province_code
        UNION ALL SELECT 'month', substr(new.published_day, 1, 7)
    ) WHERE code IS NOT NULL
    ON CONFLICT (kind, code) DO UPDATE SET events = events + 1;
END;
CREATE TRIGGER event_tallies_update AFTER UPDATE OF type, province_code, published_day, withdrawn ON events
WHEN old.type IS NOT new.type OR old.province_code IS NOT new.province_code OR old.published_day IS NOT new.published_day
    OR (old.withdrawn IS NULL) IS NOT (new.withdrawn IS NULL) BEGIN
    UPDATE event_tallies SET events = events - 1
    WHERE old.withdrawn IS NULL AND (kind, code) IN (
        VALUES ('type', old.type), ('province', old.province_code), ('month', substr(old.published_day, 1, 7))
    );
    INSERT INTO event_tallies
    SELECT kind, code, 1 FROM (
        SELECT 'type' AS kind, new.type AS code UNION ALL SELECT 'province', new.province_code
        UNION ALL SELECT 'month', substr(new.published_day, 1, 7)
    ) WHERE code IS NOT NULL AND new.withdrawn IS NULL
    ON CONFLICT (kind, code) DO UPDATE SET events = events + 1;
END;
CREATE TRIGGER event_tallies_delete AFTER DELETE ON events WHEN old.withdrawn IS NULL BEGIN
    UPDATE event_tallies SET events = events - 1
    WHERE (kind, code) IN (
        VALUES ('type', old.type), ('province', old.province_code), ('month', substr(old.published_day, 1, 7))
    );
END;

CREATE INDEX event_officials_name ON event_officials (name);

ALTER TABLE figures ADD COLUMN region_code TEXT REFERENCES regions (code);
ALTER TABLE figures ADD COLUMN period TEXT;
ALTER TABLE figures ADD COLUMN period_start TEXT;
ALTER TABLE figures ADD COLUMN period_end TEXT;
CREATE INDEX figures_region ON figures (region_code, indicator, kind);
