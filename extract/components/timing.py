"""When a mentioned happening takes place, by its own sentence.

A date belongs to a mention by nearness within the sentence. Not taken are the day somebody spoke ("kata dia, Selasa"), the day a
count was taken ("per 31 Oktober", "hingga Mei"), a time limit, and the year in an occasion's name ("Monev PLKK Tahun 2025").
"""

import re
from bisect import bisect_left
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from extract.components.finding import Page
from extract.mentions import Mention
from extract.reading import DateFound, Reading
from models.coding import AMOUNTS_AND_COUNTS
from models.rules import Kind
from models.vocab import Status


@lru_cache(maxsize=4096)
def bounds(value: str) -> tuple[date, date]:
    """First and last day of an EDTF day, month, year or interval of them."""
    first, _, last = value.partition("/")
    return _first_day(first), _last_day(last or first)


def _first_day(value: str) -> date:
    parts = [int(part) for part in value.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day)


def _last_day(value: str) -> date:
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2:
        year, month = parts
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(parts[0], 12, 31)


def agree(one: str | None, other: str | None) -> bool:
    """Whether two dates can be of one happening: unknown, equal, or one within the other."""
    if one is None or other is None or one == other:
        return True
    a, b = bounds(one), bounds(other)
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def width(value: str) -> int:
    """Days that a date spans."""
    first, last = bounds(value)
    return (last - first).days


def _is_another(one: Mention, other: Mention) -> bool:
    """Whether two mentions of a kind tell different groups or sums, each with its own number and perhaps its own day."""
    return bool(one.numbers and other.numbers) and one.numbers.isdisjoint(other.numbers)


class Calendar:
    """The dates of one reading, by sentence, with their token positions."""

    def __init__(self, page: Page, reading: Reading) -> None:
        """Place the reading's dates in the coded text."""
        coded = page.coded
        self._code = coded.code
        self._coded = coded
        self._text = reading.text
        self._sentences = reading.sentences
        self._classes = page.book.alphabet.classes
        self._today = reading.published.date()
        self._dates: dict[int, list[tuple[DateFound, int]]] = {}
        for found in reading.dates:
            at = bisect_left(coded.starts, found.start)
            if at < len(coded.starts) and self._code[at] == "d":
                self._dates.setdefault(page.sentence(at), []).append((found, at))

    def date(self, mentions: list[Mention]) -> None:
        """Give every mention the date of its own words, in place."""
        founding: dict[int, list[Mention]] = {}
        for mention in mentions:
            if mention.founding:
                founding.setdefault(mention.sentence, []).append(mention)
        for mention in mentions:
            here = founding.get(mention.sentence, [])
            mention.date = self._of(mention, [o for o in here if self._is_apart(o, mention)])
        for here in founding.values():
            self._share(here)
        self._go_along(founding)

    def _is_apart(self, one: Mention, other: Mention) -> bool:
        """Whether the dates of a mention are not another's: of another kind, group or sum, or of a period behind a first sum."""
        if one.type is not other.type or _is_another(one, other):
            return True
        return one.rule.rule.span and not AMOUNTS_AND_COUNTS.isdisjoint(self._code[other.last : one.first])

    def _share(self, here: list[Mention]) -> None:
        """What goes together with something planned ("dirangkaikan dengan penyerahan santunan") is planned with it."""
        for first, second in pairwise(here):
            ahead = first.status in (Status.PLANNED, Status.CANCELLED) and second.status is Status.HELD
            joined = self._has("together", self._code[first.last : second.first + 1]) and agree(second.date, first.date)
            if ahead and joined and first.type is not second.type:
                second.status, second.date = first.status, first.date

    def _go_along(self, founding: dict[int, list[Mention]]) -> None:
        """What a sentence tells "bersamaan dengan itu" is planned for when the sentence before plans something else."""
        for sentence, here in founding.items():
            before = founding.get(sentence - 1)
            first = here[0]
            if not before or first.status is not Status.HELD or first.date:
                continue
            start, last = self._code.rfind("|", 0, first.first) + 1, before[-1]
            ahead = last.status is Status.PLANNED or (last.date is not None and bounds(last.date)[0] > self._today)
            if ahead and self._has("along", self._code[start : start + _OPENS]):
                first.status, first.date = Status.PLANNED, last.date

    def _of(self, mention: Mention, here: list[Mention]) -> str | None:
        """The date that its own sentence gives a mention, or ``None``. ``here`` are mentions of other kinds in the sentence."""
        best: tuple[float, str] | None = None
        dates = self._dates.get(mention.sentence, [])
        if mention.rule.rule.id in ("follow", "next-stop"):
            behind = [(found, at) for found, at in dates if at >= mention.first]
            dates = behind or (dates if mention.rule.rule.id == "next-stop" else [])
        if "postponed" in mention.cues:
            dates = [(f, at) for f, at in dates if not _OLD_PLAN.search(self._text, max(0, f.start - 40), f.start)]
            dates = [(found, at) for found, at in dates[-1:] if self._has("put_off", self._code[mention.first : at])]
        for found, at in dates:
            if not mention.first - _REACH <= at <= mention.last + _REACH:
                continue
            if not self._fits(found, at, mention) or self._claimed(at, mention, here):
                continue
            low, high = (mention.last, at) if at >= mention.last else (at + 1, mention.first)
            between = self._code[low:high]
            cost = len(between) + 3 * between.count(",") + 8 * sum(low <= o.first and o.last <= high for o in here)
            if "-" not in found.value:
                cost += _COARSE
            if mention.kind is not Kind.PERIOD and width(found.value) >= _DAYS:
                cost += _COARSE
            if best is None or cost < best[0]:
                best = (cost, self._stretched(found, at))
        if best is None and "then" in mention.cues:
            return self._told_before(mention.sentence)
        if best is None and mention.kind is Kind.PERIOD and mention.status is Status.HELD:
            return self._carried(mention.sentence)
        if best and "then" in mention.cues:
            return self._same_months(best[1], mention.sentence)
        return best[1] if best else None

    def _same_months(self, value: str, sentence: int) -> str:
        """``Periode yang sama tahun lalu`` is the period told before, in that year."""
        place = self._sentences[sentence]
        if len(value) != len("2025") or not _SAME_PERIOD.search(self._text, place.start, place.end):
            return value
        for before in (sentence, sentence - 1, sentence - 2):
            for found, _ in reversed(self._dates.get(before, [])):
                if found.start < place.end and "-" in found.value and width(found.value) >= _DAYS and found.value[:4] > value:
                    return re.sub(rf"\b{found.value[:4]}\b", value, found.value)
        return value

    def _told_before(self, sentence: int) -> str | None:
        """``Ketika itu`` is the date last told in the sentences before."""
        for before in (sentence - 1, sentence - 2):
            told = [found for found, _ in self._dates.get(before, ()) if bounds(found.value)[0] <= self._today]
            past = [f.value for f in told if not _COMPARED.search(self._text, max(0, f.start - 40), f.start)]
            if past:
                return past[-1]
        return None

    def _carried(self, sentence: int) -> str | None:
        """The period that the sentence before opens with: it holds for what follows in the paragraph."""
        before = sentence - 1
        if before < 0 or self._sentences[before].paragraph != self._sentences[sentence].paragraph:
            return None
        for found, at in self._dates.get(before, ())[:1]:
            reach = _SOON if "/" in found.value or "-" not in found.value else 2
            if at - self._code.rfind("|", 0, at) <= reach and width(found.value) > 1 and bounds(found.value)[0] <= self._today:
                return found.value
        return None

    def _claimed(self, at: int, mention: Mention, others: list[Mention]) -> bool:
        """Whether a date directly behind another mention's words belongs to that one alone."""
        if mention.first <= at < mention.last or 0 <= at - mention.last <= 1:
            return False
        apart = [o for o in others if not (o.first < mention.last and mention.first < o.last)]
        if any(o.first <= at < o.last for o in apart):
            return True
        if any(0 <= at - o.last <= 1 for o in apart):
            return True
        low, high = self._clause(at)
        return not low <= mention.first < high and any(low <= o.first and o.last <= high for o in apart)

    def _clause(self, at: int) -> tuple[int, int]:
        """The stretch between commas around a token."""
        code = self._code
        low = max(code.rfind(",", 0, at), code.rfind("|", 0, at)) + 1
        ends = [end for end in (code.find(",", at), code.find("|", at)) if end >= 0]
        return low, min(ends, default=len(code))

    def _has(self, name: str, code: str) -> bool:
        return not self._classes[name].isdisjoint(code)

    def _fits(self, found: DateFound, at: int, mention: Mention) -> bool:
        """Whether a date can be that of a mention in its sentence."""
        code = self._code
        between = code[mention.last : at] if at >= mention.last else code[at + 1 : mention.first]
        if at >= mention.last and (self._has("say", between) or self._has("mishap", between)):
            return False
        before = code[max(0, at - 2) : at]
        if self._has("expires", before[-1:]) and "d" in code[at + 1 : code.find("|", at)]:
            return False  # "berakhir November dan diperpanjang Oktober"
        first, last = bounds(found.value)
        if first > self._today:
            opens = at >= 1 and at - self._code.rfind("|", 0, at) <= _OPENS and at < mention.first
            if mention.status is Status.HELD and mention.time == "relative":
                return False  # "menggantikan PKS lama yang ditandatangani"
            if mention.status is Status.HELD and self._has("until_when", before) and not self._has("from_when", before):
                return False
            return self._ahead(mention, between, found, at, opens=opens or self._has("since", before[-1:]))
        if mention.status in (Status.PLANNED, Status.PROPOSED):
            return last >= self._today and not self._has("until_when", before)
        told = mention.first <= at < mention.last and self._has("from_when", before[-1:])  # "dilindungi per 1 Oktober"
        if (self._has("until_when", before) or self._has("deadline", before)) and "/" not in found.value and not told:
            return False
        if mention.time == "scene" and mention.kind is not Kind.PERIOD and not mention.first <= at < mention.last:
            return (last - first).days < _DAYS
        if mention.kind is not Kind.PERIOD and "-" not in found.value:
            return last.year < self._today.year or mention.time == "background"
        return True

    def _ahead(self, mention: Mention, between: str, found: DateFound, at: int, *, opens: bool) -> bool:
        """A day to come belongs to what is planned, or stands beside words that do not say when, or opens their sentence."""
        if mention.status in (Status.PLANNED, Status.PROPOSED, Status.CANCELLED):
            return True
        if mention.founding and mention.kind is Kind.PERIOD and "/" in found.value and at >= mention.last and not opens:
            return len(between) <= _BUDGET  # "iurannya dibayar pemkab selama Januari-Desember 2025"
        if not mention.founding or (mention.given == "same" and len(between) > 1 and not opens):
            return False
        if "-" not in found.value:
            return mention.kind is Kind.PERIOD and len(between) <= _BUDGET
        if opens:
            return len(between) <= _OPENING
        if between and self._has("since", between[-1]):
            return len(between) <= _BUDGET  # "selama tujuh bulan mulai 1 Juni"
        if at > mention.last and (self._set_apart(at) or self._has("begins", between)):
            return len(between) <= _OPENING  # "menggelar penyuluhan bagi pengurus RW, Kamis (27/11), di balai kota"
        return len(between) <= (_NEAR_COMMA if "," in between else _NEAR)

    def _set_apart(self, at: int) -> bool:
        """Whether a date stands between signs, where a sentence says when all it tells takes place."""
        return self._code[at - 1 : at] == "," and self._code[at + 1 : at + 2] in (",", "|", "(")

    def _stretched(self, found: DateFound, at: int) -> str:
        """``dua hari sejak Kamis`` is the interval it says."""
        before = self._code[max(0, at - 3) : at]
        if len(before) == 3 and self._has("number", before[0]) and self._has("days", before[1]) and self._has("since", before[2]):
            days = _NUMBERS.get(self._text[self._coded.starts[at - 3] : self._coded.ends[at - 3]].lower())
            first, last = bounds(found.value)
            if days and first == last:
                return f"{found.value}/{(first + timedelta(days=days - 1)).isoformat()}"
        return found.value

    def lead(self, sentences: range) -> str | None:
        """The first day (or failing that month) that the sentences give for what they report."""
        coarse: str | None = None
        for sentence in sentences:
            for found, at in self._dates.get(sentence, ()):
                start = self._code.rfind("|", 0, at) + 1
                before = self._code[start:at]
                if self._has("until_when", before[-2:]) or self._has("deadline", before[-2:]) or self._has("say", before):
                    continue
                if bounds(found.value)[0] > self._today:
                    continue
                if width(found.value) < _DAYS:
                    return self._stretched(found, at)
                if "-" in found.value and "/" not in found.value:
                    coarse = coarse or found.value
        return coarse


_OLD_PLAN = re.compile(
    r"(?i)\b(?:dari|rencana|jadwal|semula|sedianya|tadinya|awalnya)(?: (?:rencana|jadwal|semula|awal|pada|tanggal)){0,3} $"
)
"""Before the day that something was put off from: "ditunda tanpa tanggal dari rencana semula 24 Maret"."""

_SAME_PERIOD = re.compile(
    r"(?i)\b(?:periode|kurun|rentang|masa|waktu|bulan|triwulan|semester|kuartal)(?: waktu)? (?:yang )?sama\b"
)
"""What a year's period is named after: the one told before."""


_COMPARED = re.compile(
    r"(?i)\b(?:dibanding(?:kan)?|ketimbang|daripada|dari)(?: (?:dengan|pada|periode|posisi|capaian|tahun)){0,3} $"
)
"""Before a date that another one is only compared with."""

_REACH = 80
"""Words over which a date can belong to a mention, however long the sentence is."""

_COARSE = 6
"""How many words nearer a year must stand than a day or month."""

_OPENS, _OPENING = 3, 14
"""From which word of a sentence on a date no longer opens it; over how many words the opening date reaches."""

_NEAR, _NEAR_COMMA, _BUDGET = 8, 5, 8
"""How many words a day to come may stand from what it dates: in a clause, behind a comma; a year behind money set aside."""

_SOON = 6
"""Words of a sentence after which its date no longer opens the paragraph ("Menurut X, sepanjang 2023 ...")."""

_DAYS = 8
"""From so many days on a date is a period, no day of an occasion."""

_NUMBERS = {word: value for value, word in enumerate("satu dua tiga empat lima enam tujuh".split(), 1)} | {
    str(value): value for value in range(1, 8)
}
