"""Who takes part in a happening as a body: the agency's offices and the other side."""

import re
from collections.abc import Iterable

from extract.components.bodies import is_spot, kind_of
from extract.components.participants import actors, cast, is_agency
from extract.components.scenes import Frame, Line, Part
from extract.components.whereabouts import places_own
from extract.reading import BodyFound, OfficeFound, PersonFound
from models.arguments import arguments
from models.bodies import bodies
from models.records import Office
from models.vocab import EventType, OfficeKind, Status

_HEADED = frozenset({"service", "hospital", "clinic", "school", "company", "law", "law_district", "law_high", "port"})
_AGREEMENTS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)
_ENFORCERS = frozenset({"service", "law", "law_district", "law_high", "port"})
_PROSECUTORS = ("law", "law_district", "law_high")
_REACH = 3
_LIST = 3
_MANY = 4
_BRANCHES = (OfficeKind.KC, OfficeKind.KCP)


def offices_own(frame: Frame, part: Part) -> list[Office]:
    """The offices that the happening's own sentences name; for what others than the main occasion, also as its venue."""
    seat = part.role != "main"
    return _offices(office for line in part.lines for office in line.offices if seat or not _in_venue(line, office))


def offices_actors(frame: Frame, part: Part) -> list[Office]:
    """The offices of the agency's people who act in the happening."""
    return _of_people(frame, actors(frame, part))


def offices_doers(frame: Frame, part: Part) -> list[Office]:
    """The offices that the happening's own sentences name, and those of the agency's people who act in it."""
    return list(dict.fromkeys([*offices_own(frame, part), *offices_actors(frame, part)]))


def offices_speaker(frame: Frame, part: Part) -> list[Office]:
    """The branch of the official of the agency who tells of what the own office did."""
    speakers = [line.voice.name for line in part.lines if line.voice]
    return [office for office in _of_people(frame, speakers) if office.kind in _BRANCHES]


def offices_tail(frame: Frame, part: Part) -> list[Office]:
    """The offices named where the happening is told, up to the paragraph's end, and that of the official who tells of it."""
    following = _offices(office for line in frame.tail(part) for office in line.offices)
    speakers = [line.voice.name for line in part.lines if line.voice]
    return list(dict.fromkeys([*offices_own(frame, part), *following, *_of_people(frame, speakers)]))


def offices_cast(frame: Frame, part: Part) -> list[Office]:
    """The offices of the main occasion: those its sentences name, and those of the agency's people who took part."""
    lines = [*part.lines, frame.lead, *(line for line in frame.scene if frame.says(line, "attendance"))]
    found = _offices(o for line in lines for o in line.offices if not _in_venue(line, o) and frame.quote(o.start) < 0)
    people = _of_people(frame, cast(frame, part))
    return list(dict.fromkeys([*found, *people])) or list(frame.offices)[:1]


def offices_core(frame: Frame, part: Part) -> list[Office]:
    """Of the main occasion's offices the one that holds it: none where the happening is a government's alone, or a province's.

    A branch has no part in what covers its whole province, nor in what a government tells of as its own.
    """
    offices = list(frame.anchor.happening.offices)
    if _governments_own(frame, part) or (_provincial(part) and all(o.kind in _BRANCHES for o in offices)):
        return []
    named = [office for office in offices_own(frame, frame.anchor) if office in offices]
    taking = part.happening.type is EventType.PELANTIKAN  # offices change hands where they are
    there = [office for office in offices if taking and office.name in part.happening.places]
    local = [office for office in offices if any(office.name in place for place in frame.home)]
    return there or named or local or (offices if len(offices) < _MANY else [])


def _governments_own(frame: Frame, part: Part) -> bool:
    """Whether an official of a government tells of a government's own enrolment or plan."""
    if part.happening.status is Status.HELD:
        return False
    speakers = [line.voice.name for line in part.lines if line.voice]
    return any(not is_agency(p.organisation) for p in frame.reading.people if p.name in speakers)


def _provincial(part: Part) -> bool:
    """Whether the happening's own sentences speak of a whole province."""
    return any(len(region.code) == 2 for line in part.lines for region in line.regions)


def _of_people(frame: Frame, names: Iterable[str]) -> list[Office]:
    return list(dict.fromkeys(office for name in names for office in _office_of(frame, name)))


def _office_of(frame: Frame, name: str) -> list[Office]:
    """The office that an official of the agency belongs to."""
    person = next((p for p in frame.reading.people if p.name == name), None)
    if person is None or not is_agency(person.organisation):
        return []
    organisation = (person.organisation or "").casefold()
    found = [office for office in frame.offices if organisation.endswith(office.name.casefold())]
    return sorted(found, key=lambda office: -len(office.name))[:1]


def _offices(found: Iterable[OfficeFound]) -> list[Office]:
    return list(dict.fromkeys(Office(o.kind, o.name, o.office_id) for o in found))


def _in_venue(line: Line, office: OfficeFound) -> bool:
    return any(venue.start <= office.start < venue.end for venue in line.venues)


def parties_own(frame: Frame, part: Part) -> list[str]:
    """The bodies that the happening's own sentences name."""
    return _settle(_own(frame, part))


def _own(frame: Frame, part: Part) -> list[BodyFound]:
    found = [body for line in part.lines for body in _bodies(frame, line, acting=True)]
    if part.happening.type is EventType.PENEGAKAN:  # whose office firms are summoned to takes part
        found += [b for line in part.lines for b in line.bodies if kind_of(b.name) in _PROSECUTORS and b not in found]
    return found


def parties_proper(frame: Frame, part: Part) -> list[str]:
    """The bodies that the happening's own sentences name by proper names."""
    return _settle(body for body in _own(frame, part) if body.proper)


def parties_voice(frame: Frame, part: Part) -> list[str]:
    """The body that the one who tells of it speaks for: a government, where it is a head or service of one."""
    names = [line.voice.name for line in part.lines if line.voice]
    people = [p for p in frame.reading.people if p.name in names and p.organisation and not is_agency(p.organisation)]
    return [body for person in people for body in _spoken_for(frame, part, person)][:1]


def _spoken_for(frame: Frame, part: Part, person: PersonFound) -> list[str]:
    organisation = person.organisation or ""
    kind = kind_of(organisation)
    if kind in (None, "service", "government") and not (kind == "service" and part.happening.type is EventType.PENEGAKAN):
        areas = sorted((r for r in frame.reading.regions if organisation.endswith(r.name)), key=lambda r: -len(r.name))
        area = next(iter(areas), None)
        return (_government_of(frame, area.code) if area else []) or _government(person)
    known = next((b.name for b in frame.reading.bodies if b.proper and b.name.endswith(organisation)), None)
    return [known or organisation]


def _government_of(frame: Frame, code: str) -> list[str]:
    """The governments of a region that the text names."""
    spans = [(b.start, b.end, b.name) for b in frame.reading.bodies if kind_of(b.name) == "government"]
    regions = [r.start for r in frame.reading.regions if r.code == code]
    return list(dict.fromkeys(name for start, end, name in spans if any(start <= at < end for at in regions)))


def parties_enforcers(frame: Frame, part: Part) -> list[str]:
    """Who enforces against whom: the body that the speaker acts for, and the bodies of the happening's own sentences."""
    own = parties_own(frame, part)
    speaking = [name for name in parties_voice(frame, part) if kind_of(name) in _ENFORCERS]
    return list(dict.fromkeys([*speaking, *own]))


def parties_winners(frame: Frame, part: Part) -> list[str]:
    """Regions that won: their governments go by the region's name alone."""
    return places_own(frame, part)


def parties_ours(frame: Frame, part: Part) -> list[str]:
    """The speaker's own body where a wish is the speaker's plan ("tahun depan kita usulkan")."""
    ours = [line for line in part.lines if frame.says(line, "own")]
    return parties_voice(frame, part) if ours else []


def parties_near(frame: Frame, part: Part) -> list[str]:
    """The bodies of the sentence before, in the same paragraph, where it tells of nothing else."""
    first = part.lines[0]
    before = frame.lines[first.index - 1] if first.index else first
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
    if not any(body.proper for body in found):
        return parties_headed(frame) or _settle(found)
    if part.happening.type in _AGREEMENTS:
        found = [body for body in found if body.proper or kind_of(body.name) != "company"]
    return _settle(found)


def parties_headed(frame: Frame) -> list[str]:
    """The proper names of the first sentence, or else of the headline."""
    lines = [frame.lead, *(line for line in frame.lines if line.sentence.paragraph < 0)]
    return next((names for line in lines if (names := _settle(b for b in _bodies(frame, line) if b.proper))), [])


def _tells_parties(frame: Frame, part: Part, line: Line) -> bool:
    """Whether a sentence of the main occasion tells who was there, signed, or was honoured."""
    if part.happening.type is EventType.PENGHARGAAN and frame.says(line, "awards"):
        return True
    return _near(part, line) and (frame.says(line, "presence") or frame.says(line, "acting"))


def _near(part: Part, line: Line) -> bool:
    return any(abs(line.index - own.index) <= _REACH for own in part.lines)


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


def parties_payers(frame: Frame, part: Part) -> list[str]:
    """Who pays or enrols: the one government among the main happening's parties, or all parties of an agreement without one."""
    names = list(frame.anchor.happening.counterparties)
    governments = [name for name in names if kind_of(name) == "government"]
    if not governments and frame.anchor.happening.type in _AGREEMENTS:
        return names
    return governments if len(governments) == 1 else []


def parties_regions(frame: Frame, part: Part) -> list[str]:
    """Regions that a wish is put to by name ("Bantul dan Gunungkidul diharapkan menyusul")."""
    return [name for name in places_own(frame, part) if name not in frame.home]


def parties_rulers(frame: Frame, part: Part) -> list[str]:
    """The government whose head took part ("Bupati X" acts for "Pemerintah Kabupaten X")."""
    names = set(cast(frame, part))
    return [government for person in frame.reading.people if person.name in names for government in _government(person)][:1]


def _government(person: PersonFound) -> list[str]:
    head = next((h for title, h in bodies().governments.rulers.items() if person.position.endswith(title)), None)
    if head is None or not person.organisation:
        return []
    return [f"{head} {_bare(person.organisation)}"]


def _bare(area: str) -> str:
    return re.sub(r"^(?:Kabupaten|Kota|Provinsi) ", "", area)


def _bodies(frame: Frame, line: Line, *, acting: bool = False) -> list[BodyFound]:
    """The bodies of a sentence that can be parties: not spots, not in a venue's name, not behind a position.

    ``acting``: a service counts although a position stands before it where the sentence tells of the happening itself.
    """
    return [
        body
        for body in line.bodies
        if not is_spot(frame.reading, body)
        and not any(venue.start <= body.start < venue.end for venue in line.venues)
        and (not _held(frame, body) or (acting and kind_of(body.name) in _HEADED and frame.says(line, "acting")))
    ]


def _held(frame: Frame, body: BodyFound) -> bool:
    """Whether the body stands behind a position ("Kepala Dinas X"): then its head takes part, not the body as such."""
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
