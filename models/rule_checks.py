"""What nobody would notice in the rule files: doubles, undeclared values, idle classes, examples that show something else."""

from collections.abc import Iterator
from functools import cache

from models.coding import ENTITIES, MEASURED
from models.rules import CompiledRule, RuleBook, RuleError, compile_rules
from models.vocab import EventType

_READ_BY_CODE = frozenset(
    "say until_when deadline mishap days since relative workplace files thanks beside together urgent from_when along "
    "begins".split()
)
"""Classes that the components ask for, or that only keep their words from being read as others."""


def split_example(example: str) -> tuple[str, int, int]:
    """An example without its marks, and the marked span.

    Raises:
        ValueError: not exactly one ``[[...]]``.
    """
    if example.count("[[") != 1 or example.count("]]") != 1 or example.index("]]") < example.index("[["):
        raise ValueError(f"contoh harus memuat tepat satu [[...]]: {example!r}")
    before, _, rest = example.partition("[[")
    inner, _, after = rest.partition("]]")
    return before + inner + after, len(before), len(before) + len(inner)


def check(book: RuleBook) -> None:
    """Refuse what no reader of the files would notice: doubles, unknown values, rules and cues without a working example."""
    problems = [*_check_rules(book), *_check_qualifiers(book)]
    if problems:
        raise RuleError("\n".join(problems))


def _check_rules(book: RuleBook) -> Iterator[str]:
    for name in sorted(
        set(book.alphabet.classes) - book.alphabet.used - _READ_BY_CODE - ENTITIES.keys() - MEASURED.keys() - {"done"}
    ):
        yield f"models/lexicon/acts.toml: classes.{name}: tidak dipakai pola mana pun"
    for phrase in book.alphabet.phrases():
        if phrase.split()[0] in ("akan", "bakal"):
            yield f"models/lexicon/acts.toml atau pola: frasa {phrase!r} menyembunyikan penanda rencana; pisahkan kata pertamanya"
    for kind in EventType:
        if kind not in book.events:
            yield f"models/events/{kind.value}.toml: berkas tidak ada"
    seen: dict[tuple[object, ...], str] = {}
    for compiled in book.rules:
        where = f"models/events/{compiled.type.value}.toml: rules.{compiled.rule.id}"
        for key in [(compiled.id,), *((compiled.type, pattern) for pattern in compiled.rule.find)]:
            if key in seen:
                yield f"{where}: {key[-1]!r} sudah ditulis di {seen[key]}"
            seen[key] = where
        for example in compiled.rule.examples:
            yield from (f"{where}: {problem}" for problem in _unreached(book, compiled, example))
        for example in compiled.rule.counter_examples:
            if any(found is compiled for found, _, _ in book.matches(book.code_example(example))):
                yield f"{where}: contoh sanggahan tetap cocok: {example!r}"


READINGS: tuple[dict[str, str] | None, ...] = (None, {"$": "payout", "#": "cases_paid"}, {"$": "dues_sum", "#": "members"})
"""What the figures of an example may measure: an example holds as soon as it holds in one of these readings."""


def example_spans(book: RuleBook, compiled: CompiledRule, text: str) -> list[tuple[int, int]]:
    """Where a rule matches in an example sentence, whatever its figures measure."""
    spans: dict[tuple[int, int], None] = {}
    for measured in READINGS:
        coded = book.code_example(text, measured)
        for found, a, b in book.matches(coded):
            if found is compiled:
                spans[coded.starts[a], coded.ends[b - 1]] = None
    return list(spans)


def _unreached(book: RuleBook, compiled: CompiledRule, example: str) -> Iterator[str]:
    try:
        text, start, end = split_example(example)
    except ValueError as error:
        yield str(error)
        return
    spans = example_spans(book, compiled, text)
    if (start, end) not in spans:
        yield f"contoh tidak cocok di tempat yang ditandai: {example!r}; cocok di {[text[a:b] for a, b in spans]}"


def _check_qualifiers(book: RuleBook) -> Iterator[str]:
    classes = book.qualifiers.classes
    for name, told in (
        ("again", book.again[EventType.MONEV]),
        ("more", book.more[EventType.SANTUNAN]),
        ("follow", book.follow[EventType.MONEV]),
    ):
        for example in told.rule.examples:
            text, start, end = split_example(example)
            coded = book.code_example(text)
            spans = [(coded.starts[m.start()], coded.ends[m.end() - 1]) for m in told.pattern.finditer(coded.code)]
            if (start, end) not in spans:
                yield f"models/qualifiers.toml: {name}: contoh tidak cocok di tempat yang ditandai: {example!r}"
    for name, qualifier in classes.items():
        where = f"models/qualifiers.toml: classes.{name}"
        if qualifier.default not in qualifier.values or sorted(qualifier.priority) != sorted(qualifier.values):
            yield f"{where}: default dan priority harus berisi nilai dari values"
    seen: set[str] = set()
    for compiled in book.cues:
        cue = compiled.cue
        where = f"models/qualifiers.toml: cues.{cue.id}"
        if cue.id in seen:
            yield f"{where}: id sudah dipakai"
        seen.add(cue.id)
        if cue.qualifier not in classes or cue.value not in classes[cue.qualifier].values:
            yield f"{where}: {cue.qualifier}={cue.value} tidak dinyatakan di [classes]"
        if isinstance(cue.scope, str) and cue.scope != "sentence":
            yield f"{where}: scope harus bilangan atau 'sentence'"
        for example in cue.examples:
            text, start, end = split_example(example)
            coded = book.code_example(text)
            spans = [(coded.starts[a], coded.ends[b - 1]) for found, a, b in book.cue_matches(coded) if found is compiled]
            if (start, end) not in spans:
                yield f"{where}: contoh tidak cocok di tempat yang ditandai: {example!r}; {[text[a:b] for a, b in spans]}"


@cache
def rulebook() -> RuleBook:
    """The rules of this installation, read, compiled and checked once a process.

    Raises:
        LexiconError: a file does not fit its schema.
        RuleError: the files contradict themselves or each other.
    """
    book = compile_rules()
    check(book)
    return book
