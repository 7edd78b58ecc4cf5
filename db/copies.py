"""Signatures of articles, the look-up of those that may be alike, and whose words each article has.

One look-up reads the buckets of one article's bands within some days, never the whole table.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from db.queries import query
from db.rows import insert
from db.stretches import PERIOD, periods
from models.tellings import CopyPair, Likeness, Origin, Signature, Signed

Waiting = tuple[int, str, str, str]
"""Number, id, instant of publication (as stored) and body of an article."""


class CopyTables:
    """The tables of copies of an open ``news.db``. Writes belong into :meth:`db.store.NewsStore.together`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def waiting(self, limit: int) -> list[Waiting]:
        """Articles whose signature is missing or was made from another text, the first published first."""
        return [tuple(row) for row in self._connection.execute(query("articles_waiting"), {"limit": limit})]

    def expect_all(self) -> None:
        """Let every article about the agency wait."""
        self._connection.execute("INSERT OR IGNORE INTO waiting_articles SELECT number FROM articles WHERE relevant = 1")

    def done(self, number: int) -> None:
        """Note that an article waits no longer."""
        self._connection.execute("DELETE FROM waiting_articles WHERE number = ?", (number,))

    def forget(self, number: int, article: str, bands: Iterable[int]) -> None:
        """Remove a signature, its bands and its pairs."""
        row = self._connection.execute("SELECT day FROM article_signatures WHERE number = ?", (number,)).fetchone()
        if row is None:
            return
        self._connection.executemany(
            "DELETE FROM article_bands WHERE period = ? AND band = ? AND day = ? AND number = ?",
            [(row["day"] // PERIOD, band, row["day"], number) for band in bands],
        )
        self._connection.execute("DELETE FROM article_signatures WHERE number = ?", (number,))
        others = [row[0] for row in self._connection.execute("SELECT other_id FROM copy_pairs WHERE article_id = ?", (article,))]
        pairs = [(article, other) for other in others] + [(other, article) for other in others]
        self._connection.executemany("DELETE FROM copy_pairs WHERE article_id = ? AND other_id = ?", pairs)

    def save(self, article: Signed, bands: Iterable[int]) -> None:
        """Store the signature of an article that has none."""
        day = _day(article.published)
        found = article.signature
        insert(
            self._connection,
            "article_signatures",
            [{"number": article.number, "algorithm": found.algorithm, "day": day, "runs": found.runs, "signature": found.values}],
        )
        rows = [{"period": day // PERIOD, "band": band, "day": day, "number": article.number} for band in sorted(set(bands))]
        insert(self._connection, "article_bands", rows)

    def alike(self, article: Signed, bands: Sequence[int], *, days: int, limit: int) -> list[Signed]:
        """Signed articles that share a band with one and were published within ``days`` of it; most bands first."""
        day = _day(article.published)
        given = {
            "bands": json.dumps(bands),
            "periods": periods(day - days, day + days),
            "low": day - days,
            "high": day + days,
            "own": article.number,
            "limit": limit,
        }
        return [_signed(row) for row in self._connection.execute(query("articles_alike"), given)]

    def signed(self, article: str) -> Signed | None:
        """An article with its signature; ``None`` where it has none."""
        row = self._connection.execute(query("article_signed"), {"id": article}).fetchone()
        return None if row is None else _signed(row)

    def add_pairs(self, pairs: Iterable[CopyPair]) -> None:
        """Store pairs of copies, each both ways."""
        rows = [
            row
            for p in pairs
            for row in ((p.first, p.second, p.of_first, p.of_second), (p.second, p.first, p.of_second, p.of_first))
        ]
        self._connection.executemany("INSERT OR REPLACE INTO copy_pairs VALUES (?, ?, ?, ?)", rows)

    def pairs_of(self, article: str) -> list[CopyPair]:
        """The pairs an article is part of, with it as the first."""
        rows = self._connection.execute("SELECT * FROM copy_pairs WHERE article_id = ?", (article,))
        return [CopyPair(*row) for row in rows]

    def set_origins(self, found: Iterable[Origin]) -> list[str]:
        """Store whose words articles have; the ids of those for which that is new. Their reports wait to be merged again."""
        changed = []
        for origin in found:
            given = {"article": origin.article, "original": origin.original, "likeness": str(origin.likeness)}
            if self._connection.execute(query("save_origin"), given).rowcount:
                changed.append(origin.article)
        self._connection.executemany(
            "INSERT OR IGNORE INTO waiting_reports SELECT id FROM reports WHERE article_id = ?", [(key,) for key in changed]
        )
        return changed

    def origin(self, article: str) -> Origin | None:
        """Whose words an article has; ``None`` where that was not looked at."""
        row = self._connection.execute("SELECT * FROM article_origins WHERE article_id = ?", (article,)).fetchone()
        return None if row is None else Origin(row["article_id"], row["original_id"], Likeness(row["likeness"]))


def _signed(row: sqlite3.Row) -> Signed:
    return Signed(row["number"], row["id"], row["published"], Signature(row["algorithm"], row["runs"], row["signature"]))


def _day(published: str) -> int:
    return date.fromisoformat(published[:10]).toordinal()
