"""Amounts of money, shares and counts of people and bodies, with unit, rate, qualifier and indicator.

Numbers come from :mod:`extract.components.quantities`, nouns from :mod:`extract.components.units`, rates and qualifiers from
:mod:`extract.components.measures`, meaning from :mod:`extract.components.indicators`; this module brings them together.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from extract.components.cues import prefix_tree
from extract.components.indicators import FIXED, Draft, in_list, judge
from extract.components.measures import per_of, qualifier_of
from extract.components.quantities import Quantity, find_quantities, lower, pair_ends
from extract.components.units import NOT_COUNTED, PEOPLE, Unit, noun_before, unit_after, verb_after, verb_before
from extract.reading import FigureFound, Reading
from models.figure_lexicon import figure_lexicon
from models.lexicon import alternation
from models.vocab import FigureKind, Indicator, Qualifier

_LEXICON = figure_lexicon()
_Q, _F = _LEXICON.qualifier, _LEXICON.follow
_LICENSE_BEFORE = re.compile(rf"(?:^|\W)(?:{prefix_tree([*_F.license_before, *_Q.approx, *_Q.min, *_Q.max])})[ \u00a0]$")
_LICENSE_AFTER = re.compile(rf"[ \u00a0]{alternation(_F.license_after)}\b")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]|\n)[\s\"“”‘'(–-]*$")
_AMOUNT_BEFORE = re.compile(r"\b(?:sebesar|senilai|iuran|santunan|premi|bernilai)[ \u00a0]$")
_OUT_OF = re.compile(r"(?: orang)? (?:dari|di antara)(?: (?:total|seluruh|semua|sekitar|lebih dari|keseluruhan|sebanyak))? ?")
_MOST_BODIES = 20_000
"""More bodies than this are named with their noun; a greater number without one counts people."""
_FEW_PARTNERS = 500
_MANY = {"partner": "worker", "acronym": None}
"""More partners than this are drivers and couriers of a platform, and what an unknown abbreviation counts is people."""
_CLAUSE_END = re.compile(r"[,;.)]|$| dan\b| serta\b| lalu\b")
_NAME_BEFORE = re.compile(r"\b(?:[A-Z][a-z]+|[A-Z]{2,5}) $")
_DETAILS = re.compile(rf"\b(?:{prefix_tree(_F.details)})\b")
_HEADLESS = re.compile(r"(?:^|[;,.] |\b(?:dan|tetapi|tapi) )yang (?:(?!yang )[a-z]+ ){1,6}$")
_HEADLESS_REACH = 80
_TELLING = frozenset({"agent", "student", "guest", "victim", "winner"})
"""Groups of people whose noun before ``N orang`` says what is counted."""
_SUBJECT = 60
_REACH, _FAR = 300, 800
"""Characters back to the figure that an elliptic one continues; to that of a small number which has nothing nearer to count."""


def find_figures(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.figures`` by the section ``figures`` of docs/annotation.md; nothing where the article is not relevant.

    Reads ``sentences`` and ``dates``; headline, left-over lines and dates hold no figures.
    """
    if not reading.relevant:
        return
    low = lower(reading.text)
    drafts = _drafts(reading, low)
    judge(drafts, reading.text, low, reading.sentences)
    reading.figures = [
        FigureFound(d.start, d.end, d.value, d.kind, d.unit, d.indicator or Indicator.LAINNYA, d.rule, d.per, d.qualifier)
        for d in drafts
    ]


def _quantities(reading: Reading, low: str) -> Iterator[tuple[Quantity, int]]:
    """Quantities outside headline, dates and left-over lines, each with the index of its sentence."""
    spans = [(date.start, date.end) for date in reading.dates] + [(region.start, region.end) for region in reading.regions]
    dates = sorted(spans)
    sentences = reading.sentences
    at, index = 0, 0
    for quantity in find_quantities(reading.text, low, reading.body, len(low)):
        while at < len(dates) and dates[at][1] <= quantity.start:
            at += 1
        while index + 1 < len(sentences) and sentences[index + 1].start <= quantity.start:
            index += 1
        dated = at < len(dates) and dates[at][0] < quantity.end
        if not dated and index < len(sentences) and not sentences[index].leftover:
            yield quantity, index


def _drafts(reading: Reading, low: str) -> list[Draft]:
    found = list(_quantities(reading, low))
    low_ends = pair_ends(low, [quantity for quantity, _ in found])
    units = [unit_after(reading.text, low, q.end) if q.kind is FigureKind.COUNT else None for q, _ in found]
    for at, (following, _) in enumerate(found[1:]):
        unit = units[at]
        if unit is not None and unit.end > following.start:  # a number word, not a noun: "0 DUA orang"
            units[at] = None
    for at in low_ends:
        shared = units[at + 1]
        if units[at] is None and shared is not None:
            units[at] = shared if shared is NOT_COUNTED else Unit(found[at][0].end, shared.name, shared.group)
    _share_units(low, found, units)
    drafts: list[Draft] = []
    dropped = -1
    for at, ((quantity, sentence), unit) in enumerate(zip(found, units, strict=True)):
        draft = None if unit is NOT_COUNTED else _draft(reading, low, quantity, sentence, unit, drafts, dropped)
        if draft is None:
            dropped = quantity.start
            continue
        if at in low_ends or at - 1 in low_ends:
            draft.qualifier = Qualifier.MIN if at in low_ends else Qualifier.MAX
        else:
            draft.qualifier = qualifier_of(low, reading.sentences[sentence].start, draft.start, draft.end, quantity.vague)
        draft.per = per_of(low, draft.start, draft.end, draft.kind)
        drafts.append(draft)
    return drafts


def _share_units(low: str, found: list[tuple[Quantity, int]], units: list[Unit | None]) -> None:
    """Give a count without a noun the noun of the whole that it is a part of (``103 dari 147 desa``)."""
    for at in range(len(found) - 1):
        first, second, shared = found[at][0], found[at + 1][0], units[at + 1]
        if (
            units[at] is None
            and shared is not None
            and first.kind is second.kind is FigureKind.COUNT
            and first.value < second.value
            and _OUT_OF.fullmatch(low, first.end, second.start)
        ):
            units[at] = shared if shared is NOT_COUNTED else Unit(first.end, shared.name, shared.group)


def _draft(
    reading: Reading, low: str, quantity: Quantity, sentence: int, unit: Unit | None, drafts: list[Draft], dropped: int
) -> Draft | None:
    """A figure of a quantity, or ``None`` where it is none."""
    start, end, kind = quantity.start, quantity.end, quantity.kind
    if kind is not FigureKind.COUNT:
        name = "IDR" if kind is FigureKind.MONEY else "percent"
        return Draft(start, end, quantity.value, kind, name, None, sentence)
    year = quantity.bare and 1900 <= quantity.value <= 2100
    if unit is not None:
        return _counted(reading, low, quantity, sentence, unit, year=year)
    if quantity.value >= 1000 and _AMOUNT_BEFORE.search(low, max(0, start - 12), start):
        return Draft(start, end, quantity.value, FigureKind.MONEY, "IDR", None, sentence)
    small = quantity.bare or quantity.words
    first = reading.sentences[sentence].start
    licensed = (
        not small
        or _licensed(low, start, end)
        or _in_list(reading.text, low, drafts, sentence, start)
        or _detailed(reading.text, low, first, start, end)
    )
    if year or not quantity.value or not licensed:
        return None
    return _elliptic(reading, low, quantity, sentence, drafts, dropped)


def _counted(reading: Reading, low: str, quantity: Quantity, sentence: int, unit: Unit, *, year: bool) -> Draft | None:
    """A count with its noun behind it."""
    start = quantity.start
    if year and (unit.name.endswith("nya") or unit.group == "acronym"):
        return None
    if unit.group is None and (year or not quantity.value or low.endswith("ke ", 0, start)):
        return None
    group = _MANY.get(unit.group, unit.group) if unit.group and quantity.value > _FEW_PARTNERS else unit.group
    if unit.name in PEOPLE and group == "person":
        group = _counted_before(reading, low, sentence, start) or group
    return Draft(start, unit.end, quantity.value, quantity.kind, unit.name, group, sentence)


def _elliptic(reading: Reading, low: str, quantity: Quantity, sentence: int, drafts: list[Draft], dropped: int) -> Draft | None:
    """A count without a noun: of what was counted last, of the noun before it, or of people."""
    start, end, kind, value = quantity.start, quantity.end, quantity.kind, quantity.value
    small = quantity.bare or quantity.words
    leader = _leader(low, drafts, start, dropped)
    noun = None
    if leader is None or leader.sentence != sentence:
        noun = noun_before(reading.text, low, reading.sentences[sentence].start, start)
    if value > _MOST_BODIES:
        leader = None if leader and leader.group in FIXED else leader
        noun = None if noun and noun.group in FIXED else noun
    if leader is None and noun is None and small:
        leader = _leader(low, drafts, start, dropped, _FAR)
        if leader is None:
            return None
    if noun is not None:
        return Draft(start, end, value, kind, noun.name, noun.group, sentence, elliptic=True)
    if leader is None:
        return Draft(start, end, value, kind, "orang", "person", sentence, elliptic=True)
    return Draft(start, end, value, kind, leader.unit, leader.group, sentence, elliptic=True, leader=leader)


def _counted_before(reading: Reading, low: str, sentence: int, start: int) -> str | None:
    """The group of the people whom the noun before ``N orang`` names (``Mahasiswa yang berangkat sekitar 2.300 orang``)."""
    begin = max(reading.sentences[sentence].start, start - _SUBJECT)
    clause = max(low.rfind(mark, begin, start) for mark in (",", ";", ":"))
    noun = noun_before(reading.text, low, clause + 1 if clause >= 0 else begin, start)
    return noun.group if noun and noun.group in _TELLING else None


def _leader(low: str, drafts: list[Draft], start: int, dropped: int, reach: int = _REACH) -> Draft | None:
    """The last count not far before ``start``, unless something that is no figure was counted after it.

    Where people come (``60 agen dari delapan kabupaten``), the people are meant and not the places.
    """
    last = None
    for draft in reversed(drafts):
        if start - draft.end > reach or draft.start < dropped:
            return last
        if draft.kind is FigureKind.COUNT:
            if last is not None:
                return draft if draft.sentence == last.sentence and draft.group != last.group else last
            if draft.group != "body" or not low.endswith("dari ", 0, draft.start):
                return draft
            last = draft
    return last


def _licensed(low: str, start: int, end: int) -> bool:
    """Whether the words around a small number without a noun say that it counts."""
    window = low[max(0, start - 20) : start]
    return bool(
        _LICENSE_BEFORE.search(window)
        or _LICENSE_AFTER.match(low, end)
        or _SENTENCE_START.search(window)
        or verb_after(low, end)
        or (low[start].isdigit() and verb_before(low, start))
        or (low[start].isalpha() and low.endswith(", ", 0, start))
    )


def _detailed(text: str, low: str, sentence: int, start: int, end: int) -> bool:
    """Whether a number ends a clause that says what it counts: a place in a list of details, or people without a noun.

    ``Rinciannya Kendari 22, Konawe Selatan 11``; ``yang melaporkan semua pekerjanya 28.``
    """
    if not _CLAUSE_END.match(low, end):
        return False
    if _NAME_BEFORE.search(text, max(sentence, start - 30), start):
        return _DETAILS.search(low, max(sentence, start - _REACH), start) is not None
    return _HEADLESS.search(low, max(sentence, start - _HEADLESS_REACH), start) is not None


def _in_list(text: str, low: str, drafts: list[Draft], sentence: int, start: int) -> bool:
    """Whether a number follows another count with only a name between them, or tells a part of it.

    ``19 PLKK, Purbalingga 11``; ``dari 48 klaim, 45 selesai``.
    """
    last = drafts[-1] if drafts else None
    if last is None or last.sentence != sentence or last.kind is not FigureKind.COUNT:
        return False
    if low.endswith("dari ", 0, last.start) and low.endswith(", ", 0, start):
        return True
    return in_list(text, last.end, start) and any(c.isupper() for c in text[last.end : start])
