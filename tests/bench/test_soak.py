"""Reading while a crawl, an extraction and a merge write: no reader is told that the database is locked.

``PANTAU_BENCH_SOAK`` is how many seconds it lasts (the figures of the README: 600). The writers are the commands of a round, as
an operator's timer runs them, one round after another, each with articles that were not there before; ten readers ask for
pages, feeds and tables meanwhile. Caching is of no help to the server here: the data change all the time.
"""

import http.client
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from crawler.newsroom import Newsroom
from extract.cli import own_gold
from tests.bench.test_scale import served

SECONDS = float(os.environ.get("PANTAU_BENCH_SOAK", "30"))
READERS, ARTICLES = 10, 40


def _pantau(*arguments: str, data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pantau", *arguments],
        env=os.environ | {"PANTAU_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"


def _new_articles(file: Path, number: int) -> Path:
    """Articles of the newsroom under addresses that are new in each round."""
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(own_gold().glob("*.json"))]
    with file.open("w", encoding="utf-8") as out:
        for i in range(ARTICLES):
            gold = golds[(number * ARTICLES + i) % len(golds)]
            given = {key: gold[key] for key in ("id", "published", "title", "text")}
            url = f"https://putaran-{number}.example/berita/{i}"
            out.write(json.dumps(given | {"url": url, "title": f"{gold['title']} ({number})"}, ensure_ascii=False) + "\n")
    return file


def _write(data: Path, register: Path, until: float, rounds: list[int]) -> None:
    while time.monotonic() < until:
        _pantau("import", str(_new_articles(data / "baru.jsonl", len(rounds))), data=data)
        for command in (("crawl", "--register", str(register)), ("extract", "--register", str(register)), ("merge",)):
            _pantau(*command, data=data)
        rounds.append(len(rounds))


def _read(address: tuple[str, int], paths: list[str], until: float, reader: int, seen: list[tuple[int, str, float]]) -> None:
    draw = random.Random(reader)
    connection = http.client.HTTPConnection(*address, timeout=60)
    while time.monotonic() < until:
        path = draw.choice(paths)
        began = time.monotonic()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        fault = path if answer.status >= 500 or b"database is locked" in body else ""
        seen.append((answer.status, fault, time.monotonic() - began))
        time.sleep(draw.uniform(0, 0.2))
    connection.close()


def test_nobody_is_told_that_the_database_is_locked(tmp_path):
    register = tmp_path / "register"
    with Newsroom() as newsroom:
        newsroom.write_register(register)
        _pantau("run", "--register", str(register), data=tmp_path)
        connection = sqlite3.connect(tmp_path / "news.db")
        paths = [f"/kejadian/{row[0]}" for row in connection.execute("SELECT id FROM events LIMIT 60")]
        paths += [f"/artikel/{row[0]}" for row in connection.execute("SELECT id FROM articles LIMIT 60")]
        connection.close()
        paths += ["/", "/kejadian", "/cari?q=santunan", "/feeds/events.atom", "/changes.json?since=0", "/news/events.json"] * 10
        with served(tmp_path / "news.db") as address:
            until = time.monotonic() + SECONDS
            rounds: list[int] = []
            seen: list[tuple[int, str, float]] = []
            readers = [threading.Thread(target=_read, args=(address, paths, until, n, seen)) for n in range(READERS)]
            for reader in readers:
                reader.start()
            _write(tmp_path, register, until, rounds)
            for reader in readers:
                reader.join(120)
    spent = sorted(took for _, _, took in seen)
    statuses = Counter(status for status, _, _ in seen)
    print(f"\n{SECONDS:.0f} s: {len(rounds)} rounds of writing, {len(seen):,} answers {dict(statuses)}")
    print(
        f"p50 {spent[len(spent) // 2] * 1e3:.0f} ms, p95 {spent[len(spent) * 95 // 100] * 1e3:.0f} ms, longest {spent[-1]:.2f} s"
    )
    assert rounds
    assert not any(reader.is_alive() for reader in readers)
    assert {fault for _, fault, _ in seen if fault} == set()
