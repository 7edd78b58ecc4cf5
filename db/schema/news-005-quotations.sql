-- news.db, version 5: what officials say, and the rule behind every mention of an office, an official or a programme.
-- A speaker is one of the article's officials or unknown: nobody else's name is kept.
CREATE TABLE quotations (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'reported')),
    official_ord INTEGER,
    field TEXT NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    rule TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (article_id, ord),
    FOREIGN KEY (article_id, official_ord) REFERENCES article_officials (article_id, ord) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX quotations_official ON quotations (article_id, official_ord);

ALTER TABLE office_mentions ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE official_mentions ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE program_mentions ADD COLUMN rule TEXT NOT NULL DEFAULT '';
