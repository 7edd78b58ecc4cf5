"""Who says what of an event, also where they differ; what became of it; and whose words the articles have.

Read from what merging keeps (``docs/merging.md``) into plain dictionaries whose texts are fit to be shown.
"""

import math
import sqlite3
from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from db.calendars import spoken
from db.labels import label
from db.queries import query
from db.site import links
from db.site.agreement import differ
from db.slots import SLOTS
from db.summary import Figure, amount, listed
from db.texts import printable
from models.vocab import FigureKind, Indicator, Per

Page = dict[str, Any]

_MOST_SAYING = 30
"""Articles told of one value; beyond them they are counted."""

MOST_VALUES = 12
"""Values shown of one slot; beyond them they are counted."""

_MOST_SLOTS = 40
"""Slots shown of an event; no sentence holds that many kinds of figures."""

MOST_FIGURES = 60
"""Different figures shown of an event."""

LONGEST = 200
"""Characters of a value on the page."""

LIKENESS = {"copy": "salinan", "shortened": "dipersingkat", "extended": "ditambah", "joined": "gabungan"}
"""What an article is to the one whose words it has."""


def told(connection: sqlite3.Connection, event: Mapping[str, Any]) -> Page:
    """What the reports of an event tell of its date, venue, status and figures: the slots they contradict each other about
    (``differing``), and the others (``agreed``), each with its values, the preferred one first, and who says them;
    ``about`` names the slots of both in a row.
    """
    slots: dict[str, list[Page]] = {}
    for row in connection.execute(query("site_event_values"), {"id": event["id"], "most": _MOST_SAYING}):
        values = slots.setdefault(row["slot"], [])
        if not values or values[-1]["ord"] != row["ord"]:
            values.append(_value(row))
        values[-1]["by"].append(_saying(row))
    found: dict[str, list[Page]] = {"differing": [], "agreed": []}
    in_order = sorted(slots.items(), key=lambda item: (_ORDER.get(item[0], len(_ORDER)), item[0]))
    for slot, values in in_order[:_MOST_SLOTS]:
        in_time = sorted(values, key=lambda value: value["first_said"])
        said = [(value["value"], saying["article_id"]) for value in in_time for saying in value["by"]]
        differs = differ(slot, said)
        found["differing" if differs else "agreed"].append(
            {
                "slot": slot,
                "label": slot_label(slot),
                "values": values[:MOST_VALUES],
                "more": max(0, len(values) - MOST_VALUES),
                "corrected": _corrected(event, slot, values),
            }
        )
    about = {name: listed([_lowered(slot["label"]) for slot in told_of], at_most=6) for name, told_of in found.items()}
    return found | {"about": about}


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


_ORDER = {"status": 0, "date": 1, "venue": 2}
_COLUMNS = {"status": "status", "date": "event_date", "venue": "venue"}


def _value(row: sqlite3.Row) -> Page:
    return {
        "ord": row["ord"],
        "value": row["value"],
        "text": value_text(row["slot"], row["value"]),
        "preferred": bool(row["preferred"]),
        "accounts": row["accounts"],
        "first_said": row["first_said"],
        "more": max(0, row["said"] - _MOST_SAYING),
        "by": [],
    }


def _saying(row: sqlite3.Row) -> Page:
    return {
        "article_id": row["article_id"],
        "outlet_id": row["outlet_id"],
        "outlet_name": printable(row["outlet_name"]),
        "href": links.outward(row["url"]),
        "published": row["published"],
        "published_offset": row["published_offset"],
        "published_day": row["published_day"],
        "copied": row["likeness"] in LIKENESS,
    }


def _corrected(event: Mapping[str, Any], slot: str, values: Sequence[Page]) -> str | None:
    """What the event shows where that is none of what is preferred: somebody has corrected it."""
    if slot not in _COLUMNS:
        return None
    shown = event[_COLUMNS[slot]]
    if any(value["preferred"] and printable(value["value"]) == (shown or "") for value in values):
        return None
    return value_text(slot, shown) if shown else "tidak disebut"


def slot_label(slot: str) -> str:
    """What a slot of ``event_values`` is called: ``Tanggal``, ``Manfaat dibayarkan per bulan``."""
    kind, _, rest = slot.partition(":")
    if kind != "figure":
        return SLOTS[slot].label if slot in SLOTS else printable(slot)
    indicator, _, rest = rest.partition(":")
    _, _, per = rest.partition(":")
    name = label("Indicator", indicator)
    told_per = f" {label('Per', per)}" if per else ""
    return printable(f"{name[:1].upper()}{name[1:]}{told_per}")


def value_text(slot: str, value: str) -> str:
    """A value of ``event_values`` in words; what cannot be read as its slot demands is told as it is."""
    try:
        found = _worded(slot, value)
    except (ValueError, OverflowError):
        found = value
    return shorten(printable(found), LONGEST, placeholder=" …")


def _worded(slot: str, value: str) -> str:
    if slot == "date":
        return spoken(value)
    if slot == "status":
        return label("Status", value)
    if not slot.startswith("figure:"):
        return value
    _, indicator, rest = slot.split(":", 2)
    unit, _, per = rest.partition(":")
    kind = FigureKind.MONEY if unit == "IDR" else FigureKind.PERCENT if unit == "percent" else FigureKind.COUNT
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return amount(Figure(number, kind, unit, Indicator(indicator), Per(per) if per else None))


def statuses(connection: sqlite3.Connection, event_id: str) -> list[Page]:
    """The statuses and dates an event has had, in order, each with the article that caused it, if one did."""
    rows = connection.execute(query("site_event_statuses"), {"id": event_id})
    return [
        {
            "noted": row["noted"],
            "status": row["status"],
            "status_name": label("Status", row["status"]),
            "event_date": row["event_date"],
            "mark": row["mark"],
            "cause": cause(row),
        }
        for row in rows
    ]


def cause(row: sqlite3.Row) -> Page | None:
    """The article because of which something changed."""
    if row["article_id"] is None:
        return None
    return {"article_id": row["article_id"], "outlet_name": printable(row["outlet_name"]), "day": row["published_day"]}


def measured(figures: Sequence[Page]) -> list[Page]:
    """Figures that say the same (value, unit, and what they measure) as one, with the articles that give it (``sources``), in the
    order in which each is told first; at most :data:`MOST_FIGURES`.
    """
    found: dict[tuple[Any, ...], Page] = {}
    for figure in figures:
        key = tuple(figure[part] for part in ("value", "kind", "unit", "indicator", "per", "qualifier"))
        told_of = found.setdefault(key, {**figure, "sources": {}})
        told_of["sources"].setdefault(figure["article_id"], figure["outlet_name"])
    return list(found.values())[:MOST_FIGURES]


def grouped(reports: Sequence[Page]) -> list[Page]:
    """Reports with those of copied articles (``copies``) under the one whose words they have, or under the first copy where
    that one is no report of this event.
    """
    heads: dict[str, Page] = {}
    for report in sorted(reports, key=lambda report: report["original_id"] not in (None, report["article_id"])):
        key = report["original_id"] or report["article_id"]
        if key in heads:
            heads[key]["copies"].append(report)
        else:
            heads[key] = report | {"copies": []}
    return sorted(heads.values(), key=lambda report: (report["published"], report["id"]))


def origin(connection: sqlite3.Connection, article_id: str, most: int = 24) -> Page:
    """Whose words an article has: what it is to its ``original`` and the ``parts`` it was joined from, and its ``copies``."""
    given = {"id": article_id, "most": most + 1}
    row = connection.execute(query("site_article_origin"), given).fetchone()
    copied = row is not None and row["likeness"] in LIKENESS
    parts = connection.execute(query("site_article_parts"), given) if copied and row["likeness"] == "joined" else ()
    copies = [_article(r) for r in connection.execute(query("site_article_copies"), given)]
    return {
        "original": _article(row) if copied else None,
        "parts": [_article(r) for r in parts if r["id"] != row["id"]][:most],
        "copies": copies[:most],
        "more": len(copies) > most,
    }


def _article(row: sqlite3.Row) -> Page:
    return {
        "id": row["id"],
        "title": shorten(printable(row["title"]), LONGEST, placeholder=" …"),
        "outlet_id": row["outlet_id"],
        "outlet_name": printable(row["outlet_name"]),
        "published_day": row["published_day"],
        "likeness": LIKENESS.get(row["likeness"]),
        "share": None if row["share"] is None else round(100 * row["share"]),
    }
