from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.calendars import bounds, instant, offset_minutes, shift, spoken, spoken_instant, stamp


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2025-11-25", "2025-11-25", "2025-11-25"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2022-01/2022-06", "2022-01-01", "2022-06-30"),
        ("2023-06-20/2023-06-22", "2023-06-20", "2023-06-22"),
        ("2019/2021-03", "2019-01-01", "2021-03-31"),
    ],
)
def test_bounds(value: str, start: str, end: str) -> None:
    assert bounds(value) == (start, end)


@pytest.mark.parametrize(
    "value", ["", "25 November", "2025-13", "2025-02-30", "2025-06/2025-01", "2025-1-1", "٢٠٢٥", "2025/", "/2025"]
)
def test_bounds_refuses(value: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|no such date|interval"):
        bounds(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-06-23", "Senin, 23 Juni 2025"),
        ("2025-06", "Juni 2025"),
        ("2025", "2025"),
        ("2023-06-20/2023-06-22", "20–22 Juni 2023"),
        ("2023-06-30/2023-07-02", "30 Juni – 2 Juli 2023"),
        ("2022-01/2022-06", "Januari–Juni 2022"),
        ("2022-12/2023-01", "Desember 2022 – Januari 2023"),
        ("2022/2023-01-05", "2022 – 5 Januari 2023"),
    ],
)
def test_spoken(value: str, words: str) -> None:
    assert spoken(value) == words


@given(st.dates(), st.dates())
def test_any_interval_has_bounds_and_words(one: date, other: date) -> None:
    first, last = sorted((one, other))
    value = f"{first.isoformat()}/{last.isoformat()}"
    assert bounds(value) == (first.isoformat(), last.isoformat())
    assert str(last.year) in spoken(value)


@given(st.dates(date(1, 1, 3), date(9999, 12, 29)), st.times(), st.integers(-12, 14))
def test_instants_survive_storage_to_the_second(day: date, clock: clock_time, hours: int) -> None:
    aware = datetime.combine(day, clock.replace(microsecond=0), timezone(timedelta(hours=hours)))
    assert instant(stamp(aware), offset_minutes(aware)) == aware


def test_instant_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        stamp(datetime(2025, 1, 1))  # noqa: DTZ001


def test_spoken_instant_keeps_the_outlets_zone() -> None:
    assert spoken_instant("2025-06-24T01:12:00Z", 420) == "Selasa, 24 Juni 2025 pukul 08.12 WIB"
    assert spoken_instant("2025-06-24T01:12:00Z", 540) == "Selasa, 24 Juni 2025 pukul 10.12 WIT"
    assert spoken_instant(stamp(datetime(2025, 6, 24, tzinfo=UTC)), 0) == "Selasa, 24 Juni 2025 pukul 00.00 UTC"


@given(st.dates(), st.integers(-4_000_000, 4_000_000))
def test_shift_stays_in_the_calendar(day: date, days: int) -> None:
    moved = date.fromisoformat(shift(day.isoformat(), days))
    assert moved.toordinal() == min(max(day.toordinal() + days, 1), date.max.toordinal())
