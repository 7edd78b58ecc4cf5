"""The scenes of an article: what every sentence holds, which happening it tells of, and what part each happening plays.

An article reports one occasion (the anchor: its first main happening), tells other things done there, and adds background,
plans and wishes. Which arguments a happening shares with the anchor follows from that part, its role.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from extract.components.cue_hits import cue_hits
from extract.components.phrases import Hit
from extract.components.venues import VenueFound, find_venues
from extract.components.voices import Mention, Voice, mentions, voices
from extract.reading import BodyFound, Happening, OfficeFound, ProgramFound, Reading, RegionFound, Sentence
from models.arguments import Role
from models.records import Office
from models.vocab import Salience, Status

Found = TypeVar("Found", VenueFound, Mention, BodyFound, OfficeFound, ProgramFound, RegionFound)

_TITLES = re.compile(r",? (?:(?:drg?|Drg?|Hj?|Ir|Dr[sa]|Prof|KH|Ustaz|Pdt|RD|Kombes Pol|AKBP|Kompol|Letkol|Ny)\b\.?,? ?){0,5}")
_KIND = re.compile(r"^(?:Kabupaten|Kota|Provinsi) ")
_SEVERAL, _TOO_MANY = 2, 8
"""How many happenings one sentence may tell of for its words to be shared out among them."""
_CROWD = 100
"""A sentence that holds more than so many of anything is no sentence; the rest is left alone."""


@dataclass(slots=True)
class Line:
    """A sentence and what stands in it; ``mentions`` outside direct speech only."""

    index: int
    sentence: Sentence
    voice: Voice | None
    mentions: list[Mention] = field(default_factory=list)
    bodies: list[BodyFound] = field(default_factory=list)
    offices: list[OfficeFound] = field(default_factory=list)
    regions: list[RegionFound] = field(default_factory=list)
    programs: list[ProgramFound] = field(default_factory=list)
    venues: list[VenueFound] = field(default_factory=list)
    owners: list["Part"] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """A happening, its role, the line that tells of it: that of its trigger, of its first echo in the body, or the lead."""

    happening: Happening
    role: Role
    lines: list[Line]


@dataclass
class Frame:
    """A reading seen as scenes. ``anchor`` is the part the article reports, ``lead`` its first sentence.

    ``scene`` are the lines of the body that tell of the anchor's occasion, ``home`` the area the article is about.
    """

    reading: Reading
    lines: list[Line]
    parts: list[Part]
    anchor: Part
    lead: Line
    hits: dict[str, list[Hit]]
    scene: list[Line] = field(default_factory=list)
    home: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._quotes = [quote.start for quote in self.reading.quotes]
        self.areas = frozenset(name for region in self.reading.regions for name in (region.name, bare(region.name)))
        """The regions of the text by name, also without what kind of region each is."""
        self._names = frozenset(start for person in self.reading.people for start, _ in person.mentions)
        self._said: dict[str, frozenset[int]] = {}
        self._starts = [line.sentence.start for line in self.lines]
        self.scene = [line for line in self.lines if self.free(line)]
        self.aside = frozenset(line.index for part in self.parts if part.role == "side" for line in self.tail(part))
        """Lines that go on about something told beside the main occasion."""
        day = self.anchor.happening.date
        dates = [date.start for date in self.reading.dates if date.value == day]
        self.dated = frozenset(bisect_right(self._starts, start) - 1 for start in dates)
        """Lines that give the day of the main occasion."""
        self.cities: list[RegionFound] = []
        self.cast: list[str] | None = None
        """Who took part in the main occasion, once that is asked for."""
        self.towns: dict[int, list[tuple[RegionFound, bool]]] = {}
        """The towns of a line, each with whether somebody goes there, once they are asked for."""
        self.offices = tuple(dict.fromkeys(Office(o.kind, o.name, o.office_id) for o in self.reading.offices))

    def quote(self, at: int) -> int:
        """The number of the quotation that a place stands in, -1 outside all."""
        index = bisect_right(self._quotes, at) - 1
        return index if index >= 0 and at < self.reading.quotes[index].end else -1

    def official(self, at: int) -> bool:
        """Whether a name of an official begins right behind a place, perhaps behind a comma and titles."""
        gap = _TITLES.match(self.reading.text, at)
        return gap is not None and gap.end() in self._names

    def tail(self, part: Part) -> list[Line]:
        """The lines that follow the part's last one in its paragraph and tell of no other happening."""
        last = part.lines[-1]
        end = last.index + 1
        while (
            end < len(self.lines) and self.lines[end].sentence.paragraph == last.sentence.paragraph and not self.lines[end].owners
        ):
            end += 1
        return self.lines[last.index + 1 : end]

    def says(self, line: Line, cue: str) -> bool:
        """Whether a sentence holds one of the cue words of that name (a list of :func:`cue_hits.phrases`)."""
        said = self._said.get(cue)
        if said is None:
            said = self._said[cue] = frozenset(bisect_right(self._starts, hit.start) - 1 for hit in self.hits[cue])
        return line.index in said

    def told(self, cue: str, start: int, end: int) -> bool:
        """Whether a cue word of that name stands in a stretch of the text."""
        hits = self.hits[cue]
        index = bisect_right(hits, (start, 0))
        return index < len(hits) and hits[index].end <= end

    def free(self, line: Line) -> bool:
        """Whether a line of the body tells of nothing but the article's main occasion."""
        if line.sentence.leftover or line.sentence.paragraph < 0:
            return False
        return all(part.role in ("main", "peer") for part in line.owners)


def bare(area: str) -> str:
    """The name of a region without its kind."""
    return _KIND.sub("", area)


def mine(part: Part, line: Line, found: list[Found]) -> list[Found]:
    """Of the things in a sentence that tells of several happenings those nearest to this one's trigger, or all if none is."""
    if not _SEVERAL <= len(line.owners) <= _TOO_MANY:
        return found
    near = [item for item in found if min(line.owners, key=lambda owner: _distance(owner.happening, item)) is part]
    return near or found


def _distance(happening: Happening, item: Found) -> int:
    return max(0, happening.start - item.end, item.start - happening.end)


def frame(reading: Reading) -> Frame | None:
    """The scenes of a reading; ``None`` where it has no happenings or no sentences of its own."""
    if not reading.happenings or not reading.sentences:
        return None
    hits = cue_hits(reading.text)
    lines = _lines(reading, hits)
    lead = next((line for line in lines if line.sentence.paragraph >= 0 and not line.sentence.leftover), lines[0])
    first = _anchor(reading.happenings)
    starts = [line.sentence.start for line in lines]
    parts = [Part(h, _role(h, first, lines, hits), _own_lines(h, lines, starts, lead)) for h in reading.happenings]
    for part in parts:
        for line in part.lines:
            line.owners.append(part)
    return Frame(reading, lines, parts, parts[reading.happenings.index(first)], lead, hits)


def _anchor(happenings: list[Happening]) -> Happening:
    """The first main happening held on a known day, or else at a known time, or else held, or else main, or the first."""
    mains = [h for h in happenings if h.salience is Salience.MAIN]
    return min(mains or happenings, key=lambda h: (h.status is not Status.HELD, not _on_a_day(h.date), h.date is None))


def _on_a_day(date: str | None) -> bool:
    return date is not None and len(date.partition("/")[0]) == len("2025-01-01")


def _role(happening: Happening, anchor: Happening, lines: list[Line], hits: dict[str, list[Hit]]) -> Role:
    """The part a happening plays beside the anchor."""
    if happening is anchor:
        return "main"
    if happening.salience is Salience.MAIN and happening.status in (Status.PLANNED, Status.CANCELLED):
        return "due"
    if happening.salience is Salience.MAIN:
        return "peer" if _same_day(happening.date, anchor.date) else "twin"
    if happening.status is Status.PROPOSED:
        return "wish"
    if happening.status is not Status.HELD:
        return "plan"
    if _same_day(happening.date, anchor.date):
        return "side"
    if happening.date is not None or not 0 <= happening.sentence < len(lines):
        return "past"
    sentence = lines[happening.sentence].sentence
    same = bisect_right(hits["occasion"], (sentence.start, 0))
    return "side" if same < len(hits["occasion"]) and hits["occasion"][same].start < sentence.end else "past"


def _same_day(one: str | None, other: str | None) -> bool:
    """Whether two EDTF values are one day, or one is a range of days around the other."""
    if one is None or other is None:
        return False
    first, second = one.split("/"), other.split("/")
    if len(first[0]) != len(second[0]) or len(first[0]) < len("2025-01-01"):
        return one == other
    return first[0] <= second[-1] and second[0] <= first[-1]


def _own_lines(happening: Happening, lines: list[Line], starts: list[int], lead: Line) -> list[Line]:
    places = [happening.start, *(start for start, _ in happening.echoes)]
    found = [lines[index] for place in places if (index := bisect_right(starts, place) - 1) >= 0]
    return next(([line] for line in found if line.sentence.paragraph >= 0), [lead])


def _lines(reading: Reading, hits: dict[str, list[Hit]]) -> list[Line]:
    """Every sentence with what was found in it."""
    people = mentions(reading, hits)
    spoken = voices(reading, people, hits)
    lines = [Line(index, sentence, voice) for index, (sentence, voice) in enumerate(zip(reading.sentences, spoken, strict=True))]
    starts = [line.sentence.start for line in lines]

    def spread(found: Iterable[Found], name: str) -> None:
        for item in found:
            index = bisect_right(starts, item.start) - 1
            if index >= 0 and len(listed := getattr(lines[index], name)) < _CROWD:
                listed.append(item)

    spread((mention for mention in people if not mention.quoted), "mentions")
    spread(reading.bodies, "bodies")
    spread(reading.offices, "offices")
    spread(reading.regions, "regions")
    spread(reading.programs, "programs")
    spread(find_venues(reading), "venues")
    return lines
