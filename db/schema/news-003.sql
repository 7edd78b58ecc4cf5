-- news.db, version 3: the events that several articles report, for questions about who was first and who disagrees.
CREATE INDEX events_several ON events (published_last DESC) WHERE withdrawn IS NULL AND reports > 1;
