"""What the words around a mention make of it: planned, asked for, called off, denied, supposed, background.

The ConText design: a cue has a direction and a reach; signs and words end the reach; the answers of a class have an order.
Which words are cues, and of what, is declared in ``models/qualifiers.toml``; the ids of the deciding cues stay on the mention.
"""

from collections import defaultdict

from extract.mentions import Mention
from models.coding import Coded
from models.rules import CompiledCue, Direction, RuleBook
from models.vocab import Status

_END = "|"


def qualify(book: RuleBook, coded: Coded, mentions: list[Mention]) -> None:
    """Answer the questions of ``models/qualifiers.toml`` for every mention, in place."""
    if not mentions:
        return
    bounds = [i for i, char in enumerate(coded.code) if char == _END]
    cues: dict[int, list[tuple[CompiledCue, int, int]]] = defaultdict(list)
    sentence_of: list[int] = []
    for number, end in enumerate(bounds):
        sentence_of += [number] * (end + 1 - len(sentence_of))
    for compiled, first, last in book.cue_matches(coded):
        cues[sentence_of[first]].append((compiled, first, last))
    for mention in mentions:
        answers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for compiled, first, last in cues.get(sentence_of[mention.first], ()):
            cue = compiled.cue
            if (not cue.types or mention.type in cue.types) and _reaches(book, compiled, first, last, mention, coded.code):
                answers[cue.qualifier][cue.value].append(cue.id)
        _decide(book, mention, answers)


def _reaches(book: RuleBook, compiled: CompiledCue, first: int, last: int, mention: Mention, code: str) -> bool:
    cue = compiled.cue
    limit = len(code) if isinstance(cue.scope, str) else cue.scope
    if first < mention.last and mention.first < last:  # among the mention's own words: it must reach the last of them
        between = code[last : mention.last - 1] if cue.direction is Direction.FORWARD else ""
    elif last <= mention.first and cue.direction is not Direction.BACKWARD:
        between = code[last : mention.first]
    elif first >= mention.last and cue.direction is not Direction.FORWARD:
        if cue.value == Status.PLANNED and code[mention.last - 1] in book.alphabet.classes["done"]:
            return False  # the mention has its own verb
        between = code[mention.last : first]
    else:
        return False
    return len(between) <= limit and compiled.until.isdisjoint(between)


def _decide(book: RuleBook, mention: Mention, answers: dict[str, dict[str, list[str]]]) -> None:
    chosen: dict[str, str] = {}
    for name, qualifier in book.qualifiers.classes.items():
        chosen[name] = next((value for value in qualifier.priority if value in answers[name]), qualifier.default)
        if chosen[name] in answers[name]:
            mention.cues += answers[name][chosen[name]]
    mention.real = chosen["reality"] == "actual"
    mention.status = mention.rule.rule.status or Status(chosen["status"])
    mention.time = chosen["time"]
    mention.given = chosen["given"]
