"""Memory and time of a backfill through an index of 20 sitemaps of 50,000 addresses each, packed or not: the command itself.

``PANTAU_BENCH_SITEMAPS`` sets how many files the index names.
"""

import gzip
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

FILES = int(os.environ.get("PANTAU_BENCH_SITEMAPS", "20"))
URLS = 50_000
NAMED = 4
"""Addresses of each file that name the agency."""
LIMIT = 600
"""Megabytes."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap(number: int) -> bytes:
    rows = []
    for n in range(URLS):
        words = (
            "bpjs-ketenagakerjaan-serahkan-santunan"
            if n % (URLS // NAMED) == 0
            else "pemerintah-kota-gelar-rapat-koordinasi-bulanan"
        )
        address = f"http://127.0.0.31:PORT/berita/{number}{n:05}/{words}-kepada-warga-di-balai-kota"
        rows.append(
            f"<url><loc>{address}</loc><lastmod>2025-03-{n % 28 + 1:02}T08:00:00+07:00</lastmod><priority>0.5</priority></url>"
        )
    return f"{_XML}<urlset {_NS}>{''.join(rows)}</urlset>".encode()


class Press(BaseHTTPRequestHandler):
    """An outlet that has nothing but an archive."""

    protocol_version = "HTTP/1.1"
    packed: bool
    body: bytes

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        status, kind, body = 404, "text/html", b"<h1>404</h1>"
        if self.path == "/sitemap.xml":
            ending = "xml.gz" if self.packed else "xml"
            names = (f"<sitemap><loc>http://127.0.0.31:{port}/peta-{n}.{ending}</loc></sitemap>" for n in range(FILES))
            status, kind, body = 200, "text/xml", f"{_XML}<sitemapindex {_NS}>{''.join(names)}</sitemapindex>".encode()
        elif self.path.startswith("/peta-"):
            number = self.path[6:].partition(".")[0]
            body = self.body.replace(b"PORT/berita/0", f"{port}/berita/{number}".encode())
            status, kind = 200, "text/xml"
            if self.packed:
                kind, body = "application/x-gzip", gzip.compress(body, 1)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        """As usual; whoever goes away while we write may do so."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(params=[True, False], ids=["packed", "plain"])
def press(request: pytest.FixtureRequest) -> Iterator[int]:
    Press.packed, Press.body = request.param, sitemap(0)
    server = ThreadingHTTPServer(("127.0.0.31", 0), Press)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


MEASURE = """
import resource, sys
import pantau
try:
    pantau.main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def test_an_archive_of_a_million_addresses(press: int, tmp_path: Path) -> None:
    (tmp_path / "aceh.toml").write_text(
        f'province = "aceh"\n[[source]]\nid = "arsip"\nname = "Arsip"\nhost = "127.0.0.31"\nhomepage = "http://127.0.0.31:{press}/"\n'
        'family = "generic"\nwithout = ["tag", "feed"]\n'
    )
    began = time.monotonic()
    command = ("backfill", "arsip", "--since", "2025-01-01", "--max-pages", "1", "--register", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        env=os.environ | {"PANTAU_DATA_DIR": str(tmp_path / "var")}, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    megabytes = int(done.stderr.split()[-1]) / 1024
    print(
        f"\n{FILES} files, {FILES * URLS:,} addresses, {len(Press.body) / 2**20:.1f} MB each: "
        f"{megabytes:.0f} MB at most, {time.monotonic() - began:.1f} s\n{done.stdout}"
    )
    assert f"{FILES * NAMED} tautan baru" in done.stdout
    assert megabytes < LIMIT
