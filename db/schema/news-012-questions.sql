-- news.db, version 14: what questions over a period read of many events and articles, without the rows themselves.
CREATE INDEX articles_outlet_of ON articles (id, outlet_id);
CREATE INDEX events_recent_brief ON events (
    published_last DESC, id, type, status, province_code, event_start, published_day, reports, withdrawn
) WHERE withdrawn IS NULL;
