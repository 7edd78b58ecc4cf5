"""The linter: the files as they are pass; every kind of mistake is found with its file and line, all of them at once."""

import re

import pytest
from click.testing import CliRunner

from extract.backtracking import problems
from extract.linting import ACTS, LOADERS, QUALIFIERS, Fault, line_of, lint_loaders, lint_patterns, lint_rules, rule_texts
from models.lexicon import LexiconError
from models.vocab import EventType
from pantau import main

MOU = "models/events/mou.toml"


@pytest.fixture(scope="module")
def texts():
    return rule_texts()


def with_rule(texts, body, name=MOU):
    return {**texts, name: texts[name] + "\n[[rules]]\n" + body}


def with_cue(texts, body):
    return {**texts, QUALIFIERS: texts[QUALIFIERS] + "\n[[cues]]\n" + body}


CUE = 'id = "probe"\nqualifier = "status"\nvalue = "planned"\ndirection = "forward"\n'


def test_the_files_as_they_are_have_no_fault():
    result = CliRunner().invoke(main, ["rules", "lint"])
    assert result.exit_code == 0, result.output
    assert "0 kesalahan" in result.output


def test_rules_and_cues_are_counted(texts):
    faults, _, rules, cues = lint_rules(texts)
    assert faults == []
    assert rules > 50
    assert cues > 20


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('id = "probe"\nfind = ["{tak_ada} mou"]\nexamples = ["[[teken]] mou"]\n', "kelas {tak_ada} tidak ada"),
        ('id = "probe"\nfind = ["zakat mal"]\nexamples = ["[[teken]] mou"]\n', "tidak cocok di tempat yang ditandai"),
        ('id = "probe"\nfind = ["zakat mal"]\nexamples = ["zakat mal"]\n', "tepat satu"),
        ('id = "probe"\nfind = ["zakat mal"]\nexamples = []\n', "tanpa contoh"),
        ('id = "probe"\nfind = ["zakat mal", "zakat mal"]\nexamples = ["[[zakat mal]]"]\n', "'zakat mal' tertulis dua kali"),
        ('id = "probe"\nfind = ["zakat (mal|mal)"]\nexamples = ["[[zakat mal]]"]\n', "pilihan 'mal' tertulis dua kali"),
        ('id = "sign"\nfind = ["zakat mal"]\nexamples = ["[[zakat mal]]"]\n', "sudah ditulis di"),
        (
            'id = "probe"\nfind = ["zakat mal"]\nexamples = ["[[zakat mal]]"]\ncounter_examples = ["zakat mal"]\n',
            "contoh sanggahan",
        ),
        ('id = "probe"\nfind = ["Zakat mal"]\nexamples = ["[[zakat mal]]"]\n', "huruf besar"),
        ('id = "probe"\nfind = ["zakat mal"]\nexamples = ["[[zakat mal]]"]\nweight = 2\n', "weight"),
        ('id = "probe"\nfind = [".. mal"]\nexamples = ["[[zakat mal]]"]\n', "harus mulai dan berakhir"),
    ],
)
def test_a_faulty_rule_is_named_with_file_and_line(texts, body, words):
    changed = with_rule(texts, body)
    faults = [fault for fault in lint_rules(changed)[0] if words in fault.message]
    assert faults
    assert {fault.file for fault in faults} == {MOU}
    heads = [
        number for number, line in enumerate(changed[MOU].splitlines(), 1) if line in ("[[rules]]", 'id = "sign"', 'id = "probe"')
    ]
    assert faults[0].line in heads


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (CUE + 'find = ["(kelak|kelak)"]\nexamples = ["[[kelak]] diteken"]\n', "pilihan 'kelak' tertulis dua kali"),
        (CUE + 'find = ["kelak"]\nexamples = []\n', "tanpa contoh"),
        (CUE + 'find = ["kelak"]\nexamples = ["tanpa tanda"]\n', "tepat satu"),
        (CUE + 'find = ["kelak"]\nexamples = ["[[besok]] diteken"]\n', "tidak cocok"),
        (CUE + 'find = ["{tak_ada}"]\nexamples = ["[[besok]]"]\n', "kelas {tak_ada} tidak ada"),
        (CUE.replace("planned", "mungkin") + 'find = ["kelak"]\nexamples = ["[[kelak]]"]\n', "tidak dinyatakan"),
    ],
)
def test_a_faulty_cue_is_named(texts, body, words):
    faults = [fault for fault in lint_rules(with_cue(texts, body))[0] if words in fault.message]
    assert faults
    assert faults[0].file == QUALIFIERS


def test_capitals_and_idle_classes_among_the_words_are_faults(texts):
    faults, _, _, _ = lint_rules({**texts, ACTS: texts[ACTS] + '\nprobe = ["Zakat"]\n'})
    told = {fault.message: fault.line for fault in faults}
    line = len(texts[ACTS].splitlines()) + 2
    assert any("huruf besar" in message and at == line for message, at in told.items())
    assert any("tidak dipakai" in message and at == line for message, at in told.items())


def test_all_faults_are_told_at_once(texts):
    changed = with_rule(texts, 'id = "probe"\nfind = ["{nihil} mou"]\nexamples = ["[[a b c]]"]\n')
    changed = with_rule(changed, 'id = "probe"\nfind = ["{hampa} monev"]\nexamples = []\n', "models/events/monev.toml")
    changed = with_cue(changed, CUE + 'find = ["{kosong}"]\nexamples = ["[[kosong]]"]\n')
    messages = "\n".join(map(str, lint_rules(changed)[0]))
    for words in ("{nihil}", "{hampa}", "{kosong}", "tanpa contoh"):
        assert words in messages


def test_broken_toml_does_not_hide_other_files(texts):
    changed = with_rule({**texts, "models/events/pks.toml": "type = "}, 'id = "probe"\nfind = ["a b"]\nexamples = []\n')
    files = {fault.file for fault in lint_rules(changed)[0]}
    assert {"models/events/pks.toml", MOU} <= files


def test_a_pattern_without_example_is_a_hint_no_fault(texts):
    faults, hints, _, _ = lint_rules(
        with_rule(texts, 'id = "probe"\nfind = ["zakat mal", "infak rutin"]\nexamples = ["[[zakat mal]]"]\n')
    )
    assert faults == []
    assert any("'infak rutin' tanpa contoh" in hint.message for hint in hints)
    assert not any("'zakat mal'" in hint.message for hint in hints)


def test_every_rule_file_is_looked_at(texts):
    assert {f"models/events/{kind}.toml" for kind in EventType} < set(texts)


# --- loaders


def _fails():
    raise LexiconError("models/lexicon/x.toml: words.0: kosong\nmodels/lexicon/y.toml:7: rusak")


def _works():
    return None


def test_faults_of_loaders_keep_their_places_and_stop_nobody():
    assert lint_loaders([_fails, _works, _fails], {}) == [
        Fault("models/lexicon/x.toml", 0, "words.0: kosong"),
        Fault("models/lexicon/y.toml", 7, "rusak"),
    ]


def test_a_fault_reads_as_editors_want_it():
    assert str(Fault("a.toml", 7, "rusak")) == "a.toml:7: rusak"
    assert str(Fault("a.toml", 0, "rusak")) == "a.toml: rusak"


def test_the_loaders_of_this_installation_work():
    assert lint_loaders(LOADERS, {}) == []


@pytest.mark.parametrize(
    ("key", "line"),
    [("rules.b", 5), ("rules.1.find.0", 4), ("classes.hand", 8), ("classes.time", 7), ("rules.x", 0), ("rules.9.id", 0)],
)
def test_keys_are_found_in_their_file(key, line):
    text = '[[rules]]\nid = "a"\n\n[[rules]]\nid = "b"\n\n[classes.time]\nhand = ["a"]\n'
    assert line_of(text, key) == line


# --- backtracking


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\w+ ?)*x",
        r"(a+)+",
        r"(?:a|b+)*c",
        r"(\w*,?)*",
        r"(?:(?:ab?)+)*c",
        r"\s*\s*x",
        r".*?.*",
        r"\w+\d*;",
        r"(?i:(?:[a-z]+[A-Z]?)+)",
        r"([^x]*[^y]*)+",
    ],
)
def test_patterns_that_could_run_away_are_found(pattern):
    assert problems(re.compile(pattern))


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:\w+ )*x",
        r"\w+(?:[.,]\w+)*",
        r"(?>a+)+",
        r"(?:a*+)+b",
        r"(?:\w{1,20} ?){1,5}x",
        r"\s*x\s*",
        r"[a-z]+[A-Z]*",
        r"(?:[A-Z]\.)*[A-Z]$",
        r"^/(?:[^/?#]+/){0,7}x",
        r"[^\W\d]+\d*",
    ],
)
def test_patterns_that_cannot_are_left_alone(pattern):
    assert problems(re.compile(pattern)) == []


def test_a_slow_pattern_is_a_fault_with_its_name():
    (fault,) = lint_patterns([("a.b", re.compile("(a+)+")), ("a.c", re.compile("a+"))])
    assert fault.file == "a.b"
    assert "(a+)+" in fault.message
