"""Which programmes a happening concerns."""

from extract.components.scenes import Frame, Part, cues
from models.vocab import EventType, Program

_MEMBERSHIP = frozenset({EventType.MOU, EventType.PKS, EventType.ADDENDUM, EventType.KEPESERTAAN, EventType.PERESMIAN})
"""Types that bring people into programmes: what the article says they get belongs to the happening."""

_THEMES = frozenset({Program.PLKK, Program.SPO, Program.PARITRANA, Program.PERISAI, Program.JKP, Program.BSU})
_ALL = 4
"""A sentence with so many programmes lists what the agency offers."""


def own(frame: Frame, part: Part) -> list[Program]:
    """The programmes named in the happening's own sentences."""
    return list(dict.fromkeys(program.code for line in part.lines for program in line.programs))


def tail(frame: Frame, part: Part) -> list[Program]:
    """The same and those named right behind, up to the paragraph's end, as long as nothing else is told."""
    return own(frame, part) or list(dict.fromkeys(p.code for line in frame.tail(part) for p in line.programs))


def topic(frame: Frame, part: Part) -> list[Program]:
    """The programmes of the happening's own sentences, headline and first sentence, and of what members get by it."""
    lines = [*part.lines, frame.lead, *(line for line in frame.lines if line.sentence.paragraph < 0)]
    if part.happening.type in _MEMBERSHIP:
        lines += [
            line for line in frame.scene if frame.says(line, cues("coverage")) and len({p.code for p in line.programs}) < _ALL
        ]
    return list(dict.fromkeys(program.code for line in lines for program in line.programs))


def theme(frame: Frame, part: Part) -> list[Program]:
    """The services and prizes among the main happening's programmes: agreements and reviews beside it are on them too."""
    return [program for program in frame.anchor.happening.programs if program in _THEMES]
