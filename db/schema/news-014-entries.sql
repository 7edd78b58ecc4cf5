-- Events as they stand in feeds, written once for each change: a feed is put together, not written.

CREATE TABLE event_entries (
    form TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
    look TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (form, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX event_entries_event ON event_entries (number, form, look, sequence);

CREATE TRIGGER event_entries_withdrawn AFTER UPDATE OF withdrawn ON events WHEN new.withdrawn IS NOT NULL BEGIN
    DELETE FROM event_entries WHERE number = new.number;
END;
