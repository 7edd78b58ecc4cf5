"""`pantau run`: never two at once, and its log as JSON lines."""

import fcntl
import json
import logging
import sys
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
    assert asked == ["crawl", "extract", "merge"] * 2


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
