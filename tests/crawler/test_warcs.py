"""Web archives of others, as Common Crawl writes them: what is ours is taken, the rest counted, reading goes on where it was."""

import gzip
import signal
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archives_cli import EVERY
from crawler.imports import Importing, Refusal, Skipped
from crawler.warcs import read_archive
from db.pages import PageStore
from models.records import Page
from models.sources import load_register

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
REGISTER = load_register()
HOME = "https://waspadaaceh.com"
TEXT = "Wali kota menyerahkan santunan BPJS Ketenagakerjaan kepada ahli waris di balai kota pada hari Senin. " * 5
HTML = f"<html><body><h1>Santunan</h1><p>{TEXT}</p></body></html>".encode()


def record(
    writer: WARCWriter, url: str, body: bytes = HTML, *, status: str = "200 OK", kind: str = "text/html", **more: str
) -> None:
    """A response as CC-NEWS holds it; ``more`` are headers of the answer, ``warc_…`` those of the record."""
    about = {key[5:].replace("_", "-"): value for key, value in more.items() if key.startswith("warc_")}
    headers = [
        ("Content-Type", kind),
        *((key.replace("_", "-"), value) for key, value in more.items() if not key.startswith("warc_")),
    ]
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2026-02-01T03:00:00Z", **about},
        )
    )


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


class Archive:
    """An archive that a test writes; records of other kinds stand between the answers, as they do in the wild."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, *records: tuple[str, dict[str, Any]], gzipped: bool = True) -> Path:
        with self.path.open("wb") as file:
            writer = WARCWriter(file, gzip=gzipped, warc_version="1.0")
            writer.write_record(writer.create_warcinfo_record(self.path.name, {"software": "Apache StormCrawler"}))
            for url, fields in records:
                writer.write_record(writer.create_warcinfo_record("", {"of": url}))
                record(writer, url, **fields)
        return self.path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "CC-NEWS-20260201.warc.gz")


def read(path: Path, start: int = 0, **options: Any) -> list[tuple[int, Page | Refusal]]:
    return list(read_archive(Importing(path, REGISTER, NOW, None, None, **options), start))


def items(path: Path, **options: Any) -> list[Page | Refusal]:
    return [item for _, item in read(path, **options)]


def kinds(found: Iterable[object]) -> Counter[str]:
    return Counter(item.kind if isinstance(item, Skipped) else type(item).__name__ for item in found)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (HTML, {}),
        (gzip.compress(HTML), {"Content_Encoding": "gzip"}),
        (chunked(HTML), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(HTML)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (brotli.compress(HTML), {"Content_Encoding": "br"}),
        (zstandard.compress(HTML), {"Content_Encoding": "zstd"}),
        # Unpacked by whoever fetched it, the header left standing or renamed.
        (HTML, {"Content_Encoding": "gzip"}),
        (HTML, {"X_Crawl_Content_Encoding": "gzip", "X_Crawl_Transfer_Encoding": "chunked"}),
    ],
    ids=["plain", "gzip", "chunked", "chunked-gzip", "brotli", "zstd", "said-gzip", "renamed"],
)
def test_bodies_however_packed(archive: Archive, body: bytes, headers: dict[str, str]) -> None:
    (page,) = items(archive.write((f"{HOME}/satu-dua-tiga/", {"body": body, **headers})))
    assert isinstance(page, Page)
    assert page.body == HTML
    assert page.fetched_at == datetime(2026, 2, 1, 3, tzinfo=UTC)
    assert not {"content-encoding", "transfer-encoding", "content-length"} & {name.lower() for name, _ in page.headers}


@pytest.mark.parametrize(
    ("url", "fields", "kind"),
    [
        ("https://www.kompasiana.example/satu-dua-tiga/", {}, "host di luar register"),
        (f"{HOME}/satu-dua-tiga/", {"status": "301 Moved Permanently"}, "jawaban HTTP bukan 200"),
        (f"{HOME}/laporan-dua-tiga.pdf", {"kind": "application/pdf"}, "isi bukan halaman"),
        (f"{HOME}/satu-dua-tiga/", {"body": b" \n"}, "isi kosong"),
        (f"{HOME}/satu-dua-tiga/", {"body": b"rusak", "Content_Encoding": "br"}, "isi tidak dapat dibuka"),
        (f"{HOME}/satu-dua-tiga/", {"body": b"rusak", "Content_Encoding": "zstd"}, "isi tidak dapat dibuka"),
        (f"{HOME}/satu-dua-tiga/", {"warc_WARC_Truncated": "length"}, "isi terpotong"),
        (f"{HOME}/tag/bpjs-ketenagakerjaan/", {}, "bukan alamat artikel"),
        (f"{HOME}/", {}, "bukan alamat artikel"),
        (f"{HOME}/satu-dua-tiga/2/", {}, "halaman lanjutan"),
        (f"{HOME}/satu-dua-tiga/?page=2", {}, "halaman lanjutan"),
        (f"{HOME}/satu-dua-tiga/", {"body": b"<title>Just a moment...</title>"}, "halaman pemeriksaan peramban atau robot"),
    ],
)  # fmt: skip
def test_passed_over_and_counted(archive: Archive, url: str, fields: dict[str, Any], kind: str) -> None:
    found = items(archive.write((url, fields), (f"{HOME}/tiga-empat-lima/", {})))
    assert kinds(found) == {kind: 1, "Page": 1}


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (f"{HOME}/satu-dua-tiga/amp/", f"{HOME}/satu-dua-tiga"),
        (f"http://www.{HOME[8:]}/satu-dua-tiga?utm_source=x", f"{HOME}/satu-dua-tiga"),
        ("https://aceh.antaranews.com/nasional/berita/12/judul", "https://aceh.antaranews.com/berita/12/judul"),
        ("https://aceh.antaranews.com/berita/12/judul?page=all", "https://aceh.antaranews.com/berita/12/judul"),
    ],
)
def test_known_by_the_address_a_crawl_would_give(archive: Archive, url: str, canonical: str) -> None:
    (page,) = items(archive.write((url, {})))
    assert isinstance(page, Page)
    assert (page.url, page.fetched_url) == (canonical, url)


def test_options(archive: Archive) -> None:
    other = HTML.replace(b"BPJS Ketenagakerjaan", b"Dinas Sosial")
    path = archive.write(
        ("https://lain.example/a", {}), (f"{HOME}/satu-dua-tiga/", {}), (f"{HOME}/empat-lima-enam/", {"body": other})
    )  # fmt: skip
    assert kinds(items(path)) == {"host di luar register": 1, "Page": 2}
    assert kinds(items(path, everything=True)) == {"Page": 3}
    assert kinds(items(path, agency_only=True)) == {"host di luar register": 1, "tidak menyebut lembaga": 1, "Page": 1}


@pytest.mark.parametrize("gzipped", [True, False])
def test_read_on_from_any_place(archive: Archive, gzipped: bool) -> None:
    path = archive.write(*((f"{HOME}/berita-nomor-{n}/", {}) for n in range(6)), gzipped=gzipped)
    whole = read(path)
    for stored, (place, _) in enumerate(whole, 1):
        assert [item for _, item in read(path, place)] == [item for _, item in whole[stored:]]


def test_a_bomb_within_a_record_is_bounded(archive: Archive) -> None:
    bomb = gzip.compress(b" " * (60 * 2**20), 1)
    found = items(archive.write((f"{HOME}/satu-dua-tiga/", {"body": bomb, "Content_Encoding": "gzip"})))
    assert kinds(found) == {"lebih besar dari 50 MB": 1}


def test_command_counts_and_does_not_repeat(pantau: Any, archive: Archive) -> None:
    path = archive.write(
        *((f"{HOME}/berita-nomor-{n}/", {}) for n in range(3)), *((f"https://lain.example/{n}", {}) for n in range(5))
    )  # fmt: skip
    done = pantau.here("import", str(path))
    assert done.exit_code == 0, done.output
    assert "3 halaman masuk, 0 sudah ada, 0 ditolak." in done.stdout
    assert "5 rekaman dilewati: host di luar register 5." in done.stdout
    assert "sudah pernah dimasukkan" in pantau.here("import", str(path)).stderr
    assert "0 halaman masuk, 3 sudah ada" in pantau.here("import", str(path), "--again").stdout


def test_killed_and_resumed(pantau: Any, archive: Archive) -> None:
    number = 5 * EVERY
    path = archive.write(*((f"{HOME}/berita-nomor-{n}/", {}) for n in range(number)))
    with pantau.start("import", str(path)) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
            log = pantau.pages_db.with_name("pages.db-wal")
            if log.exists() and log.stat().st_size > 2**20:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=10)
    with PageStore.open(pantau.pages_db) as store:
        before = store.counts()["pages"]
    done = pantau("import", str(path))
    assert done.returncode == 0, done.stderr
    assert before == number or before < EVERY or "dilanjutkan dari letak" in done.stderr
    stored = pantau.stored()
    assert len(stored) == len(set(stored)) == number
