"""Texts in code: one character a token, so that rules are short regular expressions over a string of some hundred characters.

Every word or phrase that any rule mentions becomes one character of its own (of Unicode's private use area, which no text holds);
a number, an amount, a share and a date one each, a figure whose meaning is known one of its own; every other word ``x``; a
sentence's end ``|``. A bracketed abbreviation is left out: it stands beside its long form. A clitic ``-nya`` is cut off a word
that no rule knows.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(
    r"rp\.?\s?\d(?:[\d.,]{0,24}\d)?(?:\s?(?:ribu|juta|miliar|milyar|triliun)\b)?"
    r"|\d(?:[\d.,]{0,12}\d)?\s?(?:persen\b|%|℅)"
    r"|\d(?:[\d.,]{0,20}\d)?(?:\s?(?:ribu|juta)\b)?+(?:an\b|-an\b)?"
    r"|[^\W\d_]\w*+(?:[-/'’][^\W_]\w*+)*+"
    r"|[,;:()\"“”]"
)
"""An amount, a share, a number, a word or a sign. Without groups and giving nothing back it takes three quarters of the time."""
SIGNS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", '"': '"', "“": '"', "”": '"'}
OTHER, END = "x", "|"
ENTITIES = {"money": "$", "percent": "%", "number": "#", "date": "d", "person": "p"}
MEASURED = {"payout": "b", "cases_paid": "c", "members": "m", "dues_sum": "i"}
"""What figures measure: benefits paid, their recipients, members, contributions. They are amounts and numbers all the same."""
_AMOUNTS, _COUNTS = frozenset("$bi"), frozenset("#cm")
AMOUNTS_AND_COUNTS = _AMOUNTS | _COUNTS
_REMEMBERED = 20_000
"""How many words that stand for themselves alone are remembered, so that they need no second look."""

_FIRST = 0xE000  # the private use area


@dataclass(frozen=True)
class Coded:
    """A coded text: one character a token, and where each token stands in the text. ``code`` joins the characters once."""

    chars: list[str]
    starts: list[int]
    ends: list[int]

    def put(self, char: str, start: int, end: int) -> None:
        """Add a token."""
        self.chars.append(char)
        self.starts.append(start)
        self.ends.append(end)

    def measure(self, start: int, meaning: str) -> None:
        """Say what the amount or number at a place of the text measures (a key of :data:`MEASURED`)."""
        at = bisect_left(self.starts, start)
        if at < len(self.starts) and self.starts[at] == start and self.chars[at] in AMOUNTS_AND_COUNTS:
            self.chars[at] = MEASURED[meaning]

    @cached_property
    def code(self) -> str:
        """All characters as one string; read it when the coding is done."""
        return "".join(self.chars)


def _entity(word: str) -> str:
    """The character of a token that is no known word: a share, a number, an amount, or another word."""
    if word[0].isdigit():
        return ENTITIES["percent" if word.endswith(("persen", "%", "℅")) else "number"]
    return ENTITIES["money"] if word.startswith("rp") and any(c.isdigit() for c in word[2:5]) else OTHER


class UnknownClass(KeyError):  # noqa: N818
    """A pattern names a class of words that is not declared."""


class Alphabet:
    """The words and phrases that rules speak of, each with its own character, and the classes they form."""

    def __init__(self, classes: dict[str, tuple[str, ...]]) -> None:
        self._chars: dict[tuple[str, ...], str] = {}
        self._single: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        self.used: set[str] = set()
        self.classes: dict[str, frozenset[str]] = {name: frozenset(char) for name, char in (ENTITIES | MEASURED).items()}
        self.classes |= {"money": _AMOUNTS, "number": _COUNTS}
        for name, words in classes.items():
            found = frozenset(self.add(word) for word in words)
            self.classes[name] = found | self.classes.get(name, frozenset())

    def add(self, phrase: str) -> str:
        """The character of a word or phrase; a new one where it has none yet."""
        words = tuple(m.group() for m in _TOKEN.finditer(phrase))
        if words not in self._chars:
            char = self._chars[words] = chr(_FIRST + len(self._chars))
            self._plain.clear()
            if len(words) == 1:
                self._single[words[0]] = char
            else:
                same = self._longer.setdefault(words[0], {}).setdefault(words[1], [])
                same.append((words, char))
                same.sort(key=lambda item: -len(item[0]))
        return self._chars[words]

    def phrases(self) -> list[str]:
        """The phrases of several words: where one stands, its words are not read one by one."""
        return [" ".join(words) for words in self._chars if len(words) > 1]

    def characters(self, element: str) -> frozenset[str]:
        """The characters of ``{class}`` or of a literal word.

        Raises:
            UnknownClass: the class is not declared.
        """
        if element.startswith("{") and element.endswith("}"):
            if element[1:-1] not in self.classes:
                raise UnknownClass(element)
            self.used.add(element[1:-1])
            return self.classes[element[1:-1]]
        return frozenset(self.add(element.replace("_", " ")))

    def match(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The character at a place of a token list and how many tokens it takes: the longest phrase, else the word."""
        word = words[at]
        if (longer := self._longer.get(word)) and at + 1 < len(words):
            second = words[at + 1]
            phrases = longer.get(second)
            if phrases is None and second.endswith("nya"):
                phrases = longer.get(second[:-3])
            for phrase, char in phrases or ():
                if self._follows(phrase, words, at):
                    return char, len(phrase)
        char = self._single.get(word, "")
        if not char and word.endswith("nya"):
            char = self._single.get(word[:-3].rstrip("-"), "")
        return char or OTHER, 1

    @staticmethod
    def _follows(phrase: tuple[str, ...], words: Sequence[str], at: int) -> bool:
        """Whether a phrase stands at a place, its last word with or without ``-nya``."""
        last = at + len(phrase) - 1
        if last >= len(words) or tuple(words[at:last]) != phrase[:-1]:
            return False
        return words[last] == phrase[-1] or words[last] == phrase[-1] + "nya"

    def code(self, text: str, sentences: Sequence[tuple[int, int]], marks: Sequence[tuple[int, int, str]] = ()) -> Coded:
        """A text in code. ``sentences`` are the spans to read, in order; ``marks`` spans (in order) that stand as one entity."""
        low = text.lower()
        if len(low) != len(text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        coded = Coded([], [], [])
        mark = 0
        for start, end in sentences:
            while mark < len(marks) and marks[mark][0] < start:
                mark += 1
            here = mark
            while mark < len(marks) and marks[mark][0] < end:
                mark += 1
            self._sentence(low, start, end, marks[here:mark], coded)
            coded.put(END, end, end)
        return coded

    def _sentence(self, low: str, start: int, end: int, marks: Sequence[tuple[int, int, str]], coded: Coded) -> None:
        tokens = list(_TOKEN.finditer(low, start, end))
        words = [token.group() for token in tokens]
        plain, chars, starts, ends = self._plain, coded.chars, coded.starts, coded.ends
        at, mark = 0, 0
        marked = marks[0][0] if marks else end  # where the next mark begins
        while at < len(tokens):
            a, b = tokens[at].span()
            if marked < b:
                while mark < len(marks) and marks[mark][1] <= a:
                    mark += 1
                marked = marks[mark][0] if mark < len(marks) else end
                if marked < b:
                    while at < len(tokens) and tokens[at].start() < marks[mark][1]:
                        b = tokens[at].end()
                        at += 1
                    coded.put(ENTITIES[marks[mark][2]], a, b)
                    continue
            char, size = plain.get(words[at]), 1
            if char is None:
                if words[at] == "(" and words[at + 2 : at + 3] == [")"] and marked >= tokens[at + 2].end():
                    at += 3  # an abbreviation in brackets stands beside its own long form
                    continue
                char, size = self._read(words, at)
                if size > 1:
                    b = tokens[at + size - 1].end()
            chars.append(char)
            starts.append(a)
            ends.append(b)
            at += size

    def _read(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """Like :meth:`match`, also for signs and entities; a character that never varies is remembered."""
        word = words[at]
        if word in self._longer:
            return self.match(words, at)
        if word in self._single or word.endswith("nya"):
            char, _ = self.match(words, at)
        elif word in SIGNS:
            char = SIGNS[word]
        elif (char := OTHER if word.isalpha() else _entity(word)) != OTHER:
            return char, 1  # figures are too many to remember
        if word != "(" and len(self._plain) < _REMEMBERED:
            self._plain[word] = char
        return char, 1
