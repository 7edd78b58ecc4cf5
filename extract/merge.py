"""Reports of one happening become one event.

A report is compared with the reports of a bounded set of candidate events of its type. Agreement and disagreement in day,
office, place, counterparty, official and wording are weighed by ``models/merge.toml``; two days that exclude each other forbid
a merge. An event's id is minted from its first report and never changes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeVar

from extract.values.edtf import bounds
from extract.values.names import fold, fold_place, overlap, plain, same_person
from models.ids import event_id
from models.merging import MergeWeights
from models.records import Event, Office, StoredReport
from models.vocab import Salience, Status

T = TypeVar("T")

_ALIKE = 0.6
"""Dice overlap from which two names of bodies, venues or triggers count as the same; the gold standard compares so too."""

_DAYS = timedelta(days=6)
"""A meeting of some days is still one happening; a month is a period in which many fall."""


def agreement(a: StoredReport, b: StoredReport, weights: MergeWeights) -> float | None:
    """How strongly two reports tell of one happening; ``None`` where they cannot (other type, same article, other day)."""
    one, other = a.report, b.report
    if one.type is not other.type or a.article_id == b.article_id:
        return None
    days = _dates(a, b, weights)
    if days is None:
        return None
    agree, against = weights.agree, weights.disagree
    total = days + (agree.status if one.status is other.status else against.status)
    total += _share(one.offices, other.offices, _same_office, agree.office, against.office)
    total += _share(one.places, other.places, _same_place, agree.place, against.place)
    total += _share(one.counterparties, other.counterparties, _same_body, agree.counterparty, against.counterparty)
    total += _share(one.officials, other.officials, same_person, agree.official, 0.0)
    if one.venue and other.venue and _same_body(one.venue, other.venue):
        total += agree.venue
    if overlap(fold(one.trigger), fold(other.trigger)) >= _ALIKE:
        total += agree.trigger
    return total


def _dates(a: StoredReport, b: StoredReport, weights: MergeWeights) -> float | None:
    one, other = a.report.date, b.report.date
    apart = abs((a.published - b.published).days)
    if one and other:
        first, second = bounds(one), bounds(other)
        if first == second:
            return weights.agree.same_day if first[1] - first[0] <= _DAYS else weights.agree.same_period
        return weights.agree.date_within if first[0] <= second[1] and second[0] <= first[1] else None
    if apart > weights.window_days:
        return None
    return 0.0 if one or other else weights.agree.undated_together


def _share(a: Sequence[T], b: Sequence[T], same: Callable[[T, T], bool], gain: float, loss: float) -> float:
    if not a or not b:
        return 0.0
    return gain if any(same(x, y) for x in a for y in b) else loss


def _same_office(a: Office, b: Office) -> bool:
    return (a.office_id is not None and a.office_id == b.office_id) or (a.kind is b.kind and plain(a.name) == plain(b.name))


def _same_place(a: str, b: str) -> bool:
    return fold_place(a) == fold_place(b)


def _same_body(a: str, b: str) -> bool:
    return overlap(fold(a), fold(b)) >= _ALIKE


def choose(
    report: StoredReport, candidates: Iterable[tuple[str, Sequence[StoredReport]]], weights: MergeWeights
) -> tuple[str, float] | None:
    """The event a report belongs to, with the score, or ``None`` where it is a happening not seen before.

    ``candidates`` are event ids with their reports. A report must be able to stand beside every report of an event (one per
    article) and reach the threshold with one of them; the strongest wins, the older id among equals.
    """
    best: tuple[float, str] | None = None
    for event, members in candidates:
        scores = [agreement(report, member, weights) for member in members]
        if not scores or any(score is None for score in scores):
            continue
        score = max(score for score in scores if score is not None)
        if score >= weights.threshold and (best is None or score > best[0] or (score == best[0] and event < best[1])):
            best = (score, event)
    return (best[1], best[0]) if best else None


def event_from(reports: Sequence[StoredReport], known: str | None = None) -> Event:
    """The event that these reports (at least one) tell of; ``known`` is its id where it has one already.

    Preferred values: the status of the newest report, the date most reports give (the more precise among equals, then the
    newest), the venue most reports give; lists are united in order of publication, each body, place or person once in the
    fullest form.
    """
    ordered = sorted(reports, key=lambda stored: (stored.published, stored.id))
    newest = ordered[-1].report
    firmest = next((s.report.status for s in reversed(ordered) if s.report.salience is Salience.MAIN), newest.status)
    return Event(
        id=known or event_id(ordered[0].id),
        type=newest.type,
        status=Status.HELD if newest.status is Status.HELD else firmest,
        date=_preferred([s.report.date for s in ordered], lambda value: (bounds(value)[0] - bounds(value)[1]).days),
        venue=_preferred([s.report.venue for s in ordered], len),
        places=_united((p for s in ordered for p in s.report.places), _same_place, len),
        offices=_united((o for s in ordered for o in s.report.offices), _same_office, lambda o: len(o.spans)),
        counterparties=_united((c for s in ordered for c in s.report.counterparties), _same_body, len),
        officials=_united((o for s in ordered for o in s.report.officials), same_person, len),
        programs=tuple(dict.fromkeys(p for s in ordered for p in s.report.programs)),
        reports=tuple(s.id for s in ordered),
    )


def _preferred(values: Sequence[str | None], worth: Callable[[str], int]) -> str | None:
    """The value given most often; among equals the one worth more, then the newest."""
    given = [value for value in values if value is not None]
    counts = Counter(given)
    return max(given, key=lambda v: (counts[v], worth(v), given.index(v)), default=None)


def _united(values: Iterable[T], same: Callable[[T, T], bool], worth: Callable[[T], int]) -> tuple[T, ...]:
    kept: list[T] = []
    for value in values:
        at = next((i for i, known in enumerate(kept) if same(known, value)), None)
        if at is None:
            kept.append(value)
        elif worth(value) > worth(kept[at]):
            kept[at] = value
    return tuple(kept)
