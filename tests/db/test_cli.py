import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from db.cli import serve, status
from db.pages import PageStore
from db.store import NewsStore
from models.ids import canonical_url
from models.records import Page
from models.vocab import RunState

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder, without settings of this machine."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PANTAU_")]:
        monkeypatch.delenv(name)
    return lambda command, *arguments: CliRunner().invoke(command, list(arguments))


def fill(folder: Path) -> None:
    with NewsStore.open(folder / "var" / "news.db") as news:
        done = news.start_run("extract", NOW)
        news.finish_run(done, RunState.FINISHED, {"articles": 1234, "unchanged": 0}, NOW)
        news.start_run("merge", NOW)
    url = canonical_url("https://koran.example/1")
    with PageStore.open(folder / "var" / "pages.db") as pages:
        crawl = pages.start_run(NOW)
        pages.save(Page(url, url, "koran", 200, (), b"<p>x</p>", NOW), run=crawl)
        pages.finish_run(crawl, RunState.FINISHED, {"koran": {"pages": 1}}, NOW)


class TestStatus:
    def test_before_anything_ran_it_says_what_to_do(self, run: Callable[..., Result]) -> None:
        result = run(status)
        assert result.exit_code == 0, result.output
        for words in ("pages.db belum ada", "pantau crawl", "news.db belum ada", "pantau extract", "Media terdaftar"):
            assert words in result.output

    def test_table(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        result = run(status)
        assert result.exit_code == 0, result.output
        lines = {" ".join(line.split()) for line in result.output.splitlines()}
        assert {"Halaman tersimpan 1", "Artikel 0", "Kejadian 0", "sudah memberi halaman 1"} <= lines
        assert "extract selesai 2025-12-01 10:00 articles 1.234" in lines
        assert "merge berjalan 2025-12-01 10:00 -" in lines
        assert "crawl selesai 2025-12-01 10:00 pages 1" in lines

    def test_json(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        found = json.loads(run(status, "--json").output)
        assert found["pages"]["pages"] == 1
        assert found["news"]["articles"] == 0
        assert found["sources"]["registered"] >= found["sources"]["enabled"] > 0
        assert {(r["stage"], r["state"]) for r in found["runs"]} == {
            ("crawl", "finished"),
            ("extract", "finished"),
            ("merge", "running"),
        }

    def test_the_operators_own_rows_count(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        before = json.loads(run(status, "--json").output)["sources"]
        own = tmp_path / "var" / "sources" / "aceh.toml"
        own.parent.mkdir()
        row = '[[source]]\nid = "kabar-example"\nname = "Kabar"\nhost = "kabar.example"\nfamily = "wordpress"\n'
        own.write_text(f'province = "aceh"\n{row}')
        after = json.loads(run(status, "--json").output)["sources"]
        assert (after["registered"], after["enabled"]) == (before["registered"] + 1, before["enabled"] + 1)
        own.write_text('province = "aceh"\n[[source]]\nid = 3\n')
        result = run(status)
        assert result.exit_code == 1
        assert "aceh.toml" in result.output

    def test_of_the_filled_store(self, run: Callable[..., Result], filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(filled.parent))
        before = filled.read_bytes()
        connection = sqlite3.connect(filled)
        events = connection.execute("SELECT count(*) FROM events").fetchone()[0]
        connection.close()
        assert json.loads(run(status, "--json").output)["news"]["events"] == events > 0
        assert filled.read_bytes() == before

    def test_file_that_is_no_database(self, run: Callable[..., Result], tmp_path: Path) -> None:
        (tmp_path / "var").mkdir()
        (tmp_path / "var" / "news.db").write_text("bukan basis data" * 100)
        result = run(status)
        assert result.exit_code == 1
        assert "news.db" in result.output


class TestServeRefuses:
    def test_missing_database(self, run: Callable[..., Result], tmp_path: Path) -> None:
        result = run(serve, "--port", "0")
        assert result.exit_code == 1
        for words in ("news.db", "belum ada", "pantau run", "pantau demo"):
            assert words in result.output
        assert list(tmp_path.iterdir()) == []

    def test_port_in_use(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            result = run(serve, "--port", port)
        assert result.exit_code == 1
        for words in (port, "dipakai program lain", "--port"):
            assert words in result.output

    def test_address_that_is_not_ours(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        result = run(serve, "--host", "192.0.2.1", "--port", "0")
        assert result.exit_code == 1
        assert "192.0.2.1" in result.output

    def test_newer_database(self, run: Callable[..., Result], tmp_path: Path) -> None:
        fill(tmp_path)
        path = tmp_path / "var" / "news.db"
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 999")
        connection.close()
        before = path.read_bytes()
        result = run(serve, "--port", "0")
        assert result.exit_code == 1
        assert "lebih baru" in result.output
        assert path.read_bytes() == before


@pytest.fixture
def server(filled: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A served store and its address."""
    command = [sys.executable, "-c", "from db.cli import serve; serve()", "--news-db", str(filled), "--port", "0"]
    command += ["--workers", "2"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PANTAU_")}
    child = subprocess.Popen(
        command, cwd=tmp_path, env=env | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield child, found[0]
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def fetch(url: str) -> Any:
    return urllib.request.urlopen(url, timeout=20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_answers_and_stops_cleanly(server: tuple[subprocess.Popen[str], str], number: signal.Signals) -> None:
    child, address = server
    with fetch(f"{address}/") as answer:
        assert answer.status == 200
    with fetch(f"{address}/umpan/kejadian.atom") as answer:
        assert answer.headers["content-type"].startswith("application/atom+xml")
        assert f"{address}/kejadian/e".encode() in answer.read()
    child.send_signal(number)
    output, _ = child.communicate(timeout=20)
    assert child.returncode == 0, output
    assert "Traceback" not in output


def test_workers_are_replaced_and_do_not_outlive_the_command(server: tuple[subprocess.Popen[str], str]) -> None:
    child, address = server
    fetch(f"{address}/").close()
    workers = children(child.pid)
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    until(lambda: len(found := children(child.pid)) == 2 and workers[0] not in found)
    fetch(f"{address}/").close()
    workers = children(child.pid)
    child.kill()
    child.wait(timeout=20)
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def children(process: int) -> list[int]:
    """The processes that a process has started and that answer for the site."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(number) for number in found if b"resource_tracker" not in Path(f"/proc/{number}/cmdline").read_bytes()]


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_serve_stopped_while_it_starts(server: tuple[subprocess.Popen[str], str]) -> None:
    child, _ = server
    child.terminate()
    assert child.wait(timeout=20) in (0, -signal.SIGTERM)
