"""A day of three hundred outlets with everything that goes wrong: what is found, at what cost, how soon; and the same day killed.

``PANTAU_BENCH_OUTLETS`` (300), ``PANTAU_BENCH_DAY`` (2,000 articles) and ``PANTAU_BENCH_KILLS`` (20) set its size. Simulated
time: a round an hour; what a round itself takes is added in real seconds. Delays are those towards a press on this machine.
"""

import os
import statistics
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from crawler.newsroom.day import make_day
from crawler.newsroom.rounds import of_the_day, watch
from db.database import connect
from db.pages import PageStore
from db.store import NewsStore
from extract.run import extract_pages
from models.ids import article_id
from models.sources import load_register

OUTLETS = int(os.environ.get("PANTAU_BENCH_OUTLETS", "300"))
ARTICLES = int(os.environ.get("PANTAU_BENCH_DAY", "2000"))
KILLS = int(os.environ.get("PANTAU_BENCH_KILLS", "20"))
RECALL = 0.99
MEMORY = 600
"""Megabytes that a crawl of all outlets may take at its peak."""
START = datetime(2026, 3, 2, 17, tzinfo=UTC)
"""Midnight in Jakarta."""


@pytest.fixture(scope="module")
def day():
    return make_day(1, START, outlets=OUTLETS, articles=ARTICLES)


def _stored(folder):
    with PageStore.open(folder / "pages.db", read_only=True) as store:
        return Counter(item.page.url for item in store.stored())


def _articles(folder):
    with closing(connect(folder / "news.db", read_only=True)) as news:
        return [row["id"] for row in news.execute("SELECT id FROM articles")]


def _extract(folder):
    register = load_register(folder / "register")
    with PageStore.open(folder / "pages.db", read_only=True) as pages, NewsStore.open(folder / "news.db") as news:
        extract_pages(pages, news, register, progress=lambda _: None)


@pytest.fixture(scope="module")
def whole(day, tmp_path_factory):
    """The day without a kill, extracted after every round: the folder, what was watched, and when each article was there."""
    folder = tmp_path_factory.mktemp("day")
    there = {}

    def after(item):
        start = time.monotonic()
        _extract(folder)
        moment = item.instant + timedelta(seconds=item.report["seconds"] + time.monotonic() - start)
        for known in _articles(folder):
            there.setdefault(known, moment)

    return folder, watch(day, folder, after=after), there


def _held(watched):
    """Whatever happens: nothing refused, nobody unregistered, no fault of the program."""
    assert watched.refused() == []
    assert watched.strangers == 0
    assert [error for item in watched.rounds for error in item.report["errors"]] == []


def test_a_day_of_the_press(day, whole):
    folder, watched, there = whole
    _held(watched)
    reachable = {watched.url(key): story for key, story in day.reachable().items()}
    stored = _stored(folder)
    missing = sorted(url for url in reachable if url not in stored)
    recall = 1 - len(missing) / len(reachable)
    rounds = of_the_day(watched)
    requests = [served for item in rounds for served in watched.requests[item.first : item.last]]
    print()
    found = [key for key in day.agency() if watched.url(key) in stored]
    delays = sorted(
        (there[article_id(watched.url(key))] - story.published).total_seconds() / 60
        for key, story in day.agency().items()
        if article_id(watched.url(key)) in there
    )
    hourly = watched.hourly()
    hours = [hourly[outlet.id, item.instant.isoformat()] for outlet in day.outlets for item in rounds]
    asked = Counter(watched.asked().values())
    in_news = _articles(folder)

    statuses = ", ".join(f"{status} {number}" for status, number in Counter(served.status for served in requests).most_common())
    pages = watched.asked()
    tenths = statistics.quantiles(delays, n=10)
    peak = max(item.report["peak"] for item in watched.rounds)
    took = statistics.mean(item.report["seconds"] for item in rounds)
    for name, told in (
        (
            "outlets and articles",
            f"{len(day.outlets)} and {ARTICLES}, {len(day.agency())} on the agency, {len(reachable)} reachable",
        ),
        ("recall", f"{recall:.4f}, missing: {missing}"),
        ("requests of the day", f"{len(requests)} ({statuses})"),
        ("requests per new article", f"{len(requests) / len(found):.0f}; of its own page {pages.total() / len(found):.2f}"),
        ("articles by requests", dict(sorted(asked.items()))),
        ("requests per outlet-hour", f"median {statistics.median(hours)}, mean {statistics.mean(hours):.1f}, most {max(hours)}"),
        (
            "publication to news.db",
            f"median {statistics.median(delays):.0f} min, nine tenths within {tenths[8]:.0f}, most {delays[-1]:.0f}",
        ),
        ("later than an hour", f"{sum(delay > 61 for delay in delays)} of {len(delays)}"),
        ("refused, unregistered", f"{len(watched.refused())}, {watched.strangers} requests"),
        ("a round", f"{took:.1f} s on average, peak memory {peak:.0f} MB"),
    ):
        print(f"{name:26}{told}")

    assert recall >= RECALL
    assert peak < MEMORY
    # Once: a second version only where the outlet itself edited the story.
    edited = {watched.url(key) for key, story in day.agency().items() if story.edited}
    assert [url for url, number in stored.items() if number > 1 and url not in edited] == []
    assert len(in_news) == len(set(in_news))
    assert {article_id(url) for url in reachable if url in stored} <= set(in_news)


def test_the_same_day_killed(day, whole, tmp_path):
    _, watched, _ = whole
    again = watch(day, tmp_path, kills=KILLS, seed=11)
    _held(again)
    _extract(tmp_path)
    killed = sum(item.kills for item in again.rounds)
    keys = {watched.url(key): key for key in day.agency()}, {again.url(key): key for key in day.agency()}
    whole_day, cut_day = (
        Counter({known[url]: number for url, number in _stored(folder).items() if url in known})
        for folder, known in zip((whole[0], tmp_path), keys, strict=True)
    )
    lost, gained = set(whole_day) - set(cut_day), set(cut_day) - set(whole_day)
    twice = sum(max(0, again.asked()[key] - watched.asked()[key]) for key in cut_day)
    print(f"\nkilled {killed} times: {len(cut_day)} articles, {len(lost)} lost, {len(gained)} gained, {twice} asked for again")
    assert killed == KILLS
    assert lost == set()
    assert gained == set()
    edited = {key for key, story in day.agency().items() if story.edited}
    assert [key for key, number in cut_day.items() if number > 1 and key not in edited] == []
    assert sorted(_articles(tmp_path)) == sorted(set(_articles(tmp_path)))
