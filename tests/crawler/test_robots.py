"""robots.txt over four visits in two days: asked for once a day, obeyed at every visit, no way in where it cannot be had."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.newsroom.press import load_press
from crawler.newsroom.server import Served

START = datetime(2026, 3, 2, 17, tzinfo=UTC)
FIRST, NEXT, EXPIRED, AFTER = HOURS = (0, 23, 25, 26)
"""When the outlets are visited. Before the second visit robots.txt changes or fails; before the last it can be had again."""

STEADY, SHUTTING, FAILING, SLOW, WITHOUT = (
    "kalbaronline-com",
    "palpos-disway-id",
    "babel-antaranews-com",
    "waspada-id",
    "jambibaba-id",
)
DELAY = 0.3

Visits = dict[tuple[str, int], list[Served]]


def crawl(folder: Path, hours: int) -> None:
    command = [sys.executable, "-m", "crawler.newsroom.visit", "--pages-db", str(folder / "pages.db")]
    command += ["--register", str(folder / "register"), "--at", (START + timedelta(hours=hours)).isoformat()]
    command += ["--pace", json.dumps({"DOWNLOAD_TIMEOUT": 2})]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["errors"] == []


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    """The requests to each outlet at each visit."""
    folder = tmp_path_factory.mktemp("robots")
    press = [outlet for outlet in load_press() if outlet.id in (STEADY, SHUTTING, FAILING, SLOW, WITHOUT)]
    press = [replace(outlet, crawl_delay=DELAY) if outlet.id == STEADY else outlet for outlet in press]
    found: Visits = {}
    with Newsroom(press=press, faults=[Fault(WITHOUT, "/robots.txt", FaultKind.NOT_FOUND)]) as newsroom:
        newsroom.write_register(folder / "register")
        for hours in HOURS:
            if hours == NEXT:
                newsroom.outlets = tuple(
                    replace(outlet, refuses=("/",)) if outlet.id in (SHUTTING, WITHOUT) else outlet for outlet in newsroom.outlets
                )
                newsroom.faults[:] = [
                    Fault(FAILING, "/robots.txt", FaultKind.ERROR),
                    Fault(SLOW, "/robots.txt", FaultKind.TIMEOUT),
                ]
            elif hours == AFTER:
                newsroom.faults.clear()
            before = len(newsroom.requests)
            crawl(folder, hours)
            for outlet in press:
                found[outlet.id, hours] = [served for served in newsroom.requests[before:] if served.outlet == outlet.id]
    return found


def rules(requests: list[Served]) -> list[tuple[int, bool]]:
    return [(served.status, served.conditional) for served in requests if served.path == "/robots.txt"]


def others(requests: list[Served]) -> int:
    return sum(served.path != "/robots.txt" for served in requests)


@pytest.mark.parametrize("outlet", [STEADY, SHUTTING, FAILING, SLOW, WITHOUT])
def test_within_a_day_the_copy_stands(visits: Visits, outlet: str) -> None:
    assert rules(visits[outlet, FIRST]) == [(404 if outlet == WITHOUT else 200, False)]
    assert rules(visits[outlet, NEXT]) == []
    assert others(visits[outlet, FIRST])
    assert others(visits[outlet, NEXT])


def test_after_a_day_it_is_asked_for_conditionally(visits: Visits) -> None:
    assert rules(visits[STEADY, EXPIRED]) == [(304, True)]
    assert others(visits[STEADY, EXPIRED])
    # What was not changed stands for another day.
    assert rules(visits[STEADY, AFTER]) == []
    assert others(visits[STEADY, AFTER])


@pytest.mark.parametrize(("outlet", "conditional"), [(SHUTTING, True), (WITHOUT, False)])
def test_what_it_begins_to_forbid_is_not_asked_for_after_a_day(visits: Visits, outlet: str, conditional: bool) -> None:
    assert rules(visits[outlet, EXPIRED]) == [(200, conditional)]
    assert others(visits[outlet, EXPIRED]) == 0
    # A copy that forbids is obeyed as well.
    assert visits[outlet, AFTER] == []


@pytest.mark.parametrize("outlet", [FAILING, SLOW])
def test_an_expired_copy_is_no_way_in_where_it_cannot_be_had(visits: Visits, outlet: str) -> None:
    assert rules(visits[outlet, EXPIRED])
    assert others(visits[outlet, EXPIRED]) == 0
    # That is not kept, and the old copy's validators still are.
    assert rules(visits[outlet, AFTER]) == [(304, True)]
    assert others(visits[outlet, AFTER])


def test_the_crawl_delay_of_the_copy_is_kept(visits: Visits) -> None:
    moments = [served.at for served in visits[STEADY, NEXT]]
    assert len(moments) > 1
    # Only what the connection itself took may be missing.
    assert all(later - earlier > DELAY * 0.8 for earlier, later in pairwise(moments))
