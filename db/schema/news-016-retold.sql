-- An event may be told anew where nothing of it changed, as when the sentences get better: then what is kept of it is of no use.

CREATE TRIGGER event_entries_retold AFTER UPDATE OF title, summary ON events
WHEN old.title IS NOT new.title OR old.summary IS NOT new.summary BEGIN
    DELETE FROM event_entries WHERE number = new.number;
END;
