"""What is wrong with the declared knowledge: every fault at once, each with file, line and what to mend.

A loader stops at the first file that contradicts itself; here all loaders run, and rules and cues are looked at one by one.
Hints are no faults: patterns that no example of their rule shows.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.resources import files
from pkgutil import walk_packages

from pydantic import BaseModel

import extract
import models
from extract import backtracking
from extract.nlp import build, read_one
from models.arguments import arguments, venues
from models.arguments import speech as voices
from models.bodies import bodies
from models.calendar_lexicon import calendar
from models.contractions import contractions
from models.figure_lexicon import figure_lexicon
from models.floors import read_floors
from models.gazetteers import offices, regions
from models.lexicon import LexiconError, Words, parse
from models.merging import merge_weights
from models.number_words import number_words
from models.people import honorifics, positions, speech
from models.records import Article
from models.rule_checks import check, split_example
from models.rules import Cue, EventFile, EventRule, QualifierFile, RuleBook, RuleError
from models.section_lexicon import sections
from models.sources import load_families, load_provinces, load_register
from models.vocab import EventType

_SAMPLE = Article(
    id="contoh",
    url="https://contoh.invalid/",
    outlet="",
    title="BPJS Ketenagakerjaan Serahkan Santunan JKM",
    text="BPJS Ketenagakerjaan Cabang Medan Kota menyerahkan santunan Rp42 juta kepada dua ahli waris, Selasa (25/11/2025).",
    published=datetime(2025, 11, 26, tzinfo=UTC),
)


def _pipeline() -> object:
    """Reading makes every component load what it knows."""
    return read_one(build(), _SAMPLE)


LOADERS: tuple[Callable[[], object], ...] = (
    arguments,
    bodies,
    calendar,
    contractions,
    figure_lexicon,
    honorifics,
    load_families,
    load_provinces,
    load_register,
    merge_weights,
    number_words,
    offices,
    positions,
    read_floors,
    regions,
    sections,
    speech,
    venues,
    voices,
    _pipeline,
)

ACTS, QUALIFIERS = "models/lexicon/acts.toml", "models/qualifiers.toml"
_LEXICON = ACTS.removesuffix(".toml")
"""What the lexicons of acts begin with."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend; ``line`` is 0 where the file does not tell."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """``file:line: message``, as editors read it."""
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check of the knowledge found, and how much there was to check."""

    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]
    rules: int
    cues: int
    patterns: int


class _Acts(BaseModel):
    classes: dict[str, Words]


def event_file(kind: EventType) -> str:
    """The rule file of a type, as messages call it."""
    return f"models/events/{kind.value}.toml"


def rule_texts() -> dict[str, str]:
    """The files that :func:`lint_rules` looks at, by the name that messages call them."""
    names = (*_lexicons_of_acts(), QUALIFIERS, *map(event_file, EventType))
    return {name: (files("models") / name.removeprefix("models/")).read_text(encoding="utf-8") for name in names}


def _lexicons_of_acts() -> list[str]:
    found = (item.name for item in (files("models") / "lexicon").iterdir())
    return [f"models/lexicon/{name}" for name in sorted(found) if name.startswith("acts") and name.endswith(".toml")]


def lint() -> Findings:
    """Check all declared knowledge of this installation."""
    texts = rule_texts()
    faults, hints, rules, cues = lint_rules(texts)
    known = {fault.message for fault in faults}
    faults += [fault for fault in lint_loaders(LOADERS, texts) if fault.message not in known]
    patterns = list(compiled_patterns())
    faults += lint_patterns(patterns)
    return Findings(tuple(dict.fromkeys(faults)), tuple(dict.fromkeys(hints)), rules, cues, len(patterns))


# --- loaders


def lint_loaders(loaders: Iterable[Callable[[], object]], texts: Mapping[str, str]) -> list[Fault]:
    """The faults that loading finds; ``texts`` are the files of which lines are known."""
    faults: dict[Fault, None] = {}
    for loader in loaders:
        try:
            loader()
        except ValueError as error:
            faults.update(dict.fromkeys(_faults(str(error), texts)))
    return list(faults)


_PLACED = re.compile(r"(?P<file>[\w./-]+\.(?:toml|csv))(?::(?P<line>\d+))?: (?P<rest>.*)", re.DOTALL)
_KEY = re.compile(r"(?P<key>[a-z_]+(?:\.[\w-]+)+)(?::|$)")


def _faults(message: str, texts: Mapping[str, str]) -> Iterator[Fault]:
    """The lines of an error as faults, with the line of the key they name."""
    for text in message.splitlines():
        placed = _PLACED.match(text)
        if placed is None:
            yield Fault("models", 0, text)
            continue
        key = _KEY.match(placed["rest"])
        line = int(placed["line"] or 0)
        if not line and key and placed["file"] in texts:
            line = line_of(texts[placed["file"]], key["key"])
        yield Fault(placed["file"], line, placed["rest"])


def line_of(text: str, key: str) -> int:
    """The line of ``rules.<id>``, ``rules.<number>.<field>`` or ``classes.<name>`` in a TOML text, 0 where there is none."""
    kind, name, *_ = [*key.split("."), ""]
    lines = text.splitlines()
    if name.isdigit():
        heads = [number for number, line in enumerate(lines, 1) if line.strip() == f"[[{kind}]]"]
        return heads[int(name)] if int(name) < len(heads) else 0
    starts = (f'id = "{name}"', f"{name} =", f"[{kind}.{name}]")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(starts)), 0)


# --- rules and cues


def lint_rules(texts: Mapping[str, str]) -> tuple[list[Fault], list[Fault], int, int]:
    """Faults and hints of the rule files, and the numbers of rules and cues in them. ``texts`` as of :func:`rule_texts`."""
    faults: list[Fault] = []

    def read(name: str, schema: type[BaseModel]) -> BaseModel | None:
        try:
            return parse(texts[name], schema, name)
        except LexiconError as error:
            faults.extend(_faults(str(error), texts))
            return None

    acts = {name: file for name in texts if name.startswith(_LEXICON) and isinstance(file := read(name, _Acts), _Acts)}
    qualifiers = read(QUALIFIERS, QualifierFile)
    events = [file for kind in EventType if isinstance(file := read(event_file(kind), EventFile), EventFile)]
    if not acts or not isinstance(qualifiers, QualifierFile):
        return faults, [], sum(len(file.rules) for file in events), 0
    told: list[str] = [
        *(told for name, file in acts.items() for told in _words(name, file)),
        *_doubles(events, qualifiers),
        *_unshown(events, qualifiers),
    ]
    classes = _merged(acts.values())
    book, problems = _compiled(classes, events, qualifiers)
    told += problems
    hints: list[str] = []
    if not problems:
        hints = list(_hints(book, events, qualifiers))
    if not problems and len(events) == len(EventType):
        told += _checked(RuleBook(classes, events, qualifiers))
    faults += [fault for message in told for fault in _faults(message, texts)]
    shown = [fault for message in hints for fault in _faults(message, texts)]
    return faults, shown, sum(len(file.rules) for file in events), len(qualifiers.cues)


def _checked(book: RuleBook) -> list[str]:
    try:
        check(book)
    except RuleError as error:
        return str(error).splitlines()
    except ValueError as error:  # an example of a cue without its mark
        return [f"{QUALIFIERS}: {error}"]
    return []


def _merged(acts: Iterable[_Acts]) -> dict[str, tuple[str, ...]]:
    """The classes of all lexicons of acts; one that stands in several has the words of all."""
    merged: dict[str, tuple[str, ...]] = {}
    for file in acts:
        for name, words in file.classes.items():
            merged[name] = tuple(dict.fromkeys((*merged.get(name, ()), *words)))
    return merged


def _words(shown: str, acts: _Acts) -> Iterator[str]:
    """Words that no text, read in lower case, can hold."""
    for name, words in acts.classes.items():
        for word in words:
            if word != word.lower():
                yield f"{shown}: classes.{name}: {word!r}: huruf besar tidak akan pernah cocok"


def _patterns(events: Iterable[EventFile], qualifiers: QualifierFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every list of patterns with its file and key."""
    for file in events:
        for rule in file.rules:
            yield event_file(file.type), f"rules.{rule.id}", (*rule.find, *rule.near, *rule.without)
    for cue in qualifiers.cues:
        yield QUALIFIERS, f"cues.{cue.id}", (*cue.find, *cue.until, *cue.unless)


def _doubles(events: Iterable[EventFile], qualifiers: QualifierFile) -> Iterator[str]:
    """The same pattern twice in a list, the same option twice in a choice."""
    for name, key, patterns in _patterns(events, qualifiers):
        yield from (f"{name}: {key}: {pattern!r} tertulis dua kali" for pattern, n in Counter(patterns).items() if n > 1)
        for pattern in patterns:
            for element in pattern.split():
                options = Counter(element.rstrip("?").strip("()").split("|"))
                yield from (f"{name}: {key}: pilihan {option!r} tertulis dua kali" for option, n in options.items() if n > 1)


def _unshown(events: Iterable[EventFile], qualifiers: QualifierFile) -> Iterator[str]:
    for file in events:
        for rule in file.rules:
            if not rule.examples:
                yield f"{event_file(file.type)}: rules.{rule.id}: tanpa contoh"
    yield from (f"{QUALIFIERS}: cues.{cue.id}: tanpa contoh" for cue in qualifiers.cues if not cue.examples)


def _compiled(
    classes: dict[str, tuple[str, ...]], events: Iterable[EventFile], qualifiers: QualifierFile
) -> tuple[RuleBook, list[str]]:
    """A book without rules to compile each alone with, and what could not be compiled."""
    book = RuleBook(classes, [], qualifiers.model_copy(update={"cues": ()}))
    problems: list[str] = []
    for file in events:
        for rule in file.rules:
            problems += _fails(partial(book._rule, file.type, rule))
    for cue in qualifiers.cues:
        problems += _fails(partial(book._cue, cue))
    return book, problems


def _fails(compile_one: Callable[[], object]) -> list[str]:
    try:
        compile_one()
    except RuleError as error:
        return str(error).splitlines()
    return []


def _hints(book: RuleBook, events: Iterable[EventFile], qualifiers: QualifierFile) -> Iterator[str]:
    """Patterns that none of the examples beside them shows."""
    for file in events:
        for rule in file.rules:
            for pattern in rule.find:
                compiled = book._rule(file.type, rule.model_copy(update={"find": (pattern,)}))
                if not _shows(book, rule, compiled.pattern):
                    yield f"{event_file(file.type)}: rules.{rule.id}: pola {pattern!r} tanpa contoh"
    for cue in qualifiers.cues:
        for pattern in cue.find:
            alone = book._cue(cue.model_copy(update={"find": (pattern,)}))
            if not _shows(book, cue, alone.pattern):
                yield f"{QUALIFIERS}: cues.{cue.id}: pola {pattern!r} tanpa contoh"


def _shows(book: RuleBook, told: EventRule | Cue, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern is found in one of the examples."""
    for example in told.examples:
        try:
            text, _, _ = split_example(example)
        except ValueError:
            continue
        if pattern.search(book.code_example(text).code):
            return True
    return False


# --- regular expressions


def compiled_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The regular expressions that the modules and the CMS families hold, with their names."""
    for package in (models, extract):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            module = import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{module.__name__}.{name}", value
    for family in load_families().by_id.values():
        yield f"families.{family.id}.article", family.article
        if family.parts is not None:
            yield f"families.{family.id}.parts", family.parts


def lint_patterns(patterns: Iterable[tuple[str, re.Pattern[str]]]) -> list[Fault]:
    """Regular expressions that could take more than linear time."""
    return [Fault(name, 0, f"{problem}: {p.pattern!r}") for name, p in patterns for problem in backtracking.problems(p)]
