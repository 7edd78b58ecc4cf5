"""A simulated day: the newsroom turned to one instant after the other and crawled at each, killed at times, and the figures."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.newsroom.day import HOURS, ROUND, STRANGER, Day
from crawler.newsroom.server import Newsroom, Served
from models.ids import canonical_url

LIMIT = 600
"""Seconds after which a crawl of one round is taken to hang."""


class CrashError(RuntimeError):
    """A crawl that ended by itself without saying what came of it; the message is what it wrote."""


@dataclass(slots=True)
class Round:
    """A round: its instant, its requests as positions in the newsroom's log, how often it was killed, what the crawl reported."""

    instant: datetime
    first: int
    last: int
    kills: int
    report: Mapping[str, Any]


@dataclass(slots=True)
class Watched:
    """A day that was crawled: the rounds, every request, and the home of each outlet."""

    day: Day
    rounds: list[Round]
    requests: Sequence[Served]
    homes: Mapping[str, str]
    strangers: int = field(init=False)

    def __post_init__(self) -> None:
        self.strangers = sum(not served.outlet for served in self.requests)

    def url(self, key: tuple[str, str]) -> str:
        """The canonical address of an outlet's story."""
        return canonical_url(self.homes[key[0]] + key[1])

    def refused(self) -> list[Served]:
        """The requests for what an outlet's robots.txt forbids, by the longest-match rule of RFC 9309 for plain prefixes."""
        forbidden = {outlet.id: ("/wp-admin/", "/advetorial/", *outlet.refuses) for outlet in self.day.outlets}
        return [
            served
            for served in self.requests
            if served.outlet and served.path != "/robots.txt" and served.path.startswith(forbidden[served.outlet])
        ]

    def hourly(self) -> Counter[tuple[str, str]]:
        """Requests by outlet and instant of the round."""
        return Counter((served.outlet, served.now) for served in self.requests)

    def asked(self) -> Counter[tuple[str, str]]:
        """How often each agency story of the day was asked for, whatever was answered."""
        paths = {(outlet, path.rstrip("/")): (outlet, path) for outlet, path in self.day.agency()}
        asked = ((served.outlet, served.path.partition("?")[0].removesuffix("/all").rstrip("/")) for served in self.requests)
        return Counter(paths[key] for key in asked if key in paths)


def watch(
    day: Day,
    folder: Path,
    *,
    kills: int = 0,
    seed: int = 0,
    after: Callable[[Round], None] = lambda _: None,
    pace: Mapping[str, Any] | None = None,
    rounds: Iterable[datetime] | None = None,
) -> Watched:
    """Crawl a day into ``folder/pages.db``; the register is written to ``folder/register``.

    Args:
        day: the day.
        folder: an empty folder.
        kills: how often a crawl is killed (SIGKILL), at requests and in rounds drawn by ``seed``; it is started anew at once.
        seed: of the kills.
        after: told after each round, when the crawl has ended.
        pace: see :func:`crawler.settings.scrapy_settings`.
        rounds: the instants; those of the day when not given.

    Raises:
        CrashError: a crawl ended by itself without a report.
        subprocess.TimeoutExpired: a crawl hangs.
    """
    newsroom = Newsroom(press=day.outlets, faults=[*day.faults], strangers=(STRANGER,))
    instants = list(rounds or day.rounds)
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    doomed = Counter(chance.randrange(min(len(instants), HOURS + 1)) for _ in range(kills))
    done: list[Round] = []
    with newsroom:
        newsroom.write_register(folder / "register")
        usual = len(day.outlets)
        for turn, instant in enumerate(instants):
            newsroom.turn_to(instant)
            first = len(newsroom.requests)
            for _ in range(doomed[turn]):
                _visit(newsroom, folder, instant, pace, fatal=len(newsroom.requests) + 1 + int(usual * chance.random()))
            report = json.loads(_visit(newsroom, folder, instant, pace) or "{}")
            last = len(newsroom.requests)
            usual = max(len(day.outlets), last - first)
            done.append(Round(instant, first, last, doomed[turn], report))
            after(done[-1])
        homes = {outlet.id: newsroom.home(outlet) for outlet in newsroom.outlets}
    return Watched(day, done, newsroom.requests, homes)


def _visit(
    newsroom: Newsroom, folder: Path, instant: datetime, pace: Mapping[str, Any] | None, *, fatal: int | None = None
) -> str:
    """Crawl once, killed at the request of number ``fatal``; what it wrote."""
    command = [sys.executable, "-m", "crawler.newsroom.visit", "--pages-db", str(folder / "pages.db")]
    command += ["--register", str(folder / "register"), "--at", instant.isoformat(), "--pace", json.dumps(dict(pace or {}))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 (ours)

        def kill(number: int) -> None:
            if fatal is not None and number >= fatal:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)

        newsroom.watch = kill
        try:
            out, err = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        finally:
            newsroom.watch = lambda _: None
    if process.returncode != 0 and fatal is None:
        raise CrashError(f"{instant.isoformat()}: {err[-3000:]}")
    return out


def of_the_day(watched: Watched) -> list[Round]:
    """The rounds of the day itself, without the first, which finds what was printed before, and the closing ones."""
    return [item for item in watched.rounds if watched.day.start < item.instant <= watched.day.start + HOURS * ROUND]
