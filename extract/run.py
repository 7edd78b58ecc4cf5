"""The stage that reads stored pages into facts.

It takes its stores and the present instant as arguments and can be stopped anywhere: a page is read again only if its
content or the rules changed, and everything of one article is written in one transaction.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from db.pages import PageStore
from db.store import NewsStore
from extract.clean import clean
from extract.hints import Hints
from extract.nlp import build, read_one
from extract.record import to_extraction
from models.records import Article, Page
from models.rules_digest import rules_digest
from models.sources import Register, load_families
from models.vocab import ZONE_HOURS


@dataclass(slots=True)
class ExtractCounts:
    """What a run of the extraction did, in pages. ``rejected`` counts by reason."""

    unchanged: int = 0
    articles: int = 0
    relevant: int = 0
    reports: int = 0
    rejected: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, int]:
        """Flat counts for the table of runs."""
        flat = {"unchanged": self.unchanged, "articles": self.articles, "relevant": self.relevant, "reports": self.reports}
        return flat | {f"rejected_{reason}": count for reason, count in sorted(self.rejected.items())}


def hints_for(page: Page, register: Register) -> Hints:
    """What the register and the family know of the source of a page; the defaults for a page from outside the register."""
    source = register.by_id.get(page.source or "")
    if source is None:
        return Hints()
    family = load_families().by_id[source.family]
    return Hints(
        outlet=source.name,
        source=source.id,
        province=source.province,
        hours=ZONE_HOURS[source.zone],
        title=family.title,
        date=family.date,
        author=family.author,
        body=family.body,
        drop=family.remove,
        lines=family.boilerplate,
    )


def extract_pages(pages: PageStore, news: NewsStore, register: Register, *, progress: Callable[[int], None]) -> ExtractCounts:
    """Read the last version of every stored page that was not yet read with the present rules.

    ``progress`` is told after each page how many are done. Returns what was done; raises only what the stores raise.
    """
    counts = ExtractCounts()
    rules = rules_digest()
    nlp = build()
    for done, version in enumerate(pages.newest(), 1):
        if news.read_with(version.url, version.digest) == rules:
            counts.unchanged += 1
            progress(done)
            continue
        page = pages.read(version.seq)
        found = clean(page, hints_for(page, register))
        if isinstance(found, Article):
            extraction = to_extraction(read_one(nlp, found), rules)
            news.save_article(found, extraction, page_digest=version.digest, fetched_at=page.fetched_at, link=page.url)
            counts.articles += 1
            counts.relevant += extraction.relevant
            counts.reports += len(extraction.reports)
        else:
            news.save_rejection(found, page_digest=version.digest, rules=rules, fetched_at=page.fetched_at)
            counts.rejected[found.reason] += 1
        progress(done)
    return counts
