"""Many lists of words and phrases found in one pass over a text: the cost grows with the text, not with the lists."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from models.lexicon import alternation

_WORD = re.compile(r"\w+")


class Hit(NamedTuple):
    """Where a phrase of a list stands."""

    start: int
    end: int


def _lowered(text: str) -> str:
    """The text in lower case at unchanged offsets (a few letters of other scripts have longer lower forms: those stay)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


class Phrases:
    """Named lists of phrases, looked up by their first word; letter case does not count.

    Of the phrases of one list that begin at the same word the longest is found, and none inside another.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        grouped: dict[str, dict[str, set[str]]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                first = _WORD.search(phrase)
                if first is None:
                    raise ValueError(f"{name}: {phrase!r} holds no word")
                grouped.setdefault(first.group().lower(), {}).setdefault(name, set()).add(phrase)
        self._names = tuple(lists)
        self._table = {
            word: [(name, self._pattern(word, phrases)) for name, phrases in by_name.items()] for word, by_name in grouped.items()
        }

    @staticmethod
    def _pattern(word: str, phrases: set[str]) -> re.Pattern[str] | None:
        """The pattern of the phrases of one first word; none where the word is all."""
        if {phrase.lower() for phrase in phrases} == {word}:
            return None
        return re.compile(rf"{alternation(phrases)}(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> dict[str, list[Hit]]:
        """For each list the places where one of its phrases stands, in text order."""
        hits: dict[str, list[Hit]] = {name: [] for name in self._names}
        table = self._table
        for match in _WORD.finditer(_lowered(text)):
            entries = table.get(match.group())
            if entries is None:
                continue
            start = match.start()
            for name, pattern in entries:
                found = match if pattern is None else pattern.match(text, start)
                listed = hits[name]
                if found and (not listed or listed[-1].end <= start):
                    listed.append(Hit(start, found.end()))
        return hits
