"""The stage that reads stored pages into facts.

It takes its stores and the present instant as arguments and can be stopped anywhere: a page is read again only if its
content or the rules changed, and everything of one article is written in one transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from db.pages import PageStore, Version
from db.store import NewsStore
from extract.clean import clean
from extract.nlp import build, read_one
from extract.pages import PageReading, hints_for
from extract.record import to_extraction
from extract.repetition import countable, outlet_of, story, without
from extract.sharding.shards import read as read_shard
from models.records import Article, Page
from models.rules_digest import rules_digest
from models.sources import Register


@dataclass(slots=True)
class ExtractCounts:
    """What a run of the extraction did, in pages. ``rejected`` counts by reason.

    ``again`` are articles that were read twice, as a line of theirs proved to be the outlet's.
    """

    unchanged: int = 0
    articles: int = 0
    relevant: int = 0
    reports: int = 0
    again: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, int]:
        """Flat counts for the table of runs."""
        flat = {"unchanged": self.unchanged, "articles": self.articles, "relevant": self.relevant, "reports": self.reports}
        flat |= {"again": self.again} if self.again else {}
        return flat | {f"rejected_{reason}": count for reason, count in sorted(self.rejected.items())}


def extract_pages(pages: PageStore, news: NewsStore, register: Register, *, progress: Callable[[int], None]) -> ExtractCounts:
    """Read the last version of every stored page that was not yet read with the present rules.

    Lines that prove to be an outlet's own, repeated under different stories, are left out; the pages that were read before that
    was known are read again. ``progress`` is told after each page how many are done. Returns what was done; raises only what
    the stores raise.
    """
    reader = _Reader(pages, news, register)
    for done, version in enumerate(pages.newest(), 1):
        reader.read(version)
        progress(done)
    counts = reader.counts
    if reader.proved:
        reader.counts = ExtractCounts()
        for version in pages.newest():
            reader.read(version)
        counts.again = reader.counts.articles
    return counts


class _Reader:
    """Reads one page after the other. ``proved`` counts the lines that turned out to be an outlet's own meanwhile."""

    def __init__(self, pages: PageStore, news: NewsStore, register: Register) -> None:
        self.pages, self.news, self.register = pages, news, register
        self.rules = rules_digest()
        self.nlp = build()
        self.counts = ExtractCounts()
        self.proved = 0

    def read(self, version: Version) -> None:
        """Read a page, unless it was read with the present rules and none of its lines proved to be the outlet's since."""
        if self.news.read_with(version.url, version.digest) == self.rules:
            self.counts.unchanged += 1
            return
        page = self.pages.read(version.seq)
        found = clean(page, hints_for(page, self.register))
        if isinstance(found, Article):
            self._save(found, page, version.digest)
        else:
            self.news.save_rejection(found, page_digest=version.digest, rules=self.rules, fetched_at=page.fetched_at)
            self.counts.rejected[found.reason] += 1

    def _save(self, article: Article, page: Page, digest: str) -> None:
        outlet = outlet_of(article)
        with self.news.together():
            self.proved += self.news.lines.note(page.url, outlet, story(article), countable(article))
        article = without(article, self.news.lines.repeated(outlet))
        extraction = to_extraction(read_one(self.nlp, article), self.rules)
        self.news.save_article(article, extraction, page_digest=digest, fetched_at=page.fetched_at, link=page.url)
        self.counts.articles += 1
        self.counts.relevant += extraction.relevant
        self.counts.reports += len(extraction.reports)


def take_in(shards: Iterable[Path], news: NewsStore) -> ExtractCounts:
    """Store what shards hold, except pages that were read with the same rules already.

    Raises:
        ShardError: a shard is missing or damaged; what was read before it is stored.
    """
    counts = ExtractCounts()
    for shard in shards:
        for reading in read_shard(shard):
            if news.read_with(reading.link, reading.page_digest) == reading.rules:
                counts.unchanged += 1
            else:
                _keep(reading, news, counts)
    return counts


def _keep(reading: PageReading, news: NewsStore, counts: ExtractCounts) -> None:
    fetched = reading.fetched_at
    if isinstance(reading.found, Article):
        assert reading.extraction is not None
        news.save_article(
            reading.found, reading.extraction, page_digest=reading.page_digest, fetched_at=fetched, link=reading.link
        )
        counts.articles += 1
        counts.relevant += reading.extraction.relevant
        counts.reports += len(reading.extraction.reports)
    else:
        news.save_rejection(reading.found, page_digest=reading.page_digest, rules=reading.rules, fetched_at=fetched)
        counts.rejected[reading.found.reason] += 1
