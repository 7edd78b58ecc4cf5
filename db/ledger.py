"""The ledger of corrections laid over events, inside the caller's transaction.

What the rules read of a corrected slot is kept beside it (``corrected_slots``), so that a correction can be taken back at any
time and what is re-read meanwhile is not lost.
"""

import sqlite3
from dataclasses import replace
from typing import Any

from db import slots
from db.database import DatabaseError
from db.queries import query
from models.records import Event


def overlaid(connection: sqlite3.Connection, event: Event) -> Event:
    """An event as the rules have it, with the corrections in force laid over it; what they cover is remembered.

    Raises:
        DatabaseError: an entry holds a code that this program no longer knows; the message names it and the remedy.
    """
    rows = connection.execute(query("corrections_in_force"), {"event": event.id}).fetchall()
    connection.execute("DELETE FROM corrected_slots WHERE event_id = ?", (event.id,))
    values: dict[str, Any] = {row["field"]: _decoded(row) for row in rows}
    if not values:
        return event
    connection.executemany(
        "INSERT INTO corrected_slots VALUES (?, ?, ?)",
        [(event.id, field, slots.encode(field, getattr(event, field))) for field in values],
    )
    return replace(event, **values)


def bare(connection: sqlite3.Connection, event: Event) -> Event:
    """A stored event as the rules have it, without corrections."""
    rows = connection.execute("SELECT field, value FROM corrected_slots WHERE event_id = ?", (event.id,))
    values: dict[str, Any] = {row["field"]: slots.decode(row["field"], row["value"]) for row in rows}
    return replace(event, **values) if values else event


def corrected(connection: sqlite3.Connection, event: str) -> bool:
    """Whether any entry concerns an event or one that became part of it."""
    return connection.execute(query("corrections_in_force"), {"event": event}).fetchone() is not None


def _decoded(row: sqlite3.Row) -> Any:
    try:
        return slots.decode(row["field"], row["value"])
    except ValueError:
        raise DatabaseError(
            f"Koreksi {row['number']} memberi `{row['field']}` nilai {row['value']}, yang tidak dikenal lagi. "
            f"Batalkan dengan `pantau correct --undo {row['number']} --by NAMA --why SEBAB`, lalu ulangi."
        ) from None
