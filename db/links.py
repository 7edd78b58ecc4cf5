"""What merging keeps between runs: reports that wait, the keys they are found by, and the links among them."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from db.queries import query
from db.rows import telling_of
from db.stretches import PERIOD, periods
from models.tellings import Telling


class LinkTables:
    """The tables of merging of an open ``news.db``. Writes belong into :meth:`db.store.NewsStore.together`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def waiting(self, limit: int) -> list[str]:
        """Ids of reports that are new, were written again, or lost one they were linked to; in order of publication."""
        return [row[0] for row in self._connection.execute(query("reports_waiting"), {"limit": limit})]

    def waiting_count(self) -> int:
        """How many reports wait."""
        return int(self._connection.execute("SELECT count(*) FROM waiting_reports").fetchone()[0])

    def expect_all(self) -> None:
        """Let every report wait."""
        self._connection.execute("INSERT OR IGNORE INTO waiting_reports SELECT id FROM reports")

    def expect(self, reports: Iterable[str]) -> None:
        """Let some reports wait."""
        self._connection.executemany("INSERT OR IGNORE INTO waiting_reports VALUES (?)", [(key,) for key in reports])

    def done(self, reports: Iterable[str]) -> None:
        """Note that reports wait no longer."""
        self._connection.executemany("DELETE FROM waiting_reports WHERE report_id = ?", [(key,) for key in reports])

    def tellings(self, reports: Iterable[str]) -> list[Telling]:
        """Reports with what is weighed of them; ids that are not stored are left out."""
        rows = self._connection.execute(query("tellings"), {"reports": json.dumps(list(reports))})
        return [telling_of(row) for row in rows]

    def enter(self, report: str, entries: Sequence[tuple[int, int]]) -> int:
        """Enter a report under its keys, each with its day, in place of those it was entered under; its number."""
        row = self._connection.execute("SELECT number, entries FROM report_numbers WHERE report_id = ?", (report,)).fetchone()
        wanted = sorted(entries)
        told = json.dumps(wanted)
        if row is None:
            made = self._connection.execute(
                "INSERT INTO report_numbers (report_id, entries) VALUES (?, ?)", (report, told)
            ).lastrowid
            assert made is not None
            self._add(made, wanted)
            return made
        if row["entries"] != told:
            old = [(day // PERIOD, key, day, row["number"]) for key, day in json.loads(row["entries"])]
            self._connection.executemany("DELETE FROM report_keys WHERE period = ? AND key = ? AND day = ? AND number = ?", old)
            self._connection.execute("UPDATE report_numbers SET entries = ? WHERE number = ?", (told, row["number"]))
            self._add(row["number"], wanted)
        return int(row["number"])

    def _add(self, number: int, entries: Sequence[tuple[int, int]]) -> None:
        rows = [(day // PERIOD, key, day, number) for key, day in entries]
        self._connection.executemany("INSERT INTO report_keys VALUES (?, ?, ?, ?)", rows)

    def nearby(self, keys: Iterable[int], *, low: int, high: int, limit: int) -> tuple[set[int], int]:
        """Numbers of the reports entered under any of the keys between two days, at most ``limit`` a key (the nearest to the
        middle), and how many keys hold more than that.
        """
        found: set[int] = set()
        crowded = 0
        wanted = periods(low, high)
        for key in keys:
            given = {"periods": wanted, "key": key, "low": low, "high": high, "limit": limit + 1}
            rows = self._connection.execute(query("reports_near"), given).fetchall()
            if len(rows) > limit:
                crowded += 1
                rows = self._connection.execute(query("reports_nearest"), given | {"limit": limit}).fetchall()
            found.update(row[0] for row in rows)
        return found, crowded

    def ids(self, numbers: Iterable[int]) -> dict[int, str]:
        """The ids of reports by their numbers."""
        rows = self._connection.execute(query("report_ids"), {"numbers": json.dumps(sorted(numbers))})
        return {row["number"]: row["report_id"] for row in rows}

    def of_articles(self, articles: Iterable[str], event_type: str) -> list[str]:
        """The ids of the reports of a type in some articles."""
        given = {"articles": json.dumps(sorted(articles)), "type": event_type}
        return [row[0] for row in self._connection.execute(query("reports_of_articles"), given)]

    def links(self, report: str) -> dict[str, float]:
        """The reports linked to one, with how strongly they agree."""
        rows = self._connection.execute("SELECT other_id, score FROM report_links WHERE report_id = ?", (report,))
        return {row[0]: row[1] for row in rows}

    def set_links(self, report: str, links: dict[str, float]) -> set[str]:
        """Store the links of a report in place of those it had; the ids of reports that are linked no longer."""
        before = self.links(report)
        gone = before.keys() - links.keys()
        changed = {other: score for other, score in links.items() if before.get(other) != score}
        pairs = [pair for other in gone for pair in ((report, other), (other, report))]
        self._connection.executemany("DELETE FROM report_links WHERE report_id = ? AND other_id = ?", pairs)
        rows = [row for other, score in changed.items() for row in ((report, other, score), (other, report, score))]
        self._connection.executemany("INSERT OR REPLACE INTO report_links VALUES (?, ?, ?)", rows)
        return set(gone)

    def events_of(self, reports: Iterable[str]) -> dict[str, str | None]:
        """The event each report belongs to, if any."""
        rows = self._connection.execute(query("events_of_reports"), {"reports": json.dumps(list(reports))})
        return {row["id"]: row["event_id"] for row in rows}

    def sources(self, reports: Iterable[str]) -> dict[str, tuple[str, str, str]]:
        """Outlet, title and address of the articles that reports stand in, by report."""
        sql = (
            "SELECT r.id, a.outlet_name, a.title, a.url FROM json_each(?) AS j "
            "JOIN reports AS r ON r.id = j.value JOIN articles AS a ON a.id = r.article_id"
        )
        rows = self._connection.execute(sql, (json.dumps(list(reports)),))
        return {row["id"]: (row["outlet_name"], row["title"], row["url"]) for row in rows}
