"""What each page shows, read from a connection into plain dictionaries whose texts are fit to be shown."""

import json
import sqlite3
from datetime import date
from textwrap import shorten
from typing import Any

from db import corrections, slots
from db.calendars import spoken_day
from db.labels import label, labels
from db.queries import query
from db.rows import event_of
from db.site import accounts, agreement, changed, charts, links, maps, week
from db.site.marks import Mark, Piece, listed, paragraphs, pieces
from db.summary import office_name
from db.texts import printable
from models.ids import person_id
from models.records import Office
from models.vocab import OfficeKind

Page = dict[str, Any]

PAGE = 24
"""Events on one page of a list."""

_JAKARTA = "strftime('%Y-%m-%dT%H:%M:%SZ', {}, '-7 hours')"
"""When a day begins in Jakarta, as instants are stored."""

FILTER_CONDITIONS = {
    "jenis": "AND type = :jenis",
    "provinsi": "AND province_code = :provinsi",
    "status": "AND status = :status",
    "kantor": "AND id IN (SELECT event_id FROM event_offices WHERE office_id = :kantor)",
    "wilayah": "AND id IN (SELECT event_id FROM event_places WHERE region_code = :wilayah)",
    "pejabat": "AND id IN (SELECT event_id FROM event_officials WHERE name IN "
    "(SELECT name FROM article_officials WHERE person_id = :pejabat))",
    "dari": "AND events.published_last >= " + _JAKARTA.format(":dari"),
    "sampai": "AND events.published_last < " + _JAKARTA.format("date(:sampai, '+1 day')"),
}
FILTERS = tuple(FILTER_CONDITIONS)
"""The filters of the list of events; those of days speak of the last report."""

_LISTED = {"kantor": "office", "wilayah": "region", "pejabat": "official"}
"""Filters whose events are kept in order (``event_listing``), there by id, code and name."""

_VALUES = {
    "jenis": "SELECT code, name FROM event_types WHERE {} ORDER BY code LIMIT 60",
    "provinsi": "SELECT code, name FROM regions WHERE {} AND kind = 'provinsi' ORDER BY code LIMIT 60",
    "kantor": "SELECT * FROM (SELECT id AS code, name FROM offices) WHERE {} ORDER BY code LIMIT 60",
    "wilayah": "SELECT code, name FROM regions WHERE {} ORDER BY code LIMIT 60",
    "pejabat": "SELECT * FROM (SELECT id AS code, name FROM people) WHERE {} ORDER BY code LIMIT 60",
    "media": "SELECT * FROM (SELECT id AS code, name FROM outlets) WHERE {} ORDER BY code LIMIT 60",
}
_NOTE = 300
"""Characters of a hover note; what it is about stands in the text itself."""


class UnknownValueError(ValueError):
    """A filter value that the database does not know; ``allowed`` lists some that it does."""

    def __init__(self, name: str, value: str, allowed: list[str]) -> None:
        super().__init__(name, value)
        self.name, self.value, self.allowed = name, value, allowed


def front(connection: sqlite3.Connection) -> Page:
    """The front page: numbers, latest events, events by type, province and month, newest articles."""
    totals = dict(connection.execute(query("site_totals")).fetchone())
    news = query("site_event_numbers").format(conditions="AND main = 1")
    provinces = [plain(r) for r in connection.execute(query("site_provinces"))]
    return {
        "totals": totals,
        "week": week.newest(connection),
        "map": maps.drawn({row["code"]: row["events"] for row in provinces}, links.region),
        "events": _events(connection, [row[0] for row in connection.execute(news, {"limit": 16, "offset": 0})]),
        "types": [plain(r) | {"name": label("EventType", r["code"])} for r in connection.execute(query("site_types"))],
        "provinces": provinces,
        "months": charts.months([plain(r) for r in connection.execute(query("site_months"))]),
        "articles": [article_line(r) for r in connection.execute(query("site_articles"), {"limit": 8})],
    }


def listing(connection: sqlite3.Connection, given: dict[str, str], page: int) -> Page:
    """The page that lists events: :func:`events`, and the ``provinces`` that have any, by name.

    Raises:
        UnknownValueError: see :func:`events`.
    """
    provinces = [plain(r) for r in connection.execute(query("site_provinces"))]
    return events(connection, given, page) | {"provinces": sorted(provinces, key=lambda row: str(row["name"]))}


def events(connection: sqlite3.Connection, given: dict[str, str], page: int) -> Page:
    """A page (from 1) of the list of events under filters (:data:`FILTER_CONDITIONS`).

    Raises:
        UnknownValueError: a filter has a value that is not known.
    """
    told = {name: known_value(connection, name, value) for name, value in given.items()}
    listed, code = _list(connection, given)
    conditions = " ".join(FILTER_CONDITIONS[name] for name in given if name != listed)
    values: dict[str, Any] = {**given, "limit": PAGE, "offset": (page - 1) * PAGE}
    counted, numbered = "site_event_count", "site_event_numbers"
    if listed is not None:
        values |= {"kind": _LISTED[listed], "code": code}
        numbered = "site_listed_numbers"
        counted = counted if conditions else "site_listed_count"
    every = " ".join(FILTER_CONDITIONS[name] for name in given)
    count = connection.execute(query(counted).format(conditions=every), values).fetchone()[0]
    found = _events(connection, [row[0] for row in connection.execute(query(numbered).format(conditions=conditions), values)])
    return {"events": found, "count": count, "page": page, "pages": max(1, -(-count // PAGE)), "filters": told}


def _list(connection: sqlite3.Connection, given: dict[str, str]) -> tuple[str | None, str]:
    """The filter whose list is followed, and its place there; an office-holder whose name is written in several ways has no one
    list.
    """
    for name in _LISTED:
        if name in given and name != "pejabat":
            return name, given[name]
    if "pejabat" in given:
        sql = "SELECT DISTINCT name FROM article_officials WHERE person_id = ?"
        if len(spelled := connection.execute(sql, (given["pejabat"],)).fetchall()) == 1:
            return "pejabat", spelled[0]["name"]
    return None, ""


def points(connection: sqlite3.Connection, given: dict[str, str], limit: int) -> list[Page]:
    """The newest events under filters, with the codes of their regions.

    Raises:
        UnknownValueError: a filter has a value that is not known.
    """
    for name, value in given.items():
        known_value(connection, name, value)
    sql = query("site_points").format(conditions=" ".join(FILTER_CONDITIONS[name] for name in given))
    rows = connection.execute(sql, {**given, "limit": limit})
    return [dict(row) | {"regions": json.loads(row["regions"])} for row in rows]


def known_value(connection: sqlite3.Connection, name: str, value: str) -> str:
    """What a filter's value is called.

    Raises:
        UnknownValueError: there is no such value.
    """
    if name in ("dari", "sampai"):
        return _day(name, value)
    sql = _VALUES.get(name)
    if sql is None:
        statuses = labels()["Status"]
        if value not in statuses:
            raise UnknownValueError(name, printable(value)[:80], list(statuses))
        return statuses[value]
    row = connection.execute(sql.format("code = ?"), (value,)).fetchone()
    if row is None:
        raise UnknownValueError(name, printable(value)[:80], [found["code"] for found in connection.execute(sql.format("1"))])
    return printable(row["name"])


def _day(name: str, value: str) -> str:
    """A day for people.

    Raises:
        UnknownValueError: it is none.
    """
    try:
        return spoken_day(date.fromisoformat(value).isoformat()) if len(value) == len("2025-06-24") else spoken_day("")
    except ValueError:
        raise UnknownValueError(name, printable(value)[:80], ["hari, misalnya 2025-06-24"]) from None


def event(connection: sqlite3.Connection, event_id: str) -> Page | None:
    """An event's page; a withdrawn one has nothing but its marker and its successor. ``None``: there is none."""
    row = connection.execute(query("site_event"), {"id": event_id}).fetchone()
    if row is None:
        return None
    found = plain(row)
    if found["withdrawn"]:
        return {"event": found}
    given = {"id": event_id}
    reports = [_report(r) for r in connection.execute(query("site_event_reports"), given)]
    officials = [plain(r) for r in connection.execute(query("site_event_officials"), given)]
    told = {official["name"] for official in officials}
    officials += [{"name": n, "position": None, "organisation": None} for n in names(row["officials"]) if n not in told]
    figures = accounts.measured([figure_line(r) for r in connection.execute(query("site_event_figures"), given)])
    people = _people(connection, [official["name"] for official in officials])
    entries = corrections.history(connection, event_id)
    return {
        "event": found
        | {
            "type_name": label("EventType", row["type"]),
            "status_name": label("Status", row["status"]),
            "offices": _offices(row["offices"]),
            "places": names(row["places"]),
            "counterparties": names(row["counterparties"]),
            "programs": [{"code": code, "name": label("Program", code)} for code in json.loads(row["programs"])],
        },
        "regions": dict(connection.execute(query("site_event_regions"), given).fetchall()),
        "officials": [official | {"person": people.get(official["name"])} for official in officials],
        "reports": accounts.grouped(reports),
        "shown": len(reports),
        "figures": figures,
        "sure": agreement.witnesses(reports),
        "said": accounts.told(connection, found),
        "statuses": accounts.statuses(connection, event_id),
        "changes": changed.changes(connection, event_id, {entry.noted: entry.number for entry in entries}),
        "corrections": [_correction(entry) for entry in entries],
        "values": {slot: slots.written(slot, getattr(event_of(row), slot)) for slot in slots.SLOTS},
        "siblings": [
            plain(r) | {"type_name": label("EventType", r["type"])}
            for r in connection.execute(query("site_event_siblings"), given)
        ],
    }


def _correction(entry: corrections.Entry) -> Page:
    """An entry of the ledger; the editor's name is empty in a public copy."""
    return {
        "number": entry.number,
        "slot": slots.SLOTS[entry.field].label,
        "before": slots.told(entry.field, entry.before),
        "value": slots.told(entry.field, entry.value),
        "editor": printable(entry.editor),
        "reason": printable(entry.reason),
        "noted": entry.noted,
        "undoes": entry.undoes,
        "undone": entry.undone,
    }


def article(connection: sqlite3.Connection, article_id: str) -> Page | None:
    """An article's page with every extracted span. ``None``: there is no such article."""
    given = {"id": article_id}
    row = connection.execute(query("site_article"), given).fetchone()
    if row is None:
        return None
    marks: dict[str, list[Mark]] = {"title": [], "text": []}
    for span in connection.execute(query("site_article_spans"), given):
        note = _note(span)
        marks[span["field"]].append(Mark(span["start_offset"], span["end_offset"], span["kind"], note))
    heading = paragraphs(pieces(row["title"], marks["title"]))
    return {
        "article": {k: v for k, v in plain(row).items() if k != "body"} | {"href": links.outward(row["url"])},
        "title": [piece for line in heading for piece in line],
        "origin": accounts.origin(connection, article_id),
        "paragraphs": paragraphs(pieces(row["body"], marks["text"])),
        "spans": [
            span for field, body in (("title", row["title"]), ("text", row["body"])) for span in listed(body, marks[field])
        ],
        "kinds": sorted({mark.kind for found in marks.values() for mark in found}),
        "reports": [
            plain(r)
            | {
                "type_name": label("EventType", r["type"]),
                "status_name": label("Status", r["status"]),
                "salience_name": label("Salience", r["salience"]),
            }
            for r in connection.execute(query("site_article_reports"), given)
        ],
        "figures": [figure_line(r) for r in connection.execute(query("site_article_figures"), given)],
        "officials": [
            plain(r) | {"aliases": names(r["aliases"]), "person": person_id(r["name"])}
            for r in connection.execute(query("site_article_officials"), given)
        ],
        "issues": [
            plain(r) | {"name": label("IssueCode", r["code"]), "words": _words_at(row, r)}
            for r in connection.execute(query("site_article_issues"), given)
        ],
    }


def _people(connection: sqlite3.Connection, called: list[str]) -> dict[str, str]:
    """The ids of the people of some names, by name; names that no article gives a position have none."""
    ids = {name: person_id(name) for name in called}
    known = {row[0] for row in connection.execute(query("known_people"), {"ids": json.dumps(list(ids.values()))})}
    return {name: key for name, key in ids.items() if key in known}


def plain(row: sqlite3.Row) -> Page:
    """A row as a dictionary whose texts are printable."""
    return {key: printable(value) if isinstance(value, str) else value for key, value in zip(row.keys(), row, strict=True)}


def names(text: str) -> list[str]:
    """The printable names of a JSON list."""
    return [printable(name) for name in json.loads(text)]


def _offices(text: str) -> list[Page]:
    return [{"id": key, "name": printable(office_name(Office(OfficeKind(kind), name)))} for kind, name, key in json.loads(text)]


def _events(connection: sqlite3.Connection, numbers: list[int]) -> list[Page]:
    return [event_line(row) for row in connection.execute(query("site_events"), {"numbers": json.dumps(numbers)})]


def event_line(row: sqlite3.Row) -> Page:
    """An event in a list."""
    found = plain(row)
    type_name = label("EventType", row["type"])
    return found | {
        "type_name": type_name,
        "status_name": label("Status", row["status"]),
        "heading": found["title"].removeprefix(f"{type_name}: "),
        "where": [name for name in (found["venue"], *names(row["places"])) if name],
    }


def article_line(row: sqlite3.Row) -> Page:
    """An article in a list."""
    return plain(row) | {"href": links.outward(row["url"])}


def figure_line(row: sqlite3.Row) -> Page:
    """A figure with the labels of its codes."""
    return plain(row) | {
        "indicator_name": label("Indicator", row["indicator"]),
        "per_name": row["per"] and label("Per", row["per"]),
        "qualifier_name": row["qualifier"] and label("Qualifier", row["qualifier"]),
    }


def _report(row: sqlite3.Row) -> Page:
    shown = {k: v for k, v in plain(row).items() if k != "body"}
    return shown | {
        "href": links.outward(row["url"]),
        "status_name": label("Status", row["status"]),
        "salience_name": label("Salience", row["salience"]),
        "likeness_name": accounts.LIKENESS.get(row["likeness"]),
        "evidence": _evidence(row),
    }


def _evidence(row: sqlite3.Row) -> list[Piece]:
    """The sentence that says it, with the words that say it marked."""
    text = row["title"] if row["evidence_field"] == "title" else row["body"]
    start, end = row["evidence_start"], row["evidence_end"]
    marks = []
    if row["trigger_field"] == row["evidence_field"]:
        first, last = max(row["trigger_start"], start), min(row["trigger_end"], end)
        marks.append(Mark(first - start, last - start, "kejadian", "kata-kata yang menyatakannya"))
    lines = paragraphs(pieces(text[start:end], marks))
    return [piece for line in lines for piece in line]


def _words_at(article_row: sqlite3.Row, issue: sqlite3.Row) -> str | None:
    if issue["field"] is None:
        return None
    text = article_row["title"] if issue["field"] == "title" else article_row["body"]
    return printable(text[issue["start_offset"] : issue["end_offset"]])


def _note(span: sqlite3.Row) -> str:
    """What to say about a span on hover: its kind and what it was read as."""
    kind, told, detail = span["kind"], span["told"], span["detail"]
    if kind == "angka":
        what, indicator = told.split(" ", 1)
        text = f"Angka ({label('FigureKind', what)}): {label('Indicator', indicator)}"
    elif kind == "kantor":
        what, name = told.split(" ", 1)
        text = f"Kantor: {office_name(Office(OfficeKind(what), name))}" + ("" if detail else " (tidak ada dalam daftar)")
    elif kind == "pejabat":
        text = f"Pejabat: {told}, {detail}"
    elif kind == "program":
        text = f"Program: {label('Program', told)} ({told})"
    elif kind == "kutipan":
        text = f"Kutipan ({label('Speech', told)}): {detail or 'bukan ucapan pejabat, atau tidak disebut siapa'}"
    elif kind == "kejadian":
        text = f"Kejadian: {label('EventType', told)} ({label('Status', detail)})"
    elif kind == "keraguan":
        text = f"Perlu diperiksa: {label('IssueCode', told)}. {detail}"
    else:
        text = f"Tanggal: {told}"
    return shorten(printable(text), _NOTE, placeholder=" …")
