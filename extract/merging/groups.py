"""Reports that tell of one happening, as groups: a function of the reports and their links alone.

The strongest link first, two groups become one unless some report of the one cannot stand beside one of the other (another
day, the same article). So a chain of links never joins what excludes each other, and no order of arrival changes the outcome.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from extract.merging.agreement import Bar
from extract.merging.profiles import Profile

Link = tuple[str, str, float]
"""Two report ids, the smaller first, and how strongly they agree."""


@dataclass(frozen=True, slots=True)
class Step:
    """A link as it was weighed: it joined two groups, or was refused because two reports (``between``) exclude each other."""

    link: Link
    bar: Bar | None = None
    between: tuple[str, str] | None = None


Bars = Callable[[Profile, Profile], Bar | None]


def grouped(profiles: Mapping[str, Profile], links: Iterable[Link], bars: Bars) -> tuple[list[list[str]], list[Step]]:
    """The groups of some reports, and the steps that made them.

    Args:
        profiles: the reports by id; all that the links name.
        links: pairs that reach the threshold, each once.
        bars: why two reports cannot be one, if so.

    Returns:
        Every report in one group; reports in order of publication, groups by their first. Steps strongest first.
    """
    home = {key: [key] for key in profiles}
    steps: list[Step] = []
    for link in sorted(links, key=lambda item: (-item[2], item[0], item[1])):
        one, other = home[link[0]], home[link[1]]
        if one is other:
            continue
        against = _against(profiles, one, other, bars)
        if against is not None:
            steps.append(Step(link, *against))
            continue
        steps.append(Step(link))
        one.extend(other)
        for key in other:
            home[key] = one
    found = {id(group): group for group in home.values()}
    order = {key: (profiles[key].published, key) for key in profiles}
    ordered = [sorted(group, key=order.__getitem__) for group in found.values()]
    return sorted(ordered, key=lambda group: order[group[0]]), steps


def _against(
    profiles: Mapping[str, Profile], one: Iterable[str], other: Iterable[str], bars: Bars
) -> tuple[Bar, tuple[str, str]] | None:
    others = [profiles[key] for key in other]
    for first in map(profiles.__getitem__, one):
        for second in others:
            if found := bars(first, second):
                return found, (first.id, second.id)
    return None
