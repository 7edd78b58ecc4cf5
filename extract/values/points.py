"""What a calendar expression means once it is read: points in time as far as they are written, and the ranges between two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract.values import edtf
from extract.values.dates import Tense, day_without_year, month_without_year, real_day, weekday_near, weekday_of_week


@dataclass(frozen=True, slots=True)
class Point:
    """One end of an expression as far as it is written. ``last_month`` makes it the months from ``month`` to that one;
    ``week`` counts weeks from the anchor's for a weekday; ``fixed`` is a value that is already known (``kemarin``).
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    last_month: int | None = None
    week: int | None = None
    fixed: str | None = None

    @property
    def bare_weekday(self) -> bool:
        """Whether it is a weekday and nothing more."""
        return self.weekday is not None and self.day is None and self.fixed is None


def resolve(points: Sequence[Point], anchor: date, tense: Tense) -> str | None:
    """The value of one point, or of the range between two; ``None`` where there is no such day or the range runs backwards."""
    if len(points) == 1:
        return _resolve_one(points[0], anchor, tense)
    start, end = points
    if start.bare_weekday and end.bare_weekday:
        first = weekday_near(start.weekday or 0, anchor, tense)
        return edtf.interval(edtf.day(first), edtf.day(weekday_near(end.weekday or 0, first, Tense.NEXT)))
    if end.year is None and start.year is not None and end.month is not None:
        end = replace(end, year=start.year + (_place_in_year(end) < _place_in_year(start)))
    last = _resolve_one(end, anchor, tense)
    if last is None:
        return None
    final = edtf.bounds(last)[1]
    if start.bare_weekday:
        return edtf.interval(edtf.day(weekday_near(start.weekday or 0, final, Tense.PAST)), last)
    if start.month is None and start.year is None and end.month is not None:
        start = replace(start, month=end.month, year=final.year)
    if start.year is None and start.month is not None:
        start = replace(start, year=final.year - (_place_in_year(start) > _place_in_year(end)))
    first_value = _resolve_one(start, anchor, tense)
    if first_value is None or edtf.bounds(first_value)[0] > edtf.bounds(last)[0] or edtf.bounds(first_value)[1] > final:
        return None  # backwards, or a month up to a day of its own
    return join(first_value, last)


def join(first: str, last: str) -> str:
    """The interval from the start of one value to the end of the other, each in its own precision."""
    return edtf.interval(first.partition("/")[0], last.rpartition("/")[2])


def _place_in_year(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def _resolve_one(point: Point, anchor: date, tense: Tense) -> str | None:
    """The value of one point."""
    if point.fixed is not None:
        return point.fixed
    if point.day is not None:
        found = _day_of(point, anchor, tense)
        return None if found is None else edtf.day(found)
    if point.month is not None:
        year = point.year if point.year is not None else month_without_year(point.last_month or point.month, anchor, tense)
        if not 1 <= point.month <= 12:
            return None
        return edtf.interval(edtf.month(year, point.month), edtf.month(year, point.last_month or point.month))
    if point.year is not None:
        return edtf.year(point.year)
    if point.weekday is None:
        return None
    if point.week is not None:
        return edtf.day(weekday_of_week(point.weekday, anchor, point.week))
    return edtf.day(weekday_near(point.weekday, anchor, tense))


def _day_of(point: Point, anchor: date, tense: Tense) -> date | None:
    if point.day is None or point.month is None:
        return None
    if point.year is not None:
        return real_day(point.year, point.month, point.day)
    return day_without_year(point.month, point.day, point.weekday, anchor, tense)


def mismatched(points: Sequence[Point], value: str) -> bool:
    """Whether a weekday as written contradicts the day that the value gives it."""
    ends = value.split("/")
    pairs = zip(points, (ends[0], ends[-1]) if len(points) == 2 else (ends[0],), strict=True)
    return any(
        point.weekday is not None and point.day is not None and edtf.bounds(end)[0].weekday() != point.weekday
        for point, end in pairs
    )
