"""The state of sources in news.db: kept, dated, and told once when it changes."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.health import Health, Quality, Reads, SourceHealth
from db.health_notes import Change
from db.store import NewsStore
from models.ids import article_id
from models.records import Article, Extraction, Rejection
from models.vocab import RejectionReason

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
TODAY = NOW.date()


def judged(state: Health, since: date = TODAY, source: str = "kabar", why: str = "sebab") -> SourceHealth:
    return SourceHealth(source, state, since, 3, (1, 6), why, Quality(Reads(5, 4, 900), Reads(40, 40, 2000)))


def note(store: NewsStore, *found: SourceHealth, days: int = 0) -> list[Change]:
    return store.note_health(lambda _: found, lambda _: None, now=NOW + timedelta(days=days))


def rows(store: NewsStore, tmp_path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(tmp_path / "news.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (Health.WORKING, False),
        (Health.LEARNING, False),
        (Health.UNWATCHED, False),
        (Health.SILENT, True),
        (Health.BLOCKED, True),
        (Health.BROKEN, True),
        (Health.THINNING, True),
    ],
)
def test_the_first_time_only_what_needs_a_look_is_told(store: NewsStore, state: Health, told: bool) -> None:
    assert [change.state for change in note(store, judged(state))] == ([state] if told else [])
    assert note(store, judged(state), days=1) == []


def test_each_change_is_told_once_and_kept(store: NewsStore, tmp_path: Path) -> None:
    states = (Health.LEARNING, Health.WORKING, Health.WORKING, Health.SILENT, Health.SILENT, Health.WORKING)
    told = [note(store, judged(state), days=day) for day, state in enumerate(states)]
    assert [[(c.before, c.state) for c in changes] for changes in told] == [
        [],
        [(Health.LEARNING, Health.WORKING)],
        [],
        [(Health.WORKING, Health.SILENT)],
        [],
        [(Health.SILENT, Health.WORKING)],
    ]
    kept = rows(store, tmp_path, "SELECT source, state_before, state FROM source_health_changes ORDER BY sequence")
    assert kept == [("kabar", "learning", "working"), ("kabar", "working", "silent"), ("kabar", "silent", "working")]


def test_a_state_keeps_the_day_it_began(store: NewsStore, tmp_path: Path) -> None:
    for day in range(4):
        note(store, judged(Health.BROKEN, since=TODAY + timedelta(days=day), why=f"sebab {day}"), days=day)
    found = rows(
        store, tmp_path, "SELECT state, since, why, recent, usual_low, dated_share, body_length_usual FROM source_health"
    )
    assert found == [("broken", TODAY.isoformat(), "sebab 3", 3, 1, 0.8, 2000)]
    note(store, judged(Health.WORKING, since=TODAY + timedelta(days=9)), days=9)
    assert rows(store, tmp_path, "SELECT since FROM source_health") == [((TODAY + timedelta(days=9)).isoformat(),)]


def test_how_the_pages_of_a_source_read(
    store: NewsStore, pairs: list[tuple[Article, Extraction]], save_pair: Callable[..., None]
) -> None:
    template, extraction = pairs[0]
    for number, (days, source, size) in enumerate([(1, "a", 100), (2, "a", 300), (20, "a", 900), (60, "a", 5), (1, None, 7)]):
        url = f"https://a.example/{number}"
        article = replace(template, id=article_id(url), url=url, source=source, text="x" * size)
        nothing = Extraction(article.id, False, extraction.rules)
        save_pair(store, article, nothing, when=NOW - timedelta(days=days))
    for number, (days, host) in enumerate([(1, "a"), (20, "a"), (21, "a"), (1, "elsewhere"), (50, "a")]):
        refused = Rejection(f"https://{host}.example/r{number}", RejectionReason.NO_DATE, "tanpa tanggal")
        store.save_rejection(refused, page_digest=str(number), rules="r", fetched_at=NOW - timedelta(days=days))
    short = Rejection("https://a.example/kosong", RejectionReason.EMPTY, "kosong")
    store.save_rejection(short, page_digest="k", rules="r", fetched_at=NOW)
    seen: dict[str, Quality] = {}

    def judge(found: Mapping[str, Quality]) -> list[SourceHealth]:
        seen.update(found)
        return []

    store.note_health(judge, lambda url: "a" if url.startswith("https://a.") else None, now=NOW)
    assert seen == {"a": Quality(Reads(3, 2, 200), Reads(3, 1, 900))}
