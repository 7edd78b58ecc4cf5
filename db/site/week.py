"""What the press told of in its newest week, by office: what a press officer looks at first."""

import sqlite3
from typing import Any

from db.calendars import shift
from db.queries import query
from db.summary import office_name
from db.texts import printable
from models.records import Office
from models.vocab import OfficeKind

DAYS = 7

MOST = 12
"""Offices on the front page; the rest are counted."""


def newest(connection: sqlite3.Connection) -> dict[str, Any] | None:
    """The week that ends with the newest report: its ``first`` and ``last`` day, how many ``events`` were reported in it, and the
    ``offices`` they are of (the busiest :data:`MOST`, with ``more`` beside them). ``None`` where there is no event.
    """
    last = connection.execute("SELECT max(published_last) FROM events WHERE withdrawn IS NULL").fetchone()[0]
    if last is None:
        return None
    given = {"since": shift(last[:10], 1 - DAYS), "limit": MOST}
    count = "SELECT count(*) FROM events WHERE withdrawn IS NULL AND published_last >= :since"
    rows = connection.execute(query("site_week"), given).fetchall()
    return {
        "first": given["since"],
        "last": last[:10],
        "events": connection.execute(count, given).fetchone()[0],
        "offices": [
            {
                "id": row["id"],
                "name": printable(office_name(Office(OfficeKind(row["kind"]), row["name"]))),
                "events": row["events"],
                "types": row["types"].split(","),
            }
            for row in rows
        ],
        "more": max(0, rows[0]["offices"] - MOST) if rows else 0,
    }
