"""The spider all families share: lists to addresses to pages."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.desk import Desk, Fetched
from crawler.discovery import Target, further_parts, locate, names_agency, read_list
from crawler.faces import non_article
from crawler.listings import Entry, ListError, Listing
from crawler.refusals import BudgetSpent, Forbidden, HostPaused, Refused, in_words
from crawler.sieve import Sieve, read_since
from crawler.sitemaps import LARGEST, newest_sitemaps
from db.database import DatabaseError
from db.pages import Found, ListState
from db.revisits import Revisit
from models.nonarticles import NonArticle
from models.records import Page
from models.sources import ListRule, Source
from models.vocab import Family, ListKind

STALE_PAGES = 3
"""Pages of a list without anything new, one after the other, before its paging is stopped."""

# What is begun is ended first: further pages of an article, then what earlier runs left, then lists, then what these show, and
# last what is known and asked for again.
PART, RESUMED, LIST, NEW, AGAIN = 30, 20, 10, 0, -10

SITEMAP = {"sitemap": True, "download_maxsize": LARGEST}
"""What the requests for sitemaps carry: they may be larger than pages, and packed."""

MAX_PARTS = 10
MAX_SITEMAPS = 3


@dataclass(frozen=True, slots=True)
class Chain:
    """A list being read page by page.

    ``known`` says that it was once read to its end, so stale pages may stop it; ``sharing`` whose articles it may show, since
    outlets of a network have lists in common, which are asked for once.
    """

    source: Source
    rule: ListRule
    url: str
    sharing: tuple[Source, ...]
    query: str = ""
    tag: str = ""
    page: int = 1
    nested: bool = False
    stale: int = 0
    known: bool = False
    articles: int = 0
    fresh: bool = False
    last: frozenset[str] = frozenset()
    etag: str | None = None
    last_modified: str | None = None
    read_at: datetime | None = None

    def state(self, *, complete: bool) -> ListState:
        """What is remembered of the list."""
        return ListState(self.url, self.source.id, self.etag, self.last_modified, self.articles, complete)


@dataclass(frozen=True, slots=True)
class Parts:
    """An article of several numbered pages of which some are still to be fetched."""

    found: Found
    first: Page
    waiting: tuple[str, ...]
    bodies: tuple[bytes, ...] = field(default=())
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a response is not stored as an article; ``final``: nor will it be later. ``kind`` where it is a known kind of page."""

    reason: str
    final: bool = False
    kind: NonArticle | None = None


class PressSpider(Spider):
    """Reads the sources of one family. A subclass names its family and may override the hooks at the end."""

    family: ClassVar[Family]
    desk: Desk

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> "PressSpider":
        """As Scrapy makes spiders; faults of our own code are kept, so that a crawl cannot hide them."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._error, signal=signals.spider_error)
        crawler.signals.connect(spider._error, signal=signals.item_error)
        return spider

    def _error(self, failure: Failure) -> None:
        if not isinstance(failure.value, CloseSpider):
            self.desk.errors.append(f"{self.name}: {failure.getErrorMessage()}")

    async def start(self) -> AsyncIterator[Request]:
        """Of every source what earlier runs left, every list, and the articles that are due to be asked for again."""
        try:
            for source in self.desk.of(self.family):
                for request in self._begin(source):
                    yield request
        except DatabaseError:  # kept by the desk; there is nothing more to ask for
            return

    def _begin(self, source: Source) -> Iterator[Request]:
        yield from self._article_requests(self.desk.due(source), RESUMED)
        for rule in source.lists:
            for turn, (query, tag) in enumerate(rule.asked(source.queries, source.tags)):
                url = source.list_url(rule, query, tag)
                if not self.desk.asks(source, url):
                    continue
                chain = self._chain(source, rule, url, self.desk.sharing(source, url), query, tag)
                # What is new must be found at the next visit, so only those lists rest that repeat what others show.
                repeats = turn > 0 or rule.kind is ListKind.SITEMAP
                if repeats and self.desk.resting(self.desk.list_state(url)):
                    self._count(chain, "lists_resting")
                else:
                    yield self._list_request(chain)
        yield from self._revisit_requests(self.desk.revisiting.due(source.id))

    def _chain(
        self, source: Source, rule: ListRule, url: str, sharing: tuple[Source, ...], query: str = "", tag: str = ""
    ) -> Chain:
        chain = Chain(source, rule, url, sharing, query, tag)
        state = self.desk.list_state(url)
        if state is None or not state.complete:
            return chain
        return replace(chain, known=True, etag=state.etag, last_modified=state.last_modified, read_at=state.checked_at)

    def _count(self, chain: Chain, what: str, by: int = 1) -> None:
        """Add to the numbers of everyone whose list it is."""
        for source in chain.sharing:
            self.desk.count(source.id, what, by)

    # Lists -----------------------------------------------------------------------------------------------------------------

    def _list_request(self, chain: Chain, url: str | None = None) -> Request:
        headers = {}
        if url is None:
            # Validators of the first page stand for the whole list.
            headers = {"If-None-Match": chain.etag, "If-Modified-Since": chain.last_modified}
            self._count(chain, "lists")
        return Request(
            url or chain.url,
            callback=self.parse_list,
            errback=self.list_failed,
            headers={key: value for key, value in headers.items() if value},
            cb_kwargs={"chain": chain},
            meta={"source": chain.source.id} | (SITEMAP if chain.rule.kind is ListKind.SITEMAP else {}),
            dont_filter=True,
            priority=LIST,
        )

    def parse_list(self, response: Response, chain: Chain) -> Iterator[Request]:
        """A page of a list: queue what is new, then its next page or its end."""
        with self._closing_on_fault():
            if response.status == 304 and chain.page == 1:
                self._unchanged(chain)
                return
            if response.status != 200:
                self._list_refused(response, chain)
                return
            try:
                listing = self.read(response, chain.source, sieve := self._sieve(chain))
            except ListError as error:
                self._list_broken(chain, response.url, str(error))
                return
            yield from self._follow(listing, response, chain, sieve.articles)

    def _sieve(self, chain: Chain) -> Sieve:
        return Sieve(chain.sharing, self.desk.discovery, specific=chain.rule.specific, read_at=chain.read_at)

    def _unchanged(self, chain: Chain) -> None:
        state = self.desk.list_state(chain.url)
        self.desk.rest_list(chain.url, changed=False)
        self._count(chain, "lists_answered")
        self._count(chain, "lists_unchanged")
        self._count(chain, "links", state.articles if state else 0)

    def _list_refused(self, response: Response, chain: Chain) -> None:
        if chain.page > 1 and response.status in (400, 404, 410):  # past the last page
            self._read_through(chain)
            return
        self._list_broken(chain, response.url, f"HTTP {response.status}", blocked=response.status in (401, 403, 429))

    def _read_through(self, chain: Chain) -> None:
        """A list was read to its end. It has changed for us only where it showed something new."""
        self.desk.note_list(chain.state(complete=True), ())
        self.desk.rest_list(chain.url, changed=chain.fresh)

    def _list_broken(self, chain: Chain, url: str, why: str, *, blocked: bool = False) -> None:
        self._count(chain, "lists_failed")
        if blocked:
            self._count(chain, "lists_blocked")
        for source in chain.sharing:
            self.desk.trouble(source.id, f"daftar {chain.rule.kind} {url}: {why}")

    def list_failed(self, failure: Failure) -> None:
        """A list that did not answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        with self._closing_on_fault():
            if isinstance(failure.value, BudgetSpent):
                if request.cb_kwargs["chain"].page == 1:
                    self._count(request.cb_kwargs["chain"], "lists_over_budget")
                return
            # robots.txt that forbids, a host that asked to be left alone: not out of order, but closed to us.
            blocked = isinstance(failure.value, (Forbidden, HostPaused))
            if blocked:
                self._count(request.cb_kwargs["chain"], "lists_forbidden")
            self._list_broken(request.cb_kwargs["chain"], request.url, explain(failure), blocked=blocked)

    def _follow(self, listing: Listing, response: Response, chain: Chain, sieved: int) -> Iterator[Request]:
        source = chain.source
        located = self._located(listing, chain.sharing)
        wanted = [item for item in located if self._wanted(item[0], listing, chain.rule)]
        if chain.page == 1:
            self._count(chain, "lists_answered")
            chain = replace(chain, etag=header_of(response, "ETag"), last_modified=header_of(response, "Last-Modified"))
        urls = frozenset(target.url for _, target, _ in located)
        links = max(sieved, len(urls))
        self._count(chain, "links", links)
        found = [Found(target.url, target.address, owner, entry.title, entry.dated, chain.url) for entry, target, owner in wanted]
        new = self.desk.note_list(replace(chain, articles=chain.articles + links).state(complete=False), found)
        yield from self._article_requests(new, NEW)
        if listing.telling:
            told = self.desk.revisiting.told(chain.rule.kind, [(target.url, entry) for entry, target, _ in located])
            yield from self._revisit_requests(told)
        chain = replace(chain, articles=chain.articles + links, stale=0 if new else chain.stale + 1)
        chain = replace(chain, fresh=chain.fresh or bool(new))
        following = None if self._ends(chain, urls) else chain.rule.following(chain.page + 1, chain.query, chain.tag)
        if listing.sitemaps:
            # An index is never remembered as read: its sitemaps keep validators of their own.
            yield from self._sitemaps(listing, chain)
        elif following is None:
            self._read_through(chain)
        else:
            yield self._list_request(replace(chain, page=chain.page + 1, last=urls), urljoin(source.homepage, following))

    def _ends(self, chain: Chain, urls: frozenset[str]) -> bool:
        if not urls or urls == chain.last:  # empty, or the last page once more
            return True
        return chain.known and chain.stale >= STALE_PAGES

    def _sitemaps(self, listing: Listing, chain: Chain) -> Iterator[Request]:
        if chain.nested:  # an index within an index
            return
        for entry in newest_sitemaps(listing.sitemaps, MAX_SITEMAPS):
            below = self._chain(chain.source, replace(chain.rule, next=None), entry.url, chain.sharing)
            if read_since(entry.dated, below.read_at) and (state := self.desk.list_state(entry.url)) is not None:
                self._count(chain, "sitemaps_unchanged")
                self._count(chain, "links", state.articles)
                continue
            yield self._list_request(replace(below, nested=True))

    def _located(self, listing: Listing, sharing: tuple[Source, ...]) -> list[tuple[Entry, Target, str]]:
        seen: dict[str, tuple[Entry, Target, str]] = {}
        for entry in listing.entries:
            for source in sharing:
                if (target := self.locate(entry.url, source)) is not None:
                    seen.setdefault(target.url, (entry, target, source.id))
                    break
        return list(seen.values())

    def _wanted(self, entry: Entry, listing: Listing, rule: ListRule) -> bool:
        return (rule.specific and listing.trusted) or names_agency(entry, self.desk.discovery)

    # Articles --------------------------------------------------------------------------------------------------------------

    def _article_requests(self, waiting: Iterable[Found], priority: int) -> Iterator[Request]:
        return (self._article_request(found, priority) for found in waiting if self.desk.admits(found.source))

    def _article_request(self, found: Found, priority: int, *, again: bool = False) -> Request:
        return Request(
            found.address,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"found": found, "again": again},
            meta={"source": found.source, "again": again},
            dont_filter=True,
            priority=priority,
        )

    def _revisit_requests(self, due: Iterable[Revisit]) -> Iterator[Request]:
        for visit in due:
            request = self._article_request(visit.found, AGAIN, again=True)
            for name, value in (("If-None-Match", visit.etag), ("If-Modified-Since", visit.last_modified)):
                if value:
                    request.headers[name] = value
            yield request

    def parse_article(self, response: Response, found: Found, again: bool) -> Iterator[Fetched | Request]:
        """An article's page: to the store, with its further pages where it has some."""
        with self._closing_on_fault():
            if again and response.status == 304:
                self.desk.revisiting.still(found)
                return
            source = self.desk.register.by_id[found.source]
            if (unfit := self._unfit(response, source)) is not None:
                self._not_stored(found, unfit, again=again, gone=response.status in (404, 410))
                return
            target = self._moved(response, source)
            page = self._page(response, found.url if target is None else target.url, source)
            waiting = tuple(further_parts(text_of(response), response.url, source, MAX_PARTS))
            yield self._next_part(Parts(found, page, waiting, again=again))

    def _unfit(self, response: Response, source: Source) -> Unfit | None:
        """Why a response is no article, ``None`` where it may be one."""
        kind = face_of(response) if response.status in (200, 403, 429, 503) else None
        if kind is not None and response.body.strip() and (response.status == 200 or kind.id == "challenge"):
            return Unfit(kind.says, kind.final, kind)
        if response.status != 200:
            return Unfit(f"HTTP {response.status}", response.status in (404, 410))
        if not response.body.strip():
            return Unfit("isi kosong")
        if _redirected(response) and self._moved(response, source) is None:
            return Unfit(f"dialihkan ke halaman bukan artikel: {response.url}", final=True)
        return None

    def _moved(self, response: Response, source: Source) -> Target | None:
        """The article a redirect led to."""
        return self.locate(response.url, source) if _redirected(response) else None

    def _not_stored(self, found: Found, unfit: Unfit, *, again: bool, gone: bool = False) -> None:
        """Note that nothing came of asking for an article. Of one that is stored it is noted only that it is gone, or stayed."""
        if again and (gone or (unfit.kind is not None and unfit.kind.id == "soft_404")):
            self.desk.revisiting.gone(found)
        elif again:
            self.desk.revisiting.failed(found, final=unfit.final)
        elif unfit.kind is not None:
            self.desk.no_article(found.source, found.url, unfit.kind)
        else:
            self.desk.failed(found.source, found.url, unfit.reason, final=unfit.final)

    def _page(self, response: Response, url: str, source: Source) -> Page:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values
        )
        return Page(url, response.url, source.id, response.status, headers, response.body, self.desk.clock())

    def _next_part(self, parts: Parts) -> Fetched | Request:
        if not parts.waiting:
            return Fetched(replace(parts.first, parts=parts.bodies), parts.found, parts.again)
        return Request(
            parts.waiting[0],
            callback=self.parse_part,
            errback=self.article_failed,
            cb_kwargs={"parts": parts},
            meta={"source": parts.found.source},
            dont_filter=True,
            priority=PART,
        )

    def parse_part(self, response: Response, parts: Parts) -> Iterator[Fetched | Request]:
        """A further page of an article. The article is stored when it is whole, or not at all."""
        with self._closing_on_fault():
            if response.status != 200:
                unfit = Unfit(f"halaman lanjutan {response.url}: HTTP {response.status}")
                self._not_stored(parts.found, unfit, again=parts.again)
                return
            yield self._next_part(replace(parts, waiting=parts.waiting[1:], bodies=(*parts.bodies, response.body)))

    def article_failed(self, failure: Failure) -> None:
        """An article that did not answer. A host that wants to be left alone keeps its place in the queue."""
        if isinstance(failure.value, HostPaused):
            return
        asked = failure.request.cb_kwargs  # type: ignore[attr-defined]
        found, again = (asked["found"], asked["again"]) if "found" in asked else (asked["parts"].found, asked["parts"].again)
        with self._closing_on_fault():
            self._not_stored(found, Unfit(explain(failure), isinstance(failure.value, Refused)), again=again)

    def _closing_on_fault(self) -> "_Closing":
        return _Closing(self.desk)

    # Hooks -----------------------------------------------------------------------------------------------------------------

    def read(self, response: Response, source: Source, keep: Callable[[Entry], bool] = lambda _: True) -> Listing:
        """The entries of a list's page; of a sitemap those that are kept.

        Raises:
            ListError: it cannot be read.
        """
        return read_list(response.body, lambda: text_of(response), response.url, self.desk.families.by_id[source.family], keep)

    @staticmethod
    def plain(link: str) -> str:
        """A link without what the family may put into it, though it is the same article."""
        return link

    def locate(self, link: str, source: Source) -> Target | None:
        """The article behind a link."""
        return locate(self.plain(link), source, self.desk.discovery)


class _Closing:
    """Ends the spider when the database fails: nothing more can be kept, so nothing more is asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __enter__(self) -> None:
        if self._desk.fault:
            raise CloseSpider("database")

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, DatabaseError):
            raise CloseSpider("database") from error


def text_of(response: Response) -> str:
    """A response's body decoded; nothing where it is no text."""
    return response.text if isinstance(response, TextResponse) else ""


def face_of(response: Response) -> NonArticle | None:
    """What kind of page a response is that is no article, ``None`` where it may be one."""
    if not isinstance(response, TextResponse):
        return None
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in response.headers.items() for value in values]
    return non_article(headers, response.text)


def explain(failure: Failure) -> str:
    """A failure in words for people."""
    return in_words(failure.value) if failure.value is not None else "gagal"


def _redirected(response: Response) -> bool:
    return response.request is not None and bool(response.request.meta.get("redirect_urls"))


def header_of(response: Response, name: str) -> str | None:
    """A header of a response, ``None`` where it has none of that name."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
