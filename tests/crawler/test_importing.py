"""Importing files: every kind, every fault, and the good records beside the bad."""

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.importing import read_file
from crawler.imports import Refusal
from db.pages import PageStore
from models.records import Page
from models.sources import load_register

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
REGISTER = load_register()
GOOD = {
    "id": "x-1",
    "url": "https://waspadaaceh.com/satu-dua-tiga/",
    "published": "2026-02-28T09:00:00+07:00",
    "title": "Judul",
    "text": "Paragraf satu.\nParagraf dua.",
    "outlet": "Waspada Aceh",
    "events": [],
}
ARTICLE = (
    b"<html><h1>Santunan</h1><p>" + b"Wali kota menyerahkan santunan kepada ahli waris di balai kota. " * 20 + b"</p></html>"
)


def read(path: Path, **options: Any) -> list[Page | Refusal]:
    return list(read_file(path, register=REGISTER, now=NOW, **options))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def warc(path: Path, *records: tuple[str, str, str, bytes], gzipped: bool = True) -> Path:
    """An archive written out by hand: address, status line, media type and body of each response."""
    with path.open("wb") as file:
        for url, status, kind, body in records:
            packed = gzip.compress(body)
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
            block = head.encode() + packed
            record = (
                (
                    f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-01T00:00:00Z\r\n"
                    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
                ).encode()
                + block
                + b"\r\n\r\n"
            )
            file.write(gzip.compress(record) if gzipped else record)
    return path


def test_html(tmp_path: Path) -> None:
    html = '<html><head><link rel="canonical" href="https://www.waspadaaceh.com/satu-dua-tiga/"></head><body>Isi</body></html>'
    (page,) = read(write(tmp_path / "a.html", html))
    assert isinstance(page, Page)
    assert (page.url, page.source, page.status) == ("https://waspadaaceh.com/satu-dua-tiga", "waspadaaceh-com", 200)
    assert page.body == html.encode()
    (given_url,) = read(write(tmp_path / "b.html", "<p>Isi</p>"), url="https://lain.example/a", source="waspadaaceh-com")
    assert isinstance(given_url, Page)
    assert (given_url.url, given_url.source) == ("https://lain.example/a", "waspadaaceh-com")


@pytest.mark.parametrize("name", ["a.json", "list.json", "a.jsonl"])
def test_records(tmp_path: Path, name: str) -> None:
    content = json.dumps([GOOD] if name.startswith("list") else GOOD)
    (page,) = read(write(tmp_path / name, content))
    assert isinstance(page, Page)
    assert page.header("content-type") == "application/json; charset=utf-8"
    assert json.loads(page.body) == GOOD
    assert (page.url, page.source) == ("https://waspadaaceh.com/satu-dua-tiga", "waspadaaceh-com")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_warc(tmp_path: Path, name: str) -> None:
    home = "https://waspadaaceh.com"
    pages = read(
        warc(
            tmp_path / name,
            (f"{home}/satu-dua-tiga/", "200 OK", "text/html", ARTICLE),
            (f"{home}/dua-tiga-empat/", "404 Not Found", "text/html", b"<p>404</p>"),
            (f"{home}/logo.png", "200 OK", "image/png", b"png"),
            (f"{home}/tiga-empat-lima/", "200 OK", "text/html", b" "),
            ("https://lain.example/a", "200 OK", "text/html", ARTICLE),
            gzipped=name.endswith("gz"),
        )
    )
    first, *refused = pages
    assert isinstance(first, Page)
    assert first.body == ARTICLE
    assert first.fetched_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert first.header("content-encoding") is None
    assert [str(item).partition(": ")[2] for item in refused] == [
        f"{home}/dua-tiga-empat/: jawaban HTTP 404, bukan 200",
        f"{home}/logo.png: isi bukan halaman (image/png)",
        f"{home}/tiga-empat-lima/: isi kosong",
        "https://lain.example/a: host di luar register",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.html", "", "berkas kosong"),
        ("a.html", "<p>tanpa alamat</p>", "--url"),
        ("a.json", "{", r"baris 1: bukan JSON"),
        ("a.json", "[]", "daftar kosong"),
        ("a.json", "[3]", "artikel ke-1: bukan objek JSON"),
        ("a.json", b"\xff\xfe", "bukan UTF-8"),
        ("a.jsonl", "\n\n", "berkas kosong"),
        ("a.jsonl", "\nnot json\n", r"baris 2: bukan JSON"),
        ("a.jsonl", json.dumps({**GOOD, "published": "2026-02-28T09:00:00"}), r"baris 1: 'published' tanpa zona waktu"),
        ("a.jsonl", json.dumps({**GOOD, "published": "kemarin"}), r"'published'"),
        ("a.jsonl", json.dumps({k: v for k, v in GOOD.items() if k != "text"}), r"'text' tidak ada"),
        ("a.jsonl", json.dumps({**GOOD, "text": "  "}), r"'text' kosong"),
        ("a.jsonl", json.dumps({**GOOD, "url": "waspadaaceh.com/a"}), r"alamat bukan http"),
        ("a.jsonl", json.dumps(GOOD).replace("Judul", "\\ud800"), "Unicode|title"),
        ("a.warc", "bukan arsip", "arsip rusak|tidak ada satu pun"),
        ("a.warc.gz", b"\x1f\x8b\x08\x00rusak", "rusak|tidak dapat dibaca|tidak ada satu pun"),
        ("a.pdf", "x", "jenis berkas tidak dikenal"),
    ],
)  # fmt: skip
def test_refusals_name_file_and_line(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    (refusal,) = read(write(tmp_path / name, content))
    assert isinstance(refusal, Refusal)
    assert str(tmp_path / name) in str(refusal)
    assert re.search(message, str(refusal)), str(refusal)


def test_missing_file(tmp_path: Path) -> None:
    (refusal,) = read(tmp_path / "none.html")
    assert "berkas tidak ada" in str(refusal)


def test_truncated_archive_keeps_what_came_before(tmp_path: Path) -> None:
    records = [(f"https://waspadaaceh.com/berita-nomor-{n}", "200 OK", "text/html", ARTICLE) for n in range(8)]
    whole = warc(tmp_path / "a.warc.gz", *records).read_bytes()
    items = read(write(tmp_path / "b.warc.gz", whole[: len(whole) * 5 // 8]))
    assert sum(isinstance(item, Page) for item in items) >= 1
    assert all(isinstance(item, (Page, Refusal)) for item in items)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), name=st.sampled_from(["x.html", "x.json", "x.jsonl", "x.warc", "x.warc.gz"]))
def test_any_content(tmp_path: Path, content: bytes, name: str) -> None:
    items = read(write(tmp_path / name, content))
    assert items
    assert all(isinstance(item, (Page, Refusal)) for item in items)


def test_command(pantau: Any, tmp_path: Path) -> None:
    file = write(
        tmp_path / "campur.jsonl",
        "\n".join([json.dumps(GOOD), "rusak", json.dumps({**GOOD, "url": "https://lain.example/x-y-z"})]),
    )
    done = pantau.here("import", str(file))
    assert done.exit_code == 1
    assert "campur.jsonl, baris 2: bukan JSON" in done.stderr
    assert "2 halaman masuk, 0 sudah ada, 1 ditolak." in done.stdout
    again = pantau.here("import", str(write(tmp_path / "baik.json", json.dumps(GOOD))))
    assert again.exit_code == 0, again.stderr
    assert "0 halaman masuk, 1 sudah ada" in again.stdout
    with PageStore.open(pantau.pages_db) as store:
        assert len(list(store.stored())) == 2
    assert pantau.here("import", str(file), "--source", "tidak-ada").exit_code == 1
    assert pantau.here("import", str(file), "--url", "https://a.id/").exit_code == 1
