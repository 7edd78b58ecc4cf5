"""People put events right: entries of the ledger made, taken back, listed, and written out as candidates for the gold set.

An entry is never changed. It holds for its event until another entry about the same slot, or one that takes it back, comes
after it; :mod:`db.ledger` lays it over the event each time that is saved.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from db import candidates, happenings, migrations, slots
from db.calendars import stamp
from db.database import connect, guard, transaction
from db.queries import query
from db.slots import SLOTS, SlotError
from db.texts import printable, storable
from models.records import Event

LONGEST_REASON = 500
LONGEST_NAME = 60

T = TypeVar("T")


class CorrectionError(click.ClickException):
    """A correction that cannot be made; the message is for people, names the field and says what is allowed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who puts something right, and why.

    Raises:
        CorrectionError: one of them is missing, too long, or holds control characters.
    """

    name: str
    reason: str

    def __post_init__(self) -> None:
        for field, text, longest in (("nama", self.name, LONGEST_NAME), ("alasan", self.reason, LONGEST_REASON)):
            if not any(map(str.isalnum, text)) or len(text) > longest or printable(text) != text:
                raise CorrectionError(f"{field.capitalize()} harus diisi: 1 sampai {longest} huruf, tanpa huruf kendali.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger; ``undone`` is the entry that took it back, ``waits`` says that it shows with the next merging."""

    number: int
    event: str
    field: str
    value: Any
    before: Any
    editor: str
    reason: str
    noted: str
    undoes: int | None = None
    undone: int | None = None
    waits: bool = False

    def plain(self) -> dict[str, Any]:
        """The entry for files: values as the ledger has them."""
        return {
            "number": self.number,
            "event": self.event,
            "field": self.field,
            "before": json.loads(slots.encode(self.field, self.before)),
            "value": json.loads(slots.encode(self.field, self.value)),
            "by": self.editor,
            "why": self.reason,
            "at": self.noted,
            "undoes": self.undoes,
            "undone": self.undone,
        }


def correct(path: Path, event: str, field: str, text: str, author: Author, now: datetime) -> Entry:
    """Give a slot of an event another value, for readers at once and after every later reading.

    Args:
        path: the news.db.
        event: the event; one that became part of another stands for that one.
        field: the slot, a key of :data:`db.slots.SLOTS`.
        text: the value as people write it; empty where nothing is known.
        author: who and why.
        now: when.

    Raises:
        CorrectionError: no such event or slot, or a value that it cannot have, or has already.
        DatabaseError: the database cannot be written.
    """

    def write(connection: sqlite3.Connection) -> Entry:
        found = _current(connection, event)
        if field not in SLOTS:
            raise CorrectionError(f"Isian “{printable(field)[:40]}” tidak ada. Yang ada: {', '.join(SLOTS)}.")
        try:
            value = slots.parse(field, text, found)
        except SlotError as error:
            raise CorrectionError(str(error)) from None
        before = getattr(found, field)
        if slots.encode(field, value) == slots.encode(field, before):
            raise CorrectionError(f"{SLOTS[field].label} (`{field}`) sudah bernilai demikian: {slots.told(field, value)}.")
        return _enter(connection, found.id, field, value, before, author, stamp(now))

    return _writing(path, write)


def undo(path: Path, number: int, author: Author, now: datetime) -> Entry:
    """Take an entry back: the slot has the value of the entry before it, or what the rules read.

    Raises:
        CorrectionError: no such entry, or one that is or takes back another.
        DatabaseError: the database cannot be written.
    """

    def write(connection: sqlite3.Connection) -> Entry:
        row = connection.execute(
            "SELECT c.*, back.number AS undone FROM corrections AS c LEFT JOIN corrections AS back ON back.undoes = c.number "
            "WHERE c.number = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise CorrectionError(f"Koreksi {number} tidak ada. Lihat `pantau corrections list`.")
        if row["undoes"] is not None:
            raise CorrectionError(f"Entri {number} sudah merupakan pembatalan. Catat koreksi baru bila nilainya keliru.")
        if row["undone"] is not None:
            raise CorrectionError(f"Koreksi {number} sudah dibatalkan oleh entri {row['undone']}.")
        field = row["field"]
        live = _successor(connection, row["event_id"])
        shown = happenings.load(connection, live)
        before = getattr(shown, field) if shown is not None else slots.decode(field, row["value"])
        return _enter(connection, row["event_id"], field, None, before, author, stamp(now), undoes=number)

    return _writing(path, write)


def history(connection: sqlite3.Connection, event: str) -> list[Entry]:
    """The ledger of an event and of those that became part of it, newest first."""
    return [_entry(row) for row in connection.execute(query("corrections_of_event"), {"event": event})]


def everything(connection: sqlite3.Connection) -> Iterator[Entry]:
    """The whole ledger, oldest first."""
    rows = connection.execute(
        "SELECT c.*, back.number AS undone FROM corrections AS c LEFT JOIN corrections AS back ON back.undoes = c.number "
        "ORDER BY c.number"
    )
    yield from map(_entry, rows)


def export(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every article that reports an event with a correction in force, as a candidate for the gold set (docs/annotation.md).

    The slots put right are those of the event; all others are as the article was read. ``corrections`` beside them says who did
    it and why. The article's whole text is among it: not for the public.
    """
    entries: dict[str, list[Entry]] = {}
    for entry in everything(connection):
        if entry.undoes is None and entry.undone is None:
            entries.setdefault(_successor(connection, entry.event), []).append(entry)
    articles: dict[str, set[str]] = {}
    for event in entries:
        for row in connection.execute("SELECT DISTINCT article_id FROM reports WHERE event_id = ?", (event,)):
            articles.setdefault(row["article_id"], set()).add(event)
    for article in sorted(articles):
        values = {event: {entry.field: entry.value for entry in entries[event]} for event in articles[article]}
        said = [entry for event in sorted(articles[article]) for entry in entries[event]]
        yield candidates.candidate(connection, article, values) | {"corrections": [entry.plain() for entry in said]}


def _writing(path: Path, write: Callable[[sqlite3.Connection], T]) -> T:
    connection = connect(path, create=False)
    try:
        migrations.migrate(connection)
        with guard(path), transaction(connection):
            return write(connection)
    finally:
        connection.close()


def _current(connection: sqlite3.Connection, event: str) -> Event:
    """The event that stands for an id now.

    Raises:
        CorrectionError: there is none, or it was withdrawn without a successor.
    """
    key = _successor(connection, event)
    found = happenings.load(connection, key)
    if found is None:
        raise CorrectionError(f"Kejadian “{printable(event)[:40]}” tidak ada. Nomornya ada di halaman kejadian itu.")
    if connection.execute("SELECT withdrawn FROM events WHERE id = ?", (key,)).fetchone()["withdrawn"] is not None:
        raise CorrectionError(f"Kejadian {key} sudah ditarik: tidak ada lagi berita yang melaporkannya.")
    return found


def _successor(connection: sqlite3.Connection, event: str) -> str:
    """The event that an event became part of in the end; itself where it became part of none."""
    seen = {event}
    while True:
        row = connection.execute("SELECT successor FROM events WHERE id = ?", (event,)).fetchone()
        if row is None or row["successor"] is None or row["successor"] in seen:
            return event
        event = row["successor"]
        seen.add(event)


def _enter(
    connection: sqlite3.Connection,
    event: str,
    field: str,
    value: Any,
    before: Any,
    author: Author,
    now: str,
    undoes: int | None = None,
) -> Entry:
    text = slots.encode(field, value) if undoes is None else "null"
    given = (event, field, text, slots.encode(field, before), storable(author.name), storable(author.reason), now, undoes)
    number = connection.execute(
        "INSERT INTO corrections (event_id, field, value, before, editor, reason, noted, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        given,
    ).lastrowid
    assert number is not None
    live = _successor(connection, event)
    happenings.refresh(connection, live, now)
    shown = happenings.load(connection, live)
    waits = shown is None or not shown.reports
    after = getattr(shown, field) if shown is not None else value
    return Entry(number, event, field, after, before, author.name, author.reason, now, undoes, None, waits)


def _entry(row: sqlite3.Row) -> Entry:
    field = row["field"]
    return Entry(
        row["number"],
        row["event_id"],
        field,
        None if row["undoes"] is not None else slots.decode(field, row["value"]),
        slots.decode(field, row["before"]),
        row["editor"],
        row["reason"],
        row["noted"],
        row["undoes"],
        row["undone"],
    )
