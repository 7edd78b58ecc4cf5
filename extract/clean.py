"""From a stored page to an article, or to the reason why it is none."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

from lxml.html import HtmlElement

from extract.body import SHORTEST_BODY, paragraphs
from extract.boilerplate import article_lines
from extract.decode import UndecodableError, decode
from extract.hints import Hints
from extract.jsonld import article_node
from extract.markup import MarkupError, parse, visible
from extract.metadata import FutureDateError, author, headline, published
from models.ids import article_id
from models.records import Article, Page, Rejection
from models.vocab import RejectionReason

SHORTEST_TEXT = 150
"""Characters below which a body is an empty shell: a caption, a video page, a teaser."""


def clean(page: Page, hints: Hints) -> Article | Rejection:
    """The article on a page. Time is the page's own ``fetched_at``: it bounds the date of publication.

    A page of media type ``application/json`` is an imported record (fields ``url``, ``published``, ``title``, ``text``) and
    is taken as it stands. Never raises for what a page contains.
    """
    media_type = (page.header("content-type") or "").partition(";")[0].strip().lower()
    if media_type == "application/json":
        return _from_record(page, hints)
    try:
        text = decode(page.body, page.header("content-type"))
        tree = parse(text)
    except (UndecodableError, MarkupError) as error:
        return Rejection(page.url, RejectionReason.UNREADABLE, str(error))
    return _from_html(page, hints, tree, text)


def _from_html(page: Page, hints: Hints, front: HtmlElement, text: str) -> Article | Rejection:
    node = article_node(front)
    title = headline(front, node, hints)
    if not title:
        return Rejection(page.url, RejectionReason.NO_TITLE, "tidak ada judul di h1, og:title, JSON-LD, atau title")
    lines = _lines(front, node, text, title, hints)
    for part in page.parts:
        try:
            text = decode(part, page.header("content-type"))
            tree = parse(text)
        except (UndecodableError, MarkupError) as error:
            return Rejection(page.url, RejectionReason.UNREADABLE, f"halaman lanjutan: {error}")
        # A later page may repeat the lead of the first, and its own text may be one short paragraph.
        lines += [line for line in _lines(tree, {}, text, title, hints, shortest=1) if line not in lines]
    body = "\n".join(lines)
    if len(body) < SHORTEST_TEXT:
        return Rejection(page.url, RejectionReason.EMPTY, f"isi artikel hanya {len(body)} huruf (paling sedikit {SHORTEST_TEXT})")
    try:
        when = published(front, node, hints, url=page.fetched_url, now=page.fetched_at)
    except FutureDateError as error:
        return Rejection(page.url, RejectionReason.NO_DATE, f"tanggal terbit sesudah halaman diambil: {error.value}")
    if when is None:
        return Rejection(
            page.url, RejectionReason.NO_DATE, "tidak ada tanggal terbit di JSON-LD, meta, baris tanggal, atau alamat"
        )
    return Article(
        id=article_id(page.url),
        url=page.fetched_url,
        outlet=hints.outlet or _host(page.url),
        title=title,
        text=body,
        published=when.at,
        author=author(front, node, hints),
        published_from=when.origin,
        source=page.source,
        province=hints.province,
    )


def _lines(
    tree: HtmlElement, node: dict[str, Any], text: str, title: str, hints: Hints, *, shortest: int = SHORTEST_BODY
) -> list[str]:
    links = frozenset(t for a in tree.iter("a") if (t := visible(a).casefold()))
    return article_lines(paragraphs(tree, node, hints, text, shortest=shortest), title=title, links=links, hints=hints)


def _from_record(page: Page, hints: Hints) -> Article | Rejection:
    try:
        record = json.loads(decode(page.body))
        when = datetime.fromisoformat(record["published"])
        title, body = _text(record, "title"), _text(record, "text")
    except UndecodableError as error:
        return Rejection(page.url, RejectionReason.UNREADABLE, str(error))
    except (ValueError, KeyError, TypeError) as error:
        return Rejection(page.url, RejectionReason.UNREADABLE, f"rekaman JSON keliru: {error}")
    if when.tzinfo is None:
        return Rejection(page.url, RejectionReason.NO_DATE, f"'published' tanpa zona waktu: {record['published']}")
    if when > page.fetched_at + timedelta(days=1):
        return Rejection(page.url, RejectionReason.NO_DATE, f"'published' sesudah halaman diambil: {record['published']}")
    body = re.sub(r"\s*\n\s*", "\n", body.strip())
    if not body:
        return Rejection(page.url, RejectionReason.EMPTY, "'text' kosong")
    return Article(
        id=article_id(page.url),
        url=page.fetched_url,
        outlet=str(record.get("outlet") or hints.outlet or _host(page.url)),
        title=title,
        text=body,
        published=when,
        author=record.get("author"),
        published_from="record",
        source=page.source,
        province=hints.province,
    )


def _text(record: dict[str, object], field: str) -> str:
    value = record[field]
    if not isinstance(value, str):
        raise TypeError(f"{field!r} bukan teks")
    return value


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
