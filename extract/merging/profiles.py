"""A report made ready to be weighed against others: names folded, dates as numbers, and the keys it is found by.

Folding is done once for a report, weighing many times.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

from extract.values.edtf import bounds
from extract.values.names import fold, fold_place, plain, words_of
from models.gazetteers import region, regions_named
from models.lexicon import alternation
from models.merging import MergeWeights
from models.tellings import Telling
from models.vocab import EventType, OfficeKind, Program, Salience, Status

Words = frozenset[str]

_LEAST_LETTERS = 3
"""Letters of a word of a person's name below which it may be an initial."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name: its words in order, as a set, and those of them that few others share."""

    ordered: tuple[str, ...]
    words: Words
    own: Words


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is weighed of a report. Days are proleptic ordinals; ``first`` and ``last`` are 0 where no date is told.

    ``precise`` says that the date is a day or a meeting of some days, ``moving`` that the sentence speaks of putting off;
    ``places`` says by folded name whether it is a city or a regency, as :func:`kind_of_place`.
    """

    id: str
    article: str
    type: EventType
    status: Status
    salience: Salience
    published: str
    day: int
    first: int
    last: int
    precise: bool
    moving: bool
    offices: Words
    places: Mapping[str, str]
    provinces: Words
    bodies: tuple[Body, ...]
    people: tuple[str, ...]
    programs: frozenset[Program]
    venue: Words
    trigger: Words
    sentence: Words
    figures: Mapping[str, frozenset[float]]
    copies: frozenset[str]
    telling: Telling

    @property
    def dated(self) -> bool:
        """Whether a date is told."""
        return self.first > 0


def profile(telling: Telling, weights: MergeWeights) -> Profile:
    """A report made ready to be weighed.

    Raises:
        ValueError: its date is no calendar value.
    """
    stored, report = telling.stored, telling.stored.report
    first, last = (day.toordinal() for day in bounds(report.date)) if report.date else (0, 0)
    sentence = plain(telling.sentence)
    return Profile(
        id=stored.id,
        article=stored.article_id,
        type=report.type,
        status=report.status,
        salience=report.salience,
        published=stored.published.isoformat(),
        day=stored.published.date().toordinal(),
        first=first,
        last=last,
        precise=first > 0 and last - first <= weights.days.week,
        moving=report.status is Status.PLANNED
        and bool(_put_off(weights.words.put_off).search(f"{plain(report.trigger)} {sentence}")),
        offices=frozenset(key for office in report.offices for key in _office_keys(office.kind, office.name, office.office_id)),
        places=_places(report.places),
        provinces=frozenset(province for name in report.places for province in _provinces(name)),
        bodies=tuple(body_of(name, weights.words.generic) for name in report.counterparties),
        people=report.officials,
        programs=frozenset(report.programs),
        venue=fold(report.venue) if report.venue else frozenset(),
        trigger=fold(report.trigger),
        sentence=frozenset(sentence.split()),
        figures=_figures(telling),
        copies=telling.copies,
        telling=telling,
    )


def keys(found: Profile) -> frozenset[str]:
    """The names a report is found by: two reports that share none and are no copies of each other are not compared."""
    names = {f"o:{office}" for office in found.offices}
    names |= {f"p:{place}" for place in found.places}
    names |= {f"b:{word}" for body in found.bodies for word in body.own or (" ".join(sorted(body.words)),)}
    names |= {f"n:{word}" for person in found.people for word in plain(person).split()[-1:] if len(word) >= _LEAST_LETTERS}
    return frozenset(f"{found.type}|{name}" for name in names)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys (as numbers) to look up between two days, both included."""

    keys: tuple[int, ...]
    low: int
    high: int


def entries(found: Profile) -> list[tuple[int, int]]:
    """Under which numbers and days a report is entered: a stated day under itself, everything by its publication."""
    names = keys(found)
    if not found.dated:
        return [(_number("u", name), found.day) for name in names]
    if not found.precise:
        return [(_number("v", name), found.day) for name in names]
    return [(_number("d", name), found.first) for name in names] + [(_number("p", name), found.day) for name in names]


def look_ups(found: Profile, weights: MergeWeights) -> list[Stretch]:
    """Where the reports are entered that it may be one with. Who finds whom is mutual: it does not matter which comes first."""
    names = sorted(keys(found))
    days = weights.days
    plans = found.status is Status.PLANNED
    week = days.moved if plans else days.week

    def stretch(kind: str, reach: int, low: int = found.day, high: int = found.day) -> Stretch:
        return Stretch(tuple(_number(kind, name) for name in names), low - reach, high + reach)

    wanted = [stretch("u", week), stretch("v", days.vague)]
    if found.precise:
        wanted.append(stretch("d", days.moved if plans else days.near + days.week, found.first, found.last))
        wanted.append(stretch("u", days.week, found.first, found.last))
    elif found.dated:
        wanted.append(stretch("p", days.vague))
    else:
        wanted += [stretch("p", week), stretch("d", 2 * days.week)]
    return wanted


@lru_cache(maxsize=65_536)
def _number(kind: str, name: str) -> int:
    return int.from_bytes(blake2b(f"{kind}|{name}".encode(), digest_size=8).digest(), signed=True)


@cache
def _put_off(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(words)}\b")


@lru_cache(maxsize=16_384)
def _office_keys(kind: OfficeKind, name: str, office_id: str | None) -> tuple[str, ...]:
    level = OfficeKind.KC if kind is OfficeKind.KCP else kind  # the press seldom tells one from the other
    return (f"{level}.{plain(name)}", *([office_id] if office_id else []))


def _places(names: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(_place(name), set()).add(kind_of_place(name))
    return {name: "".join(kinds) if len(kinds) == 1 else "" for name, kinds in found.items()}


@lru_cache(maxsize=16_384)
def _place(name: str) -> str:
    return " ".join(sorted(fold_place(name)))


@lru_cache(maxsize=16_384)
def kind_of_place(name: str) -> str:
    """Whether a name says that it is a city's or a regency's: ``kota``, ``kabupaten``, or empty where it leaves that open."""
    return next((kind for kind in ("kota", "kabupaten") if words_of(name)[:1] == (kind,)), "")


def same_place(a: str, b: str) -> bool:
    """Whether two names are one region's: ``Kab. Asahan`` is ``Asahan``, ``Kota Magelang`` is not ``Kabupaten Magelang``."""
    kinds = {kind_of_place(a), kind_of_place(b)} - {""}
    return len(kinds) < 2 and fold_place(a) == fold_place(b)


@lru_cache(maxsize=16_384)
def _provinces(name: str) -> tuple[str, ...]:
    """The folded names of the provinces that a regency or city of this name may lie in."""
    codes = {found.province for found in regions_named(name) if found.code != found.province}
    return tuple(_place(region(code).name) for code in sorted(codes))


@lru_cache(maxsize=16_384)
def body_of(name: str, generic: frozenset[str]) -> Body:
    """A body's name made ready; ``generic`` are the words that many bodies share."""
    ordered = words_of(name)
    words = frozenset(ordered)
    return Body(ordered, words, words - generic)


def _figures(telling: Telling) -> Mapping[str, frozenset[float]]:
    found: dict[str, frozenset[float]] = {}
    for figure in telling.figures:
        key = f"{figure.indicator}:{figure.unit}:{figure.per or ''}"
        found[key] = found.get(key, frozenset()) | {figure.value}
    return found
