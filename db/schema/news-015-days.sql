-- Articles and events by the day of publication: a search up to a day looks for its words among these alone.

CREATE INDEX articles_by_day ON articles (published_day, number);
CREATE INDEX events_by_published_day ON events (published_day, number) WHERE withdrawn IS NULL;
