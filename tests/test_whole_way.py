"""The whole way of an article, through the commands as an operator types them: crawl, extract, merge, and what readers see."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from crawler.newsroom import Newsroom
from db.site.app import build

SEEDS = Path(__file__).parent.parent.parent / "shared" / "gold" / "seeds"
WAIT = 240
"""Seconds after which a command that should have ended is a failure."""


def pantau(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:pantau", "-m", "pantau", *arguments],
        env=os.environ | {"PANTAU_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def contents(data: Path) -> dict[str, Sequence[tuple[object, ...]]]:
    """What is stored, without the instants and numbers that differ from run to run."""
    return {
        "pages": rows(data / "pages.db", "SELECT url, digest FROM pages ORDER BY url, digest"),
        "addresses": rows(data / "pages.db", "SELECT url, state FROM urls ORDER BY url"),
        "articles": rows(data / "news.db", "SELECT id, title, body FROM articles ORDER BY id"),
        "reports": rows(data / "news.db", "SELECT id, type, status FROM reports ORDER BY id"),
        "events": rows(data / "news.db", "SELECT id, type, status, event_date, title, reports FROM events ORDER BY id"),
    }


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Newsroom, Path]]:
    """A newsroom that answers, and the folder of its register."""
    register = tmp_path_factory.mktemp("register")
    with Newsroom() as newsroom:
        newsroom.write_register(register)
        yield newsroom, register


@pytest.fixture(scope="module")
def whole(press: tuple[Newsroom, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of one undisturbed run over the newsroom."""
    data = tmp_path_factory.mktemp("whole")
    done = pantau("run", "--register", str(press[1]), data=data)
    assert done.returncode == 0, done.stderr
    return data


def test_a_run_finds_stores_and_reads_every_article(press: tuple[Newsroom, Path], whole: Path) -> None:
    stored = {url for (url,) in rows(whole / "pages.db", "SELECT url FROM pages")}
    reached = {url for url, state in rows(whole / "pages.db", "SELECT url, state FROM urls") if state == "fetched"}
    assert stored == reached
    read = {title for (title,) in rows(whole / "news.db", "SELECT title FROM articles WHERE relevant = 1")}
    assert len(read) >= 60
    assert rows(whole / "news.db", "SELECT count(*) FROM reports WHERE event_id IS NULL") == [(0,)]


def test_a_second_run_fetches_no_article_and_changes_nothing(press: tuple[Newsroom, Path], whole: Path) -> None:
    newsroom, register = press
    before = contents(whole)
    articles = {url.partition("://")[2] for url in newsroom.articles}
    seen = len(newsroom.requests)
    done = pantau("run", "--register", str(register), data=whole)
    assert done.returncode == 0, done.stderr
    again = {f"{served.host}:{newsroom.port}{served.path}" for served in newsroom.requests[seen:]}
    assert again, "lists are asked again"
    assert not again & articles
    assert contents(whole) == before


@pytest.mark.parametrize("moments", [(1.0, 2.5, 4.0, 6.0, 8.0, 10.0)], ids=["six kills"])
def test_sigkill_at_any_moment_loses_and_doubles_nothing(
    press: tuple[Newsroom, Path], whole: Path, tmp_path: Path, moments: tuple[float, ...]
) -> None:
    _, register = press
    command = [sys.executable, "-m", "pantau", "run", "--register", str(register)]
    for seconds in moments:
        child = subprocess.Popen(
            command,
            env=os.environ | {"PANTAU_DATA_DIR": str(tmp_path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            # The run and whatever stage it is in die together, as at a power cut.
            os.killpg(child.pid, signal.SIGKILL)
            child.wait(WAIT)
    deadline = time.monotonic() + WAIT
    done = pantau("run", "--register", str(register), data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() < deadline
    assert contents(tmp_path) == contents(whole)


def test_the_front_page_shows_what_was_found(whole: Path) -> None:
    page = front_page(whole / "news.db")
    titles = [title for _, _, _, _, title, _ in contents(whole)["events"]]
    assert any(str(title).partition(":")[2].strip() in page for title in titles)


def front_page(news: Path) -> str:
    async def fetch() -> str:
        site = build(news, "http://127.0.0.1:8001")
        await site.invoke_startup()
        response = await site.client.get("/")
        assert response.status_code == 200
        return response.text

    return asyncio.run(fetch())


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles belong to the press and lie beside the project only at work")
def test_imported_seed_articles_become_events_on_the_front_page(tmp_path: Path) -> None:
    seeds = sorted(SEEDS.glob("*.json"))
    for stage in (("import", *map(str, seeds)), ("extract",), ("merge",)):
        done = pantau(*stage, data=tmp_path)
        assert done.returncode == 0, f"{stage[0]}: {done.stderr}"
    gold = [json.loads(path.read_text("utf-8")) for path in seeds]
    types = rows(tmp_path / "news.db", "SELECT DISTINCT a.url, r.type FROM reports r JOIN articles a ON a.id = r.article_id")
    page = front_page(tmp_path / "news.db")
    for article in gold:
        wanted = {event["type"] for event in article["events"] if event["salience"] == "main"}
        assert wanted & {kind for url, kind in types if str(url).partition("://")[2] in article["url"]}, article["id"]
    assert page.count("/kejadian/") >= len(gold)
