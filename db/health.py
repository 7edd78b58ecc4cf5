"""How each source is doing over days: working, thinning, silent, blocked or broken, and since when. Pure functions of numbers.

What reading makes of its pages counts too: where they lose their date or most of their text, the outlet's markup has changed.

An outlet's articles on the agency are taken as a Poisson process, whose rate is what it gave in the four weeks before the
week in question. A week or a pause that such a process would show less than one time in a hundred is not chance.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

RECENT = 7
"""Days that are judged."""
BEFORE = 28
"""Days before those, from which the expectation comes."""
LEAST = 7
"""Watched days without which nothing can be expected."""
UNLIKELY = 0.01
STALE = 2
"""Days without a run after which a source counts as not watched."""
HISTORY = RECENT + BEFORE + 60
"""Days of numbers worth reading: the windows, and how far back a state is followed."""

ENOUGH = 5
"""Pages of a week from which their dates and lengths are judged."""
DATED_FALL = 0.5
"""A share of dated pages below this part of the usual one is a fault."""
LENGTH_FALL = 1 / 3
"""A median body below this part of the usual one is a fault."""

Numbers = Mapping[str, int]


class Health(StrEnum):
    """States of a source."""

    WORKING = "working"
    LEARNING = "learning"
    THINNING = "thinning"
    SILENT = "silent"
    BLOCKED = "blocked"
    BROKEN = "broken"
    UNWATCHED = "unwatched"

    @property
    def well(self) -> bool:
        """Whether nobody needs to look."""
        return self in (Health.WORKING, Health.LEARNING)


LABELS: Mapping[Health, str] = {
    Health.WORKING: "bekerja",
    Health.LEARNING: "belum cukup lama",
    Health.THINNING: "menipis",
    Health.SILENT: "diam",
    Health.BLOCKED: "diblokir",
    Health.BROKEN: "rusak",
    Health.UNWATCHED: "tidak dirayapi",
}


@dataclass(frozen=True, slots=True)
class Reads:
    """What became of a source's pages in some days: how many there were, how many had a date, the median length of a body."""

    pages: int = 0
    dated: int = 0
    length: int | None = None

    @property
    def share(self) -> float | None:
        """The share of pages with a date; ``None`` without pages."""
        return self.dated / self.pages if self.pages else None


@dataclass(frozen=True, slots=True)
class Quality:
    """What became of a source's pages in the last :data:`RECENT` days, and in the :data:`BEFORE` days before them."""

    recent: Reads = Reads()
    usual: Reads = Reads()


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source's state on a day.

    ``since`` is the first day of that state in a row, ``recent`` the articles of the last watched week, ``band`` the least and
    the most that would be no surprise (``None`` while nothing can be expected), ``quality`` what reading made of its pages.
    """

    source: str
    state: Health
    since: date
    recent: int
    band: tuple[int, int] | None
    why: str
    quality: Quality = Quality()


def health(source: str, days: Mapping[date, Numbers], today: date, quality: Quality | None = None) -> SourceHealth:
    """The state of a source.

    Args:
        source: its id.
        days: per day what :meth:`db.pages.PageStore.days` tells of it.
        today: the day in question; later days are left out.
        quality: what reading made of its pages, where that is known.
    """
    state, why = _state(days, today)
    expected = _expected(days, today)
    usual = None if expected is None else band(expected)
    quality = quality or Quality()
    if state not in (Health.BLOCKED, Health.UNWATCHED) and (fault := _misread(quality)) is not None:
        return SourceHealth(source, Health.BROKEN, today, _recent(days, today), usual, fault, quality)
    since = today
    for back in range(1, HISTORY):
        day = today - timedelta(days=back)
        if not any(earlier <= day for earlier in days) or _state(days, day)[0] is not state:
            break
        since = day
    return SourceHealth(source, state, since, _recent(days, today), usual, why, quality)


def _misread(quality: Quality) -> str | None:
    """What is wrong with how a source's pages read of late, against what is usual of it."""
    recent, usual = quality.recent, quality.usual
    if recent.pages < ENOUGH or usual.pages < ENOUGH or recent.share is None or not usual.share:
        return None
    if recent.share < usual.share * DATED_FALL:
        return f"{recent.pages - recent.dated} dari {recent.pages} halaman seminggu ini tanpa tanggal terbit"
    if recent.length is not None and usual.length and recent.length < usual.length * LENGTH_FALL:
        return f"isi artikel menyusut: biasanya {usual.length} huruf, minggu ini {recent.length}"
    return None


def _state(days: Mapping[date, Numbers], today: date) -> tuple[Health, str]:
    watched = _watched(days, today)
    if not watched or (today - watched[-1]).days > STALE:
        return Health.UNWATCHED, "tidak ada putaran yang selesai dalam dua hari ini"
    last = days[watched[-1]]
    if (fault := _fault(last)) is not None:
        return fault
    expected = _expected(days, today)
    if expected is None:
        return Health.LEARNING, "belum cukup hari untuk tahu apa yang biasa"
    if not any(_articles(days[day]) for day in watched[1:]):
        if len(watched) < BEFORE:
            return Health.LEARNING, "belum ada berita baru tentang lembaga"
        return Health.SILENT, f"{len(watched)} hari diamati, belum satu pun berita baru tentang lembaga"
    return _against_expectation(days, today, expected)


def _against_expectation(days: Mapping[date, Numbers], today: date, expected: float) -> tuple[Health, str]:
    recent = _recent(days, today)
    # The pause may be longer than the window: then it is the pause that is judged.
    pause = 0
    for day in reversed(_watched(days, today)):
        if _articles(days[day]):
            break
        pause += 1
    if pause and math.exp(-_rate(days, today, pause) * pause) < UNLIKELY:
        return Health.SILENT, f"{pause} hari tanpa berita, biasanya {_decimal(expected)} seminggu"
    if recent and cumulative(recent, expected) < UNLIKELY:
        return Health.THINNING, f"{recent} berita dalam seminggu, biasanya {_decimal(expected)}"
    return Health.WORKING, f"{recent} berita dalam seminggu"


def _decimal(number: float) -> str:
    """One decimal, with the comma of Indonesian."""
    return f"{number:.1f}".replace(".", ",")


def _fault(numbers: Numbers) -> tuple[Health, str] | None:
    """What is wrong with a day's visits, whatever they brought."""
    asked = numbers.get("lists", 0) - numbers.get("lists_over_budget", 0)
    answered, resting = numbers.get("lists_answered", 0), numbers.get("lists_resting", 0)
    if asked > 0 and not answered:
        if numbers.get("lists_blocked", 0):
            return Health.BLOCKED, "daftarnya menolak perayap"
        return Health.BROKEN, "tidak satu pun daftar menjawab"
    if answered and not numbers.get("links", 0) and not resting:
        return Health.BROKEN, "daftarnya menjawab tanpa satu pun tautan artikel"
    got = numbers.get("stored", 0) + numbers.get("unchanged", 0) + numbers.get("pages", 0)
    if not got and numbers.get("non_article_challenge", 0):
        return Health.BLOCKED, "artikelnya diganti halaman pemeriksaan"
    if not got and numbers.get("failed", 0) >= 3:
        return Health.BROKEN, "tidak satu pun artikel dapat diambil"
    return None


def _articles(numbers: Numbers) -> int:
    return numbers.get("pages", 0)


def _watched(days: Mapping[date, Numbers], today: date, least: date | None = None) -> list[date]:
    """The days on which a run ended, in order."""
    return sorted(day for day, numbers in days.items() if numbers.get("runs") and day <= today and (least is None or day > least))


def _recent(days: Mapping[date, Numbers], today: date) -> int:
    return sum(_articles(days[day]) for day in _watched(days, today, today - timedelta(days=RECENT)))


def _rate(days: Mapping[date, Numbers], today: date, pause: int = RECENT) -> float:
    """Articles a watched day before a pause; the first watched day is left out, since it brings what is old."""
    watched = _watched(days, today)
    end = watched[-pause] if pause <= len(watched) else watched[0]
    before = [day for day in watched[1:] if end - timedelta(days=BEFORE) <= day < end]
    return sum(_articles(days[day]) for day in before) / len(before) if len(before) >= LEAST else 0.0


def _expected(days: Mapping[date, Numbers], today: date) -> float | None:
    """Articles to be expected in the watched days of the week in question, ``None`` where too little is known."""
    start = today - timedelta(days=RECENT)
    watched = _watched(days, today)
    before = [day for day in watched[1:] if start - timedelta(days=BEFORE) < day <= start]
    if len(before) < LEAST:
        return None
    rate = sum(_articles(days[day]) for day in before) / len(before)
    return rate * len([day for day in watched if day > start])


def cumulative(count: int, expected: float) -> float:
    """The probability that a Poisson process brings at most ``count`` where ``expected`` are expected."""
    return min(1.0, math.fsum(_exactly(n, expected) for n in range(count + 1)))


def _exactly(count: int, expected: float) -> float:
    if expected <= 0:
        return float(count == 0)
    return math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))


def band(expected: float) -> tuple[int, int]:
    """The least and the most articles that would be no surprise."""
    least, most, total = -1, 0, 0.0
    while True:
        total += _exactly(most, expected)
        if least < 0 and total >= UNLIKELY:
            least = most
        if total >= 1 - UNLIKELY:
            return least, most
        most += 1


def healths(
    days: Mapping[str, Mapping[date, Numbers]],
    sources: Iterable[str],
    today: date,
    qualities: Mapping[str, Quality] | None = None,
) -> list[SourceHealth]:
    """The states of all sources, in their order; of one that was never visited too."""
    return [health(source, days.get(source, {}), today, (qualities or {}).get(source)) for source in sources]
