"""Headline, author and instant of publication of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

import htmldate
from lxml.html import HtmlElement, tostring
from rapidfuzz.fuzz import partial_ratio, ratio

from extract.body import is_foreign, lines_of
from extract.hints import Hints
from extract.jsonld import text_of
from extract.markup import meta, select, visible
from extract.values.dates import parse_printed

_URL_DAY = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|$)")
_SUFFIX = re.compile(r"\s+(?:[-–—|»•]|::)\s+")
_PRINTED = re.compile(r"\d{1,2}[\s/.-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s/.,-]+\d{2,4}|[A-Za-z]{3,9}\s+\d{1,2},\s*\d{4}")
_LONGEST_DATE_LINE = 140
_LINES_BESIDE_TITLE = 14
_TOLERANCE = timedelta(hours=24)
"""How far ahead of the fetch a date may lie: outlets that label local time as UTC are up to nine hours ahead."""

PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "pubdate",
    "content_publisheddate",
    "jpnncom_news_pubdate",
    "dc.date.issued",
    "parsely-pub-date",
)


@dataclass(frozen=True, slots=True)
class Published:
    """An aware instant in the zone the page gives or its outlet lives in, and the place it was read from."""

    at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class FutureDateError(Exception):
    """The only dates found lie after the page was fetched."""

    value: str


def headline(tree: HtmlElement, node: dict[str, Any], hints: Hints) -> str:
    """The article's own headline, without the outlet's name; empty where the page has none."""
    shown = [t for element in select(tree, (*hints.title, "h1")) if (t := visible(element))]
    told = meta(tree, "og:title") or text_of(node.get("headline"))
    if not told and len(set(shown)) == 1:
        return shown[0]
    named = _bare(told or visible(tree.find(".//title")), hints.outlet)
    if not named:
        return shown[0] if shown else ""
    # A page may hold several <h1> (logo, other stories): the one that the page's own name agrees with is the headline.
    alike = [t for t in shown if ratio(t.casefold(), named.casefold()) >= 80 or (len(t) > 20 and partial_ratio(t, named) >= 95)]
    return max(alike, key=len) if alike else named


def _bare(title: str, outlet: str) -> str:
    """A page title without the outlet's name behind (or before) a dash or bar."""
    parts = _SUFFIX.split(title)
    wanted = re.sub(r"\W", "", outlet.casefold())
    while len(parts) > 1 and _names_outlet(parts[-1], wanted):
        parts.pop()
    while len(parts) > 1 and wanted and _names_outlet(parts[0], wanted) and len(parts[0]) < len(parts[-1]):
        parts.pop(0)
    if len(parts) == len(_SUFFIX.split(title)):
        return title.strip()
    start = title.find(parts[0])
    return title[start : title.rfind(parts[-1]) + len(parts[-1])].strip()


def _names_outlet(part: str, wanted: str) -> bool:
    flat = re.sub(r"\W", "", part.casefold())
    if wanted and flat and ratio(flat, wanted) >= 75:
        return True
    return bool(
        re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|id|net|co|news|info|org)(?:/.*)?", part.strip(), re.IGNORECASE)
    )


def author(tree: HtmlElement, node: dict[str, Any], hints: Hints) -> str | None:
    """The byline, as written; ``None`` where the page names nobody."""
    candidates = [
        text_of(node.get("author")),
        *(visible(element) for element in select(tree, hints.author)),
        meta(tree, "author"),
        meta(tree, "article:author"),
    ]
    for found in candidates:
        name = re.sub(r"^(?:oleh|penulis|reporter|pewarta|by)\s*:?\s+", "", found.strip(), flags=re.IGNORECASE)
        if (
            2 < len(name) <= 80
            and not name.startswith("http")
            and not re.fullmatch(r"(?i)admin|redaksi|editor|super ?admin", name)
        ):
            return name
    return next((name.strip() for name in candidates if name and not name.startswith("http") and len(name) <= 80), None)


def published(tree: HtmlElement, node: dict[str, Any], hints: Hints, *, url: str, now: datetime) -> Published | None:
    """When the article appeared: JSON-LD, meta, machine-readable ``<time>``, the printed date line, the address, htmldate.

    ``now`` is the instant of the fetch; it bounds the answer and is never the answer.

    Raises:
        FutureDateError: dates were found, and every one lies after ``now``.
    """
    future = ""
    for origin, at in _instants(tree, node, hints, url, now):
        if at is None:
            continue
        if at <= now + _TOLERANCE:
            return Published(at, origin)
        future = future or f"{at.isoformat()} ({origin})"
    if future:
        raise FutureDateError(future)
    return None


def _instants(
    tree: HtmlElement, node: dict[str, Any], hints: Hints, url: str, now: datetime
) -> Iterator[tuple[str, datetime | None]]:
    hours = hints.hours
    yield "json-ld", parse_instant(text_of(node.get("datePublished")), hours, now)
    for name in PUBLISHED_METAS:
        yield f"meta {name}", parse_instant(meta(tree, name), hours, now)
    for element in select(tree, ("[itemprop=datePublished]", "time.published", "time.entry-date")):
        stamp = element.get("content") or element.get("datetime") or element.get("title") or visible(element)
        yield "microdata", parse_instant(stamp, hours, now)
    for element in select(tree, hints.date):
        yield "date line", parse_instant(element.get("datetime") or visible(element), hours, now)
    for line in _beside_title(tree):
        yield "date line", parse_printed(line, hours, now)
    if day := _URL_DAY.search(url):
        yield "url", _local(day.groups(), hours)
    yield "htmldate", _guess(tree, hours, now)


def parse_instant(stamp: str, hours: int, now: datetime) -> datetime | None:
    """An aware instant from a machine-readable or printed stamp; ``hours`` is the zone where the stamp names none."""
    stamp = stamp.strip()
    if not stamp:
        return None
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return parse_printed(stamp, hours, now)
    zone = timezone(timedelta(hours=hours))
    # An instant given in UTC is told in the outlet's civil time, so that its day is the reader's day.
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _beside_title(tree: HtmlElement) -> list[str]:
    """Short lines below the headline that look like a printed date: only there, as sidebars print other articles' dates."""
    heading = tree.find(".//h1")
    lines: list[str] = []
    while heading is not None and len(lines) < _LINES_BESIDE_TITLE and heading.tag != "body":
        for element in heading.itersiblings():
            if not is_foreign(element):
                lines += islice(lines_of(element), _LINES_BESIDE_TITLE)
            if len(lines) >= _LINES_BESIDE_TITLE:
                break
        heading = heading.getparent()
    return [line for line in lines[:_LINES_BESIDE_TITLE] if len(line) <= _LONGEST_DATE_LINE and _PRINTED.search(line)]


def _local(day: tuple[str, ...], hours: int) -> datetime | None:
    try:
        year, month, date = map(int, day)
        return datetime(year, month, date, tzinfo=timezone(timedelta(hours=hours)))
    except ValueError:
        return None


def _guess(tree: HtmlElement, hours: int, now: datetime) -> datetime | None:
    found = htmldate.find_date(
        tostring(tree, encoding="unicode"), extensive_search=False, original_date=True, max_date=now.date().isoformat()
    )
    return _local(tuple(found.split("-")), hours) if found else None
