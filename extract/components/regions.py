"""Mentions of provinces, regencies and cities, with their codes.

Capitalised words are looked up once each; a name that several regions share is settled by the words before it, then by the
province that the article speaks of, then by what the same name means elsewhere in the article.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from extract.components.agency import Leftovers, agency_lexicon
from extract.components.place_names import PlaceNames
from extract.reading import Reading, RegionFound
from models.gazetteers import Region, bare, fold, province_named, regions, seat_names
from models.vocab import IssueCode, RegionKind

_CAPITAL = re.compile(r"[A-Z](?<!\w.)\w{1,39}(?!\w)")
_LISTED = frozenset({", ", " dan ", ", dan ", " serta "})
_LIST_GAP = 8
_BEFORE = 32
"""How many characters before a name may say its kind."""

_WRITTEN = {
    RegionKind.KABUPATEN: ("kabupaten", "kab"),
    RegionKind.KOTA: ("kota",),
    RegionKind.PROVINSI: ("provinsi", "prov", "propinsi"),
}
_GOVERNMENT = ("Pemkab ", "Pemkot ", "Pemko ", "Pemprov ", "Pemda ")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    key: str
    options: tuple[Region, ...]


@cache
def _table() -> Mapping[str, tuple[Region, ...]]:
    """Folded name as a text may write it -> regions; with the word for the kind only those of that kind."""
    table: dict[str, dict[str, Region]] = {}
    for place in regions():
        for name in (place.name, *place.aliases):
            if name.startswith(_GOVERNMENT):
                continue
            table.setdefault(fold(name), {})[place.code] = place
            short = fold(bare(name))
            for prefix in ("", *_WRITTEN[place.kind]):
                table.setdefault(prefix + short, {})[place.code] = place
    return {key: tuple(found.values()) for key, found in table.items()}


@cache
def _names() -> PlaceNames:
    """Seats of government are walked over, too: ``Tanjung Balai Karimun`` is no mention of Tanjung Balai."""
    return PlaceNames(_table().keys() | seat_names().keys())


@cache
def _cues() -> Mapping[str, RegionKind | None]:
    words = agency_lexicon().regions
    cues: dict[str, RegionKind | None] = dict.fromkeys((word.casefold() for word in words.leads), None)
    for kind, group in zip(RegionKind, (words.provinsi, words.kabupaten, words.kota), strict=True):
        cues.update((word.casefold(), kind) for word in group)
    return cues


@cache
def _common() -> frozenset[str]:
    return frozenset(agency_lexicon().regions.common)


def find_regions(
    reading: Reading, leftovers: Leftovers, taken: Iterable[tuple[int, int]], office_provinces: Iterable[str]
) -> None:
    """Fill ``reading.regions`` with the mentions outside ``taken`` spans (sorted) and left-over lines.

    ``office_provinces`` are codes of the provinces of the offices named: they speak for the province of an ambiguous name.
    Records REGION_AMBIGUOUS once for a name that regions of several provinces share and nothing settles.
    """
    found = list(_scan(reading.text, leftovers, list(taken)))
    context = _Context.of(reading, found, office_provinces) if any(len(hit.options) > 1 for hit in found) else None
    doubted: set[str] = set()
    for hit in found:
        name = reading.text[hit.start : hit.end]
        place = context.settle(hit) if context else hit.options[0]
        if place is None:
            place = _likely(hit.options)
            if hit.key not in doubted:
                doubted.add(hit.key)
                names = ", ".join(option.name for option in hit.options)
                reading.doubt(IssueCode.REGION_AMBIGUOUS, f"{name}: {names}", hit.start, hit.end)
        reading.regions.append(RegionFound(hit.start, hit.end, name, place.code))


def _scan(text: str, leftovers: Leftovers, taken: list[tuple[int, int]]) -> Iterable[_Found]:
    names, table, cues, common = _names(), _table(), _cues(), _common()
    beginnings = names.beginnings
    end = 0
    for word in _CAPITAL.finditer(text):
        start = word.start()
        if start < end or word.group().casefold() not in beginnings or start in leftovers or _covers(taken, start):
            continue
        hit = names.longest(text, start)
        if hit is None:
            continue
        key, options = hit[1], table.get(hit[1])
        if options is None:
            end = hit[0]
            continue
        before = ""
        if len(options) > 1 or key in common or word.group() == "Kota":
            before = _word_before(text, start)
            if word.group() == "Kota" and before == "wali":
                continue
            beside = start - end < _LIST_GAP and text[end:start] in _LISTED
            if key in common and before not in cues and not beside:
                continue
        end = hit[0]
        of_kind = tuple(option for option in options if option.kind is cues.get(before))
        yield _Found(start, end, key, of_kind or options)


def _covers(spans: list[tuple[int, int]], at: int) -> bool:
    nearest = bisect_right(spans, (at, 1 << 60)) - 1
    return nearest >= 0 and at < spans[nearest][1]


def _word_before(text: str, at: int) -> str:
    """The word before ``at`` on its line, in lower case; ``se-`` counts as one."""
    words = text[max(0, at - _BEFORE) : at].rpartition("\n")[2].split()
    return words[-1].strip('(.,"“-').casefold() if words else ""


@dataclass(frozen=True, slots=True)
class _Context:
    """What an article says about its ambiguous names: its province, the provinces it names, what a name means elsewhere in it."""

    home: Region | None
    votes: Mapping[str, int]
    senses: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, reading: Reading, found: list[_Found], office_provinces: Iterable[str]) -> "_Context":
        province = reading.article.province
        votes = Counter(hit.options[0].province for hit in found if len(hit.options) == 1)
        votes.update(office_provinces)
        context = cls(province_named(province) if province else None, votes, {})
        senses: dict[str, Counter[str]] = {}
        for hit in found:
            options = context.near(hit.options)
            if len(options) == 1:
                senses.setdefault(fold(options[0].bare), Counter())[options[0].code] += 1
        return replace(context, senses=senses)

    def near(self, options: tuple[Region, ...]) -> tuple[Region, ...]:
        """The options in the province that the article speaks of; all where that says nothing."""
        if self.home is not None and (at_home := tuple(option for option in options if option.province == self.home.code)):
            return at_home
        most = max(self.votes.get(option.province, 0) for option in options)
        return tuple(option for option in options if self.votes.get(option.province, 0) == most)

    def settle(self, hit: _Found) -> Region | None:
        """One region for a mention, ``None`` where regions of several provinces stay possible."""
        options = self.near(hit.options)
        if len(options) == 1:
            return options[0]
        senses = self.senses.get(fold(options[0].bare), {})
        if meant := [option for option in options if senses.get(option.code)]:
            return max(meant, key=lambda option: senses[option.code])
        return _likely(options) if len({option.province for option in options}) == 1 else None


def _likely(options: tuple[Region, ...]) -> Region:
    """Of regions with one bare name the press means the city, unless it says otherwise."""
    return next((option for option in options if option.kind is RegionKind.KOTA), options[0])
