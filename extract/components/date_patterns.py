"""The patterns that calendar expressions and what stands around them are recognised by, compiled from the lexicon.

None of them can run over more than a few dozen characters, so a search costs what the text is long and no more.
"""

import re
from collections.abc import Iterable
from functools import cache

from models.calendar_lexicon import Calendar, calendar

_S = r"[^\S\n]{1,3}"
"""Space inside a line."""

_O = r"[^\S\n]{0,2}"
"""Optional space inside a line."""

_YEAR = r"(?:19|20)\d\d(?![\d%])(?![.,]\d|-?an\b)"
"""A year: four digits that are no decimal, no share and no decade."""


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


class Shapes:
    """The compiled patterns of expressions; the words come from the lexicon."""

    def __init__(self, know: Calendar) -> None:
        full, short, weekdays = _flat(know.months.full), _flat(know.months.short), _flat(know.weekdays.full)
        month, any_month, weekday = _any(full), _any(full + short), _any(weekdays)
        steps, edges = _any(know.steps), _any(know.parts.edges)
        tail = rf"(?:{_S}(?:tahun{_S})?(?P<y>{_YEAR})|{_S}tahun{_S}(?P<ys>{steps})(?!\w))?"
        sub, cues = know.parts, know.cues
        openers = [*full, *weekdays, *sub.edges, *sub.quarters, *sub.halves, *know.relative]
        openers += ["hari", "tahun", "bulan", "tanggal", "tgl", "ta"]
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
        self.comma = re.compile(rf"{_O},{_S}(?=[A-Za-z])")
        self.strong, self.weak = re.compile(strong, re.IGNORECASE), re.compile(weak, re.IGNORECASE)


class Contexts:
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
        self.letter = re.compile(rf"(?<!\w){_any(know.digits.letters)}(?!\w)[^\w\n]{{0,3}}[\w/.-]{{0,30}}$", re.IGNORECASE)
        self.between = before(("antara",))
        self.award = before(years.awards)
        self.year_lead = before(years.leads)
        self.year_moment = before(years.moments)
        self.year_aside = re.compile(rf"(?<!\w){_any(years.asides)},{_S}$", re.IGNORECASE)
        self.lone_lead = before(know.digits.leads)
        self.units = re.compile(rf"{_S}{_any(years.units)}(?!\w)|[^\S\n]?[%/]", re.IGNORECASE)
        self.year_behind = behind(years.behind)
        self.week_behind = behind(know.weeks.behind)
        self.week_number = behind(know.weeks.numbers)
        self.hours = re.compile(rf"(?<!\w){_any(know.weeks.hours)}(?!\w)", re.IGNORECASE)
        self.year_on = re.compile(rf"{_S}(?:hingga|sampai|s/d|s\.?d\.?){_S}{_YEAR}(?!{_S}{_any(years.units)}\b)", re.IGNORECASE)
        self.enumerated = re.compile(rf"{_O}(?:,{_O}(?:(?:dan|serta){_S})?|(?:dan|serta|ke|menjadi|hingga){_S})$", re.IGNORECASE)
        self.duration = re.compile(rf"(?:\d|(?<!\w){_any(know.durations.words)}|-){_O}$", re.IGNORECASE)
        self.no_day = re.compile(rf"(?:(?<!\w){_any(know.durations.days)}{_S}|-)$", re.IGNORECASE)
        self.recurring = before(cues.recurring)
        self.head = before(names.heads)
        self.weekday_head = before(names.weekdays)
        self.person = before(names.persons, r"\.?")
        self.month_lead = before(names.month_leads)
        self.weekday_name = behind(know.weekdays.names)
        self.next = re.compile(rf"{_O},?{_O}{_any(cues.after_future)}(?!\w)", re.IGNORECASE)
        self.last = re.compile(rf"{_O},?{_O}{_any(cues.after_past)}(?!\w)", re.IGNORECASE)
        self.cue = re.compile(rf"(?<!\w)(?:(?P<future>{_any(cues.future)})|{_any(cues.past)})(?!\w)", re.IGNORECASE)
        self.aims = frozenset(cues.aims)
        self.scheduled = re.compile(rf"{_any(cues.scheduled)}$", re.IGNORECASE)
        self.relative_clause = re.compile(r"(?<!\w)yang[^\S\n]{1,3}(?=(?:di|ter|me|ber)\w{3})[^,;:\n]{1,48}+$", re.IGNORECASE)
        self.verb = re.compile(
            rf"(?<!\w)(?:di|me|ber|ter)\w{{3,20}}(?:{_S}(?:pada|bulan|tanggal|sejak|mulai|hari))?{_S}$", re.IGNORECASE
        )
        self.clause = re.compile(r"[^,.;:!?\"“”\n]*+")
        self.open_end = before(cues.open_end)
        self.since = before(("sejak", "semenjak", "terhitung", "per"))
        self.done = re.compile(rf"(?<!\w){_any(cues.done)}(?!\w)", re.IGNORECASE)
        self.lasting = before(cues.lasting)
        self.school = re.compile(rf"(?<!\w){_any(cues.school)}", re.IGNORECASE)
        self.speech = re.compile(rf"(?<!\w){_any(cues.speech)}(?!\w)", re.IGNORECASE)
        self.capital = re.compile(rf"{_S}[^\W\d_a-z]")
        self.name_before = re.compile(rf"[A-Z][\w'’-]{{0,30}}{_S}$")
        self.counters = frozenset(years.counters)


@cache
def shapes() -> Shapes:
    """The patterns of expressions."""
    return Shapes(calendar())


@cache
def contexts() -> Contexts:
    """The patterns of what stands around them."""
    return Contexts(calendar())
