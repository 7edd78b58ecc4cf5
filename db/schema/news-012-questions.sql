-- news.db, version 14: what questions and pages read of many events and articles, without the rows themselves.
DROP INDEX articles_days;
CREATE UNIQUE INDEX articles_brief ON articles (id, outlet_id, published, published_day);
CREATE INDEX articles_of_outlet ON articles (outlet_id, relevant, published, published_day, fetched, id);
CREATE INDEX events_recent_brief ON events (
    published_last DESC, id, type, status, province_code, event_start, published_day, reports, withdrawn
) WHERE withdrawn IS NULL;
