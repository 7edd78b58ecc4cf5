"""Forms of an Indonesian word: ``santunan``, ``menyantuni`` and ``disantuni`` are of one family.

Rules without a lexicon of stems: they say which stems a word may have and which forms a stem can have. Which of these are words
is for a text collection to say; see :func:`family`. The affixes are data (``word_forms.toml``).
"""

import tomllib
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from models.verb_forms import active

_SHORTEST = 3
_SIGNS = 20
"""Forms by which the stems of a word are told apart."""
_DEEPEST = 3
"""Prefixes one after the other (``ke-ber-``, ``di-per-``)."""
_NASALS = {"meny": "s", "peny": "s", "meng": " k", "peng": " k", "mem": " p", "pem": " p", "men": " t", "pen": " t"}
"""What a nasal prefix may have taken the place of; a blank is nothing."""
_PREFIXES = ("me", "pe", "di", "ber", "be", "ter", "te", "per", "ke", "se")
_SUFFIXES = ("kan", "an", "i")


class _Affixes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    forms: tuple[str, ...]
    clitics: tuple[str, ...]
    never: frozenset[str]


@cache
def _affixes() -> _Affixes:
    return _Affixes.model_validate(tomllib.loads((files("models") / "word_forms.toml").read_text("utf-8")))


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """The stems a word (in lower case) may have, itself first; at least three letters with a vowel each."""
    found: dict[str, None] = {}
    for bare in _without(word, _affixes().clitics):
        for body in _without(bare, _SUFFIXES):
            for stem in _unprefixed(body, _DEEPEST):
                if len(stem) >= _SHORTEST and any(vowel in stem for vowel in "aeiou"):
                    found.setdefault(stem)
    return tuple(found)


@lru_cache(maxsize=4096)
def forms(stem: str) -> tuple[str, ...]:
    """The forms that a stem can have, itself first, the commonest kinds first."""
    found: dict[str, None] = {stem: None}
    for pattern in _affixes().forms:
        prefix, _, suffix = pattern.partition("-")
        found.setdefault(f"{_prefixed(prefix, stem)}{suffix}")
    return tuple(found)


def family(word: str, occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """The words of a collection that are forms of one stem with a word, the word itself first.

    Of the stems a word may have the one counts of which most forms occur; among equals the shortest, or the longest where nothing
    but the word itself speaks for them, so that a word is not taken apart for nothing. Words of grammar are left out:
    ``kepesertaan`` does not stand for ``serta``.

    Args:
        word: a word in lower case.
        occurs: whether a word is in the collection; asked about a hundred times.
    """
    known: dict[str, bool] = {}

    def there(form: str) -> bool:
        if form not in known:
            known[form] = form not in _affixes().never and occurs(form)
        return known[form]

    if not word.isalpha() or word in _affixes().never:
        return (word,)

    def worth(stem: str) -> tuple[int, int]:
        count = sum(map(there, forms(stem)[:_SIGNS]))
        return count, len(stem) if count < 2 else -len(stem)

    stem = max(stems(word), key=worth, default=word)
    plain = [form for form in forms(stem) if there(form)]
    hung = [f"{form}{clitic}" for form in plain for clitic in _affixes().clitics if there(f"{form}{clitic}")]
    return tuple(dict.fromkeys((word, *plain, *hung)))


def _without(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    yield word
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word.removesuffix(ending)


def _unprefixed(word: str, deep: int) -> Iterator[str]:
    yield word
    if not deep:
        return
    for nasal, lost in _NASALS.items():
        if word.startswith(nasal):
            for sound in lost:
                yield from _unprefixed(f"{sound.strip()}{word.removeprefix(nasal)}", deep - 1)
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            yield from _unprefixed(word.removeprefix(prefix), deep - 1)


def _prefixed(prefix: str, stem: str) -> str:
    if prefix.endswith("N"):
        front = prefix.removesuffix("meN").removesuffix("peN")
        return f"{front}{prefix[-3]}{active(stem)[1:]}"
    # Before a stem that begins with r the prefix loses its own.
    return f"{prefix[:-1] if prefix.endswith('r') and stem.startswith('r') else prefix}{stem}"
