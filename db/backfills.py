"""How far each backfill has come: which lists of a source's past were read up to which page, in ``pages.db``.

What a page of a list showed is queued in the same transaction in which the list's progress is noted, so that a backfill can
be killed anywhere and goes on, the same day or another, where it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from db import coverage
from db.pages import Found, PageStore, queue, stamp

State = Literal["open", "done", "failed"]

ROBOTS = "robots"
"""The kind of a robots.txt: it shows no article itself, but names sitemaps."""

TRIES = 3
"""Times a list may fail to answer before it is left for good."""


@dataclass(frozen=True, slots=True)
class Backfill:
    """A source and the days (both included) whose articles are looked for."""

    source: str
    since: date
    until: date

    @property
    def key(self) -> tuple[str, str, str]:
        """The primary key of its row."""
        return self.source, self.since.isoformat(), self.until.isoformat()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one list was read: ``page`` is the next one to be asked for."""

    url: str
    kind: str
    page: int
    state: State
    reason: str | None


class Backfills:
    """The backfills of an open ``pages.db``."""

    def __init__(self, store: PageStore) -> None:
        self._store = store

    def begin(self, backfill: Backfill, now: datetime) -> None:
        """Start a backfill, or take it up again; a finished one is begun anew."""
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM backfills WHERE (source, since, until) = (?, ?, ?) AND finished_at IS NOT NULL", backfill.key
            )
            connection.execute(
                "INSERT INTO backfills (source, since, until, started_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*backfill.key, stamp(now)),
            )

    def unfinished(self, source: str | None = None) -> list[Backfill]:
        """The backfills that are under way, of one source or of all, oldest first."""
        return [
            Backfill(row["source"], date.fromisoformat(row["since"]), date.fromisoformat(row["until"]))
            for row in self._store.rows(
                "SELECT source, since, until FROM backfills WHERE finished_at IS NULL AND source = coalesce(?, source)"
                " ORDER BY started_at, source, since",
                source,
            )
        ]

    def progress(self, backfill: Backfill) -> list[Progress]:
        """The lists of a backfill."""
        return [
            Progress(row["url"], row["kind"], row["page"], row["state"], row["reason"])
            for row in self._store.rows(
                "SELECT * FROM archives WHERE (source, since, until) = (?, ?, ?) ORDER BY url", *backfill.key
            )
        ]

    def plan(self, backfill: Backfill, lists: Iterable[tuple[str, str]]) -> None:
        """Note lists (address and kind) that are to be read; those that are known keep their progress."""
        with self._store.writing() as connection:
            connection.executemany(
                "INSERT INTO archives (source, since, until, url, kind) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(*backfill.key, url, kind) for url, kind in lists],
            )

    def advance(
        self,
        backfill: Backfill,
        url: str,
        *,
        page: int | None,
        found: Iterable[Found],
        now: datetime,
        below: Iterable[tuple[str, str]] = (),
    ) -> list[Found]:
        """Queue what a page of a list showed, and note which is next (``None``: it was read to its end).

        ``below`` are further lists that it led to. Returns the addresses that were new.
        """
        with self._store.writing() as connection:
            new = queue(connection, found, now, history=True)
            connection.executemany(
                "INSERT INTO archives (source, since, until, url, kind) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(*backfill.key, address, kind) for address, kind in below],
            )
            connection.execute(
                "UPDATE archives SET page = coalesce(?, page), state = iif(?, 'done', 'open'), tries = 0, reason = NULL"
                " WHERE (source, since, until) = (?, ?, ?) AND url = ?",
                (page, page is None, *backfill.key, url),
            )
        return new

    def fail(self, backfill: Backfill, url: str, reason: str, *, final: bool) -> None:
        """Note that a list did not answer; it is asked again by the next run, unless ``final`` or failed too often."""
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE archives SET tries = tries + 1, reason = ?, state = iif(? OR tries + 1 >= ?, 'failed', 'open')"
                " WHERE (source, since, until) = (?, ?, ?) AND url = ?",
                (reason, final, TRIES, *backfill.key, url),
            )

    def waiting(self, source: str) -> int:
        """How many articles that backfills found are still to be fetched for the first time."""
        sql = "SELECT count(*) AS n FROM urls WHERE source = ? AND history = 1 AND state = 'queued'"
        return int(self._store.rows(sql, source)[0]["n"])

    def finish(self, backfill: Backfill, now: datetime) -> bool:
        """End a backfill of which nothing is left to do: its days count as watched. Whether that is so.

        Where no list could be read nothing was watched. Articles that could not be fetched so far are left to the crawl, which
        tries them again in its own time.
        """
        progress = self.progress(backfill)
        states = [item.state for item in progress if item.kind != ROBOTS]
        if any(item.state == "open" for item in progress) or not states or self.waiting(backfill.source):
            return False
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE backfills SET finished_at = ? WHERE (source, since, until) = (?, ?, ?)", (stamp(now), *backfill.key)
            )
            connection.execute("UPDATE urls SET history = 0 WHERE source = ? AND history = 1", (backfill.source,))
            if "done" in states:
                coverage.extend(connection, backfill.source, backfill.since, backfill.until)
        return True
