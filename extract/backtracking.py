r"""Whether a regular expression can take more than linear time: repeats within or beside each other over the same text.

A repeat inside a repeat is harmless where what follows the inner one cannot begin like it (``(?:\w+ )*``), and costs exponential
time where it can (``(?:\w+ ?)*``). Bounded repeats, atomic groups and possessive repeats cannot run away. Characters are
compared on a sample of the alphabet, groups by what they begin with: a check for people who write patterns, no proof.
"""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")  # the only reader of the syntax there is; not part of the typed interface of re

_SAMPLE = frozenset(map(chr, range(128))) | frozenset("éÉçß“”‘’–—…½\u00a0\u2009")
_MANY = 64
"""A repeat with a higher bound counts as unbounded."""
_FEW = 8
"""An outer repeat up to so often multiplies the time by a constant."""

Node = tuple[Any, Any]


def problems(pattern: re.Pattern[str]) -> list[str]:
    """What may make a pattern slow, in words; an empty list where nothing does."""
    return list(dict.fromkeys(_check(list(_parser.parse(pattern.pattern, pattern.flags)), pattern.flags)))


def _check(sequence: Sequence[Node], flags: int) -> Iterator[str]:
    for i, (op, value) in enumerate(sequence):
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, body = value
            if most > _FEW:
                yield from _nested(list(body), flags)
            if most > _MANY:
                yield from _beside(list(body), sequence[i + 1 :], flags)
        if name not in ("ATOMIC_GROUP", "POSSESSIVE_REPEAT"):
            for part in _parts(op, value):
                yield from _check(part, flags)


def _nested(body: Sequence[Node], flags: int) -> Iterator[str]:
    """Unbounded repeats inside the body of another whose text the next round could take as well."""
    for i, (op, value) in enumerate(body):
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT") and value[1] > _MANY:
            after, empty = _first(body[i + 1 :], flags)
            again = _first(body, flags)[0] if empty else frozenset()
            shared = _first(list(value[2]), flags)[0] & (after | again)
            if shared:
                yield f"pengulangan di dalam pengulangan berebut {_shown(shared)}"
        elif str(op) in ("SUBPATTERN", "BRANCH"):
            for part in _parts(op, value):
                yield from _nested([*part, *body[i + 1 :]], flags)


def _beside(body: Sequence[Node], rest: Sequence[Node], flags: int) -> Iterator[str]:
    """An unbounded repeat followed, with nothing between, by another over the same text."""
    mine = _first(body, flags)[0]
    for op, value in rest:
        if str(op) in ("MAX_REPEAT", "MIN_REPEAT") and value[1] > _MANY:
            shared = mine & _first(list(value[2]), flags)[0]
            if shared:
                yield f"dua pengulangan berdampingan berebut {_shown(shared)}"
        if not _first([(op, value)], flags)[1]:
            return


def _shown(chars: frozenset[str]) -> str:
    return " ".join(repr(char) for char in sorted(chars, key=lambda char: (not char.isalnum(), char))[:3])


def _parts(op: Any, value: Any) -> list[list[Node]]:
    """The sequences inside a node."""
    match str(op):
        case "SUBPATTERN":
            return [list(value[3])]
        case "BRANCH":
            return [list(option) for option in value[1]]
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [list(value[2])]
        case "ATOMIC_GROUP":
            return [list(value)]
        case _:
            return []


def _first(sequence: Sequence[Node], flags: int) -> tuple[frozenset[str], bool]:
    """The characters of the sample that a sequence can begin with, and whether it can be empty."""
    found: frozenset[str] = frozenset()
    for op, value in sequence:
        chars, empty = _begin(op, value, flags)
        found |= chars
        if not empty:
            return found, False
    return found, True


def _begin(op: Any, value: Any, flags: int) -> tuple[frozenset[str], bool]:
    name = str(op)
    if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return _chars(op, value, flags), False
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset(), True
    parts = [_first(part, flags) for part in _parts(op, value)]
    if not parts:
        return _SAMPLE, True  # a reference to a group: anything
    chars = frozenset().union(*(part for part, _ in parts))
    return chars, any(empty for _, empty in parts) or (name.endswith("REPEAT") and value[0] == 0)


def _chars(op: Any, value: Any, flags: int) -> frozenset[str]:
    """The characters of the sample that one node for a single character matches."""
    match str(op):
        case "ANY":
            found = _SAMPLE if flags & re.DOTALL else _SAMPLE - {"\n"}
        case "LITERAL":
            found = frozenset(chr(value))
        case "NOT_LITERAL":
            found = _SAMPLE - {chr(value)}
        case "RANGE":
            found = frozenset(char for char in _SAMPLE if value[0] <= ord(char) <= value[1])
        case "CATEGORY":
            found = _category(str(value))
        case _:
            negated = str(value[0][0]) == "NEGATE"
            listed = frozenset().union(*(_chars(o, v, flags) for o, v in value[negated:]))
            found = _SAMPLE - listed if negated else listed
    if flags & re.IGNORECASE:
        found |= frozenset(other for char in found for other in (char.lower(), char.upper()) if len(other) == 1)
    return found


def _category(name: str) -> frozenset[str]:
    member = re.compile({"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.rsplit("_", 1)[-1]])
    found = frozenset(char for char in _SAMPLE if member.match(char))
    return _SAMPLE - found if "NOT" in name else found
