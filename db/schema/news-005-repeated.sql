-- news.db, version 5b: lines that an outlet repeats under many different stories are not its articles' own.
-- Only digests are kept, and of lines that are not yet known to be repeated only where they stood.
CREATE TABLE outlet_lines (
    page TEXT NOT NULL,
    line INTEGER NOT NULL,
    outlet TEXT NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (page, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX outlet_lines_line ON outlet_lines (outlet, line, story);

CREATE TABLE repeated_lines (
    outlet TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (outlet, line)
) STRICT, WITHOUT ROWID;
