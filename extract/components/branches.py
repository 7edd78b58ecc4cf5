"""Which offices of the agency take part in a happening."""

import re
from collections.abc import Iterable

from extract.components.bodies import is_agency
from extract.components.participants import actors, cast
from extract.components.scenes import Frame, Line, Part, mine
from extract.reading import OfficeFound
from models.records import Office
from models.vocab import EventType, OfficeKind, Status

_POST = re.compile(
    r"\b(?:(?:sebelumnya|dipercaya|amanah)\b[^.,;\n]{0,40}|memimpin|bertugas|tugas(?: baru)?|pindah|dipindahkan|bergeser)"
    r"(?: ke| di)?\b(?: [Kk]antor| [Cc]abang| [Pp]erintis| [Pp]embantu| KCP)* ?$"
)
"""A post elsewhere: what somebody led before or is going to lead."""
_BEFORE = 70
_BRANCHES = (OfficeKind.KC, OfficeKind.KCP)


def offices_own(frame: Frame, part: Part) -> list[Office]:
    """The offices that the happening's own sentences name; for what others than the main occasion, also as its venue."""
    seat = part.role != "main"
    return _offices(o for line in part.lines for o in mine(part, line, line.offices) if seat or not _in_venue(line, o))


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
    there = [o for line in lines for o in line.offices if not _in_venue(line, o) and frame.quote(o.start) < 0]
    found = _offices(office for office in there if not _post(frame, office))
    people = _of_people(frame, cast(frame, part))
    return list(dict.fromkeys([*found, *people])) or list(frame.offices)[:1]


def offices_core(frame: Frame, part: Part) -> list[Office]:
    """Of the main occasion's offices the one that holds it: none where the happening is a government's alone, or a province's.

    A branch has no part in what covers its whole province, nor in what a government tells of as its own.
    """
    offices = list(frame.anchor.happening.offices)
    if _governments_own(frame, part) or (_provincial(part) and all(o.kind in _BRANCHES for o in offices)):
        return []
    told = [office for office in offices_own(frame, frame.anchor) if office in offices]
    taking = part.happening.type is EventType.PELANTIKAN  # offices change hands where they are
    there = [office for office in offices if taking and office.name in part.happening.places]
    return there or (told or offices)[:1]


def offices_branch(frame: Frame, part: Part) -> list[Office]:
    """The branch that holds the main occasion: what is paid is paid by branches."""
    return [office for office in offices_core(frame, part) if office.kind in _BRANCHES]


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


def _post(frame: Frame, office: OfficeFound) -> bool:
    """Whether an office is only where somebody comes from or goes to ("sebelumnya memimpin Cabang X")."""
    return _POST.search(frame.reading.text, max(0, office.start - _BEFORE), office.start) is not None


def _in_venue(line: Line, office: OfficeFound) -> bool:
    return any(venue.start <= office.start < venue.end for venue in line.venues)
