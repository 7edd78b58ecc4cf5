"""What changed of an event, when, and because of which report; what its reports tell of it, also where they disagree.

All inside the caller's transaction. ``event_changes`` is only ever added to: feeds, alerts and machines read it by sequence.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields, is_dataclass
from typing import Any

from db.rows import insert
from db.texts import storable
from models.records import Event
from models.tellings import Story, ToldValue
from models.vocab import Status

Changes = dict[str, Any]
"""By field: the old and the new value (plain JSON) as a pair; of ``reports`` those that joined and those that left."""


def changes(before: Event | None, event: Event) -> Changes:
    """The fields in which an event differs from what is stored; the order of its reports does not count."""
    old, new = set(before.reports if before else ()), set(event.reports)
    found: Changes = {}
    for name in (field.name for field in fields(event) if field.name != "id"):
        if name == "reports":
            if old != new:
                found[name] = {"joined": sorted(new - old), "left": sorted(old - new)}
        elif before is None or getattr(before, name) != getattr(event, name):
            found[name] = [None if before is None else _plain(getattr(before, name)), _plain(getattr(event, name))]
    return found


def note(
    connection: sqlite3.Connection, event: str, now: str, kind: str, changed: Mapping[str, Any], story: Story | None
) -> None:
    """Add a line to the ledger of changes."""
    details = dict(changed)
    if story is not None and story.came_from is not None:
        details["came_from"] = story.came_from
    connection.execute(
        "INSERT INTO event_changes (event_id, noted, kind, fields, cause, details) VALUES (?, ?, ?, ?, ?, ?)",
        (
            event,
            now,
            kind,
            json.dumps([name for name in changed if name not in _ASIDE]),
            story and story.cause,
            json.dumps(details, ensure_ascii=False),
        ),
    )


_ASIDE = frozenset({"successor"})
"""What the details of a change hold that is no field of an event."""


def note_status(connection: sqlite3.Connection, event: Event, now: str, changed: Mapping[str, Any], story: Story | None) -> None:
    """Add a line to the history of status and date, where one of them changed."""
    last = connection.execute(
        "SELECT status, event_date FROM event_statuses WHERE event_id = ? ORDER BY id DESC LIMIT 1", (event.id,)
    ).fetchone()
    postponed = event.status is Status.PLANNED and changed.get("postponed_from", [None, None])[1] is not None
    if last is None or postponed or (last["status"], last["event_date"]) != (str(event.status), event.date):
        connection.execute(
            "INSERT INTO event_statuses (event_id, noted, status, event_date, mark, report_id) VALUES (?, ?, ?, ?, ?, ?)",
            (event.id, now, str(event.status), event.date, "postponed" if postponed else None, story and story.cause),
        )


def shown_figures(connection: sqlite3.Connection, event: str) -> list[list[str]]:
    """The figures an event shows: slot and value, in order."""
    rows = connection.execute(
        "SELECT slot, value FROM event_values WHERE event_id = ? AND preferred = 1 AND slot LIKE 'figure:%' ORDER BY slot, ord",
        (event,),
    )
    return [[row["slot"], row["value"]] for row in rows]


def told_figures(connection: sqlite3.Connection, event: str, story: Story | None) -> list[tuple[str, str, bool, int]]:
    """All figures told of an event, from a story or as stored: slot, value, whether it is shown, and accounts."""
    if story is not None:
        return [(v.slot, v.value, v.preferred, v.accounts) for v in story.values if v.slot.startswith("figure:")]
    rows = connection.execute(
        "SELECT slot, value, preferred, accounts FROM event_values WHERE event_id = ? AND slot LIKE 'figure:%'", (event,)
    )
    return [(row["slot"], row["value"], bool(row["preferred"]), row["accounts"]) for row in rows]


def figures_of(values: Sequence[ToldValue]) -> list[list[str]]:
    """The same of values in hand."""
    return sorted([value.slot, value.value] for value in values if value.preferred and value.slot.startswith("figure:"))


def save_values(connection: sqlite3.Connection, event: str, values: Sequence[ToldValue]) -> None:
    """Store what reports tell of an event, in place of what was stored."""
    connection.execute("DELETE FROM event_values WHERE event_id = ?", (event,))
    place: dict[str, int] = {}
    rows = []
    for value in values:
        slot = storable(value.slot)
        place[slot] = place.get(slot, -1) + 1
        first = value.reports[0]
        said = connection.execute("SELECT published FROM reports WHERE id = ?", (first,)).fetchone()[0]
        rows.append(
            {
                "event_id": event,
                "slot": slot,
                "ord": place[slot],
                "value": storable(value.value),
                "preferred": int(value.preferred),
                "accounts": value.accounts,
                "reports": json.dumps(value.reports),
                "first_report": first,
                "first_said": said,
            }
        )
    insert(connection, "event_values", rows)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(part) for part in astuple(value)[:3]]
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if value is None else str(value)
