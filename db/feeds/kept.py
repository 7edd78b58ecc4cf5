"""Entries kept in the database as they are written: to write one takes longer than to read a hundred.

What is kept is only ever used where it is of the event's last change and looks as entries look now; the rest is written when it
is asked for.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from db.database import transaction
from db.feeds.entries import HOME, numbered
from db.feeds.forms import FORMS
from db.feeds.selection import Place
from db.labels import labels
from db.queries import query

_LOOK = "1"
"""The look of entries: a change of it renews all that are kept. Raise it with every change of what :mod:`db.feeds` writes."""

_BATCH = 200
"""Events written in one transaction: others that write wait less than half a second."""

_ALL = -1
"""No limit, to SQLite."""


def keep(connection: sqlite3.Connection, progress: Callable[[int], None] = lambda _: None) -> int:
    """Write what is not yet kept of the events in force, and return how many those were.

    Events come in the order of their last changes, each batch in a transaction: stopped anywhere, it goes on there the next time.
    ``progress`` is told how many are done.
    """
    done = after = 0
    while True:
        with transaction(connection):
            places = _missing(connection, after, _BATCH)
            _save(connection, places)
        done += len(places)
        progress(done)
        if len(places) < _BATCH:
            return done
        after = max(places.values())


def waiting(connection: sqlite3.Connection) -> int:
    """How many events are not yet kept as they are now."""
    return len(_missing(connection, 0, _ALL))


def _missing(connection: sqlite3.Connection, after: int, limit: int) -> dict[int, int]:
    """The numbers of events that are not kept, with those of their last changes, which come after one."""
    given = {"after": after, "limit": limit, "look": _look()}
    return {row["number"]: row["sequence"] for row in connection.execute(query("entries_missing"), given)}


def _save(connection: sqlite3.Connection, places: Mapping[int, int]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO event_entries (form, number, look, sequence, entry) VALUES (?, ?, ?, ?, ?)",
        (
            (form, number, _look(), places[number], zlib.compress(FORMS[form].entry(entry).encode()))
            for number, entry in numbered(connection, list(places), HOME).items()
            for form in FORMS
        ),
    )


def written(connection: sqlite3.Connection, form: str, places: Sequence[Place], home: str) -> Iterator[str]:
    """The entries of events in their order, in a format; those that have none there are left out.

    ``home`` is the public address of the site, without a slash at its end.
    """
    wanted = {place.number: place.sequence for place in places}
    given = {"form": form, "numbers": json.dumps(list(wanted)), "look": _look()}
    texts = {
        row["number"]: zlib.decompress(row["entry"]).decode()
        for row in connection.execute(query("entries_kept"), given)
        if row["sequence"] == wanted[row["number"]]
    }
    if missing := [number for number in wanted if number not in texts]:
        texts |= {number: FORMS[form].entry(entry) for number, entry in numbered(connection, missing, HOME).items()}
    for place in places:
        if text := texts.get(place.number):
            yield FORMS[form].placed(text, home)


@cache
def _look() -> str:
    """The look of entries, in which the labels have a part."""
    return f"{_LOOK}-{hashlib.sha256(json.dumps(labels(), sort_keys=True).encode()).hexdigest()[:12]}"
