"""Pages from files: saved HTML, article records as JSON (lines), web archives. A bad record never spoils the good ones."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parsel import Selector
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from crawler.imports import Importing, Refusal
from crawler.warcs import read_archive
from models.records import Page
from models.sources import Register

RECORD_TYPE = "application/json; charset=utf-8"
"""The media type under which an article record is stored; its body is the record itself."""


class _Record(BaseModel):
    """What an article record must have. Other keys (annotations) are kept in the stored body as they are."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)

    id: str | int
    url: str = Field(min_length=1)
    published: AwareDatetime
    title: str  # may be empty: a text may come without its headline
    text: str = Field(min_length=1)


def read_file(
    path: Path, *, register: Register, now: datetime, url: str | None = None, source: str | None = None
) -> Iterator[Page | Refusal]:
    """The pages of a file, and a refusal for each record that is none.

    Args:
        path: ``.html``/``.htm``, ``.json`` (a record or a list of them), ``.jsonl``, ``.warc`` or ``.warc.gz``.
        register: finds the source of an address.
        now: the time of the import, kept as the time of fetching where the file does not tell it.
        url: the address of an HTML page that does not tell its own.
        source: the id of the source, instead of the one the address belongs to.
    """
    reader = next((read for endings, read in _READERS if path.name.lower().endswith(endings)), None)
    if reader is None:
        yield Refusal(str(path), "jenis berkas tidak dikenal; yang dibaca: .html, .json, .jsonl, .warc, .warc.gz")
        return
    importing = Importing(path, register, now, url, source)
    try:
        yield from reader(importing)
    except FileNotFoundError:
        yield Refusal(str(path), "berkas tidak ada")
    except (OSError, EOFError) as error:
        yield Refusal(str(path), f"tidak dapat dibaca: {getattr(error, 'strerror', None) or error}")


def _html(importing: Importing) -> Iterator[Page | Refusal]:
    where = str(importing.path)
    body = importing.path.read_bytes()
    if not body.strip():
        yield Refusal(where, "berkas kosong")
        return
    url = importing.url or _own_address(body)
    if url is None:
        yield Refusal(where, "alamat halaman tidak tertulis di berkas (link rel=canonical, og:url); berikan dengan --url")
        return
    modified = datetime.fromtimestamp(importing.path.stat().st_mtime, UTC)
    yield importing.page(where, url, body, (("Content-Type", "text/html"),), modified)


def _own_address(body: bytes) -> str | None:
    # Addresses are ASCII, so any reading of the bytes will do here.
    selector = Selector(text=body.decode("latin-1").replace("\0", ""), type="html")
    for css in ("link[rel=canonical]::attr(href)", "meta[property='og:url']::attr(content)"):
        found = (selector.css(css).get() or "").strip()
        if found.startswith(("http://", "https://")):
            return found
    return None


def _json(importing: Importing) -> Iterator[Page | Refusal]:
    where = str(importing.path)
    try:
        data = json.loads(importing.path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Refusal(where, f"bukan UTF-8: {error}")
        return
    except json.JSONDecodeError as error:
        yield Refusal(f"{where}, baris {error.lineno}", f"bukan JSON: {error.msg}")
        return
    if not isinstance(data, list):
        yield _record(importing, where, data)
        return
    if not data:
        yield Refusal(where, "daftar kosong, tidak ada artikel")
    for number, item in enumerate(data, 1):
        yield _record(importing, f"{where}, artikel ke-{number}", item)


def _jsonl(importing: Importing) -> Iterator[Page | Refusal]:
    empty = True
    with importing.path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            empty = False
            where = f"{importing.path}, baris {number}"
            try:
                yield _record(importing, where, json.loads(line.decode("utf-8-sig")))
            except UnicodeDecodeError as error:
                yield Refusal(where, f"bukan UTF-8: {error}")
            except json.JSONDecodeError as error:
                yield Refusal(where, f"bukan JSON: {error.msg} (kolom {error.colno})")
    if empty:
        yield Refusal(str(importing.path), "berkas kosong")


_REASONS: dict[str, str] = {
    "missing": "tidak ada",
    "timezone_aware": "tanpa zona waktu; tulis misalnya +07:00",
    "string_too_short": "kosong",
    "string_type": "bukan teks",
}


def _record(importing: Importing, where: str, data: Any) -> Page | Refusal:
    if not isinstance(data, dict):
        return Refusal(where, "bukan objek JSON dengan id, url, published, title, text")
    try:
        record = _Record.model_validate(data)
    except ValidationError as error:
        faults = (f"'{item['loc'][0]}' {_REASONS.get(item['type'], item['msg'])}" for item in error.errors())
        return Refusal(where, "; ".join(faults))
    try:
        body = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
    except UnicodeEncodeError:
        return Refusal(where, "memuat karakter Unicode yang tidak sah")
    return importing.page(where, record.url, body, (("Content-Type", RECORD_TYPE),))


def _warc(importing: Importing) -> Iterator[Page | Refusal]:
    return (item for _, item in read_archive(importing))


_READERS: tuple[tuple[tuple[str, ...], Any], ...] = (
    ((".html", ".htm"), _html),
    ((".json",), _json),
    ((".jsonl", ".ndjson"), _jsonl),
    ((".warc", ".warc.gz"), _warc),
)
