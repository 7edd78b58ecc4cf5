"""Statistics of an outlet's lines: which of them stand under so many different stories that they belong to none.

A line is repeated from :data:`STORIES` different stories of one outlet on, whatever order their pages came in: the pages
that were read before the last of these are read again. Only digests of lines are stored.
"""

import sqlite3
from collections.abc import Iterable

from db.texts import storable

STORIES = 5
"""Different stories under which a line must stand: a release may be printed again, but not as so many stories of one outlet."""


class LineTables:
    """The tables of lines of an open ``news.db``. Writes belong into :meth:`db.store.NewsStore.together`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def repeated(self, outlet: str) -> frozenset[int]:
        """The digests of the lines that an outlet repeats."""
        rows = self._connection.execute("SELECT line FROM repeated_lines WHERE outlet = ?", (storable(outlet),))
        return frozenset(row[0] for row in rows)

    def note(self, page: str, outlet: str, story: int, lines: Iterable[int]) -> int:
        """Note the lines of a page's article in place of those noted of it before.

        ``page`` is the page's address, ``story`` a digest that different stories do not share. Every page whose article holds
        a line that now proves repeated is to be read again; how many lines proved so.
        """
        page, outlet = storable(page), storable(outlet)
        connection = self._connection
        known = self.repeated(outlet)
        connection.execute("DELETE FROM outlet_lines WHERE page = ?", (page,))
        fresh = sorted(set(lines) - known)
        connection.executemany("INSERT INTO outlet_lines VALUES (?, ?, ?, ?)", [(page, line, outlet, story) for line in fresh])
        proved = [line for line in fresh if self._stories(outlet, line) >= STORIES]
        for line in proved:
            connection.execute("INSERT INTO repeated_lines VALUES (?, ?)", (outlet, line))
            where = "SELECT page FROM outlet_lines WHERE outlet = ? AND line = ? AND page != ?"
            connection.execute(f"DELETE FROM readings WHERE page IN ({where})", (outlet, line, page))  # noqa: S608
            connection.execute("DELETE FROM outlet_lines WHERE outlet = ? AND line = ?", (outlet, line))
        return len(proved)

    def _stories(self, outlet: str, line: int) -> int:
        sql = "SELECT count(DISTINCT story) FROM outlet_lines WHERE outlet = ? AND line = ?"
        return int(self._connection.execute(sql, (outlet, line)).fetchone()[0])
