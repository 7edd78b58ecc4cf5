INSERT INTO events (
    id, type, status, event_date, event_start, event_end, venue, province_code, title, summary, words, reports, main,
    published, published_last, published_day, first_seen, updated, dirty, withdrawn, successor,
    postponed_from, unconfirmed
) VALUES (
    :id, :type, :status, :event_date, :event_start, :event_end, :venue, :province_code, :title, :summary, :words,
    :reports, :main, :published, :published_last, :published_day, :now, :updated, 0, NULL, NULL,
    :postponed_from, :unconfirmed
)
ON CONFLICT (id) DO UPDATE SET
    type = excluded.type, status = excluded.status, event_date = excluded.event_date,
    event_start = excluded.event_start, event_end = excluded.event_end, venue = excluded.venue,
    province_code = excluded.province_code, title = excluded.title, summary = excluded.summary,
    words = excluded.words, reports = excluded.reports, main = excluded.main, published = excluded.published,
    published_last = excluded.published_last, published_day = excluded.published_day, updated = excluded.updated,
    dirty = 0, withdrawn = NULL, successor = NULL,
    postponed_from = excluded.postponed_from, unconfirmed = excluded.unconfirmed
