-- news.db, version 1: what the press said, and what happened.
-- Instants are UTC ("2025-06-24T01:12:00Z"), days are civil days ("2025-06-24"), calendar values are EDTF with the first and
-- last day they can mean beside them (event_start, event_end). Offsets are characters, half-open. Every fact row carries the
-- digest of the rules it was read with. The integer keys called "number" are there for the full-text indexes, which need them.
-- Indexes of events that end in "withdrawn" do so to answer counts without reading the rows.

CREATE TABLE store_facts (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_types (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE programs (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE regions (
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    province_code TEXT REFERENCES regions (code),
    latitude REAL,
    longitude REAL,
    seat TEXT
) STRICT;
CREATE INDEX regions_province ON regions (province_code);

CREATE TABLE offices (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    kanwil TEXT,
    province_code TEXT REFERENCES regions (code),
    region_code TEXT REFERENCES regions (code)
) STRICT;
CREATE INDEX offices_province ON offices (province_code);
CREATE INDEX offices_region ON offices (region_code);

CREATE TABLE outlets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    province TEXT
) STRICT;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    page TEXT NOT NULL,
    outlet_id TEXT NOT NULL REFERENCES outlets (id),
    outlet_name TEXT NOT NULL,
    source TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT,
    published TEXT NOT NULL,
    published_day TEXT NOT NULL,
    published_offset INTEGER NOT NULL,
    published_from TEXT,
    province TEXT,
    relevant INTEGER NOT NULL CHECK (relevant IN (0, 1)),
    first_seen TEXT NOT NULL,
    fetched TEXT NOT NULL,
    page_digest TEXT NOT NULL,
    rules TEXT NOT NULL
) STRICT;
CREATE INDEX articles_outlet ON articles (outlet_id, published DESC);
CREATE INDEX articles_recent ON articles (relevant, published DESC);

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, body, content = 'articles', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, body) VALUES (new.number, new.title, new.body);
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, body ON articles
WHEN old.title IS NOT new.title OR old.body IS NOT new.body BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
    INSERT INTO articles_fts (rowid, title, body) VALUES (new.number, new.title, new.body);
END;

CREATE TABLE rejections (
    page TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    page_digest TEXT NOT NULL,
    rules TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    fetched TEXT NOT NULL
) STRICT;
CREATE INDEX rejections_reason ON rejections (reason);

-- Every version of a page that was ever read, with the rules it was last read with.
CREATE TABLE readings (
    page TEXT NOT NULL,
    page_digest TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (page, page_digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE date_mentions (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    date TEXT NOT NULL,
    date_start TEXT NOT NULL,
    date_end TEXT NOT NULL,
    rule TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    indicator TEXT NOT NULL,
    per TEXT,
    qualifier TEXT,
    rule TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_indicator ON figures (indicator, kind);

CREATE TABLE article_offices (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    office_id TEXT REFERENCES offices (id),
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_offices_office ON article_offices (office_id);

CREATE TABLE office_mentions (
    article_id TEXT NOT NULL,
    office_ord INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    PRIMARY KEY (article_id, office_ord, ord),
    FOREIGN KEY (article_id, office_ord) REFERENCES article_offices (article_id, ord) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE article_officials (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL,
    position TEXT NOT NULL,
    organisation TEXT,
    aliases TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_officials_person ON article_officials (person_id);

CREATE TABLE official_mentions (
    article_id TEXT NOT NULL,
    official_ord INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    PRIMARY KEY (article_id, official_ord, ord),
    FOREIGN KEY (article_id, official_ord) REFERENCES article_officials (article_id, ord) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE program_mentions (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES programs (code),
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX program_mentions_code ON program_mentions (code);

CREATE TABLE issues (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    code TEXT NOT NULL,
    detail TEXT NOT NULL,
    field TEXT,
    start_offset INTEGER,
    end_offset INTEGER,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX issues_code ON issues (code);

CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    type TEXT NOT NULL REFERENCES event_types (code),
    nth INTEGER NOT NULL,
    published TEXT NOT NULL,
    trigger_text TEXT NOT NULL,
    trigger_field TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    evidence_field TEXT NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end INTEGER NOT NULL,
    status TEXT NOT NULL,
    salience TEXT NOT NULL,
    event_date TEXT,
    event_start TEXT,
    event_end TEXT,
    venue TEXT,
    rule TEXT NOT NULL,
    rules TEXT NOT NULL,
    event_id TEXT REFERENCES events (id),
    UNIQUE (article_id, type, nth)
) STRICT;
CREATE INDEX reports_type ON reports (type, event_start);
CREATE INDEX reports_event ON reports (event_id, published, id);
CREATE INDEX reports_unattached ON reports (published, id) WHERE event_id IS NULL;

CREATE TABLE report_places (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    region_code TEXT REFERENCES regions (code),
    PRIMARY KEY (report_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_places_region ON report_places (region_code);

CREATE TABLE report_offices (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    office_id TEXT REFERENCES offices (id),
    PRIMARY KEY (report_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_offices_office ON report_offices (office_id);

CREATE TABLE report_counterparties (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (report_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_officials (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (report_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_programs (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES programs (code),
    PRIMARY KEY (report_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_programs_code ON report_programs (code);

CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL REFERENCES event_types (code),
    status TEXT NOT NULL,
    event_date TEXT,
    event_start TEXT,
    event_end TEXT,
    venue TEXT,
    province_code TEXT REFERENCES regions (code),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    words TEXT NOT NULL,
    reports INTEGER NOT NULL,
    main INTEGER NOT NULL CHECK (main IN (0, 1)),
    published TEXT NOT NULL,
    published_last TEXT NOT NULL,
    published_day TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    updated TEXT NOT NULL,
    dirty INTEGER NOT NULL DEFAULT 0 CHECK (dirty IN (0, 1)),
    withdrawn TEXT,
    successor TEXT REFERENCES events (id)
) STRICT;
CREATE INDEX events_recent ON events (published_last DESC, id) WHERE withdrawn IS NULL;
CREATE INDEX events_news ON events (published_last DESC, id) WHERE withdrawn IS NULL AND main = 1;
CREATE INDEX events_updated ON events (updated DESC, id) WHERE withdrawn IS NULL;
CREATE INDEX events_by_type ON events (type, published_last DESC) WHERE withdrawn IS NULL;
CREATE INDEX events_by_province ON events (province_code, published_last DESC, withdrawn) WHERE withdrawn IS NULL;
CREATE INDEX events_start ON events (type, event_start) WHERE withdrawn IS NULL;
CREATE INDEX events_end ON events (type, event_end) WHERE withdrawn IS NULL;
CREATE INDEX events_published ON events (type, published_day, withdrawn) WHERE withdrawn IS NULL;
CREATE INDEX events_dirty ON events (id) WHERE dirty = 1;
CREATE INDEX events_withdrawn ON events (withdrawn) WHERE withdrawn IS NOT NULL;
CREATE INDEX events_successor ON events (successor) WHERE successor IS NOT NULL;

CREATE VIRTUAL TABLE events_fts USING fts5 (
    title, summary, words, content = 'events', content_rowid = 'number', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER events_fts_insert AFTER INSERT ON events BEGIN
    INSERT INTO events_fts (rowid, title, summary, words) VALUES (new.number, new.title, new.summary, new.words);
END;
CREATE TRIGGER events_fts_delete AFTER DELETE ON events BEGIN
    INSERT INTO events_fts (events_fts, rowid, title, summary, words)
    VALUES ('delete', old.number, old.title, old.summary, old.words);
END;
CREATE TRIGGER events_fts_update AFTER UPDATE OF title, summary, words ON events
WHEN old.title IS NOT new.title OR old.summary IS NOT new.summary OR old.words IS NOT new.words BEGIN
    INSERT INTO events_fts (events_fts, rowid, title, summary, words)
    VALUES ('delete', old.number, old.title, old.summary, old.words);
    INSERT INTO events_fts (rowid, title, summary, words) VALUES (new.number, new.title, new.summary, new.words);
END;

CREATE TABLE event_places (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    region_code TEXT REFERENCES regions (code),
    PRIMARY KEY (event_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_places_region ON event_places (region_code);

CREATE TABLE event_offices (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    office_id TEXT REFERENCES offices (id),
    PRIMARY KEY (event_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_offices_office ON event_offices (office_id);

CREATE TABLE event_counterparties (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (event_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_officials (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (event_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_programs (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES programs (code),
    PRIMARY KEY (event_id, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_programs_code ON event_programs (code);

CREATE TABLE event_statuses (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events (id),
    noted TEXT NOT NULL,
    status TEXT NOT NULL,
    event_date TEXT
) STRICT;
CREATE INDEX event_statuses_event ON event_statuses (event_id, id);

CREATE TABLE event_changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id),
    noted TEXT NOT NULL,
    kind TEXT NOT NULL,
    fields TEXT NOT NULL
) STRICT;
CREATE INDEX event_changes_event ON event_changes (event_id);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    stage TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    state TEXT NOT NULL,
    counts TEXT NOT NULL
) STRICT;
CREATE INDEX runs_stage ON runs (stage, id);

CREATE VIEW event_reports AS
SELECT event_id, id AS report_id, article_id, published FROM reports WHERE event_id IS NOT NULL;

-- A report, and an event, as the records of the program have them: lists as JSON, in order.
CREATE VIEW report_records AS
SELECT
    r.*,
    a.published_offset,
    (SELECT json_group_array(name) FROM (SELECT name FROM report_places WHERE report_id = r.id ORDER BY ord)) AS places,
    (
        SELECT json_group_array(json_array(kind, name, office_id))
        FROM (SELECT kind, name, office_id FROM report_offices WHERE report_id = r.id ORDER BY ord)
    ) AS offices,
    (
        SELECT json_group_array(name) FROM (SELECT name FROM report_counterparties WHERE report_id = r.id ORDER BY ord)
    ) AS counterparties,
    (SELECT json_group_array(name) FROM (SELECT name FROM report_officials WHERE report_id = r.id ORDER BY ord)) AS officials,
    (SELECT json_group_array(code) FROM (SELECT code FROM report_programs WHERE report_id = r.id ORDER BY ord)) AS programs
FROM reports AS r JOIN articles AS a ON a.id = r.article_id;

CREATE VIEW event_records AS
SELECT
    e.*,
    (SELECT json_group_array(name) FROM (SELECT name FROM event_places WHERE event_id = e.id ORDER BY ord)) AS places,
    (
        SELECT json_group_array(json_array(kind, name, office_id))
        FROM (SELECT kind, name, office_id FROM event_offices WHERE event_id = e.id ORDER BY ord)
    ) AS offices,
    (
        SELECT json_group_array(name) FROM (SELECT name FROM event_counterparties WHERE event_id = e.id ORDER BY ord)
    ) AS counterparties,
    (SELECT json_group_array(name) FROM (SELECT name FROM event_officials WHERE event_id = e.id ORDER BY ord)) AS officials,
    (SELECT json_group_array(code) FROM (SELECT code FROM event_programs WHERE event_id = e.id ORDER BY ord)) AS programs,
    (
        SELECT json_group_array(id) FROM (SELECT id FROM reports WHERE event_id = e.id ORDER BY published, id)
    ) AS report_ids
FROM events AS e;
