"""A small press on a simulated day with everything that goes wrong, killed three times: all that can be had is had once."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.newsroom.day import HOURS, Day, make_day
from crawler.newsroom.faults import FaultKind
from crawler.newsroom.rounds import Watched, watch
from db.pages import PageStore
from models.vocab import Family

START = datetime(2026, 3, 2, 17, tzinfo=UTC)
INSTANTS = [START + timedelta(hours=hours) for hours in (9, 24, 29)]
KILLS = 3
OUTLETS, ARTICLES = 32, 220
"""Few, with all but three kinds of the whole press's faults; pages that are no articles have tests of their own."""


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(7, START, outlets=OUTLETS, articles=ARTICLES)


@pytest.fixture(scope="module")
def crawled(day: Day, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Watched]:
    folder = tmp_path_factory.mktemp("day")
    return folder, watch(day, folder, kills=KILLS, seed=3, rounds=INSTANTS, pace={"DOWNLOAD_TIMEOUT": 3})


def test_a_day_is_the_same_each_time(day: Day) -> None:
    assert make_day(7, START, outlets=OUTLETS, articles=ARTICLES) == day
    assert make_day(8, START, outlets=OUTLETS, articles=ARTICLES) != day
    whole = {fault.kind for fault in make_day(1, START).faults}
    assert whole - {fault.kind for fault in day.faults} == {FaultKind.SOFT_404, FaultKind.EMPTY, FaultKind.PAYWALL}


def test_the_whole_press() -> None:
    """At full size: every family, every kind of fault, one article in ten on the agency, one story on forty outlets."""
    day = make_day(1, START)
    assert len(day.outlets) == len({outlet.address for outlet in day.outlets}) == 300
    assert {outlet.family for outlet in day.outlets} == set(Family)
    today = [story for outlet in day.outlets for story in outlet.stories if story.published > START]
    assert len(today) == 2000
    assert max(story.published for story in today) < START + timedelta(hours=HOURS)
    assert len(day.agency()) == 200
    assert Counter(story.title for story in day.agency().values()).most_common(1)[0][1] == 40
    assert len(day.reachable()) >= 0.75 * len(day.agency())
    assert set(FaultKind) - {fault.kind for fault in day.faults} == {
        FaultKind.IMAGE, FaultKind.SHELL, FaultKind.CONSENT, FaultKind.LISTING,
    }  # fmt: skip
    for outlet in day.outlets:
        assert len({story.path for story in outlet.stories}) == len(outlet.stories)
    assert any(story.edited for story in today)
    assert any(story.deleted for story in today)


def test_everything_that_can_be_had_is_stored_once(day: Day, crawled: tuple[Path, Watched]) -> None:
    folder, watched = crawled
    with PageStore.open(folder / "pages.db", read_only=True) as store:
        stored = Counter(item.page.url for item in store.stored())
        queued = store.counts()["urls"]["queued"]
    seen = {
        key
        for key, story in day.agency().items()
        if any(story.at(instant) for instant in INSTANTS[:-1])  # published and not taken away when somebody looked
    }
    reachable = {watched.url(key) for key in day.reachable() if key in seen}
    assert len(reachable) >= 15
    assert reachable - set(stored) == set()
    edited = {watched.url(key) for key, story in day.agency().items() if story.edited}
    assert [url for url, number in stored.items() if number > 1 and url not in edited] == []
    assert queued == 0
    assert sum(item.kills for item in watched.rounds) == KILLS
    assert [error for item in watched.rounds for error in item.report["errors"]] == []


def test_nobody_is_asked_who_does_not_want_to_be(day: Day, crawled: tuple[Path, Watched]) -> None:
    _, watched = crawled
    assert watched.requests
    assert watched.strangers == 0
    assert watched.refused() == []
    assert {fault.kind for fault in day.faults} >= {FaultKind.REDIRECT}  # somebody tried to lead elsewhere


def test_other_news_is_left_alone(day: Day, crawled: tuple[Path, Watched]) -> None:
    _, watched = crawled
    others = {(outlet.id, story.path.rstrip("/")) for outlet in day.outlets for story in outlet.stories if not story.agency}
    asked = {(served.outlet, served.path.partition("?")[0].rstrip("/")) for served in watched.requests}
    assert others & asked == set()
