"""Which event a group of reports is: ids stay with readers while groups grow, become one, or fall apart.

Groups depend on the reports alone; ids are minted once and therefore know history: the older id stays, the younger redirects.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.ids import event_id


@dataclass(frozen=True, slots=True)
class Given:
    """A group with the event it is: ``known`` is ``None`` where an id must be minted.

    ``came_from`` is the event that some of its reports belonged to and that another group now has: that one was split.
    """

    group: tuple[str, ...]
    known: str | None
    came_from: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The events of some groups, and the events that end: each with the group (by place) that its reports are part of now."""

    events: tuple[Given, ...]
    ended: tuple[tuple[str, int], ...]


def assign(groups: Sequence[Sequence[str]], homes: Mapping[str, str | None], ages: Mapping[str, int]) -> Assignment:
    """Match groups of reports with the events they belonged to.

    Each event, the oldest first, claims the group that has most of its reports (the first published one among equals). Where
    an older event has that group, the younger one ends and redirects to it. A group that nobody claims is a new event.

    Args:
        groups: report ids in order of publication.
        homes: the event each report belongs to so far.
        ages: the order in which events in force were first stored.
    """
    shares: dict[str, dict[int, int]] = {}
    for place, group in enumerate(groups):
        for report in group:
            event = homes.get(report)
            if event is not None and event in ages:
                shares.setdefault(event, {}).setdefault(place, 0)
                shares[event][place] += 1
    owners: dict[int, str] = {}
    ended: list[tuple[str, int]] = []
    for event in sorted(shares, key=lambda key: ages[key]):
        place = max(shares[event], key=lambda at: (shares[event][at], -at))
        if place in owners:
            ended.append((event, place))
        else:
            owners[place] = event
    return Assignment(tuple(_given(place, group, homes, owners) for place, group in enumerate(groups)), tuple(ended))


def _given(place: int, group: Sequence[str], homes: Mapping[str, str | None], owners: Mapping[int, str]) -> Given:
    known = owners.get(place)
    before = next((home for report in group if (home := homes.get(report)) and home != known), None)
    return Given(tuple(group), known, before if known is None else None)


def mintable(group: Sequence[str]) -> Iterator[str]:
    """Ids for a new event in order of preference: that of its first report, then of the others, then numbered ones."""
    yield from map(event_id, group)
    yield from (event_id(f"{group[0]}#{number}") for number in range(2, 1000))
