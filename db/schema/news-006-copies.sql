-- news.db, version 6: which articles are copies, which reports tell of one happening and why, and what of an event is told how.
-- "waiting_articles" and "waiting_reports" are what merging has yet to look at; triggers fill them. (Inside of a
-- trigger the conflict clause of the outer statement would hold, hence NOT EXISTS where OR IGNORE is meant.)

CREATE TABLE waiting_articles (number INTEGER PRIMARY KEY) STRICT;
INSERT INTO waiting_articles SELECT number FROM articles WHERE relevant = 1;
CREATE TRIGGER articles_wait_new AFTER INSERT ON articles WHEN new.relevant = 1 BEGIN
    INSERT INTO waiting_articles SELECT new.number WHERE NOT EXISTS (
        SELECT 1 FROM waiting_articles WHERE number = new.number
    );
END;
CREATE TRIGGER articles_wait_changed AFTER UPDATE OF body, published, relevant ON articles
WHEN old.body IS NOT new.body OR old.published IS NOT new.published OR old.relevant IS NOT new.relevant BEGIN
    INSERT INTO waiting_articles SELECT new.number WHERE NOT EXISTS (
        SELECT 1 FROM waiting_articles WHERE number = new.number
    );
END;

-- The MinHash of an article's text and the algorithm that made it; "day" is the day of publication as days since the year 1.
CREATE TABLE article_signatures (
    number INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    algorithm TEXT NOT NULL,
    day INTEGER NOT NULL,
    runs INTEGER NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Locality-sensitive hashing: articles that share a band (a hash of some values of the signature) may be alike. "period" is the
-- day by 64: new rows lie together, so that adding one costs the same however old the database is.
CREATE TABLE article_bands (
    period INTEGER NOT NULL,
    band INTEGER NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (period, band, day, number)
) STRICT, WITHOUT ROWID;

-- Each pair both ways. "share" is the part of the article's words that the other has, "other_share" the reverse.
CREATE TABLE copy_pairs (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL,
    share REAL NOT NULL,
    other_share REAL NOT NULL,
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_origins (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    original_id TEXT NOT NULL,
    likeness TEXT NOT NULL CHECK (likeness IN ('original', 'copy', 'shortened', 'extended', 'joined'))
) STRICT, WITHOUT ROWID;
CREATE INDEX article_origins_original ON article_origins (original_id);

CREATE TABLE waiting_reports (report_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO waiting_reports SELECT id FROM reports;

-- The names a report shares with those it is compared with, as numbers (hashes), each with a day near which it is looked up.
CREATE TABLE report_numbers (
    number INTEGER PRIMARY KEY,
    report_id TEXT NOT NULL UNIQUE,
    entries TEXT NOT NULL CHECK (json_valid(entries))
) STRICT;
CREATE TABLE report_keys (
    period INTEGER NOT NULL,
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (period, key, day, number)
) STRICT, WITHOUT ROWID;

-- Reports that agree strongly enough to tell of one happening, each pair both ways, with the sum of all points.
CREATE TABLE report_links (
    report_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (report_id, other_id)
) STRICT, WITHOUT ROWID;

-- Every writing of a report sets "rules": a report read again, changed or not, is looked at again.
CREATE TRIGGER reports_wait_new AFTER INSERT ON reports BEGIN
    INSERT INTO waiting_reports SELECT new.id WHERE NOT EXISTS (
        SELECT 1 FROM waiting_reports WHERE report_id = new.id
    );
END;
CREATE TRIGGER reports_wait_changed AFTER UPDATE OF rules ON reports BEGIN
    INSERT INTO waiting_reports SELECT new.id WHERE NOT EXISTS (
        SELECT 1 FROM waiting_reports WHERE report_id = new.id
    );
END;
CREATE TRIGGER reports_gone BEFORE DELETE ON reports BEGIN
    INSERT INTO waiting_reports SELECT other_id FROM report_links AS l WHERE l.report_id = old.id
    AND NOT EXISTS (SELECT 1 FROM waiting_reports AS w WHERE w.report_id = l.other_id);
    DELETE FROM report_links WHERE (report_id, other_id) IN (SELECT other_id, old.id FROM report_links WHERE report_id = old.id);
    DELETE FROM report_links WHERE report_id = old.id;
    DELETE FROM report_keys WHERE (period, key, day, number) IN (
        SELECT (e.value ->> 1) / 64, e.value ->> 0, e.value ->> 1, n.number FROM report_numbers AS n, json_each(n.entries) AS e WHERE n.report_id = old.id
    );
    DELETE FROM report_numbers WHERE report_id = old.id;
    DELETE FROM waiting_reports WHERE report_id = old.id;
END;

-- What is told of an event, also where reports disagree; "preferred" marks the value that the event shows.
CREATE TABLE event_values (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    slot TEXT NOT NULL,
    ord INTEGER NOT NULL,
    value TEXT NOT NULL,
    preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
    accounts INTEGER NOT NULL,
    reports TEXT NOT NULL CHECK (json_valid(reports)),
    first_report TEXT NOT NULL,
    first_said TEXT NOT NULL,
    PRIMARY KEY (event_id, slot, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_values_disputed ON event_values (slot, event_id) WHERE preferred = 0;

ALTER TABLE events ADD COLUMN postponed_from TEXT;
ALTER TABLE events ADD COLUMN unconfirmed TEXT;
CREATE INDEX events_doubtful ON events (event_end)
WHERE withdrawn IS NULL AND status = 'planned' AND unconfirmed IS NULL;
ALTER TABLE event_statuses ADD COLUMN mark TEXT CHECK (mark IN ('postponed', 'unconfirmed'));
ALTER TABLE event_statuses ADD COLUMN report_id TEXT;
ALTER TABLE event_changes ADD COLUMN cause TEXT;
ALTER TABLE event_changes ADD COLUMN details TEXT CHECK (details IS NULL OR json_valid(details));

-- A report with what merging weighs.
CREATE VIEW telling_records AS
SELECT
    r.*,
    substr(
        iif(r.evidence_field = 'title', a.title, a.body), r.evidence_start + 1, r.evidence_end - r.evidence_start
    ) AS sentence,
    coalesce((SELECT original_id FROM article_origins WHERE article_id = r.article_id), r.article_id) AS origin,
    (SELECT json_group_array(other_id) FROM copy_pairs WHERE article_id = r.article_id) AS copies,
    (
        SELECT json_group_array(json_array(f.indicator, f.unit, f.per, f.value, f.qualifier)) FROM figures AS f
        WHERE f.article_id = r.article_id AND f.field = r.evidence_field
            AND f.start_offset >= r.evidence_start AND f.end_offset <= r.evidence_end
    ) AS figures
FROM report_records AS r JOIN articles AS a ON a.id = r.article_id;
