"""Names of persons: where one begins and ends, what stands around it, and when two forms are one person's."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from models.people import honorifics, positions

_TOKEN = re.compile(
    r"Anak[ \xa0]Agung(?!\w)"
    r"|[^\W\d_](?:[^\W_]|['’`´](?=\w|[ \xa0][A-Z])|[.\-–/&](?=[^\W\d_]))*\.?|\d(?:\w|[.,/\-](?=\w))*|[^\w\s]|\n"
)
"""Words, numbers and marks. The Balinese title Anak Agung, part of the name, is one token: ``anak`` alone is a field of work."""
_MOST_CHARACTERS = 480
_MOST_TOKENS = 56
_MOST_WORDS = 8
_MOST_CACHED = 8192
"""Words whose class is remembered: the same few thousand stand in all articles."""
_SHORT_BODIES = frozenset({"tim", "kab"})
_COMPOUND = re.compile(r"[-–/&]")
_SPELLED_DEGREE = re.compile(r"(?!(?:[A-Z]\.)+[A-Z]$)[A-Z][A-Za-z]{0,4}(?:\.[A-Z][A-Za-z]{0,6}){1,4}")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,2}[A-Z]")
"""Abbreviated given names or titles of nobility (``A.A. Gede``, ``R.A. Kartini``): a degree only where no name follows."""


class Token(NamedTuple):
    """A word, number or mark. ``end`` and ``text`` leave out a word's full stop, which ``dot`` tells of; ``low``: lower case."""

    start: int
    end: int
    text: str
    low: str
    dot: bool

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.text[0].isupper()


class Cursor:
    """The tokens of one line from a place on, read only as far as they are asked for: at most 56 tokens or 480 characters.

    ``heads`` are the places where positions begin: a name never runs into one.
    """

    def __init__(self, text: str, at: int, heads: frozenset[int] = frozenset()) -> None:
        self.text = text
        self.heads = heads
        self._source: Iterator[re.Match[str]] = islice(
            _TOKEN.finditer(text, at, min(len(text), at + _MOST_CHARACTERS)), _MOST_TOKENS
        )
        self._seen: list[Token] = []

    def at(self, i: int) -> Token | None:
        """The i-th token, ``None`` after the line's or the window's last."""
        while len(self._seen) <= i:
            found = next(self._source, None)
            if found is None or found.group() == "\n":
                self._source = iter(())
                return None
            self._seen.append(_token(found))
        return self._seen[i]

    def after(self, i: int, mark: str) -> bool:
        """Whether the i-th token is that mark."""
        token = self.at(i)
        return token is not None and token.text == mark


def _token(found: re.Match[str]) -> Token:
    text = found.group()
    dot = len(text) > 1 and text[-1] == "." and text[0].isalpha()
    if dot:
        text = text[:-1]
    return Token(found.start(), found.start() + len(text), text, text.lower(), dot)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """All tokens of a short stretch of text."""
    return [_token(found) for found in _TOKEN.finditer(text, start, end)]


class Name(NamedTuple):
    """A name as it stands: ``start`` and ``end`` without what goes before and after, ``text`` with single spaces."""

    start: int
    end: int
    text: str


class Vocabulary:
    """The word classes that tell names from positions and bodies, as sets for look-up."""

    def __init__(self) -> None:
        titles, grammar = honorifics(), positions()
        self.before = frozenset(titles.before)
        self.faint = frozenset(titles.faint)
        self.ranked = frozenset(titles.ranked)
        self.noble = frozenset(titles.noble)
        self.ennobled = frozenset(titles.ennobled)
        self.months = frozenset(titles.never.months)
        self.given = frozenset(titles.given.names)
        self.given_too = self.given.union(titles.given.also)
        self.case = frozenset(titles.case)
        self.degrees = frozenset(titles.after)
        self.joining = frozenset(titles.joining)
        self.articled = frozenset(titles.articled)
        self.behind = frozenset(titles.behind)
        self.short = frozenset(titles.short)
        self.function = frozenset((*titles.never.days, *titles.never.months, *titles.never.words))
        self.nouns = frozenset(titles.never.nouns)
        self.never = self.function | self.nouns
        self.late = frozenset(grammar.fields.names)
        self.fields = frozenset((*grammar.fields.units, *grammar.fields.works, *grammar.fields.areas, *grammar.english.fields))
        self.works = frozenset(grammar.fields.works) - frozenset(grammar.fields.units)
        self.official = frozenset(grammar.bodies.official)
        self.named = frozenset(grammar.bodies.named)
        self.agency = frozenset(grammar.bodies.agency)
        self.seats = frozenset(grammar.bodies.seats)
        self.plain = frozenset(grammar.bodies.plain)
        self.tails = frozenset(grammar.bodies.tails)
        self.councils = frozenset(grammar.bodies.councils)
        self.firms = frozenset(grammar.bodies.firms)
        self.wider = frozenset(grammar.bodies.wider)
        self.unions = frozenset(grammar.bodies.unions)
        self.compounds = frozenset(word for word in (*grammar.bodies.official, *grammar.bodies.named) if " " in word)
        self.stems = tuple(grammar.bodies.stems)
        regional = (*grammar.region.province, *grammar.region.regency, *grammar.region.city, *grammar.region.any)
        heads = (*grammar.before, *regional, *grammar.local.heads, *grammar.general.heads)
        self.titles = frozenset(head.split()[0] for head in heads) - self.fields

    def is_body(self, token: Token) -> bool:
        """Whether the name of a body begins at the word; a short one is an abbreviation in capitals (``AJI``, not ``Aji``)."""
        return _is_body(token.text)

    def is_field(self, token: Token) -> bool:
        """Whether the word, or each part of a compound (``Jateng-DIY``), belongs to positions and bodies."""
        return _is_field(token.text)

    def is_honorific(self, token: Token) -> bool:
        """Whether the word stands before names without being part of them."""
        return _is_honorific(token.text)


@cache
def vocabulary() -> Vocabulary:
    """The one :class:`Vocabulary`."""
    return Vocabulary()


@lru_cache(_MOST_CACHED)
def _is_body(text: str) -> bool:
    words, low, capital = vocabulary(), text.lower(), text[0].isupper()
    if len(low) < 4 and capital and not text.isupper() and low not in _SHORT_BODIES:
        return False
    if low in words.official or low in words.named or (low.startswith(words.stems) and capital):
        return True
    return "-" in low and low.partition("-")[0] in words.official


@lru_cache(_MOST_CACHED)
def _is_field(text: str) -> bool:
    words, low = vocabulary(), text.lower()
    if low in words.fields:
        return True
    parts = _COMPOUND.split(low)
    return len(parts) > 1 and all(part in words.fields or part in words.official for part in parts)


@lru_cache(_MOST_CACHED)
def _is_honorific(text: str) -> bool:
    words = vocabulary()
    return text.lower().replace(".", "") in words.before or text in words.case


@lru_cache(_MOST_CACHED)
def _can_name(text: str) -> bool:
    words, low = vocabulary(), text.lower()
    if not text[0].isupper() or low in words.never or low in words.titles:
        return False
    return not (_is_field(text) or _is_body(text))


def is_degree(token: Token, following: Token | None, spelled: bool = False) -> int:
    """How many tokens from here are an academic or professional degree: 0, 1 (``M.Si``) or 2 (``S Sos``).

    ``spelled`` is given where a comma stands before: then a form with inner full stops is a degree though no list holds it.
    """
    known = vocabulary().degrees
    key = token.low.replace(".", "").replace("/", "")
    if following is not None and token.text in ("S", "M", "A", "Sp", "Ph") and key + following.low.replace(".", "") in known:
        return 2
    looks = "." in token.text or sum(map(str.isupper, token.text)) > 1 or spelled
    if looks and key in known:
        return 1
    return int(spelled and _SPELLED_DEGREE.fullmatch(token.text) is not None)


def stops(token: Token) -> bool:
    """Whether a sentence ends at the token: a full stop that is no abbreviation's."""
    if not token.dot:
        return False
    words = vocabulary()
    key = token.low.replace(".", "")
    return not (
        len(token.text) == 1
        or "." in token.text
        or key in words.before
        or key in words.degrees
        or token.text in words.short
        or words.is_body(token)
    )


def may_name(token: Token, heads: frozenset[int] = frozenset()) -> bool:
    """Whether the word can be part of a person's name: a capital, and no word of positions, bodies, days or sentence openings."""
    return token.start not in heads and _can_name(token.text)


def may_follow(token: Token, heads: frozenset[int]) -> bool:
    """Whether the word can go on with a name: as :func:`may_name`, or a word of work or rank that is a name too."""
    words = vocabulary()
    late = token.low in words.late or token.low in words.behind
    return may_name(token, heads) or (late and token.capital and token.start not in heads)


def is_acronym(token: Token) -> bool:
    """Three or more capitals: the name of a body rather than of a person."""
    return len(token.text) > 2 and token.text.isupper() and "." not in token.text


def skip_honorifics(cursor: Cursor, i: int) -> int:
    """The first token from ``i`` on that is no honorific."""
    words = vocabulary()
    while (token := cursor.at(i)) is not None:
        last = cursor.at(i - 1) if i else None
        stray = token.text in (",", ".") and last is not None and words.is_honorific(last)
        if token.text == "(" and last is not None and (closed := _arm_of_service(cursor, i)):
            i = closed
        elif stray or words.is_honorific(token) or (last is not None and _goes_on(token, last)):
            i += 1
        else:
            break
    return i


def _arm_of_service(cursor: Cursor, i: int) -> int:
    """The token after the arm in brackets that goes on with a rank (``Letkol Laut (P)``, ``Mayjen TNI (Purn)``); 0: none."""
    words, last, inside = vocabulary(), cursor.at(i - 1), cursor.at(i + 1)
    ranked = last is not None and (last.low in words.ranked or words.is_honorific(last))
    return i + 3 if ranked and inside is not None and len(inside.text) < 5 and cursor.after(i + 2, ")") else 0


def skip_degrees(cursor: Cursor, i: int) -> int:
    """The first token from ``i`` on that belongs to no degree, commas between degrees included."""
    while (token := cursor.at(i)) is not None:
        comma = token.text == ","
        first = cursor.at(i + 1) if comma else token
        if first is None:
            break
        size = is_degree(first, cursor.at(i + 1 + comma), comma)
        if not size:
            break
        i += size + comma
    return i


def _goes_on(token: Token, last: Token) -> bool:
    """Whether a title goes on the one before: ``Letkol Laut``, ``Datuk Seri``."""
    words = vocabulary()
    return (token.low in words.ranked and words.is_honorific(last)) or (token.low in words.ennobled and last.low in words.noble)


def is_month_name(cursor: Cursor, i: int) -> bool:
    """Whether a month's name is a person's: another name follows, no number stands before (``Mei Linda Simanungkalit``)."""
    token, following = cursor.at(i), cursor.at(i + 1)
    if token is None or following is None or token.low not in vocabulary().months or not token.text.istitle():
        return False
    before = cursor.text[max(0, token.start - 2) : token.start].strip()
    return not before.isdigit() and following.text.istitle() and may_name(following, cursor.heads)


def read_name(cursor: Cursor, i: int) -> tuple[Name, int] | None:
    """The name that begins at the i-th token, honorifics before and degrees after it left out, and the token after all that.

    ``None`` where no name stands: no capital, a word of positions or bodies, one acronym alone.
    """
    i = skip_honorifics(cursor, i)
    kept: list[Token] = []
    if (first := cursor.at(i)) is not None and is_degree(first, cursor.at(i + 1), spelled="." in first.text):
        following = cursor.at(i + 1) if first.dot and _INITIALS.fullmatch(first.text) else None
        if following is None or not may_name(following, cursor.heads):
            return None
    known = vocabulary()
    while len(kept) < _MOST_WORDS and (token := cursor.at(i)) is not None:
        following = cursor.at(i + 1)
        if kept and token.low in known.joining and token.text.islower():
            if following is None or not following.capital:
                break
        elif not ((may_follow if kept else may_name)(token, cursor.heads) or is_month_name(cursor, i)) or (
            kept and is_degree(token, following)
        ):
            break
        kept.append(token)
        i += 1
        if stops(token):
            break
    if not kept or all(len(token.text) < 2 for token in kept):
        return None
    if is_acronym(kept[0]) and (len(kept) < 2 or not all(is_acronym(token) for token in kept)):
        return None
    return name_of(cursor.text, kept), skip_degrees(cursor, i)


def name_of(text: str, kept: list[Token]) -> Name:
    """The name that consists of these tokens."""
    start, end = kept[0].start, kept[-1].end
    if text.startswith("H.", start) and text[start + 2].isalpha():  # "H.M. Juaini": the honorific without its space
        start += 2
    return Name(start, end, " ".join(text[start:end].split()))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: lower case, without full stops."""
    return tuple(word for word in (part.strip(".").lower() for part in name.split()) if word)


def covers(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether the words of ``short`` stand in ``full`` in order; an initial stands for a word that begins so."""
    rest = iter(full)
    return all(any(_same_word(word, wanted) for word in rest) for wanted in short)


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and long.startswith(short)
