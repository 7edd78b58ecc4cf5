"""Between rows and records: one place that knows how a report or an event lies in the tables."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db.calendars import bounds, instant
from db.texts import storable
from models.gazetteers import Region, bare, regions_named
from models.records import Event, Office, Report, Span, StoredReport
from models.tellings import Telling, ToldFigure
from models.vocab import (
    EventType,
    Field,
    Indicator,
    OfficeKind,
    Per,
    Program,
    Qualifier,
    RegionKind,
    Salience,
    Status,
)

Row = dict[str, Any]


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows whose keys are columns of ``table`` (both from this program, never from outside); all rows alike."""
    found = list(rows)
    if not found:
        return
    columns = list(found[0])
    holes = ", ".join(f":{column}" for column in columns)
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({holes})", found)  # noqa: S608


def spanned(span: Span) -> Row:
    """A span as columns."""
    return {"field": str(span.field), "start_offset": span.start, "end_offset": span.end}


def dated(value: str | None) -> Row:
    """The three columns of an event's date.

    Raises:
        ValueError: not a calendar value; see :func:`db.calendars.bounds`.
    """
    start, end = bounds(value) if value else (None, None)
    return {"event_date": value, "event_start": start, "event_end": end}


def regions_called(name: str) -> tuple[Region, ...]:
    """The regions a place of the press can mean; ``Provinsi X`` means a province alone."""
    found = regions_named(name)
    if not found and (short := bare(name)) != name:
        found = regions_named(short)
        if name.casefold().startswith(("prov", "prop")):
            found = tuple(region for region in found if region.kind is RegionKind.PROVINSI)
    return found


def region_code(name: str) -> str | None:
    """The region of that name, where only one has it."""
    found = regions_called(name)
    return found[0].code if len(found) == 1 else None


def slot_rows(owner: str, key: str, record: Report | Event) -> dict[str, list[Row]]:
    """The list-valued slots of a report (``owner`` = ``report``) or an event as rows by table."""

    def names(values: Sequence[str]) -> list[Row]:
        return [{f"{owner}_id": key, "ord": n, "name": storable(name)} for n, name in enumerate(values)]

    return {
        f"{owner}_places": [row | {"region_code": region_code(row["name"])} for row in names(record.places)],
        f"{owner}_offices": [
            {f"{owner}_id": key, "ord": n, "kind": str(o.kind), "name": storable(o.name), "office_id": o.office_id}
            for n, o in enumerate(record.offices)
        ],
        f"{owner}_counterparties": names(record.counterparties),
        f"{owner}_officials": names(record.officials),
        f"{owner}_programs": [{f"{owner}_id": key, "ord": n, "code": str(code)} for n, code in enumerate(record.programs)],
    }


def report_of(row: sqlite3.Row) -> StoredReport:
    """A row of ``report_records`` as a record."""
    report = Report(
        type=EventType(row["type"]),
        nth=row["nth"],
        trigger=row["trigger_text"],
        trigger_span=Span(row["trigger_start"], row["trigger_end"], Field(row["trigger_field"])),
        evidence=Span(row["evidence_start"], row["evidence_end"], Field(row["evidence_field"])),
        status=Status(row["status"]),
        salience=Salience(row["salience"]),
        date=row["event_date"],
        venue=row["venue"],
        places=_names(row["places"]),
        offices=_offices(row["offices"]),
        counterparties=_names(row["counterparties"]),
        officials=_names(row["officials"]),
        programs=tuple(map(Program, _names(row["programs"]))),
        rule=row["rule"],
    )
    return StoredReport(row["id"], row["article_id"], instant(row["published"], row["published_offset"]), report)


def telling_of(row: sqlite3.Row) -> Telling:
    """A row of ``telling_records`` as a record."""
    figures = (
        ToldFigure(Indicator(indicator), unit, Per(per) if per else None, value, Qualifier(qualifier) if qualifier else None)
        for indicator, unit, per, value, qualifier in json.loads(row["figures"])
    )
    return Telling(report_of(row), row["sentence"] or "", tuple(figures), row["origin"], frozenset(_names(row["copies"])))


def event_of(row: sqlite3.Row) -> Event:
    """A row of ``event_records`` as a record."""
    return Event(
        id=row["id"],
        type=EventType(row["type"]),
        status=Status(row["status"]),
        date=row["event_date"],
        venue=row["venue"],
        places=_names(row["places"]),
        offices=_offices(row["offices"]),
        counterparties=_names(row["counterparties"]),
        officials=_names(row["officials"]),
        programs=tuple(map(Program, _names(row["programs"]))),
        reports=_names(row["report_ids"]),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _offices(text: str) -> tuple[Office, ...]:
    return tuple(Office(OfficeKind(kind), name, office) for kind, name, office in json.loads(text))
