"""Many patterns over one coded text: each is tried only where a word stands that it can begin with.

Most words of a text begin no pattern at all, so this costs a fraction of one search a pattern. What is found is what
``re.finditer`` finds for each key alone: leftmost, the earlier alternative first, without overlaps.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One pattern compiled: its regular expression and the characters it can begin with."""

    text: str
    firsts: frozenset[str]


class Scanner:
    """Patterns by number, indexed by the characters they can begin with."""

    def __init__(self, forms: Iterable[Iterable[Form]]) -> None:
        """Index the forms; those of one key are alternatives in order."""
        self._matchers: dict[str, list[tuple[int, Callable[[str, int], re.Match[str] | None]]]] = {}
        compiled: dict[str, re.Pattern[str]] = {}
        for key, alternatives in enumerate(forms):
            by_first: dict[str, list[str]] = {}
            for form in alternatives:
                for char in form.firsts:
                    by_first.setdefault(char, []).append(f"(?:{form.text})")
            for char, same in by_first.items():
                text = "|".join(same)
                if text not in compiled:
                    compiled[text] = re.compile(text)
                self._matchers.setdefault(char, []).append((key, compiled[text].match))

    def scan(self, code: str) -> Iterator[tuple[int, int, int]]:
        """Every match as (key, first, last), by first and then by key."""
        matchers = self._matchers
        free: dict[int, int] = {}
        for at, char in enumerate(code):
            if char in matchers:
                for key, match in matchers[char]:
                    if (found := match(code, at)) and free.get(key, 0) <= at:
                        free[key] = found.end()
                        yield key, at, found.end()
