"""What a list holds, whatever form it came in, and what it says about changes of what it holds."""

import email.utils
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

AT_ONCE = timedelta(minutes=10)
"""Entries of a list that all changed within so short a time were changed by a machine, if at all."""
_ENOUGH = 3


class ListError(ValueError):
    """A list that cannot be read; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: address as written, headline if it has one, its date and that of its last change as written."""

    url: str
    title: str | None = None
    dated: str | None = None
    changed: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds. ``trusted`` is false where the entries could not be told from the page's margins.

    ``seen`` counts the lines that were read where only some of them were kept (see :func:`crawler.sitemaps.read_sitemap`).
    ``telling`` is false where the dates of change say nothing, see :class:`Changes`.
    """

    entries: tuple[Entry, ...]
    sitemaps: tuple[Entry, ...] = ()
    trusted: bool = True
    seen: int | None = None
    telling: bool = True


@dataclass(slots=True)
class Changes:
    """Whether a list's dates of change tell anything: not where all of at least three say the same moment.

    Some systems write the present instant, or that of the last rebuilding, behind each entry.
    """

    _number: int = 0
    _first: datetime | None = None
    _last: datetime | None = None
    _apart: bool = field(default=False)

    def note(self, changed: str | None) -> None:
        """Take in the date of an entry; once two are far enough from each other no further one is read."""
        if self._apart or changed is None or (moment := instant_of(changed)) is None:
            return
        self._number += 1
        self._first = min(self._first or moment, moment)
        self._last = max(self._last or moment, moment)
        self._apart = self._last - self._first > AT_ONCE

    @property
    def telling(self) -> bool:
        """The answer, as far as the entries went."""
        return self._apart or self._number < _ENOUGH


def instant_of(text: str) -> datetime | None:
    """The instant a list's date means, in either form lists use (W3C, RFC 5322); ``None`` where it cannot be read.

    What names no zone is taken for UTC, and a day for its begin: dates of one list are compared with each other only.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            moment = email.utils.parsedate_to_datetime(text)
        except ValueError:
            return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day of all time
        return None
