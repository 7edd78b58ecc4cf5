-- news.db, version 4: what is planned, by the day it ends.
CREATE INDEX events_planned ON events (event_end, event_start) WHERE withdrawn IS NULL AND status = 'planned';
