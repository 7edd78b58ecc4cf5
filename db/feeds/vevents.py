"""Calendar entries kept in the database as they are written: to write one takes longer than to read a hundred.

What is kept is only ever used where it is of the event's last change and of the present form; the rest is written when asked for.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence

from db.database import transaction
from db.feeds.entries import numbered
from db.feeds.ics import LOOK, placed, vevent
from db.feeds.selection import Place
from db.queries import query
from db.site import links

_BATCH = 200
"""Events written in one transaction: others that write wait less than half a second."""


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


def _batch(connection: sqlite3.Connection) -> int:
    rows = connection.execute(query("vevents_missing"), {"look": LOOK, "limit": _BATCH}).fetchall()
    entries = numbered(connection, [row["number"] for row in rows], "")
    connection.executemany(
        "INSERT OR REPLACE INTO event_vevents (number, look, sequence, event_id, vevent) VALUES (?, ?, ?, ?, ?)",
        [
            (row["number"], LOOK, row["sequence"], entry.id, vevent(entry))
            for row in rows
            if (entry := entries.get(row["number"])) is not None
        ],
    )
    return len(rows)


def written(connection: sqlite3.Connection, places: Sequence[Place], home: str) -> Iterator[str]:
    """The calendar entries of events in their order, those without a date left out.

    ``home`` is the public address of the site, without a slash at its end.
    """
    numbers = json.dumps([place.number for place in places])
    rows = connection.execute(query("vevents_kept"), {"look": LOOK, "numbers": numbers})
    kept = {(row["number"], row["sequence"]): (row["event_id"], row["vevent"]) for row in rows}
    missing = [place.number for place in places if (place.number, place.sequence) not in kept]
    entries = numbered(connection, missing, home) if missing else {}
    fresh = {number: (entry.id, vevent(entry)) for number, entry in entries.items()}
    for place in places:
        key, text = kept.get((place.number, place.sequence)) or fresh.get(place.number, ("", ""))
        yield placed(text, f"{home}{links.event(key)}")
