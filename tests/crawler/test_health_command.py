"""`pantau sources health`: a table, and an exit code that a monitor can read."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.newsroom import Newsroom
from crawler.sources_cli import UNWELL
from db.pages import PageStore
from models.records import Page
from models.vocab import RunState

OUTLETS = ("waspada-id", "kalbaronline-com")
SEEN = {"lists": 4, "lists_answered": 4, "links": 60}


@pytest.fixture
def register(pantau: Any) -> Path:
    Newsroom(outlets=OUTLETS, port=9).write_register(pantau.register)
    return pantau.register  # type: ignore[no-any-return]


def fill(file: Path, last: dict[str, int]) -> None:
    """Forty days of one article a day from each; on the last day the second outlet sees ``last``."""
    now = datetime.now(UTC)
    with PageStore.open(file) as store:
        for back in range(40, -1, -1):
            at = now - timedelta(days=back)
            run = store.start_run(at)
            counts = dict.fromkeys(OUTLETS, SEEN) | ({OUTLETS[1]: last} if not back else {})
            for name in OUTLETS:
                url = f"https://{name}.example/{back}"
                store.save(Page(url, url, name, 200, (), f"{name} {back}".encode(), at), run=run)
            store.finish_run(run, RunState.FINISHED, counts, at)


def test_all_well(pantau: Any, register: Path) -> None:
    fill(pantau.pages_db, SEEN)
    done = pantau.here("sources", "health", "--register", str(register))
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "2 bekerja." in done.stderr
    listed = pantau.here("sources", "health", "--register", str(register), "--all", "--json")
    rows = json.loads(listed.stdout)
    assert {row["source"]: row["state"] for row in rows} == dict.fromkeys(OUTLETS, "working")
    assert all(row["recent"] == 7 and row["band"][0] <= 7 <= row["band"][1] for row in rows)


@pytest.mark.parametrize(
    ("last", "word"), [({"lists": 4}, "rusak"), ({"lists": 4, "lists_failed": 4, "lists_blocked": 4}, "diblokir")]
)
def test_unwell(pantau: Any, register: Path, last: dict[str, int], word: str) -> None:
    fill(pantau.pages_db, last)
    done = pantau.here("sources", "health", "--register", str(register))
    assert done.exit_code == UNWELL
    (line,) = done.stdout.splitlines()
    assert line.split()[:3] == [OUTLETS[1], word, "sejak"]
    # A monitor that was told once need not be told every day.
    assert pantau.here("sources", "health", "--register", str(register), "--new", "0").exit_code == UNWELL
    (only,) = (pantau.here("sources", "health", OUTLETS[0], "--register", str(register)),)
    assert only.exit_code == 0


def test_nothing_was_ever_crawled(pantau: Any, register: Path) -> None:
    done = pantau.here("sources", "health", "--register", str(register))
    assert done.exit_code == 1
    assert "tidak ada" in done.stderr
    with PageStore.open(pantau.pages_db):
        pass
    done = pantau.here("sources", "health", "--register", str(register))
    assert done.exit_code == UNWELL
    assert "2 tidak dirayapi." in done.stderr
