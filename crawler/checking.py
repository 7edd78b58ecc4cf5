"""``pantau sources check``: what of a source works, and which field of its row to mend. Asks as politely as a crawl."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from parsel import Selector
from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.discovery import locate, read_list
from crawler.listings import ListError
from crawler.settings import scrapy_settings
from crawler.spiders.base import explain, text_of
from models.sources import Family, ListRule, Register, Source, load_families
from models.vocab import ListKind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing tried: what, whether it works, what came of it, and the field of the row to mend."""

    what: str
    works: bool
    outcome: str
    mend: str | None = None


@dataclass(slots=True)
class Report:
    """All that was tried of a source. Well: a list shows articles and an article reads like one."""

    source: str
    findings: list[Finding] = field(default_factory=list)
    well: bool = False

    def settle(self) -> None:
        """Order the findings and come to the verdict."""
        order = ["robots", *ListKind, "article"]
        self.findings.sort(key=lambda finding: (order.index(finding.what.partition(" ")[0]), finding.what))
        working = {finding.what.partition(" ")[0] for finding in self.findings if finding.works}
        self.well = "article" in working and bool(working & set(ListKind))


class _CheckDesk:
    """As much of a crawl's desk as the politeness components need; nothing is stored."""

    def __init__(self, register: Register, clock: Callable[[], datetime]) -> None:
        self.register = register
        self.clock = clock
        self.pauses: dict[str, datetime] = {}

    def pause(self, host: str, until: datetime, _: str) -> None:
        self.pauses[host] = until

    def spends(self, _: str) -> bool:
        return True


class CheckSpider(Spider):
    """Tries each way into each source once."""

    name = "check"
    desk: _CheckDesk
    reports: dict[str, Report]
    sources: Sequence[Source]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "CheckSpider":
        """As Scrapy makes spiders."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.candidates = {}
        crawler.signals.connect(spider._error, signal=signals.spider_error)
        return spider

    candidates: dict[str, list[str]]

    def _error(self, failure: Failure, response: Response) -> None:
        source = response.meta["source"]
        self._note(source, "article", works=False, outcome=f"kesalahan program: {failure.getErrorMessage()}")

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt and every list of every source."""
        for source in self.sources:
            yield self._request(source, f"{source.origin}/robots.txt", self.parse_robots, what="robots", mend=None)
            for rule in source.lists:
                for query, tag in rule.asked(source.queries, source.tags):
                    detail = f" {query or tag}".rstrip()
                    mend = f'lists: kind = "{rule.kind}", url = "{rule.url}" (atau without = ["{rule.kind}"])'
                    url = source.list_url(rule, query, tag)
                    yield self._request(source, url, self.parse_list, what=f"{rule.kind}{detail}", mend=mend, rule=rule)

    def _request(self, source: Source, url: str, callback: Any, *, what: str, mend: str | None, **more: Any) -> Request:
        kwargs = {"source": source, "what": what, "mend": mend}
        return Request(
            url, callback=callback, errback=self.failed, cb_kwargs=kwargs | more, meta={"source": source.id}, dont_filter=True
        )

    def _note(self, source: str, what: str, *, works: bool, outcome: str, mend: str | None = None) -> None:
        self.reports[source].findings.append(Finding(what, works, outcome, None if works else mend))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Something that did not answer. Of articles the next is tried: one may be closed where the others are open."""
        request: Request = failure.request  # type: ignore[attr-defined]
        source, what, mend = (request.cb_kwargs[key] for key in ("source", "what", "mend"))
        if what == "article" and (following := self._candidate(source)):
            yield following
            return
        self._note(source.id, what, works=False, outcome=explain(failure), mend=mend or "homepage")

    def _candidate(self, source: Source) -> Request | None:
        waiting = self.candidates[source.id]
        if not waiting:
            return None
        return self._request(source, waiting.pop(0), self.parse_article, what="article", mend="article, whole")

    def parse_robots(self, response: Response, source: Source, what: str, mend: str | None) -> None:
        """robots.txt: none is as good as one."""
        works = response.status in (200, 404, 410)
        sitemaps = sum(line.lower().startswith(b"sitemap:") for line in response.body.splitlines())
        told = f"HTTP {response.status}, {sitemaps} peta situs disebut" if response.status == 200 else f"HTTP {response.status}"
        self._note(source.id, what, works=works, outcome=told, mend=mend)

    def parse_list(self, response: Response, source: Source, what: str, mend: str, rule: ListRule) -> Iterator[Request]:
        """A list: readable, and showing addresses that the article pattern knows."""
        if response.status != 200:
            self._note(source.id, what, works=False, outcome=f"HTTP {response.status}", mend=mend)
            return
        try:
            family = load_families().by_id[source.family]
            listing = read_list(response.body, lambda: text_of(response), response.url, family)
        except ListError as error:
            self._note(source.id, what, works=False, outcome=str(error), mend=mend)
            return
        if listing.sitemaps:
            self._note(source.id, what, works=True, outcome=f"indeks {len(listing.sitemaps)} peta situs")
            return
        discovery = load_families().discovery
        targets = {target.url: target for entry in listing.entries if (target := locate(entry.url, source, discovery))}
        if rule.specific and not listing.trusted:
            outcome = "tidak ada hasil, atau tautannya tidak dikenali (entries di models/families.toml)"
            self._note(source.id, what, works=True, outcome=outcome)
        elif targets:
            self._note(source.id, what, works=True, outcome=f"{len(targets)} artikel")
            first = source.id not in self.candidates
            self.candidates.setdefault(source.id, []).extend(target.address for target in list(targets.values())[:2])
            if first and (request := self._candidate(source)):
                yield request
        elif listing.entries:
            outcome = f"{len(listing.entries)} tautan, tidak satu pun cocok dengan pola artikel"
            self._note(source.id, what, works=False, outcome=outcome, mend="article")
        else:
            # An outlet that has written nothing on the agency has an empty list of it.
            self._note(source.id, what, works=rule.specific, outcome="menjawab, tetapi kosong", mend=mend)

    def parse_article(self, response: Response, source: Source, what: str, mend: str) -> None:
        """An article: headline, body and a date are where the family has them."""
        if response.status != 200 or not isinstance(response, TextResponse):
            self._note(source.id, what, works=False, outcome=f"{response.url}: HTTP {response.status}", mend=mend)
            return
        missing = missing_parts(response.text, load_families().by_id[source.family])
        told = f"tidak ditemukan {', '.join(missing)}" if missing else "judul, tanggal, dan isi ada"
        mend = "family (pemilih judul, tanggal, isi di models/families.toml)"
        self._note(source.id, what, works=not missing, outcome=f"{response.url}: {told}", mend=mend)


def missing_parts(html: str, family: Family) -> list[str]:
    """Which of headline, date and body a page does not show where its family has them, by their Indonesian names."""
    page = Selector(text=html, type="html")
    dated = page.css("meta[property='article:published_time'], meta[name='content_PublishedDate'], [itemprop=datePublished]")
    linked = any('"datePublished"' in text for text in page.css("script[type='application/ld+json']::text").getall())
    found = {
        "judul": any(page.css(css) for css in family.title),
        "tanggal": bool(dated) or linked or any(page.css(css) for css in family.date),
        "isi": any(len("".join(page.css(css).css("::text").getall())) > 200 for css in family.body),
    }
    return [name for name, there in found.items() if not there]


def run_check(register: Register, chosen: Sequence[Source], *, contact: str, clock: Callable[[], datetime]) -> list[Report]:
    """Try the sources; blocks until all have been tried. Once per process."""
    reports = {source.id: Report(source.id) for source in chosen}
    settings = scrapy_settings(contact=contact, loopback=register.loopback) | {"ITEM_PIPELINES": {}}
    process = AsyncCrawlerProcess(settings)
    process.crawl(CheckSpider, desk=_CheckDesk(register, clock), reports=reports, sources=tuple(chosen))
    process.start()
    for report in reports.values():
        report.settle()
    return list(reports.values())
