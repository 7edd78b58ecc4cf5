"""Web archives (WARC): our own, and those of others such as Common Crawl's CC-NEWS, read record by record however large they are.

Records of our own archives come back as they went out. Of others' archives the pages of registered outlets are taken that look
like articles; everything else is passed over and counted. Reading can begin again where it was left.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib import import_module
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zstandard
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from crawler.discovery import locate
from crawler.imports import Importing, Refusal, Skipped
from crawler.run import spiders
from crawler.spiders.base import face_of
from db.archives import PACKING, PART_HEADER, SOURCE_HEADER, URL_HEADER
from models.ids import canonical_url
from models.records import Page
from models.sources import Source, load_families

LARGEST = 50 * 1024 * 1024
"""Bytes of a body, unpacked; what is larger is no article's page."""

_BROTLI: Any = import_module("brotli")  # it has no types; Scrapy requires it
_BROKEN = (zstandard.ZstdError, _BROTLI.error)

_READABLE = ("text/", "application/xhtml", "application/json")


def read_archive(importing: Importing, start: int = 0) -> Iterator[tuple[int, Page | Refusal]]:
    """The pages of an archive, a refusal for each record that should have been one, :class:`Skipped` for what is not ours.

    Args:
        importing: the file.
        start: the place of a record, from which to read on.

    Yields:
        The place from which to read on once everything up to this item is stored, and the item.
    """
    where = str(importing.path)
    records = 0
    waiting: Page | None = None  # an article whose further pages may follow
    place = start
    with importing.path.open("rb") as file:
        file.seek(start)
        records_of = ArchiveIterator(file)
        try:
            for number, record in enumerate(records_of, 1):
                if record.rec_type != "response" or record.http_headers is None:
                    continue
                records += 1
                begins = int(records_of.offset)
                found = _response(importing, f"{where}, rekaman ke-{number}" + (f" dari letak {start}" if start else ""), record)
                if waiting is not None:
                    if _continues(record, waiting, found):
                        assert isinstance(found, Page)
                        waiting = replace(waiting, parts=(*waiting.parts, found.body))
                        continue
                    yield begins, waiting
                    waiting = None
                place = begins
                if isinstance(found, Page):
                    waiting = found
                else:
                    yield place, found
        except (ArchiveLoadFailed, ValueError, gzip.BadGzipFile, zlib.error, EOFError) as error:
            if waiting is not None:
                yield place, waiting
            yield place, Refusal(where, f"arsip rusak setelah {records} jawaban: {error}")
            return
    if waiting is not None:
        yield importing.path.stat().st_size, waiting
    if not records and not start:
        yield 0, Refusal(where, "tidak ada satu pun jawaban HTTP dalam arsip")


def _continues(record: Any, before: Page, found: Page | Refusal) -> bool:
    """Whether a record is the next page of the article before it."""
    number = record.rec_headers.get_header(PART_HEADER) or ""
    return isinstance(found, Page) and number == str(len(before.parts) + 2) and found.url == before.url


def _response(importing: Importing, where: str, record: Any) -> Page | Refusal:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    ours = record.rec_headers.get_header(URL_HEADER) is not None
    source = importing.register.of(url)
    if not ours and source is None and importing.source is None and not importing.everything:
        return Skipped(where, f"{url}: host di luar register", "host di luar register")
    code = record.http_headers.get_statuscode()
    if code != str(HTTPStatus.OK.value):
        return Skipped(where, f"{url}: jawaban HTTP {code}, bukan 200", "jawaban HTTP bukan 200")
    # The body is stored as it reads, so what told how to unpack it must go.
    headers = tuple((key, value) for key, value in record.http_headers.headers if key.lower() not in PACKING)
    kind = next((value for key, value in headers if key.lower() == "content-type"), "")
    if kind and not kind.lower().startswith(_READABLE):
        return Skipped(where, f"{url}: isi bukan halaman ({kind})", "isi bukan halaman")
    body = _body(record)
    if isinstance(body, str):
        return Skipped(where, f"{url}: {body}", body)
    page = importing.page(where, url, body, headers, _date(record))
    if isinstance(page, Refusal):
        return page
    return _as_exported(page, record, importing) if ours else _of_others(page, where, source, importing)


def _body(record: Any) -> bytes | str:
    """The body as it reads, or why there is none to be had."""
    if record.rec_headers.get_header("WARC-Truncated"):
        return "isi terpotong"
    packing = (record.http_headers.get_header("content-encoding") or "").strip().lower()
    try:
        body = _unpacked(record, packing)
    except _BROKEN:
        return "isi tidak dapat dibuka"
    if len(body) <= LARGEST and record.raw_stream.limit > 0:  # warcio gives what there is of a record that was cut off
        return "isi terpotong"
    if len(body) > LARGEST:
        return f"lebih besar dari {LARGEST // 2**20} MB"
    return body if body.strip() else "isi kosong"


def _unpacked(record: Any, packing: str) -> bytes:
    """A body as it reads, cut off beyond what is allowed; warcio knows gzip and deflate, the others are opened here."""
    if packing not in ("br", "zstd"):
        found: bytes = record.content_stream().read(LARGEST + 1)
        return found
    chunked = (record.http_headers.get_header("transfer-encoding") or "").strip().lower() == "chunked"
    packed: bytes = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read(LARGEST + 1)
    if packing == "zstd":
        return zstandard.ZstdDecompressor().stream_reader(BytesIO(packed)).read(LARGEST + 1)
    opened: bytes = _BROTLI.Decompressor().process(packed, output_buffer_limit=LARGEST + 1)
    return opened


def _of_others(page: Page, where: str, source: Source | None, importing: Importing) -> Page | Refusal:
    """A page that others fetched, as our own crawl would have kept it, or not."""
    if importing.agency_only and not _names_agency(page):
        return Skipped(where, f"{page.fetched_url}: tidak menyebut lembaga", "tidak menyebut lembaga")
    if source is None:
        return page
    if _is_further_page(page.fetched_url, source):
        return Skipped(where, f"{page.fetched_url}: halaman lanjutan sebuah artikel", "halaman lanjutan")
    target = locate(_plain(source)(page.fetched_url), source, load_families().discovery)
    if target is None:
        return Skipped(where, f"{page.fetched_url}: bukan alamat artikel", "bukan alamat artikel")
    if (face := face_of(_html(page))) is not None:
        return Skipped(where, f"{page.fetched_url}: bukan artikel: {face.says}", face.says)
    return replace(page, url=target.url)


@cache
def _plain_by_family() -> dict[str, Any]:
    return {str(family): kind.plain for family, kind in spiders().items()}


def _plain(source: Source) -> Any:
    return _plain_by_family()[str(source.family)]


def _html(page: Page) -> HtmlResponse:
    headers: dict[str, Any] = {}
    for key, value in page.headers:
        headers.setdefault(key, []).append(value)
    return HtmlResponse(page.fetched_url, headers=headers, body=page.body)


def _names_agency(page: Page) -> bool:
    return load_families().discovery.names.search(_html(page).text) is not None


def _is_further_page(url: str, source: Source) -> bool:
    """Whether an address is of the second or a later numbered page: alone it would pass for the article."""
    parts = urlsplit(url)
    numbers = parse_qs(parts.query).get("page", [""])
    if numbers[0].isdigit() and int(numbers[0]) > 1:
        return True
    if source.parts is None or (ending := source.parts.search(parts.path)) is None:
        return False
    return source.article.search(parts.path[: ending.start()]) is not None


def _as_exported(page: Page, record: Any, importing: Importing) -> Page:
    """The page with what our own archives tell of it, as far as that can be so: the address must be canonical and of its host."""
    url = record.rec_headers.get_header(URL_HEADER)
    source = record.rec_headers.get_header(SOURCE_HEADER)
    if url and urlsplit(url).netloc == urlsplit(page.url).netloc and _is_canonical(url):
        page = replace(page, url=url)
    if source and importing.source is None and page.source is None:
        page = replace(page, source=source)
    return page


def _is_canonical(url: str) -> bool:
    try:
        return canonical_url(url) == url
    except ValueError:
        return False


def _date(record: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
