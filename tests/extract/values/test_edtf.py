from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.values import edtf
from extract.values.edtf import Precision


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2025-11-25", date(2025, 11, 25), date(2025, 11, 25), Precision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR),
        ("2022-01/2022-06", date(2022, 1, 1), date(2022, 6, 30), Precision.INTERVAL),
        ("2020/2022", date(2020, 1, 1), date(2022, 12, 31), Precision.INTERVAL),
        ("2025-01/2025-03-15", date(2025, 1, 1), date(2025, 3, 15), Precision.INTERVAL),
    ],
)
def test_bounds_and_precision(value: str, first: date, last: date, precision: Precision) -> None:
    assert edtf.is_valid(value)
    assert edtf.bounds(value) == (first, last)
    assert edtf.precision(value) is precision


@pytest.mark.parametrize(
    "value",
    [
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-1-1",
        "2025/",
        "/2025",
        "2025-06/2025-01",
        "2025/2025",
        "2025-01-01/",
        "2025~",
        "0000",
        "2025-01-01T10:00",
        "٢٠٢٥",
        "2025-02/2025-01-15",
        "2025/2026/2027",
        "2025\n",
    ],
)
def test_other_texts_are_no_values(value: str) -> None:
    assert not edtf.is_valid(value)
    with pytest.raises(ValueError, match=r".+"):
        edtf.bounds(value)


def test_an_interval_is_made_in_order() -> None:
    assert edtf.interval("2025-01", "2025-03") == "2025-01/2025-03"
    assert edtf.interval("2025", "2025") == "2025"
    with pytest.raises(ValueError, match="backwards"):
        edtf.interval("2025-03", "2025-01")


@pytest.mark.parametrize(
    ("a", "b", "contains", "overlap", "days"),
    [
        ("2025", "2025-08-12", True, True, 0),
        ("2025-08-12", "2025", False, True, 0),
        ("2025-08", "2025-09-03", False, False, 3),
        ("2025-08-01/2025-08-03", "2025-08-03", True, True, 0),
        ("2024-12-31", "2025", False, False, 1),
    ],
)
def test_relations(a: str, b: str, contains: bool, overlap: bool, days: int) -> None:
    assert (edtf.contains(a, b), edtf.overlap(a, b), edtf.days_between(a, b)) == (contains, overlap, days)
    assert edtf.days_between(b, a) == days


@given(st.dates(), st.dates())
def test_days_make_valid_values(a: date, b: date) -> None:
    low, high = sorted((a, b))
    value = edtf.interval(edtf.day(low), edtf.day(high))
    assert edtf.is_valid(value)
    assert edtf.bounds(value) == (low, high)
    assert edtf.bounds(edtf.month(a.year, a.month))[0] == a.replace(day=1)
    assert edtf.bounds(edtf.year(a.year))[1].month == 12


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    if edtf.is_valid(text):
        first, last = edtf.bounds(text)
        assert first <= last
