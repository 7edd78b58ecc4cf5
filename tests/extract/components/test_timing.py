"""EDTF values as days: bounds, widths and agreement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.timing import agree, bounds, width


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-08-13", date(2025, 8, 13), date(2025, 8, 13)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2022-01/2022-06", date(2022, 1, 1), date(2022, 6, 30)),
        ("2025-08-03/2025-08-05", date(2025, 8, 3), date(2025, 8, 5)),
    ],
)
def test_bounds_are_the_first_and_last_day(value, first, last):
    assert bounds(value) == (first, last)
    assert width(value) == (last - first).days


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, "2025", True),
        ("2025-08-13", "2025-08", True),
        ("2025-08-03/2025-08-05", "2025-08-04", True),
        ("2025-08-13", "2025-08-14", False),
        ("2024", "2025-01", False),
        ("2025-01/2025-06", "2025-06/2025-07", False),
    ],
)
def test_dates_agree_when_one_lies_in_the_other(one, other, same):
    assert agree(one, other) is agree(other, one) is same


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_lies_in_its_month_and_year(day):
    assert agree(day.isoformat(), f"{day:%Y-%m}")
    assert agree(f"{day:%Y-%m}", f"{day:%Y}")
