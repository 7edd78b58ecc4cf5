"""Numbers as Indonesian writes them, in digits, words and both: ``1.080.000``, ``1,2 juta``, ``sejuta``, ``dua puluh lima``.

Dots group thousands and a comma is the decimal mark (Pedoman Umum EYD V, 2022); careless copy is read as it is meant:
``1.2 juta``, ``22. 714``, ``1,080,000``. Pure and linear in its input.
"""

import re
from fractions import Fraction
from functools import lru_cache

from models.lexicon import alternation
from models.number_words import number_words

_WORDS = number_words()
_SCALES = {**_WORDS.scales, **_WORDS.short_scales}
_ONE_SCALES = {word: value for word, value in _WORDS.ones.items() if value >= 1000}
_LONGEST = 40
"""Characters or words that a number may have: more are an identifier, or nothing."""

_LONGEST_TEXT = 400
"""Characters that a number in words may have."""

SCALE = alternation([*_WORDS.scales, *(word for word in _WORDS.short_scales if len(word) > 1)])
"""Pattern of a scale word."""
END = r"(?:\b|(?=an\b))"
"""Where a number word ends; "an" makes it vague (``41 ribuan``)."""
DIGITS = r"\d{1,24}(?:[.,]\d{1,24}){0,8}"
"""Pattern of a number in digits; :func:`parse_number` says whether it is one."""
NUMBER_STARTS = tuple({*_WORDS.units, *_WORDS.ones, "setengah"})
"""Words that a number may begin with."""
_SMALL = alternation(NUMBER_STARTS)
WORDS = rf"{_SMALL}(?:[ -](?:{_SMALL}|{alternation([*_WORDS.joints, *_WORDS.scales])}|koma|setengah){END}){{0,36}}"
"""Pattern of a number in words (lower case)."""

_STRAY_SPACE = re.compile(r"(?<=\d\.)[ \u00a0](?=\d{3}(?!\d))")
_TOKEN = re.compile(r"\d[\d.,]*|[a-z]+|\S")
_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,(\d+))?")
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d+[.,](\d+)")
_FOREIGN = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.(\d+))?")


def parse_number(text: str) -> int | float | None:
    """The value of a number written in digits, words or both; ``None`` where the text is not one number.

    Case does not matter; scale words (``ribu`` to ``triliun``, ``rb``, ``jt``, ``M``, ``T``) multiply. Whole values are ``int``.
    """
    if len(text) <= _LONGEST and _WHOLE.fullmatch(text):
        return int(text.replace(".", ""))
    return _parse(text) if len(text) <= _LONGEST_TEXT else None


@lru_cache(maxsize=4096)
def _parse(text: str) -> int | float | None:
    tokens = _TOKEN.findall(_STRAY_SPACE.sub("", text.lower().replace("-", " ")))
    if not tokens or len(tokens) > _LONGEST:
        return None
    value = _sum(tokens)
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def parse_digits(text: str) -> Fraction | None:
    """The value of one run of digits with its marks."""
    if len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text):
        return Fraction(int(text))
    found = _GROUPED.fullmatch(text) or _FOREIGN.fullmatch(text) or _DECIMAL.fullmatch(text)
    if not found:
        return None
    places = len(found.group(1) or "")
    return Fraction(int(re.sub(r"\D", "", text)), 10**places)


def _sum(tokens: list[str]) -> Fraction | None:
    """Groups with falling scales, added up: ``satu juta | dua ratus ribu | lima``."""
    total, ceiling, at = Fraction(0), None, 0
    while at < len(tokens):
        if (one := _ONE_SCALES.get(tokens[at])) is not None:
            value, scale, at = Fraction(1), one, at + 1
        else:
            group = _group(tokens, at)
            if group is None:
                return None
            value, at = group
            scale = _SCALES.get(tokens[at], 1) if at < len(tokens) else 1
            at += scale > 1
        if ceiling is not None and value * scale >= ceiling:
            return None
        total, ceiling = total + value * scale, scale
        if scale == 1 and at < len(tokens):
            return None
    return total


def _group(tokens: list[str], at: int) -> tuple[Fraction, int] | None:
    """What stands before a scale word: its value and where it ends."""
    if tokens[at][0].isdigit():
        value = parse_digits(tokens[at])
        if value is None:
            return None
        at += 1
        joint = _WORDS.joints.get(tokens[at], 1) if at < len(tokens) else 1
        value, at = (value * joint, at + 1) if joint > 1 and tokens[at] != "belas" else (value, at)
    elif tokens[at] == "setengah":
        return (Fraction(1, 2), at + 1) if at + 1 < len(tokens) and tokens[at + 1] in _SCALES else None
    else:
        small = _below_thousand(tokens, at)
        if small is None:
            return None
        value, at = Fraction(small[0]), small[1]
    if at < len(tokens) and tokens[at] == "koma":
        return _after_comma(value, tokens, at + 1)
    if at + 1 < len(tokens) and tokens[at] == "setengah" and tokens[at + 1] in _SCALES:
        return value + Fraction(1, 2), at + 1
    return value, at


def _after_comma(value: Fraction, tokens: list[str], at: int) -> tuple[Fraction, int] | None:
    start = at
    while at < len(tokens) and tokens[at] in _WORDS.units:
        value += Fraction(_WORDS.units[tokens[at]], 10 ** (at - start + 1))
        at += 1
    return (value, at) if at > start else None


def _below_thousand(tokens: list[str], at: int) -> tuple[int, int] | None:
    """Hundreds, tens and units in words, each at most once and in this order."""
    total, room, start = 0, 1000, at
    while at < len(tokens):
        word = tokens[at]
        value, width = _WORDS.ones.get(word, 1000), 1
        if word in _WORDS.units:
            value = _WORDS.units[word]
            joint = tokens[at + 1] if at + 1 < len(tokens) else ""
            if joint in _WORDS.joints:
                width = 2
                value = value + 10 if joint == "belas" else value * _WORDS.joints[joint]
        if value >= room:
            break
        total, at = total + value, at + width
        room = 100 if value >= 100 else 10 if value >= 20 else 0
    return (total, at) if at > start else None
