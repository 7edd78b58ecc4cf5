"""What a calendar expression means, given the day the text was published: pure functions, no text but an isolated date line.

The rules are those of ``docs/annotation.md``: a missing year is the one that puts the expression nearest to publication, past
preferred unless the text speaks of the future; a bare weekday is the latest one, or the next one where the future is spoken of.
"""

import re
import warnings
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum, auto
from functools import cache

from models.calendar_lexicon import calendar, month_numbers
from models.lexicon import alternation
from models.vocab import ZONE_HOURS, Zone

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Four digits outside these are no year."""


class Tense(Enum):
    """When the text puts a date: by cues in its clause (PAST, FUTURE), or by a word right behind it (LAST, NEXT).

    DONE is told by a verb as "signed" or "died", without a cue of its own.
    NEAREST is a span's open end (``mulai Juli``, ``sampai Desember``), which may lie on either side.
    """

    UNKNOWN = auto()
    NEAREST = auto()
    PAST = auto()
    DONE = auto()
    FUTURE = auto()
    LAST = auto()
    NEXT = auto()


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or nothing where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(written: str, anchor: date) -> int:
    """A year of four or two digits; two digits mean the one of their hundred years that is nearest to the anchor."""
    number = int(written)
    if len(written) > 2:
        return number
    century = anchor.year - anchor.year % 100
    return min((century + number + step for step in (-100, 0, 100)), key=lambda year: abs(year - anchor.year))


def day_without_year(month: int, day: int, weekday: int | None, anchor: date, tense: Tense) -> date | None:
    """The day of that month that is meant, ``None`` where no near year has it (29 February counts in leap years).

    The weekday decides between two years only where both are far: a misprint must not move last night's event by a year.
    """
    days = [found for year in range(anchor.year - 4, anchor.year + 5) if (found := real_day(year, month, day))]
    past = max((found for found in days if found <= anchor), default=None)
    coming = min((found for found in days if found > anchor), default=None)
    if past is None or coming is None:
        return past or coming
    ago, ahead = (anchor - past).days, (coming - anchor).days
    if weekday is not None and min(ago, ahead) > _NEAR_DAYS and (past.weekday() == weekday) != (coming.weekday() == weekday):
        return past if past.weekday() == weekday else coming
    if tense is Tense.PAST and ahead <= _COMING_DAYS:
        return coming
    return coming if _is_ahead(ago, ahead, tense) else past


_NEAR_DAYS, _COMING_DAYS = 60, 30
"""A day so near decides against a weekday; one that comes so soon decides against a word like ``sudah`` in the clause."""


def month_without_year(month: int, anchor: date, tense: Tense) -> int:
    """The year of the month that is meant."""
    ago = (anchor.month - month) % 12
    if ago == 0:
        return anchor.year
    past = anchor.year - (month > anchor.month)
    return past + 1 if _is_ahead(ago, 12 - ago, tense) else past


def _is_ahead(ago: int, ahead: int, tense: Tense) -> bool:
    """Whether the coming one of two is meant, given how far the last one and the coming one are."""
    if tense in (Tense.LAST, Tense.PAST):
        return False
    if tense is Tense.NEXT:
        return True
    if tense is Tense.FUTURE:
        return ahead <= 4 * ago
    return 2 * ahead < ago if tense is Tense.DONE else ahead < ago


def weekday_near(weekday: int, anchor: date, tense: Tense) -> date:
    """The day of a bare weekday: the latest one, the day of publication included, or the next one after it."""
    if tense in (Tense.FUTURE, Tense.NEXT):
        return anchor + timedelta(days=(weekday - anchor.weekday() - 1) % 7 + 1)
    back = (anchor.weekday() - weekday) % 7
    if tense is Tense.LAST and back == 0:
        back = 7
    return anchor - timedelta(days=back)


def weekday_of_week(weekday: int, anchor: date, step: int) -> date:
    """The weekday in the week ``step`` weeks from the anchor's; weeks begin on Monday."""
    return anchor + timedelta(days=weekday - anchor.weekday() + 7 * step)


def month_step(anchor: date, step: int) -> tuple[int, int]:
    """Year and month ``step`` months from the anchor's."""
    count = anchor.year * 12 + anchor.month - 1 + step
    return count // 12, count % 12 + 1


def part_of_year(number: int, parts: int) -> tuple[int, int]:
    """First and last month of the ``number``-th of ``parts`` equal parts of a year (4: quarters, 2: half years)."""
    length = 12 // parts
    return (number - 1) * length + 1, number * length


# ---- printed date lines -------------------------------------------------------------------------------------------------------

_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?![\d/-])\s{0,3}([ap]\.?m\b\.?)?", re.IGNORECASE)
_ZONE = re.compile(r"\b(WIB|WITA|WIT)\b|(?:\b(?:UTC|GMT)|(?<=\d))\s?([+-]\d{1,2})(?::?(\d{2}))?\b|\b(UTC|GMT|Z)\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?=T)|\b)")
_NUMERIC = re.compile(r"\b(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\b(?![:.]\d)")
_AGO = re.compile(
    r"\b(\d{1,3})\s{1,3}(detik|menit|jam|hari|minggu|pekan|bulan|tahun)(?:\s{1,3}yang)?\s{1,3}lalu\b", re.IGNORECASE
)
_AGO_SECONDS = {"detik": 1, "menit": 60, "jam": 3600, "hari": 86400, "minggu": 604800, "pekan": 604800}
_DAY_WORDS = re.compile(r"\b(hari ini|kemarin)\b", re.IGNORECASE)

_PRINTED_MAX = 200
"""A date line is no longer than this; what is longer is no isolated date line."""


@cache
def _named() -> re.Pattern[str]:
    names = alternation(month_numbers())
    return re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,3}}(?P<m>{names})\b\.?[\s,-]{{1,3}}(?P<y>\d{{4}}|\d{{2}}(?!\d|[:.]))\b"
        rf"|\b(?P<em>{names})\.?\s{{1,3}}(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\s{{0,2}},?\s{{1,3}}(?P<ey>\d{{4}})\b",
        re.IGNORECASE,
    )


def parse_printed(text: str, default_hours: int, now: datetime) -> datetime | None:
    """The instant that an isolated printed date line of a page names.

    Args:
        text: the line, as ``Selasa, 12 Agustus 2025 | 10:27:01 WIB``, ``Kamis 28-08-2025,07:00 WIB``, ``Juli 19, 2023 - 18:00``.
        default_hours: hours east of UTC where the line names no zone.
        now: the instant the page was fetched; anchors ``3 hari lalu`` and two-digit years.

    Returns:
        An aware time in the line's zone; midnight where the line has no clock. ``None`` where it holds no date.
    """
    line = " ".join(text[: _PRINTED_MAX + 1].split())
    if not line or len(line) > _PRINTED_MAX or len(text) > 10 * _PRINTED_MAX:
        return None
    hours = _zone(line, default_hours)
    if hours is None:
        return None
    zone = timezone(hours)
    local_now = now.astimezone(zone)
    ago = _ago(line, local_now)
    if ago is not None:
        return ago
    found = _printed_day(line, local_now.date())
    if found is None:
        return _last_resort(line, zone, local_now)
    clock = _clock(line)
    return None if clock is None or not FIRST_YEAR <= found.year <= LAST_YEAR else datetime.combine(found, clock, tzinfo=zone)


def _zone(line: str, default_hours: int) -> timedelta | None:
    """The line's distance from UTC; ``None`` where it names an impossible one."""
    rest = _ISO.sub(" ", _NUMERIC.sub(" ", line))
    found = _ZONE.search(rest)
    if found is None:
        return timedelta(hours=default_hours)
    if found[1]:
        return timedelta(hours=ZONE_HOURS[Zone(found[1].upper())])
    if found[2] is None:
        return timedelta()
    if ":" not in rest[: found.start(2)] and found[3] is None and "T" not in line and not found[0][0].isalpha():
        return timedelta(hours=default_hours)  # "10-11": a hyphen between numbers, no zone
    hours, minutes = int(found[2]), int(found[3] or 0)
    if abs(hours) > 14 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes if hours >= 0 else -minutes)


def _ago(line: str, now: datetime) -> datetime | None:
    """``3 hari lalu``, ``2 jam lalu``: from the time of fetching."""
    found = _AGO.search(line)
    if found is None:
        return None
    count, unit = int(found[1]), found[2].lower()
    if unit in _AGO_SECONDS:
        return now - timedelta(seconds=count * _AGO_SECONDS[unit])
    year, month = month_step(now.date(), -count * (12 if unit == "tahun" else 1))
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))


def _printed_day(line: str, today: date) -> date | None:
    """The first date of the line; in digits alone the day comes first."""
    if found := _ISO.search(line):
        return real_day(int(found[1]), int(found[2]), int(found[3]))
    if found := _named().search(line):
        name, number, year = (found["m"], found["d"], found["y"]) if found["d"] else (found["em"], found["ed"], found["ey"])
        return real_day(full_year(year, today), month_numbers()[name.lower()], int(number))
    if found := _NUMERIC.search(line):
        return real_day(full_year(found[4], today), int(found[3]), int(found[1]))
    if found := _DAY_WORDS.search(line):
        return today + timedelta(days=calendar().relative[found[1].lower()])
    return None


def _clock(line: str) -> time | None:
    """The line's clock time, midnight without one, ``None`` for an impossible one."""
    found = _CLOCK.search(_NUMERIC.sub(" ", line))
    if found is None:
        return time()
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4][0] in "pP" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _last_resort(line: str, zone: timezone, now: datetime) -> datetime | None:
    """What dateparser makes of a line that none of the known forms fits; it must name a year in digits to be believed."""
    if not re.search(r"\b(?:19|20)\d\d\b", line) or not re.search(r"[^\W\d_]{3}", line):
        return None
    import dateparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(
            line,
            languages=["id", "en"],
            settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "RELATIVE_BASE": now.replace(tzinfo=None)},
        )
    if not isinstance(found, datetime) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)
