"""The noun that a count counts: the words right after the number, or the noun that it stands for.

The rule is open: any noun may follow. Lists only say what is no unit (durations, goods, papers), which words are no nouns, and
how far a unit reaches (``peserta aktif``, ``penarik becak kayuh``).
"""

import re
from dataclasses import dataclass

from models.figure_lexicon import figure_lexicon
from models.lexicon import alternation

_LEXICON = figure_lexicon()
_GROUPS = {unit: group.name for group in _LEXICON.group for unit in group.units}
_FIRST_WORDS = frozenset(unit.split(" ")[0] for unit in _GROUPS)
_UNCOUNTED = frozenset(_LEXICON.not_figures.units)
_FUNCTION = frozenset(_LEXICON.follow.function)
_HEADS = frozenset(_LEXICON.follow.heads)
_ADJECTIVES = frozenset(_LEXICON.follow.adjectives)
_VERB = re.compile(rf"(?!{alternation(_LEXICON.follow.nouns)}\b)(?:{'|'.join(_LEXICON.follow.verbs)})[a-z]{{3,}}")
_WORD = r"[^\W\d_]+(?:[-/][^\W\d_]+){0,3}"
_FOLLOWING = re.compile(rf"[ \u00a0]{{1,2}}({_WORD}(?:[ \u00a0]{_WORD}){{0,3}})")
_ONE_WORD = re.compile(_WORD)
_LAST = re.compile(r"(?<![^\W\d_])([a-z]+)[ \u00a0]$")
_ACRONYM = re.compile(r"[A-Z]{3,5}")
_LONGEST_WORD = 24
_LONGEST = 4
_PREPOSITIONS = frozenset(
    {"di", "ke", "dari", "pada", "dalam", "bawah", "wilayah", "kantor", "se", "tingkat", "antar", "oleh", "tiap", "setiap"}
)
_SUBJECT = 160
"""Characters before a number in which its noun is looked for."""
PEOPLE = frozenset({"orang", "jiwa"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit noun. ``end`` is where it ends in the text, ``group`` its group in the lexicon, ``None`` for one not listed."""

    end: int
    name: str
    group: str | None


NOT_COUNTED = Unit(-1, "", None)
"""What follows is a noun, and one that makes the number no figure."""


def unit_after(text: str, low: str, end: int) -> Unit | None:
    """The unit that follows a number ending at ``end``; ``None`` where no noun follows."""
    found = _FOLLOWING.match(low, end)
    if not found:
        return None
    words = _words(found)
    offset = found.start(1)
    first = words[0]
    for length in range(min(_LONGEST, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        if group_of(phrase):
            return _listed(words, length, offset)
        if phrase in _UNCOUNTED:
            return NOT_COUNTED
    if first in _FUNCTION or _VERB.fullmatch(first) or len(first) < 2:
        return None
    if text[offset].isupper():
        acronym = text[offset : offset + len(first)]
        return Unit(offset + len(first), first, "acronym") if _ACRONYM.fullmatch(acronym) else None
    length = _reach(words, 1)
    return Unit(offset + len(" ".join(words[:length])), " ".join(words[:length]), None)


def _words(found: re.Match[str]) -> list[str]:
    return found.group(1).replace("\u00a0", " ").split(" ")


def _listed(words: list[str], length: int, offset: int) -> Unit:
    """A listed unit, with what else belongs to it; people of a kind ("tujuh orang ahli waris") are of that kind's group."""
    group = group_of(" ".join(words[:length]))
    reach = _reach(words, length)
    if words[0] in PEOPLE and len(words) > 1:
        kind = next((found for n in (3, 2) if (found := group_of(" ".join(words[1:n])))), group)
        return Unit(offset + len(words[0]), words[0], kind)
    name = " ".join(words[:reach])
    return Unit(offset + len(name), name, group_of(name) or group)


def _reach(words: list[str], length: int) -> int:
    """How many words the unit has: a head takes one complement, adjectives follow."""
    if length == 1 and len(words) > 1 and words[0] in _HEADS and _can_belong(words[1]):
        length = 2
    while length < len(words) and words[length] in _ADJECTIVES:
        length += 1
    return length


def verb_after(low: str, end: int) -> bool:
    """Whether a verb follows a number ("lima mendapat penghargaan")."""
    found = _FOLLOWING.match(low, end)
    return found is not None and _VERB.fullmatch(_words(found)[0]) is not None


def verb_before(low: str, start: int) -> bool:
    """Whether a verb stands right before a number ("yang sudah mendaftar 760")."""
    found = _LAST.search(low, max(0, start - _LONGEST_WORD), start)
    return found is not None and _VERB.fullmatch(found.group(1)) is not None


def _can_belong(word: str) -> bool:
    return word not in _FUNCTION and word not in _UNCOUNTED and not _VERB.fullmatch(word)


def group_of(name: str) -> str | None:
    """The group of a unit by its name, which may end in "-nya" ("tiga anaknya"); ``None`` for one not listed."""
    return _GROUPS.get(name) or (_GROUPS.get(name[:-3]) if name.endswith("nya") else None)


def noun_before(text: str, low: str, start: int, end: int) -> Unit | None:
    """The last listed unit in ``low[start:end]``: what a number without a noun counts (``pekerja rentan berkisar 300 ribu``).

    Names in capitals do not count, and a noun after a preposition (``di kota itu``) only where there is no other.
    """
    words = [(m.start(), m.group().removesuffix("-nya")) for m in _ONE_WORD.finditer(low, max(start, end - _SUBJECT), end)]
    fallback = None
    for first in range(len(words) - 1, -1, -1):
        if words[first][1] not in _FIRST_WORDS or not _common(text, *words[first], start):
            continue
        for length in range(min(_LONGEST, len(words) - first), 0, -1):
            phrase = " ".join(word for _, word in words[first : first + length])
            if phrase in _GROUPS:
                if not first or words[first - 1][1] not in _PREPOSITIONS:
                    return _whole(words, first, phrase)
                fallback = fallback or _whole(words, first, phrase)
                break
    return fallback


def _common(text: str, at: int, word: str, start: int) -> bool:
    """Whether a word stands as a common noun or an abbreviation, not as a part of a name."""
    if text[at].islower() or (len(word) < 8 and text[at : at + len(word)].isupper()):
        return True
    named = _GROUPS.get(word) == "body" and text[at + len(word) + 1 : at + len(word) + 2].isupper()
    return at == start and not named


def _whole(words: list[tuple[int, str]], last: int, phrase: str) -> Unit:
    """The longest listed unit that ends where the phrase ends (``kantor cabang`` rather than ``cabang``)."""
    end = words[last][0] + len(phrase)
    for first in range(max(0, last - _LONGEST + 1), last):
        longer = " ".join(word for _, word in words[first:last]) + " " + phrase
        if longer in _GROUPS:
            phrase = longer
            break
    return Unit(end, phrase, _GROUPS[phrase])
