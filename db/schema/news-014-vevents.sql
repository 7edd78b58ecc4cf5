-- Events as they stand in calendars, written once for each change: a calendar of hundreds is put together, not written.

CREATE TABLE event_vevents (
    number INTEGER PRIMARY KEY REFERENCES events (number) ON DELETE CASCADE,
    look INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    vevent TEXT NOT NULL
) STRICT;
CREATE INDEX event_vevents_last ON event_vevents (look, sequence);

CREATE TRIGGER event_vevents_withdrawn AFTER UPDATE OF withdrawn ON events WHEN new.withdrawn IS NOT NULL BEGIN
    DELETE FROM event_vevents WHERE number = new.number;
END;
