from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.values import edtf
from extract.values.dates import (
    Tense,
    day_without_year,
    full_year,
    month_step,
    month_without_year,
    parse_printed,
    part_of_year,
    weekday_near,
    weekday_of_week,
)
from extract.values.points import Point, mismatched, resolve

NOW = datetime(2025, 8, 20, 5, 0, tzinfo=UTC)
TODAY = date(2025, 11, 27)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Selasa, 12 Agustus 2025 | 10:27:01 WIB", "2025-08-12T10:27:01+07:00"),
        ("Rabu, 17 September 2025 - 17:48 WIB", "2025-09-17T17:48:00+07:00"),
        ("Senin, 30 Maret 2020 – 23:59 WIB", "2020-03-30T23:59:00+07:00"),
        ("Selasa, 20 Juni 2023 | 19:29", "2023-06-20T19:29:00+08:00"),
        ("Rabu, 21 Juni 2023 |16:30 WIB", "2023-06-21T16:30:00+07:00"),
        ("Sabtu, 5 Oktober 2019 13:47 WIB", "2019-10-05T13:47:00+07:00"),
        ("13 Agustus 2020, 05:40 WIB", "2020-08-13T05:40:00+07:00"),
        ("1 Mei 2024 16:59 WIB", "2024-05-01T16:59:00+07:00"),
        ("Kamis 28-08-2025,07:00 WIB", "2025-08-28T07:00:00+07:00"),
        ("Sabtu 14 Sep 2024 - 23:09 WIB", "2024-09-14T23:09:00+07:00"),
        ("Kompas.com - 07/10/2025, 21:29 WIB", "2025-10-07T21:29:00+07:00"),
        ("Jumat, 26/09/2025 | 13:54", "2025-09-26T13:54:00+08:00"),
        ("31-Jul-2025", "2025-07-31T00:00:00+08:00"),
        ("Sel, 2 Sep 2025", "2025-09-02T00:00:00+08:00"),
        ("20 Jun 2025 02:43 WIT", "2025-06-20T02:43:00+09:00"),
        ("Selasa, 12 Agustus 2025 10.27 Wita", "2025-08-12T10:27:00+08:00"),
        ("Juli 19, 2023 - 18:00", "2023-07-19T18:00:00+08:00"),
        ("On Jan 28, 2026", "2026-01-28T00:00:00+08:00"),
        ("Dipublish Pada: August 18, 2025", "2025-08-18T00:00:00+08:00"),
        ("Saturday, 13 December 2025", "2025-12-13T00:00:00+08:00"),
        ("December 21, 2025 06:11 PM", "2025-12-21T18:11:00+08:00"),
        ("December 21, 2025 12:11 am", "2025-12-21T00:11:00+08:00"),
        ("Kamis, 20 Januari 2022 20:13:26", "2022-01-20T20:13:26+08:00"),
        ("Jum'at, 3 Nopember 2023, 08.00 WIB", "2023-11-03T08:00:00+07:00"),
        ("24 April 2026 20:05", "2026-04-24T20:05:00+08:00"),
        ("16/5/25 10:30", "2025-05-16T10:30:00+08:00"),
        ("12.08.2025 10.27", "2025-08-12T10:27:00+08:00"),
        ("2025-08-12T10:27:01+07:00", "2025-08-12T10:27:01+07:00"),
        ("2025-08-12 10:27:01", "2025-08-12T10:27:01+08:00"),
        ("Tue, 12 Aug 2025 10:27:01 +0700", "2025-08-12T10:27:01+07:00"),
        ("Tue, 12 Aug 2025 10:27:01 GMT", "2025-08-12T10:27:01+00:00"),
        ("1 Mei 2024 16:59 GMT+7", "2024-05-01T16:59:00+07:00"),
        ("3 hari lalu", "2025-08-17T13:00:00+08:00"),
        ("4 bulan yang lalu", "2025-04-20T13:00:00+08:00"),
        ("2 jam lalu", "2025-08-20T11:00:00+08:00"),
        ("2 tahun lalu", "2023-08-20T13:00:00+08:00"),
        ("Kemarin, 10:15", "2025-08-19T10:15:00+08:00"),
    ],
)
def test_printed_lines(line: str, expected: str) -> None:
    assert parse_printed(line, 8, NOW) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "2,2 persen",
        "Selasa",
        "10:27 WIB",
        "31 Februari 2025 10:00",
        "12 Agustus 2025 | 25:61 WIB",
        "Agustus 2025",
        "BPJS Ketenagakerjaan",
        "1.080.000 peserta",
        "12 Agustus 0025",
        "x" * 500,
        "12/13/2025",
        "Redaksi",
    ],
)
def test_other_lines_name_no_instant(line: str) -> None:
    assert parse_printed(line, 7, NOW) is None


@given(st.text(max_size=60), st.integers(-12, 14))
def test_any_line_gives_an_aware_instant_or_nothing(line: str, hours: int) -> None:
    found = parse_printed(line, hours, NOW)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("month", "day", "weekday", "tense", "expected"),
    [
        (11, 25, None, Tense.UNKNOWN, "2025-11-25"),
        (12, 3, None, Tense.UNKNOWN, "2025-12-03"),
        (12, 3, None, Tense.LAST, "2024-12-03"),
        (11, 26, None, Tense.FUTURE, "2025-11-26"),  # "akan ..., katanya, Rabu (26/11)" is yesterday all the same
        (11, 26, None, Tense.NEXT, "2026-11-26"),
        (5, 10, None, Tense.UNKNOWN, "2026-05-10"),
        (5, 10, None, Tense.DONE, "2025-05-10"),
        (3, 10, None, Tense.FUTURE, "2026-03-10"),
        (3, 10, 1, Tense.UNKNOWN, "2026-03-10"),  # a Tuesday only in 2026
        (2, 29, None, Tense.UNKNOWN, "2024-02-29"),
        (2, 30, None, Tense.UNKNOWN, None),
    ],
)
def test_a_day_without_a_year(month: int, day: int, weekday: int | None, tense: Tense, expected: str | None) -> None:
    found = day_without_year(month, day, weekday, TODAY, tense)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("month", "tense", "expected"),
    [
        (11, Tense.UNKNOWN, 2025),
        (9, Tense.UNKNOWN, 2025),
        (12, Tense.UNKNOWN, 2025),
        (12, Tense.PAST, 2024),
        (3, Tense.UNKNOWN, 2026),
        (3, Tense.DONE, 2025),
        (3, Tense.NEAREST, 2026),
        (3, Tense.FUTURE, 2026),
        (10, Tense.FUTURE, 2025),
        (10, Tense.NEXT, 2026),
    ],
)
def test_a_month_without_a_year(month: int, tense: Tense, expected: int) -> None:
    assert month_without_year(month, TODAY, tense) == expected


def test_weekdays_years_and_parts() -> None:
    assert weekday_near(3, TODAY, Tense.UNKNOWN) == TODAY
    assert weekday_near(3, TODAY, Tense.LAST) == TODAY - timedelta(days=7)
    assert weekday_near(3, TODAY, Tense.NEXT) == TODAY + timedelta(days=7)
    assert weekday_near(4, TODAY, Tense.FUTURE) == TODAY + timedelta(days=1)
    assert weekday_of_week(0, TODAY, 1) == date(2025, 12, 1)
    assert [full_year(text, TODAY) for text in ("25", "99", "2019", "70")] == [2025, 1999, 2019, 2070]
    assert month_step(date(2025, 1, 15), -1) == (2024, 12)
    assert [part_of_year(n, 4) for n in (1, 4)] == [(1, 3), (10, 12)]
    assert part_of_year(2, 2) == (7, 12)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([Point(day=20), Point(day=22, month=6, year=2023)], "2023-06-20/2023-06-22"),
        ([Point(month=11), Point(month=1, year=2025)], "2024-11/2025-01"),
        ([Point(month=11, year=2024), Point(month=1)], "2024-11/2025-01"),
        ([Point(month=1), Point(day=15, month=3, year=2025)], "2025-01/2025-03-15"),
        ([Point(month=7, last_month=9, year=2025)], "2025-07/2025-09"),
        ([Point(weekday=2), Point(weekday=3, day=27, month=11)], "2025-11-26/2025-11-27"),
        ([Point(day=22), Point(day=20, month=6, year=2023)], None),
        ([Point(day=31, month=6, year=2023)], None),
        ([Point()], None),
    ],
)
def test_points_and_ranges(points: list[Point], expected: str | None) -> None:
    assert resolve(points, TODAY, Tense.UNKNOWN) == expected


def test_a_weekday_is_a_checksum() -> None:
    assert not mismatched([Point(weekday=1, day=25, month=11, year=2025)], "2025-11-25")
    assert mismatched([Point(weekday=2, day=25, month=11, year=2025)], "2025-11-25")


_NUMBERS = st.none() | st.integers(0, 40)


@given(
    st.builds(
        Point, weekday=st.none() | st.integers(0, 6), day=_NUMBERS, month=_NUMBERS, year=st.none() | st.integers(1900, 2100)
    ),
    st.sampled_from(Tense),
    st.dates(date(1950, 1, 1), date(2099, 1, 1)),
)
def test_any_point_gives_a_valid_value_or_none(point: Point, tense: Tense, anchor: date) -> None:
    value = resolve([point], anchor, tense)
    assert value is None or edtf.is_valid(value)
