-- alerts.db, version 1: who wants to hear of what and where, and the ledger of what was told. The file is private (0600): it may
-- hold addresses with passwords, and it is never served. Nothing in the ledger expires.

-- A channel is an address, or where an address is kept ("env:NAME", "file:PATH"); limits and failures belong to it.
CREATE TABLE channels (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    target TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    shown TEXT NOT NULL,
    per_minute INTEGER NOT NULL CHECK (per_minute > 0),
    tokens REAL,
    filled REAL,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    problem TEXT,
    rest_until TEXT,
    last_sent TEXT
) STRICT;

CREATE TABLE subscriptions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('events', 'health')),
    filter TEXT NOT NULL,
    channel INTEGER NOT NULL REFERENCES channels (number),
    digest_above INTEGER NOT NULL CHECK (digest_above >= 0),
    schedule TEXT NOT NULL CHECK (schedule IN ('now', 'daily', 'weekly')),
    weekday INTEGER,
    minute INTEGER,
    read_to INTEGER NOT NULL,
    read_mark TEXT NOT NULL,
    told_to TEXT,
    created TEXT NOT NULL,
    removed TEXT
) STRICT;
CREATE UNIQUE INDEX subscriptions_name ON subscriptions (name) WHERE removed IS NULL;

-- What a subscription knows of an event or a source: its state when last told, or (without a message) when it subscribed.
CREATE TABLE told (
    subscription INTEGER NOT NULL REFERENCES subscriptions (number),
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    message INTEGER REFERENCES messages (number),
    PRIMARY KEY (subscription, key)
) STRICT, WITHOUT ROWID;

-- What changed and is not told yet; "sequence" is that of the newest change.
CREATE TABLE waiting (
    subscription INTEGER NOT NULL REFERENCES subscriptions (number),
    key TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (subscription, key)
) STRICT, WITHOUT ROWID;

-- "ready": not begun, or certainly not delivered. "sending": begun, and the outcome not noted yet. "doubtful": may have been
-- delivered before. The text goes when the message is sent; that it was sent stays.
CREATE TABLE messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription INTEGER NOT NULL REFERENCES subscriptions (number),
    form TEXT NOT NULL CHECK (form IN ('single', 'digest', 'scheduled')),
    due TEXT,
    title TEXT,
    text TEXT,
    html TEXT,
    state TEXT NOT NULL CHECK (state IN ('ready', 'sending', 'sent')),
    doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    composed TEXT NOT NULL,
    tried TEXT,
    sent TEXT
) STRICT;
CREATE INDEX messages_open ON messages (subscription, number) WHERE state <> 'sent';
CREATE INDEX messages_sent ON messages (subscription, sent) WHERE state = 'sent';

CREATE TABLE message_items (
    message INTEGER NOT NULL REFERENCES messages (number),
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (message, key)
) STRICT, WITHOUT ROWID;
