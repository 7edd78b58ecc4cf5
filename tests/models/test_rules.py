"""The rule files: every example reaches its rule, every mistake in a file is refused with its place."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.coding import Alphabet
from models.lexicon import LexiconError, parse
from models.rule_checks import check, example_spans, rulebook, split_example
from models.rules import EventFile, QualifierFile, RuleBook, RuleError, read_acts
from models.vocab import EVENT_LABELS, EventType

BOOK = rulebook()


def _rules():
    for compiled in BOOK.rules:
        for example in compiled.rule.examples:
            yield pytest.param(compiled, example, id=f"{compiled.id}: {example[:50]}")


def _counter():
    for compiled in BOOK.rules:
        for example in compiled.rule.counter_examples:
            yield pytest.param(compiled, example, id=f"{compiled.id}: {example[:50]}")


def _spans(example):
    coded = BOOK.code_example(example)
    return coded, [(rule, coded.starts[a], coded.ends[b - 1]) for rule, a, b in BOOK.matches(coded)]


@pytest.mark.parametrize(("compiled", "example"), list(_rules()))
def test_example_is_told_by_its_rule_at_the_marked_words(compiled, example):
    text, start, end = split_example(example)
    assert (start, end) in example_spans(BOOK, compiled, text)


@pytest.mark.parametrize(("compiled", "example"), list(_counter()))
def test_counter_example_is_not_told_by_its_rule(compiled, example):
    assert all(rule is not compiled for rule, _, _ in _spans(example)[1])


@pytest.mark.parametrize("compiled", BOOK.cues, ids=lambda c: c.cue.id)
def test_cue_stands_where_its_examples_mark_it(compiled):
    for example in compiled.cue.examples:
        text, start, end = split_example(example)
        coded = BOOK.code_example(text)
        assert (start, end) in [(coded.starts[a], coded.ends[b - 1]) for cue, a, b in BOOK.cue_matches(coded) if cue is compiled]


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_has_a_file_with_its_label(kind):
    assert BOOK.events[kind].label == EVENT_LABELS[kind]
    assert BOOK.events[kind].rules


# --- mistakes


def _raw(name):
    return tomllib.loads((files("models") / "events" / f"{name}.toml").read_text(encoding="utf-8"))


def _book(changed=None, acts=None, cues=None):
    """A rule book of the real files with one of them changed."""
    events = []
    for kind in EventType:
        data = _raw(kind.value)
        if changed and kind.value == changed[0]:
            changed[1](data)
        events.append(EventFile.model_validate(data, extra="forbid"))
    words = read_acts() | (acts or {})
    raw = tomllib.loads((files("models") / "qualifiers.toml").read_text(encoding="utf-8"))
    if cues:
        cues(raw)
    return RuleBook(words, events, QualifierFile.model_validate(raw))


def test_the_files_as_they_are_pass():
    check(_book())


def _double(data):
    data["rules"].append(dict(data["rules"][0]))


def _unmarked(data):
    data["rules"][0]["examples"] = ["Kedua pihak menandatangani nota kesepahaman."]


def _unreached(data):
    data["rules"][0]["examples"] = ["Hari ini [[cerah]] sekali."]


def _refuted(data):
    data["rules"][0]["counter_examples"] = ["Kedua pihak menandatangani nota kesepahaman."]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_double, "sudah ditulis"),
        (_unmarked, "tepat satu"),
        (_unreached, "tidak cocok"),
        (_refuted, "sanggahan"),
    ],
)
def test_rules_that_mislead_are_refused_with_their_place(change, words):
    with pytest.raises(RuleError, match=words) as caught:
        check(_book(("mou", change)))
    assert "models/events/mou.toml: rules.sign" in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{tak_ada} nota", "kelas {tak_ada} tidak ada"),
        (".. nota", "harus mulai dan berakhir"),
        ("nota ...", "harus mulai dan berakhir"),
        ("nota? kesepahaman?", "harus mulai dan berakhir"),
    ],
)
def test_patterns_that_cannot_be_read_are_refused(pattern, words):
    with pytest.raises(RuleError) as caught:
        _book(("mou", lambda data: data["rules"][0].update(find=[pattern])))
    assert words in str(caught.value)
    assert "models/events/mou.toml: rules.sign" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw["cues"][0].update(qualifier="mood"), "mood=none tidak dinyatakan"),
        (lambda raw: raw["cues"][0].update(value="perhaps"), "reality=perhaps tidak dinyatakan"),
        (lambda raw: raw["cues"].append(dict(raw["cues"][0])), "id sudah dipakai"),
        (lambda raw: raw["cues"][0].update(scope="paragraph"), "scope harus"),
        (lambda raw: raw["classes"]["reality"].update(default="unknown"), "default dan priority"),
    ],
)
def test_cues_that_answer_no_declared_question_are_refused(change, words):
    with pytest.raises(RuleError, match=words):
        check(_book(cues=change))


def test_a_class_that_no_pattern_uses_is_refused():
    with pytest.raises(RuleError, match="idle: tidak dipakai"):
        check(_book(acts={"idle": ("menganggur",)}))


EVENT = """
type = "mou"
label = "Nota kesepahaman (MoU)"
description = "..."
[[rules]]
id = "sign"
find = ["teken mou"]
examples = ["[[Teken MoU]]"]
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('find = ["teken mou"]', 'find = ["Teken MoU"]', "rules.0.find.0: .*huruf besar"),
        ('id = "sign"', 'id = "Sign It"', "rules.0.id"),
        ('type = "mou"', 'type = "seremoni"', "type"),
        ('id = "sign"', 'id = "sign"\nweight = 3', "rules.0.weight"),
        ('id = "sign"', 'id = "sign"\nkind = "maybe"', "rules.0.kind"),
        ('id = "sign"', 'id = "sign"\nstatus = "done"', "rules.0.status"),
    ],
)
def test_unknown_keys_values_and_capitals_name_file_and_key(old, new, words):
    with pytest.raises(LexiconError, match=f"models/events/mou.toml: {words}"):
        parse(EVENT.replace(old, new), EventFile, "models/events/mou.toml")


def test_the_schema_itself_accepts_a_sound_file():
    assert parse(EVENT, EventFile, "x").rules[0].id == "sign"


@pytest.mark.parametrize("example", ["tanpa tanda", "[[dua]] [[tanda]]", "]]terbalik[["])
def test_examples_need_exactly_one_mark(example):
    with pytest.raises(ValueError, match="tepat satu"):
        split_example(example)


# --- coding


def test_phrases_win_over_words_and_a_clitic_is_cut():
    alphabet = Alphabet({"paper": ("nota", "nota kesepahaman"), "dues": ("iuran",)})
    assert alphabet.match(["nota", "kesepahaman"], 0)[1] == 2
    assert alphabet.match(["nota", "kesepahamannya"], 0)[1] == 2
    assert alphabet.match(["nota", "dinas"], 0)[1] == 1
    assert alphabet.match(["iurannya"], 0)[0] in alphabet.classes["dues"]
    assert alphabet.match(["senja"], 0) == ("x", 1)


def test_a_bracketed_abbreviation_and_a_date_stand_as_little_as_they_mean():
    text = "Perjanjian Kerja Sama (PKS) diteken Selasa (4/8)."
    start = text.index("Selasa")
    coded = BOOK.alphabet.code(text, [(0, len(text))], [(start, len(text) - 1, "date")])
    assert len(coded.code) == 4
    assert coded.code[2:] == "d|"
    assert coded.ends[0] == text.index(" diteken")


@given(st.text(max_size=300))
def test_coding_takes_any_text_and_keeps_its_places(text):
    coded = BOOK.alphabet.code(text, [(0, len(text))])
    assert len(coded.code) == len(coded.starts) == len(coded.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(coded.starts, coded.ends, strict=True))
    assert coded.starts == sorted(coded.starts)
    list(BOOK.matches(coded))


def test_a_figure_is_read_by_what_it_measures():
    text = "kami menyalurkan rp5 miliar kepada 118 orang."
    coded = BOOK.alphabet.code(text, [(0, len(text))])
    coded.measure(text.index("rp5"), "payout")
    coded.measure(text.index("118"), "cases_paid")
    coded.measure(text.index("orang"), "members")  # no figure stands there
    assert sorted(set("$#bcmi") & set(coded.code)) == ["b", "c"]
    assert "b" in BOOK.alphabet.classes["money"]
    assert "c" in BOOK.alphabet.classes["number"]
