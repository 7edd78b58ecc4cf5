"""What a figure measures: a vote of its unit, of the cues around it, and of the figure it continues.

Every cue is declared in ``models/lexicon/figures.toml`` with its votes by kind of figure. A vote fades with distance, is
weakened by boundaries and other figures in between, and reaches following sentences only where the cue is said to carry. Figures
are judged in reading order, so that lists and elliptic figures can take over what their leader measures.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from extract.components.cues import phrase_pattern
from extract.reading import Sentence
from models.figure_lexicon import Cue, Scoring, Side, Votes, figure_lexicon
from models.vocab import FigureKind, Indicator, Per, Qualifier

_LEXICON = figure_lexicon()
_S: Scoring = _LEXICON.scoring
_PRIORS: dict[str, Votes] = {group.name: group.prior for group in _LEXICON.group}
_BY_PHRASE: dict[str, list[Cue]] = defaultdict(list)
for _cue in _LEXICON.cue:
    for _word in _cue.words:
        _BY_PHRASE[_word].append(_cue)
_BOUNDARIES = frozenset(_S.boundaries)
_LISTING = frozenset(_S.listing)
_PATTERN = phrase_pattern({*_BY_PHRASE, *_BOUNDARIES, *_LISTING, *_S.neutral})
_FIXED = frozenset({"body", "health", "office", "agent"})
"""Groups whose noun alone says what they measure."""
_HEARD = 3
"""Sentences before its own that a figure listens to."""


_PART = 60
"""Characters between a figure and a word that makes it a part of the one before."""
_PART_OF = 90
"""Characters between a whole and the part of it that is covered."""
_PART_BEGINS = re.compile(
    r"\b(?:baru|hanya|cuma|belum sampai|tidak sampai|tak sampai|yang sudah|yang terlindungi|yang terdaftar)\b"
)
_OUT_OF = re.compile(r" dari(?! target)(?: [a-z]+){0,3} ")
_RECEIVER = re.compile(r",? (?:kepada|untuk|bagi)(?: [a-z]+){0,2} ")
_LIST_GAP = re.compile(
    r"[^\w\n.]{0,2} ?(?:di |dari )?(?:(?:dan|serta|lalu|disusul|kemudian|sedangkan|ditambah) ?)?"
    r"(?:[^\W\d][\w/.-]{1,20} ){0,4}[ (]?"
)


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


def find_hits(low: str, start: int) -> list[Hit]:
    """All cue phrases of a text from ``start`` on."""
    return [Hit(m.start(), m.end(), m.group(1).replace("\u00a0", " ")) for m in _PATTERN.finditer(low, start)]


def judge(drafts: list[Draft], low: str, body: int, sentences: list[Sentence]) -> None:
    """Set ``indicator`` and ``rule`` of every draft, in order."""
    hits = find_hits(low, body)
    outside = _outside(hits, [(draft.start, draft.end) for draft in drafts])
    for at, draft in enumerate(drafts):
        votes: dict[Indicator, float] = dict(_prior(draft))
        first = max(draft.sentence - _HEARD, 0)
        low_edge, high_edge = sentences[first].start, sentences[draft.sentence].end
        heard = hits if draft.group == "partner" else outside
        near = heard[bisect_left(heard, (low_edge,)) : bisect_left(heard, (high_edge,))]
        reasons = _hear(draft, at, drafts, near, sentences, votes)
        _relate(draft, at, drafts, near, low, votes)
        draft.indicator = max(votes, key=lambda key: votes[key])
        draft.rule = f"figure.{reasons.get(draft.indicator) or draft.group or draft.kind.value}"


def _outside(hits: list[Hit], spans: list[tuple[int, int]]) -> list[Hit]:
    """Cues that are not words of a figure itself: its unit has voted already."""
    kept, at = [], 0
    for hit in hits:
        while at < len(spans) and spans[at][1] <= hit.start:
            at += 1
        if at == len(spans) or hit.end <= spans[at][0]:
            kept.append(hit)
    return kept


def _prior(draft: Draft) -> Votes:
    if draft.kind is FigureKind.MONEY:
        return _S.money
    if draft.kind is FigureKind.PERCENT:
        return _S.percent
    return _PRIORS[draft.group] if draft.group else _S.other_unit


def _votes_of(cue: Cue, draft: Draft) -> Votes:
    if draft.kind is FigureKind.MONEY:
        return cue.money
    if draft.kind is FigureKind.PERCENT:
        return cue.percent
    if draft.group == "partner":
        return cue.partner
    return {} if draft.group in _FIXED else cue.count


def _hear(
    draft: Draft, at: int, drafts: list[Draft], near: list[Hit], sentences: list[Sentence], votes: dict[Indicator, float]
) -> dict[Indicator, str]:
    """Add the votes of the cues around a figure, each at its best place; returns the strongest cue of each indicator."""
    best: dict[str, tuple[float, Cue]] = {}
    for hit in near:
        for cue in _BY_PHRASE.get(hit.phrase, ()):
            if not _votes_of(cue, draft):
                continue
            weight = _weight(cue, hit, draft, at, drafts, near, sentences)
            if weight > best.get(cue.name, (0.0, cue))[0]:
                best[cue.name] = (weight, cue)
    strongest: dict[Indicator, tuple[float, str]] = {}
    for name, (weight, cue) in best.items():
        for indicator, vote in _votes_of(cue, draft).items():
            votes[indicator] = votes.get(indicator, 0.0) + vote * weight
            if vote * weight > strongest.get(indicator, (0.0, ""))[0]:
                strongest[indicator] = (vote * weight, name)
    return {indicator: name for indicator, (_, name) in strongest.items()}


def _weight(cue: Cue, hit: Hit, draft: Draft, at: int, drafts: list[Draft], near: list[Hit], sentences: list[Sentence]) -> float:
    """How loudly a cue is heard at a figure: 1 beside it, less with distance, boundaries, figures and sentences in between."""
    before = hit.end <= draft.start
    if (before and cue.side is Side.AFTER) or (not before and cue.side is Side.BEFORE):
        return 0.0
    left, right = (hit.end, draft.start) if before else (draft.end, hit.start)
    distance = right - left
    if distance > cue.within:
        return 0.0
    half = _S.half_before if before else _S.half_after
    weight = half / (half + distance)
    own = sentences[draft.sentence]
    if hit.start < own.start:
        if not cue.carries:
            return 0.0
        previous = sentences[draft.sentence - 1]
        return _S.previous if hit.start >= previous.start and previous.paragraph == own.paragraph else _S.earlier
    crossed = sum(1 for other in near if left <= other.start < right and other.phrase in _BOUNDARIES)
    step = -1 if before else 1
    between, other_at = 0, at + step
    while 0 <= other_at < len(drafts) and left <= drafts[other_at].start < right:
        between, other_at = between + 1, other_at + step
    if between and cue.nearest:
        return 0.0
    return weight * _S.clause**crossed * _S.figure_between**between


def _add(votes: dict[Indicator, float], more: Votes, factor: float = 1.0) -> None:
    for indicator, vote in more.items():
        votes[indicator] = votes.get(indicator, 0.0) + vote * factor


def _relate(draft: Draft, at: int, drafts: list[Draft], near: list[Hit], low: str, votes: dict[Indicator, float]) -> None:
    """Add what follows from other figures: rates, wholes of shares, receivers of amounts, members of a list."""
    if draft.kind is FigureKind.MONEY:
        after = drafts[at + 1] if at + 1 < len(drafts) else None
        if draft.per in (Per.BULAN, Per.TAHUN):
            _add(votes, _S.per_time)
        elif after and after.group == "heir" and _RECEIVER.match(low, draft.end, after.start):
            _add(votes, _S.for_cases)
    last = drafts[at - 1] if at else draft
    if draft.kind is FigureKind.COUNT and draft.group not in _FIXED:
        if (
            last is not draft
            and (last.kind is FigureKind.PERCENT or last.group not in _FIXED)
            and _OUT_OF.fullmatch(low, last.end, draft.start)
        ):
            _add(votes, _S.whole)
        part = next((other for other in drafts[at + 1 : at + 3] if _alike(other, draft)), None)
        if part and part.sentence <= draft.sentence + 1 and _whole_of(draft, part, low):
            _add(votes, _S.whole)
        if last.kind is FigureKind.MONEY and last.indicator and _RECEIVER.fullmatch(low, last.end, draft.start):
            _add(votes, _S.paid.get(last.indicator, {}))
    leader, force = _leader(draft, drafts[:at], near, low)
    if leader and leader.indicator:
        _add(votes, {leader.indicator: force})


def _whole_of(draft: Draft, part: Draft, low: str) -> bool:
    """Whether a part is told right after ("dari 3.000 perajin baru 180 orang yang terdaftar")."""
    if part.start - draft.end > _PART_OF or part.value >= draft.value:
        return False
    return _PART_BEGINS.search(low, max(draft.end, part.start - 30), part.start) is not None


def _leader(draft: Draft, earlier: list[Draft], near: list[Hit], low: str) -> tuple[Draft | None, float]:
    """The figure that this one continues, stands beside in a list, or is a part of; and how much of its meaning it takes over."""
    last = next((other for other in reversed(earlier[-4:]) if _alike(other, draft)), None)
    if draft.leader is not None:
        return draft.leader, _S.inherit_elliptic
    if last is None:
        return None, 0.0
    if last.sentence == draft.sentence:
        return last, _S.inherit_list if last is earlier[-1] and in_list(low, last.end, draft.start) else _S.inherit
    if draft.kind is FigureKind.PERCENT and draft.sentence - last.sentence == 1:
        return last, _S.inherit
    part = any(hit.phrase in _LISTING and abs(hit.start - draft.start) < _PART for hit in near)
    return (last, _S.inherit) if part and draft.sentence - last.sentence <= 2 else (None, 0.0)


def in_list(low: str, start: int, end: int) -> bool:
    """Whether a gap between two figures holds nothing but a name and joining words (``5.530, Kota Bengkulu 4.475``)."""
    return _LIST_GAP.fullmatch(low, start, end) is not None


def _alike(one: Draft, other: Draft) -> bool:
    return one.kind is other.kind and (one.group in _FIXED) == (other.group in _FIXED)
