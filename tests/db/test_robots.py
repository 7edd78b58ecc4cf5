"""Copies of robots.txt in pages.db: what comes back, and for how long it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.pages import PageStore
from db.robots import KEPT, Rules, RulesKept

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
RULES = Rules("https://contoh.id/robots.txt", b"User-agent: *\nDisallow: /a\xff\n", '"1"', "Sun, 01 Mar 2026 08:00:00 GMT", NOW)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[RulesKept]:
    with PageStore.open(tmp_path / "pages.db") as store:
        yield RulesKept(store)


@pytest.mark.parametrize("rules", [RULES, replace(RULES, body=b"", etag=None, last_modified=None)])
def test_a_copy_comes_back_and_is_replaced(kept: RulesKept, rules: Rules) -> None:
    assert kept.of(rules.url) is None
    kept.keep(rules)
    assert kept.of(rules.url) == rules
    later = replace(rules, body=b"User-agent: *\n", checked_at=NOW + timedelta(days=3))
    kept.keep(later)
    assert kept.of(rules.url) == later
    assert kept.of("http://contoh.id/robots.txt") is None


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(0), True),
        (KEPT - timedelta(seconds=1), True),
        (KEPT, False),
        (timedelta(days=30), False),
        (-timedelta(seconds=1), False),
    ],
)
def test_a_copy_stands_for_a_day(age: timedelta, fresh: bool) -> None:
    assert timedelta(hours=24) >= KEPT
    assert RULES.fresh(NOW + age) is fresh
