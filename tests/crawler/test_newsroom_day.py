"""What the newsroom shows at an instant, and the faults that are more than a status."""

import gzip
import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.newsroom.day import STRANGER, make_day
from crawler.newsroom.press import CORRECTION, Outlet
from crawler.settings import DOWNLOAD_MAXSIZE, PACE, scrapy_settings

START = datetime(2026, 3, 2, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(outlets=("waspada-id",), strangers=(STRANGER,)) as running:
        yield running


@pytest.fixture
def path(newsroom: Newsroom) -> str:
    return newsroom.outlets[0].tagged[0].path


@contextmanager
def get(newsroom: Newsroom, path: str, address: str = "") -> Iterator[http.client.HTTPResponse]:
    with closing(http.client.HTTPConnection(address or newsroom.outlets[0].address, newsroom.port, timeout=20)) as connection:
        connection.request("GET", path)
        with closing(connection.getresponse()) as response:
            yield response


def fault(newsroom: Newsroom, path: str, kind: FaultKind, value: str = "") -> Fault:
    return Fault(newsroom.outlets[0].id, path, kind, times=1, value=value)


@pytest.mark.parametrize(
    ("kind", "value", "status", "header", "expected"),
    [
        (FaultKind.UNAVAILABLE, "90", 503, "Retry-After", "90"),
        (FaultKind.UNAVAILABLE, "", 503, "Retry-After", None),
        (FaultKind.LOOP, "", 302, "Location", "{path}"),
        (FaultKind.REDIRECT, "http://10.0.0.1:{port}/x", 302, "Location", "http://10.0.0.1:{port}/x"),
        (FaultKind.CHARSET, "utf8mb4", 200, "Content-Type", "text/html; charset=utf8mb4"),
        (FaultKind.BOMB, "", 200, "Content-Encoding", "gzip"),
        (FaultKind.FLOOD, "", 200, "Transfer-Encoding", "chunked"),
    ],
)
def test_faults_by_their_headers(
    newsroom: Newsroom, path: str, kind: FaultKind, value: str, status: int, header: str, expected: str | None
) -> None:
    with newsroom.during(fault(newsroom, path, kind, value)), get(newsroom, path) as response:
        assert response.status == status
        wanted = expected.replace("{path}", path).replace("{port}", str(newsroom.port)) if expected else None
        assert response.getheader(header) == wanted
        if kind is FaultKind.BOMB:
            body = response.read()
            assert len(body) < 1_000_000
            assert len(gzip.decompress(body)) > DOWNLOAD_MAXSIZE
        if kind is FaultKind.FLOOD:
            assert len(response.read(DOWNLOAD_MAXSIZE + 1)) > DOWNLOAD_MAXSIZE
    with get(newsroom, path) as response:
        assert response.status == 200


def test_a_body_that_ends_too_soon(newsroom: Newsroom, path: str) -> None:
    with (
        newsroom.during(fault(newsroom, path, FaultKind.TRUNCATED)),
        get(newsroom, path) as response,
        pytest.raises(http.client.IncompleteRead),
    ):
        response.read()


def test_who_asks_a_stranger_is_seen(newsroom: Newsroom) -> None:
    with get(newsroom, "/rss", STRANGER) as response:
        assert response.status == 200
    last = newsroom.requests[-1]
    assert (last.outlet, last.path, last.host) == ("", "/rss", f"{STRANGER}:{newsroom.port}")


def test_what_is_shown_at_an_instant(newsroom: Newsroom, path: str) -> None:
    (outlet,) = newsroom.outlets
    first, second, *_ = outlet.tagged
    edited = first.published + timedelta(hours=2)
    deleted = second.published + timedelta(hours=5)
    changed = {first.path: replace(first, edited=edited), second.path: replace(second, deleted=deleted)}
    press = Outlet.at(replace(outlet, stories=tuple(changed.get(story.path, story) for story in outlet.stories)), edited)
    shown = {story.path: story for story in press.stories}
    assert all(story.published <= edited for story in press.stories)
    assert CORRECTION in shown[first.path].text
    assert first.at(first.published - timedelta(seconds=1)) is None
    assert changed[first.path].at(first.published) is not None
    assert CORRECTION not in (changed[first.path].at(first.published) or first).text
    assert changed[second.path].at(deleted) is None

    newsroom.turn_to(first.published - timedelta(seconds=1))
    with get(newsroom, path) as response:
        assert response.status == 404
    newsroom.turn_to(first.published)
    with get(newsroom, path) as response:
        assert response.status == 200


def test_lost_means_lost_by_the_rules() -> None:
    day = make_day(5, START, outlets=60, articles=600, share=0.3)
    assert set(day.reachable()) == set(day.agency()) - day.lost
    closed = {outlet.id for outlet in day.outlets if "/" in outlet.refuses}
    assert closed
    assert not {outlet for outlet, _ in day.reachable()} & closed
    for outlet, path in day.lost & set(day.agency()):
        assert (
            outlet in closed
            or any(fault.outlet == outlet for fault in day.faults)
            or day.agency()[outlet, path].deleted
            or any(row.id == outlet and row.refuses for row in day.outlets)
        )
    # Nobody suffers two things at once, so that each can be told apart.
    assert len({fault.outlet for fault in day.faults}) == len(day.faults)


@pytest.mark.parametrize(
    ("pace", "loopback"),
    [({"DOWNLOAD_DELAY": 0}, False), ({"ROBOTSTXT" + "_OBEY": False}, True), ({"CONCURRENT_REQUESTS_PER_DOMAIN": 8}, True)],
)
def test_a_pace_is_for_this_machine_and_for_nothing_else(pace: dict[str, object], loopback: bool) -> None:
    with pytest.raises(ValueError, match="only"):
        scrapy_settings(contact="x", loopback=loopback, pace=pace)
    assert scrapy_settings(contact="x", loopback=True, pace={"DOWNLOAD_DELAY": 0})["DOWNLOAD_DELAY"] == 0
    assert {"DOWNLOAD_DELAY", "AUTOTHROTTLE_ENABLED", "AUTOTHROTTLE_START_DELAY", "DOWNLOAD_TIMEOUT"} == PACE


def test_more_outlets_than_there_are() -> None:
    with pytest.raises(ValueError, match="the register has"):
        make_day(1, START, outlets=5_000)
