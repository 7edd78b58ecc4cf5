"""What a title is, and the grammar of ``lexicon/positions.toml`` compiled for reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from extract.components.names import Name
from models.lexicon import alternation
from models.people import positions


class Level(Enum):
    """What stands after a head: a region of one kind, any region, a village or district, or a body."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"
    REGION = "region"
    LOCAL = "local"
    GENERAL = "general"


RULERS = frozenset({Level.PROVINCE, Level.REGENCY, Level.CITY})
"""Heads directly before the name of the region they govern."""

GOVERNMENT = RULERS | {Level.REGION}
"""Heads of a region's government."""


@dataclass(slots=True, eq=False)
class Title:
    """A position as it stands; ``name`` is ``None`` where it names no person, ``organisation`` where it names no body.

    ``body`` is where the organisation stands. ``backward`` tells that the name stood before the position, ``handed`` that the
    position changes hands, ``weak`` that the name is that of the other holder: a title of the person's own goes before.
    """

    start: int
    end: int
    level: Level
    position: str
    organisation: str | None
    body: tuple[int, int] | None
    name: Name | None
    backward: bool = False
    handed: bool = False
    weak: bool = False


_SPACE = r"[^\S\n]{1,3}"


def trie(words: Iterable[str]) -> str:
    """A regular expression for any of the words that tries each letter once; a space matches up to three."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def pattern(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        ways = [
            (_SPACE if letter == " " else re.escape(letter)) + pattern(rest) for letter, rest in sorted(node.items()) if letter
        ]
        if not ways:
            return ""
        joined = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
        return joined + ("?" if "" in node else "")

    return pattern(root)


class Grammar:
    """The compiled grammar."""

    def __init__(self) -> None:
        data = positions()
        self.levels: dict[str, Level] = {}
        for level, words in (
            (Level.GENERAL, data.general.heads),
            (Level.LOCAL, data.local.heads),
            (Level.REGION, data.region.any),
            (Level.CITY, data.region.city),
            (Level.REGENCY, data.region.regency),
            (Level.PROVINCE, data.region.province),
        ):
            self.levels.update(dict.fromkeys(words, level))
        lords = rf"{trie(data.lords.heads)}(?={_SPACE}{trie(data.lords.domains)}(?!\w))"
        english = rf"(?:{trie(data.english.fields)}{_SPACE}){{1,4}}{trie(data.english.heads)}(?!\w)"
        stems = "|".join(rf"{stem}[^\W\d_]{{1,24}}" for stem in data.region.stems)
        one = rf"(?:{english}|{trie(self.levels)}(?!\w)|(?:{stems})(?!\w)|kadis(?!\w)|{lords})"
        before = rf"(?:{trie(data.before)}\.?{_SPACE}){{0,3}}"
        every = (*data.before, *self.levels, *data.lords.heads, *data.english.fields, *data.region.stems)
        begins = trie({word[:3] for word in every if len(word) > 2} | {word for word in every if len(word) < 3})
        self.head = re.compile(rf"\b(?={begins})(?P<before>{before})(?P<head>{one})(?P<more>(?:{_SPACE}{one}){{0,2}})")
        self.filler = re.compile(rf"{alternation(data.fillers)}(?!\w)")
        self.english = frozenset(word.split()[-1] for word in (*data.english.heads, *data.english.fields))
        self.lords = frozenset(data.lords.heads)
        self.after = frozenset(data.after)
        self.blockers = frozenset(data.blockers)
        self.private = frozenset(data.private)
        self.openers = frozenset(data.local.openers)
        self.closers = frozenset(data.local.closers)
        self.linked = re.compile(rf"(?:^|\s){alternation(data.links)}\s+$")
        self.link_ends = frozenset(link.split()[-1] for link in data.links)
        lately = r"(?:(?:kini|resmi|akan|saat ini|sekarang|selanjutnya|telah)\s){0,2}"
        self.handover = re.compile(rf"(?:yang\s[^,.;()\n]{{1,60}}\s)?{lately}{alternation(data.handovers)}(?!\w)")
        self.introduction = re.compile(r"\byang\s(?:baru\s|kini\s|telah\s|sudah\s)?menjabat\s(?:sejak|selama|mulai|belum)(?!\w)")
        self.chairs = frozenset(data.general.chairs)
        self.sections = frozenset(data.general.sections)
        self.possessed = re.compile(rf"(?<!\w){trie(f'{word}nya' for word in data.possessed)},{_SPACE}")
        self.predecessors = data.predecessors
        self.predecessor = re.compile(rf"(?<!\w){trie(data.predecessors)}(?:\s\w{{3,12}})?,?{_SPACE}")
        self.replaced = re.compile(
            rf"(?<!\w)(?:ia|dia|beliau|dirinya|pria|lelaki|perempuan|wanita)\s[^.\n]{{0,70}}?\b"
            rf"(?:menggantikan|(?:menerima|mewarisi)\s(?:estafet|tongkat|jabatan|kursi)(?:\s(?:estafet|kepemimpinan|komando|itu))?\sdari)"
            rf"{_SPACE}"
        )
        self.changes = re.compile(rf"{_SPACE}{trie(data.changes)}(?!\w){_SPACE}")
        self.occasion = re.compile(rf"{trie(data.occasions)}{_SPACE}$")
        self.relay = re.compile(rf"[^.;\n]{{0,60}}?{trie(data.relays)}[^.;,\n]{{0,50}}?\s(?:kepada|ke)\s+")
        self.succession = re.compile(rf"(?<!\w){alternation(data.successions)}\s+")

    def level(self, head: str) -> Level:
        """The level of a head as written in lower case; one that only a stem knows serves a region."""
        head = " ".join(head.split())
        if head in self.lords or head.split()[-1] in self.english:
            return Level.GENERAL
        return self.levels.get(head, Level.REGION)


@cache
def grammar() -> Grammar:
    """The grammar, compiled once."""
    return Grammar()
