"""Which days of each source were watched: intervals in ``pages.db``, so that silence can be told from not having looked."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

GAP = timedelta(days=3)
"""A pause in watching that leaves no hole: lists on the agency, and most feeds, still show what appeared meanwhile."""


@dataclass(frozen=True, slots=True)
class Watched:
    """From the first to the last day (UTC) everything a source published on the agency was looked for."""

    source: str
    first: date
    last: date


def extend(connection: sqlite3.Connection, source: str, first: date, last: date) -> None:
    """Note within a transaction that a source was watched from one day to another; intervals that meet become one."""
    near = (source, (last + GAP).isoformat(), (first - GAP).isoformat())
    met = connection.execute("SELECT first, last FROM coverage WHERE source = ? AND first <= ? AND last >= ?", near).fetchall()
    connection.execute("DELETE FROM coverage WHERE source = ? AND first <= ? AND last >= ?", near)
    whole = (
        min([first.isoformat(), *(row["first"] for row in met)]),
        max([last.isoformat(), *(row["last"] for row in met)]),
    )
    connection.execute("INSERT INTO coverage (source, first, last) VALUES (?, ?, ?)", (source, *whole))


def watched(connection: sqlite3.Connection) -> list[Watched]:
    """All intervals, by source and time."""
    return [
        Watched(row["source"], date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))
        for row in connection.execute("SELECT source, first, last FROM coverage ORDER BY source, first")
    ]


def replace(connection: sqlite3.Connection, intervals: Iterable[Watched]) -> None:
    """Put intervals in the place of all that are there, within a transaction: for the copy of them in ``news.db``."""
    connection.execute("DELETE FROM coverage")
    connection.executemany(
        "INSERT INTO coverage (source, first, last) VALUES (?, ?, ?)",
        [(item.source, item.first.isoformat(), item.last.isoformat()) for item in intervals],
    )
