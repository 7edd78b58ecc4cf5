"""Whom a wish is put to."""

import re
from functools import cache

from extract.components.bodies import is_agency
from extract.components.scenes import Frame, Part
from models.arguments import arguments
from models.lexicon import alternation

_NEAR = 200
"""How far from a trigger those asked may stand."""
_ACRONYM = re.compile(r"[A-Z]{2,6}")


@cache
def _asked() -> re.Pattern[str]:
    """What follows a word of asking: up to seven words, ended by a verb or another word that begins what is asked."""
    words = arguments().asking
    end = rf"(?!(?:me|ber|ter)[a-z]{{3}}|di[a-z]{{4}}|{alternation(words.ends)}\b)"
    linked = rf"(?: {alternation(words.links)}\b)?"
    return re.compile(rf"\b{alternation(words.verbs)}{linked} (?P<whom>{end}[A-Za-z\d][\w.’'/-]*(?: {end}[\w’'/-]+){{0,7}})")


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a noun, and what follows it."""
    words = arguments().asking
    before = re.compile(rf"(?:(?:{alternation(words.counts)}|\d[\d.]*) )+")
    return before, re.compile(rf" (?:se-\w+|{alternation(words.behind)}\b|[A-Z]).*$")


def parties_asked(frame: Frame, part: Part) -> list[str]:
    """The bodies that stand between "meminta" and what is asked; else the noun there, if it names nobody of the agency."""
    for line in part.lines:
        low = max(line.sentence.start, part.happening.start - _NEAR)
        high = min(line.sentence.end, part.happening.end + _NEAR)
        for match in _asked().finditer(frame.reading.text, low, high):
            start, end = match.span("whom")
            if end < part.happening.start or match.start() > part.happening.end:
                continue
            inside = [body for body in line.bodies if body.start < end and start < body.end]
            proper = [body.name for body in inside if body.proper]
            person = any(mention.start < end and start < mention.end for mention in line.mentions)
            if proper or person or is_agency(match["whom"]):
                return proper
            return _noun(match["whom"]) or [body.name for body in inside]
    return []


def _noun(words: str) -> list[str]:
    """A plain plural: the words without counts and without what follows the noun; small, or an acronym."""
    before, behind = _edges()
    noun = behind.sub("", before.sub("", words))
    first = noun.split(" ", 1)[0]
    known = first in arguments().asking.nobody or not (first[:1].islower() or _ACRONYM.fullmatch(first))
    return [] if known else [noun]
