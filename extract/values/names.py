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


@lru_cache(maxsize=16_384)
def fold(name: str) -> frozenset[str]:
    """The words of a name with contractions written out, brackets and ``dan`` left out."""
    written_out = contractions()
    words = (w for token in plain(_BRACKETED.sub(" ", name)).split() for w in written_out.get(token, (token,)))
    return frozenset(word for word in words if word not in _SMALL)


@lru_cache(maxsize=16_384)
def fold_place(name: str) -> frozenset[str]:
    """As :func:`fold`, without the words for the kind of region: ``Kab. Asahan`` is ``Asahan``."""
    words = fold(name)
    return words - _REGION_WORDS or words


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice coefficient of two word sets: 0 to 1; 0 where one is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def same_person(a: str, b: str) -> bool:
    """One name holds all words of the other and they begin alike: ``Veronika Budihardjo`` and ``Veronika B. Budihardjo``."""
    first, second = plain(a).split(), plain(b).split()
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    return short[0] == long[0] and set(short) <= set(long)
