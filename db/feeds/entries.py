"""What a feed tells of an event: loaded for some events at once, every text fit to be shown."""

import json
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape

from db.calendars import instant, spoken, spoken_day
from db.labels import label
from db.queries import query
from db.site import links
from db.summary import office_name
from db.texts import printable
from models.gazetteers import office, region, regions_named
from models.records import Office
from models.vocab import OfficeKind

SOURCES = 30
"""Reports that an entry names; the rest are counted."""

_IN_TEXT = 5

HOME = "https://pantau.invalid"
"""Stands for the public address of the site in entries that are kept; no site can have it (RFC 6761, 6.4)."""

_NAMES = uuid.UUID("6f2a7d1e-9c53-5c1b-8a54-0d5e1b7a9f10")
"""The namespace of our ids: independent of host and path, so that moving the site renews nothing."""


def urn(kind: str, key: str) -> str:
    """A lasting id for a feed or an entry."""
    return uuid.uuid5(_NAMES, f"{kind}:{key}").urn


@dataclass(frozen=True, slots=True)
class Source:
    """An article that reports an event; ``href`` is empty where its address may not be followed."""

    title: str
    outlet: str
    day: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as feeds tell it. ``changes`` counts how often it changed since it was new; ``point`` is latitude and longitude.

    ``start`` and ``end`` are the first and last day its date can mean, ``sources`` the first :data:`SOURCES` of ``reports``.
    """

    id: str
    url: str
    title: str
    summary: str
    type: str
    status: str
    when: str | None
    start: date | None
    end: date | None
    venue: str
    places: tuple[str, ...]
    offices: tuple[str, ...]
    counterparties: tuple[str, ...]
    officials: tuple[str, ...]
    programs: tuple[str, ...]
    province: str
    point: tuple[float, float] | None
    first_seen: datetime
    updated: datetime
    changes: int
    postponed_from: str | None
    unconfirmed: bool
    reports: int
    sources: tuple[Source, ...] = ()

    @property
    def urn(self) -> str:
        """The id of the entry."""
        return urn("event", self.id)

    @property
    def categories(self) -> list[str]:
        """Type, status and province, in words."""
        return [label("EventType", self.type), label("Status", self.status), *([self.province] if self.province else [])]

    @property
    def where(self) -> str:
        """Venue and places in one line; the province where neither is known."""
        near = [name for name in self.places if name.casefold() not in self.venue.casefold()]
        return ", ".join([*([self.venue] if self.venue else []), *near]) or self.province

    @property
    def slots(self) -> list[tuple[str, str]]:
        """What is known of the event, named, in the order of a table."""
        told = [
            ("Status", label("Status", self.status)),
            ("Waktu", spoken(self.when) if self.when else ""),
            ("Semula", spoken(self.postponed_from) if self.postponed_from else ""),
            ("Tempat", self.where),
            ("Kantor", ", ".join(self.offices)),
            ("Pihak lain", ", ".join(self.counterparties)),
            ("Pejabat", ", ".join(self.officials)),
            ("Program", ", ".join(self.programs)),
            ("Catatan", "belum ada berita bahwa rencana ini terlaksana" if self.unconfirmed else ""),
        ]
        return [(name, value) for name, value in told if value]

    @property
    def html(self) -> str:
        """The sentence, the slots and the sources as HTML."""
        rows = "".join(f"<li>{name}: {escape(value)}</li>" for name, value in self.slots)
        told = "".join(f"<li>{_linked(source)}</li>" for source in self.sources)
        rest = f"<li>dan {self.reports - len(self.sources)} laporan lain</li>" if self.reports > len(self.sources) else ""
        return f"<p>{escape(self.summary)}</p><ul>{rows}</ul><p>Sumber:</p><ul>{told}{rest}</ul>"

    @property
    def text(self) -> str:
        """The same as lines of text."""
        lines = [self.summary, *(f"{name}: {value}" for name, value in self.slots), "Sumber:"]
        return "\n".join([*lines, *(" ".join(filter(None, (_plain(source), source.href))) for source in self.sources[:_IN_TEXT])])


def _plain(source: Source) -> str:
    return f"{source.outlet}, {spoken_day(source.day)}: {source.title}"


def _linked(source: Source) -> str:
    told = escape(_plain(source))
    return f'<a href="{escape(source.href)}">{told}</a>' if source.href else told


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of a feed, ready to be written. The addresses are absolute; ``next`` leads to earlier changes, ``previous`` to
    later ones, and ``first`` is the address to subscribe to.
    """

    title: str
    description: str
    home: str
    first: str
    url: str
    page: str
    updated: datetime
    entries: tuple[Entry, ...] = ()
    next: str | None = None
    previous: str | None = None


def load(connection: sqlite3.Connection, numbers: Sequence[int], home: str) -> tuple[Entry, ...]:
    """The entries of some events in the order of their numbers; numbers of none in force are left out. See :func:`numbered`."""
    found = numbered(connection, numbers, home)
    return tuple(found[number] for number in numbers if number in found)


def numbered(connection: sqlite3.Connection, numbers: Sequence[int], home: str) -> dict[int, Entry]:
    """The entries of those of some events that are in force, by number.

    ``home`` is the public address of the site, without a slash at its end.
    """
    rows = connection.execute(query("feed_entries"), {"numbers": json.dumps(list(numbers))}).fetchall()
    found = {row["number"]: _entry(row, home) for row in rows}
    sources: dict[str, list[Source]] = {}
    given = {"events": json.dumps([entry.id for entry in found.values()]), "limit": SOURCES}
    for row in connection.execute(query("feed_sources"), given):
        source = Source(
            printable(row["title"]), printable(row["outlet_name"]), row["published_day"], links.outward(row["url"]) or ""
        )
        sources.setdefault(row["event_id"], []).append(source)
    return {number: replace(entry, sources=tuple(sources.get(entry.id, ()))) for number, entry in found.items()}


def _names(text: str) -> tuple[str, ...]:
    return tuple(printable(name) for name in json.loads(text))


def _entry(row: sqlite3.Row, home: str) -> Entry:
    offices = json.loads(row["offices"])
    return Entry(
        id=row["id"],
        url=f"{home}{links.event(row['id'])}",
        title=" ".join(printable(row["title"]).split()),
        summary=" ".join(printable(row["summary"]).split()),
        type=row["type"],
        status=row["status"],
        when=row["event_date"],
        start=date.fromisoformat(row["event_start"]) if row["event_start"] else None,
        end=date.fromisoformat(row["event_end"]) if row["event_end"] else None,
        venue=" ".join(printable(row["venue"] or "").split()),
        places=_names(row["places"]),
        offices=tuple(printable(office_name(Office(OfficeKind(kind), name))) for kind, name, _ in offices),
        counterparties=_names(row["counterparties"]),
        officials=_names(row["officials"]),
        programs=_names(row["programs"]),
        province=printable(row["province"] or ""),
        point=_point(json.loads(row["regions"]), [key for _, _, key in offices if key], row["province_code"]),
        first_seen=instant(row["first_seen"]),
        updated=instant(row["updated"]),
        changes=row["changes"],
        postponed_from=row["postponed_from"],
        unconfirmed=row["unconfirmed"] is not None,
        reports=row["reports"],
    )


def _point(codes: Sequence[str], offices: Sequence[str], province: str | None) -> tuple[float, float] | None:
    """Where an event lies: in the one region it names, else at the seat of its one office, else in its province."""
    if len(codes) == 1:
        found = region(codes[0])
    elif len(offices) == 1 and not codes and (seats := regions_named(office(offices[0]).seat)):
        found = seats[0]
    elif province:
        found = region(province)
    else:
        return None
    return (round(found.lat, 6), round(found.lon, 6))
