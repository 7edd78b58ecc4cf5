"""A stored article in the shape of a gold file (docs/annotation.md), for people who annotate."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from db.calendars import instant
from db.queries import query
from db.rows import report_of
from models.records import Office, Report
from models.vocab import Field

_SLOTS = ("type", "status", "salience", "date", "venue", "places", "offices", "counterparties", "officials", "programs")


def candidate(connection: sqlite3.Connection, article: str, corrected: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """All that was read out of an article, as an annotator would write it.

    Args:
        connection: an open news.db with the full text.
        article: the article's id; there must be one.
        corrected: by event, the slots that people gave other values (as the event has them).
    """
    row = connection.execute("SELECT * FROM articles WHERE id = ?", (article,)).fetchone()
    text = row["body"]
    given = {"id": article}
    officials = connection.execute(query("site_article_officials"), given)
    reports = connection.execute(query("reports_of_article"), {"article": article}).fetchall()
    reports.sort(key=lambda r: (r["salience"], r["trigger_field"] == "text", r["trigger_start"], r["id"]))
    return {
        "id": article,
        "url": row["url"],
        "outlet": row["outlet_name"],
        "published": instant(row["published"], row["published_offset"]).isoformat(),
        "title": row["title"],
        "text": text,
        "relevant": bool(row["relevant"]),
        "dates": [
            _placed(text, r["text"], r["start_offset"]) | {"value": r["date"]}
            for r in connection.execute("SELECT * FROM date_mentions WHERE article_id = :id ORDER BY ord", given)
        ],
        "offices": [
            {"kind": r["kind"], "name": r["name"]}
            for r in connection.execute("SELECT kind, name FROM article_offices WHERE article_id = :id ORDER BY ord", given)
        ],
        "officials": [
            {key: r[key] for key in ("name", "position", "organisation")} | {"aliases": json.loads(r["aliases"])}
            for r in officials
        ],
        "figures": [
            _placed(text, r["text"], r["start_offset"])
            | {"value": _number(r["value"]), "kind": r["kind"], "unit": r["unit"], "indicator": r["indicator"]}
            | {key: r[key] for key in ("per", "qualifier") if r[key]}
            for r in connection.execute("SELECT * FROM figures WHERE article_id = :id ORDER BY ord", given)
        ],
        "programs": [
            r["code"]
            for r in connection.execute("SELECT DISTINCT code FROM program_mentions WHERE article_id = :id ORDER BY code", given)
        ],
        "events": [_event(text, report_of(r).report, corrected.get(r["event_id"], {})) for r in reports],
    }


def _event(text: str, report: Report, corrected: Mapping[str, Any]) -> dict[str, Any]:
    at = report.trigger_span.start if report.trigger_span.field is Field.TEXT else None
    placed = _placed(text, report.trigger, at)
    slots = {name: _plain(corrected.get(name, getattr(report, name))) for name in _SLOTS}
    return {"trigger": placed.pop("text"), **placed, **slots}


def _plain(value: Any) -> Any:
    if isinstance(value, Office):
        return {"kind": str(value.kind), "name": value.name}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return None if value is None else str(value)


def _placed(text: str, words: str, start: int | None) -> dict[str, Any]:
    """Words and which occurrence of them in the text is meant, left out where it is the first."""
    nth, at = 1, text.find(words)
    while start is not None and 0 <= at < start:
        nth, at = nth + 1, text.find(words, at + 1)
    return {"text": words} | ({"nth": nth} if start is not None and at == start and nth > 1 else {})


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value
