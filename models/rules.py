"""What makes an event: the rule files ``models/events/<type>.toml``, the cues of ``models/qualifiers.toml``, and their compiler.

A pattern is written as words in text order::

    {sign} .. {mou_doc}          a word of the class ``sign``, up to five words, a word of the class ``mou_doc``
    kartu (peserta|bpjs) ...     literal words; a choice; up to fourteen words and signs within the sentence
    {setting} acara? sosialisasi an optional word; a phrase joins its words with ``_``
    {ask} ...^{instead} {join}   a gap in which no word of the class stands

The classes are the lists of ``models/lexicon/acts.toml``; ``{money}``, ``{percent}``, ``{number}`` and ``{date}`` are read from
the text itself, and so are amounts and numbers of known meaning (``{payout}``, ``{cases_paid}``, ``{members}``, ``{dues_sum}``).
Patterns become regular expressions over coded text (see :mod:`models.coding`) with bounded gaps only, so reading is linear in
the text whatever it holds.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, StringConstraints

from models.coding import END, SIGNS, Alphabet, Coded, UnknownClass
from models.lexicon import Words, load
from models.scanning import Form, Scanner
from models.vocab import EVENT_LABELS, EventType, Status


class RuleError(ValueError):
    """A rule file that contradicts itself or another; the message names the file, the rule and what to mend."""


class Kind(StrEnum):
    """What a rule's words are to the happening they name.

    ``act`` tells it; ``setting`` names the occasion that something else happened at; ``period`` tells of payments or enrolments
    over a time, dated by their own words alone; ``name`` is the bare name, which founds a happening in the headline only;
    ``echo`` refers back to a happening told before and never founds one.
    """

    ACT = "act"
    SETTING = "setting"
    PERIOD = "period"
    NAME = "name"
    ECHO = "echo"


class Direction(StrEnum):
    """Where a cue's targets stand: after it, before it, or on either side."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


def _lower(value: str) -> str:
    if value != value.lower():
        raise ValueError("huruf besar tidak akan pernah cocok: pola dibaca pada teks berhuruf kecil")
    return value


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Pattern = Annotated[str, StringConstraints(min_length=1), AfterValidator(_lower)]
Example = Annotated[str, StringConstraints(min_length=3)]


class EventRule(BaseModel):
    """One way of telling a happening. ``near``: one of these classes stands in the sentence; ``without``: none of them does.

    ``primed``: ``near`` is asked for only while the text has told no happening of that type (later "again" is enough);
    ``status`` is fixed by the words themselves (a wish, a plan); ``fresh`` words tell of another happening than one told before;
    what an ``apart`` rule tells is one happening with mentions of the same rule only; ``neutral`` words (a signing) do not say
    whether it has happened; ``generic`` words (a meeting) may name any occasion; what a ``span`` rule tells (by figures alone)
    counts only of a period not told of otherwise; what an ``alone`` echo tells ("the agreement was signed") is told by it
    where no agreement was told before; the words of an ``about`` rule name what is looked into, so that "itu" among them does not
    refer to a happening told before.
    """

    id: Identifier
    find: tuple[Pattern, ...]
    kind: Kind = Kind.ACT
    status: Status | None = None
    near: tuple[Pattern, ...] = ()
    without: tuple[Pattern, ...] = ()
    fresh: bool = False
    apart: bool = False
    neutral: bool = False
    generic: bool = False
    span: bool = False
    alone: bool = False
    primed: bool = False
    about: bool = False
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...] = ()


class EventFile(BaseModel):
    """``models/events/<type>.toml``."""

    type: EventType
    label: str
    description: str
    rules: tuple[EventRule, ...]


class QualifierClass(BaseModel):
    """A question asked of every mention: its possible answers, the answer without a cue, and which answers win over which."""

    description: str
    values: tuple[Identifier, ...]
    default: Identifier
    priority: tuple[Identifier, ...]


class Cue(BaseModel):
    """Words that answer a question for the mentions within their reach.

    ``scope`` is how many words away a mention may stand (``sentence``: anywhere in it); ``until`` are classes that end the
    reach; ``types`` limits the cue to some event types; ``unless`` are patterns that, covering the cue, make it no cue.
    """

    id: Identifier
    qualifier: Identifier
    value: Identifier
    find: tuple[Pattern, ...]
    direction: Direction
    scope: int | str = 8
    until: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    types: tuple[EventType, ...] = ()
    examples: tuple[Example, ...]


class Again(BaseModel):
    """Words for another happening of the kind that an article reports ("kegiatan serupa")."""

    find: tuple[Pattern, ...]
    examples: tuple[Example, ...]


class QualifierFile(BaseModel):
    """``models/qualifiers.toml``."""

    again: Again
    more: Again
    follow: Again
    classes: dict[str, QualifierClass]
    cues: tuple[Cue, ...]


class _Acts(BaseModel):
    classes: dict[str, Words]


_GAPS = {"..": ('|,;:"', "{0,5}?"), "...": ("|", "{0,14}?")}
"""Gaps between words: the signs that end them, and how many words they hold."""
_EXAMPLE_DATE = re.compile(r"\b(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:19|20)\d\d\b|\b[Tt]ahun (?:lalu|ini|depan)\b")
"""Dates as examples write them; texts bring theirs along."""

_LEXICONS = ("acts", "acts_benefits")

_AROUND = 80
"""Tokens to either side of a match that count as its sentence, however long that is."""

_DONE = ("held", "signed", "handed", "given", "paid", "launched", "inaugurated", "enrolled")


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to match."""

    type: EventType
    rule: EventRule
    id: str
    forms: tuple[Form, ...]
    pattern: re.Pattern[str]
    near: frozenset[str]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class CompiledCue:
    """A cue ready to match."""

    cue: Cue
    forms: tuple[Form, ...]
    pattern: re.Pattern[str]
    until: frozenset[str]
    unless: re.Pattern[str] | None


def _characters_of(element: str, alphabet: Alphabet, where: str) -> frozenset[str]:
    try:
        return alphabet.characters(element)
    except UnknownClass:
        raise RuleError(f"{where}: kelas {element} tidak ada di models/lexicon/acts.toml") from None


def _element(text: str, alphabet: Alphabet, where: str) -> frozenset[str]:
    """The characters that one element of a pattern, optional or not, stands for."""
    body = text.rstrip("?")
    if body.startswith("("):
        return frozenset().union(*(_characters_of(option, alphabet, where) for option in body.strip("()").split("|")))
    return _characters_of(body, alphabet, where)


def _compile(pattern: str, alphabet: Alphabet, where: str) -> Form:
    parts: list[str] = []
    firsts: frozenset[str] = frozenset()
    required = False
    for text in pattern.split():
        gap, _, barred = text.partition("^")
        if gap in _GAPS:
            signs, size = _GAPS[gap]
            bars = sorted(re.escape(char) for char in _element(barred, alphabet, where)) if barred else []
            parts.append(f"[^{signs}{''.join(bars)}]{size}")
            continue
        chars = _element(text, alphabet, where)
        optional = text.endswith("?")
        parts.append("[" + "".join(sorted(re.escape(char) for char in chars)) + "]" + ("?" if optional else ""))
        if not required:
            firsts |= chars
        required = required or not optional
    if not required or pattern.startswith("..") or pattern.split()[-1].startswith(".."):
        raise RuleError(f"{where}: pola {pattern!r} harus mulai dan berakhir dengan kata")
    return Form("".join(parts), firsts)


def _compile_all(patterns: Iterable[str], alphabet: Alphabet, where: str) -> tuple[Form, ...]:
    return tuple(_compile(pattern, alphabet, where) for pattern in patterns)


def _one(forms: Iterable[Form]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form.text})" for form in forms))


def _characters(elements: Iterable[str], alphabet: Alphabet, where: str) -> frozenset[str]:
    signs = {sign for sign in elements if sign in SIGNS}
    named = [_characters_of(element, alphabet, where) for element in elements if element not in SIGNS]
    return frozenset(signs).union(*named)


class RuleBook:
    """All rules and cues, compiled; made once a process by :func:`rulebook`."""

    def __init__(self, acts: dict[str, tuple[str, ...]], events: Sequence[EventFile], qualifiers: QualifierFile) -> None:
        self.events = {file.type: file for file in events}
        self.qualifiers = qualifiers
        self.alphabet = Alphabet(acts)
        self.alphabet.classes["done"] = frozenset().union(*(self.alphabet.classes.get(name, frozenset()) for name in _DONE))
        self.rules = [self._rule(file.type, rule) for file in events for rule in file.rules]
        self.cues = [self._cue(cue) for cue in qualifiers.cues]
        again = EventRule(id="again", find=qualifiers.again.find, fresh=True, examples=qualifiers.again.examples)
        more = EventRule(
            id="more", find=qualifiers.more.find, kind=Kind.PERIOD, fresh=True, span=True, examples=qualifiers.more.examples
        )
        follow = EventRule(
            id="follow",
            find=qualifiers.follow.find,
            kind=Kind.PERIOD,
            status=Status.HELD,
            fresh=True,
            examples=qualifiers.follow.examples,
        )
        self._rules_scanner = Scanner(rule.forms for rule in self.rules)
        self._cues_scanner = Scanner(cue.forms for cue in self.cues)
        self.follow = {file.type: self._rule(file.type, follow) for file in events}
        self.more = {file.type: self._rule(file.type, more) for file in events}
        self.again = {file.type: self._rule(file.type, again) for file in events}

    def _rule(self, kind: EventType, rule: EventRule) -> CompiledRule:
        where = f"models/events/{kind.value}.toml: rules.{rule.id}"
        forms = _compile_all(rule.find, self.alphabet, where)
        near, without = (_characters(x, self.alphabet, where) for x in (rule.near, rule.without))
        return CompiledRule(kind, rule, f"{kind.value}.{rule.id}", forms, _one(forms), near, without)

    def _cue(self, cue: Cue) -> CompiledCue:
        where = f"models/qualifiers.toml: cues.{cue.id}"
        forms = _compile_all(cue.find, self.alphabet, where)
        until = _characters(cue.until, self.alphabet, where)
        unless = _one(_compile_all(cue.unless, self.alphabet, where)) if cue.unless else None
        return CompiledCue(cue, forms, _one(forms), until, unless)

    def code_example(self, text: str, measured: Mapping[str, str] | None = None) -> Coded:
        """An example sentence in code; ``measured`` says what its amounts (``$``) and numbers (``#``) measure."""
        coded = self.alphabet.code(text, [(0, len(text))], [(*m.span(), "date") for m in _EXAMPLE_DATE.finditer(text)])
        for at, char in enumerate(coded.chars if measured else ()):
            if measured and char in measured:
                coded.measure(coded.starts[at], measured[char])
        return coded

    def near(self, compiled: CompiledRule, code: str, start: int, end: int, *, primed: bool = False) -> bool:
        """Whether the sentence around a match has what the rule asks for (no need where ``primed``) and nothing it excludes."""
        if not compiled.near and not compiled.without:
            return True
        begin = max(code.rfind(END, 0, start) + 1, start - _AROUND)
        around = set(code[begin:end]) | set(code[end : end + _AROUND].partition(END)[0])
        asked = primed or not compiled.near or not compiled.near.isdisjoint(around)
        return asked and compiled.without.isdisjoint(around)

    def matches(self, coded: Coded) -> Iterator[tuple[CompiledRule, int, int]]:
        """Every match of every rule as token positions, in text order."""
        told: set[EventType] = set()
        for key, first, last in self._rules_scanner.scan(coded.code):
            compiled = self.rules[key]
            if self.near(compiled, coded.code, first, last, primed=compiled.rule.primed and compiled.type in told):
                if compiled.rule.kind is Kind.ACT:
                    told.add(compiled.type)
                yield compiled, first, last

    def cue_matches(self, coded: Coded) -> Iterator[tuple[CompiledCue, int, int]]:
        """Every match of every cue as token positions in text order, covered ones left out."""
        blocked: dict[int, list[tuple[int, int]]] = {}
        for key, first, last in self._cues_scanner.scan(coded.code):
            compiled = self.cues[key]
            if compiled.unless and key not in blocked:
                blocked[key] = [m.span() for m in compiled.unless.finditer(coded.code)]
            if not any(a <= first and last <= b for a, b in blocked.get(key, ())):
                yield compiled, first, last


def read_acts() -> dict[str, tuple[str, ...]]:
    """The classes of words of both lexicons of acts; a class that stands in both has the words of both.

    Raises:
        LexiconError: a file does not fit its schema.
    """
    acts: dict[str, tuple[str, ...]] = {}
    for name in _LEXICONS:
        for group, words in load(name, _Acts).classes.items():
            acts[group] = tuple(dict.fromkeys((*acts.get(group, ()), *words)))
    return acts


def compile_rules() -> RuleBook:
    """Read and compile all rule files, without looking at their examples.

    Raises:
        LexiconError: a file does not fit its schema.
        RuleError: the files contradict themselves or each other.
    """
    acts = read_acts()
    files = [load(kind.value, EventFile, "events") for kind in EventType]
    for kind, file in zip(EventType, files, strict=True):
        if file.type is not kind or file.label != EVENT_LABELS[kind]:
            raise RuleError(f"models/events/{kind.value}.toml: type dan label harus {kind.value!r} dan {EVENT_LABELS[kind]!r}")
    return RuleBook(acts, files, load("qualifiers", QualifierFile, "."))
