"""Who takes part in a happening on the other side: the bodies that its sentences name."""

import re
from collections.abc import Iterable

from extract.components.bodies import is_spot, kind_of
from extract.components.scenes import Frame, Line, Part, bare, mine
from extract.components.stand_ins import LEGISLATURES, parties_members, parties_voice
from extract.components.whereabouts import has_share, places_own
from extract.reading import BodyFound, RegionFound
from models.arguments import arguments
from models.vocab import EventType

_HEADED = frozenset({"service", "hospital", "clinic", "school", "company", "law", "law_district", "law_high", "port"})
_AGREEMENTS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)
_ENFORCERS = frozenset({"service", "law", "law_district", "law_high", "port"})
_PROSECUTORS = ("law", "law_district", "law_high")
_BEFORE = re.compile(r"\b(?:di|ke|dari|asal|se|untuk|bagi|wilayah|warga|Bupati|Gubernur|Kota|kepada)[ -]$")
_HEAD = re.compile(
    r"(?:[ ,](?:dengan|bersama|para|[Kk]etua|[Kk]epala|[Pp]impinan|[Mm]anajemen|[Dd]irektur|[Pp]engurus|[Jj]ajaran"
    r"|[Dd]ireksi))* ?"
)
"""What may stand between the words of a meeting and the body that is met."""
_THAT_PAPER = re.compile(
    r"\b(?:MoU|PKS|nota|kesepakatan|perjanjian|kesepahaman|kerja sama|adendum)(?: \w+){0,2} (?:itu|tersebut)\b"
    r"|\b(?:perjanjian|kerja sama|pelaksanaan)nya\b"
)
_THEIR_PAPER = re.compile(r"(?:MoU|PKS|[Pp]erjanjian|[Kk]erja sama|[Aa]dendum)-?nya\b")
"""An agreement "of theirs": of those the article is about."""
_OFFICES = ("Sekda", "Sekretaris Daerah", "Wali Kota", "Bupati", "Gubernur")
"""Heads whose office stands where a body does: the government, no other side."""
_NEXT = 30
"""How far before a trigger the region that acts may stand."""
_REACH = 3
_ROUND = 6
"""Sentences over which the winners of one round are told."""
_LIST = 3
_FEW = 2
_SUBDISTRICTS = ("kecamatan", "distrik", "kapanewon", "kemantren")
"""Where something takes place, no side of it; its head takes part in person."""
_PROVINCE = 2
"""The length of a province's code."""


def parties_own(frame: Frame, part: Part) -> list[str]:
    """The bodies that the happening's own sentences name."""
    return _settle(_own(frame, part))


def _own(frame: Frame, part: Part) -> list[BodyFound]:
    found = [body for line in part.lines for body in mine(part, line, _bodies(frame, line, acting=True))]
    if part.happening.type is EventType.KOORDINASI and part.role != "main":  # who is met stands for the body
        found += [b for line in part.lines for b in mine(part, line, line.bodies) if b not in found and _is_met(frame, part, b)]
    if part.happening.type is EventType.KEPESERTAAN:  # a legislature passes the budget, it enrols nobody
        found = [b for b in found if not b.name.startswith(LEGISLATURES)]
    if part.happening.type is EventType.PENEGAKAN:  # whose office firms are summoned to takes part
        found += [b for line in part.lines for b in line.bodies if kind_of(b.name) in _PROSECUTORS and b not in found]
    return found


def _is_met(frame: Frame, part: Part, body: BodyFound) -> bool:
    """Whether a body stands behind its head or management right after a meeting's words ("beraudiensi dengan Ketua DPRD")."""
    end = part.happening.end
    before = frame.reading.text[min(end, body.start) : body.start]
    return body.proper and body.start >= part.happening.start and _HEAD.fullmatch(before) is not None


def parties_proper(frame: Frame, part: Part) -> list[str]:
    """The bodies that the happening's own sentences name by proper names."""
    return _settle(body for body in _own(frame, part) if body.proper)


def parties_enforcers(frame: Frame, part: Part) -> list[str]:
    """Who enforces against whom: whom the speaker acts for, the article's prosecutors where they act, and the bodies named."""
    own = parties_own(frame, part)
    if part.happening.type is not EventType.PENEGAKAN:
        return own
    speaking = [name for name in parties_voice(frame, part) if kind_of(name) in _ENFORCERS]
    law = [name for name in own if kind_of(name) in _PROSECUTORS]
    if not law and any(frame.says(line, "prosecutors") for line in part.lines):
        law = [body.name for body in frame.reading.bodies if body.proper and kind_of(body.name) in _PROSECUTORS][:1]
    found = list(dict.fromkeys([*law, *speaking, *own]))
    if found and all(kind_of(name) in _ENFORCERS for name in found):
        found += _inspected(frame, part)
    return found


def _inspected(frame: Frame, part: Part) -> list[str]:
    """The plain word for firms nearest before a happening that names none of those it is aimed at ("sisanya dipanggil ulang")."""
    before = [b for b in frame.reading.bodies if not b.proper and b.start < part.happening.end and kind_of(b.name) == "company"]
    return [max(before, key=lambda body: body.start).name] if before else []


def parties_gathering(frame: Frame, part: Part) -> list[str]:
    """The bodies of the main occasion and those that the ones who speak there belong to."""
    return list(dict.fromkeys([*parties_setting(frame, part), *parties_enforcers(frame, part), *parties_members(frame, part)]))


def parties_forum(frame: Frame, part: Part) -> list[str]:
    """The bodies of a meeting and those its speakers belong to; no service beside its own government, no head's office."""
    own = parties_setting(frame, part)
    governed = {code for name in own if kind_of(name) == "government" for code in _areas(frame, name)}
    members = [name for name in parties_members(frame, part) if not name.startswith(_OFFICES)]
    joined = [name for name in members if kind_of(name) != "service" or governed.isdisjoint(_areas(frame, name))]
    return list(dict.fromkeys([*own, *joined]))


def _areas(frame: Frame, name: str) -> set[str]:
    """The codes of the regions whose name ends a body's name."""
    return {region.code for region in frame.reading.regions if name.endswith(region.name)}


def parties_winners(frame: Frame, part: Part) -> list[str]:
    """Regions that won: their governments go by the region's name alone."""
    return places_own(frame, part)


def parties_near(frame: Frame, part: Part) -> list[str]:
    """The bodies of the sentence before, in the same paragraph, where it tells of nothing else."""
    first = part.lines[0]
    before = frame.lines[first.index - 1] if first.index else first
    if frame.says(first, "sides"):
        return parties_sides(frame, part)
    if _THEIR_PAPER.match(frame.reading.text, part.happening.start) and not any(b.proper for b in before.bodies):
        return parties_sides(frame, part)
    if frame.says(first, "both"):
        return _settle(_bodies(frame, before))
    if before.owners or before.sentence.paragraph != first.sentence.paragraph:
        return []
    return _settle(_bodies(frame, before))


def parties_setting(frame: Frame, part: Part) -> list[str]:
    """The bodies of the happening's own sentences, of those that tell who was there, and of lists of three and more.

    Without a proper name the headline's or first sentence's proper names come first.
    """
    own = _own(frame, part)
    others = [line for line in frame.scene if not line.owners]
    present = [line for line in others if _tells_parties(frame, part, line)]
    found = own + [b for line in present for b in _bodies(frame, line, acting=True) if b.proper or not own]
    if not any(body.proper for body in own):
        found += [b for line in others for b in _listed(_bodies(frame, line))]
    if part.happening.type is EventType.PENGHARGAAN and (areas := _winning(frame, part, present)):
        return _winners(areas, found, own)
    if not any(body.proper for body in found):
        return parties_headed(frame) or _settle(found)
    if part.happening.type in _AGREEMENTS:
        found = [body for body in found if body.proper or kind_of(body.name) != "company"]
    return _settle(found)


def _winners(areas: list[str], found: list[BodyFound], own: list[BodyFound]) -> list[str]:
    """The regions that won, each by its government's name where that is told, and the other bodies.

    Legislatures win nothing; a further government only where its name stands in the happening's ``own`` sentences.
    """
    names = _settle(body for body in found if body.proper and not body.name.startswith(LEGISLATURES))
    governments = [name for name in names if kind_of(name) == "government"]
    ruled = {area: next((name for name in governments if name.endswith(bare(area))), area) for area in areas}
    others = {name for name in governments if name not in {body.name for body in own}}
    return list(dict.fromkeys([*ruled.values(), *(name for name in names if name not in others)]))


def _winning(frame: Frame, part: Part, present: list[Line]) -> list[str]:
    """The regencies and cities named in the sentences that tell who was honoured, other than where it was; no shares."""
    told = (line for line in present if _near(part, line, _ROUND) and frame.says(line, "awards"))
    lines = [*part.lines, *(line for line in told if not has_share(frame, line))]
    cities = {city.code for city in frame.cities}
    areas: dict[str, str] = {}
    for line in lines:
        for region in line.regions:
            if (
                len(region.code) > _PROVINCE
                and region.code not in cities
                and not region.name.isupper()
                and _stands_alone(frame, line, region)
            ):
                areas.setdefault(region.code, region.name)
    return list(areas.values())


def _stands_alone(frame: Frame, line: Line, region: RegionFound) -> bool:
    """Whether a region is in no name of something else and behind no preposition of place."""
    if any(item.start <= region.start < item.end for items in (line.bodies, line.venues, line.offices) for item in items):
        return False
    return _BEFORE.search(frame.reading.text, max(0, region.start - 20), region.start) is None


def parties_headed(frame: Frame) -> list[str]:
    """The proper names of the first sentence, or else of the headline."""
    lines = [frame.lead, *(line for line in frame.lines if line.sentence.paragraph < 0)]
    return next((names for line in lines if (names := _settle(b for b in _bodies(frame, line) if b.proper))), [])


def _tells_parties(frame: Frame, part: Part, line: Line) -> bool:
    """Whether a sentence of the main occasion tells who was there, signed, or was honoured."""
    if part.happening.type is EventType.PENGHARGAAN and frame.says(line, "awards"):
        return True
    return _near(part, line) and (frame.says(line, "presence") or frame.says(line, "acting"))


def _near(part: Part, line: Line, reach: int = _REACH) -> bool:
    return any(abs(line.index - own.index) <= reach for own in part.lines)


def _listed(found: list[BodyFound]) -> list[BodyFound]:
    """The proper names of a sentence that lists at least three of one kind."""
    kinds = [kind_of(body.name) for body in found if body.proper]
    return [body for body in found if body.proper and kinds.count(kind_of(body.name)) >= _LIST]


def parties_lead(frame: Frame, part: Part) -> list[str]:
    """The bodies of the first sentence, or else of the first paragraph."""
    lines = [line for line in frame.lines if line.sentence.paragraph == frame.lead.sentence.paragraph]
    return _settle(_bodies(frame, frame.lead)) or _settle(body for line in lines for body in _bodies(frame, line))


def parties_title(frame: Frame, part: Part) -> list[str]:
    """The proper names of the headline."""
    return _settle(body for line in frame.lines if line.sentence.paragraph < 0 for body in line.bodies if body.proper)


def parties_paper(frame: Frame, part: Part) -> list[str]:
    """The sides of the agreement told just before that the happening is about ("evaluasi atas MoU itu")."""
    told = [p for p in frame.parts if p.happening.type in _AGREEMENTS and p is not part and _is_about(frame, part, p)]
    return list(told[-1].happening.counterparties) if told else []


def _is_about(frame: Frame, part: Part, paper: Part) -> bool:
    near = 0 < part.lines[0].index - paper.lines[0].index <= _REACH
    end = min(part.lines[0].sentence.end, part.happening.end + _NEXT)
    return near and _THAT_PAPER.search(frame.reading.text, part.happening.start, end) is not None


def parties_subject(frame: Frame, part: Part) -> list[str]:
    """The region that does it itself ("Kutai Timur mendaftarkan 7.500 pekebun")."""
    start = part.happening.start
    regions = ((line, r) for line in part.lines for r in line.regions if r.start == start or r.end <= start <= r.end + _NEXT)
    acting = [(line, region) for line, region in regions if _stands_alone(frame, line, region)]
    if not acting:
        return []
    return [region.name for region in _joined(frame, *max(acting, key=lambda found: found[1].start))]


def _joined(frame: Frame, line: Line, last: RegionFound) -> list[RegionFound]:
    """A region with those listed before it ("Kotabaru dan Balangan meneken")."""
    found = [last]
    for region in reversed(line.regions):
        if region.end < found[0].start and frame.reading.text[region.end : found[0].start] in (
            ", ",
            " dan ",
            ", dan ",
            " serta ",
        ):
            found.insert(0, region)
    return found


def parties_sides(frame: Frame, part: Part) -> list[str]:
    """The sides of the main happening where they are few: what two have agreed goes on between them."""
    names = list(frame.anchor.happening.counterparties)
    return names if len(names) <= _FEW else []


def parties_regions(frame: Frame, part: Part) -> list[str]:
    """Regions that a wish is put to by name ("Bantul dan Gunungkidul diharapkan menyusul")."""
    return [name for name in places_own(frame, part) if name not in frame.home]


def _bodies(frame: Frame, line: Line, *, acting: bool = False) -> list[BodyFound]:
    """The bodies of a sentence that can be parties: not spots, not in a venue's name, not behind a position.

    ``acting``: a service counts although a position stands before it where the sentence tells of the happening itself.
    """
    return [
        body
        for body in line.bodies
        if not is_spot(frame.reading, body)
        and not body.name.casefold().startswith(_SUBDISTRICTS)
        and not any(venue.start <= body.start < venue.end for venue in line.venues)
        and (not _held(frame, body) or (acting and kind_of(body.name) in _HEADED and frame.says(line, "acting")))
    ]


def _held(frame: Frame, body: BodyFound) -> bool:
    """Whether the body stands behind a position or before its official ("Kepala Dinas X"): then its head takes part."""
    if frame.official(body.end):
        return True
    words = frame.reading.text[max(0, body.start - 40) : body.start].split()
    return bool(words) and words[-1] in arguments().cues.positions


def _settle(found: Iterable[BodyFound]) -> list[str]:
    """Distinct names; a plain noun only where no proper name of its kind stands beside it."""
    listed = list(found)
    proper = {kind_of(body.name) for body in listed if body.proper}
    if {"hospital", "clinic"} & {kind_of(body.name) for body in listed}:
        proper.add("facility")
    names: dict[str, None] = {}
    for body in listed:
        if body.proper or kind_of(body.name) not in proper:
            names.setdefault(body.name)
    return list(names)
