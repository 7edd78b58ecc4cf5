"""Many patterns over one coded text: each is tried only where a word stands that it can begin with.

Most words of a text begin no pattern at all, so this costs a fraction of one search a pattern. What is found is what
``re.finditer`` finds for each key alone: leftmost, the earlier alternative first, without overlaps.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One pattern compiled: its regular expression, the characters it can begin with, and characters it needs one of."""

    text: str
    firsts: frozenset[str]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    key: int
    pattern: re.Pattern[str]
    anchors: frozenset[str]


class Scanner:
    """Patterns by number, indexed by the characters they can begin with."""

    def __init__(self, forms: Iterable[Iterable[Form]]) -> None:
        """Index the forms; those of one key are alternatives in order."""
        self._entries: dict[str, list[_Entry]] = {}
        compiled: dict[str, re.Pattern[str]] = {}
        for key, alternatives in enumerate(forms):
            by_first: dict[str, list[Form]] = {}
            for form in alternatives:
                for char in form.firsts:
                    by_first.setdefault(char, []).append(form)
            for char, same in by_first.items():
                text = "|".join(f"(?:{form.text})" for form in same)
                pattern = compiled.setdefault(text, re.compile(text))
                anchors = frozenset().union(*(form.anchors for form in same))
                self._entries.setdefault(char, []).append(_Entry(key, pattern, anchors))

    def scan(self, code: str) -> Iterator[tuple[int, int, int]]:
        """Every match as (key, first, last), by first and then by key."""
        present = set(code)
        alive = {
            char: [entry for entry in self._entries[char] if not entry.anchors.isdisjoint(present)]
            for char in present & self._entries.keys()
        }
        free: dict[int, int] = {}
        for at, char in enumerate(code):
            for entry in alive.get(char, ()):
                if free.get(entry.key, 0) <= at and (found := entry.pattern.match(code, at)):
                    free[entry.key] = found.end()
                    yield entry.key, at, found.end()
