"""`pantau run`: never two at once, and its log as JSON lines."""

import fcntl
import json
import logging
import signal
import sys
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.newsroom import Fault, FaultKind, Newsroom
from db.logs import JsonFormatter, log_as_json
from pantau import OVERLAP


def test_a_second_round_says_so_and_does_nothing(pantau: Any) -> None:
    Newsroom(outlets=("waspadaaceh-com",), port=9).write_register(pantau.register)
    lock = pantau.folder / "var" / "run.lock"
    lock.parent.mkdir()
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = pantau.here("run", "--lock", "--register", str(pantau.register))
        told = pantau.here("run", "--lock", "--log-json", "--register", str(pantau.register))
    assert done.exit_code == told.exit_code == OVERLAP
    assert "Putaran lain sedang berjalan" in done.stderr
    (line,) = told.stderr.splitlines()
    assert json.loads(line)["code"] == OVERLAP
    assert not pantau.pages_db.exists()


def test_the_lock_is_free_again(pantau: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a round has ended, well or not, the next one runs."""
    asked: list[str] = []
    monkeypatch.setattr("pantau._stage", lambda *arguments, **_: asked.append(arguments[0]) or len(asked) % 2)
    assert pantau.here("run", "--lock").exit_code == 1
    assert pantau.here("run", "--lock").exit_code == 1
    # A stage that fails does not hold up the next ones.
    assert asked == ["crawl", "extract", "merge", "health"] * 2


def test_a_round_ends_with_the_alerts(pantau: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are any; what went wrong before them does not hold them up, and their failure is the round's."""
    asked: list[str] = []
    alerts = pantau.folder / "var" / "alerts.db"
    alerts.parent.mkdir()
    alerts.touch()
    codes = {"merge": 1, "alerts": 1}
    monkeypatch.setattr("pantau._stage", lambda *arguments, **_: asked.append(" ".join(arguments)) or codes.get(arguments[0], 0))
    assert pantau.here("run").exit_code == 1
    assert asked == ["crawl", "extract", "merge", "health", "alerts send"]
    codes.clear()
    codes["alerts"] = 1
    assert pantau.here("run").exit_code == 1
    codes.clear()
    assert pantau.here("run").exit_code == 0


@pytest.mark.parametrize(
    ("codes", "code"),
    [({}, 0), ({"health": 3}, 3), ({"health": 1}, 1), ({"crawl": 1, "health": 3}, 1), ({"merge": 1}, 1)],
)
def test_the_code_of_a_round(pantau: Any, monkeypatch: pytest.MonkeyPatch, codes: dict[str, int], code: int) -> None:
    monkeypatch.setattr("pantau._stage", lambda *arguments, **_: codes.get(arguments[0], 0))
    assert pantau.here("run").exit_code == code


def test_rounds_follow_one_another_whatever_comes_of_them(pantau: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    slept: list[float] = []
    monkeypatch.setattr("pantau._stage", lambda *arguments, **_: asked.append(arguments) or len(asked))
    monkeypatch.setattr("pantau.time.sleep", slept.append)
    done = pantau.here("watch", "--rounds", "3", "--every", "30", "--log-json")
    assert done.exit_code == 0
    assert asked == [("run", "--lock", "--log-json")] * 3
    assert [json.loads(line)["code"] for line in done.stderr.splitlines()] == [1, 2, 3]
    assert len(slept) == 2
    assert all(29 * 60 < seconds <= 30 * 60 for seconds in slept)


def test_a_watch_that_is_told_to_end_ends_its_round_too(pantau: Any, open_newsroom: Callable[..., Newsroom]) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    newsroom.faults.append(Fault("waspada-id", "/robots.txt", FaultKind.TIMEOUT))
    with pantau.start("watch", "--register", str(pantau.register)) as process:
        deadline = time.monotonic() + 60
        while not newsroom.requests and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert newsroom.requests, "the crawl of the round had begun"
    assert process.returncode == 128 + signal.SIGTERM
    with (pantau.folder / "var" / "run.lock").open("a") as lock:  # nobody holds it any longer
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_log_of_a_crawl(pantau: Any, open_newsroom: Callable[..., Newsroom]) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id", "kalbaronline-com"))
    path = newsroom.outlets[0].tagged[0].path
    newsroom.faults += [Fault("waspada-id", path, FaultKind.CHALLENGE), Fault("kalbaronline-com", "/", FaultKind.CLOSED)]
    done = pantau.crawl("--log-json")
    assert done.returncode == 1
    assert done.stdout == ""
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "logger", "message"} <= set(record) for record in records)
    ours = [record for record in records if record["logger"] == "pantau.crawl"]
    assert any(r["level"] == "warning" and r["source"] == "waspada-id" and path.rstrip("/") in r["message"] for r in ours)
    assert any(r["level"] == "error" and r["source"] == "kalbaronline-com" for r in ours)
    assert ours[-1]["message"] == "perayapan selesai"
    assert ours[-1]["state"] == "failed"
    assert ours[-1]["counts"]["non_article_challenge"] == 1
    assert ours[-1]["counts"]["stored"] >= 1


@given(st.text(), st.dictionaries(st.text(min_size=1).map(lambda key: f"x_{key}"), st.integers() | st.text()))
def test_any_record_is_one_line(message: str, extra: dict[str, object]) -> None:
    record = logging.getLogger("uji").makeRecord("uji", logging.INFO, "", 0, message, (), None, extra=extra)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["message"] == message[:4000]
    assert {key: told[key] for key in extra} == extra


def test_an_exception_is_told_and_unknown_things_are_not() -> None:
    stream = StringIO()
    handler = log_as_json(stream)
    try:
        raise ValueError("rusak")
    except ValueError:
        logging.getLogger("uji").warning("gagal %s", "total", exc_info=sys.exc_info(), extra={"spider": object(), "source": "a"})
    finally:
        logging.root.removeHandler(handler)
    told = json.loads(stream.getvalue())
    assert told["message"] == "gagal total"
    assert told["source"] == "a"
    assert "ValueError: rusak" in told["exception"]
    assert "spider" not in told
