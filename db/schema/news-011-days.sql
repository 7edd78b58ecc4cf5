-- news.db, version 11: events by the day they are of (their own, or that of the first news), for questions about periods.
CREATE INDEX events_by_day ON events (
    type, coalesce(event_start, published_day) DESC, id, status, province_code, withdrawn
) WHERE withdrawn IS NULL;
CREATE INDEX events_monthly ON events (
    type, status, substr(coalesce(event_start, published_day), 1, 7), province_code, withdrawn
) WHERE withdrawn IS NULL;
