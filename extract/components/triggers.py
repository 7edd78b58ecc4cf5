"""The happenings of an article: from the words that tell them to one :class:`Happening` each.

Words are found by the rules of ``models/events`` over the coded text, qualified by their context, dated by their sentence, and
put together by the happening they tell of.
"""

from bisect import bisect_left

from spacy.tokens import Doc

from extract.components.context import qualify
from extract.components.grouping import group, resolve
from extract.components.timing import Calendar
from extract.mentions import Mention
from extract.reading import Reading
from models.coding import Coded
from models.rule_checks import rulebook
from models.rules import Kind, RuleBook
from models.vocab import EventType

_PAPERS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)
_CONTINUED = (EventType.SANTUNAN, EventType.BANTUAN, EventType.KEPESERTAAN, EventType.PENEGAKAN)
_ANAPHORIC = ("kepesertaan.borne",)
_LEAD = 3
"""Sentences that tell the news."""

_RANK = {Kind.ACT: 0, Kind.PERIOD: 1, Kind.SETTING: 2, Kind.ECHO: 3, Kind.NAME: 4}


def find_happenings(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.happenings`` in text order; an article that is not relevant has none."""
    if not reading.relevant:
        return
    book = rulebook()
    read = [i for i, sentence in enumerate(reading.sentences) if not sentence.leftover]
    spans = [(reading.sentences[i].start, reading.sentences[i].end) for i in read]
    coded = book.alphabet.code(reading.text, spans, [(d.start, d.end, "date") for d in reading.dates])
    edges = [i for i, char in enumerate(coded.code) if char == "|"]
    mentions = find_mentions(book, coded, edges, read)
    mentions += find_again(book, coded, edges, read, mentions, reading)
    mentions += find_more(book, coded, edges, read, mentions)
    mentions.sort(key=lambda m: (m.first, m.last))
    qualify(book, coded, mentions)
    mentions = [m for m in mentions if not _aside(book, m, mentions, coded)]
    calendar = Calendar(book, coded, reading, edges, read)
    for mention in mentions:
        if mention.rule.id in _ANAPHORIC and coded.starts and _own_nya(reading.text, coded, mention):
            mention.given = "same"
        mention.date = calendar.of(
            mention, [m for m in mentions if m is not mention and m.type is not mention.type and m.founding]
        )
        mention.numbers = _numbers(coded, mention, reading.text)
    reading.happenings = resolve(group(mentions, reading), reading, calendar)


def find_mentions(book: RuleBook, coded: Coded, edges: list[int], read: list[int]) -> list[Mention]:
    """All mentions in text order, of overlapping ones of a type the most telling."""
    found: dict[EventType, list[Mention]] = {}
    for rule, first, last in book.matches(coded):
        sentence = read[bisect_left(edges, first)]
        mention = Mention(first, last, coded.starts[first], coded.ends[last - 1], sentence, rule)
        found.setdefault(rule.type, []).append(mention)
    papers = [m for kind in _PAPERS for m in found.get(kind, ()) if m.founding]
    kept: list[Mention] = []
    for same in found.values():
        same.sort(key=lambda m: (m.rule.rule.status is None, _RANK[m.kind], m.first - m.last, m.first))
        chosen: list[Mention] = []
        for mention in same:
            if mention.kind is Kind.ECHO and any(_overlap(mention, paper) for paper in papers):
                continue
            if not any(_overlap(mention, other) for other in chosen):
                chosen.append(mention)
        kept += chosen
    kept.sort(key=lambda m: (m.first, m.last))
    return kept


def _own_nya(text: str, coded: Coded, mention: Mention) -> bool:
    """``iurannya``: the dues of somebody told before."""
    return text[mention.start : coded.ends[mention.first]].lower().endswith("nya")


def _overlap(one: Mention, other: Mention) -> bool:
    return one.first < other.last and other.first < one.last


def _numbers(coded: Coded, mention: Mention, text: str) -> frozenset[str]:
    """The amounts and counts beside a mention, as written, without their dots."""
    low, high = max(0, mention.first - 6), mention.last + 8
    start, end = coded.code.rfind("|", 0, mention.first) + 1, coded.code.find("|", mention.last)
    found = set()
    for at in range(max(low, start), min(high, end)):
        if coded.code[at] in "$#" and not _is_rate(coded, at, text):
            found.add("".join(c for c in text[coded.starts[at] : coded.ends[at]].lower() if c.isalnum() or c == ","))
    return frozenset(found)


def _is_rate(coded: Coded, at: int, text: str) -> bool:
    """``Rp16.800 per bulan`` is a price, not an amount of the happening."""
    after = text[coded.ends[at] : coded.ends[at] + 10].lower().lstrip()
    return after.startswith(("per ", "sebulan", "setiap", "/", "tiap"))


def find_again(
    book: RuleBook, coded: Coded, edges: list[int], read: list[int], mentions: list[Mention], reading: Reading
) -> list[Mention]:
    """Mentions of another happening of the reported kind ("kegiatan serupa akan diadakan")."""
    first = next((m for m in mentions if m.kind in (Kind.ACT, Kind.PERIOD) and m.start >= reading.body), None)
    if first is None:
        return []
    rule = book.again[first.type]
    found = []
    for match in rule.pattern.finditer(coded.code):
        if match.start() > first.last and not any(
            m.founding and m.first < match.end() and match.start() < m.last for m in mentions
        ):
            sentence = read[bisect_left(edges, match.start())]
            start, end = coded.starts[match.start()], coded.ends[match.end() - 1]
            found.append(Mention(match.start(), match.end(), start, end, sentence, rule))
    return found


def find_more(book: RuleBook, coded: Coded, edges: list[int], read: list[int], mentions: list[Mention]) -> list[Mention]:
    """Another period of the payments or enrolments just told, by its figures alone."""
    told = [m for m in mentions if m.kind is Kind.PERIOD and m.type in _CONTINUED]
    if not told:
        return []
    found: list[Mention] = []
    for match in next(iter(book.more.values())).pattern.finditer(coded.code):
        first, last = match.span()
        sentence = read[bisect_left(edges, first)]
        before = [m for m in told if m.last <= last and sentence - 1 <= m.sentence <= sentence]
        if not before or any(m.founding and m.first < last and first < m.last for m in mentions):
            continue
        found.append(Mention(first, last, coded.starts[first], coded.ends[last - 1], sentence, book.more[before[-1].type]))
    return found


def _aside(book: RuleBook, mention: Mention, mentions: list[Mention], coded: Coded) -> bool:
    """Whom an agreement covers ("perjanjian yang memasukkan 1.200 peserta") or who somebody is makes no happening."""
    if mention.type is not EventType.KEPESERTAAN or mention.kind is not Kind.PERIOD:
        return False
    if mention.sentence > _LEAD and not mention.numbers and coded.code[mention.first - 1] in book.alphabet.classes["relative"]:
        return True  # "petani yang iurannya dibayar pemda" tells who somebody is
    return any(
        m.type in _PAPERS and m.kind is Kind.ACT and m.sentence == mention.sentence and 0 < mention.first - m.last <= 3
        for m in mentions
    )
