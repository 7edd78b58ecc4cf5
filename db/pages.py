"""``pages.db``: every raw page with its versions, every address seen with its state, list validators, and crawl runs.

A crawl can be killed at any moment: a page and the state of its address change in one transaction, addresses found in a list
are queued in one transaction with what is remembered of the list, and a list's validators are kept only once its paging
has come to its end, so that a list half read is read again.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

import zstandard

from db import coverage
from db.database import check, connect, guard, migrate, transaction
from db.pages_schema import APPLICATION, MIGRATIONS
from models.ids import digest
from models.records import Page
from models.vocab import RunState

RunKind = Literal["crawl", "backfill"]

UNCHANGED_VISITS = 3
"""Visits without a change after which a list is asked less often."""
FIRST_REST = timedelta(hours=1)
LONGEST_REST = timedelta(hours=6)
"""The longest a list is left alone. Only lists rest that repeat what others of the outlet show at each visit."""

_LEVEL = 6
_BATCH = 100
_KEYS = 5000
_MAX_BODY = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page and its place in the order of storing; ``seq`` never changes and is never used again."""

    seq: int
    page: Page


@dataclass(frozen=True, slots=True)
class Version:
    """Which content an address had at one time, without the content."""

    seq: int
    url: str
    digest: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a list shows it: ``url`` is canonical, ``address`` what is fetched, ``dated`` the date as printed."""

    url: str
    address: str
    source: str
    title: str | None = None
    dated: str | None = None
    found_in: str | None = None


@dataclass(frozen=True, slots=True)
class ListState:
    """What is remembered of a list: validators of its first page, articles it showed, and whether it was read to its end."""

    url: str
    source: str
    etag: str | None
    last_modified: str | None
    articles: int
    complete: bool
    next_check: datetime | None = None
    checked_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CrawlRun:
    """A crawl: ``counts`` holds numbers per source id."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    counts: Mapping[str, Mapping[str, int]]


class PageStore:
    """The open database. Use :meth:`open`, as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False) -> Self:
        """Open ``pages.db``, made (not when ``read_only``) or brought to the newest version where needed.

        Raises:
            DatabaseError: the file is missing, of a newer version, no database of pages, locked, or not writable.
        """
        connection = connect(path, create=create, read_only=read_only)
        try:
            if read_only and check(connection, MIGRATIONS, application=APPLICATION) < len(MIGRATIONS):
                connection.close()
                with cls.open(path, create=False):  # a file of an older program; readers need it as it is now
                    pass
                connection = connect(path, read_only=True)
            elif not read_only:
                migrate(connection, MIGRATIONS, application=APPLICATION)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. For the modules beside this one that keep tables of their own in the same file."""
        with guard(self.path), transaction(self._connection) as connection:
            yield connection

    def vacuum(self) -> None:
        """Write the file anew without the space that is free in it."""
        with guard(self.path):
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a query; as :meth:`writing`."""
        with guard(self.path):
            return self._connection.execute(sql, values).fetchall()

    # Pages ---------------------------------------------------------------------------------------------------------------

    def save(
        self,
        page: Page,
        *,
        asked: str | None = None,
        run: int | None = None,
        also: Callable[[sqlite3.Connection], None] = lambda _: None,
    ) -> int | None:
        """Store a page and mark its address fetched, in one transaction.

        Args:
            page: the page; ``page.url`` is its canonical address.
            asked: the canonical address it was asked under, where a redirect led elsewhere; marked fetched as well.
            run: the crawl run it belongs to.
            also: what is to be done in the same transaction.

        Returns:
            Its ``seq``, or ``None`` when that very body is already stored for that address. A body that was pruned comes back,
            and one that an outlet went back to after another is a new version.
        """
        with self.writing() as connection:
            key = self._key(page)
            row = connection.execute(
                "INSERT INTO pages (url, fetched_url, source, status, headers, body, digest, fetched_at, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url, digest)"
                " DO UPDATE SET body = excluded.body, pruned_at = NULL WHERE pruned_at IS NOT NULL RETURNING seq",
                (
                    page.url,
                    page.fetched_url,
                    page.source,
                    page.status,
                    json.dumps(page.headers, ensure_ascii=False),
                    pack(page.body),
                    key,
                    stamp(page.fetched_at),
                    run,
                ),
            ).fetchone()
            seq = int(row["seq"]) if row else None
            if seq is not None:
                connection.executemany(
                    "INSERT INTO parts (page, nth, body) VALUES (?, ?, ?)",
                    [(seq, nth, pack(body)) for nth, body in enumerate(page.parts, 2)],
                )
            for url in dict.fromkeys((page.url, asked or page.url)):
                connection.execute(
                    "INSERT INTO urls (url, address, source, state, found_at) VALUES (?, ?, ?, 'fetched', ?)"
                    " ON CONFLICT (url) DO UPDATE SET state = 'fetched', reason = NULL, next_try = NULL",
                    (url, page.fetched_url, page.source, stamp(page.fetched_at)),
                )
            also(connection)
        return seq

    def _key(self, page: Page) -> str:
        """What tells a page's body from the other versions of its address: its digest, unless the outlet went back to it."""
        key = digest(b"".join((page.body, *page.parts)))
        rows = self.rows("SELECT digest, seq, fetched_at FROM pages WHERE url = ? ORDER BY seq DESC", page.url)
        before = key in {row["digest"] for row in rows[1:]} and rows[0]["fetched_at"] < stamp(page.fetched_at)
        if not before or rows[0]["digest"] == key:
            return key
        newest = self.latest(page.url)
        if newest is not None and (newest.page.body, newest.page.parts) == (page.body, page.parts):
            return str(rows[0]["digest"])
        return digest(f"{key} {rows[0]['seq']}".encode())

    def stored(self, after: int = 0) -> Iterator[StoredPage]:
        """Every stored page with a ``seq`` above ``after``, in order, a hundred in memory at a time."""
        while rows := self.rows("SELECT * FROM pages WHERE seq > ? AND pruned_at IS NULL ORDER BY seq LIMIT ?", after, _BATCH):
            for row in rows:
                yield self._stored(row)
            after = rows[-1]["seq"]

    def newest(self) -> Iterator[Version]:
        """The last stored version of every address, in order of storing; bodies stay where they are (see :meth:`read`)."""
        after = 0
        sql = (
            "SELECT seq, url, digest FROM pages AS p WHERE seq > ? AND pruned_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM pages AS later WHERE later.url = p.url AND later.seq > p.seq) ORDER BY seq LIMIT ?"
        )
        while rows := self.rows(sql, after, _KEYS):
            yield from (Version(row["seq"], row["url"], row["digest"]) for row in rows)
            after = rows[-1]["seq"]

    def read(self, seq: int) -> Page:
        """One stored version.

        Raises:
            KeyError: there is no such version, or its body was pruned.
        """
        rows = self.rows("SELECT * FROM pages WHERE seq = ? AND pruned_at IS NULL", seq)
        if not rows:
            raise KeyError(seq)
        return self._stored(rows[0]).page

    def latest(self, url: str) -> StoredPage | None:
        """The newest stored version of a canonical address."""
        rows = self.rows("SELECT * FROM pages WHERE url = ? AND pruned_at IS NULL ORDER BY seq DESC LIMIT 1", url)
        return self._stored(rows[0]) if rows else None

    def _stored(self, row: sqlite3.Row) -> StoredPage:
        parts = self.rows("SELECT body FROM parts WHERE page = ? ORDER BY nth", row["seq"])
        page = Page(
            url=row["url"],
            fetched_url=row["fetched_url"],
            source=row["source"],
            status=row["status"],
            headers=tuple((key, value) for key, value in json.loads(row["headers"])),
            body=unpack(row["body"]),
            fetched_at=datetime.fromisoformat(row["fetched_at"]),
            parts=tuple(unpack(part["body"]) for part in parts),
        )
        return StoredPage(row["seq"], page)

    # Addresses -----------------------------------------------------------------------------------------------------------

    def unknown(self, urls: Iterable[str]) -> set[str]:
        """Those of the canonical addresses that were never seen."""
        asked = set(urls)
        rows = self.rows("SELECT url FROM urls WHERE url IN (SELECT value FROM json_each(?))", json.dumps(sorted(asked)))
        return asked - {row["url"] for row in rows}

    def due(self, source: str, now: datetime, *, history: bool = False) -> list[Found]:
        """Addresses of a source that are to be fetched: queued ones, and failed ones whose next try has come.

        What a backfill queued (``history``) and what the daily crawl found are kept apart.
        """
        rows = self.rows(
            "SELECT * FROM urls WHERE source = ? AND history = ? AND (state = 'queued' AND coalesce(next_try, '') <= ?"
            " OR state = 'failed' AND next_try <= ?) ORDER BY found_at, url",
            source,
            int(history),
            stamp(now),
            stamp(now),
        )
        return [Found(row["url"], row["address"], source, row["title"], row["dated"], row["found_in"]) for row in rows]

    def tries(self, url: str) -> int:
        """How often fetching an address has failed."""
        rows = self.rows("SELECT tries FROM urls WHERE url = ?", url)
        return rows[0]["tries"] if rows else 0

    def fail(self, url: str, reason: str, next_try: datetime | None) -> None:
        """Note that an address could not be fetched; without ``next_try`` it is never tried again."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE urls SET state = 'failed', reason = ?, next_try = ?, tries = tries + 1"
                " WHERE url = ? AND state <> 'fetched'",
                (reason, stamp(next_try) if next_try else None, url),
            )

    # Lists ---------------------------------------------------------------------------------------------------------------

    def list_state(self, url: str) -> ListState | None:
        """What is remembered of a list."""
        rows = self.rows("SELECT * FROM lists WHERE url = ?", url)
        if not rows:
            return None
        row = rows[0]
        return ListState(
            url,
            row["source"],
            row["etag"],
            row["last_modified"],
            row["articles"],
            bool(row["complete"]),
            datetime.fromisoformat(row["next_check"]) if row["next_check"] else None,
            datetime.fromisoformat(row["checked_at"]),
        )

    def rest_list(self, url: str, *, changed: bool, now: datetime) -> None:
        """Note whether a list had changed; one that did not for several visits is due less and less often.

        The first visits without a change cost it nothing; then it rests an hour, two, four, up to :data:`LONGEST_REST`.
        """
        with self.writing() as connection:
            rows = connection.execute("SELECT unchanged FROM lists WHERE url = ?", (url,)).fetchall()
            unchanged = 0 if changed or not rows else rows[0]["unchanged"] + 1
            beyond = unchanged - UNCHANGED_VISITS
            # A little less than the interval, so that a visit every hour is not made to skip one for seconds.
            rest = min(FIRST_REST * 2 ** min(beyond - 1, 10), LONGEST_REST) * 0.9 if beyond > 0 else None
            connection.execute(
                "UPDATE lists SET unchanged = ?, next_check = ?, checked_at = ? WHERE url = ?",
                (unchanged, stamp(now + rest) if rest else None, stamp(now), url),
            )

    def note_list(self, state: ListState, found: Iterable[Found], now: datetime) -> list[Found]:
        """Queue what a page of a list shows and remember the list, in one transaction.

        What a backfill had queued and the list shows as well is taken over: it is new to the daily crawl.

        A state that is not ``complete`` loses the validators, so that a list whose reading was cut off is read again.

        Returns:
            The addresses that were new.
        """
        with self.writing() as connection:
            new = queue(connection, found, now)
            connection.execute(
                "INSERT INTO lists (url, source, etag, last_modified, articles, complete, checked_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (url) DO UPDATE SET source = excluded.source, etag = excluded.etag, articles = excluded.articles,"
                " last_modified = excluded.last_modified, complete = excluded.complete, checked_at = excluded.checked_at",
                (
                    state.url,
                    state.source,
                    state.etag if state.complete else None,
                    state.last_modified if state.complete else None,
                    state.articles,
                    int(state.complete),
                    stamp(now),
                ),
            )
        return new

    # What a network is asked for in a day ---------------------------------------------------------------------------------

    def reserve(self, domain: str, day: date, wanted: int, limit: int) -> int:
        """Take up to ``wanted`` requests out of a domain's budget of ``limit`` for a day; how many there were to be had.

        What a killed process had taken stays taken: the budget may come out smaller, never larger.
        """
        with self.writing() as connection:
            rows = connection.execute(
                "SELECT requests FROM visits WHERE domain = ? AND day = ?", (domain, day.isoformat())
            ).fetchall()
            granted = max(0, min(wanted, limit - (rows[0]["requests"] if rows else 0)))
            if granted:
                connection.execute(
                    "INSERT INTO visits (domain, day, requests) VALUES (?, ?, ?)"
                    " ON CONFLICT (domain, day) DO UPDATE SET requests = requests + excluded.requests",
                    (domain, day.isoformat(), granted),
                )
        return granted

    def give_back(self, domain: str, day: date, number: int) -> None:
        """Return requests that were reserved and not made."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE visits SET requests = max(0, requests - ?) WHERE domain = ? AND day = ?",
                (number, domain, day.isoformat()),
            )

    def visits(self, day: date) -> dict[str, int]:
        """How many requests each domain got on a day."""
        return {
            row["domain"]: row["requests"]
            for row in self.rows("SELECT domain, requests FROM visits WHERE day = ?", day.isoformat())
        }

    # Hosts that asked to be left alone -----------------------------------------------------------------------------------

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Remember that a host asked not to be visited before ``until``."""
        with self.writing() as connection:
            connection.execute(
                "INSERT INTO pauses (host, until, reason) VALUES (?, ?, ?)"
                " ON CONFLICT (host) DO UPDATE SET until = excluded.until, reason = excluded.reason",
                (host, stamp(until), reason),
            )

    def paused(self, now: datetime) -> dict[str, datetime]:
        """Hosts that are to be left alone, and until when."""
        rows = self.rows("SELECT host, until FROM pauses WHERE until > ?", stamp(now))
        return {row["host"]: datetime.fromisoformat(row["until"]) for row in rows}

    # Runs ----------------------------------------------------------------------------------------------------------------

    def start_run(self, now: datetime, kind: RunKind = "crawl") -> int:
        """Begin a run; runs that never ended are marked interrupted. The caller sees to it that no other crawl is running."""
        with self.writing() as connection:
            connection.execute(
                "UPDATE runs SET state = ?, finished_at = ? WHERE state = ?",
                (RunState.INTERRUPTED, stamp(now), RunState.RUNNING),
            )
            row = connection.execute(
                "INSERT INTO runs (started_at, state, kind) VALUES (?, ?, ?) RETURNING id", (stamp(now), RunState.RUNNING, kind)
            ).fetchone()
        return int(row["id"])

    def finish_run(self, run: int, state: RunState, counts: Mapping[str, Mapping[str, int]], now: datetime) -> None:
        """End a run with its numbers per source.

        A crawl adds them to the day's, and notes that the sources whose lists answered were watched on it. What a backfill
        brings says nothing about the day it ran on.
        """
        day = now.astimezone(UTC).date()
        with self.writing() as connection:
            (kind,) = connection.execute(
                "UPDATE runs SET state = ?, finished_at = ?, counts = ? WHERE id = ? RETURNING kind",
                (state, stamp(now), json.dumps(counts, default=dict, sort_keys=True), run),
            ).fetchone()
            if kind != "crawl":
                return
            connection.executemany(
                "INSERT INTO days (source, day, what, number) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (source, day, what) DO UPDATE SET number = number + excluded.number",
                [
                    (source, day.isoformat(), what, number)
                    for source, numbers in counts.items()
                    for what, number in ({**numbers, "runs": 1}).items()
                    if number
                ],
            )
            for source, numbers in counts.items():
                if numbers.get("lists_answered") or numbers.get("lists_resting"):
                    coverage.extend(connection, source, day, day)

    def runs(self, limit: int = 10) -> list[CrawlRun]:
        """The latest runs, newest first."""
        return [
            CrawlRun(
                id=row["id"],
                started_at=datetime.fromisoformat(row["started_at"]),
                finished_at=datetime.fromisoformat(row["finished_at"]) if row["finished_at"] else None,
                state=RunState(row["state"]),
                counts=json.loads(row["counts"]),
            )
            for row in self.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", limit)
        ]

    def days(self, since: date) -> dict[str, dict[date, dict[str, int]]]:
        """The numbers of all runs that ended since a day (UTC), per source and day; see :meth:`finish_run`.

        ``pages`` is counted from what is stored, so that runs that were killed are not missing from it; later versions of an
        article do not count: an outlet is not alive because it was asked again.
        """
        found: dict[str, dict[date, dict[str, int]]] = {}
        for row in self.rows("SELECT source, day, what, number FROM days WHERE day >= ?", since.isoformat()):
            found.setdefault(row["source"], {}).setdefault(date.fromisoformat(row["day"]), {})[row["what"]] = row["number"]
        sql = (
            "SELECT source, substr(fetched_at, 1, 10) AS day, count(*) AS number FROM pages AS p"
            " WHERE source IS NOT NULL AND fetched_at >= ?"
            " AND NOT EXISTS (SELECT 1 FROM pages AS earlier WHERE earlier.url = p.url AND earlier.seq < p.seq)"
            " AND coalesce(run, 0) NOT IN (SELECT id FROM runs WHERE kind = 'backfill') GROUP BY source, day"
        )
        for row in self.rows(sql, since.isoformat()):
            found.setdefault(row["source"], {}).setdefault(date.fromisoformat(row["day"]), {})["pages"] = row["number"]
        return found

    def watched(self) -> list[coverage.Watched]:
        """Which days of each source were watched, by crawls and backfills."""
        with guard(self.path):
            return coverage.watched(self._connection)

    # Status --------------------------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, Any]:
        """Numbers for status.

        ``pages`` (versions), ``articles`` (addresses with a page), ``deleted`` (addresses whose outlet gives them no more),
        ``last_seq``, ``urls`` (addresses by state), and ``sources`` (per source id the addresses by state).
        """
        totals = self.rows(
            "SELECT count(*) AS pages, count(DISTINCT url) AS articles, coalesce(max(seq), 0) AS last_seq,"
            " (SELECT count(*) FROM revisits WHERE deleted_at NOTNULL) AS deleted FROM pages"
        )[0]
        urls: dict[str, int] = {"queued": 0, "fetched": 0, "failed": 0}
        sources: dict[str, dict[str, int]] = {}
        for row in self.rows("SELECT source, state, count(*) AS n FROM urls GROUP BY source, state"):
            urls[row["state"]] += row["n"]
            sources.setdefault(row["source"] or "", {})[row["state"]] = row["n"]
        return {**dict(totals), "urls": urls, "sources": sources}


def queue(connection: sqlite3.Connection, found: Iterable[Found], now: datetime, *, history: bool = False) -> list[Found]:
    """Queue addresses within a transaction; those that were new come back."""
    return [
        item
        for item in found
        if connection.execute(
            "INSERT INTO urls (url, address, source, state, title, dated, found_in, found_at, history)"
            " VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?) ON CONFLICT (url)"
            " DO UPDATE SET history = 0 WHERE history > excluded.history AND state = 'queued'",
            (item.url, item.address, item.source, item.title, item.dated, item.found_in, stamp(now), int(history)),
        ).rowcount
    ]


def stamp(moment: datetime) -> str:
    """UTC with microseconds, always of one length, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def pack(body: bytes) -> bytes:
    """A body as it is stored."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def unpack(blob: bytes) -> bytes:
    """A stored body as it was sent."""
    return zstandard.ZstdDecompressor().decompress(blob, max_output_size=_MAX_BODY)
