from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.site import charts


@pytest.mark.parametrize(
    ("rows", "shares"),
    [
        ([("a", 10), ("b", 5)], [100.0, 50.0]),
        ([("a", None), (None, 3), ("b", "7"), ("c", 4)], [100.0]),
        ([("a", 0)], [0]),
        ([("a", -4), ("b", 4)], [0.0, 100.0]),
        ([], []),
    ],
)
def test_bars(rows: list[tuple[Any, Any]], shares: list[float]) -> None:
    assert [bar.share for bar in charts.bars(rows)] == shares


def test_lines_lie_in_the_order_of_time_and_begin_at_zero() -> None:
    found = charts.lines([("x", "2025-06", 50), ("x", "2024", 100), ("y", "2025", 1), ("x", "2025/2026", 0)])
    assert found is not None
    (line,) = found.lines
    assert [point.label for point in line.points] == ["2024", "2025-06", "2025/2026"]
    assert [point.x for point in line.points] == sorted(point.x for point in line.points)
    assert [point.y for point in line.points] == [22.0, 119.0, 216.0]
    assert (found.first, found.last, found.top) == ("2024", "2025/2026", 100)


@pytest.mark.parametrize("rows", [[], [("x", "2024", 1)], [("x", "2024", 1), ("x", "2024-12-31", 2)], [("x", "kapan", 1)] * 3])
def test_no_line_without_two_days(rows: list[tuple[Any, Any, Any]]) -> None:
    assert charts.lines(rows) is None


values = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(max_size=5)
days = st.dates().map(str) | st.text(max_size=8) | st.none()


@given(rows=st.lists(st.tuples(values, days, values), max_size=30))
def test_any_rows_are_drawn_inside_the_picture(rows: list[tuple[Any, Any, Any]]) -> None:
    found = charts.lines(rows)
    for line in found.lines if found else ():
        for point in line.points:
            assert 0 <= point.x <= charts.WIDTH
            assert 0 <= point.y <= charts.HEIGHT
    assert all(0 <= bar.share <= 100 for bar in charts.bars((label, value) for label, _, value in rows))
