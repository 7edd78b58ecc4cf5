"""What the crawler will not do, as Scrapy components: visit other hosts, hurry a host, or disobey robots.txt.

None of these has a switch. Their only parameters come from the register and from what the hosts themselves ask for.
"""

import email.utils
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from time import monotonic
from typing import Any, Self, cast
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from twisted.internet.defer import Deferred

from crawler.refusals import BudgetSpent, Forbidden, HostPaused, Refused, in_words
from crawler.spiders.base import PressSpider, header_of
from db.robots import Rules
from models.hosts import bare_host, registrable_domain

LONGEST_WAIT = 60.0
"""Seconds of a Retry-After that are waited for within a run; after a longer one the host is left alone until then."""

ROBOTS_AGENT = "Pantau"

_READABLE = (
    "text/html",
    "text/plain",
    "text/xml",
    "application/json",
    "application/feed+json",
    "application/xml",
    "application/xhtml",
    "application/rss",
    "application/atom",
    "application/rdf",
)

_NONE_THERE = (404, 410)
"""Statuses that say a host has no robots.txt. Other errors of the client let everything pass too, but are not kept."""

_PACKED = ("application/gzip", "application/x-gzip", "application/octet-stream")
"""How sitemaps that are stored packed (``sitemap.xml.gz``) are sent."""


def _spider(crawler: Crawler) -> PressSpider:
    return cast("PressSpider", crawler.spider)


class HostGuard:
    """Lets only requests to the register's hosts pass, each to the outlet it was made for, and only to web ports.

    Redirects come this way too, so they cannot lead to another outlet, an unregistered host or a private address.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its components."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse what is not the outlet's.

        Raises:
            Refused: the address is elsewhere.
            HostPaused: the host is being left alone.
            BudgetSpent: the domain has been asked enough today.
        """
        desk = _spider(self.crawler).desk
        parts = urlsplit(request.url)
        host = bare_host(parts.hostname or "")
        robots = parts.path == "/robots.txt" and not parts.query
        if parts.scheme not in ("http", "https"):
            raise Refused(f"bukan alamat web: {request.url}")
        source = desk.register.by_id.get(request.meta.get("source", ""))
        if host not in (desk.register.hosts if robots else source.hosts if source else ()):
            raise Refused(f"di luar media terdaftar: {parts.scheme}://{parts.netloc}/")
        owners = desk.register.by_host.get(host, ())
        if parts.port not in (None, 80, 443, *(urlsplit(owner.homepage).port for owner in owners)):
            raise Refused(f"porta bukan milik media: {parts.netloc}")
        if request.meta.get("dont_obey_robotstxt") and not robots:
            raise Refused("robots.txt selalu dipatuhi")
        if not desk.register.loopback and _is_private(parts.hostname or ""):
            raise Refused(f"alamat privat: {parts.hostname}")
        # One queue per host, whoever's sections it carries; its www. and m. forms do not get a request each at the same time.
        request.meta["download_slot"] = host
        if (until := desk.pauses.get(parts.hostname or "")) and until > desk.clock():
            raise HostPaused(f"{parts.hostname} minta tidak dikunjungi sampai {until.isoformat(timespec='seconds')}")
        # The rules of a host may always be read: without them nothing is known about the next request.
        if not desk.spends(host, again=bool(request.meta.get("again"))) and not robots:
            raise BudgetSpent(f"jatah harian {registrable_domain(host)} habis")


class BodyGuard:
    """Refuses bodies that are no text: images, archives, video, whatever the address promised."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Pass the response on.

        Raises:
            Refused: the body's type is not one the crawler reads.
        """
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
        if request.meta.get("sitemap") and kind in _PACKED:
            return response
        if response.status == 200 and kind and not kind.startswith(_READABLE) and not kind.endswith("+xml"):
            raise Refused(f"isi bukan halaman: {kind}")
        return response


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware with a memory, and stricter where robots.txt cannot be had: then the host is not crawled.

    What a robots.txt says is used for a day without asking (RFC 9309, 2.4), and then asked for again with its validators. An
    answer that is neither rules nor the lack of them is not kept; without a copy that is fresh it closes the host for this run
    (2.3.1.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._closed: dict[str, str] = {}
        self._known: dict[str, Rules] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # Scrapy's own has one that is going away
        """Obey; a robots.txt itself is asked for with the validators it last came with."""
        rules = self._known.get(urlsplit(request.url).netloc)
        if rules is not None and request.meta.get("dont_obey_robotstxt") and request.url == rules.url:
            for name, value in (("If-None-Match", rules.etag), ("If-Modified-Since", rules.last_modified)):
                if value:
                    request.headers[name] = value
        await super().process_request(request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The host's rules.

        Of several requests waiting for one robots.txt Scrapy 2.19 hands the rules to the first alone and lets the others pass
        as if there were none (a Deferred turned into a future yields its result once); so they are looked up again here.
        """
        parts = urlsplit(request.url)
        desk = _spider(self.crawler).desk
        if parts.netloc not in self._parsers and (rules := desk.rules_of(f"{parts.scheme}://{parts.netloc}/robots.txt")):
            self._known[parts.netloc] = rules
            if rules.fresh(desk.clock()):
                self._parsers[parts.netloc] = Deferred()
                await super()._parse_robots(Response(rules.url, body=rules.body), parts.netloc, request)
        parser = await super().robot_parser(request)
        settled = self._parsers.get(parts.netloc)
        return parser if settled is None or isinstance(settled, Deferred) else settled

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what the rules forbid, and everything where there are no rules to be had.

        Raises:
            Forbidden: the request may not be made.
        """
        if (why := self._closed.get(urlsplit(request.url).netloc)) is not None:
            raise Forbidden(f"robots.txt tidak dapat diambil ({why})")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise Forbidden("dilarang robots.txt") from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        desk, known, status = _spider(self.crawler).desk, self._known.get(netloc), response.status
        said: Rules | None = None
        if status == 304 and known is not None:
            said = replace(known, checked_at=desk.clock())
        elif status < 300 or status in _NONE_THERE:
            url = f"{urlsplit(request.url).scheme}://{netloc}/robots.txt"
            body = response.body if status < 300 else b""
            said = Rules(url, body, header_of(response, "ETag"), header_of(response, "Last-Modified"), desk.clock())
        elif not 400 <= status < 500 or status == 429:
            self._closed[netloc] = f"HTTP {status}"
        if said is not None:
            desk.keep_rules(said)
        # An error page is no rules.
        await super()._parse_robots(response.replace(body=said.body if said else b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._closed[netloc] = in_words(exc)
        super()._robots_error(exc, netloc)


class PoliteThrottle(AutoThrottle):
    """AutoThrottle that never goes below an outlet's Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._least: dict[str, float] = {}
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        # Connected after AutoThrottle's own handler, so it has the last word on the delay.
        crawler.signals.connect(self._keep_least, signal=signals.response_downloaded)

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(ROBOTS_AGENT)
        key = request.meta.get("download_slot")
        if not delay or key is None:
            return
        self._least[key] = float(delay)
        downloader = self.crawler.engine.downloader
        # Slots made later, and the one that has just fetched robots.txt.
        downloader.per_slot_settings.setdefault(key, {}).update(delay=float(delay), jitter=0.0)
        if (slot := downloader.slots.get(key)) is not None:
            slot.delay, slot.jitter = max(slot.delay, float(delay)), 0.0

    def _keep_least(self, request: Request) -> None:
        key = request.meta.get("download_slot", "")
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is not None and key in self._least:
            slot.delay = max(slot.delay, self._least[key])


class RetryAfter:
    """Honours ``Retry-After`` of 429 and 503: a short wait within the run, a long one by leaving the host alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes its components."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Hold the host back and ask again, or pass the refusal on."""
        if response.status not in (429, 503):
            return response
        spider = _spider(self.crawler)
        seconds = wait_of(response.headers.get("Retry-After"), spider.desk.clock())
        if seconds is None:
            return response
        host = urlsplit(request.url).hostname or ""
        if seconds > LONGEST_WAIT:
            spider.desk.pause(host, spider.desk.clock() + timedelta(seconds=seconds), f"HTTP {response.status}")
            return response
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", host))
        if slot is not None:
            # The next request of this outlet starts no sooner than its delay after `lastseen`.
            slot.delay = max(slot.delay, 0.01)
            slot.lastseen = monotonic() + seconds
        again = get_retry_request(request, spider=spider, reason=f"HTTP {response.status}")
        return again or response


def wait_of(value: bytes | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, given as a number or a date; ``None`` where it cannot be read."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class PublicResolver(CachingThreadedResolver):
    """Refuses names that lead to addresses inside a network: an outlet is on the public Internet."""

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        """The address of a name.

        Raises:
            Refused: (as the deferred's failure) the address is private.
        """
        return super().getHostByName(name, timeout).addCallback(_public, name)


def _public(address: str, name: str) -> str:
    if _is_private(address):
        raise Refused(f"{name} menunjuk ke alamat privat {address}")
    return address


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return bare_host(host) == "localhost"
