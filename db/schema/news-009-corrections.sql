-- What people have put right: a ledger that is only ever added to, and what the rules say of the slots it overrules.
-- Values are JSON as db/slots.py writes them. An entry with "undoes" takes that entry back; an entry in force holds for its
-- event and for whatever event that one became part of.

CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL REFERENCES events (id),
    field TEXT NOT NULL CHECK (
        field IN ('type', 'status', 'date', 'venue', 'places', 'offices', 'counterparties', 'officials', 'programs')
    ),
    value TEXT NOT NULL CHECK (json_valid(value)),
    before TEXT NOT NULL CHECK (json_valid(before)),
    editor TEXT NOT NULL,
    reason TEXT NOT NULL,
    noted TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES corrections (number)
) STRICT;
CREATE INDEX corrections_event ON corrections (event_id, number);
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are only added to');
END;
CREATE TRIGGER corrections_stay_as_they_are BEFORE UPDATE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are only added to');
END;

CREATE TABLE corrected_slots (
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (event_id, field)
) STRICT, WITHOUT ROWID;
