"""The agency's own names in a text, and the lexicon of how its offices are called."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel

from extract.reading import AgencyFound, Reading
from models.lexicon import Words, alternation, load

_SPACE = r"[ \xa0]{1,2}"
_KETENAGAKERJAAN = r"(?:Ketenaga[ \xa0]?kerja(?:an)?|K[ea]t[a-z]{6,14}an)"
"""``Ketenagakerjaan`` and its misspellings: ``Ketenagakejaan``, ``Ketanagakerjaan``, ``Ketenaga kerjaan``."""

_ANCHOR = re.compile(r"[Bb](?:[PpJj]|adan[ \xa0]P)|[Jj][Aa][Mm][Ss][Oo]|PT[ \xa0]J")
"""What every name of the agency begins with: one cheap pass finds the places worth a closer look."""


class _Agency(BaseModel):
    names: Words
    short: Words
    health: Words
    not_after: Words
    not_before: Words


class _Units(BaseModel):
    pusat: Words
    kanwil: Words
    kc: Words
    kcp: Words


class _Heads(BaseModel):
    kanwil: Words
    kc: Words
    kcp: Words
    any: Words
    top: Words


class _Loose(BaseModel):
    kanwil: Words
    kc: Words


class _Regions(BaseModel):
    kabupaten: Words
    kota: Words
    provinsi: Words
    common: Words
    leads: Words


class _Group(BaseModel):
    words: Words


class _Others(BaseModel):
    names: Words


class _Counts(BaseModel):
    words: Words
    openings: Words


class AgencyLexicon(BaseModel):
    """The content of ``models/lexicon/agency.toml``."""

    agency: _Agency
    units: _Units
    heads: _Heads
    loose: _Loose
    members: _Group
    counts: _Counts
    others: _Others
    not_names: _Group
    ends: _Group
    starts: _Group
    regions: _Regions


@cache
def agency_lexicon() -> AgencyLexicon:
    """The words of ``models/lexicon/agency.toml``."""
    return load("agency", AgencyLexicon)


def _name(spelling: str) -> str:
    pattern = re.escape(spelling).replace(r"\ ", r"[ \xa0-]{0,2}")
    return pattern.replace("Ketenagakerjaan", _KETENAGAKERJAAN) if spelling.startswith(("BPJS", "BJPS")) else pattern


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = agency_lexicon().agency
    names = "|".join(_name(spelling) for spelling in sorted(words.names, key=len, reverse=True))
    before = "".join(rf"(?<!{word} )" for word in words.not_after)
    after = "|".join(words.not_before)
    full = rf"(?<!\w)(?:{names})(?!\w)(?!{_SPACE}(?:{after})\b)"
    pair = rf"(?:(?:[ \xa0]?[/(][ \xa0]?|{_SPACE}(?:atau|alias){_SPACE})(?:{names})\)?)?"
    health = "|".join(re.escape(name).replace(r"\ ", r"[ \xa0-]{0,2}") for name in words.health)
    return (
        re.compile(before + full + pair, re.IGNORECASE),
        re.compile(rf"(?:{health})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w){alternation(words.short)}(?!\w)(?![ \xa0-]?(?:Kes|Ket|TK|Naker))"),
    )


class Leftovers:
    """Where the article's left-over lines are: nothing but dates is read from them."""

    def __init__(self, reading: Reading) -> None:
        spans = [(sentence.start, sentence.end) for sentence in reading.sentences if sentence.leftover]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def __contains__(self, at: int) -> bool:
        nearest = bisect_right(self._starts, at) - 1
        return nearest >= 0 and at < self._ends[nearest]


@dataclass(frozen=True, slots=True)
class AgencyMentions:
    """The agency and its sister in an article's own lines: spans of the agency's names, places of the health agency's."""

    agency: list[AgencyFound]
    health: list[int]


def names_agency(line: str) -> bool:
    """Whether a line names the agency, or ``BPJS`` without saying which."""
    full, _, short = _patterns()
    return any(full.match(line, at.start()) or short.match(line, at.start()) for at in _ANCHOR.finditer(line))


def find_agency(text: str, leftovers: Leftovers) -> AgencyMentions:
    """All mentions of the agency and of BPJS Kesehatan.

    The bare ``BPJS`` counts as the agency where the article names it in full and the health agency nowhere.
    """
    full, sister, short = _patterns()
    found: list[AgencyFound] = []
    weak: list[AgencyFound] = []
    health: list[int] = []
    end = 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        if at < end or at in leftovers:
            continue
        if hit := full.match(text, at):
            found.append(AgencyFound(*hit.span()))
            end = hit.end()
        elif sister.match(text, at):
            health.append(at)
        elif hit := short.match(text, at):
            weak.append(AgencyFound(*hit.span()))
    if weak and found and not health:
        found = sorted(found + weak, key=lambda mention: mention.start)
    return AgencyMentions(found, health)
