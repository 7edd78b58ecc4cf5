"""The mentions of a coded text: where rules match, where a text tells of another one of the same, and what is only said aside.

At most :data:`MOST` mentions are kept of an article, so that no text, however made, costs more than its length.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.mentions import Mention
from models.coding import AMOUNTS_AND_COUNTS, END, Coded
from models.rules import CompiledRule, Kind, RuleBook
from models.vocab import EventType, Status

MOST = 600
"""More mentions than this no article has; what a longer text repeats is not read."""

PAPERS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)
"""The kinds of agreements: words such as "the document" may refer to any of them."""

_ACTIVITIES = (EventType.SOSIALISASI, EventType.MONEV, EventType.KOORDINASI, EventType.PELATIHAN, EventType.BANTUAN)
"""Kinds that a text may call an activity."""

_CONTINUED = (EventType.SANTUNAN, EventType.BANTUAN, EventType.KEPESERTAAN, EventType.PENEGAKAN)
"""Kinds that are told again of another period by figures alone."""

_ANAPHORIC = ("kepesertaan.borne",)
"""Rules whose ``-nya`` refers to people told before (``iurannya``)."""

_LEAD = 3
"""Sentences that tell the news."""

_AROUND = 80
"""Tokens to either side of a mention that are looked at, however long the sentence is."""

_FAR = 3
"""Sentences over which "menyusul Rabu" tells of another one of the same."""

_FAR_FIGURES = 2
"""Sentences over which figures alone tell of another period of the same."""

_AFTER = 3
"""Words between an agreement and whom it covers."""

_SETTING = 2
"""Words between "di sela" and the occasion."""

_RANK = {Kind.ACT: 0, Kind.PERIOD: 1, Kind.SETTING: 2, Kind.ECHO: 3, Kind.NAME: 5}
_SPAN = 4
"""Of overlapping words of a type those of the lowest rank are read; figures alone come before bare names only."""


@dataclass(frozen=True)
class Page:
    """A coded text with its sentences: ``edges`` are the token positions of the ends of the sentences numbered by ``read``."""

    book: RuleBook
    coded: Coded
    text: str
    body: int
    read: list[int]
    edges: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the sentence ends."""
        object.__setattr__(self, "edges", [i for i, char in enumerate(self.coded.code) if char == END])

    def sentence(self, at: int) -> int:
        """The number of the sentence of a token."""
        return self.read[bisect_left(self.edges, at)]

    def mention(self, rule: CompiledRule, first: int, last: int) -> Mention:
        """A mention at token positions."""
        return Mention(first, last, self.coded.starts[first], self.coded.ends[last - 1], self.sentence(first), rule)

    def numbered(self, mentions: list[Mention]) -> list[Mention]:
        """The mentions with the numbers around them."""
        for mention in mentions:
            mention.numbers = self._numbers(mention.first, mention.last)
        return mentions

    def around(self, mention: Mention) -> str:
        """The code of a mention's sentence, or of so much of it as :data:`_AROUND` tokens to either side hold."""
        code = self.coded.code
        start = max(code.rfind(END, 0, mention.first) + 1, mention.first - _AROUND)
        end = code.find(END, mention.last, mention.last + _AROUND)
        return code[start : end if end >= 0 else mention.last + _AROUND]

    def has(self, name: str, at: int) -> bool:
        """Whether the token at a place is of a class."""
        return self.coded.code[at] in self.book.alphabet.classes[name]

    def _numbers(self, first: int, last: int) -> frozenset[str]:
        """The amounts and counts within a few words of a mention, as written, without their dots."""
        code, starts, ends = self.coded.code, self.coded.starts, self.coded.ends
        low = max(code.rfind(END, max(0, first - 6), first) + 1, first - 6, 0)
        high = code.find(END, last, last + 8)
        around = code[low : high if high >= 0 else last + 8]
        if AMOUNTS_AND_COUNTS.isdisjoint(around):
            return frozenset()
        found = set()
        for at, char in enumerate(around, low):
            if char in AMOUNTS_AND_COUNTS and not self.text[ends[at] : ends[at] + 10].lower().lstrip().startswith(_RATES):
                found.add(_amount(self.text[starts[at] : ends[at]].lower()))
        return frozenset(found) - {""}


def _amount(written: str) -> str:
    """A number as it is compared: money to two figures ("Rp876 juta" in a headline is "Rp876,4 juta" in the text), no years."""
    if _YEAR.fullmatch(written):
        return ""
    money = _MONEY.match(written)
    if not money:
        return "".join(c for c in written if c.isalnum() or c == ",")
    digits, scale = money.groups()
    number = float(digits.replace(".", "").replace(",", ".").rstrip(".") or 0) if digits.count(",") < _TWO else 0.0
    return f"rp{number * _SCALES.get(scale or '', 1):.1e}"


_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY = re.compile(r"rp\.?\s?([\d.,]+)(?:\s?(ribu|juta|miliar|milyar|triliun))?")
_SCALES = {"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "triliun": 1e12}
_TWO = 2

_RATES = ("per ", "sebulan", "setiap", "/", "tiap")
"""What follows a price ("Rp16.800 per bulan"), which is no amount of a happening."""


def find_mentions(page: Page) -> list[Mention]:
    """All mentions in text order, of overlapping ones of a type the most telling."""
    found: dict[EventType, list[Mention]] = defaultdict(list)
    for rule, first, last in page.book.matches(page.coded):
        if len(found[rule.type]) < MOST:
            found[rule.type].append(page.mention(rule, first, last))
    papers = _Occupied(m for kind in PAPERS for m in found[kind] if m.founding)
    kept: list[Mention] = []
    for same in found.values():
        same.sort(
            key=lambda m: (m.rule.rule.status is None, _SPAN if m.rule.rule.span else _RANK[m.kind], m.first - m.last, m.first)
        )
        chosen = _Occupied()
        for mention in same:
            if not chosen.holds(mention.first, mention.last) and not (
                mention.kind is Kind.ECHO and papers.holds(mention.first, mention.last)
            ):
                chosen.add(mention)
                kept.append(mention)
    kept.sort(key=lambda m: (m.first, m.last))
    kept = page.numbered(_of_the_scheme(page, _asked(_one_paper(page, kept))))
    kept += page.numbered(_again(page, kept[:MOST]) + _more(page, kept[:MOST]) + _follow(page, kept[:MOST]))
    kept.sort(key=lambda m: (m.first, m.last))
    return kept[:MOST]


def _one_paper(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Mentions without an agreement that stands between another one and its verb ("PKS sebagai turunan MoU diteken")."""
    subjects: dict[int, Mention] = {}
    review: Mention | None = None
    kept: list[Mention] = []
    for mention in mentions:
        if mention.founding and mention.kind is not Kind.SETTING:
            if mention.type is EventType.MONEV:
                review = mention
            if review and mention.type in PAPERS and review.first < mention.first < review.last:
                continue  # "evaluasi atas MoU itu mestinya berlangsung Senin, namun diundur"
            subject = subjects.setdefault(mention.last, mention)
            if mention.type in PAPERS and subject.first < mention.first:
                other = subject.type not in PAPERS  # "evaluasi pelaksanaan PKS dijadwalkan"
                if other or _DERIVED.search(page.text[subject.start : mention.start]):
                    continue
                if subject in kept and _GOES_ON.search(page.text[subject.start : mention.start]):
                    kept.remove(subject)  # "perjanjian ini melanjutkan MoU yang diteken 2021"
        kept.append(mention)
    return kept


def _asked(mentions: list[Mention]) -> list[Mention]:
    """Mentions without wishes whose words hold what is really asked for ("minta pelatihan bagi petugas pendaftaran diadakan")."""
    acts = [m for m in mentions if m.kind is Kind.ACT and m.rule.rule.status is None]
    firsts = [m.first for m in acts]

    def holds(outer: Mention) -> bool:
        at = bisect_right(firsts, outer.first)
        return at < len(acts) and acts[at].last <= outer.last and acts[at].type is not outer.type

    return [m for m in mentions if m.rule.rule.status is not Status.PROPOSED or not holds(m)]


def _of_the_scheme(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Mentions without payments of the wage subsidy that an article reports: those beside which no benefit is named."""
    news = page.coded.code[: page.edges[min(_LEAD, len(page.edges)) - 1]] if page.edges else ""
    subsidy, benefit = page.book.alphabet.classes["bsu"], page.book.alphabet.classes["benefit"]
    if subsidy.isdisjoint(news):
        return mentions
    return [m for m in mentions if m.type is not EventType.SANTUNAN or not benefit.isdisjoint(page.around(m))]


_GOES_ON = re.compile(
    r"(?i)\b(?:melanjutkan|meneruskan|menindaklanjuti|menggantikan|didahului|berpijak|berangkat dari|berawal dari)\b"
)
_DERIVED = re.compile(r"(?i)\b(?:turunan|tindak lanjut|lanjutan|pelaksanaan|atas|dari|berdasarkan|sesuai)\b")


class _Occupied:
    """Token positions taken by mentions."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._taken: set[int] = set()
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        self._taken.update(range(mention.first, mention.last))

    def holds(self, first: int, last: int) -> bool:
        return not self._taken.isdisjoint(range(first, last))


def _again(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Another happening of the reported kind, told without naming the kind ("kegiatan serupa akan diadakan")."""
    news = next((m for m in mentions if m.kind in (Kind.ACT, Kind.PERIOD) and m.start >= page.body), None)
    if news is None:
        return []
    other = next((m for m in mentions if m.kind is Kind.ACT and m.type in _ACTIVITIES and m.start >= page.body), news)
    taken = _Occupied(m for m in mentions if m.founding)
    papers = {m.sentence for m in mentions if m.founding and m.type in PAPERS}
    found: list[Mention] = []
    for match in page.book.again[news.type].pattern.finditer(page.coded.code, news.last):
        words = page.text[page.coded.starts[match.start()] : page.coded.ends[match.end() - 1]]
        told = other if news.type in PAPERS and _ACTIVITY.search(words) else news
        told_anew = told.type in PAPERS and page.sentence(match.start()) in papers
        if not taken.holds(*match.span()) and not told_anew:
            found.append(page.mention(page.book.again[told.type], *match.span()))
    return found[:MOST]


_ACTIVITY = re.compile(r"(?i)\b(?:kegiatan|acara|forum|kelas|pelatihan|agenda)\b")


def _more(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Another period of the payments or enrolments just told, by its figures alone."""
    told = [m for m in mentions if m.type in _CONTINUED and (m.kind is Kind.PERIOD or _is_sum(m))]
    taken = _Occupied(m for m in mentions if m.founding)
    lasts = [m.last for m in told]
    found: list[Mention] = []
    pattern = next(iter(page.book.more.values())).pattern
    at, match = 0, pattern.search(page.coded.code) if told else None
    while match and len(found) < MOST:
        before = bisect_left(lasts, match.end() + 1) - 1
        sentence = page.sentence(match.start())
        start = page.coded.starts[match.start()]
        free = not taken.holds(*match.span()) and not _RECEIVING.search(page.text, max(0, start - 8), start)
        if free and before >= 0 and sentence - _FAR_FIGURES <= told[before].sentence <= sentence:
            found.append(page.mention(page.book.more[told[before].type], *match.span()))
        at = match.end() if free else match.start() + 1  # within words that are taken another date may begin
        match = pattern.search(page.coded.code, at)
    return found


_RECEIVING = re.compile(r"(?i)\b(?:kepada|untuk|bagi) $")
"""Whoever was paid or enrolled is no further group: "menyerahkan Rp126 juta kepada tiga keluarga pada 23 Januari"."""


def _follow(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Another happening of the kind told just before, by its place, day or number alone ("Cimone menyusul Rabu")."""
    told = [m for m in mentions if m.kind in (Kind.ACT, Kind.PERIOD) and m.start >= page.body]
    taken = _Occupied(m for m in mentions if m.founding)
    firsts = [m.first for m in told]
    found: list[Mention] = []
    for match in next(iter(page.book.follow.values())).pattern.finditer(page.coded.code) if told else ():
        before = bisect_left(firsts, match.start()) - 1
        words = page.text[page.coded.starts[match.start()] : page.coded.ends[match.end() - 1]]
        near = before >= 0 and page.sentence(match.start()) - _FAR <= told[before].sentence
        if near and told[before].rule.rule.status is Status.PROPOSED:
            news = (i for i, m in enumerate(told) if m.rule.rule.status is not Status.PROPOSED)
            before = next(news, before)  # nobody follows a wish
        if near and not taken.holds(*match.span()) and not _CAUSE.search(words):
            found.append(page.mention(page.book.follow[told[before].type], *match.span()))
    return found[:MOST]


_CAUSE = re.compile(r"(?i)menyusul (?:(?:di|ter|ke|me)\w+nya|pe\w+an)\b")
""""Menyusul" as a cause: "menyusul dibukanya kantor"."""


def _is_sum(mention: Mention) -> bool:
    """Whether an act tells an amount of money, which another period may be compared with."""
    return mention.kind is Kind.ACT and any(number.startswith("rp") for number in mention.numbers)


def drop_asides(page: Page, mentions: list[Mention]) -> list[Mention]:
    """Mentions without those that tell whom an agreement covers ("perjanjian yang memasukkan 1.200 peserta") or who somebody is.

    An occasion after "di sela" becomes the setting it is.
    """
    for mention in mentions:
        before = range(max(0, mention.first - _SETTING), min(mention.first + 1, len(page.coded.code)))
        if mention.rule.id in _ANAPHORIC and page.text[mention.start : page.coded.ends[mention.first]].lower().endswith("nya"):
            mention.given = "same"
        if mention.kind is Kind.ACT and any(page.has("beside", at) for at in before):
            mention.aside = True
    papers = [m.last for m in mentions if m.type in PAPERS and m.kind in (Kind.ACT, Kind.NAME)]
    return [m for m in mentions if not _is_aside(page, m, papers)]


def _is_aside(page: Page, mention: Mention, papers: list[int]) -> bool:
    if mention.type is not EventType.KEPESERTAAN or mention.kind is not Kind.PERIOD:
        return False
    if mention.sentence > _LEAD and mention.rule.id in _ANAPHORIC and mention.first and page.has("relative", mention.first - 1):
        return True  # "petani yang iurannya dibayar pemda"
    before = bisect_left(papers, mention.first) - 1
    return before >= 0 and mention.first - papers[before] <= _AFTER and page.sentence(papers[before] - 1) == mention.sentence
