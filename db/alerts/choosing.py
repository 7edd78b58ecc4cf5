"""The filters of alerts, which are those of the feeds: read from a query string, and asked of some events."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from db.alerts.targets import AlertError
from db.feeds import selection
from db.feeds.filters import FilterError, Filters, check, described

_BATCH = 500


def canonical(connection: sqlite3.Connection, text: str) -> str:
    """A filter as it is stored, in its one form.

    Raises:
        AlertError: a filter or value is not known; the message names it and lists what is allowed.
    """
    try:
        filters = Filters.from_query(text.strip().removeprefix("?"))
        check(connection, filters)
    except FilterError as error:
        raise AlertError(str(error)) from None
    except ValueError:
        raise AlertError("Saringan terlalu panjang atau tidak terbaca. Tulis seperti 'jenis=santunan&provinsi=11'.") from None
    return filters.query


def rows(connection: sqlite3.Connection, filter_: str) -> Iterator[sqlite3.Row]:
    """Id, status and date of every event that a stored filter lets through."""
    every = selection.every(connection, _read(filter_), _BATCH)
    while numbers := [place.number for place in islice(every, _BATCH)]:
        yield from connection.execute(
            "SELECT id, status, event_date FROM events WHERE number IN (SELECT value FROM json_each(?))", (json.dumps(numbers),)
        )


def among(connection: sqlite3.Connection, filter_: str, ids: Sequence[str]) -> set[str]:
    """Those of some events that a stored filter lets through."""
    return selection.among(connection, _read(filter_), ids)


def told(connection: sqlite3.Connection, filter_: str) -> str:
    """What a stored filter asks for, in words; empty for everything."""
    return described(connection, _read(filter_))


def _read(filter_: str) -> Filters:
    """A stored filter, which an older program may have written.

    Raises:
        AlertError: this program does not know it (any longer).
    """
    try:
        return Filters.from_query(filter_)
    except FilterError as error:
        raise AlertError(f"Saringan tersimpan {filter_!r} tidak berlaku lagi: {error}") from None
