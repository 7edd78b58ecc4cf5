"""Calendar expressions and their EDTF values.

One pass of a cheap pattern finds the words and digits at which an expression can begin; there the expression is read as one
or two *units* (a day, a month, a year, a quarter, a relative word), each at most a few dozen characters long, so the work grows
with the text and no faster. What the writing leaves out is decided in :mod:`extract.values.points`; here is decided what is a
date at all, and whether the text speaks of the past or the future.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from extract.components.date_units import Unit, UnitReader
from extract.reading import DateFound, Reading, Sentence
from extract.values import edtf
from extract.values.dates import Tense
from extract.values.points import Point, mismatched, resolve
from models.vocab import IssueCode

_NEAR = 48
_CLAUSE = 90
_AHEAD = 45
"""Characters around an expression: for the words that make it something else, for cues before it, for cues behind it."""

_YEAR, _OPENING = 4, 12
"""The length of a year's value; characters after which a sentence no longer opens."""

_STORY = 200
"""Characters back to what a date continues: a full date of the same month, the school whose term is meant."""

_LONE_DAYS = 45
"""``(12/8)`` without a weekday is a date only within so many days of publication; elsewhere it may be a fraction or a score."""


def find_dates(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.dates`` with the calendar expressions of title and body, in order; left-over lines carry none.

    A weekday that contradicts its day, and a day that does not exist, become issues.
    """
    reading.dates.extend(_Finder(reading).found())


class _Finder(UnitReader):
    """One walk over one text."""

    def __init__(self, reading: Reading) -> None:
        sentences = reading.sentences or [Sentence(0, len(reading.text), 0)]
        super().__init__(reading.text, reading.published.date(), sentences, reading.quotes)
        self.reading = reading
        self.year_end = -1
        self.full: Unit | None = None
        self.year_told = (-1, 0)
        self.last_start = -1

    def found(self) -> Iterator[DateFound]:
        """The expressions in text order."""
        taken = 0
        for anchor in self.shapes.anchor.finditer(self.text):
            at = anchor.start()
            if at < taken:
                continue
            unit = None if self.sentence(at).leftover else self.read(at)
            if unit is None:
                continue
            behind_date, taken = self.is_echo(unit, taken), unit.end
            if behind_date or not self.stands(unit):
                continue
            unit = self.with_second(unit) or unit
            taken = unit.end
            if self.is_opening_hours(unit):
                continue
            unit = self.in_the_year_told(self.in_the_same_month(unit))
            value = self.value(unit)
            if value is not None:
                self.year_end = unit.end if unit.rule in ("year", "tahun") else -1
                self.remember(unit, value)
                if unit.rule == "step" and len(value) == _YEAR and unit.start - self.sentence(unit.start).start <= _OPENING:
                    self.year_told = (self.sentence(unit.start).start, int(value))
                self.full = unit if unit.rule == "day" and unit.points[0].year is not None else self.full
                self.last_start = unit.start
                yield DateFound(unit.start, unit.end, value, unit.rule)

    def in_the_same_month(self, unit: Unit) -> Unit:
        """A day without its year, right behind a full one of the same month, with that year: ``14 Juli 2019. ... 18 Juli``."""
        full, point = self.full, unit.points[0]
        if full is None or unit.rule != "day" or len(unit.points) > 1 or not unit.yearless or unit.start - full.end > _STORY:
            return unit
        first = full.points[-1]
        if first.month != point.month or point.weekday is not None or "\n" in self.text[full.end : unit.start]:
            return unit
        return replace(unit, points=(replace(point, year=first.year),))

    def in_the_year_told(self, unit: Unit) -> Unit:
        """A month or day without its year where the sentence opens with it: ``Tahun lalu iuran dilunasi Desember``."""
        point, (sentence, year) = unit.points[0], self.year_told
        if unit.rule not in ("month", "day") or not unit.yearless or len(unit.points) > 1 or point.weekday is not None:
            return unit
        here = self.sentence(unit.start).start == sentence and year < self.today.year
        return (
            replace(unit, points=(replace(point, year=year),))
            if here and not self.contexts.next.match(self.text, unit.end)
            else unit
        )

    def is_opening_hours(self, unit: Unit) -> bool:
        """Whether a range of bare weekdays says when something is open, not when it happened: ``buka Senin-Jumat``."""
        if unit.rule != "range" or not all(point.bare_weekday for point in unit.points):
            return False
        around = self.text[max(self.sentence(unit.start).start, unit.start - _NEAR) : unit.end + _AHEAD]
        return bool(self.contexts.hours.search(around))

    def is_echo(self, unit: Unit, taken: int) -> bool:
        """Whether a relative word stands right behind a date and only says which one is meant: ``28 Januari kemarin``."""
        return (
            unit.rule == "relative" and 0 < taken < unit.start <= taken + 3 and self.text[taken : unit.start].strip() in ("", ")")
        )

    def remember(self, unit: Unit, value: str) -> None:
        """Keep the first day the body tells: the day on which what it quotes was said."""
        if self.told is None and unit.start >= self.reading.body and unit.rule in ("day", "digits", "weekday"):
            self.told = edtf.bounds(value)[0]

    def value(self, unit: Unit) -> str | None:
        """The unit's value; what is wrong with it becomes an issue."""
        tense = unit.tense or (self.tense(unit) if unit.yearless else Tense.UNKNOWN)
        value = resolve(unit.points, self.today, tense)
        shown = self.text[unit.start : unit.end]
        if value is None:
            self.reading.doubt(IssueCode.DATE_IMPOSSIBLE, f"tanggal tidak ada: {shown}", unit.start, unit.end)
        elif mismatched(unit.points, value):
            self.reading.doubt(
                IssueCode.WEEKDAY_MISMATCH, f"hari dan tanggal tidak cocok: {shown} = {value}", unit.start, unit.end
            )
        return value

    def with_second(self, first: Unit) -> Unit | None:
        """The unit and the one behind ``hingga``, ``sampai``, ``-``, ``dan`` as one range, where they make one."""
        if len(first.points) == 2:
            return None
        strong = self.shapes.strong.match(self.text, first.end)
        joint = strong or self.shapes.weak.match(self.text, first.end)
        if joint is None:
            return self.with_series(first)
        second = self.read(joint.end()) if joint.end() < len(self.text) else None
        between = strong or self.before(self.contexts.between, first.start)
        if second is None or not self.makes_range(first, second, joint[0] if between else None):
            return None
        points = (first.points[0], second.points[-1])
        if first.points[0].bare_weekday and len(second.points) == 2:
            points = (replace(second.points[0], weekday=first.points[0].weekday), second.points[1])
            points = (points[0], replace(points[1], weekday=second.points[0].weekday))
        tense = first.tense or (self.tense(first) if first.yearless else None)
        if resolve(points, self.today, tense or Tense.UNKNOWN) is None:
            return None
        return Unit(first.start, second.end, "range", points, tense)

    def makes_range(self, first: Unit, second: Unit, strong: str | None) -> bool:
        """Whether two units joined by these words (``None``: by a mere ``and``) are the ends of one range."""
        a, b = first.points[0], second.points[-1]
        if a.fixed or b.fixed or (len(second.points) == 2 and not a.bare_weekday):
            return False
        if a.bare_weekday:
            return b.day is not None if strong is None else second.points[0].weekday is not None
        if a.day is not None and a.weekday is not None and second.rule == "edge":
            return False  # "Senin (19/6) sampai akhir Juni"
        if (a.day is None) != (b.day is None) or (a.month is None) != (b.month is None):
            return strong is not None and a.month is not None and b.month is not None and a.year is None
        if strong is None:
            return first.rule != "year" and self.follow(a, b)
        if strong == strong.strip() or strong.strip() not in "-–—" or a.day is None or a.year is None:
            return True
        return b.year is not None and b.weekday is None  # not a dateline's dash: "Nabire, 18 Agustus 2025 - Senin (11/8) ..."

    @staticmethod
    def ends_with_year(ranged: Unit | None) -> bool:
        """Whether there is a range and its end names its year: ``24/11 - 26/11/2025``."""
        return ranged is not None and ranged.points[-1].year is not None

    @staticmethod
    def follow(a: Point, b: Point) -> bool:
        """Whether ``a and b`` share what makes them one stretch: two months of one written year, two years in a row."""
        if a.day is not None:
            return False
        if a.month is None or b.month is None:
            return a.year is not None and b.year == a.year + 1
        return a.year is None and b.year is not None and (b.month > a.month or b.month - a.month == -11)

    def with_series(self, first: Unit) -> Unit | None:
        """Months in a row as one range: ``Januari, Februari, dan Maret 2025``."""
        comma = self.shapes.comma.match(self.text, first.end)
        second = self.read_month(comma.end()) if comma and first.rule == "month" and first.yearless else None
        if second is None or not second.yearless or (second.points[0].month or 0) - (first.points[0].month or 0) != 1:
            return None
        rest = self.with_second(second)
        return rest and Unit(first.start, rest.end, "range", (first.points[0], rest.points[-1]), rest.tense)

    # ---- what stands around --------------------------------------------------------------------------------------------------

    def before(self, pattern: re.Pattern[str], at: int, reach: int = _NEAR) -> re.Match[str] | None:
        """What the pattern finds right before a place, inside the sentence."""
        return pattern.search(self.text, max(self.sentence(at).start, at - reach), at)

    def stands(self, unit: Unit) -> bool:
        """Whether the unit is a date where it stands."""
        if all(point.year is None for point in unit.points) and self.before(self.contexts.recurring, unit.start):
            return False
        match unit.rule:
            case "quarter" if unit.points[0].year is None and self.before(self.contexts.school, unit.start, _STORY):
                return False
            case "year":
                return self.is_year(unit)
            case "tahun":
                return self.is_named_year(unit)
            case "step":
                return not self.before(self.contexts.duration, unit.start, 16)
            case "relative":
                return not self.before(self.contexts.no_day, unit.start)
            case "month":
                return unit.points[0].year is not None or self.is_month(unit) or self.with_second(unit) is not None
            case "digits":
                return self.is_digits(unit) or self.ends_with_year(self.with_second(unit))
            case "weekday" if unit.points[0].bare_weekday and self.before(self.contexts.weekday_head, unit.start):
                return False
            case "day" | "weekday" if unit.points[0].weekday is None or unit.points[0].bare_weekday:
                return not self.before(self.contexts.head, unit.start)
            case _:
                return True

    def is_year(self, unit: Unit) -> bool:
        """Whether bare digits are a year: behind ``pada``, ``sejak`` and the like, before ``lalu``, or in a row of years."""
        at, end = unit.start, unit.end
        if self.before(self.contexts.year_moment, at):
            return True
        if self.contexts.units.match(self.text, end):
            return False
        if self.before(self.contexts.year_lead, at) or self.before(self.contexts.year_aside, at):
            return True
        if self.contexts.year_behind.match(self.text, end) or self.contexts.year_on.match(self.text, end):
            return True
        if self.text[at - 1 : at] == "(" and self.text[end : end + 1] == ")":
            return True
        near = 0 <= self.year_end < at <= self.year_end + 12
        return near and bool(self.contexts.enumerated.match(self.text, self.year_end, at))

    def is_named_year(self, unit: Unit) -> bool:
        """Whether ``tahun 2025`` is said of time: not in the name of a law or an award."""
        at = unit.start
        if self.before(self.contexts.law, at, 80) or self.before(self.contexts.award, at):
            return False
        numbered = self.before(self.contexts.numbered, at)
        return numbered is None or self.text[at].islower() or numbered["before"].lower() in self.contexts.counters

    def is_month(self, unit: Unit) -> bool:
        """Whether a lone month's name is the month, not a person's or a street's."""
        at, end = unit.start, unit.end
        if self.text[at : at + 5].lower() == "bulan" or self.text.endswith(" ini", at, end):
            return True
        if self.before(self.contexts.month_lead, at):
            return True
        if self.contexts.year_behind.match(self.text, end):
            return True
        if self.text[at].islower():
            return False
        if self.before(self.contexts.person, at) or self.before(self.contexts.head, at):
            return False
        if at < self.reading.body:
            return False
        if self.contexts.capital.match(self.text, end):
            return False
        name = self.before(self.contexts.name_before, at)
        return name is None or name.start() == self.sentence(at).start

    def is_digits(self, unit: Unit) -> bool:
        """Whether ``12/8``, ``12/8/25`` is a date: behind a weekday; else in brackets or behind ``pada``, and near."""
        at, point = unit.start, unit.points[-1]
        if unit.points[0].weekday is not None:
            return True
        if self.before(self.contexts.letter, at) or self.text[at - 1 : at] == "/":
            return False
        if point.year is not None and re.search(r"\d{4}\)?$", self.text[at : unit.end]):
            return True
        if self.text[at - 1 : at] != "(" and not self.before(self.contexts.lone_lead, at):
            return False
        value = resolve(unit.points, self.today, Tense.UNKNOWN)
        return value is not None and edtf.days_between(value, edtf.day(self.today)) <= _LONE_DAYS

    def tense(self, unit: Unit) -> Tense:
        """Whether the text around the unit speaks of the past or the future."""
        if self.contexts.next.match(self.text, unit.end):
            return Tense.NEXT
        if self.contexts.last.match(self.text, unit.end):
            return Tense.LAST
        clause = self.clause_before(unit.start)
        weekday = unit.points[0].bare_weekday
        if weekday and clause.rstrip().endswith(",") and self.contexts.speech.search(clause):
            return Tense.PAST
        if self.last_start >= 0:
            clause = self.without_since(clause, unit.start)
        inner = self.contexts.relative_clause.search(clause)
        open_end = bool(self.contexts.open_end.search(clause))
        tense = self.cued(inner[0] if inner and not open_end else clause, weekday, last=True)
        if tense is not None or (inner and not open_end):
            return tense or (Tense.PAST if weekday else Tense.DONE)
        ahead = self.contexts.clause.match(self.text, unit.end, unit.end + _AHEAD)
        tense = self.cued(ahead[0], weekday, last=False) if ahead else None
        if tense is Tense.PAST or (tense is not None and not self.contexts.verb.search(clause)):
            return tense
        if open_end and self.contexts.lasting.search(clause):
            return Tense.NEXT
        if open_end:
            return Tense.NEAREST
        return Tense.DONE if self.contexts.done.search(clause) else Tense.UNKNOWN

    def without_since(self, clause: str, at: int) -> str:
        """A clause without what belongs to an earlier date: ``sejak Januari 4.000 orang dan pada Juni ...``."""
        cut = self.last_start - (at - len(clause))
        since = self.contexts.since.search(clause, 0, cut) if cut > 0 else None
        return clause if since is None else clause[: since.start()] + clause[cut:]

    def clause_before(self, at: int) -> str:
        """The text before a place, back to the sentence's or the direct speech's beginning, or so many characters."""
        clause = self.text[max(self.sentence(at).start, at - _CLAUSE) : at]
        return clause[max(map(clause.rfind, '"“”')) + 1 :]

    def cued(self, words: str, weekday: bool, *, last: bool) -> Tense | None:
        """The tense that the last (or the first) cue among the words tells; a bare weekday heeds only scheduling ones."""
        cues = [cue for cue in self.contexts.cue.finditer(words) if not (weekday and cue["future"]) or self.is_scheduled(cue)]
        if not cues:
            return None
        cue = cues[-1 if last else 0]
        future = cue["future"]
        if last and future and future.lower() in self.contexts.aims and not weekday and "," not in words[cue.end() :]:
            return Tense.NEXT
        return Tense.FUTURE if future else Tense.PAST

    def is_scheduled(self, cue: re.Match[str]) -> bool:
        """Whether the cue says that a day is set: ``akan``, ``dijadwalkan``; not merely ``berharap``."""
        return bool(self.contexts.scheduled.match(cue["future"]))
