"""The one narrow door to ``news.db``: articles and facts go in, reports and events come out.

One process writes at a time; readers are never blocked (write-ahead log). Every public method that writes is one transaction:
after a crash each article, event and run is there whole or not at all.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from db import coverage, facts, happenings, health_notes, lookups, migrations
from db.calendars import instant, stamp
from db.copies import CopyTables
from db.coverage import Watched
from db.database import DatabaseError, connect, guard, transaction
from db.health import Quality, SourceHealth
from db.health_notes import Change
from db.lines import LineTables
from db.links import LinkTables
from db.queries import query
from db.rows import report_of
from db.texts import storable
from models.records import Article, Event, Extraction, Rejection, StoredReport
from models.tellings import Story
from models.vocab import RunState

_BATCH = 500

_CACHE_KIB = 65_536
"""Pages a writer keeps in memory: enough for what a stretch of days adds to every index."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a stage; ``finished`` is ``None`` while it runs or where it was killed."""

    id: int
    stage: str
    started: datetime
    finished: datetime | None
    state: RunState
    counts: Mapping[str, int]


class NewsStore:
    """An open ``news.db``; a context manager that closes it.

    Errors of the file itself are :class:`db.database.DatabaseError`, values that cannot be stored are ``ValueError``; either
    way nothing of the call is stored.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.copies = CopyTables(connection)
        self.links = LinkTables(connection)
        self.lines = LineTables(connection)

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False) -> "NewsStore":
        """Open a database, bring it to this program's version and its lists of offices and regions up to date.

        With ``read_only`` nothing is made, changed or locked; the file must be of this version.

        Raises:
            DatabaseError: the file is missing (and not to be created), unusable, or of a newer version; it is untouched then.
        """
        connection = connect(path, create=create, read_only=read_only)
        try:
            if not read_only:
                connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB:d}")
                migrations.migrate(connection)
                with guard(path):
                    lookups.refresh(connection)
            elif migrations.check(connection) < len(migrations.scripts()):
                raise DatabaseError(f"{path} dari versi Pantau yang lebih lama. Jalankan `pantau extract` untuk memperbaruinya.")
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def __enter__(self) -> "NewsStore":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was saved is safe either way."""
        self._connection.close()

    # Articles

    def read_with(self, url: str, digest: str) -> str | None:
        """The digest of the rules that this version of a page was last read with, whatever came of it.

        ``url`` is the page's address (the ``link`` of :meth:`save_article`, the ``url`` of a rejection), ``digest`` that of its
        content. ``None``: never read. Earlier versions of a page are remembered as well.
        """
        row = self._connection.execute(query("read_with"), {"url": storable(url), "digest": digest}).fetchone()
        return None if row is None else str(row[0])

    def save_article(
        self, article: Article, extraction: Extraction, *, page_digest: str, fetched_at: datetime, link: str
    ) -> None:
        """Store an article and all that was read out of it, in place of what was stored of it before.

        A report that is found again keeps its id and its event; one that is gone leaves its event. Events that lost a report
        or have one that changed become dirty. An earlier rejection of the page is forgotten.

        Args:
            article: the cleaned article.
            extraction: what was read out of it; its ``article_id`` must be the article's.
            page_digest: the digest of the page it came from.
            fetched_at: when that page was fetched; the first one is the article's ``first_seen``.
            link: the page's address in pages.db, by which :meth:`read_with` is asked.

        Raises:
            ValueError: the extraction is another article's, holds a report twice, or a date that no calendar has.
        """
        visit = facts.Visit(storable(link), page_digest, stamp(fetched_at))
        with self._writing():
            facts.save(self._connection, article, extraction, visit)

    def save_rejection(self, rejection: Rejection, *, page_digest: str, rules: str, fetched_at: datetime) -> None:
        """Note that a page gave no article, and why. An article stored from that page earlier stays."""
        given = {
            "page": storable(rejection.url),
            "reason": str(rejection.reason),
            "detail": storable(rejection.detail),
            "digest": page_digest,
            "rules": rules,
            "fetched": stamp(fetched_at),
        }
        with self._writing():
            self._connection.execute(query("save_rejection"), given)
            self._connection.execute(query("note_reading"), given)

    def save_coverage(self, intervals: Iterable[Watched]) -> None:
        """Take over which days of each source were watched, in place of what was known of that."""
        with self._writing():
            coverage.replace(self._connection, intervals)

    # Reports

    def unattached_reports(self) -> Iterator[StoredReport]:
        """Reports that belong to no event, in order of publication.

        Saving events meanwhile is allowed; a report that gets its event while its batch is under way may still be given.
        """
        last = {"published": "", "id": ""}
        while True:
            rows = self._connection.execute(query("reports_unattached"), last | {"batch": _BATCH}).fetchall()
            yield from map(report_of, rows)
            if len(rows) < _BATCH:
                return
            last = {"published": rows[-1]["published"], "id": rows[-1]["id"]}

    def reports_of(self, event_id: str) -> list[StoredReport]:
        """The reports of an event, in order of publication."""
        return [report_of(row) for row in self._connection.execute(query("reports_of_event"), {"event": event_id})]

    # Events

    def event(self, event_id: str) -> Event | None:
        """The event of an id, also a withdrawn one (which has no reports)."""
        return happenings.load(self._connection, event_id)

    def dirty_events(self) -> list[str]:
        """Ids of the events that lost a report or have one that changed since they were saved."""
        return [row[0] for row in self._connection.execute("SELECT id FROM events WHERE dirty = 1 ORDER BY id")]

    def save_event(self, event: Event, *, now: datetime, story: Story | None = None) -> None:
        """Store an event as it is now, its reports attached to it, and clean.

        ``updated`` moves only where a slot, a figure, a mark or the set of reports changed; status and date get a line in the
        history when they change. A report that belonged to another event leaves it, and makes that one dirty. A withdrawn event
        comes back. ``story`` is what the reports tell beyond the slots; without it what is stored of that stays.

        Raises:
            ValueError: the event has no report, or one that is not stored.
        """
        with self._writing():
            happenings.save(self._connection, event, stamp(now), story)

    def withdraw_event(self, event_id: str, now: datetime, *, successor: str | None = None, cause: str | None = None) -> None:
        """Take an event back: it stays as a tombstone, its reports are free. ``successor`` is the event it became part of,
        ``cause`` the report that showed it.

        Raises:
            ValueError: there is no such event.
        """
        with self._writing():
            happenings.withdraw(self._connection, event_id, stamp(now), successor, Story(cause=cause))

    def doubt_plans(self, now: datetime, before: date) -> int:
        """Mark the planned events that should have ended before a day and that no report told to be held; how many are new."""
        with self._writing():
            return happenings.doubt(self._connection, stamp(now), before.isoformat())

    def successors(self, event_id: str) -> list[str]:
        """An event and those that it became part of in turn, the one in force last; empty where there is no such event."""
        return [row["id"] for row in self._connection.execute(query("event_successors"), {"id": event_id})]

    def ages(self, event_ids: Iterable[str]) -> dict[str, int]:
        """The order in which events were first stored, by their ids; ids that are unknown or withdrawn are left out."""
        rows = self._connection.execute(query("event_ages"), {"ids": json.dumps(list(event_ids))})
        return {row["id"]: row["number"] for row in rows}

    def free_id(self, wanted: Iterable[str]) -> str:
        """The first of some ids that no event in force has. A withdrawn event's id may be given again: it comes back then.

        Raises:
            ValueError: all are taken.
        """
        for key in wanted:
            row = self._connection.execute("SELECT withdrawn FROM events WHERE id = ?", (key,)).fetchone()
            if row is None or row["withdrawn"] is not None:
                return key
        raise ValueError("no id is free")

    # Facts of the store

    def fact(self, key: str) -> str | None:
        """What the store keeps under a key about itself."""
        row = self._connection.execute("SELECT value FROM store_facts WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_fact(self, key: str, value: str) -> None:
        """Keep something about the store itself."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO store_facts VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
            )

    def newest_events(self, limit: int) -> list[tuple[str, str, str, str | None]]:
        """Type, status, title and date of the events that were last told as news, newest first, at most ``limit``."""
        rows = self._connection.execute(query("newest_events"), {"limit": limit})
        return [(row["type"], row["status"], row["title"], row["event_date"]) for row in rows]

    # Sources

    def note_health(
        self,
        judge: Callable[[Mapping[str, Quality]], Iterable[SourceHealth]],
        source_of: Callable[[str], str | None],
        *,
        now: datetime,
    ) -> list[Change]:
        """Judge the sources and keep what was found; the changes since the last time.

        Args:
            judge: gives the states from how each source's pages read of late.
            source_of: the id of the source an address belongs to.
            now: the present instant.
        """
        found = health_notes.qualities(self._connection, source_of, now.astimezone(UTC).date())
        with self._writing():
            return health_notes.note(self._connection, judge(found), stamp(now))

    # Runs and numbers

    def start_run(self, stage: str, now: datetime) -> int:
        """Note that a stage starts; its runs that never ended are marked interrupted. The run's id."""
        with self._writing():
            self._connection.execute(
                "UPDATE runs SET state = ? WHERE stage = ? AND state = ?", (RunState.INTERRUPTED, stage, RunState.RUNNING)
            )
            found = self._connection.execute(
                "INSERT INTO runs (stage, started, state, counts) VALUES (?, ?, ?, '{}')", (stage, stamp(now), RunState.RUNNING)
            ).lastrowid
        assert found is not None
        return found

    def finish_run(self, run_id: int, state: RunState, counts: Mapping[str, int], now: datetime) -> None:
        """Note how a run ended and what it counted.

        Raises:
            ValueError: there is no such run.
        """
        with self._writing():
            done = self._connection.execute(
                "UPDATE runs SET state = ?, counts = ?, finished = ? WHERE id = ?",
                (str(state), json.dumps(dict(counts)), stamp(now), run_id),
            ).rowcount
            if not done:
                raise ValueError(f"no such run: {run_id}")

    def last_runs(self) -> list[Run]:
        """The last run of every stage, by stage."""
        return [
            Run(
                row["id"],
                row["stage"],
                instant(row["started"]),
                instant(row["finished"]) if row["finished"] else None,
                RunState(row["state"]),
                json.loads(row["counts"]),
            )
            for row in self._connection.execute(query("last_runs"))
        ]

    def counts(self) -> dict[str, int]:
        """How many there are: articles, relevant, rejections, reports, unattached, events, withdrawn, outlets, issues."""
        return dict(self._connection.execute(query("store_counts")).fetchone())

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written in the block is one transaction: all of it or nothing."""
        with self._writing():
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._connection.in_transaction:  # inside of together()
            yield
            return
        with guard(self._path), transaction(self._connection):
            yield
