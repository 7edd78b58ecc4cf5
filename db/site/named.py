"""Offices, regions and people whose names hold the words of a search: the pages about them, beside what is found in texts."""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from db.queries import query
from db.site import links
from db.summary import office_name
from db.texts import bare, printable
from models.gazetteers import GazetteerOffice, offices, province_of, regions, regions_of
from models.ids import person_id
from models.records import Office
from models.vocab import OfficeKind, RegionKind

MOST = 9
"""Pages that are told."""

_KINDS = {RegionKind.PROVINSI: "Provinsi", RegionKind.KABUPATEN: "Kabupaten", RegionKind.KOTA: "Kota"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Named:
    """A page about something with a name: what it is, what it is called, and the words it is found by, a space before each."""

    kind: str
    name: str
    href: str
    words: str


def pages_named(connection: sqlite3.Connection, words: Sequence[str], events: Sequence[str]) -> list[Named]:
    """The pages whose names hold all words, each as the beginning of a word; the shortest names first.

    Offices and regions come from the gazetteers; people are those of the events found (ids in ``events``), whose texts hold the
    names of their officials.
    """
    asked = [f" {bare(word).casefold()}" for word in words]
    every = (*_listed(), *_people(connection, events))
    found = [page for page in every if all(word in page.words for word in asked)]
    return sorted(found, key=lambda page: (len(page.words), page.kind, page.name))[:MOST]


def _words(*names: str) -> str:
    return "".join(f" {word}" for word in dict.fromkeys(word for name in names for word in _WORD.findall(bare(name).casefold())))


@cache
def _listed() -> tuple[Named, ...]:
    """Every office and region."""
    told = ((office, office_name(Office(office.kind, office.name))) for office in offices())
    return (
        *(Named("Kantor", name, links.office(office.id), _words(name)) for office, name in told),
        *(
            Named(_KINDS[found.kind], found.name, links.region(found.code), _words(found.name, *found.aliases))
            for found in regions()
        ),
    )


def _people(connection: sqlite3.Connection, events: Sequence[str]) -> list[Named]:
    """The officials of some events who have a page."""
    rows = connection.execute(query("search_officials"), {"events": json.dumps(list(events))})
    ids = {person_id(row[0]): row[0] for row in rows}
    known = connection.execute(query("known_people"), {"ids": json.dumps(list(ids))})
    return [Named("Pejabat", printable(ids[row[0]]), links.person(row[0]), _words(ids[row[0]])) for row in known]


@cache
def directory() -> dict[str, Any]:
    """All offices and regions by province, in the order of their names; ``centre`` is the head office."""
    of: dict[str, list[GazetteerOffice]] = {}
    for office in sorted(offices(), key=lambda office: (_ORDER.index(office.kind), office.name)):
        of.setdefault(province_of(office).code, []).append(office)

    def told(office: GazetteerOffice) -> dict[str, str]:
        return {"id": office.id, "title": office_name(Office(office.kind, office.name))}

    return {
        "count": len(offices()),
        "centre": next((told(office) for office in offices() if office.kind is OfficeKind.PUSAT), None),
        "provinces": [
            {
                "code": found.code,
                "name": found.name,
                "offices": [told(office) for office in of.get(found.code, ())],
                "regions": sorted(regions_of(found.code), key=lambda part: part.name),
            }
            for found in sorted(regions(), key=lambda found: found.name)
            if found.kind is RegionKind.PROVINSI
        ],
    }


_ORDER = tuple(OfficeKind)
