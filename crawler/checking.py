"""``pantau sources check``: what of a source works, and which field of its row to mend. Asks as politely as a crawl."""

import email.utils
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import urlsplit

from parsel import Selector
from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.discovery import locate, read_list
from crawler.listings import Entry, ListError
from crawler.settings import scrapy_settings
from crawler.sitemaps import newest_sitemaps
from crawler.spiders.base import SITEMAP, explain, text_of
from db.robots import Rules
from models.sources import Family, ListRule, Register, Source, load_families
from models.vocab import ZONE_HOURS, ListKind


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
    shown: set[ListKind] = field(default_factory=set)
    """Kinds of lists that showed articles."""
    gone: set[ListKind] = field(default_factory=set)
    """Kinds of lists that the outlet does not have, or that robots.txt forbids."""
    example: str | None = None
    """The address of an article that reads as one."""

    def settle(self) -> None:
        """Order the findings and come to the verdict."""
        order = ["homepage", "robots", *ListKind, "article", "feed_zone"]
        self.findings.sort(key=lambda finding: (order.index(finding.what.partition(" ")[0]), finding.what))
        working = {finding.what.partition(" ")[0] for finding in self.findings if finding.works}
        self.well = "article" in working and bool(working & set(ListKind))
        self.gone -= self.shown

    def probes(self, source: Source) -> dict[str, str]:
        """What the check found out about how the row's fields are known, as far as that differs from what the row says."""
        found = {str(kind): "seen" if kind in self.shown else "none" for kind in (*self.shown, *self.gone)}
        if self.example is not None:
            found |= {"article": "seen", "pattern": "seen"}
        return {key: value for key, value in sorted(found.items()) if source.probe.get(key) != value}


class CheckDesk:
    """As much of a crawl's desk as the politeness components need; nothing is stored."""

    def __init__(self, register: Register, clock: Callable[[], datetime]) -> None:
        self.register = register
        self.clock = clock
        self.pauses: dict[str, datetime] = {}

    def pause(self, host: str, until: datetime, _: str) -> None:
        """Leave a host alone until then."""
        self.pauses[host] = until

    def spends(self, _: str, *, again: bool = False) -> bool:
        """There is no budget for a few requests that a person asks for."""
        return True

    def rules_of(self, _: str) -> None:
        """Nothing is known of a host: what it allows is asked anew."""

    def keep_rules(self, _: Rules) -> None:
        """Nothing is stored."""


class CheckSpider(Spider):
    """Tries each way into each source once."""

    name = "check"
    desk: CheckDesk
    reports: dict[str, Report]
    sources: Sequence[Source]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "CheckSpider":
        """As Scrapy makes spiders."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.candidates, spider.dated = {}, {}
        crawler.signals.connect(spider._error, signal=signals.spider_error)
        return spider

    candidates: dict[str, list[str]]
    dated: dict[str, str]
    """Dates of articles as their outlet's feed tells them, by address."""

    def _error(self, failure: Failure, response: Response) -> None:
        source = response.meta["source"]
        self._note(source, "article", works=False, outcome=f"kesalahan program: {failure.getErrorMessage()}")

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt and every list of every source."""
        for source in self.sources:
            yield self._request(source, f"{source.origin}/robots.txt", self.parse_robots, what="robots", mend=None)
            for rule in source.lists:
                for request in self._tries(source, rule):
                    yield request

    def _tries(self, source: Source, rule: ListRule) -> Iterator[Request]:
        for query, tag in rule.asked(source.queries, source.tags):
            detail = f" {query or tag}".rstrip()
            mend = f'lists: kind = "{rule.kind}", url = "{rule.url}" (atau without = ["{rule.kind}"])'
            url = source.list_url(rule, query, tag)
            yield self._request(source, url, self.parse_list, what=f"{rule.kind}{detail}", mend=mend, rule=rule)

    def _request(self, source: Source, url: str, callback: Any, *, what: str, mend: str | None, **more: Any) -> Request:
        kwargs = {"source": source, "what": what, "mend": mend}
        meta = {"source": source.id} | (SITEMAP if what.startswith(ListKind.SITEMAP) else {})
        return Request(url, callback=callback, errback=self.failed, cb_kwargs=kwargs | more, meta=meta, dont_filter=True)

    def _note(self, source: str, what: str, *, works: bool, outcome: str, mend: str | None = None) -> None:
        self.reports[source].findings.append(Finding(what, works, outcome, None if works else mend))

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Something that did not answer. Of articles the next is tried: one may be closed where the others are open."""
        request: Request = failure.request  # type: ignore[attr-defined]
        source, what, mend = (request.cb_kwargs[key] for key in ("source", "what", "mend"))
        if what == "article" and (following := self._candidate(source)):
            yield following
            return
        if "rule" in request.cb_kwargs and isinstance(failure.value, IgnoreRequest):  # robots.txt forbids it
            self.reports[source.id].gone.add(request.cb_kwargs["rule"].kind)
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

    def parse_list(
        self, response: Response, source: Source, what: str, mend: str, rule: ListRule, nested: bool = False
    ) -> Iterator[Request]:
        """A list: readable, and showing addresses that the article pattern knows."""
        report = self.reports[source.id]
        if response.status != 200:
            if response.status in (404, 410) and rule.kind is not ListKind.TAG:  # the tag may only not have been used yet
                report.gone.add(rule.kind)
            self._note(source.id, what, works=False, outcome=f"HTTP {response.status}", mend=mend)
            return
        family, sample = load_families().by_id[source.family], _Sample(source)
        try:
            listing = read_list(response.body, lambda: text_of(response), response.url, family, sample)
        except ListError as error:
            self._note(source.id, what, works=False, outcome=str(error), mend=mend)
            return
        if listing.sitemaps:
            self._note(source.id, what, works=not nested, outcome=f"indeks {len(listing.sitemaps)} peta situs", mend=mend)
            for entry in newest_sitemaps(listing.sitemaps, 0 if nested else 1):
                what = f"{what} {urlsplit(entry.url).path}"
                yield self._request(source, entry.url, self.parse_list, what=what, mend=mend, rule=rule, nested=True)
            return
        discovery = load_families().discovery
        targets = {target.url: (target, entry) for entry in listing.entries if (target := locate(entry.url, source, discovery))}
        if rule.specific and not listing.trusted:
            outcome = "tidak ada hasil, atau tautannya tidak dikenali (entries di models/families.toml)"
            self._note(source.id, what, works=True, outcome=outcome)
        elif targets:
            self._note(source.id, what, works=True, outcome=f"{max(len(targets), sample.articles)} artikel")
            report.shown.add(rule.kind)
            if rule.kind is ListKind.FEED:
                self.dated |= {target.address: entry.dated for target, entry in targets.values() if entry.dated}
            first = source.id not in self.candidates
            self.candidates.setdefault(source.id, []).extend(target.address for target, _ in list(targets.values())[:2])
            if first and (request := self._candidate(source)):
                yield request
        elif listing.entries or sample.others:
            outcome = f"{len(listing.entries) or sample.others} tautan, tidak satu pun cocok dengan pola artikel"
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
        if not missing:
            self.reports[source.id].example = response.url
        self._compare_dates(response, source)

    def _compare_dates(self, response: TextResponse, source: Source) -> None:
        """Feeds that write local time under the name of UTC are off by just the hours of the outlet's zone."""
        fed = instant(self.dated.get(response.url) or "")
        # A page without a zone means its own; a feed without one cannot be compared.
        said = instant(_said(response.text), timezone(timedelta(hours=ZONE_HOURS[source.zone])))
        if fed is None or said is None:
            return
        hours = round((fed - said).total_seconds() / 3600, 1)
        local = hours == ZONE_HOURS[source.zone]
        if local == (source.feed_zone == "local"):
            self._note(source.id, "feed_zone", works=True, outcome="jam feed seperti yang dikatakan register")
            return
        outcome = f"jam feed berselisih {hours:+g} jam dari halamannya"
        self._note(source.id, "feed_zone", works=False, outcome=outcome, mend=f'feed_zone = "{"local" if local else "stated"}"')


class _Sample:
    """Keeps the first articles of a sitemap, and counts the others."""

    def __init__(self, source: Source) -> None:
        self._pattern = source.article
        self.articles = self.others = 0

    def __call__(self, entry: Entry) -> bool:
        parts = urlsplit(entry.url)
        if not self._pattern.search(f"{parts.path}?{parts.query}" if parts.query else parts.path):
            self.others += 1
            return False
        self.articles += 1
        return self.articles <= _ENOUGH


_ENOUGH = 100


def _said(html: str) -> str:
    """The date of publication that a page tells machines."""
    page = Selector(text=html, type="html")
    metas = "meta[property='article:published_time']::attr(content), meta[name='content_PublishedDate']::attr(content)"
    if told := page.css(metas).get():
        return told
    scripts = " ".join(page.css("script[type='application/ld+json']::text").getall())
    found = re.search(r'"datePublished"\s*:\s*"([^"]{10,40})"', scripts)
    return found[1] if found else ""


def instant(text: str, zone: tzinfo | None = None) -> datetime | None:
    """An instant as feeds and pages write it, ``None`` where it cannot be read, or tells no zone and none is given."""
    for read in (datetime.fromisoformat, email.utils.parsedate_to_datetime):
        try:
            moment = read(text.strip())
        except ValueError:
            continue
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        return moment if moment.tzinfo is not None else None
    return None


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
    run_politely(CheckSpider, register, contact, desk=CheckDesk(register, clock), reports=reports, sources=tuple(chosen))
    for report in reports.values():
        report.settle()
    return list(reports.values())


def run_politely(spider: type[Spider], register: Register, contact: str, **given: Any) -> None:
    """Run a spider that stores nothing, under the same rules as a crawl; blocks until it is done. Once per process."""
    settings = scrapy_settings(contact=contact, loopback=register.loopback) | {"ITEM_PIPELINES": {}}
    process = AsyncCrawlerProcess(settings)
    process.crawl(spider, **given)
    process.start()
