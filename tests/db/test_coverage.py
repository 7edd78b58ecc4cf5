"""Which days were watched: intervals that meet become one, and news.db holds the same."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.coverage import GAP, Watched, extend, watched
from db.database import transaction
from db.pages import PageStore
from db.store import NewsStore
from models.vocab import RunState

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 60)


def memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("CREATE TABLE coverage (source TEXT, first TEXT, last TEXT, PRIMARY KEY (source, first))")
    return connection


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@given(st.lists(st.tuples(DAYS, st.integers(0, 10)), max_size=15))
def test_intervals_hold_what_was_watched_and_never_touch(spans: list[tuple[int, int]]) -> None:
    connection = memory()
    for start, length in spans:
        extend(connection, "a", day(start), day(start + length))
    found = watched(connection)
    held = {item.first + timedelta(days=n) for item in found for n in range((item.last - item.first).days + 1)}
    seen = {day(start + n) for start, length in spans for n in range(length + 1)}
    assert seen <= held
    # Nothing is held that is not within a short pause of what was seen.
    assert all(any(abs(one - other) < GAP for other in seen) for one in held)
    assert all(later.first - earlier.last > GAP for earlier, later in pairwise(found))


@pytest.mark.parametrize(
    ("what", "noted"),
    [({"lists_answered": 2}, True), ({"lists_resting": 1}, True), ({"lists": 3, "lists_failed": 3}, False), ({}, False)],
)
def test_a_crawl_watches_what_answers(tmp_path: Path, what: dict[str, int], noted: bool) -> None:
    with PageStore.open(tmp_path / "pages.db") as store:
        for number in (0, 1, 1 + GAP.days, 2 + 2 * GAP.days):
            now = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
            store.finish_run(store.start_run(now), RunState.FINISHED, {"a": what}, now)
        found = [(item.first, item.last) for item in store.watched()]
    last = day(2 + 2 * GAP.days)
    assert found == ([(day(0), day(1 + GAP.days)), (last, last)] if noted else [])


def test_news_db_holds_the_same(tmp_path: Path) -> None:
    intervals = [Watched("a", day(0), day(9)), Watched("b", day(3), day(3))]
    with NewsStore.open(tmp_path / "news.db") as news:
        news.save_coverage([Watched("c", day(1), day(2))])
        news.save_coverage(intervals)
        with transaction(news._connection) as connection:
            assert watched(connection) == intervals
