"""Which programmes a happening concerns."""

import re
from collections.abc import Iterable

from extract.components.scenes import Frame, Line, Part
from models.vocab import EventType, Program

_MEMBERSHIP = frozenset({EventType.MOU, EventType.PKS, EventType.ADDENDUM, EventType.KEPESERTAAN, EventType.PERESMIAN})
"""Types that bring people into programmes: what the article says they get belongs to the happening."""

_THEMES = frozenset(
    {
        Program.PLKK,
        Program.SPO,
        Program.PARITRANA,
        Program.PERISAI,
        Program.JKP,
        Program.BSU,
        Program.UCJ,
        Program.MLT,
        Program.RTW,
    }
)
_BACK = 2
"""Sentences before it in the paragraph whose programme a happening takes over."""

_MORE = re.compile(r"(?i)\b(?:termasuk|selain itu|masih ada|ada pula|santunan|manfaat|sisanya|rinciannya|terdiri)\b")
"""In a sentence that goes on about what was paid."""

_PAID = re.compile(r"\bRp")
_BENEFITS = frozenset({Program.JKK, Program.JKM, Program.JHT, Program.JP, Program.JKP})
_TOOLS = frozenset({Program.JMO, Program.PERISAI})
_BEHIND = 40
"""How far behind a trigger its object may stand."""
_AHEAD = 120
"""How far before the trigger of the main happening its subject may stand."""
_OPENING = 2
_ALL = 4
"""A sentence with so many programmes lists what the agency offers."""


def own(frame: Frame, part: Part) -> list[Program]:
    """The programmes named in the happening's own sentences."""
    return _codes(part, part.lines)


def tail(frame: Frame, part: Part) -> list[Program]:
    """Those named in the happening's own sentences, or else right behind or before them in the paragraph."""
    first = part.lines[0]
    told = [line for line in frame.lines[max(0, first.index - _BACK) : first.index] if _beside(line, first)]
    behind = _codes(part, frame.tail(part))
    near = behind or next((codes for line in reversed(told) if (codes := _codes(part, [line]))), [])
    if part.happening.type is EventType.SANTUNAN:
        near = [program for program in near if program in _BENEFITS]
        if part.role in ("past", "main") and behind and (found := own(frame, part)):
            more = [line for line in frame.tail(part) if _MORE.search(frame.reading.text, line.sentence.start, line.sentence.end)]
            return list(dict.fromkeys([*found, *(p for p in _codes(part, more) if p in _BENEFITS)]))
    return own(frame, part) or near


def _beside(line: Line, other: Line) -> bool:
    return line.sentence.paragraph == other.sentence.paragraph


def topic(frame: Frame, part: Part) -> list[Program]:
    """The programmes of the happening's own sentences, headline and first sentence, and of what members get by it."""
    lines = [*part.lines, frame.lead, *(line for line in frame.lines if line.sentence.paragraph < 0)]
    if part.happening.type in _MEMBERSHIP:
        lines += [line for line in _membership(frame) if frame.says(line, "coverage") and len(_codes(part, [line])) < _ALL]
    if part.happening.type is EventType.SANTUNAN:
        lines += [
            line
            for line in frame.scene
            if _PAID.search(frame.reading.text, line.sentence.start, line.sentence.end) and frame.says(line, "benefits")
        ]
    return _codes(part, lines)


def opening(frame: Frame, part: Part) -> list[Program]:
    """The programmes of the first two paragraphs where they tell of the main occasion."""
    return _codes(part, [line for line in frame.scene if line.sentence.paragraph - frame.lead.sentence.paragraph < _OPENING])


def theme(frame: Frame, part: Part) -> list[Program]:
    """The services and prizes among the main happening's programmes: agreements and reviews beside it are on them too."""
    return [program for program in frame.anchor.happening.programs if program in _THEMES]


def _codes(part: Part, lines: Iterable[Line]) -> list[Program]:
    """The programmes of the lines; tools of the agency only where the trigger itself is about them."""
    happening = part.happening
    about = range(happening.start - (_AHEAD if part.role == "main" else 0), happening.end + _BEHIND)
    return list(dict.fromkeys(p.code for line in lines for p in line.programs if p.code not in _TOOLS or p.start in about))


def _membership(frame: Frame) -> list[Line]:
    """The lines of the main occasion, and those that tell of enrolments and agreements before it."""
    return [*frame.scene, *(line for line in frame.lines if line.owners and all(map(_enrols, line.owners)))]


def _enrols(part: Part) -> bool:
    return part.happening.type in _MEMBERSHIP and part.role in ("twin", "past")
