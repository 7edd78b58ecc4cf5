"""Charts as data for a template: everything is laid out here, and drawn as SVG without any script (``_bagan.html``)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from db.calendars import bounds

WIDTH, HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _FOOT = 8, 12, 22, 24

ROWS = 24
"""Rows of a bar chart; what comes after stands in the table alone."""

MONTHS = 12
"""Columns of a chart by month."""

_SERIES = 5
_POINTS = 2000


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its share of the greatest, in percent."""

    label: str
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line: its place in the picture and what it says."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its name and number (for its colour)."""

    name: str
    number: int
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The data of its SVG path."""
        return "M" + "L".join(f"{point.x} {point.y}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over a common time axis; ``left_out`` counts lines that are in the table only."""

    lines: tuple[Line, ...]
    first: str
    last: str
    top: float
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def bars(rows: Iterable[tuple[Any, Any]]) -> tuple[Bar, ...]:
    """Bars of label and value, in the order given; rows without a number are left out."""
    found = [(str(label), float(value)) for label, value in rows if label is not None and _number(value)][:ROWS]
    top = max((value for _, value in found), default=0)
    return tuple(Bar(label, value, round(100 * (max(value, 0) / top), 1) if top > 0 else 0) for label, value in found)


def lines(rows: Iterable[tuple[Any, Any, Any]]) -> Lines | None:
    """Lines of (series, calendar value, value), the longest first. ``None`` where no line would have two different days.

    The vertical axis begins at zero, so that a height means what it shows.
    """
    series: dict[str, list[tuple[date, str, float]]] = {}
    for name, when, value in list(rows)[:_POINTS]:
        day = _day(when)
        if day is not None and _number(value) and value >= 0:
            series.setdefault(str(name), []).append((day, str(when), float(value)))
    drawn = {name: sorted(points) for name, points in series.items() if len({day for day, _, _ in points}) > 1}
    if not drawn:
        return None
    longest = sorted(drawn, key=lambda name: (-len(drawn[name]), name))
    shown = longest[:_SERIES]
    every = sorted(point for name in shown for point in drawn[name])
    (first, first_text, _), (last, last_text, _) = every[0], every[-1]
    top = max(value for _, _, value in every) or 1.0
    across, down = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _FOOT
    span = (last - first).days

    def point(day: date, text: str, value: float) -> Point:
        x = _LEFT + across * (day - first).days / span
        return Point(round(x, 1), round(_TOP + down * (1 - value / top), 1), text, value)

    found = tuple(Line(name, n, tuple(point(*each) for each in drawn[name])) for n, name in enumerate(shown, start=1))
    return Lines(found, first_text, last_text, top, len(longest) - len(shown))


def months(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Columns of a chart by month (``month``, ``events``) with their place and height in a picture: the last :data:`MONTHS` up to
    the last month given, also those without any, from the first one given.
    """
    counts = {row["month"]: row["events"] for row in rows}
    if not counts:
        return []
    last, first = _months(max(counts)), _months(min(counts))
    shown = [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(max(first, last - MONTHS + 1), last + 1)]
    top = max(counts.get(month, 0) for month in shown) or 1
    return [
        {"month": month, "events": counts.get(month, 0), "x": n * 26, "tall": round(66 * counts.get(month, 0) / top, 1)}
        for n, month in enumerate(shown)
    ]


def _months(month: str) -> int:
    """A month as a number of months."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(bounds(str(value))[1])
    except ValueError:
        return None
