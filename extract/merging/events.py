"""The event that some reports tell of: which value is shown where they differ, and what each of them said.

The rule, for every slot with one value: the value that most independent accounts support (copies of one article are one account;
a day supports its month), among equals the one worth more (a more precise date, a longer name), then the one said last. What
was said before a date was put off no longer counts for the date, also where it is printed again later; nor does the day of a
plan once reports of it held give one. A status is what the last report says that says something new: a plan that is printed after
the fact undoes nothing. Nothing is dropped: other values stay with their reports.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from extract.merging.agreement import same_body
from extract.merging.profiles import Profile, body_of, same_place
from extract.values.edtf import bounds, contains
from extract.values.names import plain, same_person
from models.ids import event_id
from models.merging import merge_weights
from models.records import Event, Office, StoredReport
from models.tellings import Story, Telling, ToldFigure, ToldValue
from models.vocab import Qualifier, Salience, Status

T = TypeVar("T")
Said = tuple[str, Telling]
"""A value, and the report that gives it."""


def event_from(
    reports: Sequence[StoredReport | Telling], known: str | None = None, *, moving: frozenset[str] = frozenset()
) -> Event:
    """The event that these reports (at least one) tell of; ``known`` is its id where it has one already.

    ``moving`` are the ids of reports whose sentence says that it was put off. Lists are united in order of publication, each
    body, place or person once in the fullest form.
    """
    told = ordered(reports)
    stored = [telling.stored for telling in told]
    newest = stored[-1].report
    status = _status(told)
    return Event(
        id=known or event_id(stored[0].id),
        type=newest.type,
        status=status,
        date=_chosen(_dates(told, moving, status), _days, _same_days),
        venue=_chosen([(s.stored.report.venue, s) for s in told if s.stored.report.venue], len),
        places=_united((p for s in stored for p in s.report.places), same_place, len),
        offices=_united((o for s in stored for o in s.report.offices), _same_office, lambda o: len(o.spans)),
        counterparties=_united((c for s in stored for c in s.report.counterparties), _same_body, len),
        officials=_united((o for s in stored for o in s.report.officials), same_person, len),
        programs=tuple(dict.fromkeys(p for s in stored for p in s.report.programs)),
        reports=tuple(s.id for s in stored),
    )


def event_of(profiles: Sequence[Profile], known: str | None = None) -> Event:
    """The same of reports that were weighed."""
    return event_from([found.telling for found in profiles], known, moving=_moving(profiles))


def story_of(profiles: Sequence[Profile], event: Event, *, cause: str | None = None, came_from: str | None = None) -> Story:
    """What the reports of an event tell beyond its slots: every value with those who say it, and whether it was put off."""
    told = ordered([found.telling for found in profiles])
    moving = _moving(profiles)
    values = [
        *_values("status", [(str(t.stored.report.status), t) for t in told], str(event.status)),
        *_values("date", [(t.stored.report.date, t) for t in told if t.stored.report.date], event.date),
        *_values("venue", [(t.stored.report.venue, t) for t in told if t.stored.report.venue], event.venue),
        *(value for slot, said in _figures(told).items() for value in _values(slot, said, _chosen(said, lambda _: 0))),
    ]
    return Story(tuple(values), _schedule(told, moving).before, cause, came_from)


def ordered(reports: Iterable[StoredReport | Telling]) -> list[Telling]:
    """Reports in order of publication."""
    told = [report if isinstance(report, Telling) else Telling(report) for report in reports]
    return sorted(told, key=lambda t: (t.stored.published, t.stored.id))


def _moving(profiles: Iterable[Profile]) -> frozenset[str]:
    return frozenset(found.id for found in profiles if found.moving)


def _status(told: Sequence[Telling]) -> Status:
    """What the newest report says if it is held by then; else what the newest one says whose matter it is.

    What an account said before is no news when it is printed again, and a plan is none once it was held.
    """
    said: dict[tuple[str, Status], Telling] = {}
    words: dict[tuple[str, Status], tuple[str, Status]] = {}
    for telling in told:
        status = telling.stored.report.status
        # What is too short to tell a copy may be one all the same: the sentence is word for word another's.
        key = words.setdefault((plain(telling.sentence) or telling.id, status), (telling.account, status))
        known = said.setdefault(key, telling)
        if _main(telling) and not _main(known):
            said[key] = telling
    fact, last, firmest = False, told[-1].stored.report.status, None
    for telling in ordered(said.values()):
        status = telling.stored.report.status
        if not fact or status not in (Status.PLANNED, Status.PROPOSED):
            fact, last = fact or _done(telling), status
            firmest = status if _main(telling) else firmest
    return last if last is Status.HELD or firmest is None else firmest


def _main(telling: Telling) -> bool:
    return telling.stored.report.salience is Salience.MAIN


def _done(telling: Telling) -> bool:
    """Whether a report tells of a fact: held by the day of publication, or the day not told and its own matter."""
    report = telling.stored.report
    began = bounds(report.date)[0] <= telling.stored.published.date() if report.date else _main(telling)
    return report.status is Status.HELD and began


@dataclass(slots=True)
class _Schedule:
    """The dates that count: those ``said`` since it was put off for the last time, and when it was planned ``before``."""

    said: list[Said] = field(default_factory=list)
    before: str | None = None
    gone: set[str] = field(default_factory=set)
    moved: datetime | None = None
    dateless: set[str] = field(default_factory=set)

    def put_off(self, telling: Telling) -> None:
        """Take in a report that speaks of putting off; one that repeats what was said, or says less, changes nothing."""
        date, published = telling.stored.report.date, telling.stored.published
        if date is not None:
            news = date not in self.gone and all(date != value for value, _ in self.said)
        else:
            soon = self.moved is not None and published - self.moved <= timedelta(days=merge_weights().days.near)
            news = not soon and telling.account not in self.dateless
            self.dateless.add(telling.account)
        if news:
            before = _chosen(self.said, _days, _same_days)
            self.before = self.before if before in (None, date) else before
            self.gone |= {value for value, _ in self.said}
            self.said, self.moved = [], published


def _schedule(told: Sequence[Telling], moving: frozenset[str]) -> _Schedule:
    """What reports in order of publication say of the date; the day it was put off from counts only if it was held on it."""
    found = _Schedule()
    for telling in told:
        if telling.id in moving:
            found.put_off(telling)
        date = telling.stored.report.date
        if date and (date not in found.gone or telling.stored.report.status is Status.HELD):
            found.said.append((date, telling))
    return found


def _dates(told: Sequence[Telling], moving: frozenset[str], status: Status) -> list[Said]:
    """The dates that count: of those who report it as held where one of them names a day, else all."""
    said = _schedule(told, moving).said
    held = [(date, telling) for date, telling in said if telling.stored.report.status is Status.HELD]
    exact = status is Status.HELD and any(-_days(date) <= merge_weights().days.week for date, _ in held)
    return held if exact else said


def _figures(told: Sequence[Telling]) -> dict[str, list[Said]]:
    """What is told of each kind of figure, goals and ceilings aside."""
    found: dict[str, list[Said]] = {}
    for telling in told:
        for figure in telling.figures:
            if figure.qualifier not in (Qualifier.TARGET, Qualifier.MAX):
                found.setdefault(_slot(figure), []).append((f"{figure.value:.15g}", telling))
    return dict(sorted(found.items()))


def _slot(figure: ToldFigure) -> str:
    return ":".join(["figure", figure.indicator, figure.unit, *([figure.per] if figure.per else [])])


def _values(slot: str, said: Sequence[Said], preferred: str | None) -> list[ToldValue]:
    """Every value of a slot, the preferred one first, then by who says it first."""
    found: dict[str, list[Telling]] = {}
    for value, telling in said:
        if telling not in found.setdefault(value, []):
            found[value].append(telling)
    made = [
        ToldValue(slot, value, tuple(t.id for t in tellings), len({t.account for t in tellings}), value == preferred)
        for value, tellings in found.items()
    ]
    return sorted(made, key=lambda value: not value.preferred)


def _chosen(
    said: Sequence[Said], worth: Callable[[str], int], supports: Callable[[str, str], bool] = lambda a, b: a == b
) -> str | None:
    """The value that most accounts support; among equals the one worth more, then the one whose first mention is latest."""
    accounts: dict[str, set[str]] = {}
    first: dict[str, int] = {}
    for place, (value, telling) in enumerate(said):
        accounts.setdefault(value, set()).add(telling.account)
        first.setdefault(value, place)
    backing = {
        value: len(set().union(*(whose for other, whose in accounts.items() if supports(other, value)))) for value in accounts
    }
    return max(accounts, key=lambda value: (backing[value], worth(value), first[value]), default=None)


def _days(value: str) -> int:
    first, last = bounds(value)
    return (first - last).days


def _same_days(wide: str, value: str) -> bool:
    """Whether one date supports another: it is the same, or a month or year that holds it."""
    return wide == value or contains(wide, value)


def _same_office(a: Office, b: Office) -> bool:
    return (a.office_id is not None and a.office_id == b.office_id) or (a.kind is b.kind and plain(a.name) == plain(b.name))


def _same_body(a: str, b: str) -> bool:
    generic = merge_weights().words.generic
    return same_body(body_of(a, generic), body_of(b, generic))


def _united(values: Iterable[T], same: Callable[[T, T], bool], worth: Callable[[T], int]) -> tuple[T, ...]:
    kept: list[T] = []
    for value in values:
        at = next((i for i, known in enumerate(kept) if same(known, value)), None)
        if at is None:
            kept.append(value)
        elif worth(value) > worth(kept[at]):
            kept[at] = value
    return tuple(kept)
