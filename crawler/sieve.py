"""Which entries of a sitemap are worth keeping: asked of each as it is read, so cheap tests come first."""

import email.utils
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from crawler.discovery import names_agency
from crawler.listings import Entry
from crawler.sitemaps import day_after
from models.sources import Discovery, Source

LATE = timedelta(days=2)
"""How long after its date an entry may first appear in a sitemap: many are written anew once a day only."""
_DAY = re.compile(r"/(20\d{2})/(0[1-9]|1[0-2])(?:/(\d{2}))?/")
"""A day or month of publication as addresses tell it."""
_WHOLE_DAY = re.compile(r"/(20\d{2})/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/")


def read_since(dated: str | None, read_at: datetime | None) -> bool:
    """Whether a list was read to its end after everything of that date had surely been in it."""
    end = day_after(dated)
    return read_at is not None and end is not None and end + LATE < read_at


def day_of(entry: Entry) -> date | None:
    """The day an entry of a list appeared, by its address or its date; ``None`` where neither tells."""
    if (told := _WHOLE_DAY.search(urlsplit(entry.url).path)) is not None:
        try:
            return date(int(told[1]), int(told[2]), int(told[3]))
        except ValueError:
            return None
    try:
        return email.utils.parsedate_to_datetime(entry.dated or "").date()
    except ValueError:
        end = day_after(entry.dated)
        return end.date() if end is not None and "T" in (entry.dated or "") else None


@dataclass(slots=True)
class Sieve:
    """Keeps what names the agency in title or address, looks like an article, and is not older than what was read before.

    ``articles`` counts whatever looks like an article of the sources, kept or not. ``since`` and ``until`` bound the days of
    publication that are wanted, where only some are.
    """

    sources: Sequence[Source]
    discovery: Discovery
    specific: bool = False
    read_at: datetime | None = None
    since: date | None = None
    until: date | None = None
    articles: int = 0

    def __call__(self, entry: Entry) -> bool:
        """Whether an entry is kept."""
        try:
            path = urlsplit(entry.url).path
        except ValueError:
            return False
        if not any(source.article.search(path) for source in self.sources):
            # Its address may still be an article's in another form (numbered, AMP); few of those name the agency.
            return names_agency(entry, self.discovery)
        self.articles += 1
        if read_since(entry.changed or entry.dated, self.read_at) or not self._within(path, entry.dated):
            return False
        return self.specific or names_agency(entry, self.discovery)

    def _within(self, path: str, dated: str | None) -> bool:
        """Whether an entry may be of the days that are wanted. Its date may be of a later change; that in its path is not."""
        if (told := _DAY.search(path)) is not None:
            month = f"{told[1]}-{told[2]}"
            first, last = f"{month}-{told[3] or '01'}", f"{month}-{told[3] or '31'}"
            late = self.since is not None and last < self.since.isoformat()
            return not late and (self.until is None or first <= self.until.isoformat())
        end = day_after(dated)
        return self.since is None or end is None or end.date() >= self.since
