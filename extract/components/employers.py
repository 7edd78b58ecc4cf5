"""The body of a title that names none itself: the one its neighbours belong to.

Officials of a government who accompany its head belong to it; heads of the agency's sections belong to the office named
before them. Where nothing of the kind stands before, the organisation stays unknown.
"""

import re
from bisect import bisect_left

from extract.components.persons import Person
from extract.components.positions import GOVERNMENT, RULERS, Level
from extract.reading import Reading, RegionFound

_BRANCH = re.compile(
    r"(?:kepala|pimpinan|wakil|kacab|kakacab|kakanwil|kabid|deputi|asisten deputi|petugas|penata|account|manajer kasus)\b.*",
    re.DOTALL,
)
_OFFICE = re.compile(
    r"\b(?:kantor|cabang|kacab|kakacab|kakanwil|wilayah|kepesertaan|pelayanan|pemeriksa|pengendalian|keuangan|representative|penata|kanwil)\b"
)
_UNIT = re.compile(r"\b(?:bidang|kabid|seksi|kasi|bagian|kabag|subbagian|kasubbag|sekretaris|staf|humas)\b")


def complete(people: list[Person], reading: Reading) -> None:
    """Fill the organisations that titles leave out, going through the persons in the order of their titles."""
    ordered = sorted(people, key=lambda person: person.title.start)
    places = sorted(reading.regions, key=lambda region: region.start)
    for n, person in enumerate(ordered):
        if person.title.organisation is None:
            person.title.organisation = _inferred(person, ordered[:n][-12:], places, reading)


def _inferred(person: Person, before: list[Person], places: list[RegionFound], reading: Reading) -> str | None:
    level, position = person.title.level, person.title.position.lower()
    if level in GOVERNMENT and not (_UNIT.search(position) and _nearest_agency(before, person)):
        return _government(person, before, places, reading.text)
    if level is not Level.GENERAL:
        return None
    if _UNIT.search(position) and before and before[-1].title.organisation:
        return before[-1].title.organisation
    if _BRANCH.match(position) and _OFFICE.search(position):
        return _nearest_agency(before, person) or _office(person.title.start, reading)
    return None


def _nearest_agency(before: list[Person], person: Person) -> str | None:
    """The organisation of the last official before, where it is the agency's and near."""
    for other in reversed(before):
        if other.title.organisation and person.title.start - other.title.start < 600:
            return other.title.organisation if _agency(other.title.organisation) else None
    return None


def _agency(organisation: str) -> bool:
    return organisation.lower().startswith(("bpjs", "bpj", "bp jam", "jamsostek"))


def _office(at: int, reading: Reading) -> str | None:
    """The office named last before a place, with the agency's name before it where that stands close."""
    office = max((found for found in reading.offices if found.end <= at), key=lambda found: found.end, default=None)
    if office is None:
        return None
    agency = max((found for found in reading.agency if found.start <= office.start), key=lambda found: found.start, default=None)
    if agency is None or office.start - agency.end > 24 or "\n" in reading.text[agency.start : office.end]:
        return None
    return " ".join(reading.text[agency.start : office.end].split())


def _government(person: Person, before: list[Person], places: list[RegionFound], text: str) -> str | None:
    """The region of the last official of a government before, or the region named last; of the kind the title asks for."""
    level = person.title.level
    for other in reversed(before):
        title = other.title
        near = text.count("\n", title.start, person.title.start) <= 3
        if title.organisation and near and title.level in GOVERNMENT and _fits(level, title.level):
            return title.organisation
    at = bisect_left([place.start for place in places], person.title.start)
    for place in reversed(places[max(0, at - 40) : at]):
        if _kind(place.code) is level or (level is Level.REGION and _near(place, person, text)):
            return place.name if level is not Level.CITY or place.name.startswith("Kota") else f"Kota {place.name}"
    return None


def _fits(wanted: Level, given: Level) -> bool:
    return wanted is given or wanted is Level.REGION or (given is Level.REGION and wanted in RULERS)


def _near(place: RegionFound, person: Person, text: str) -> bool:
    return text.count("\n", place.start, person.title.start) <= 1


def _kind(code: str) -> Level:
    """The level of a region by its code of the Ministry of Home Affairs: provinces have one part, cities' second starts at 71."""
    _, _, second = code.partition(".")
    if not second:
        return Level.PROVINCE
    return Level.CITY if second[:2] >= "71" else Level.REGENCY
