-- Which days of each source were watched (a copy of what pages.db knows): outside of them, silence says nothing.
CREATE TABLE coverage (
    source TEXT NOT NULL,
    first TEXT NOT NULL CHECK (first = date(first)),
    last TEXT NOT NULL CHECK (last = date(last) AND last >= first),
    PRIMARY KEY (source, first)
) STRICT, WITHOUT ROWID;
