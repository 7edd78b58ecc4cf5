"""What a figure of an article is about: the region and the period its own sentence gives it, where that is beyond doubt.

A wrong place or time is worse than none, so every rule here leaves open what a sentence does not settle.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from db.rows import regions_called
from models.gazetteers import region
from models.records import DateMention, Extraction, FigureMention
from models.vocab import Field

_END = re.compile(r"\n|[.!?][”\"'’]? (?=[A-Z0-9“\"'‘])")
"""The end of a line, or a full stop before what can begin a sentence."""

_LONGEST = 2000
"""Characters of a sentence that are looked through for names."""

_NAMES = re.compile(r"\b(?:[A-Z][a-z]+|[A-Z]{3,4})(?:[ -](?:[A-Z][a-z]+|[A-Z]{3,4}))*")
_KINDS = re.compile(r"(?:kota|kabupaten|kab\.|provinsi) $")
_OFFICE = re.compile(
    r"(?:Cabang|KCP|Kanwil|Wilayah|Perintis|BPJAMSOSTEK|Bpjamsostek|BPJS|Ketenagakerjaan|Jamsostek)(?: (?:Perintis|Pratama))?$"
)
"""What stands before a town that is called for its office."""

_EARLIER = re.compile(r"\b(?:dari|sebelumnya|semula)\s+(?:hanya\s+|sekitar\s+|Rp\s*)?$", re.IGNORECASE)
"""Before a figure that another one is compared with (``naik dari 34,1 persen``): it is of another time."""

_AT = re.compile(r"[ ,]*(?:per|pada|di|tahun|bulan|akhir|awal|hingga|sampai|selama|sepanjang|\(| )*")
"""What may stand between a figure and its own date."""

_WORDS = 4

_M = TypeVar("_M", FigureMention, DateMention)


@dataclass(frozen=True, slots=True)
class Setting:
    """A region's code and a calendar value (EDTF), each ``None`` where the sentence leaves it open."""

    region: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    code: str


def settings(extraction: Extraction, text: str) -> list[Setting]:
    """The setting of every figure of an article, in order; ``text`` is the article's body.

    Region: the only one that the sentence names; in a list of regions each with its figures, the figure's own; where none is
    named, the one place of the happenings told in the sentence. Regions that cannot be told apart leave the province they share.

    Period: the date right behind the figure, or the only date of the sentence where it stands before all its figures; a figure
    that another is compared with (``naik dari``) has only the former.
    """
    starts = [0, *(found.end() for found in _END.finditer(text))]
    figures = _by_sentence(starts, extraction.figures)
    dates = _by_sentence(starts, extraction.dates)
    told: dict[int, set[str]] = {}
    for report in extraction.reports:
        if report.evidence.field is Field.TEXT:
            place = bisect_right(starts, report.evidence.start) - 1
            told.setdefault(place, set()).update(code for name in report.places if (code := _code(name)))
    found: dict[int, Setting] = {}
    for place, members in figures.items():
        end = starts[place + 1] if place + 1 < len(starts) else len(text)
        start = starts[place]
        named = [_Named(start + n.start, n.code) for n in _named(text[start : min(end, start + _LONGEST)])]
        regions = _regions(members, named) if named else [_common(told.get(place, set()))] * len(members)
        periods = _periods(members, dates.get(place, []), text)
        for figure, where, when in zip(members, regions, periods, strict=True):
            found[id(figure)] = Setting(where, when)
    return [found.get(id(figure), Setting()) for figure in extraction.figures]


def _by_sentence(starts: list[int], mentions: Sequence[_M]) -> dict[int, list[_M]]:
    found: dict[int, list[_M]] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start):
        if mention.span.field is Field.TEXT:
            found.setdefault(bisect_right(starts, mention.span.start) - 1, []).append(mention)
    return found


def _regions(figures: Sequence[FigureMention], named: Sequence[_Named]) -> list[str | None]:
    """The region of each figure of a sentence that names some."""
    common = _common({name.code for name in named})
    if len({name.code for name in named}) == 1:
        return [common] * len(figures)
    items: list[tuple[int, FigureMention | _Named]] = sorted(
        [*((f.span.start, f) for f in figures), *((n.start, n) for n in named)], key=lambda item: item[0]
    )
    first, last = items[0][1], items[-1][1]
    if isinstance(first, _Named) == isinstance(last, _Named):
        return [common] * len(figures)
    own: dict[int, str | None] = {}
    group: set[str] = set()
    fresh = True
    for _, item in items if isinstance(first, _Named) else reversed(items):
        if isinstance(item, _Named):
            group = {item.code} if fresh else group | {item.code}
            fresh = False
        else:
            own[id(item)] = _common(group)
            fresh = True
    return [own[id(figure)] for figure in figures]


def _periods(figures: Sequence[FigureMention], dates: Sequence[DateMention], text: str) -> list[str | None]:
    """The period of each figure of a sentence, given the sentence's dates in order."""
    values = {date.value for date in dates}
    leading = dates[0].value if len(values) == 1 and dates[0].span.start < figures[0].span.start else None
    starts = [date.span.start for date in dates]
    found: list[str | None] = []
    for figure in figures:
        at = bisect_right(starts, figure.span.end - 1)
        if at < len(dates) and _AT.fullmatch(text, figure.span.end, dates[at].span.start):
            found.append(dates[at].value)
        else:
            earlier = _EARLIER.search(text, max(0, figure.span.start - 30), figure.span.start)
            found.append(None if earlier else leading)
    return found


def _named(sentence: str) -> Iterator[_Named]:
    """The regions a sentence names, with where; a town that stands for its office is none."""
    for match in _NAMES.finditer(sentence):
        words = list(re.finditer(r"[A-Za-z]+", match[0]))
        at = 0
        while at < len(words):
            start = match.start() + words[at].start()
            kind = _KINDS.search(sentence, max(0, start - 10), start) if at == 0 else None
            for count in range(min(_WORDS, len(words) - at), 0, -1):
                name = sentence[start : match.start() + words[at + count - 1].end()]
                code = (_code(kind[0] + name) if kind else None) or _code(name)
                if code:
                    if not _OFFICE.search(sentence[max(0, start - 40) : start].rstrip()):
                        yield _Named(start, code)
                    at += count - 1
                    break
            at += 1


def _code(name: str) -> str | None:
    """The region of a place's name; the province where the name is shared by regions of one province alone."""
    return _common({found.code for found in regions_called(name)})


def _common(codes: set[str]) -> str | None:
    """The one region of the codes, or the one province they lie in."""
    if len(codes) == 1:
        return next(iter(codes))
    provinces = {region(code).province for code in codes}
    return next(iter(provinces)) if len(provinces) == 1 else None
