"""The words of the calendar: ``models/lexicon/calendar.toml``."""

from functools import cache
from typing import Annotated

from pydantic import BaseModel, Field

from models.lexicon import Words, load

Twelve = Annotated[tuple[Words, ...], Field(min_length=12, max_length=12)]
Seven = Annotated[tuple[Words, ...], Field(min_length=7, max_length=7)]


class Months(BaseModel):
    """Names by month, January first."""

    full: Twelve
    short: Twelve


class Weekdays(BaseModel):
    """Names by day, Monday first; ``names`` turn a weekday into a part of a name."""

    full: Seven
    short: Seven
    names: Words


class Parts(BaseModel):
    """Words for parts of days, months and years."""

    of_day: Words
    edges: Words
    quarters: Words
    halves: Words
    fiscal: Words


class Cues(BaseModel):
    """Words that tell past from future, and days of speaking from days spoken of."""

    after_future: Words
    after_past: Words
    future: Words
    aims: Words
    scheduled: Words
    past: Words
    open_end: Words
    done: Words
    lasting: Words
    school: Words
    speech: Words
    recurring: Words


class Years(BaseModel):
    """What makes four digits a year, and what makes them something else."""

    leads: Words
    counters: Words
    laws: Words
    moments: Words
    asides: Words
    behind: Words
    awards: Words
    units: Words


class Weeks(BaseModel):
    """What makes ``Minggu`` a week, and a range of weekdays opening hours."""

    behind: Words
    numbers: Words
    hours: Words


class Digits(BaseModel):
    """What makes ``12/8`` a date, and what a letter's number."""

    leads: Words
    letters: Words


class Durations(BaseModel):
    """Words that turn ``hari ini`` (``days``) and ``tahun lalu`` (``words``) into durations."""

    days: Words
    words: Words


class Names(BaseModel):
    """Words that turn a date into a part of a name."""

    heads: Words
    weekdays: Words
    persons: Words
    month_leads: Words


class Calendar(BaseModel):
    """The whole of ``models/lexicon/calendar.toml``."""

    months: Months
    weekdays: Weekdays
    parts: Parts
    ordinals: dict[int, Words]
    relative: dict[str, int]
    steps: dict[str, int]
    cues: Cues
    years: Years
    weeks: Weeks
    digits: Digits
    durations: Durations
    names: Names


@cache
def calendar() -> Calendar:
    """The calendar's words."""
    return load("calendar", Calendar)


@cache
def month_numbers() -> dict[str, int]:
    """Month by each of its names, in lower case."""
    months = calendar().months
    return {name: i for table in (months.full, months.short) for i, names in enumerate(table, 1) for name in names}


@cache
def weekday_numbers() -> dict[str, int]:
    """Weekday (Monday is 0) by each of its names, in lower case."""
    days = calendar().weekdays
    return {name: i for table in (days.full, days.short) for i, names in enumerate(table) for name in names}
