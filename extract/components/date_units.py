"""Reading one calendar expression: from the words at a place in the text to the points in time they name.

Each ``read_...`` takes a position and gives the unit that begins exactly there, or ``None``. Whether a unit is a date where it
stands is not decided here.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from extract.components.date_patterns import contexts, shapes
from extract.reading import Quote, Sentence
from extract.values import edtf
from extract.values.dates import Tense, full_year, month_step, part_of_year, weekday_near
from extract.values.points import Point
from models.calendar_lexicon import calendar, month_numbers, weekday_numbers
from models.lexicon import alternation

_SPOKEN = timedelta(days=3)
"""What is quoted was said at most so long before publication."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that names a point in time, or a short range (``20-22 Juni``)."""

    start: int
    end: int
    rule: str
    points: tuple[Point, ...]
    tense: Tense | None = None

    @property
    def yearless(self) -> bool:
        """Whether the text around it decides which year, or which week, is meant."""
        return all(point.year is None and point.fixed is None and point.week is None for point in self.points)


_TAG = 160
"""Characters behind direct speech that may say on which weekday it was said (``ujar X di Y, Sabtu``)."""


@cache
def _said_on() -> re.Pattern[str]:
    return re.compile(rf"[^.\n“\"]{{0,{_TAG}}}?\b({alternation(tuple(weekday_numbers()))})\b", re.IGNORECASE)


class UnitReader:
    """Reads units out of one text.

    Args:
        text: what is read.
        today: the local day of publication.
        sentences: of the text, in order, covering all that is read.
        quotes: its direct speech, in order.

    ``told`` is the first day that the text tells, once it is known: the day on which what it quotes was said.
    """

    def __init__(self, text: str, today: date, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> None:
        self.text, self.today, self.sentences, self.quotes = text, today, sentences, quotes
        self.starts = [sentence.start for sentence in sentences]
        self.shapes, self.contexts = shapes(), contexts()
        self.told: date | None = None

    def sentence(self, at: int) -> Sentence:
        """The sentence around a place."""
        return self.sentences[max(0, bisect_right(self.starts, at) - 1)]

    def speaking_day(self, at: int) -> date:
        """What ``hari ini`` means here: in direct speech the day it was said, elsewhere the day of publication."""
        if self.told is None or not timedelta() <= self.today - self.told <= _SPOKEN:
            return self.today
        quotes = self.quotes
        last = bisect_right(quotes, at, key=lambda quote: quote.start) - 1
        if last < 0 or at >= quotes[last].end:
            return self.today
        said = _said_on().match(self.text, quotes[last].end, quotes[last].end + _TAG)
        if said is None:
            return self.told
        return weekday_near(weekday_numbers()[said[1].lower()], self.today, Tense.PAST)

    def read(self, at: int) -> Unit | None:
        """The unit that begins here."""
        if self.text[at].isdigit():
            return self.read_day(at) or self.read_year(at)
        return (
            self.read_weekday(at)
            or self.read_relative(at)
            or self.read_day_word(at)
            or self.read_edge(at)
            or self.read_month(at)
            or self.read_year(at)
            or self.read_quarter(at)
            or self.read_step(at)
        )

    def read_weekday(self, at: int) -> Unit | None:
        """``Selasa``, ``Jumat (8/12)``, ``Kamis, 7 September 2023``, ``Kamis lusa``, ``hari Senin``."""
        lead = self.shapes.lead.match(self.text, at)
        if lead is None:
            return None
        weekday = weekday_numbers()[lead["w"].lower()]
        inner = self.read_behind(lead.end())
        if inner is not None:
            first, *rest = inner.points
            return replace(inner, start=at, points=(replace(first, weekday=weekday), *rest))
        if self.is_no_weekday(lead):
            return None
        if lead["week"] is not None:
            point = Point(weekday=weekday, week=calendar().steps[lead["week"].lower()])
            return Unit(at, lead.end(), "weekday", (point,))
        this = None if lead["rel"] else self.shapes.this.match(self.text, lead.end("w"))
        if this is not None:
            return Unit(at, this.end(), "weekday", (Point(weekday=weekday, week=0),))
        tense = {"k": Tense.LAST, "b": Tense.NEXT, "l": Tense.NEXT}.get((lead["rel"] or "-")[0].lower())
        return Unit(at, lead.end() if lead["rel"] else lead.end("w"), "weekday", (Point(weekday=weekday),), tense)

    def is_no_weekday(self, lead: re.Match[str]) -> bool:
        """Whether the word is a part of a name (``Jumat Berkah``), or ``minggu`` as a week."""
        at, word = lead.start("w"), lead["w"]
        if self.contexts.weekday_name.match(self.text, lead.end("w")) or (
            at == lead.start() and word.islower() and word == "minggu"
        ):
            return True
        if word.lower() != "minggu" or at > lead.start():
            return False
        if word.isupper() or self.contexts.duration.search(self.text, max(0, at - 12), at):
            return True
        if self.contexts.week_number.match(self.text, at + len(word)):
            return True
        return at == self.sentence(at).start and bool(self.contexts.week_behind.match(self.text, at + len(word)))

    def read_behind(self, at: int) -> Unit | None:
        """A day behind a weekday or a relative word: ``(8/12)``, ``, 7 September 2023``, `` 28-08-2025``, `` (1-2/12)``."""
        gap = self.shapes.gap.match(self.text, at)
        if gap is None or gap.end() == at:
            return None
        unit = self.read_day(gap.end()) or (None if gap["open"] else self.read_open_day(gap.end()))
        if unit is None or gap["open"] is None:
            return unit
        close = self.shapes.close.match(self.text, unit.end)
        return self.read_range_within(unit) or unit if close is None else replace(unit, end=close.end())

    def read_range_within(self, unit: Unit) -> Unit | None:
        """A range over two months in one bracket: ``Sabtu-Senin (29/6-1/7)``."""
        joint = self.shapes.strong.match(self.text, unit.end) if len(unit.points) == 1 else None
        second = self.read_day(joint.end()) if joint else None
        close = self.shapes.close.match(self.text, second.end) if second and len(second.points) == 1 else None
        if second is None or close is None:
            return None
        return Unit(unit.start, close.end(), "range", (unit.points[0], second.points[0]))

    def read_open_day(self, at: int) -> Unit | None:
        """The day of ``Rabu 8 hingga Kamis 9 Mei``: a number that a range gives its month."""
        numbers = self.shapes.numbers.match(self.text, at)
        if numbers is None or numbers["w"] is None:
            return None
        return self.read_numbers(at)

    def read_day(self, at: int) -> Unit | None:
        """``12 Agustus 2025``, ``28-08-2025``, ``16/5/25``, ``8/12``, ``2025-08-12``, ``20-22 Juni``, ``8-9/5/2019``."""
        found = self.shapes.day.match(self.text, at)
        if found is None:
            return self.read_numbers(at)
        if found["d"]:
            month = month_numbers()[found["m"].lower()]
            year = self.written_year(found["y"] or found["hy"], found["ys"])
            end = found.end() - (self.text[found.end() - 1] == "." and not found["y"])
            return Unit(at, end, "day", (Point(day=int(found["d"]), month=month, year=year),))
        if found["sd"]:
            year = full_year(found["sy"], self.today) if found["sy"] else None
            return Unit(at, found.end(), "digits", (Point(day=int(found["sd"]), month=int(found["sm"]), year=year),))
        names = ("iy", "im", "id") if found["iy"] else ("ny", "nm", "nd")
        written = [int(found[name]) for name in names]
        return Unit(at, found.end(), "day", (Point(year=written[0], month=written[1], day=written[2]),))

    def read_numbers(self, at: int) -> Unit | None:
        """Days of one month: ``20-22 Juni 2023``, ``8 hingga Kamis 9 Mei``, ``5, 6 dan 7/12``."""
        numbers = self.shapes.numbers.match(self.text, at)
        if numbers is None:
            return None
        shape = self.shapes.day.match(self.text, numbers.end())
        unit = None if shape is None else self.read_day(numbers.end())
        if unit is None or not 0 < int(numbers["n"]) < (unit.points[0].day or 0):
            return None
        weekday = weekday_numbers()[numbers["w"].lower()] if numbers["w"] else None
        return replace(unit, start=at, points=(Point(day=int(numbers["n"])), replace(unit.points[0], weekday=weekday)))

    def written_year(self, digits: str | None, step: str | None) -> int | None:
        """The year of an expression's tail: ``2025``, ``tahun lalu``."""
        if digits:
            return int(digits)
        return self.today.year + calendar().steps[step.lower()] if step else None

    def read_day_word(self, at: int) -> Unit | None:
        """The day of ``tanggal 12 Agustus 2025``; the word itself stays outside, the expression being complete without it."""
        word = self.shapes.day_word.match(self.text, at)
        unit = None if word is None else self.read_day(word.end())
        return None if unit is None else replace(unit, rule="day")

    def read_relative(self, at: int) -> Unit | None:
        """``hari ini``, ``kemarin``, ``besok``, ``lusa``, and ``kemarin (12/8)``."""
        found = self.shapes.relative.match(self.text, at)
        if found is None:
            return None
        inner = self.read_behind(found.end())
        if inner is not None:
            return replace(inner, start=at, rule="relative")
        step = calendar().relative[" ".join(found[0].lower().split())]
        return Unit(at, found.end(), "relative", (Point(fixed=edtf.day(self.speaking_day(at) + timedelta(days=step))),))

    def read_edge(self, at: int) -> Unit | None:
        """``awal Agustus``, ``akhir tahun ini``, ``pertengahan 2024``: the whole month's or year's value."""
        edge = self.shapes.edge.match(self.text, at)
        if edge is None:
            return None
        start = edge.end()
        unit = self.read_month(start) or self.read_year(start) or self.read_quarter(start) or self.read_step(start, edge=True)
        return None if unit is None else replace(unit, start=at, rule="edge")

    def read_month(self, at: int) -> Unit | None:
        """``Agustus``, ``bulan September``, ``Agustus 2025``, ``Agustus tahun lalu``, ``Juli 19, 2023``."""
        english = self.shapes.english.match(self.text, at)
        if english is not None:
            point = Point(day=int(english["d"]), month=month_numbers()[english["m"].lower()], year=int(english["y"]))
            return Unit(at, english.end(), "day", (point,))
        found = self.shapes.month.match(self.text, at)
        if found is None:
            return None
        month = month_numbers()[(found["m"] or found["ms"]).lower()]
        unit = Unit(at, found.end(), "month", (Point(month=month, year=self.written_year(found["y"], found["ys"])),))
        return self.with_this(unit)

    def with_this(self, unit: Unit) -> Unit:
        """The unit with an ``ini`` behind it, which makes it the present one."""
        this = self.shapes.this.match(self.text, unit.end)
        return unit if this is None else replace(unit, end=this.end())

    def read_year(self, at: int) -> Unit | None:
        """``tahun 2026``, ``Tahun Anggaran 2025``, ``Tahun 2020-2022``, ``2024`` (whether it is a year the context says)."""
        found = self.shapes.year.match(self.text, at)
        if found is None:
            return None
        points = [Point(year=int(found["y"]))]
        if found["y2"] and int(found["y2"]) > int(found["y"]):
            points.append(Point(year=int(found["y2"])))
        end = found.end() if len(points) == 2 else found.end("y")
        return self.with_this(Unit(at, end, "tahun" if found["t"] else "year", tuple(points)))

    def read_quarter(self, at: int) -> Unit | None:
        """``triwulan III 2025``, ``kuartal pertama tahun ini``, ``semester II``."""
        found = self.shapes.quarter.match(self.text, at)
        if found is None:
            return None
        know = calendar()
        parts = 4 if found["u"].lower() in know.parts.quarters else 2
        number = next(number for number, forms in know.ordinals.items() if found["n"].lower() in forms)
        if number > parts:
            return None
        first, last = part_of_year(number, parts)
        year = self.written_year(found["y"] or found["y3"], found["ys"])
        return Unit(at, found.end(), "quarter", (Point(month=first, last_month=last, year=year),))

    def read_step(self, at: int, *, edge: bool = False) -> Unit | None:
        """``tahun ini``, ``bulan depan``; behind ``awal`` or ``akhir`` also ``tahun`` and ``bulan`` alone."""
        found = self.shapes.step.match(self.text, at)
        if found is None or (found["s"] is None and not edge):
            return None
        step = calendar().steps[found["s"].lower()] if found["s"] else 0
        of_year = found["u"].lower() == "tahun"
        value = edtf.year(self.today.year + step) if of_year else edtf.month(*month_step(self.today, step))
        return Unit(at, found.end(), "step", (Point(fixed=value),))
