INSERT INTO articles (
    id, url, page, outlet_id, outlet_name, source, title, body, author, published, published_day, published_offset,
    published_from, province, relevant, first_seen, fetched, page_digest, rules
) VALUES (
    :id, :url, :page, :outlet_id, :outlet_name, :source, :title, :body, :author, :published, :published_day,
    :published_offset, :published_from, :province, :relevant, :fetched, :fetched, :page_digest, :rules
)
ON CONFLICT (id) DO UPDATE SET
    url = excluded.url, page = excluded.page, outlet_id = excluded.outlet_id, outlet_name = excluded.outlet_name,
    source = excluded.source, title = excluded.title, body = excluded.body, author = excluded.author,
    published = excluded.published, published_day = excluded.published_day,
    published_offset = excluded.published_offset, published_from = excluded.published_from,
    province = excluded.province, relevant = excluded.relevant, fetched = excluded.fetched,
    page_digest = excluded.page_digest, rules = excluded.rules
