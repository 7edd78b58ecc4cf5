"""Where a happening takes place: its venue, and the regencies, cities and provinces it takes place in or covers."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice, pairwise

from extract.components.bodies import is_agency, kind_of
from extract.components.participants import organisation_of
from extract.components.scenes import Frame, Line, Part, mine
from extract.components.venues import VenueFound
from extract.reading import RegionFound
from models.arguments import venues
from models.bodies import bodies
from models.vocab import EventType

_DATELINE = re.compile(r"[^\n]{0,70}?(?:[)\w.,’'] ?[–—]|\) ?[-–—]?|-{1,2}| [-|:])\s|[A-Z][\w., ]{1,40}:\s")
_HOLDER = re.compile(
    r"(?:(?:[Bb]upati|[Ww]ali [Kk]ota|[Ww]alikota|[Gg]ubernur|[Cc]amat|Sekda|Sekretaris Daerah|Kapolres|Kajari|asal|Bank"
    r"|Universitas|DPRD|UMK|UMP"
    r"|[Aa]sli|khas|[Bb]ahasa|tarian|logat|batik|tenun|suku|kopi|karet)[^\w\n]{1,3}|(?:Jalan|Jl\.?)(?: [A-Z][\w.]*){0,3}[ -])$"
)
_AVOIDED = re.compile(r"\b(?:tidak|tak|tanpa)\b[^,.;\n]{0,24} ke $")
"""Before a place that nobody need go to any more: "agar warga tidak jauh-jauh ke X"."""

_AFTER_OTHERS = re.compile(r"(?:Setelah|Sesudah|Selepas|Usai|Seusai) $")
"""At a sentence's head before the place whose turn is over: "Setelah X, giliran Y"."""

_TO = re.compile(r"\bke (?:[A-Z]\w+(?: [A-Z]\w+)? (?:dan|atau|ataupun|maupun) )?$")
_SHARE = re.compile(r"%|\bpersen\b")
_RULER = re.compile(r"(?:[Bb]upati|[Ww]ali [Kk]ota|[Ww]alikota|[Gg]ubernur) $")

_TOWN = re.compile(r"\b(di|ke) ([A-Z](?:[a-z]{2,}|[a-z]{1,8}['’][a-z]{1,8})(?: [A-Z][a-z]+){0,2})\b(?![-/’'])")
_BEHIND = re.compile(r"(?: ?\([^()\n]{1,20}\))?, ([A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)(?=,| \(| pada\b)")
_APPOSED = re.compile(r"(?:[^,\d\n]{0,20}, ){1,2}")
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Jum", "Sabtu", "Minggu", "Jalan", "Provinsi", "Propinsi", "Indonesia")
_AHEAD = ("plan", "wish", "due")
_APART = ("plan", "past", "due", "twin")
_PRESENT = ("main", "peer", "side")
_REACH = 3
_SOON = 6
_LIST = 3
_CROWD = 50
"""A sentence with more towns is no sentence."""
_PROVINCE = 2
"""The length of a province's code."""
_PRIVATE = frozenset({"company", "school", "union", "bank", "foundation"})


@cache
def _no_town() -> frozenset[str]:
    """First words of names that are no town's: areas of other kinds, buildings, bodies, days."""
    named = [word for words in bodies().named.values() for word in words]
    heads = (*venues().areas, *venues().heads, *bodies().governments.heads, *bodies().services.heads, *named, *_DAYS)
    return frozenset(head.split()[0].casefold() for head in heads)


def venue_own(frame: Frame, part: Part) -> list[str]:
    """A venue named in the sentences that tell of the happening: the one nearest behind or before its trigger."""
    found = [venue for line in part.lines for venue in line.venues]
    if not found:
        same = part is not frame.anchor and any(frame.says(line, "spot") for line in part.lines)
        return [frame.anchor.happening.venue] if same and frame.anchor.happening.venue else []
    return [min(found, key=lambda v: (abs(v.start - part.happening.end), v.start)).name]


def venue_setting(frame: Frame, part: Part) -> list[str]:
    """The venue of the main occasion: in its own sentences, else the first in sentences that set the scene or give its day."""
    return venue_own(frame, part) or [v.name for line in _setting(frame) for v in line.venues][:1]


def _setting(frame: Frame) -> list[Line]:
    """The sentences of the main occasion that say where, when and with whom it was, in order."""
    there = [line for line in frame.lines if frame.free(line) or (line.owners and all(p.role in _PRESENT for p in line.owners))]
    return [line for line in there if line is frame.lead or line.index in frame.dated or frame.says(line, "setting")]


def home(frame: Frame) -> list[str]:
    """The area the article is about: what its main sentences name freely, else the governments there, else the offices' area."""
    anchor = frame.anchor
    city = frame.cities
    first = frame.lead.sentence.paragraph
    paragraph = [line for line in frame.lines if line.sentence.paragraph == first]
    headline = [line for line in frame.lines if line.sentence.paragraph < 0]

    def free(lines: list[Line]) -> list[RegionFound]:
        return [region for line in lines for region in _free(frame, line, anchor) if region not in city]

    attending = [
        line for line in frame.scene if frame.says(line, "delegates") and abs(line.index - anchor.lines[-1].index) <= _REACH
    ]
    if anchor.happening.type is EventType.PENGHARGAAN:  # the winners' areas are its other side
        provinces = [r for r in free([*anchor.lines, frame.lead]) if len(r.code) == _PROVINCE]
        if provinces:
            return _distinct(provinces)
    return (
        _distinct(_several(free(attending)))
        or _distinct(_many([region for line in attending for region in _governed(frame, line)]))
        or _coverage(frame)
        or _distinct(free(anchor.lines))
        or _distinct(free([frame.lead]))
        or _distinct(r for line in [frame.lead, *anchor.lines] for r in _governed(frame, line))[:1]
        or _distinct(_of_parties(frame))
        or _distinct(free(paragraph))[:1]
        or _distinct(free(headline))[:1]
        or _office_area(frame)
        or _distinct(r for line in headline for r in line.regions)[:1]
    )


def _coverage(frame: Frame) -> list[str]:
    """The regencies and cities that a sentence soon after the first lists as covered; shares by region are no such list."""
    anchor = frame.anchor
    for line in frame.scene:
        near = abs(line.index - anchor.lines[-1].index) <= _SOON
        if near and len(line.regions) >= _LIST and not has_share(frame, line):
            found = _distinct(r for r in _free(frame, line, anchor) if len(r.code) > _PROVINCE)
            if len(found) >= _LIST:
                return found
    return []


def has_share(frame: Frame, line: Line) -> bool:
    """Whether a sentence tells a share in per cent: regions there are compared."""
    return _SHARE.search(frame.reading.text, line.sentence.start, line.sentence.end) is not None


def _of_parties(frame: Frame) -> list[RegionFound]:
    """The areas in the names of the main happening's parties, where each has one ("Kejaksaan Negeri Kapuas")."""
    names = set(frame.anchor.happening.counterparties)
    spans = [(body.start, body.end) for line in frame.scene for body in line.bodies if body.name in names]
    return [r for line in frame.scene for r in line.regions if any(start <= r.start < end for start, end in spans)]


def _several(found: list[RegionFound]) -> list[RegionFound]:
    """Regions that send delegates count where there are at least two."""
    return found if len({region.code for region in found}) > 1 else []


def _many(found: list[RegionFound]) -> list[RegionFound]:
    """Regions whose governments take part count where there are at least three."""
    return found if len({region.code for region in found}) >= _LIST else []


def _office_area(frame: Frame) -> list[str]:
    """The first region that shares a word with the name of the article's first office."""
    words = set(frame.reading.offices[0].name.split()) if frame.reading.offices else set()
    free = (r for line in frame.scene for r in _free(frame, line, frame.anchor))
    return _distinct(r for r in free if words & set(r.name.split()))[:1]


def venue_cities(frame: Frame) -> list[RegionFound]:
    """The regions that stand right behind the venue of the main occasion ("di Hotel X, Kota Medan")."""
    line = next((line for line in [*frame.anchor.lines, *_setting(frame)] if line.venues), None)
    if line is None:
        return []
    venue = line.venues[0]
    behind = [r for r in _free(frame, line, frame.anchor) if venue.end <= r.start <= venue.end + 45]
    cities = [r for r in behind if _APPOSED.fullmatch(frame.reading.text, venue.end, r.start)][:1]
    return cities or _town_behind(frame, line, venue)


def _town_behind(frame: Frame, line: Line, venue: VenueFound) -> list[RegionFound]:
    """The town, no region of the gazetteer, that stands behind the venue's name ("di Hotel X, Batulicin, Kamis")."""
    match = _BEHIND.match(frame.reading.text, venue.end)
    if match is None or match.group(1).split()[0].casefold() in _no_town() or _taken(line, *match.span(1)):
        return []
    return [RegionFound(*match.span(1), match.group(1), match.group(1))]


def places_main(frame: Frame, part: Part) -> list[str]:
    """The article's area, and the city behind the venue's name."""
    city = _distinct(frame.cities)
    return [*frame.home, *(name for name in city if name not in frame.home)]


def places_home(frame: Frame, part: Part) -> list[str]:
    """The article's area; not for what a company, a school or a union does for its own people."""
    if (part.happening.venue and part.role in _APART) or len(frame.home) >= _LIST:
        return []
    kinds = [kind_of(name) for name in part.happening.counterparties]
    return [] if kinds and all(kind in _PRIVATE for kind in kinds) else frame.home


def places_occasion(frame: Frame, part: Part) -> list[str]:
    """Where the main occasion took place: the city behind its venue, else the article's area if it is one regency or city."""
    city = _distinct(frame.cities)
    return city or (frame.home if len(frame.home) == 1 and frame.home[0] not in _provinces(frame) else [])


def _provinces(frame: Frame) -> set[str]:
    return {region.name for region in frame.reading.regions if len(region.code) == _PROVINCE}


def places_tail(frame: Frame, part: Part) -> list[str]:
    """Regions named freely in the happening's sentences and in those that go on about it; shares by region aside."""
    behind = [line for line in frame.tail(part) if not has_share(frame, line)]
    return _distinct(r for line in [*part.lines, *behind] for r in _free(frame, line, part))


def places_told(frame: Frame, part: Part) -> list[str]:
    """The places of the one of its kind told in the sentence before, that figures alone go on from ("Pada 2024 Rp5 miliar")."""
    at = frame.parts.index(part)
    if not at or not part.happening.rule.endswith((".sums", ".more")):
        return []
    last = frame.parts[at - 1]
    near = part.lines[0].index - last.lines[-1].index == 1
    return list(last.happening.places or []) if near and last.happening.type is part.happening.type else []


def places_before(frame: Frame, part: Part) -> list[str]:
    """The regions of the nearest sentence before in the paragraph that names any freely and tells of nothing else."""
    first = part.lines[0]
    for line in reversed(frame.lines[max(0, first.index - _REACH) : first.index]):
        if line.owners or line.sentence.paragraph != first.sentence.paragraph:
            break
        found = _distinct(_free(frame, line, part))
        if found:
            return found
    return []


def places_voice(frame: Frame, part: Part) -> list[str]:
    """The area of the body, other than the agency, that the one who tells of it belongs to."""
    if part.role == "wish" and any(_read_towns(frame, line) or line.venues for line in part.lines):
        return []  # a wish that names its own spot
    found = [line.voice.name for line in part.lines if line.voice]
    bodies_of = [organisation_of(frame, name) for name in found]
    return _distinct(r for body in bodies_of if body and not is_agency(body) for r in _inside(frame, body))[:1]


def _inside(frame: Frame, organisation: str) -> list[RegionFound]:
    """The regions of the text whose name ends the organisation's name, the longest first."""
    ending = [region for region in frame.reading.regions if organisation.endswith(region.name)]
    return sorted(ending, key=lambda region: -len(region.name))


def places_own(frame: Frame, part: Part) -> list[str]:
    """Regions named freely in the sentences that tell of the happening, and towns behind "di" there."""
    found = [r for line in part.lines for r in mine(part, line, _free(frame, line, part))]
    found += [town for line in part.lines for town in mine(part, line, _towns(frame, line, part))]
    return _distinct(sorted(found, key=lambda region: region.start))


def _towns(frame: Frame, line: Line, part: Part) -> list[RegionFound]:
    """Towns and islands behind "di" in a sentence that are no regions of the gazetteer; behind "ke" for what is to come."""
    found = frame.towns.get(line.index)
    if found is None:
        found = frame.towns[line.index] = _read_towns(frame, line)
    return [town for town, goes in found if (part.role in _AHEAD if goes else part.role != "wish")]


def _read_towns(frame: Frame, line: Line) -> list[tuple[RegionFound, bool]]:
    """The towns of a sentence, each with whether somebody goes there."""
    found = []
    for match in islice(_TOWN.finditer(frame.reading.text, line.sentence.start, line.sentence.end), _CROWD):
        start, end, name = match.start(2), match.end(2), match.group(2)
        if name.split()[0].casefold() in _no_town() or _taken(line, start, end) or frame.quote(start) >= 0:
            continue
        if _AVOIDED.search(frame.reading.text, line.sentence.start, start):
            continue
        found.append((RegionFound(start, end, name, name), match.group(1) == "ke"))
    return found


def _taken(line: Line, start: int, end: int) -> bool:
    """Whether something else stands at a place of a sentence."""
    return any(
        item.start < end and start < item.end
        for items in (line.regions, line.venues, line.bodies, line.offices, line.mentions)
        for item in items
    )


def places_governments(frame: Frame, part: Part) -> list[str]:
    """The areas of the governments, and of the heads of regions, that the happening's own sentences name."""
    return _distinct(region for line in part.lines for region in _governed(frame, line))


def _governed(frame: Frame, line: Line) -> list[RegionFound]:
    """The regions inside names of governments, else those behind the titles of their heads."""
    spans = [(b.start, b.end) for b in line.bodies if b.proper and b.name.startswith(bodies().governments.heads)]
    inside = [r for r in line.regions if any(start <= r.start < end for start, end in spans)]
    return inside or [r for r in line.regions if _RULER.search(frame.reading.text, max(0, r.start - 14), r.start)]


def _free(frame: Frame, line: Line, part: Part) -> list[RegionFound]:
    """The regions of a sentence that stand for themselves and are what the sentence is about.

    Left out: the dateline, names of venues, bodies and offices, titles, direct speech the trigger is not part of, where
    somebody goes to or comes from, a province behind a place in it, and what a sentence on other places sets aside.
    """
    text = frame.reading.text
    opening = part.happening.type is EventType.PERESMIAN  # "kantor cabang perintis di X dibuka"
    named = [office for office in line.offices if not (opening and text.endswith(" di ", 0, office.start))]
    taken = [(f.start, f.end) for found in (line.venues, line.bodies, named) for f in found]
    ends = {end for _, end in taken} | {region.end for region in line.regions}
    speech = {-1, frame.quote(part.happening.start)}
    free = []
    for region in line.regions:
        if any(start <= region.start < end for start, end in taken) or frame.quote(region.start) not in speech:
            continue
        before = text[max(line.sentence.start, region.start - 40) : region.start]
        apposed = len(region.code) == _PROVINCE and before.endswith(", ") and region.start - 2 in ends
        goes = (part.role not in _AHEAD and _TO.search(before)) or _AVOIDED.search(before)
        over = _AFTER_OTHERS.fullmatch(before) and text.startswith(",", region.end)
        if not (apposed or goes or over or before.endswith("(") or _HOLDER.search(before) or _in_dateline(frame, line, region)):
            free.append(region)
    return _beyond(text, line, part, free)


def _beyond(text: str, line: Line, part: Part, free: list[RegionFound]) -> list[RegionFound]:
    """Without the places before the trigger where the sentence begins with "Selain": it speaks of others."""
    if text.startswith("Selain ", line.sentence.start) and any(r.start > part.happening.start for r in free):
        return [r for r in free if r.start > part.happening.start]
    return free


def _in_dateline(frame: Frame, line: Line, region: RegionFound) -> bool:
    if line is not frame.lead:
        return False
    match = _DATELINE.match(frame.reading.text, line.sentence.start)
    return match is not None and region.start < match.end()


def _distinct(regions: Iterable[RegionFound]) -> list[str]:
    """Names of distinct regions, each by its first mention here."""
    seen: dict[str, str] = {}
    for region in regions:
        seen.setdefault(region.code, region.name)
    return list(seen.values())


def full_names(frame: Frame) -> dict[str, str]:
    """The short names of regions that a bracket introduces ("Kotawaringin Barat (Kobar)"), each with its full name."""
    text = frame.reading.text
    pairs = pairwise(frame.reading.regions)
    return {
        b.name: a.name for a, b in pairs if a.code == b.code and text[a.end : b.start] == " (" and text[b.end : b.end + 1] == ")"
    }
