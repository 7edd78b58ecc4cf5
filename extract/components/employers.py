"""The body of a title that names none itself: the one its neighbours belong to.

Officials of a government who accompany its head belong to it; heads of the agency's sections belong to the office named
before them. Where nothing of the kind stands before, the organisation stays unknown.
"""

import re
from bisect import bisect_left

from extract.components.names import tokens, vocabulary
from extract.components.persons import Person
from extract.components.positions import GOVERNMENT, RULERS, Level, Title
from extract.reading import Reading

_BRANCH = re.compile(
    r"(?:kepala|pimpinan|wakil|kacab|kakacab|kakanwil|kabid|deputi|asisten deputi|petugas|penata|account|manajer kasus)\b.*",
    re.DOTALL,
)
_OFFICE = re.compile(
    r"\b(?:kantor|cabang|kacab|kakacab|kakanwil|wilayah|kepesertaan|pelayanan|pemeriksa|pengendalian|keuangan|representative|penata|kanwil)\b"
)
_REPRESENTED = re.compile(
    r"((?:[A-Z][\w.'’-]*[ \xa0]){1,8})(?:yang[ \xa0])?(?:juga[ \xa0])?"
    r"(?:diwakili|diwakili oleh|lewat|melalui|dalam hal ini)[ \xa0]$"
)
"""A body, and behind it who acts for it."""
_REGION_OFFICES = ("kabupaten", "kota", "provinsi")
_SECRETARIAT = re.compile(r"^(?:Setda(?:prov|kab|ko)?|Sekretariat Daerah)\s+")
_REGION_WORDS = frozenset({"kabupaten", "kota", "provinsi", "kab", "kab.", "prov", "prov."})
_UNIT = re.compile(r"\b(?:bidang|kabid|seksi|kasi|bagian|kabag|subbagian|kasubbag|sekretaris|staf|humas)\b")


def complete(people: list[Person], titles: list[Title], reading: Reading) -> None:
    """Fill the organisations that the persons' titles leave out, in the order of the text.

    ``titles`` are all of the text, in order; those without a name tell of bodies too (``Bupati Sambas diwakili Asisten ...``).
    """
    places = [(region.start, region.name, region.code) for region in reading.regions]
    starts = [title.start for title in titles]
    for title in sorted((person.title for person in people if person.title.organisation is None), key=lambda t: t.start):
        before = [other for other in titles[: bisect_left(starts, title.start)][-16:] if other.organisation]
        title.organisation = _inferred(title, before, places, reading)


def _inferred(title: Title, before: list[Title], places: list[tuple[int, str, str]], reading: Reading) -> str | None:
    position = title.position.lower()
    if title.level not in RULERS and (body := _represented(title.start, reading.text)):
        return body
    near = before[-1].organisation if before and title.start - before[-1].start < 600 else None
    if _UNIT.search(position) and near and _agency(near):
        return near
    if title.level in GOVERNMENT:
        return _government(title, before, places, reading.text)
    if title.level is not Level.GENERAL:
        return None
    if _UNIT.search(position):
        return near
    if _BRANCH.match(position) and _OFFICE.search(position):
        return near if near and _agency(near) else _office(title.start, reading)
    if before and title.start - before[-1].start < 160 and before[-1].position.split()[0].lower() == position.split()[0]:
        return near
    return None


def _represented(at: int, text: str) -> str | None:
    """The body that the title's holder stands for: ``Kejaksaan Negeri X yang diwakili Kasi Datun NAME``."""
    found = _REPRESENTED.search(text, max(0, at - 110), at)
    if found is None:
        return None
    words = tokens(text, found.start(1), found.end(1))
    for token in words:
        if vocabulary().is_body(token):
            return None if token.low in _REGION_OFFICES else " ".join(text[token.start : words[-1].end].split())
    return None


def _agency(organisation: str) -> bool:
    return organisation.lower().startswith(("bpj", "bp jam", "bp-jam", "jamsostek"))


def _office(at: int, reading: Reading) -> str | None:
    """The office named last before a place, with the agency's name before it where that stands close."""
    before = bisect_left(reading.offices, at, key=lambda found: found.end)
    if not before:
        return None
    office = reading.offices[before - 1]
    named = bisect_left(reading.agency, office.start, key=lambda found: found.start)
    agency = reading.agency[named - 1] if named else None
    if agency is None or office.start - agency.end > 24 or "\n" in reading.text[agency.start : office.end]:
        return None
    return " ".join(reading.text[agency.start : office.end].split())


def _government(title: Title, before: list[Title], places: list[tuple[int, str, str]], text: str) -> str | None:
    """The region of the last official of a government before, or the region named last; of the kind the title asks for."""
    for other in reversed(before):
        close = title.start - other.start < 1500 or other.level is title.level
        if close and other.level in GOVERNMENT and _fits(title.level, other.level) and (region := _region(other)):
            return region
    at = bisect_left(places, (title.start,))
    for start, name, code in reversed(places[max(0, at - 40) : at]):
        near = title.level is Level.REGION and title.start - start < 2000 and text.count("\n", start, title.start) <= 1
        if near or _kind(code) is title.level:
            return name if title.level is not Level.CITY or name.startswith("Kota") else f"Kota {name}"
    return None


def _region(title: Title) -> str | None:
    """The region a government's official serves: without the word for its secretariat; ``None`` where it is another body's."""
    assert title.organisation is not None
    region = _SECRETARIAT.sub("", title.organisation)
    first = region.split()[0].lower()
    return region if first in _REGION_WORDS or first not in vocabulary().official else None


def _fits(wanted: Level, given: Level) -> bool:
    return wanted is given or wanted is Level.REGION or (given is Level.REGION and wanted in RULERS)


def _kind(code: str) -> Level:
    """The level of a region by its code of the Ministry of Home Affairs: provinces have one part, cities' second starts at 71."""
    _, _, second = code.partition(".")
    if not second:
        return Level.PROVINCE
    return Level.CITY if second[:2] >= "71" else Level.REGENCY
