"""When two names mean the same: bodies, places and persons as the press spells them."""

import re
import unicodedata
from functools import lru_cache

from models.contractions import contractions

_BRACKETED = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset({"dan"})
_REGION_WORDS = frozenset({"kabupaten", "kota", "provinsi", "kab", "prov"})


def plain(text: str) -> str:
    """Lower case, diacritics folded, words by single spaces."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKD", text).casefold()))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in order, contractions written out, brackets and ``dan`` left out."""
    written_out = contractions()
    words = (w for token in plain(_BRACKETED.sub(" ", name)).split() for w in written_out.get(token, (token,)))
    return tuple(word for word in words if word not in _SMALL)


@lru_cache(maxsize=16_384)
def fold(name: str) -> frozenset[str]:
    """The words of a name with contractions written out, brackets and ``dan`` left out."""
    return frozenset(words_of(name))


@lru_cache(maxsize=16_384)
def fold_place(name: str) -> frozenset[str]:
    """As :func:`fold`, without the words for the kind of region: ``Kab. Asahan`` is ``Asahan``."""
    words = fold(name)
    return words - _REGION_WORDS or words


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice coefficient of two word sets: 0 to 1; 0 where one is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


_GIVEN = {
    "m": "muhammad",
    "moh": "muhammad",
    "muh": "muhammad",
    "mohammad": "muhammad",
    "mohamad": "muhammad",
    "muhamad": "muhammad",
}


def same_person(a: str, b: str) -> bool:
    """Every word of the shorter name stands in the longer one, in full or as an initial, and the first words agree.

    ``Veronika Budihardjo`` is ``Veronika B. Budihardjo``; ``M. Ilyas`` is ``Muhammad Ilyas``; ``Budi`` is not ``Setia Budi``.
    """
    first, second = ([_GIVEN.get(word, word) for word in plain(name).split()] for name in (a, b))
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    return _same_word(short[0], long[0]) and all(any(_same_word(word, other) for other in long) for word in short)


def _same_word(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
