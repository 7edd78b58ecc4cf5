"""Calendar values in EDTF (ISO 8601-2): a day, a month, a year, or an interval ``start/end`` of them.

Level 0 without times, open ends or uncertainty marks: that is all the guidelines allow. Both ends of an interval may have any
of the three precisions, and the interval runs from the first day of its start to the last day of its end.
"""

import calendar
import re
from datetime import date
from enum import StrEnum

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(StrEnum):
    """How finely a value says when."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"


def day(value: date) -> str:
    """A day as EDTF."""
    return value.isoformat()


def month(year: int, number: int) -> str:
    """A month as EDTF."""
    return f"{year:04d}-{number:02d}"


def year(number: int) -> str:
    """A year as EDTF."""
    return f"{number:04d}"


def interval(start: str, end: str) -> str:
    """The interval from ``start`` to ``end``; the one value where both are the same.

    Raises:
        ValueError: an end is no point value, or the interval would run backwards.
    """
    if start == end:
        _point(start)
        return start
    if _point(start)[0] > _point(end)[1]:
        raise ValueError(f"interval runs backwards: {start}/{end}")
    return f"{start}/{end}"


def is_valid(value: str) -> bool:
    """Whether the text is a value of this form: possible days, ends in order, different from each other."""
    try:
        bounds(value)
    except ValueError:
        return False
    return True


def precision(value: str) -> Precision:
    """How finely the value says when.

    Raises:
        ValueError: not a value of this form.
    """
    bounds(value)
    if "/" in value:
        return Precision.INTERVAL
    return {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(value)]


def bounds(value: str) -> tuple[date, date]:
    """First and last day that the value covers, both included.

    Raises:
        ValueError: not a value of this form.
    """
    start, slash, end = value.partition("/")
    if not slash:
        return _point(start)
    first, last = _point(start), _point(end)
    if start == end or first[0] > last[0] or first[0] > last[1] or first[1] > last[1]:
        raise ValueError(f"not an interval in order: {value!r}")
    return first[0], last[1]


def contains(outer: str, inner: str) -> bool:
    """Whether every day of ``inner`` is a day of ``outer``."""
    (first, last), (start, end) = bounds(outer), bounds(inner)
    return first <= start and end <= last


def overlap(a: str, b: str) -> bool:
    """Whether the two values share a day."""
    (first, last), (start, end) = bounds(a), bounds(b)
    return first <= end and start <= last


def days_between(a: str, b: str) -> int:
    """Days from the nearer edges of one value to the other; 0 where they share a day."""
    (first, last), (start, end) = bounds(a), bounds(b)
    return max(0, (start - last).days, (first - end).days)


def _point(value: str) -> tuple[date, date]:
    """First and last day of a day, month or year."""
    found = _POINT.fullmatch(value)
    if found is None:
        raise ValueError(f"not a day, month or year: {value!r}")
    number = int(found[1])
    if found[2] is None:
        return date(number, 1, 1), date(number, 12, 31)
    if found[3] is None:
        return date(number, int(found[2]), 1), _month_end(number, int(found[2]))
    whole = date(number, int(found[2]), int(found[3]))
    return whole, whole


def _month_end(number: int, of_month: int) -> date:
    return date(number, of_month, calendar.monthrange(number, of_month)[1])
