"""The health of sources over days: what is chance and what is not, and since when."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from db.cli import status
from db.health import BEFORE, RECENT, UNLIKELY, Health, Quality, Reads, band, cumulative, health, healths
from db.pages import PageStore
from models.vocab import RunState

TODAY = date(2026, 3, 31)
FINE = {"runs": 24, "lists": 96, "lists_answered": 96, "links": 400}


def history(articles: list[int], last: dict[str, int] | None = None) -> dict[date, dict[str, int]]:
    """Days up to today, each with so many articles; ``last`` replaces what the visits of the last day saw."""
    first = TODAY - timedelta(days=len(articles) - 1)
    days = {first + timedelta(days=n): {**FINE, "pages": number} for n, number in enumerate(articles)}
    if last is not None:
        days[TODAY] = last
    return days


@pytest.mark.parametrize(
    ("articles", "state", "since"),
    [
        ([2] * 60, Health.WORKING, 24),
        ([1, 0, 0, 2, 0, 1, 0] * 8, Health.WORKING, None),
        ([10] * 40 + [0], Health.SILENT, 0),
        ([10] * 40 + [0, 0, 0], Health.SILENT, 2),
        ([2] * 40 + [0, 0], Health.WORKING, None),
        ([2] * 40 + [0, 0, 0], Health.SILENT, 0),
        ([1] * 40 + [0] * 7, Health.SILENT, 2),
        # One in a fortnight: a week without is nothing, two months are.
        (([1] + [0] * 13) * 4, Health.WORKING, None),
        ([10] * 40 + [2] * 7, Health.THINNING, None),
        ([10] * 40 + [10, 9, 11, 8, 12, 10, 9], Health.WORKING, None),
        ([3, 3, 3], Health.LEARNING, None),
        # What the first day brought is old; it raises no expectation.
        ([200] + [0] * 20, Health.LEARNING, None),
        ([0] * 30, Health.SILENT, None),
        ([0] * 20, Health.LEARNING, None),
    ],
)
def test_against_what_is_usual(articles: list[int], state: Health, since: int | None) -> None:
    found = health("kabar", history(articles), TODAY)
    assert found.state is state, found
    if since is not None and state is not Health.WORKING:
        assert (TODAY - found.since).days == since
    assert found.recent == sum(articles[-RECENT:])


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ({"runs": 1, "lists": 4}, Health.BROKEN),
        ({"runs": 1, "lists": 4, "lists_failed": 4, "lists_blocked": 1}, Health.BLOCKED),
        ({"runs": 1, "lists": 4, "lists_answered": 4}, Health.BROKEN),
        ({"runs": 1, "lists": 4, "lists_answered": 4, "lists_resting": 1, "pages": 2}, Health.WORKING),
        ({"runs": 1, "lists_resting": 4, "pages": 2}, Health.WORKING),
        ({"runs": 1, "lists": 2, "lists_over_budget": 2, "pages": 2}, Health.WORKING),
        ({**FINE, "non_article_challenge": 2, "failed": 2}, Health.BLOCKED),
        ({**FINE, "failed": 3}, Health.BROKEN),
        ({**FINE, "failed": 3, "pages": 1}, Health.WORKING),
    ],
)
def test_what_the_last_visits_saw(last: dict[str, int], state: Health) -> None:
    assert health("kabar", history([2] * 40, last), TODAY).state is state


def test_since_is_the_first_day_in_a_row() -> None:
    days = history([2] * 40)
    for back in (0, 1, 2, 5):
        days[TODAY - timedelta(days=back)] = {"runs": 1, "lists": 4}
    found = health("kabar", days, TODAY)
    assert found.state is Health.BROKEN
    assert found.since == TODAY - timedelta(days=2)


def test_zero_is_never_success() -> None:
    assert health("kabar", {}, TODAY).state is Health.UNWATCHED
    old = {day - timedelta(days=3): numbers for day, numbers in history([2] * 40).items()}
    assert health("kabar", old, TODAY).state is Health.UNWATCHED
    (one, two) = healths({"a": history([2] * 40)}, ["a", "b"], TODAY)
    assert (one.state.well, two.state.well) == (True, False)


@given(st.lists(st.integers(0, 50), max_size=90))
def test_any_history_has_a_state(articles: list[int]) -> None:
    found = health("kabar", history(articles) if articles else {}, TODAY)
    assert found.since <= TODAY
    assert found.why
    if found.band is not None:
        assert found.band[0] <= found.band[1]


@given(st.floats(0, 500))
def test_band(expected: float) -> None:
    least, most = band(expected)
    assert least <= expected + 1
    assert most >= expected - 1
    assert cumulative(most, expected) >= 1 - UNLIKELY
    assert least == 0 or cumulative(least - 1, expected) < UNLIKELY


def test_the_windows_do_not_overlap() -> None:
    """A week of nothing does not lower what is expected of it."""
    found = health("kabar", history([5] * BEFORE + [0] * RECENT), TODAY)
    assert found.band == band(35)


def test_status_tells_the_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    assert json.loads(CliRunner().invoke(status, ["--json"]).stdout)["health"] == {}
    now = datetime.now(UTC)
    with PageStore.open(tmp_path / "pages.db") as store:
        run = store.start_run(now)
        counts = {"a": FINE, "b": FINE, "c": {"lists": 3}}
        store.finish_run(run, RunState.FINISHED, counts, now)
    told = CliRunner().invoke(status)
    assert told.exit_code == 0, told.output
    assert "Keadaan media: 2 belum cukup lama, 1 rusak." in told.stdout
    assert json.loads(CliRunner().invoke(status, ["--json"]).stdout)["health"] == {"belum cukup lama": 2, "rusak": 1}


USUAL = Reads(40, 38, 2400)


@pytest.mark.parametrize(
    ("recent", "usual", "why"),
    [
        (Reads(10, 9, 2300), USUAL, None),
        (Reads(10, 4, 2300), USUAL, "6 dari 10 halaman seminggu ini tanpa tanggal terbit"),
        (Reads(10, 5, 700), USUAL, "isi artikel menyusut: biasanya 2400 huruf, minggu ini 700"),
        (Reads(4, 0, None), USUAL, None),  # too few to tell
        (Reads(10, 0, None), Reads(3, 3, 2400), None),
        (Reads(10, 3, 2400), Reads(40, 10, 2400), None),  # it never told its dates
        (Reads(), USUAL, None),
    ],
)
def test_pages_that_lose_their_dates_or_text(recent: Reads, usual: Reads, why: str | None) -> None:
    found = health("kabar", history([2] * 60), TODAY, Quality(recent, usual))
    assert found.state is (Health.BROKEN if why else Health.WORKING)
    assert why is None or found.why == why
    assert found.quality == Quality(recent, usual)


def test_what_is_blocked_stays_so_whatever_its_pages_read_like() -> None:
    blocked = history([2] * 60, {"runs": 1, "lists": 2, "lists_blocked": 2})
    assert health("kabar", blocked, TODAY, Quality(Reads(10, 0), USUAL)).state is Health.BLOCKED
