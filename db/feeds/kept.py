"""Entries kept in the database as they are written: to write one takes longer than to read a hundred.

What is kept is only ever used where it is of the event's last change and looks as entries look now; the rest is written when it
is asked for.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
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

_FACT = "entries"
"""Where it is noted how far entries are kept."""


def keep(connection: sqlite3.Connection, progress: Callable[[int], None] = lambda _: None) -> int:
    """Write what is not yet kept of the events in force, and return how many those were.

    Events come in the order of their last changes, each batch in a transaction: stopped anywhere, it goes on there the next time.
    ``progress`` is told how many are done.
    """
    done = 0
    while True:
        with transaction(connection):
            count = _batch(connection)
        done += count
        progress(done)
        if count < _BATCH:
            return done


def waiting(connection: sqlite3.Connection) -> int:
    """How many events are not yet kept as they are now."""
    sql = "SELECT count(*) FROM event_facets WHERE facet = 'semua' AND code = '' AND sequence > ?"
    found: int = connection.execute(sql, (_done(connection),)).fetchone()[0]
    return found


def _done(connection: sqlite3.Connection) -> int:
    """The number of the change up to which entries are kept as they look now."""
    noted = connection.execute("SELECT value FROM store_facts WHERE key = ?", (_FACT,)).fetchone()
    look, last = json.loads(noted["value"]) if noted else ("", 0)
    return int(last) if look == _look() else 0


def _batch(connection: sqlite3.Connection) -> int:
    given = {"after": _done(connection), "limit": _BATCH}
    places = {row["number"]: row["sequence"] for row in connection.execute(query("entries_missing"), given)}
    connection.executemany(
        "INSERT OR REPLACE INTO event_entries (form, number, look, sequence, entry) VALUES (?, ?, ?, ?, ?)",
        (
            (form, number, _look(), places[number], zlib.compress(FORMS[form].entry(entry).encode()))
            for number, entry in numbered(connection, list(places), HOME).items()
            for form in FORMS
        ),
    )
    if places:
        connection.execute(
            "INSERT OR REPLACE INTO store_facts VALUES (?, ?)", (_FACT, json.dumps([_look(), max(places.values())]))
        )
    return len(places)


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
