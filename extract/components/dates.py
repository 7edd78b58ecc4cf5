"""Calendar expressions and their EDTF values.

One pass of a cheap pattern finds the words and digits at which an expression can begin; there the expression is read as one
or two *units* (a day, a month, a year, a quarter, a relative word), each at most a few dozen characters long, so the work grows
with the text and no faster. What the writing leaves out is decided in :mod:`extract.values.dates`; here is decided what is a
date at all, and whether the text speaks of the past or the future.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc

from extract.reading import DateFound, Reading, Sentence
from extract.values import edtf
from extract.values.dates import (
    Calendar,
    Point,
    Tense,
    full_year,
    mismatched,
    month_numbers,
    month_step,
    part_of_year,
    resolve,
    weekday_numbers,
    words,
)
from models.vocab import IssueCode

_S = r"[^\S\n]{1,3}"
"""Space inside a line."""

_O = r"[^\S\n]{0,2}"
"""Optional space inside a line."""

_NEAR = 48
_CLAUSE = 90
_AHEAD = 45
"""Characters around an expression: for the words that make it something else, for cues before it, for cues behind it."""

_LONE_DAYS = 45
"""``(12/8)`` without a weekday is a date only within so many days of publication; elsewhere it may be a fraction or a score."""

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


def _any(options: Iterable[str]) -> str:
    """A group of the words, longest first; a space in a word is any space inside a line."""
    ordered = sorted(set(options), key=lambda option: (-len(option), option))
    return "(?:" + "|".join(_S.join(map(re.escape, option.split(" "))) for option in ordered) + ")"


def _cased(options: Iterable[str]) -> set[str]:
    """The words as they stand in text: in lower case, capitalised, in capitals."""
    return {form for word in options for form in (word, word[:1].upper() + word[1:], word.upper())}


def _initials(options: Iterable[str]) -> str:
    return re.escape("".join(sorted({form[0] for form in _cased(options)})))


def _trie(options: Iterable[str]) -> str:
    """The same language as an alternation of the words, with common beginnings shared: many times faster to fail."""
    branches: dict[str, list[str]] = {}
    options = set(options)
    for option in sorted(options - {""}):
        branches.setdefault(option[0], []).append(option[1:])
    body = "|".join(re.escape(head) + (_trie(rest) if any(rest) else "") for head, rest in branches.items())
    return f"(?:{body})" + ("?" if "" in options else "")


def _flat(names: Iterable[Iterable[str]]) -> list[str]:
    return [name for group in names for name in group]


_YEAR = r"(?:19|20)\d\d(?![\d%])(?![.,]\d|-?an\b)"


class _Shapes:
    """The compiled patterns of expressions; the words come from the lexicon."""

    def __init__(self, know: Calendar) -> None:
        full, short, weekdays = _flat(know.months.full), _flat(know.months.short), _flat(know.weekdays.full)
        month, any_month, weekday = _any(full), _any(full + short), _any(weekdays)
        steps, edges = _any(know.steps), _any(know.parts.edges)
        tail = rf"(?:{_S}(?:tahun{_S})?(?P<y>{_YEAR})|{_S}tahun{_S}(?P<ys>{steps})(?!\w))?"
        sub, cues = know.parts, know.cues
        openers = [
            *full,
            *weekdays,
            *sub.edges,
            *sub.quarters,
            *sub.halves,
            "hari",
            "tahun",
            "bulan",
            "tanggal",
            "tgl",
            "ta",
            *know.relative,
        ]
        behind_day = r"[^\S\n]?[/–—-][^\S\n]?\d|\.\d{1,2}\.\d|[^\S\n]{1,3}[A-Za-z]|-[A-Za-z]|[^\S\n]?,[^\S\n]?\d"
        self.anchor = re.compile(
            rf"\b(?=[{_initials(openers + short)}\d])(?:(?<!-)(?:{_trie(_cased(openers))}(?!\w)"
            rf"|{_trie(_cased(short))}(?=\.?{_S}(?:19|20)\d\d|\.?{_S}\d{{1,2}},{_S}\d{{4}}))"
            rf"|(?<![.,/:%-])(?:{_YEAR}|\d{{1,2}}(?={behind_day})|\d{{4}}(?=-\d\d-\d\d)))"
        )
        self.lead = re.compile(
            rf"(?:hari{_S})?(?P<w>{weekday})(?!\w)(?:{_S}{_any(sub.of_day)}(?!\w))?"
            rf"(?P<cue>{_S}{_any(cues.after_future + cues.after_past)}(?={_O},?{_O}\())?"
            rf"(?:{_S}(?:(?P<rel>kemarin|kemaren|besok|lusa)|(?:pekan|minggu){_S}(?P<week>{steps}))(?!\w))?",
            re.IGNORECASE,
        )
        self.gap = re.compile(rf"{_O}[,/]?{_O}(?P<open>\()?{_O}(?:(?:tanggal|tgl)\.?{_O})?(?=\d)", re.IGNORECASE)
        self.close = re.compile(rf"{_O}\)")
        self.day = re.compile(
            r"(?P<iy>\d{4})-(?P<im>\d\d)-(?P<id>\d\d)(?![\d-])"
            r"|(?P<nd>\d{1,2})(?P<ns>[-.])(?P<nm>\d{1,2})(?P=ns)(?P<ny>\d{4})(?!\d)"
            rf"|(?P<sd>\d{{1,2}}){_O}/{_O}(?P<sm>\d{{1,2}})(?:{_O}/{_O}(?P<sy>\d{{4}}|\d{{2}}))?(?![\d/]|[.,]\d)"
            rf"|(?P<d>\d{{1,2}})(?:{_S}|-)(?:bulan{_S})?(?P<m>{any_month})(?![\w])\.?(?:-(?P<hy>{_YEAR})|{tail})",
            re.IGNORECASE,
        )
        self.english = re.compile(rf"(?P<m>{any_month})\.?{_S}(?P<d>\d{{1,2}}),{_S}(?P<y>{_YEAR})", re.IGNORECASE)
        strong = rf"(?:{_O}[-–—]{_O}|{_S}(?:hingga|sampai(?:{_S}dengan)?|s/d|s\.?d\.?){_S})"
        weak = rf"(?:{_O},)?{_S}(?:dan|serta|&){_S}"
        self.numbers = re.compile(
            rf"(?P<n>\d{{1,2}})(?:{_O},{_O}\d{{1,2}}(?!\d)){{0,5}}(?:{strong}|{weak})(?:(?P<w>{weekday})(?!\w){_O},?{_O})?(?=\d)",
            re.IGNORECASE,
        )
        self.month = re.compile(
            rf"(?:bulan{_S})?(?:(?P<m>{month})(?!\w)|(?P<ms>{_any(short)})\.?(?={_S}{_YEAR})){tail}", re.IGNORECASE
        )
        self.year = re.compile(
            rf"(?P<t>(?:tahun(?:{_S}{_any(sub.fiscal)}(?:{_S}\(TA\))?)?|TA){_S})?(?P<y>{_YEAR})(?:{_O}[-–—/]{_O}(?P<y2>{_YEAR}))?",
            re.IGNORECASE,
        )
        self.edge = re.compile(rf"{edges}(?:{_S}(?:hingga|sampai|dan|atau){_S}{edges})?{_S}", re.IGNORECASE)
        self.step = re.compile(rf"(?P<u>tahun|bulan)(?![\w-])(?:{_S}(?P<s>{steps})(?![\w-]))?", re.IGNORECASE)
        self.quarter = re.compile(
            rf"(?P<u>{_any([*sub.quarters, *sub.halves])})(?:{_S}|[-–])(?P<n>{_any(_flat(know.ordinals.values()))})(?!\w)"
            rf"(?:{_O}[/,-]{_O}(?P<y3>{_YEAR})|{tail})",
            re.IGNORECASE,
        )
        self.relative = re.compile(rf"{_any(know.relative)}(?![\w-])", re.IGNORECASE)
        self.day_word = re.compile(rf"(?:tanggal|tgl)\.?{_O}(?=\d)", re.IGNORECASE)
        self.this = re.compile(rf"{_S}ini(?!\w)", re.IGNORECASE)
        self.strong, self.weak = re.compile(strong, re.IGNORECASE), re.compile(weak, re.IGNORECASE)


class _Contexts:
    """The compiled patterns of what stands around an expression. Those ending in ``$`` look back, the others ahead."""

    def __init__(self, know: Calendar) -> None:
        years, cues, names = know.years, know.cues, know.names

        def before(options: Iterable[str], more: str = "") -> re.Pattern[str]:
            return re.compile(rf"(?<!\w){_any(options)}{more}{_S}$", re.IGNORECASE)

        def behind(options: Iterable[str]) -> re.Pattern[str]:
            return re.compile(rf"{_S}{_any(options)}(?!\w)", re.IGNORECASE)

        self.law = re.compile(
            rf"(?<!\w){_any(years.laws)}\b\W{{0,3}}[\w/.-]{{0,24}}\d[\w/.-]{{0,24}}[^\w\n]{{1,3}}$", re.IGNORECASE
        )
        self.numbered = re.compile(rf"(?P<before>[\w-]{{1,24}})[^\w\n]{{1,2}}\d{{1,3}}{_S}$")
        self.letter = re.compile(r"\b(?:nomor|no|bernomor|number|nomer)\b[^\w\n]{0,3}[\w/.-]{0,30}$", re.IGNORECASE)
        self.award = before(years.awards)
        self.year_lead = before(years.leads)
        self.year_aside = re.compile(rf"(?<!\w)(?:sebelumnya|kemudian|berikutnya|berselang|silam|lalu),{_S}$", re.IGNORECASE)
        self.lone_lead = before(("pada", "tanggal", "tgl", "tgl.", "per", "sejak", "hingga", "sampai", "mulai"))
        self.units = re.compile(rf"{_S}{_any(years.units)}(?!\w)|[^\S\n]?[%/]", re.IGNORECASE)
        self.year_behind = behind(("lalu", "ini", "mendatang", "silam", "nanti"))
        self.week_behind = behind(("lalu", "ini", "mendatang", "silam", "nanti", "depan", "kemarin"))
        self.week_number = behind(("pertama", "kedua", "ketiga", "keempat", "kelima", "terakhir", "ke"))
        self.hours = re.compile(r"\b(?:setiap|tiap|saban|pukul|jam|buka|layanan|pelayanan|hari kerja)\b", re.IGNORECASE)
        self.year_on = re.compile(rf"{_S}(?:hingga|sampai|s/d|s\.?d\.?){_S}{_YEAR}(?!{_S}{_any(years.units)}\b)", re.IGNORECASE)
        self.enumerated = re.compile(rf"{_O}(?:,{_O}(?:(?:dan|serta){_S})?|(?:dan|serta|ke|menjadi|hingga){_S})$", re.IGNORECASE)
        self.duration = re.compile(rf"(?:\d|(?<!\w){_any(know.durations.words)}|-){_O}$", re.IGNORECASE)
        self.no_day = re.compile(rf"(?:(?<!\w)(?:pekan|minggu|beberapa|hari-hari){_S}|-)$", re.IGNORECASE)
        self.recurring = before(cues.recurring)
        self.head = before(names.heads)
        self.person = before(names.persons, r"\.?")
        self.month_lead = before(names.month_leads)
        self.weekday_name = behind(know.weekdays.names)
        self.next = re.compile(rf"{_O},?{_O}{_any(cues.after_future)}(?!\w)", re.IGNORECASE)
        self.last = re.compile(rf"{_O},?{_O}{_any(cues.after_past)}(?!\w)", re.IGNORECASE)
        self.cue = re.compile(rf"(?<!\w)(?:(?P<future>{_any(cues.future)})|{_any(cues.past)})(?!\w)", re.IGNORECASE)
        self.clause = re.compile(r"[^,.;:!?\"“”\n]*+")
        self.open_end = before(cues.open_end)
        self.speech = re.compile(rf"(?<!\w){_any(cues.speech)}(?!\w)", re.IGNORECASE)
        self.capital = re.compile(rf"{_S}[^\W\d_a-z]")
        self.name_before = re.compile(rf"[A-Z][\w'’-]{{0,30}}{_S}$")
        self.counters = frozenset(years.counters)


@cache
def _shapes() -> _Shapes:
    return _Shapes(words())


@cache
def _contexts() -> _Contexts:
    return _Contexts(words())


def find_dates(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.dates`` with the calendar expressions of title and body, in order; left-over lines carry none.

    A weekday that contradicts its day, and a day that does not exist, become issues.
    """
    reading.dates.extend(_Finder(reading).found())


class _Finder:
    """One walk over one text."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text, self.today = reading, reading.text, reading.published.date()
        self.shapes, self.contexts = _shapes(), _contexts()
        self.sentences = reading.sentences or [Sentence(0, len(reading.text), 0)]
        self.starts = [sentence.start for sentence in self.sentences]
        self.year_end = -1
        self.told: date | None = None

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
            value = self.value(unit)
            if value is not None:
                self.year_end = unit.end if unit.rule == "year" else -1
                self.remember(unit, value)
                yield DateFound(unit.start, unit.end, value, unit.rule)

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

    def speaking_day(self, at: int) -> date:
        """What ``hari ini`` means here: in direct speech the day it was said, elsewhere the day of publication."""
        if self.told is None or not timedelta() <= self.today - self.told <= _SPOKEN:
            return self.today
        quotes = self.reading.quotes
        last = bisect_right(quotes, at, key=lambda quote: quote.start) - 1
        return self.told if last >= 0 and at < quotes[last].end else self.today

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

    def sentence(self, at: int) -> Sentence:
        """The sentence around a place."""
        return self.sentences[max(0, bisect_right(self.starts, at) - 1)]

    # ---- reading -------------------------------------------------------------------------------------------------------------

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
            point = Point(weekday=weekday, week=words().steps[lead["week"].lower()])
            return Unit(at, lead.end(), "weekday", (point,))
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
        return unit if close is None else replace(unit, end=close.end())

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
        return self.today.year + words().steps[step.lower()] if step else None

    def read_day_word(self, at: int) -> Unit | None:
        """``tanggal 12 Agustus 2025``."""
        word = self.shapes.day_word.match(self.text, at)
        unit = None if word is None else self.read_day(word.end())
        return None if unit is None else replace(unit, start=at, rule="day")

    def read_relative(self, at: int) -> Unit | None:
        """``hari ini``, ``kemarin``, ``besok``, ``lusa``, and ``kemarin (12/8)``."""
        found = self.shapes.relative.match(self.text, at)
        if found is None:
            return None
        inner = self.read_behind(found.end())
        if inner is not None:
            return replace(inner, start=at, rule="relative")
        step = words().relative[" ".join(found[0].lower().split())]
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
        know = words()
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
        step = words().steps[found["s"].lower()] if found["s"] else 0
        of_year = found["u"].lower() == "tahun"
        value = edtf.year(self.today.year + step) if of_year else edtf.month(*month_step(self.today, step))
        return Unit(at, found.end(), "step", (Point(fixed=value),))

    def with_second(self, first: Unit) -> Unit | None:
        """The unit and the one behind ``hingga``, ``sampai``, ``-``, ``dan`` as one range, where they make one."""
        if len(first.points) == 2:
            return None
        strong = self.shapes.strong.match(self.text, first.end)
        joint = strong or self.shapes.weak.match(self.text, first.end)
        if joint is None or joint.end() >= len(self.text):
            return None
        second = self.read(joint.end())
        if second is None or not self.makes_range(first, second, joint[0] if strong else None):
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
        """Whether ``a and b`` is a stretch of time: two months, or two years, that follow each other."""
        if a.day is not None:
            return False
        if a.month is None or b.month is None:
            return a.year is not None and b.year == a.year + 1
        return a.year is None and b.month - a.month in (1, -11)

    # ---- what stands around --------------------------------------------------------------------------------------------------

    def before(self, pattern: re.Pattern[str], at: int, reach: int = _NEAR) -> re.Match[str] | None:
        """What the pattern finds right before a place, inside the sentence."""
        return pattern.search(self.text, max(self.sentence(at).start, at - reach), at)

    def stands(self, unit: Unit) -> bool:
        """Whether the unit is a date where it stands."""
        if all(point.year is None for point in unit.points) and self.before(self.contexts.recurring, unit.start):
            return False
        match unit.rule:
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
            case "day" | "weekday" if unit.points[0].weekday is None or unit.points[0].bare_weekday:
                return not self.before(self.contexts.head, unit.start)
            case _:
                return True

    def is_year(self, unit: Unit) -> bool:
        """Whether bare digits are a year: behind ``pada``, ``sejak`` and the like, before ``lalu``, or in a row of years."""
        at, end = unit.start, unit.end
        if self.contexts.units.match(self.text, end):
            return False
        if self.before(self.contexts.year_lead, at) or self.before(self.contexts.year_aside, at):
            return True
        if self.contexts.year_behind.match(self.text, end) or self.contexts.year_on.match(self.text, end):
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
        if self.text[at : at + 5].lower() == "bulan" or self.before(self.contexts.month_lead, at):
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
        sentence = self.sentence(unit.start)
        clause = self.text[max(sentence.start, unit.start - _CLAUSE) : unit.start]
        clause = clause[max(map(clause.rfind, '"“”')) + 1 :]
        if unit.points[0].bare_weekday and clause.rstrip().endswith(",") and self.contexts.speech.search(clause):
            return Tense.PAST
        cue = None
        for cue in self.contexts.cue.finditer(clause):  # noqa: B007 - the last one counts
            pass
        if cue is not None:
            return Tense.FUTURE if cue["future"] else Tense.PAST
        ahead = self.contexts.clause.match(self.text, unit.end, unit.end + _AHEAD)
        cue = None if ahead is None else self.contexts.cue.search(ahead[0])
        if cue is not None:
            return Tense.FUTURE if cue["future"] else Tense.PAST
        return Tense.NEAREST if self.contexts.open_end.search(clause) else Tense.UNKNOWN
