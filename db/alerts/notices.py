"""What is to be told: an event or a source, what is new about it, and where that was read."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.feeds.entries import Source


@dataclass(frozen=True, slots=True)
class Change:
    """What changed: the field's label, the value told before and the present one, and how that is known, for people."""

    label: str
    before: str
    after: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once.

    ``key``, ``state`` and ``sequence`` are those of the ledger. ``changes`` are empty for what is new. ``group`` and ``place``
    are what a digest counts by; ``facts`` are label and value of what the summary may leave out. ``sources`` are the first of
    ``reports``.
    """

    key: str
    state: str
    sequence: int
    title: str
    summary: str
    group: str
    place: str
    facts: Mapping[str, str]
    changes: tuple[Change, ...]
    url: str
    sources: tuple[Source, ...]
    reports: int

    @property
    def new(self) -> bool:
        """Whether it was never told before."""
        return not self.changes
