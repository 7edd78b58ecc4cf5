"""Articles that are asked for again: when each is due, what lists told of changes, and which were taken away, in ``pages.db``.

The press edits what it printed: a corrected date or sum stands only in the later text. So an article is asked for again when a
list tells of a change, and besides about a day and about a week after it appeared. Each step is one transaction; a visit that
was killed is due again.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.pages import Found, PageStore, stamp
from models.records import Page

STAGES = (timedelta(days=1), timedelta(days=7))
"""Ages at which an article is asked for again: most corrections come within a day, late ones within a week."""

EARLY = 0.8
"""The part of a stage's age from which on a visit made for another reason stands for it."""

CAP = 3
"""Times an article is asked for again because a list told of a change."""

TRIES = 3
"""Times a visit is tried before it is left to the next stage."""
RETRY = timedelta(hours=6)

_DISTRUST = 3
"""So many known articles at least must be told of for a list to be disbelieved that tells most of them have changed."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """A stored article that is to be asked for again, with the validators it last came with."""

    found: Found
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Deleted:
    """An article that its outlet no longer gives, since a visit at ``at``; what was stored of it stays."""

    url: str
    source: str
    at: datetime


def next_visit(appeared: datetime, now: datetime) -> datetime | None:
    """When an article is due again after a visit now, ``None`` when it is old enough to be left alone."""
    return next((appeared + age for age in STAGES if appeared + age * EARLY > now), None)


class Revisits:
    """The revisits of an open ``pages.db``."""

    def __init__(self, store: PageStore) -> None:
        self._store = store

    def due(self, source: str, now: datetime, limit: int) -> list[Revisit]:
        """The articles of a source that are to be asked for again, the longest due first."""
        sql = "WHERE r.source = ? AND r.due <= ? ORDER BY r.due, r.url LIMIT ?"
        return self._read(sql, source, stamp(now), limit)

    def deleted(self) -> list[Deleted]:
        """What the outlets took away, the latest first."""
        sql = "SELECT url, source, deleted_at AS at FROM revisits WHERE deleted_at NOTNULL ORDER BY deleted_at DESC, url"
        return [Deleted(row["url"], row["source"], datetime.fromisoformat(row["at"])) for row in self._store.rows(sql)]

    # What came of a visit

    def still(self, url: str, now: datetime) -> None:
        """Note that an article is as it was."""
        with self._store.writing() as connection:
            _settle(connection, url, now)

    def gone(self, url: str, now: datetime) -> None:
        """Note that an article is not there any more. It is asked for at the next stage once more: some come back."""
        with self._store.writing() as connection:
            _settle(connection, url, now)
            connection.execute("UPDATE revisits SET deleted_at = ? WHERE url = ?", (stamp(now), url))

    def failed(self, url: str, now: datetime, *, final: bool = False) -> None:
        """Note that a visit came to nothing; it is made again some hours later, and after some tries at the next stage.

        Where it is ``final`` trying soon again is of no use.
        """
        with self._store.writing() as connection:
            connection.execute("UPDATE revisits SET tries = tries + 1, due = ? WHERE url = ?", (stamp(now + RETRY), url))
            tries = connection.execute("SELECT tries FROM revisits WHERE url = ?", (url,)).fetchall()
            if final or (tries and tries[0]["tries"] >= TRIES):
                _plan(connection, url, now)

    # What lists tell

    def note_told(self, kind: str, told: Iterable[tuple[str, datetime]], now: datetime) -> list[Revisit]:
        """Take in what a list says of when articles changed last; those it tells a later change of are due at once.

        A date is compared with what lists of that kind told before, since some outlets put local time under the name of UTC;
        only where none did, with the last visit. A list that tells of most of the articles that they changed since is not
        believed.

        Args:
            kind: the kind of list.
            told: canonical addresses, known or not, and when they changed.
            now: the time.

        Returns:
            The articles that are to be asked for again because of it.
        """
        moments = {url: stamp(moment) for url, moment in told}
        known = self._store.rows(
            "SELECT u.url, u.source, r.url AS kept, r.checked_at, r.told AS asked, r.due, t.changed"
            " FROM urls AS u LEFT JOIN revisits AS r USING (url) LEFT JOIN told AS t ON t.url = u.url AND t.kind = ?"
            " WHERE u.url IN (SELECT value FROM json_each(?))",
            kind,
            json.dumps(sorted(moments)),
        )
        new = [row for row in known if row["changed"] is None or row["changed"] < moments[row["url"]]]
        if not new:
            return []
        later = [row for row in new if _later(row, moments[row["url"]], stamp(now))]
        compared = sum(row["changed"] is not None or row["kept"] is not None for row in known)
        if compared >= _DISTRUST and 2 * len(later) > compared:
            later = []
        again = [row["url"] for row in later if row["asked"] < CAP]
        with self._store.writing() as connection:
            connection.executemany(
                "INSERT INTO told (url, kind, changed) VALUES (?, ?, ?)"
                " ON CONFLICT (url, kind) DO UPDATE SET changed = excluded.changed",
                [(row["url"], kind, moments[row["url"]]) for row in new],
            )
            connection.executemany(
                "UPDATE revisits SET told = told + 1, tries = 0, due = ? WHERE url = ?", [(stamp(now), url) for url in again]
            )
        return self._read("WHERE r.url IN (SELECT value FROM json_each(?))", json.dumps(again)) if again else []

    def _read(self, where: str, *values: object) -> list[Revisit]:
        sql = (
            "SELECT u.url, u.address, u.source, u.title, u.dated, u.found_in, r.etag, r.last_modified"
            " FROM revisits AS r JOIN urls AS u USING (url) "
        )
        return [
            Revisit(
                Found(row["url"], row["address"], row["source"], row["title"], row["dated"], row["found_in"]),
                row["etag"],
                row["last_modified"],
            )
            for row in self._store.rows(sql + where, *values)
        ]


def _later(row: sqlite3.Row, changed: str, now: str) -> bool:
    """Whether a date of change tells of one since the article was had."""
    if row["kept"] is None:
        return False
    return row["changed"] is not None or bool(row["checked_at"] < changed <= now)


def note_had(connection: sqlite3.Connection, page: Page, asked: str, appeared: datetime) -> None:
    """Within the transaction that stores a page: note that it was had, and when it is due again.

    Of an article on several pages the validators of the first say nothing about the others, so it is asked for plainly.
    """
    now = stamp(page.fetched_at)
    validators = (None, None) if page.parts else (page.header("etag"), page.header("last-modified"))
    connection.execute(
        "INSERT INTO revisits (url, source, appeared_at, checked_at, etag, last_modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified",
        (page.url, page.source, stamp(appeared), now, *validators),
    )
    _settle(connection, page.url, page.fetched_at)
    if asked != page.url:  # it has moved
        connection.execute("UPDATE revisits SET due = NULL, checked_at = ? WHERE url = ?", (now, asked))


def _settle(connection: sqlite3.Connection, url: str, now: datetime) -> None:
    connection.execute("UPDATE revisits SET checked_at = ?, tries = 0, deleted_at = NULL WHERE url = ?", (stamp(now), url))
    _plan(connection, url, now)


def _plan(connection: sqlite3.Connection, url: str, now: datetime) -> None:
    for row in connection.execute("SELECT appeared_at FROM revisits WHERE url = ?", (url,)).fetchall():
        due = next_visit(datetime.fromisoformat(row["appeared_at"]), now)
        connection.execute("UPDATE revisits SET due = ?, tries = 0 WHERE url = ?", (due and stamp(due), url))
