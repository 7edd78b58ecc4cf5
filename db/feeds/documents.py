"""Feeds as documents: from what is asked for to bytes with validators, for the site and for the public copy.

A page is known by its filter and the number of a change: ``before`` it or ``after`` it. Later changes move events to the head
of a feed and out of its pages, never into them: a reader that follows ``next`` from the head meets every event.
"""

import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from threading import Lock
from urllib.parse import urlencode

from db.calendars import instant
from db.feeds.entries import Feed, load
from db.feeds.filters import FilterError, Filters, check, described
from db.feeds.forms import FORMS
from db.feeds.kept import written
from db.feeds.selection import Place, last_change, latest, select, upcoming
from db.site import links
from models.vocab import Status

PAGE = 50
"""Entries on one page."""

CALENDAR = 200
"""Events in a calendar, those to come first; a calendar has no pages."""

BEFORE, AFTER = "sebelum", "sesudah"
"""The parameters that page on."""

_LOOK = "2"
"""The form of the documents: a change of it renews all validators."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TITLE = "Pantau: kejadian BPJS Ketenagakerjaan dalam pers daerah"
_ABOUT = "Satu entri untuk setiap kejadian, dengan semua berita yang melaporkannya."
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: a format, a filter and a page."""

    form: str
    filters: Filters = field(default_factory=Filters)
    before: int | None = None
    after: int | None = None

    @property
    def query(self) -> str:
        """The canonical query string."""
        page = [(name, str(value)) for name, value in ((BEFORE, self.before), (AFTER, self.after)) if value is not None]
        return urlencode([*self.filters.pairs, *page])


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it is sent. ``modified`` is the instant of the last change of all: an event that left the feed counts."""

    body: bytes
    content_type: str
    etag: str
    modified: datetime

    @property
    def headers(self) -> dict[str, str]:
        """The headers by which a reader can ask whether the feed changed."""
        return {
            "ETag": self.etag,
            "Last-Modified": format_datetime(self.modified, usegmt=True),
            "Cache-Control": "public, max-age=300",
        }

    def known_by(self, headers: Mapping[str, str]) -> bool:
        """Whether a conditional request (its header names in lower case) already has this document (RFC 9110, 13.2.2)."""
        if (tags := headers.get("if-none-match")) is not None:
            return tags.strip() == "*" or _opaque(self.etag) in [_opaque(tag) for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(headers["if-modified-since"])
        except (KeyError, TypeError, ValueError):
            return False
        return since.tzinfo is not None and self.modified <= since


PLANS = Ask("ics", Filters(status=(str(Status.PLANNED),)))
"""The calendar of plans."""


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")


def address(form: str, query: str = "") -> str:
    """The path of a feed: ``/feeds/events.atom?jenis=monev``."""
    return f"/feeds/events.{form}{'?' if query else ''}{query}"


def asked(form: str, pairs: Iterable[tuple[str, str]]) -> Ask:
    """What the pairs of a query string ask for.

    Raises:
        FilterError: a filter, a value or a page is not known.
    """
    rest, page = [], dict[str, int]()
    for name, value in pairs:
        if name not in (BEFORE, AFTER) or form == "ics":
            rest.append((name, value))
        elif not (value.isascii() and value.isdigit() and len(value) <= 15) or page:
            raise FilterError(f"“{name}” harus satu bilangan, dari tautan halaman umpan.", name=name, allowed=[])
        else:
            page[name] = int(value)
    return Ask(form, Filters.parse(rest), page.get(BEFORE), page.get(AFTER))


class Shelf:
    """Documents of one database, each written once: a change elsewhere does not renew a feed that it leaves as it is.

    Safe to share between threads. ``home`` is the public address of the site, ``pages`` the path of the page about feeds.
    """

    def __init__(self, home: str, *, pages: str = links.SUBSCRIBE) -> None:
        self._home, self._pages = home.rstrip("/"), pages
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def document(self, connection: sqlite3.Connection, ask: Ask) -> Document:
        """The document that is asked for.

        Raises:
            FilterError: a person or outlet of the filter does not exist.
        """
        check(connection, ask.filters)
        last, noted = latest(connection)
        found = self._calendar(connection, ask, noted) if ask.form == "ics" else self._page(connection, ask)
        said = repr((_LOOK, self._home, ask, [(place.number, place.sequence) for place in found.places], found.more))
        etag = f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
        with self._lock:
            body = self._kept.get(etag)
            if body is not None:
                self._kept.move_to_end(etag)
        if body is None:
            entries = written(connection, ask.form, found.places, self._home)
            body = FORMS[ask.form].document(self._feed(connection, ask, found), entries)
            with self._lock:
                self._kept[etag] = body
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return Document(body, FORMS[ask.form].content_type, etag, instant(noted) if last else _EPOCH)

    def feed(self, connection: sqlite3.Connection, ask: Ask) -> Feed:
        """What a document of a paged format tells.

        Raises:
            FilterError: see :meth:`document`.
        """
        check(connection, ask.filters)
        found = self._page(connection, ask)
        entries = load(connection, [place.number for place in found.places], self._home)
        return replace(self._feed(connection, ask, found), entries=entries)

    def _page(self, connection: sqlite3.Connection, ask: Ask) -> "_Found":
        places = select(connection, ask.filters, PAGE + 1, before=ask.before, after=ask.after)
        more = len(places) > PAGE
        if ask.after is not None:
            return _Found(places[-PAGE:], newer=more, older=True)
        newer = ask.before is not None and bool(select(connection, ask.filters, 1, after=ask.before - 1))
        return _Found(places[:PAGE], newer=newer, older=more)

    def _calendar(self, connection: sqlite3.Connection, ask: Ask, noted: str) -> "_Found":
        coming = upcoming(connection, ask.filters, noted[:10], CALENDAR)
        rest = [place for place in select(connection, ask.filters, CALENDAR) if place.number not in set(coming)]
        marks = dict[int, int]()
        if coming:
            holes = ", ".join("?" * len(coming))
            sql = f"SELECT number, sequence FROM event_facets WHERE facet = 'semua' AND code = '' AND number IN ({holes})"  # noqa: S608
            marks = {row["number"]: row["sequence"] for row in connection.execute(sql, coming)}
        return _Found(([Place(number, marks[number]) for number in coming if number in marks] + rest)[:CALENDAR])

    def _feed(self, connection: sqlite3.Connection, ask: Ask, found: "_Found") -> Feed:
        """What a document tells besides its entries."""
        told, query, places = described(connection, ask.filters), ask.filters.query, found.places

        def page(name: str, sequence: int) -> str:
            return f"{self._home}{address(ask.form, urlencode([*ask.filters.pairs, (name, str(sequence))]))}"

        return Feed(
            title=f"{_TITLE} · {told}" if told else _TITLE,
            description=_ABOUT if places else f"{_ABOUT} Belum ada kejadian yang cocok; umpan ini terisi begitu ada.",
            home=self._home,
            first=f"{self._home}{address(ask.form, query)}",
            url=f"{self._home}{address(ask.form, ask.query)}",
            page=f"{self._home}{self._pages}{'?' if query else ''}{query}",
            updated=last_change(connection, [place.number for place in places]) or _EPOCH,
            next=page(BEFORE, places[-1].sequence) if places and found.older else None,
            previous=page(AFTER, places[0].sequence) if places and found.newer else None,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    places: list[Place]
    newer: bool = False
    older: bool = False

    @property
    def more(self) -> tuple[bool, bool]:
        return self.newer, self.older


def static(connection: sqlite3.Connection, home: str) -> Iterator[tuple[str, bytes]]:
    """The feeds of everything, by path: what a public copy holds beside its database."""
    shelf = Shelf(home)
    for form in FORMS:
        yield address(form), shelf.document(connection, Ask(form)).body
    yield links.FEED, shelf.document(connection, Ask("atom")).body
    yield links.CALENDAR, shelf.document(connection, PLANS).body
