"""What a figure measures: a vote of its unit, of the cues around it, and of the figures beside it.

Every cue is declared in ``models/lexicon/figures.toml`` with its votes by kind of figure. A vote fades with distance, is
weakened by boundaries and other figures in between, and reaches following sentences only where the cue is said to carry. Figures
are judged in reading order, so that lists and elliptic figures can take over what their leader measures.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extract.components.cues import phrase_pattern
from extract.reading import Sentence
from models.figure_lexicon import Cue, Scoring, Side, Votes, figure_lexicon
from models.vocab import FigureKind, Indicator, Per, Qualifier

_LEXICON = figure_lexicon()
_S: Scoring = _LEXICON.scoring
_PRIORS: dict[str, Votes] = {group.name: group.prior for group in _LEXICON.group}
FIXED = frozenset({"body", "health", "office", "agent", "acronym"})
"""Groups whose noun alone says what they measure."""
_ELSEWHERE = ("di ", "sedangkan ", "sementara ", "adapun ", "untuk ")
"""Beginnings of a sentence that tells of another place or kind than the one before."""
_CHOSEN = frozenset({"winner", "guest"})
"""Groups that are no workforce even as the whole of a part."""
_HEARD = 3
"""Sentences before its own that a figure listens to."""
_FARTHEST = max(cue.within for cue in _LEXICON.cue) + 80
"""Characters around a figure in which it listens: no cue reaches farther."""
_PART = 60
"""Characters between a figure and a word that makes it a part of the one before."""
_PART_OF = 90
"""Characters between a whole and the part of it that is covered."""
_LONGEST_GAP = 60
"""Characters between two members of a list."""

_BOUNDARIES = frozenset(_S.boundaries)
_LISTING = frozenset(_S.listing)
_JOINING = frozenset(_S.joining)
_PART_BEGINS = re.compile(
    r"\b(?:baru|hanya|cuma|belum sampai|tidak sampai|tak sampai|yang sudah|yang terlindungi|yang terdaftar)\b"
)
_WHOLE_BEGINS = re.compile(
    r"(?:^|[.,:;\n\"“”(]|\b(?:bahwa|karena|dan))[ ]?\bdari(?: (?:total|sekitar|seluruh|sebanyak|keseluruhan))? $"
)
_OUT_OF = re.compile(r" dari(?! target)(?: [a-z]+){0,3} ")
_RECEIVER = re.compile(r",? (?:kepada|untuk|bagi)(?: [a-z]+){0,2} ")
_WITH = re.compile(r" (?:dengan|yang mempekerjakan|dan)(?: [a-z]+){0,2} ")
_EQUALS = re.compile(
    r"(?: (?:sudah|telah) [a-z]+)?(?:,? (?:atau|setara|yakni|yaitu|sama dengan)(?: [a-z]+){0,2} |,? \()"
    r"|(?: (?!atau\b)[a-z]+){1,6}, (?:atau|setara)(?: [a-z]+){0,2} "
)
_OF_GOAL = re.compile(r",? dari (?:target|sasaran|kuota|rencana)[a-z]*(?: [a-z]+){0,4} ")
"""Between a share and the share aimed at."""

_LACKING = re.compile(r"\b(?:selisih|kurang|kekurangan|tertinggal)\b[^.,;]*$")
"""Before a share that is lacking from the one aimed at."""

_WORD = re.compile(r"[^\W\d_][\w/-]*")


@dataclass(slots=True)
class Draft:
    """A figure before it is judged.

    ``sentence`` indexes the reading's sentences; ``leader`` is the draft that an elliptic one continues.
    """

    start: int
    end: int
    value: int | float
    kind: FigureKind
    unit: str
    group: str | None
    sentence: int
    elliptic: bool = False
    leader: "Draft | None" = None
    per: Per | None = None
    qualifier: Qualifier | None = None
    indicator: Indicator | None = None
    rule: str = ""


class Hit(NamedTuple):
    """A cue phrase where it stands."""

    start: int
    end: int
    phrase: str


_Voters = dict[str, tuple[tuple[Cue, Votes], ...]]


def _voters(votes_of: Callable[[Cue], Votes]) -> _Voters:
    """For one kind of figure: phrase -> the cues it speaks for, with their votes.

    A phrase that has no votes for the kind speaks for the longest phrases inside it that have (``menerima santunan`` for
    ``santunan``); one that is declared neutral hides them and speaks only for the kinds that it has votes for.
    """
    direct: dict[str, list[tuple[Cue, Votes]]] = defaultdict(list)
    for cue in _LEXICON.cue:
        if votes := votes_of(cue):
            for phrase in cue.phrases:
                direct[phrase].append((cue, votes))
    found: _Voters = {}
    for phrase in {phrase for cue in _LEXICON.cue for phrase in cue.phrases}:
        inner = [] if phrase in _S.neutral else _inner(phrase, direct)
        voters = direct.get(phrase) or [pair for part in inner for pair in direct[part]]
        if voters:
            found[phrase] = tuple(voters)
    return found


def _inner(phrase: str, known: Iterable[str]) -> list[str]:
    """The longest known phrases inside a phrase, from left to right."""
    words, at, inner, known = phrase.split(" "), 0, [], frozenset(known)
    while at < len(words):
        for end in range(len(words), at, -1):
            if (part := " ".join(words[at:end])) in known and part != phrase:
                inner.append(part)
                at = end - 1
                break
        at += 1
    return inner


_VOTERS: dict[str, _Voters] = {
    "money": _voters(lambda cue: cue.money),
    "percent": _voters(lambda cue: cue.percent),
    "count": _voters(lambda cue: cue.count),
    "partner": _voters(lambda cue: cue.partner),
    "fixed": {},
}
_PATTERN = phrase_pattern({*(phrase for cue in _LEXICON.cue for phrase in cue.phrases), *_BOUNDARIES, *_LISTING, *_S.neutral})


def judge(drafts: list[Draft], text: str, low: str, sentences: list[Sentence]) -> None:
    """Set ``indicator`` and ``rule`` of every draft. ``drafts`` are in text order, ``low`` is the text in lower case."""
    if drafts:
        _Judge(drafts, text, low, sentences).run()


class _Judge:
    """One article's figures and the cues around them."""

    def __init__(self, drafts: list[Draft], text: str, low: str, sentences: list[Sentence]) -> None:
        self.drafts, self.text, self.low, self.sentences = drafts, text, low, sentences
        heard = {index for draft in drafts for index in range(max(draft.sentence - _HEARD, 0), draft.sentence + 1)}
        plain = low.replace("\u00a0", " ")
        self.hits = [
            hit
            for sentence in (sentences[index] for index in sorted(heard))
            if sentence.paragraph >= 0 and not sentence.leftover
            for hit in _hits(plain, sentence.start, sentence.end)
        ]
        self.outside = _outside(self.hits, drafts)
        self.boundaries = [hit.start for hit in self.outside if hit.phrase in _BOUNDARIES]
        self.listings = [hit.start for hit in self.hits if hit.phrase in _LISTING]

    def run(self) -> None:
        for at, draft in enumerate(self.drafts):
            near = self.near(draft)
            heard = self.hear(at, near)
            votes = dict(_prior(draft))
            best: dict[Indicator, tuple[float, str]] = {}
            for weight, cue, cue_votes in heard:
                for indicator, vote in cue_votes.items():
                    votes[indicator] = votes.get(indicator, 0.0) + vote * weight
                    if vote * weight > best.get(indicator, (0.0, ""))[0]:
                        best[indicator] = (vote * weight, cue.name)
            for more, factor in self.relations(at, paid_by_time=not any(cue.rate for _, cue, _ in heard)):
                for indicator, vote in more.items():
                    votes[indicator] = votes.get(indicator, 0.0) + vote * factor
            draft.indicator = max(votes, key=lambda key: votes[key])
            draft.rule = f"figure.{best.get(draft.indicator, (0.0, draft.group or draft.kind.value))[1]}"

    def near(self, draft: Draft) -> list[Hit]:
        """The cues of a figure's sentence and of the few before it."""
        hits = self.hits if draft.group == "partner" else self.outside
        first, own = self.sentences[max(draft.sentence - _HEARD, 0)], self.sentences[draft.sentence]
        left, right = max(first.start, draft.start - _FARTHEST), min(own.end, draft.end + _FARTHEST)
        return hits[bisect_left(hits, (left,)) : bisect_left(hits, (right,))]

    def hear(self, at: int, near: list[Hit]) -> list[tuple[float, Cue, Votes]]:
        """The cues that a figure hears, each once, at its best place, with its weight there and its votes."""
        draft = self.drafts[at]
        voters = _VOTERS[_kind(draft)]
        best: dict[str, tuple[float, Cue, Votes]] = {}
        for hit in near:
            for cue, votes in voters.get(hit.phrase, ()):
                weight = self.weight(cue, hit, at)
                if weight and (cue.name not in best or weight > best[cue.name][0]):
                    best[cue.name] = (weight, cue, votes)
        return list(best.values())

    def weight(self, cue: Cue, hit: Hit, at: int) -> float:
        """How loudly a cue is heard at a figure: 1 beside it, less with distance, boundaries, figures, sentences in between."""
        draft = self.drafts[at]
        own = self.sentences[draft.sentence]
        before = hit.end <= draft.start
        left, right = (hit.end, draft.start) if before else (draft.end, hit.start)
        if right - left > cue.within or cue.side is (Side.AFTER if before else Side.BEFORE):
            return 0.0
        if hit.start < own.start:
            if not cue.carries:
                return 0.0
            previous = self.sentences[draft.sentence - 1]
            return _S.previous if hit.start >= previous.start and previous.paragraph == own.paragraph else _S.earlier
        step = -1 if before else 1
        between, other = 0, at + step
        while 0 <= other < len(self.drafts) and left <= self.drafts[other].start < right:
            between, other = between + 1, other + step
        if (between and cue.nearest) or (cue.clause and "," in self.low[left:right] and hit.phrase.startswith("yang ")):
            return 0.0
        half = _S.half_before if before else _S.half_after
        fading = half / (half + right - left)
        return float(fading * _S.clause ** self.crossed(left, right) * _S.figure_between**between)

    def crossed(self, left: int, right: int) -> int:
        """How many boundaries stand in a stretch of the text."""
        return bisect_left(self.boundaries, right) - bisect_left(self.boundaries, left)

    def relations(self, at: int, *, paid_by_time: bool = True) -> list[tuple[Votes, float]]:
        """What follows from other figures: rates, wholes of shares, receivers of amounts, members of a list."""
        draft = self.drafts[at]
        found: list[tuple[Votes, float]] = []
        if draft.kind is FigureKind.MONEY:
            found += [(sum_.votes, 1.0) for sum_ in _LEXICON.amount if draft.value in sum_.values or draft.value < sum_.below]
            after = self.drafts[at + 1] if at + 1 < len(self.drafts) else None
            if draft.per in (Per.BULAN, Per.TAHUN):
                found += [(_S.per_time, 1.0)] if paid_by_time else []
            elif after and after.group == "heir" and _RECEIVER.match(self.low, draft.end, after.start):
                found.append((_S.for_cases, 1.0))
        elif draft.kind is FigureKind.PERCENT:
            last = self.drafts[at - 1] if at else None
            if last and last.indicator and _EQUALS.fullmatch(self.low, last.end, draft.start):
                found.append((_S.share_of.get(last.indicator, {}), 1.0))
            if draft.qualifier is Qualifier.TARGET:
                found.append((_S.aimed_share, 1.0))
            if self.beside_goal(at):
                found.append((_S.beside_goal, 1.0))
        elif _kind(draft) == "count":
            found += [(size.votes, 1.0) for size in _LEXICON.size if size.least <= draft.value < size.below]
            found += self.among_people(at)
        leader, force = self.leader(at)
        if leader and leader.indicator:
            found.append(({leader.indicator: 1.0}, force))
        return found

    def beside_goal(self, at: int) -> bool:
        """Whether a share stands beside the share aimed at, or is that itself (``23 persen dari target 31 persen``)."""
        pairs = ((self.drafts[n], self.drafts[n + 1]) for n in (at - 1, at) if 0 <= n < len(self.drafts) - 1)
        return any(
            one.kind is other.kind is FigureKind.PERCENT
            and other.start - one.end <= _LONGEST_GAP
            and _OF_GOAL.fullmatch(self.low, one.end, other.start)
            and not _LACKING.search(self.low, max(0, one.start - 24), one.start)
            for one, other in pairs
        )

    def among_people(self, at: int) -> Iterable[tuple[Votes, float]]:
        """A count of people as the whole of a share or part, or as those who were paid."""
        draft = self.drafts[at]
        last = self.drafts[at - 1] if at else None
        if (
            last
            and draft.group not in _CHOSEN
            and (last.kind is FigureKind.PERCENT or _kind(last) == "count")
            and _OUT_OF.fullmatch(self.low, last.end, draft.start)
        ):
            near = [other for other in self.drafts[max(at - 2, 0) : at] if other.sentence == draft.sentence]
            paid = any(other.indicator is Indicator.PENERIMA for other in near)
            yield (_S.whole_paid if paid and last.indicator is not Indicator.CAKUPAN else _S.whole), 1.0
        if last and last.group == "body" and _WITH.fullmatch(self.low, last.end, draft.start):
            yield _S.with_body, 1.0
        part = next((other for other in self.drafts[at + 1 : at + 3] if _alike(other, draft)), None)
        if part and draft.group != "member" and part.sentence <= draft.sentence + 1 and part.value < draft.value:
            if self.is_part(draft, part):
                yield _S.part, 1.0
            elif part.sentence == draft.sentence and self.is_whole(draft, part):
                yield _S.whole_first, 1.0
        if last and last.kind is FigureKind.PERCENT and last.indicator and _EQUALS.fullmatch(self.low, last.end, draft.start):
            yield _S.equals.get(last.indicator, {}), 1.0
        if last and last.kind is FigureKind.MONEY and last.indicator and _RECEIVER.fullmatch(self.low, last.end, draft.start):
            yield _S.paid.get(last.indicator, {}), 1.0

    def is_part(self, whole: Draft, part: Draft) -> bool:
        """Whether a part is told right after ("dari 3.000 perajin baru 180 orang yang terdaftar")."""
        elsewhere = part.sentence != whole.sentence and self.low.startswith(_ELSEWHERE, self.sentences[part.sentence].start)
        if elsewhere or part.start - whole.end > _PART_OF:
            return False
        return _PART_BEGINS.search(self.low, max(whole.end, part.start - 30), part.start) is not None

    def is_whole(self, whole: Draft, part: Draft) -> bool:
        """Whether a whole is named first and its part after a comma ("dari 700 juru parkir, 655 memiliki kartu")."""
        begins = _WHOLE_BEGINS.search(self.low, max(0, whole.start - 40), whole.start)
        return begins is not None and "," in self.low[whole.end : min(part.start, whole.end + _PART_OF)]

    def leader(self, at: int) -> tuple[Draft | None, float]:
        """The figure that this one continues, stands beside or is a part of; and how much of its meaning it takes over."""
        draft = self.drafts[at]
        if draft.leader is not None:
            return draft.leader, _S.inherit_elliptic
        last = next((other for other in reversed(self.drafts[max(at - 4, 0) : at]) if _alike(other, draft)), None)
        if last is None:
            return None, 0.0
        if last.sentence == draft.sentence and _OUT_OF.fullmatch(self.low, last.end, draft.start):
            return None, 0.0
        if last.sentence == draft.sentence:
            part = draft.value < last.value and self.is_whole(last, draft)
            if last is self.drafts[at - 1] and not part and in_list(self.text, last.end, draft.start):
                return last, _S.inherit_list
            return last, _S.inherit * _S.clause ** self.crossed(last.end, draft.start)
        if draft.kind is FigureKind.PERCENT and draft.sentence - last.sentence == 1:
            return last, _S.inherit_next
        if draft.sentence - last.sentence > 2:
            return None, 0.0
        at = bisect_left(self.listings, draft.start - _PART + 1)
        part = at < len(self.listings) and self.listings[at] < draft.start + _PART
        force = _S.inherit_next if draft.kind is FigureKind.COUNT else _S.inherit
        return (last, force) if part else (None, 0.0)


def _hits(low: str, start: int, end: int) -> Iterator[Hit]:
    """The cues of a stretch of text, the longest at each place; ``dari dana`` does not hide the ``dana desa`` it leads to."""
    while found := _PATTERN.search(low, start, end):
        yield Hit(found.start(), found.end(), found[1])
        start = found.end()
        if found[1].startswith("dari ") and (later := _PATTERN.match(low, found.start() + 5, end)) and later.end() > start:
            yield Hit(later.start(), later.end(), later[1])
            start = later.end()


def _outside(hits: list[Hit], drafts: list[Draft]) -> list[Hit]:
    """Cues that are not words of a figure itself: its unit has voted already."""
    kept, at = [], 0
    for hit in hits:
        while at < len(drafts) and drafts[at].end <= hit.start:
            at += 1
        if at == len(drafts) or hit.end <= drafts[at].start:
            kept.append(hit)
    return kept


def _kind(draft: Draft) -> str:
    """The key of :data:`_VOTERS`."""
    if draft.kind is not FigureKind.COUNT:
        return draft.kind.value
    return "fixed" if draft.group in FIXED else "partner" if draft.group == "partner" else "count"


def _prior(draft: Draft) -> Votes:
    if draft.kind is FigureKind.MONEY:
        return _S.money
    if draft.kind is FigureKind.PERCENT:
        return _S.percent
    return _PRIORS[draft.group] if draft.group else _S.other_unit


def _alike(one: Draft, other: Draft) -> bool:
    return one.kind is other.kind and (one.group in FIXED) == (other.group in FIXED)


def in_list(text: str, start: int, end: int) -> bool:
    """Whether a gap between two figures holds nothing but names and joining words (``5.530, Kota Bengkulu 4.475``)."""
    if end - start > _LONGEST_GAP:
        return False
    gap = text[start:end]
    return "\n" not in gap and ". " not in gap and all(w[0].isupper() or w in _JOINING for w in _WORD.findall(gap))
