"""When scheduled digests are due, in WIB (UTC+7, which knows no summer time)."""

import re
from datetime import datetime, timedelta, timezone

from db.alerts.targets import AlertError
from db.calendars import DAYS

WIB = timezone(timedelta(hours=7), "WIB")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def minute_of(text: str) -> int:
    """The minute of the day of ``HH:MM``.

    Raises:
        AlertError: it is no such time.
    """
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise AlertError(f"Jam {text!r} tidak dikenal. Tulis HH:MM dalam WIB, misalnya 07:00.")
    return int(found[1]) * 60 + int(found[2])


def week_of(text: str) -> tuple[int, int]:
    """Weekday (Monday is 0) and minute of ``HARI HH:MM``; ``HH:MM`` alone means Monday.

    Raises:
        AlertError: it is no such day or time.
    """
    day, _, time = text.strip().rpartition(" ")
    names = [name.casefold() for name in DAYS]
    wanted = day.strip().casefold().replace("jum'at", "jumat") or names[0]
    if wanted not in names:
        raise AlertError(f"Hari {day!r} tidak dikenal. Yang ada: {', '.join(DAYS)}; misalnya --weekly 'Senin 07:00'.")
    return names.index(wanted), minute_of(time)


def last_due(now: datetime, minute: int, weekday: int | None) -> datetime:
    """The last scheduled instant that is not after ``now``."""
    local = now.astimezone(WIB)
    due = local.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)
    if weekday is not None:
        due += timedelta(days=weekday - local.weekday())
    step = timedelta(days=1 if weekday is None else 7)
    return due if due <= local else due - step


def told(weekday: int | None, minute: int | None) -> str:
    """A schedule for people: ``tiap hari 07.00 WIB``."""
    if minute is None:
        return "seketika"
    day = "tiap hari" if weekday is None else f"tiap {DAYS[weekday]}"
    return f"{day} {minute // 60:02d}.{minute % 60:02d} WIB"
