"""``pantau backfill``: what a source published in the past, through its sitemaps and archives, a part of the budget a day.

The lists are the source's own on the agency, read to their ends, its sitemaps, and the family's archives; which they are follows
from the source and the days alone, so that only the progress of each is kept. Articles are fetched and stored as in a crawl.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.desk import Desk, Fetched
from crawler.discovery import Target
from crawler.listings import Entry, ListError, Listing
from crawler.refusals import HostPaused
from crawler.run import spiders
from crawler.settings import scrapy_settings
from crawler.sieve import Sieve, day_of
from crawler.sitemaps import day_after, named_sitemaps
from crawler.spiders.base import LIST, RESUMED, SITEMAP, PressSpider, explain, text_of
from db.backfills import ROBOTS, Backfill, Backfills
from db.database import DatabaseError
from db.pages import Found, PageStore
from models.sources import Families, Family, ListRule, Register, Source
from models.vocab import Family as FamilyId
from models.vocab import ListKind, RunState

SHARE = 0.5
"""The part of a domain's daily budget up to which a backfill may go: an hourly crawl needs about a fifth of it."""

PAGES = 1000
"""Pages of a source's own list on the agency that are read at most."""


@dataclass(frozen=True, slots=True)
class Way:
    """A list that reaches into the past, for one query or tag and one period; ``url`` is its first page.

    ``otherwise``: of the last resort. ``robots``: no list, but the outlet's robots.txt, which names its sitemaps.
    """

    url: str
    rule: ListRule
    query: str = ""
    tag: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    otherwise: bool = False
    robots: bool = False

    @property
    def kind(self) -> str:
        """What its progress is noted as."""
        return ROBOTS if self.robots else str(self.rule.kind)

    def address(self, source: Source, page: int) -> str | None:
        """The address of a page, ``None`` beyond the last that is asked for."""
        if page == 1:
            return self.url
        path = self.rule.following(page, self.query, self.tag, self.dates)
        return None if path is None else urljoin(source.homepage, path)


def ways(source: Source, family: Family, since: date, until: date) -> list[Way]:
    """Every way into a source's past."""
    found = [Way(f"{source.origin}/robots.txt", ListRule(ListKind.SITEMAP, "/robots.txt"), robots=True)]
    for rule in source.lists:
        if rule.kind is ListKind.SITEMAP or rule.specific:
            deep = replace(rule, pages=max(rule.pages, PAGES))
            found += [
                Way(source.list_url(rule, query, tag), deep, query, tag) for query, tag in rule.asked(source.queries, source.tags)
            ]
    for archive in family.archives:
        for dates in archive.periods(since, until):
            url = urljoin(source.homepage, archive.rule.first(dates=dates))
            found.append(Way(url, archive.rule, dates=dates, otherwise=archive.otherwise))
    return found


class BackfillDesk(Desk):
    """The desk of a backfill: it hands out what backfills queued, keeps to its share, and stops when a crawl wants its turn."""

    def __init__(
        self,
        *,
        store: PageStore,
        register: Register,
        families: Families,
        jobs: Iterable[Backfill],
        clock: Callable[[], datetime],
        share: float = SHARE,
        max_pages: int | None = None,
        yields: Callable[[], bool] = lambda: False,
        changed: Callable[[Desk], None] = lambda _: None,
    ) -> None:
        """Begin a run.

        Args:
            store: where pages and progress are kept.
            register: every outlet there is.
            families: what is asked for, the budget, and the archives.
            jobs: the backfills, of sources of the register.
            clock: the time.
            share: the part of a domain's daily budget up to which this run may go, whoever used it.
            max_pages: articles to be fetched per source at the most.
            yields: asked before each request whether somebody else wants the turn.
            changed: told whenever a number has changed.
        """
        self.jobs = tuple(jobs)
        sources = {job.source: register.by_id[job.source] for job in self.jobs}
        super().__init__(
            store=store,
            register=register,
            families=families,
            sources=sources.values(),
            clock=clock,
            max_pages=max_pages,
            changed=changed,
            share=share,
            kind="backfill",
        )
        self.backfills = Backfills(store)
        self.yielded = False
        self._yields = yields

    def due(self, source: Source) -> list[Found]:
        """Addresses that backfills queued and that are still to be fetched."""
        with self.guarded():
            return self.store.due(source.id, self.clock(), history=True)

    def spends(self, host: str, *, again: bool = False) -> bool:
        """As for a crawl; false as well when a crawl wants its turn."""
        self.yielded = self.yielded or self._yields()
        return not self.yielded and super().spends(host, again=again)

    def appeared(self, item: Fetched) -> datetime:
        """As for a crawl; no later than the days whose articles are looked for."""
        last = max(job.until for job in self.jobs if job.source == item.found.source)
        return min(super().appeared(item), datetime.combine(last, time(), UTC) + timedelta(days=1))

    def open_ways(self, job: Backfill) -> list[tuple[Way, int]]:
        """The lists of a backfill that are still to be read, each with its next page.

        Those of the last resort come in once every other has been tried, those robots.txt names among them, and none answered.
        """
        source = self.register.by_id[job.source]
        planned = {way.url: way for way in ways(source, self.families.by_id[source.family], job.since, job.until)}
        with self.guarded():
            self.backfills.begin(job, self.clock())
            self.backfills.plan(job, [(way.url, way.kind) for way in planned.values() if not way.otherwise])
            progress = self.backfills.progress(job)
            if all(item.state == "failed" or (item.kind == ROBOTS and item.state == "done") for item in progress):
                self.backfills.plan(job, [(way.url, way.kind) for way in planned.values() if way.otherwise])
                progress = self.backfills.progress(job)
        # Sitemaps that an index led to are not in the plan.
        below = Way("", ListRule(ListKind.SITEMAP, "/"))
        return [(planned.get(item.url, replace(below, url=item.url)), item.page) for item in progress if item.state == "open"]

    def advance(
        self, job: Backfill, way: Way, page: int | None, found: Iterable[Found], below: Iterable[str] = ()
    ) -> list[Found]:
        """Queue what a page showed and note how far the list was read; the new ones come back."""
        with self.guarded():
            listed = [(url, str(ListKind.SITEMAP)) for url in below]
            new = self.backfills.advance(job, way.url, page=page, found=found, now=self.clock(), below=listed)
        self.count(job.source, "new", len(new))
        return new

    def list_failed(self, job: Backfill, way: Way, url: str, reason: str, *, final: bool) -> None:
        """Note that a list did not answer."""
        with self.guarded():
            self.backfills.fail(job, way.url, reason, final=final)
        self.count(job.source, "lists_failed")
        self.trouble(job.source, f"daftar {way.kind} {url}: {reason}")


class Backfilling(PressSpider):
    """A family's spider that reads archives instead of the daily lists."""

    desk: BackfillDesk

    async def start(self) -> AsyncIterator[Request]:
        """First what earlier runs queued, then every list that is not read to its end."""
        try:
            for source in self.desk.of(self.family):
                for request in self._article_requests(self.desk.due(source), RESUMED):
                    yield request
                for job in self.desk.jobs:
                    if job.source == source.id:
                        for request in self._open(job):
                            yield request
        except DatabaseError:  # kept by the desk
            return

    def _open(self, job: Backfill) -> list[Request]:
        requests = (self._ask(job, way, page) for way, page in self.desk.open_ways(job))
        return [request for request in requests if request is not None]

    def _ask(self, job: Backfill, way: Way, page: int, last: frozenset[str] = frozenset()) -> Request | None:
        source = self.desk.register.by_id[job.source]
        url = way.address(source, page)
        if url is None:
            self.desk.advance(job, way, None, ())
            return None
        self.desk.count(source.id, "lists")
        return Request(
            url,
            callback=self.parse_archive,
            errback=self.archive_failed,
            cb_kwargs={"job": job, "way": way, "page": page, "last": last},
            meta={"source": source.id} | (SITEMAP if way.rule.kind is ListKind.SITEMAP else {}),
            dont_filter=True,
            priority=LIST,
        )

    def parse_archive(self, response: Response, job: Backfill, way: Way, page: int, last: frozenset[str]) -> Iterator[Request]:
        """A page of an archive: queue what is wanted of it, then ask for the next, or for the sitemaps it names."""
        with self._closing_on_fault():
            source = self.desk.register.by_id[job.source]
            if way.robots and response.status < 500:
                named = named_sitemaps(text_of(response), source) if response.status == 200 else []
                self.desk.advance(job, way, None, (), named)
                yield from self._open_below(job, named)
                yield from self._last_resorts(job, way)
                return
            if response.status != 200:
                if page > 1 and response.status in (400, 404, 410):  # past the last page
                    self.desk.advance(job, way, None, ())
                    return
                final = response.status in (401, 403, 404, 410)
                yield from self._fail(job, way, response.url, f"HTTP {response.status}", final=final)
                return
            sieve = Sieve((source,), self.desk.discovery, specific=way.rule.specific, since=job.since, until=job.until)
            try:
                listing = self.read(response, source, sieve)
            except ListError as error:
                yield from self._fail(job, way, response.url, str(error), final=False)
                return
            self.desk.count(source.id, "lists_answered")
            if listing.sitemaps:
                below = [
                    item.url for item in listing.sitemaps if (end := day_after(item.dated)) is None or end.date() >= job.since
                ]
                self.desk.advance(job, way, None, (), below)
                yield from self._open_below(job, below)
                return
            yield from self._follow_archive(listing, job, way, page, last)

    def _open_below(self, job: Backfill, below: list[str]) -> list[Request]:
        asked = set(below)
        requests = (self._ask(job, way, page) for way, page in self.desk.open_ways(job) if way.url in asked)
        return [request for request in requests if request is not None]

    def _follow_archive(self, listing: Listing, job: Backfill, way: Way, page: int, last: frozenset[str]) -> Iterator[Request]:
        source = self.desk.register.by_id[job.source]
        located = self._located(listing, (source,))
        found = [
            Found(target.url, target.address, source.id, entry.title, entry.dated, way.url)
            for entry, target, _ in located
            if self._wanted(entry, listing, way.rule) and _within(entry, job)
        ]
        urls = frozenset(target.url for _, target, _ in located)
        ended = not urls or urls == last or _all_before(located, job) or way.address(source, page + 1) is None
        new = self.desk.advance(job, way, None if ended else page + 1, found)
        yield from self._article_requests(new, 0)
        if not ended and (following := self._ask(job, way, page + 1, urls)) is not None:
            yield following

    def _fail(self, job: Backfill, way: Way, url: str, reason: str, *, final: bool) -> list[Request]:
        self.desk.list_failed(job, way, url, reason, final=final)
        return self._last_resorts(job, way)

    def _last_resorts(self, job: Backfill, way: Way) -> list[Request]:
        """Where this was the last way that might have answered, those of the last resort are open now."""
        return [] if way.otherwise else [request for request in self._open(job) if request.cb_kwargs["way"].otherwise]

    def archive_failed(self, failure: Failure) -> Iterator[Request]:
        """A list that did not answer; what has to wait keeps its place."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, HostPaused):  # or the budget is spent
            return
        with self._closing_on_fault():
            job, way = cast("Backfill", request.cb_kwargs["job"]), cast("Way", request.cb_kwargs["way"])
            yield from self._fail(job, way, request.url, explain(failure), final=isinstance(failure.value, IgnoreRequest))


def _within(entry: Entry, job: Backfill) -> bool:
    """Whether an entry may be of the days that are wanted; one that does not tell its day may."""
    day = day_of(entry)
    return day is None or job.since <= day <= job.until


def _all_before(located: list[tuple[Entry, Target, str]], job: Backfill) -> bool:
    """Whether a page of a list, the newest first, shows only what is older than wanted."""
    days = [day_of(entry) for entry, _, _ in located]
    return bool(days) and all(day is not None and day < job.since for day in days)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of backfills ended: which are done, and faults of the program itself."""

    state: RunState
    finished: tuple[Backfill, ...]
    errors: tuple[str, ...]


def run_backfill(desk: BackfillDesk, *, contact: str, verbose: bool = False) -> Outcome:
    """Do as much of the desk's backfills as today's share allows; blocks until then. Once per process.

    Raises:
        DatabaseError: pages.db failed in the middle; what was stored until then is safe.
    """
    process = AsyncCrawlerProcess(scrapy_settings(contact=contact, loopback=desk.register.loopback, verbose=verbose))
    crawlers: list[Crawler] = []
    for family, kind in sorted(spiders().items()):
        if any(desk.of(family)):
            crawlers.append(crawler := process.create_crawler(_backfilling(family, kind)))
            process.crawl(crawler, desk=desk)
    if crawlers:
        process.start()
    stopped = any(crawler.stats is not None and crawler.stats.get_value("finish_reason") == "shutdown" for crawler in crawlers)
    if desk.fault is not None:
        raise desk.fault
    desk.finish(RunState.INTERRUPTED if stopped else RunState.FAILED if desk.errors else RunState.FINISHED)
    finished = tuple(job for job in desk.jobs if desk.backfills.finish(job, desk.clock()))
    return Outcome(RunState.INTERRUPTED if stopped else RunState.FINISHED, finished, tuple(dict.fromkeys(desk.errors)))


def _backfilling(family: FamilyId, kind: type[PressSpider]) -> type[Backfilling]:
    """A family's spider with its own ways of reading and locating, and a backfill's of asking."""
    return cast("type[Backfilling]", type(f"Backfilling{kind.__name__}", (Backfilling, kind), {"name": f"riwayat-{family}"}))
