"""Instants and calendar values as the database keeps them and as people read them.

An instant is stored as UTC text of fixed width (``2025-06-24T01:12:00Z``), so that text order is time order. A calendar value
is EDTF (ISO 8601-2): a day, a month, a year, or an interval of them.
"""

import calendar
import re
from datetime import UTC, date, datetime, timedelta, timezone

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ZONES = {420: "WIB", 480: "WITA", 540: "WIT"}
_VALUE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


def stamp(instant: datetime) -> str:
    """An aware instant as stored text, to the second.

    Raises:
        ValueError: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"instant without a zone: {instant!r}")
    return f"{instant.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def instant(text: str, offset: int = 0) -> datetime:
    """A stored instant as a datetime in the zone ``offset`` minutes east of UTC."""
    found = datetime.fromisoformat(text)
    return found.astimezone(timezone(timedelta(minutes=offset))) if offset else found


def offset_minutes(moment: datetime) -> int:
    """Minutes east of UTC of an aware datetime."""
    return round((moment.utcoffset() or timedelta()).total_seconds() / 60)


def bounds(value: str) -> tuple[str, str]:
    """The first and last civil day an EDTF value can mean.

    Raises:
        ValueError: not a day, month, year or interval of them; the message holds the value.
    """
    first, slash, last = value.partition("/")
    start, end = _ends(first)[0], _ends(last if slash else first)[1]
    if end < start:
        raise ValueError(f"interval ends before it starts: {value!r}")
    return start.isoformat(), end.isoformat()


def _ends(value: str) -> tuple[date, date]:
    found = _VALUE.fullmatch(value)
    if not found:
        raise ValueError(f"not an EDTF day, month, year or interval: {value!r}")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise ValueError(f"no such date: {value!r} ({error})") from None


def shift(day: str, days: int) -> str:
    """A civil day so many days later, kept within the calendar."""
    number = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(max(number, 1), date.max.toordinal())).isoformat()


def spoken(value: str, *, weekday: bool = True) -> str:
    """An EDTF value in Indonesian: ``Senin, 23 Juni 2025``, ``Juni 2025``, ``20–22 Juni 2023``, ``Januari–Juni 2022``.

    Raises:
        ValueError: see :func:`bounds`.
    """
    first, _, last = value.partition("/")
    bounds(value)
    if not last or last == first:
        return _spoken(first, weekday)
    left, right = first.split("-"), last.split("-")
    if len(left) != len(right):
        return f"{_spoken(first, False)} – {_spoken(last, False)}"
    if len(left) == 3 and left[:2] == right[:2]:
        return f"{int(left[2])}–{_spoken(last, False)}"
    if len(left) == 2 and left[0] == right[0]:
        return f"{MONTHS[int(left[1]) - 1]}–{_spoken(last, False)}"
    if len(left) == 3 and left[0] == right[0]:
        return f"{int(left[2])} {MONTHS[int(left[1]) - 1]} – {_spoken(last, False)}"
    return f"{_spoken(first, False)} – {_spoken(last, False)}"


def _spoken(value: str, weekday: bool) -> str:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return value
    name = f"{MONTHS[parts[1] - 1]} {parts[0]:04d}"
    if len(parts) == 2:
        return name
    lead = f"{DAYS[date(*parts).weekday()]}, " if weekday else ""
    return f"{lead}{parts[2]} {name}"


def spoken_day(day: str) -> str:
    """A civil day without its weekday, month shortened: ``23 Jun 2025``."""
    found = date.fromisoformat(day)
    return f"{found.day} {MONTHS[found.month - 1][:3]} {found.year:04d}"


def spoken_instant(text: str, offset: int) -> str:
    """A stored instant in a civil zone: ``Selasa, 24 Juni 2025 pukul 08.12 WIB``."""
    found = instant(text, offset)
    zone = _ZONES.get(offset) or found.strftime("UTC%z").replace("+0000", "")
    return f"{_spoken(found.date().isoformat(), True)} pukul {found:%H.%M} {zone}"
