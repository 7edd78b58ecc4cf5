"""Requests that cannot be answered: the status is the visitor's fault or ours, and what is said is Indonesian and ours."""

import asyncio
import re
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import lxml.html
import pytest
from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Forbidden, NotFound
from datasette.views.base import DatasetteError
from hypothesis import given, settings
from hypothesis import strategies as st

from db.site.app import build
from db.site.faults import fault, said

ENGLISH = re.compile(
    r"\b(?:Error|Forbidden|not found|Invalid|must be|Cannot|Statement|Table|no such|syntax|too long|Directory)\b"
)


class Asked:
    """The site of a database, asked in-process."""

    def __init__(self, path: Path) -> None:
        self.datasette = build(path, "http://127.0.0.1:8001")

    def ask(self, path: str, method: str = "GET", query: bytes = b"") -> tuple[int, dict[bytes, bytes], str]:
        """An answer to a request whose path reaches the application exactly as it is given."""

        async def run() -> list[dict[str, Any]]:
            sent: list[dict[str, Any]] = []

            async def receive() -> dict[str, Any]:
                return {"type": "http.request", "body": b""}

            async def send(message: dict[str, Any]) -> None:
                sent.append(message)

            scope = {
                "type": "http",
                "http_version": "1.1",
                "method": method,
                "scheme": "http",
                "path": unquote(path),
                "raw_path": quote(path, safe="/%~").encode(),
                "query_string": query,
                "headers": [(b"host", b"127.0.0.1")],
            }
            await self.datasette.invoke_startup()
            await self.datasette.app()(scope, receive, send)
            return sent

        start, *rest = asyncio.run(run())
        return start["status"], dict(start["headers"]), b"".join(m.get("body", b"") for m in rest).decode("utf-8", "replace")


@pytest.fixture(scope="module")
def asked(filled: Path) -> Asked:
    return Asked(filled)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/news/events", b"_sort=zzz", 400),
        ("/news/events", b"_sort=id&_sort_desc=id", 400),
        ("/news/events", b"_where=1=1;drop", 400),
        ("/news/events", b"_where=(", 400),
        ("/news/events", b"_where=tidak_ada%3D1", 400),
        ("/news/events", b"_size=99999", 400),
        ("/news/events", b"_size=x", 400),
        ("/news/events", b"_col=zzz", 400),
        ("/news/events.csv", b"_size=99999", 400),
        ("/news/events.csv", b"_sort=zzz", 400),
        ("/news", b"sql=insert+into+x+values(1)", 400),
        ("/news", b"sql=pragma+user_version", 400),
        ("/news/monev_per_kantor", b"tahun=%00", 200),
        ("/_internal", b"", 403),
        ("/_internal.json", b"", 403),
        ("/news.db", b"", 403),
        ("/news/tidak_ada", b"", 404),
        ("/tidak/ada", b"", 404),
        ("/-/versions", b"", 404),
        ("/-/permissions.json", b"", 404),
        ("/kejadian/..", b"", 404),
        ("/kejadian/%2e%2e", b"", 404),
        ("/kejadian/\x00", b"", 404),
        ("/artikel/\u202e", b"", 404),
        ("/media/../../etc/passwd", b"", 404),
        ("/data/../manifest.json", b"", 404),
        ("/data/..%2fmanifest.json", b"", 302),  # to Datasette's own way of writing it, where there is nothing
        ("/data/..~2Fmanifest.json", b"", 404),
        ("/wilayah/" + "9" * 5000, b"", 404),
        ("/kejadian", b"hal=" + b"9" * 20_000, 400),
        ("/kejadian", b"hal=1e3", 400),
        ("/kejadian", b"hal=%D9%A3", 400),
        ("/kejadian", b"jenis=" + b"x" * 60_000, 400),
        ("/kejadian", b"jenis=monev&jenis=mou", 400),
        ("/kejadian", b"a=1&" * 5000, 400),
        ("/kejadian.geojson", b"jenis=mou&jenis=mou", 400),
        ("/media", b"hal=0", 400),
        ("/media", b"provinsi=11&provinsi=12", 400),
        ("/cari", b"q=x&q=y", 400),
        ("/cari", b"q=x&dari=0000-00-00", 400),
        ("/langganan", b"jenis=monev&" * 500, 400),
        ("/langganan", b"kantor=zz", 400),
        ("/langganan", b"q=" + b"x" * 60_000, 400),
        ("/feeds/events.atom", b"q=" + b"x" * 60_000, 400),
        ("/cari", b"q=x&hal=0", 400),
        ("/cari", b"q=x&hal=" + b"9" * 60_000, 400),
        ("/kamus", b"bahasa=%00", 400),
        ("/changes.json", b"since=" + b"9" * 500, 400),
        ("/kantor/kc-pontianak", b"hal=-1", 400),
    ],
)
def test_a_wrong_request_is_told_in_indonesian_and_is_no_fault_of_ours(
    asked: Asked, path: str, query: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    found, headers, text = asked.ask(path, query=query)
    assert found == status, text[-300:]
    assert b"content-security-policy" in headers
    if status >= 400 and text.startswith("<!DOCTYPE"):
        page = lxml.html.document_fromstring(text)
        assert not ENGLISH.search(page.cssselect("main")[0].text_content())
        assert page.cssselect("h1")
        assert page.cssselect("title")[0].text != "Pantau"
    elif status >= 400:
        assert not ENGLISH.search(text), text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(text) < 200_000


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "FOO", "get"])
@pytest.mark.parametrize(
    "path", ["/", "/kejadian", "/news/events.json", "/feeds/events.atom", "/kejadian.csv", "/gaya/pantau.css"]
)
def test_only_reading_methods_read(asked: Asked, method: str, path: str) -> None:
    status, headers, _ = asked.ask(path, method)
    assert status == (200 if method in ("GET", "HEAD") else 405)
    if status == 405:
        assert headers[b"Allow"] == b"GET, HEAD"


@pytest.mark.parametrize(
    ("exception", "status", "told"),
    [
        (QueryInterrupted(Exception(), "select", {}), 503, "terlalu berat"),
        (
            DatasetteError("<p>SQL query took too long.</p>", title="SQL Interrupted", status=400, message_is_html=True),
            400,
            "berat",
        ),
        (NotFound("Table not found"), 404, "tidak ada"),
        (Forbidden("x"), 403, "tidak untuk umum"),
        (DatasetteError("Invalid database", status=404), 404, "Halaman ini tidak ada"),
        (DatasetteError("Cannot sort table by zzz"), 400, "tidak ada kolom “zzz”"),
        (InvalidSql("Statement must be a SELECT"), 400, "hanya perintah SELECT"),
        (sqlite3.OperationalError('near "drop": syntax error'), 400, "di sekitar “drop”"),
        (sqlite3.OperationalError("disk I/O error"), 500, "bukan pada permintaan Anda"),
        (ValueError("x"), 500, "bukan pada permintaan Anda"),
    ],
)
def test_what_a_fault_is(exception: Exception, status: int, told: str) -> None:
    found, text = fault(exception)
    assert found == status
    assert told in text


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_message_is_told(text: str) -> None:
    assert len(said(f"no such column: {text}")) < 120 + len(text)
    said(text)


@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30), query=st.binary(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_address_is_answered(filled: Path, path: str, query: bytes) -> None:
    site = _sites.setdefault(filled, Asked(filled))
    status, headers, _ = site.ask(f"/{path}", query=query)
    assert status in (200, 301, 302, 400, 403, 404)
    assert re.match(rb"/(?![/\\])|/$", headers.get(b"Location", headers.get(b"location", b"/")))


_sites: dict[Path, Asked] = {}
