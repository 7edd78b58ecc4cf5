"""The changes of an event in words: what it was before, what it is since, and because of which report."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from db.labels import label
from db.queries import query
from db.site.accounts import LONGEST, MOST_VALUES, Page, cause, slot_label, value_text
from db.slots import SLOTS
from db.texts import printable


def changes(connection: sqlite3.Connection, event_id: str, corrected: Mapping[str, int]) -> list[Page]:
    """What changed of an event, the last change first, in words; ``corrected`` are the numbers of corrections by the instant
    at which they were noted.
    """
    rows = connection.execute(query("site_event_changes"), {"id": event_id})
    return [told(row, corrected.get(row["noted"])) for row in rows]


def told(row: sqlite3.Row, correction: int | None = None) -> Page:
    """A change in words; ``correction`` is the number of the correction that made it, if one did."""
    details = json.loads(row["details"]) if row["details"] else {}
    lines = [] if row["kind"] == "new" else [line for field, value in details.items() if (line := _line(field, value))]
    if not lines and row["kind"] != "new":
        lines = [{"label": name, "text": "berubah"} for name in map(_field_label, json.loads(row["fields"]))]
    came_from = details.get("came_from") if isinstance(details.get("came_from"), str) else None
    return {
        "number": row["sequence"],
        "noted": row["noted"],
        "new": row["kind"] == "new",
        "withdrawn": row["kind"] == "withdrawn",
        "lines": lines,
        "came_from": came_from,
        "cause": cause(row),
        "correction": correction,
        "passed": set(details) == {"unconfirmed"},
    }


def _line(field: str, value: Any) -> Page | None:
    """A change of one field: before and after, or what a list gained and lost; ``None`` where there is nothing to say."""
    if field == "reports" and isinstance(value, dict):
        moved = [
            f"{len(value.get(key) or ())} {word}" for key, word in (("joined", "masuk"), ("left", "keluar")) if value.get(key)
        ]
        return {"label": "Laporan", "text": ", ".join(moved)}
    if field in _NO_FIELDS or not isinstance(value, list) or len(value) != 2:
        return None
    before, after = value
    if field in ("unconfirmed", "withdrawn"):
        return {"label": _field_label(field), "text": "ditandai" if after else "tanda dihapus"}
    if isinstance(before, list) or isinstance(after, list):
        old, new = _listed(field, before), _listed(field, after)
        gained = [name for name in new if name not in old]
        lost = [name for name in old if name not in new]
        if not gained and not lost:
            return {"label": _field_label(field), "text": "urutannya berubah"}
        return {"label": _field_label(field), "gained": _capped(gained), "lost": _capped(lost)}
    return {"label": _field_label(field), "before": _told_of(field, before), "after": _told_of(field, after)}


_NO_FIELDS = frozenset({"came_from", "successor"})
_LABELS = {
    "reports": "Laporan",
    "figures": "Angka",
    "unconfirmed": "Belum terkonfirmasi",
    "postponed_from": "Semula",
    "withdrawn": "Penarikan",
}


def _field_label(field: str) -> str:
    return SLOTS[field].label if field in SLOTS else _LABELS.get(field, printable(field))


def _listed(field: str, values: Any) -> list[str]:
    return [_told_of(field, value) for value in values] if isinstance(values, list) else []


def _capped(names: Sequence[str]) -> list[str]:
    left = len(names) - MOST_VALUES
    return [*names[:MOST_VALUES], f"dan {left} lainnya"] if left > 0 else list(names)


def _told_of(field: str, value: Any) -> str:
    if value is None or value == "":
        return "tidak disebut"
    if field == "figures" and isinstance(value, list) and len(value) == 2:
        return f"{slot_label(str(value[0]))}: {value_text(str(value[0]), str(value[1]))}"
    if field == "offices" and isinstance(value, list) and len(value) >= 2:
        kind, name = str(value[0]), str(value[1])
        told_kind = label("OfficeKind", kind)
        return shorten(printable(told_kind if kind == "pusat" else f"{told_kind} {name}"), LONGEST, placeholder=" …")
    if field == "type":
        return printable(label("EventType", str(value)))
    return value_text("date" if field == "postponed_from" else field, str(value))
