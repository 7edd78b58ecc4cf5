"""Where numbers stand in a text, and which of them may be figures at all: amounts, shares, counted nouns.

Works on the lower-cased text; offsets are those of the text itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.components.cues import prefix_tree
from extract.values.numbers import DIGITS, END, NUMBER_STARTS, SCALE, WORDS, parse_number
from models.figure_lexicon import figure_lexicon
from models.lexicon import alternation
from models.vocab import FigureKind

_LEXICON = figure_lexicon()
_BEFORE = frozenset(_LEXICON.not_figures.before)
_NUMBER = re.compile(
    rf"""
    (?P<rupiah>\b(?:rp|idr)\.?[ \u00a0]{{0,2}})?
    (?P<number>
        (?:\d{{1,3}}\.[ ]\d{{3}}(?![\d.,]\d)|{DIGITS})(?:[ \u00a0]?{SCALE}{END}(?:[ ]{DIGITS}[ ]{SCALE}{END})?)?
      | {WORDS}{END}
    )
    (?P<letter>[ ]?[mt]\b)?
    (?P<vague>-?an\b)?
    (?P<dash>,-|\.-)?
    (?P<sign>[ \u00a0]?(?:%|℅|persen\b|prosen\b)|[ ]rupiah\b)?
    """,
    re.VERBOSE,
)
_STARTS = {
    first: [word[1:] for word in NUMBER_STARTS if word[0] == first] for first in sorted({word[0] for word in NUMBER_STARTS})
}
_ANCHOR = re.compile("|".join(["[0-9]", *(rf"{first}(?<![^\W_].)(?:{prefix_tree(rest)})" for first, rest in _STARTS.items())]))
"""Each way begins with its letter and looks back only there: so the engine skips the places where no number can begin."""
_CURRENCY = re.compile(r"\b(?:rp|idr)\.?[ \u00a0]{0,2}$")
_FOREIGN_GROUP = re.compile(r"[1-9]\d{0,2},\d{3}")
_SCALE = re.compile(rf"({SCALE})$")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_LINE_NUMBER = re.compile(r"\d{1,3}[.)][ \t]")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_][\w.]{0,20}[ \u00a0]{0,2}\Z")
_MOVEMENT = re.compile(rf"\b(?:(?:satu|1)[ ]{alternation(_LEXICON.not_figures.movements)}|gerakan|program)[ ,]{{1,2}}$")
_MOVEMENTS = frozenset(["gerakan", "program", *(word.split(" ")[-1] for word in _LEXICON.not_figures.movements)])
_LONGEST_WORD = 24
_CLOCK = re.compile(
    r"\b(?:pukul|jam)[ \u00a0]\d{1,2}[.:]\d\d(?: wi[bt]a?)? ?(?:hingga|sampai|sampai dengan|s\.?d\.?|s/d|[-–—]) ?$"
)
"""Before the later end of opening hours: "pukul 08.00 hingga 14.00"."""

_LONGEST_CLOCK = 40
_JOINER = re.compile(r"[ \u00a0]{0,2}(?:[-–—]|hingga|sampai(?: dengan)?|s\.?d\.?|s/d)[ \u00a0]{0,2}")
_LONGEST_JOINER = 20


@dataclass(slots=True)
class Quantity:
    """A number with its currency, scale and percent sign. ``bare`` is true for a count without scale and without dots."""

    start: int
    end: int
    value: int | float
    kind: FigureKind
    bare: bool
    vague: bool
    words: bool
    number: str


def lower(text: str) -> str:
    """The text in lower case with every character at its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def find_quantities(text: str, low: str, start: int, end: int) -> Iterator[Quantity]:
    """Numbers of ``text[start:end]`` that are not evidently names, ordinals, times or parts of a code."""
    while anchor := _ANCHOR.search(low, start, end):
        first = anchor.start()
        currency = _CURRENCY.search(low, max(start, first - 7), first)
        found = _NUMBER.match(low, currency.start() if currency else first, end)
        if found is None:
            start = anchor.end()
            continue
        start = found.end()
        quantity = _read(found)
        if quantity is not None and (quantity.kind is not FigureKind.COUNT or _stands_free(text, low, found)):
            yield quantity


def _read(found: re.Match[str]) -> Quantity | None:
    number, sign = found["number"], found["sign"] or ""
    money = bool(found["rupiah"]) or sign.strip() == "rupiah"
    kind = FigureKind.MONEY if money else FigureKind.PERCENT if sign else FigureKind.COUNT
    if found["letter"]:
        if not found["rupiah"]:
            return None
        number += found["letter"]
    value = _value(number.strip(), kind)
    if value is None or (kind is not FigureKind.PERCENT and number == "satu"):
        return None
    words = not number[0].isdigit()
    bare = kind is FigureKind.COUNT and number.isdigit()
    return Quantity(found.start(), found.end(), value, kind, bare, bool(found["vague"]), words, number)


def _scale(quantity: Quantity) -> int:
    """What the last scale word of a number multiplies by."""
    found = _SCALE.search(quantity.number)
    return int(parse_number("1 " + found.group(1)) or 1) if found else 1


def _value(number: str, kind: FigureKind) -> int | float | None:
    """The value; a single mark with three digits after it is a decimal only where a decimal makes sense."""
    if kind is not FigureKind.PERCENT and _FOREIGN_GROUP.fullmatch(number):
        number = number.replace(",", ".")
    value = parse_number(number)
    if value is not None and _DECIMAL.fullmatch(number):
        if kind is FigureKind.PERCENT and value > 100:
            return float(number.replace(",", "."))
        if kind is FigureKind.COUNT and not isinstance(value, int):
            return None
    return value


def _stands_free(text: str, low: str, found: re.Match[str]) -> bool:
    """Whether nothing glued to the number, and no word before it, makes it a name, an ordinal, a time or a code."""
    start, end = found.span()
    before = low[start - 1] if start else " "
    after = low[end : end + 2]
    if before.isalnum() or before in "/@#_+" or (before in ".,:" and low[start - 2 : start - 1].isdigit()):
        return False
    if before in "-–" and not (low[start - 2 : start - 1].isdigit() or low[start - 2 : start - 1] == " "):
        return False
    if after[:1].isalnum() or (after[:1] in "/:" and after[1:].isalnum()) or (after[:1] in ".," and after[1:].isdigit()):
        return False
    line_start = before == "\n" or start == 0
    if line_start and _LINE_NUMBER.match(low, start):
        return False
    word = _LAST_WORD.search(low, max(0, start - _LONGEST_WORD), start)
    last = word.group().rstrip() if word else ""
    if last in _BEFORE and not (last == "tahun" and not found["number"].isdigit()):  # "akhir tahun 200.000 orang"
        return False
    if _CLOCK.search(low, max(0, start - _LONGEST_CLOCK), start):
        return False
    if (
        found["number"][0].isalpha()
        and word
        and not last.endswith(".")
        and text[start].isupper()
        and text[word.start()].isupper()
    ):
        return False
    before_it = low[max(0, start - _LONGEST_WORD) : start].rstrip(" ,").split()
    return not before_it or before_it[-1] not in _MOVEMENTS or _MOVEMENT.search(low, max(0, start - 40), start) is None


def pair_ends(low: str, quantities: list[Quantity]) -> set[int]:
    """Find the ranges (``500 hingga 1.000``, ``Rp1-2 juta``): returns the index of each low end.

    What only one end says, holds for both: currency, percent sign, and the scale of the high end where the low one is smaller.
    """
    low_ends = set()
    for at, (first, second) in enumerate(pairwise(quantities)):
        gap = low[first.end : second.start]
        if len(gap) > _LONGEST_JOINER or not _JOINER.fullmatch(gap):
            continue
        kinds = {first.kind, second.kind} - {FigureKind.COUNT}
        if len(kinds) > 1:
            continue
        scale = _scale(second) if _scale(first) == 1 and first.value < 1000 else 1
        if first.value * scale > second.value:
            scale = 1
        if first.value * scale >= second.value:
            continue
        first.value *= scale
        first.kind = second.kind = kinds.pop() if kinds else FigureKind.COUNT
        low_ends.add(at)
    return low_ends
