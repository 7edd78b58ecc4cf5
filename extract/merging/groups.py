"""Reports that tell of one happening, as groups: a function of the reports and their links alone.

The strongest link first, two groups become one unless a report of the one cannot stand beside one of the other (another day, the
same article), or the two groups as a whole name others or agree too little. So a chain of links never joins what excludes each
other, a report that says little never joins two happenings, and no order of arrival changes the outcome.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extract.merging.agreement import Bar, agreement, any_body, bar
from extract.merging.profiles import Profile
from models.merging import MergeWeights

Link = tuple[str, str, float]
"""Two report ids, the smaller first, and how strongly they agree."""


_WEIGHED = 8
"""Reports of each group, the first published, whose pairs are weighed against each other before two groups become one."""


@dataclass(frozen=True, slots=True)
class Step:
    """A link as it was weighed: it joined two groups, or was refused.

    It is refused because two reports (``between``) exclude each other (``bar``); because the groups name others where the two
    reports name none (``named``: the sum with that); or because the groups agree too little on the whole (``mean``: the average
    sum over their pairs).
    """

    link: Link
    bar: Bar | None = None
    between: tuple[str, str] | None = None
    named: float | None = None
    mean: float | None = None

    @property
    def joined(self) -> bool:
        """Whether the link made one group of two."""
        return self.bar is None and self.named is None and self.mean is None


def grouped(profiles: Mapping[str, Profile], links: Iterable[Link], weights: MergeWeights) -> tuple[list[list[str]], list[Step]]:
    """The groups of some reports, and the steps that made them.

    Args:
        profiles: the reports by id; all that the links name.
        links: pairs that reach the threshold, each once.
        weights: what bars two reports, and how strongly two groups must agree.

    Returns:
        Every report in one group; reports in order of publication, groups by their first. Steps strongest first.
    """
    order = {key: (found.published, key) for key, found in profiles.items()}
    home = {key: [key] for key in profiles}
    ordered = sorted(links, key=lambda item: (-item[2], item[0], item[1]))
    known = {(first, second): score for first, second, score in ordered}
    steps: list[Step] = []
    for link in ordered:
        one, other = home[link[0]], home[link[1]]
        if one is other:
            continue
        step = _weighed(link, [profiles[key] for key in one], [profiles[key] for key in other], known, weights)
        steps.append(step)
        if step.joined:
            both = sorted([*one, *other], key=order.__getitem__)
            for key in both:
                home[key] = both
    found = {id(group): group for group in home.values()}
    return sorted(found.values(), key=lambda group: order[group[0]]), steps


def _weighed(
    link: Link, one: Sequence[Profile], other: Sequence[Profile], known: dict[tuple[str, str], float], weights: MergeWeights
) -> Step:
    both = (*one, *other)
    group = both if any(found.moving for found in both) else ()
    for first in one:
        for second in other:
            if against := bar(first, second, weights, group):
                return Step(link, against, (first.id, second.id))
    named = link[2] + _unnamed(link, one, other, weights)
    if named < weights.threshold:
        return Step(link, named=round(named, 2))
    scores = [_score(first, second, known, weights) for first in one[:_WEIGHED] for second in other[:_WEIGHED]]
    told = [score for score in scores if score is not None]
    mean = sum(told) / len(told) if told else link[2]
    return Step(link) if mean >= weights.whole else Step(link, mean=round(mean, 2))


def _unnamed(link: Link, one: Sequence[Profile], other: Sequence[Profile], weights: MergeWeights) -> float:
    """What it takes away that two groups name other offices, places or bodies, where one of the two linked reports names none."""
    first, second = (found for group in (one, other) for found in group if found.id in link[:2])
    total = 0.0
    if not (first.bodies and second.bodies):
        bodies = [tuple({body: None for found in group for body in found.bodies}) for group in (one, other)]
        if all(bodies) and not any_body(*bodies):
            total += weights.counterparty_loss(first.type)
    if not (first.offices and second.offices):
        offices = [frozenset[str]().union(*(found.offices for found in group)) for group in (one, other)]
        if all(offices) and offices[0].isdisjoint(offices[1]):
            total += weights.disagree.office
    if not (first.places and second.places):
        places = [frozenset[str]().union(*(found.provinces.union(found.places) for found in group)) for group in (one, other)]
        if all(places) and places[0].isdisjoint(places[1]):
            total += weights.disagree.place
    return total


def _score(a: Profile, b: Profile, known: dict[tuple[str, str], float], weights: MergeWeights) -> float | None:
    key = (a.id, b.id) if a.id < b.id else (b.id, a.id)
    found = known.get(key)
    return agreement(a, b, weights) if found is None else found
