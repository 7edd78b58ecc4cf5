"""How a figure is meant: about, at least, at most, aimed at; and by what it is counted: a head, a day, a month, a year.

Works on the lower-cased text.
"""

import re

from extract.components.cues import prefix_tree
from models.figure_lexicon import figure_lexicon
from models.vocab import FigureKind, Per, Qualifier

_Q, _P = figure_lexicon().qualifier, figure_lexicon().per
_BY_WORD = {
    word: qualifier
    for qualifier, words in (
        (Qualifier.MAX, _Q.max),
        (Qualifier.APPROX, _Q.approx),
        (Qualifier.MIN, _Q.min),
        (Qualifier.TARGET, _Q.target),
    )
    for word in words
}
_BEFORE = re.compile(rf"\b({prefix_tree(_BY_WORD)})(?: (?:{'|'.join(_Q.fillers)}))?[ \u00a0]{{0,2}}$")
_ENDS = frozenset([*(word.split(" ")[-1] for word in _BY_WORD), *_Q.fillers])
_LAST_WORD = re.compile(r"([a-z-]+)[ \u00a0]{0,2}$")
_MIN_AFTER = re.compile(rf" (?:{'|'.join(_Q.min_after)})\b")
_GOAL = re.compile(rf"\b(?:{prefix_tree(_Q.goal)})\b")
_CLAUSE = re.compile(r"[,;:.](?=\s)")
_STOP = re.compile(r"[.;,\n]")
_BY = re.compile(
    r"(?:[ ]?/[ ]?|[ ](?:per|setiap|tiap|tiap-tiap|saban|dalam se)[ ]?|[ ]se)"
    rf"(?:(?P<tahun>{'|'.join(_P.tahun)})|(?P<bulan>{'|'.join(_P.bulan)})|(?P<hari>{'|'.join(_P.hari)})|(?P<orang>{'|'.join(_P.orang)}))\b"
)
_EACH = re.compile(rf"\b(?:{'|'.join(_P.each)})\b")
_NEAR, _FAR, _AHEAD = 40, 90, 45
"""Characters before a figure that may hold its qualifier, its goal; after it, its denominator."""


def qualifier_of(low: str, sentence: int, start: int, end: int, vague: bool) -> Qualifier | None:
    """The qualifier of a figure whose sentence begins at ``sentence``; ``vague`` is a number like ``41 ribuan``."""
    last = _LAST_WORD.search(low, max(sentence, start - 24), start)
    if last and last.group(1) in _ENDS and (found := _BEFORE.search(low, max(sentence, start - _NEAR), start)):
        return _BY_WORD[found.group(1)]
    if vague:
        return Qualifier.APPROX
    if _MIN_AFTER.match(low, end):
        return Qualifier.MIN
    goals = list(_GOAL.finditer(low, max(sentence, start - _FAR), start))
    if goals and not _CLAUSE.search(low, goals[-1].end(), start):
        return Qualifier.TARGET
    return None


def per_of(low: str, start: int, end: int, kind: FigureKind) -> Per | None:
    """The denominator: a time rather than people where both are given (``per orang per bulan``)."""
    stop = _STOP.search(low, end, end + _AHEAD)
    edge = stop.start() if stop else end + _AHEAD
    names = {found.lastgroup for found in _BY.finditer(low, end, edge)}
    for per in (Per.BULAN, Per.TAHUN, Per.HARI):
        if per.value in names:
            return per
    if kind is not FigureKind.MONEY:
        return None
    each = "orang" in names or _EACH.search(low, end, edge) or _EACH.search(low, max(0, start - 20), start)
    return Per.ORANG if each else None
