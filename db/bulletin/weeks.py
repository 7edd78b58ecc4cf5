"""Weeks as ISO 8601 counts them: Monday to Sunday, the first one holding the year's first Thursday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from db.calendars import spoken

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week by its Monday."""

    monday: date

    @classmethod
    def read(cls, text: str) -> "Week":
        """The week of ``2025-W47``.

        Raises:
            ValueError: there is no such week.
        """
        found = _WEEK.fullmatch(text.strip())
        if not found:
            raise ValueError(f"not an ISO week: {text!r}")
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    def shifted(self, weeks: int) -> "Week":
        """The week so many weeks later."""
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def number(self) -> int:
        """The number within the ISO year."""
        return self.monday.isocalendar().week

    @property
    def bounds(self) -> tuple[str, str]:
        """First and last day as stored text."""
        return self.monday.isoformat(), self.sunday.isoformat()

    @property
    def days(self) -> str:
        """The days in words: ``17–23 November 2025``."""
        return spoken("/".join(self.bounds))

    def __str__(self) -> str:
        """As ISO 8601 writes it."""
        year, week, _ = self.monday.isocalendar()
        return f"{year:04d}-W{week:02d}"
