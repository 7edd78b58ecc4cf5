"""Longest-match look-up of names that may be written with other spaces, hyphens and case than the gazetteer's."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_][\w'’`]{0,39}(?!\w)\.?")
_TIGHT = re.compile(r"[ \xa0]?[-–]?[ \xa0]?(?:[Dd]an[ \xa0]|DAN[ \xa0])?")
_LOOSE = re.compile(r"[ \xa0]?[-–/&,]?[ \xa0]?(?:(?:[Dd]an|DAN|serta|&)[ \xa0])?")
_NOISE = str.maketrans("", "", "'’`.")

_MOST_WORDS = 8


class PlaceNames:
    """A set of folded names (:func:`models.gazetteers.fold`), asked for the longest one that begins at a place of a text.

    All beginnings of names are kept, so that a walk ends at the first word that continues no name: each step is one look-up.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        self.beginnings = frozenset(name[:size] for name in self.names for size in range(1, len(name) + 1))

    def may_begin(self, word: str) -> bool:
        """Whether some name begins with the word."""
        return word.casefold() in self.beginnings

    def longest(self, text: str, at: int, loose: bool = False) -> tuple[int, str] | None:
        """End and folded form of the longest name that begins at ``at``; ``None`` where none does.

        Each word has to begin with a capital or a digit, but for the one after a hyphen. ``loose`` allows commas, slashes and
        ``dan`` between any two words (``Sumbar, Riau dan Kepri``).
        """
        gap = _LOOSE if loose else _TIGHT
        joined = ""
        best: tuple[int, str] | None = None
        for _ in range(_MOST_WORDS):
            word = _WORD.match(text, at)
            if word is None or not (text[at].isupper() or text[at].isdigit() or (joined and text[at - 1] == "-")):
                break
            joined += word.group().translate(_NOISE).casefold()
            if joined not in self.beginnings:
                break
            if joined in self.names:
                end = word.end()
                best = (end - 1 if text[end - 1] == "." else end), joined
            step = gap.match(text, word.end())
            assert step is not None, "the pattern matches the empty string"
            at = step.end()
        return best
