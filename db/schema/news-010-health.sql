-- How each source is doing, as last judged, and every change of state in order.

CREATE TABLE source_health (
    source TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    why TEXT NOT NULL,
    recent INTEGER NOT NULL,
    usual_low INTEGER,
    usual_high INTEGER,
    dated_share REAL,
    dated_share_usual REAL,
    body_length INTEGER,
    body_length_usual INTEGER,
    noted TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX source_health_state ON source_health (state, since);

CREATE TABLE source_health_changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    noted TEXT NOT NULL,
    state_before TEXT,
    state TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX source_health_changes_source ON source_health_changes (source, sequence);

-- What was read of late, for the share with a date and the usual length of a body.
CREATE INDEX articles_first_seen ON articles (first_seen, source) WHERE source IS NOT NULL;
