"""What the words around a mention make of it: planned, asked for, called off, denied, supposed, background.

The ConText design: a cue has a direction and a reach; signs and words end the reach; the answers of a class have an order.
Which words are cues, and of what, is declared in ``models/qualifiers.toml``; the ids of the deciding cues stay on the mention.
"""

from bisect import bisect_left
from collections import defaultdict

from extract.components.finding import Page
from extract.mentions import Mention
from models.coding import END
from models.rules import CompiledCue, Direction, RuleBook
from models.vocab import Status

_SOFT = {"habit", "regularly", "keep-on", "purpose"}
"""Cues that make a habit of what is told, but may be part of what is asked for."""

_SENTENCE = 120
"""Words over which "anywhere in the sentence" reaches, however long the sentence is."""


def qualify(page: Page, mentions: list[Mention]) -> None:
    """Answer the questions of ``models/qualifiers.toml`` for every mention, in place."""
    cues = sorted(page.book.cue_matches(page.coded), key=lambda cue: cue[1]) if mentions else []
    places = [first for _, first, _ in cues]
    code = page.coded.code
    for mention in mentions:
        answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        low = bisect_left(places, max(code.rfind(END, 0, mention.first), mention.first - _SENTENCE))
        end = code.find(END, mention.last)
        high = bisect_left(places, min(end, mention.last + _SENTENCE) if end >= 0 else mention.last + _SENTENCE)
        for compiled, first, last in cues[low:high]:
            cue = compiled.cue
            if cue.qualifier == "reality" and mention.rule.rule.status and first >= mention.first:
                continue  # "meminta perusahaan tidak menonaktifkan peserta" is asked for all the same
            if (not cue.types or mention.type in cue.types) and _reaches(page, compiled, first, last, mention):
                answers[cue.qualifier][cue.value].append(cue.id)
        _decide(page.book, mention, answers)


def _reaches(page: Page, compiled: CompiledCue, first: int, last: int, mention: Mention) -> bool:
    cue, code = compiled.cue, page.coded.code
    limit = _SENTENCE if isinstance(cue.scope, str) else cue.scope
    inside = first < mention.last and mention.first < last
    if inside and mention.rule.rule.about and cue.value == "same":
        return False
    if inside:  # among the mention's own words: it must reach the last of them
        between = code[last : mention.last - 1] if cue.direction is Direction.FORWARD else ""
    elif last <= mention.first and cue.direction is not Direction.BACKWARD:
        between = code[last : mention.first]
    elif first >= mention.last and cue.direction is not Direction.FORWARD:
        if cue.value == Status.PLANNED and cue.direction is Direction.BACKWARD and page.has("done", mention.last - 1):
            return False  # the mention has its own verb
        between = code[mention.last : first]
    else:
        return False
    return len(between) <= limit and END not in between and compiled.until.isdisjoint(between)


def _decide(book: RuleBook, mention: Mention, answers: dict[str, dict[str, list[str]]]) -> None:
    chosen: dict[str, str] = {}
    for name, qualifier in book.qualifiers.classes.items():
        chosen[name] = qualifier.default
        if given := answers.get(name):
            chosen[name] = next((value for value in qualifier.priority if value in given), qualifier.default)
            mention.cues += given.get(chosen[name], [])
    soft = chosen["status"] == Status.PROPOSED and set(answers["reality"]["none"]) <= _SOFT  # "minta rutin menggelar penyuluhan"
    mention.real = chosen["reality"] == "actual" or soft
    if chosen["time"] == "relative" and chosen["status"] == Status.PLANNED:
        chosen["status"] = book.qualifiers.classes["status"].default  # "akan meneruskan MoU yang diteken": the clause is its own
    mention.status = mention.rule.rule.status or Status(chosen["status"])
    mention.time = chosen["time"]
    mention.given = chosen["given"]
