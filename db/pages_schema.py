"""The versions of ``pages.db``, applied once and in order; a published one is never edited."""

APPLICATION = 0x50414E31
"""``PRAGMA application_id`` of pages.db: "PAN1"."""

MIGRATIONS = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        started_at TEXT NOT NULL,
        finished_at TEXT,
        state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'interrupted')),
        counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts))
    ) STRICT;
    CREATE TABLE pages (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL,
        fetched_url TEXT NOT NULL,
        source TEXT,
        status INTEGER NOT NULL,
        headers TEXT NOT NULL CHECK (json_valid(headers)),
        body BLOB NOT NULL,
        digest TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        run INTEGER REFERENCES runs (id),
        UNIQUE (url, digest)
    ) STRICT;
    CREATE TABLE parts (
        page INTEGER NOT NULL REFERENCES pages (seq) ON DELETE CASCADE,
        nth INTEGER NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (page, nth)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE urls (
        url TEXT PRIMARY KEY,
        address TEXT NOT NULL,
        source TEXT,
        state TEXT NOT NULL CHECK (state IN ('queued', 'fetched', 'failed')),
        title TEXT,
        dated TEXT,
        found_in TEXT,
        found_at TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        next_try TEXT,
        CHECK ((state = 'failed') = (reason IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX urls_by_source ON urls (source, state);
    CREATE TABLE lists (
        url TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        articles INTEGER NOT NULL,
        complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
        checked_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pauses (
        host TEXT PRIMARY KEY,
        until TEXT NOT NULL,
        reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE lists ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE lists ADD COLUMN next_check TEXT;
    CREATE TABLE visits (
        domain TEXT NOT NULL,
        day TEXT NOT NULL,
        requests INTEGER NOT NULL,
        PRIMARY KEY (domain, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE days (
        source TEXT NOT NULL,
        day TEXT NOT NULL,
        what TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (source, day, what)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX pages_by_source ON pages (source, fetched_at);
    """,
    """
    -- What a backfill queued waits for the next backfill, not for the daily crawl.
    ALTER TABLE urls ADD COLUMN history INTEGER NOT NULL DEFAULT 0 CHECK (history IN (0, 1));
    ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'crawl' CHECK (kind IN ('crawl', 'backfill'));
    -- A pruned page keeps everything but its body.
    ALTER TABLE pages ADD COLUMN pruned_at TEXT;
    CREATE TABLE coverage (
        source TEXT NOT NULL,
        first TEXT NOT NULL,
        last TEXT NOT NULL CHECK (last >= first),
        PRIMARY KEY (source, first)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE backfills (
        source TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL CHECK (until >= since),
        started_at TEXT NOT NULL,
        finished_at TEXT,
        PRIMARY KEY (source, since, until)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE archives (
        source TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        url TEXT NOT NULL,
        kind TEXT NOT NULL,
        page INTEGER NOT NULL DEFAULT 1,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'failed')),
        tries INTEGER NOT NULL DEFAULT 0,
        reason TEXT,
        PRIMARY KEY (source, since, until, url),
        FOREIGN KEY (source, since, until) REFERENCES backfills (source, since, until) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE imports (
        archive TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        place INTEGER NOT NULL,
        counts TEXT NOT NULL CHECK (json_valid(counts)),
        finished INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
        noted_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Articles that were had: when they appeared, when they were last asked for and are due again.
    CREATE TABLE revisits (
        url TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        appeared_at TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        due TEXT,
        told INTEGER NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        etag TEXT,
        last_modified TEXT,
        deleted_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX revisits_due ON revisits (source, due) WHERE due IS NOT NULL;
    -- When articles changed last, by what lists of each kind said.
    CREATE TABLE told (
        url TEXT NOT NULL,
        kind TEXT NOT NULL,
        changed TEXT NOT NULL,
        PRIMARY KEY (url, kind)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What hosts' robots.txt said, when they were last asked.
    CREATE TABLE robots (
        url TEXT PRIMARY KEY,
        body BLOB NOT NULL,
        etag TEXT,
        last_modified TEXT,
        checked_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)
