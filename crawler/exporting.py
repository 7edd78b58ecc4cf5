"""Stored pages as a web archive (WARC 1.1), which ``pantau import`` and other archives' tools read back."""

import os
from collections.abc import Iterable
from datetime import UTC
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.importing import PACKING, PART_HEADER, SOURCE_HEADER, URL_HEADER
from models.records import Page


def write_warc(pages: Iterable[Page], path: Path, *, software: str) -> int:
    """Write pages to a new archive, compressed record by record where the name ends in ``.gz``; how many they were.

    The file appears under its name only once it is whole. What HTTP does not know of a page (its canonical address, its
    source, which further part of an article it is) stands in headers of the record.

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
