"""What a figure of an article is about: the region and the period that its own sentence names, where it names one alone."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from db.rows import regions_called
from models.gazetteers import region
from models.records import DateMention, Extraction
from models.vocab import Field

_END = re.compile(r"\n|[.!?][”\"'’]? (?=[A-Z0-9“\"'‘])")
"""The end of a line, or a full stop before what can begin a sentence."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A region's code and a calendar value (EDTF), each ``None`` where the sentence leaves it open."""

    region: str | None = None
    period: str | None = None


def settings(extraction: Extraction, text: str) -> list[Setting]:
    """The setting of every figure of an article, in order; ``text`` is the article's body.

    The region is that of the happenings told in the figure's sentence: the one they all name, or the province that all lie in.
    The period is the one date in the sentence; two different dates leave it open, for either could be meant.
    """
    sentences = _sentences(text)
    dates: dict[int, set[str]] = {}
    for date in extraction.dates:
        dates.setdefault(_sentence(sentences, date), set()).add(date.value)
    regions: dict[int, set[str]] = {}
    for report in extraction.reports:
        if report.evidence.field is Field.TEXT:
            place = bisect_right(sentences, report.evidence.start) - 1
            regions.setdefault(place, set()).update(filter(None, map(_code, report.places)))
    found = []
    for figure in extraction.figures:
        place = bisect_right(sentences, figure.span.start) - 1 if figure.span.field is Field.TEXT else -1
        told = dates.get(place, set())
        found.append(Setting(_common(regions.get(place, set())), next(iter(told)) if len(told) == 1 else None))
    return found


def _sentence(sentences: list[int], date: DateMention) -> int:
    return bisect_right(sentences, date.span.start) - 1 if date.span.field is Field.TEXT else -2


def _sentences(text: str) -> list[int]:
    """Where sentences begin, in order."""
    return [0, *(found.end() for found in _END.finditer(text))]


def _code(name: str) -> str | None:
    """The region of a place's name; the province where the name is shared by regions of one province alone."""
    return _common({found.code for found in regions_called(name)})


def _common(codes: set[str]) -> str | None:
    """The one region of the codes, or the one province they lie in."""
    if len(codes) == 1:
        return next(iter(codes))
    provinces = {region(code).province for code in codes}
    return next(iter(provinces)) if len(provinces) == 1 else None
