"""How fast the site answers over HTTP with ten clients at once, at 10,000 articles and at the size asked for.

``PANTAU_BENCH_SITE`` is the number of articles of the larger database (the figures of the README: 1,000,000 with 200,000
events); ``PANTAU_BENCH_FOLDER`` keeps the databases for a next time. Every client asks for addresses drawn from the same list,
one after another without a pause; "first" is the slowest of ten that were not asked for before. The server is ``pantau serve``
in a process of its own.
"""

import http.client
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

import pytest

from db.site.questions import questions
from tests.bench.archive import build

SIZES = (10_000, int(os.environ.get("PANTAU_BENCH_SITE", "50000")))
CLIENTS, REQUESTS = 10, 200
PAGE_MS, MACHINE_MS = 150, 50
"""95 of 100 answers must come sooner: pages, and what machines read."""

_MACHINE = (".atom", ".rss", ".json", ".ics", ".geojson")


@pytest.fixture(scope="module", params=dict.fromkeys(SIZES), ids=lambda size: f"{size:,}")
def database(request, tmp_path_factory) -> Path:
    kept = os.environ.get("PANTAU_BENCH_FOLDER")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("scale")
    path = folder / f"news-{request.param}.db"
    if not path.exists():
        began = time.monotonic()
        build(path.with_suffix(".part"), articles=request.param, events=request.param // 5).rename(path)
        print(f"\nbuilt {path.name}: {time.monotonic() - began:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
    return path


@contextmanager
def served(path: Path) -> Iterator[tuple[str, int]]:
    """``pantau serve`` on a free port until the block ends."""
    command = [sys.executable, "-m", "pantau", "serve", "--news-db", str(path), "--host", "127.0.0.1", "--port", "0"]
    log = path.with_suffix(".log")
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as process:
        try:
            deadline = time.monotonic() + 60
            while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8"))):
                assert process.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < deadline, "the server does not listen"
                time.sleep(0.1)
            yield "127.0.0.1", int(found[1])
        finally:
            process.terminate()


def targets(path: Path) -> dict[str, list[str]]:
    """Addresses by kind of page, many of each where there are many."""
    connection = sqlite3.connect(path)
    draw = random.Random(5)

    def some(sql: str, count: int = 100) -> list[str]:
        return [row[0] for row in connection.execute(f"{sql} LIMIT {count}")]

    most = connection.execute("SELECT max(number) FROM events").fetchone()[0]
    events = [
        connection.execute(
            "SELECT id FROM events WHERE number >= ? ORDER BY number LIMIT 1", (draw.randint(1, most),)
        ).fetchone()[0]
        for _ in range(100)
    ]
    articles = some("SELECT id FROM articles WHERE relevant = 1 ORDER BY published DESC")
    offices = some("SELECT office_id FROM event_offices GROUP BY 1 ORDER BY count(*) DESC", 60)
    regions = some("SELECT code FROM regions ORDER BY kind DESC, code", 60)
    people = some("SELECT person_id FROM (SELECT person_id, count(*) n FROM article_officials GROUP BY 1) ORDER BY n DESC", 60)
    outlets = some("SELECT id FROM outlets ORDER BY id", 60)
    types = some("SELECT code FROM event_types")
    words = ["adendum batam", "santunan", "monev kejaksaan", "penyerahan santunan ahli waris", "kepala cabang", "nelayan", "desa"]
    found = {
        "front": ["/"],
        "event": [f"/kejadian/{key}" for key in events],
        "article": [f"/artikel/{key}" for key in articles],
        "events": [f"/kejadian?jenis={kind}&hal={page}" for kind in types for page in (1, 2, 40)],
        "events by day": [f"/kejadian?dari={year}-01-01&sampai={year}-12-31" for year in range(2017, 2026)],
        "events .csv": [f"/kejadian.csv?jenis={kind}" for kind in types],
        "event .json": [f"/kejadian/{key}.json" for key in events],
        "offices": ["/kantor"],
        "office": [f"/kantor/{key}" for key in offices],
        "region": [f"/wilayah/{key}" for key in regions],
        "person": [f"/pejabat/{key}" for key in people],
        "outlet": [f"/media/{key}" for key in outlets],
        "search": ["/cari?" + urlencode({"q": word}) for word in words]
        + ["/cari?" + urlencode({"q": word, "jenis": "monev", "dari": "2024-01-01"}) for word in words],
        "feed .atom": ["/umpan/kejadian.atom"],
        "plans .ics": ["/umpan/rencana.ics"],
        "places .geojson": [f"/kejadian.geojson?jenis={kind}" for kind in types],
        "table .json": ["/news/events.json?_size=20&_sort_desc=number", "/news/offices.json?_size=20"],
    }
    for suffix in ("atom", "rss", "json", "ics"):
        found[f"feeds .{suffix}"] = [f"/feeds/events.{suffix}?jenis={kind}" for kind in types] + [f"/feeds/events.{suffix}"]
    found["changes .json"] = [f"/changes.json?since={since}" for since in (0, most // 2, most - 10)]
    for question in questions():
        found[f"question {question}"] = [f"/news/{question}"]
    connection.close()
    return found


def measure(host: str, port: int, addresses: list[str], clients: int, requests: int) -> tuple[list[float], list[int]]:
    """Milliseconds of each answer and the statuses that were not 200, from so many clients at once."""

    def ask(client: int) -> tuple[list[float], list[int]]:
        draw = random.Random(client)
        connection = http.client.HTTPConnection(host, port, timeout=60)
        spent, wrong = [], []
        for _ in range(requests // clients):
            began = time.perf_counter()
            connection.request("GET", draw.choice(addresses))
            answer = connection.getresponse()
            answer.read()
            spent.append((time.perf_counter() - began) * 1e3)
            if answer.status != 200:
                wrong.append(answer.status)
        connection.close()
        return spent, wrong

    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(ask, range(clients)))
    return [ms for spent, _ in found for ms in spent], [status for _, wrong in found for status in wrong]


def test_answers_come_soon(database):
    slow = []
    with served(database) as (host, port):
        print(f"\n{database.name}: {CLIENTS} clients\n{'':34}{'p50 ms':>9}{'p95 ms':>9}{'first':>9}")
        for kind, addresses in targets(database).items():
            first = max(measure(host, port, [address], 1, 1)[0][0] for address in addresses[-10:])
            spent, wrong = measure(host, port, addresses, CLIENTS, REQUESTS)
            cuts = quantiles(spent, n=100)
            print(f"{kind:34}{cuts[49]:9.1f}{cuts[94]:9.1f}{first:9.1f}  {wrong[:3] or ''}", flush=True)
            bound = MACHINE_MS if kind.endswith(_MACHINE) else PAGE_MS
            if wrong or cuts[94] > bound:
                slow.append(f"{kind}: {cuts[94]:.0f} ms, {len(wrong)} faults")
    assert not slow, "\n".join(slow)
