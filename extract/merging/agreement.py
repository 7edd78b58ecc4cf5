"""How strongly two reports tell of one happening: what agrees, what disagrees, and what makes it impossible.

The sum is symmetric and knows the two reports alone, so that who is linked to whom does not depend on the order of arrival.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extract.merging.profiles import Body, Profile
from extract.values.names import overlap, same_person
from models.merging import MergeWeights
from models.vocab import Status

ALIKE = 0.6
"""Dice overlap from which two names of bodies, venues or triggers count as the same; the gold standard compares so too."""

SAME_SENTENCE = 0.8
"""The same of sentences: they share most words with any other of their type."""

_LONGEST, _MOST = 16, 12
"""Letters of a contraction, and words of a name, beyond which none is looked for."""


class Bar(StrEnum):
    """Why two reports cannot tell of one happening."""

    TYPE = "type"
    ARTICLE = "article"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of agreement (``weight`` above zero) or disagreement; ``name`` is its key in merge.toml."""

    name: str
    weight: float


def bar(a: Profile, b: Profile, weights: MergeWeights, group: Sequence[Profile] = ()) -> Bar | None:
    """What makes it impossible that two reports tell of one happening; ``None`` where nothing does.

    Two reports that nothing bars need not be linked: they may merely have nothing to do with each other. ``group`` are the
    reports they would stand beside. Where one says that it was put off, a plan for the old day may stand beside a report of the
    new one, also if it was printed again afterwards.
    """
    if a.type is not b.type:
        return Bar.TYPE
    if a.article == b.article:
        return Bar.ARTICLE
    if not (a.dated and b.dated):
        return Bar.TIME if _days_apart(a, b) > 2 * weights.days.week and not _moved(a, b, weights, group) else None
    return None if _same_time(a, b, weights) or _moved(a, b, weights, group) else Bar.DAY


def _moved(a: Profile, b: Profile, weights: MergeWeights, group: Sequence[Profile]) -> bool:
    """Whether one of two reports is the plan, or names its day again, that some report put off to the day of the other."""
    moving = [found for found in (*group, a, b) if found.moving]
    return any(
        _put_off(told, found) and _days_apart(told, found) <= weights.days.moved
        for plan, other in ((a, b), (b, a))
        for found in moving
        if found is not plan and _same_time(found, other, weights)
        for told in (plan, *(first for first in group if plan.status is Status.PLANNED and _same_day(plan, first)))
    )


def _same_day(a: Profile, b: Profile) -> bool:
    return a.dated and (a.first, a.last) == (b.first, b.last)


def _same_time(a: Profile, b: Profile, weights: MergeWeights) -> bool:
    return not (a.dated and b.dated) or max(a.first - b.last, b.first - a.last) <= weights.days.near


def _days_apart(a: Profile, b: Profile) -> int:
    """Days between two reports of which one may have no date: between the publications, or between one and the other's day."""
    apart = abs(a.day - b.day)
    for one, other in ((a, b), (b, a)):
        if one.precise and not other.dated:
            apart = min(apart, max(one.first - other.day, other.day - one.last, 0))
    return apart


def agreement(a: Profile, b: Profile, weights: MergeWeights) -> float | None:
    """The sum of all points; ``None`` where the two cannot be one."""
    found = None if a.type is not b.type or a.article == b.article else _dates(a, b, weights)
    if found is None:
        return None
    return sum([point.weight for point in _points(a, b, weights)], found.weight)


def points(a: Profile, b: Profile, weights: MergeWeights) -> list[Point]:
    """What the sum is made of; empty where the two cannot be one."""
    dates = None if a.type is not b.type or a.article == b.article else _dates(a, b, weights)
    return [dates, *_points(a, b, weights)] if dates else []


def _points(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    agree, against = weights.agree, weights.disagree
    yield from _status(a, b, weights)
    if a.offices and b.offices:
        yield Point("office", against.office if a.offices.isdisjoint(b.offices) else agree.office)
    if a.places and b.places:
        yield from _places(a, b, weights)
    if a.bodies and b.bodies:
        met = any_body(a.bodies, b.bodies)
        yield Point("counterparty", agree.counterparty if met else weights.counterparty_loss(a.type))
    if a.people and b.people:
        yield from _people(a, b, weights)
    if a.venue and b.venue:
        yield _venue(a, b, weights)
    if a.figures and b.figures:
        yield from _figures(a, b, weights)
    if a.programs and b.programs and a.programs.isdisjoint(b.programs):
        yield Point("program", weights.program_loss(a.type))
    yield from _wording(a, b, weights)


def _venue(a: Profile, b: Profile, weights: MergeWeights) -> Point:
    if overlap(a.venue, b.venue) >= ALIKE:
        return Point("venue", weights.agree.venue)
    named = min(len(a.venue), len(b.venue)) > 1
    return (
        Point("other_venue", weights.disagree.other_venue)
        if named and a.venue.isdisjoint(b.venue)
        else Point("venue", weights.disagree.venue)
    )


def _dates(a: Profile, b: Profile, weights: MergeWeights) -> Point | None:
    agree, days = weights.agree, weights.days
    if not (a.dated and b.dated):
        apart = _days_apart(a, b)
        if apart > days.week and not (apart <= days.moved and _put_off(a, b)):
            return None
        if a.dated or b.dated:
            return Point("one_undated", agree.one_undated)
        return Point("undated_together", agree.undated_together)
    if a.precise and b.precise:
        return _two_days(a, b, weights)
    if abs(a.day - b.day) > days.vague or a.first > b.last or b.first > a.last:
        return None
    if (a.first, a.last) == (b.first, b.last):
        return Point("same_period", agree.same_period)
    return Point("date_within", agree.date_within)


def _two_days(a: Profile, b: Profile, weights: MergeWeights) -> Point | None:
    agree, days = weights.agree, weights.days
    if (a.first, a.last) == (b.first, b.last):
        return Point("same_day", agree.same_day)
    gap = max(b.first - a.last, a.first - b.last)
    if gap <= 0:
        return Point("days_touch", agree.days_touch)
    if gap <= days.moved and _put_off(a, b):
        return Point("moved", agree.moved)
    return Point("near_day", agree.near_day) if gap <= days.near else None


def _put_off(a: Profile, b: Profile) -> bool:
    """Whether one is the plan and the other, published later, says that it was put off (to a later day, if it names one)."""
    earlier, later = sorted((a, b), key=lambda found: (found.published, found.id))
    moved = not later.dated or not earlier.dated or later.first > earlier.first
    return later.moving and moved and earlier.status is Status.PLANNED


def _status(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    if a.status is b.status:
        yield Point("status", weights.agree.status)
        return
    earlier, _ = sorted((a, b), key=lambda found: (found.published, found.id))
    if earlier.status is not Status.PLANNED:  # a plan becomes a fact, or is called off: that is no disagreement
        yield Point("status", weights.disagree.status)


def _places(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    if any(_one_kind(a.places[name], b.places[name]) for name in a.places.keys() & b.places.keys()):
        yield Point("place", weights.agree.place)
    elif a.provinces.isdisjoint(b.places) and b.provinces.isdisjoint(a.places):
        yield Point("place", weights.disagree.place)


def _one_kind(a: str, b: str) -> bool:
    """Whether two regions of one name may be the same: a city and a regency often share theirs."""
    return not a or not b or a == b


def _people(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    """The head of an office is at most of its occasions; that a second person is the same says more."""
    met = sum(any(same_person(x, y) for y in b.people) for x in a.people)
    if met:
        yield Point("official", weights.agree.official)
    if met > 1:
        yield Point("second_official", weights.agree.second_official)


def _figures(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    kinds = a.figures.keys() & b.figures.keys()
    if any(not a.figures[kind].isdisjoint(b.figures[kind]) for kind in kinds):
        yield Point("figure", weights.agree.figure)
    elif kinds:
        yield Point("figure", weights.disagree.figure)


def _wording(a: Profile, b: Profile, weights: MergeWeights) -> Iterator[Point]:
    same = overlap(a.sentence, b.sentence) >= SAME_SENTENCE
    if same:
        yield Point("sentence", weights.agree.sentence)
    if overlap(a.trigger, b.trigger) >= ALIKE:
        yield Point("trigger", weights.agree.trigger)
        same = True
    if same and (b.article in a.copies or a.article in b.copies):
        yield Point("copy", weights.agree.copy_)


def any_body(one: Iterable[Body], other: Sequence[Body]) -> bool:
    """Whether some name of the one is some name of the other."""
    return any(same_body(x, y) for x in one for y in other)


@lru_cache(maxsize=65_536)
def same_body(a: Body, b: Body) -> bool:
    """Whether two names are one body's: most words in common, and not only words that many bodies share.

    ``Disnaker Kota Medan`` is not ``Disnaker Kota Binjai``; ``RS Asih`` may be ``Rumah Sakit Asih Medika``; ``Pemkab Kobar`` is
    ``Pemkab Kotawaringin Barat``.
    """
    one, other = _written_out(a, b), _written_out(b, a)
    if overlap(one.words, other.words) < ALIKE:
        return False
    return one.own <= other.own or other.own <= one.own or overlap(one.own, other.own) >= ALIKE


def _written_out(short: Body, full: Body) -> Body:
    """A name with words that contract words of another (``kobar``: ``kotawaringin barat``) replaced by them."""
    found = {word: run for word in short.own - full.words if (run := _contracted(word, full.ordered))}
    if not found:
        return short
    words = {part for word in short.words for part in found.get(word, (word,))}
    own = {part for word in short.own for part in found.get(word, (word,))}
    return Body(short.ordered, frozenset(words), frozenset(own))


def _contracted(word: str, names: Sequence[str]) -> Sequence[str]:
    """The words following each other (two or more) whose beginnings make up ``word``; none where there are none such."""
    if len(word) > _LONGEST or len(names) > _MOST:
        return ()
    for start in range(len(names) - 1):
        for end in range(len(names), start + 1, -1):
            if len(word) > end - start and _made_of(word, names[start:end]):
                return names[start:end]
    return ()


def _made_of(word: str, names: Sequence[str]) -> bool:
    if not names:
        return not word
    reach = next((n for n, (a, b) in enumerate(zip(word, names[0], strict=False)) if a != b), min(len(word), len(names[0])))
    return any(_made_of(word[taken:], names[1:]) for taken in range(reach, 0, -1))
