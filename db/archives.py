"""Web archives of our own (WARC 1.1): stored pages as they are, for keeping, for other tools, and for reading in shards.

What HTTP does not know of a page (its canonical address, its source, which further part of an article it is) stands in headers of
the record; :mod:`crawler.warcs` takes in archives of others as well.
"""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from models.records import Page

PACKING = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that tell how a body was packed on the way; they no longer hold for a body as it is stored."""

URL_HEADER, SOURCE_HEADER, PART_HEADER = "X-Pantau-URL", "X-Pantau-Source", "X-Pantau-Part"
"""Headers of a record in archives of our own: canonical address, source, and number of a further page of the article before."""


class ArchiveError(ValueError):
    """An archive that is not of our own making, or not whole; the message names file and record and says what to do."""


def write_warc(pages: Iterable[Page], path: Path, *, software: str) -> int:
    """Write pages to a new archive, compressed record by record where the name ends in ``.gz``; how many they were.

    The file appears under its name only once it is whole.

    Raises:
        OSError: the file cannot be written.
    """
    waiting = path.with_name(f".{path.name}.part")
    number = 0
    try:
        with waiting.open("wb") as file:
            writer = WARCWriter(file, gzip=path.name.endswith(".gz"), warc_version="1.1")
            writer.write_record(
                writer.create_warcinfo_record(path.name, {"software": software, "format": "WARC File Format 1.1"})
            )
            for page in pages:
                for nth, body in enumerate((page.body, *page.parts), 1):
                    _write(writer, page, nth, body)
                number += 1
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return number


def _write(writer: WARCWriter, page: Page, nth: int, body: bytes) -> None:
    # Bodies are kept as they read, so what told how they were packed on the way no longer holds.
    headers = [(name, value) for name, value in page.headers if name.lower() not in PACKING]
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    about = {
        "WARC-Date": page.fetched_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        URL_HEADER: page.url,
    }
    if page.source is not None:
        about[SOURCE_HEADER] = page.source
    if nth > 1:
        about[PART_HEADER] = str(nth)
    record = writer.create_warc_record(
        page.fetched_url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1"),
        warc_headers_dict=about,
    )
    writer.write_record(record)


def read_warc(path: Path) -> Iterator[Page]:
    """The pages of an archive that :func:`write_warc` wrote, in order, as they were.

    Raises:
        ArchiveError: the archive is not of our own making, or damaged; the pages before that have been given.
        OSError: it cannot be read.
    """
    waiting: Page | None = None  # an article whose further pages may follow
    with path.open("rb") as file:
        try:
            for number, record in enumerate(ArchiveIterator(file), 1):
                if record.rec_type != "response":
                    continue
                page = _page(record, f"{path}, rekaman ke-{number}")
                if waiting is not None and record.rec_headers.get_header(PART_HEADER):
                    waiting = replace(waiting, parts=(*waiting.parts, page.body))
                    continue
                if waiting is not None:
                    yield waiting
                waiting = page
        except (ArchiveLoadFailed, gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise ArchiveError(f"{path}: arsip rusak: {error}") from None
    if waiting is None:
        raise ArchiveError(f"{path}: tidak memuat satu halaman pun.")
    yield waiting


def _page(record: Any, where: str) -> Page:
    about = record.rec_headers
    url = about.get_header(URL_HEADER)
    if url is None or record.http_headers is None:
        raise ArchiveError(f"{where}: bukan dari Pantau. Masukkan arsip itu dengan `pantau import`, lalu `pantau export --warc`.")
    body: bytes = record.content_stream().read()
    if record.raw_stream.limit > 0:  # warcio gives what there is of a record that was cut off
        raise ArchiveError(f"{where}: terpotong; arsipnya tidak utuh.")
    return Page(
        url=url,
        fetched_url=about.get_header("WARC-Target-URI"),
        source=about.get_header(SOURCE_HEADER),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple(record.http_headers.headers),
        body=body,
        fetched_at=datetime.fromisoformat(about.get_header("WARC-Date")),
    )
