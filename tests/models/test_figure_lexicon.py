import re
from importlib.resources import files

import pytest

from models.figure_lexicon import FigureLexicon, figure_lexicon
from models.lexicon import LexiconError, parse
from models.number_words import number_words

TEXT = (files("models") / "lexicon" / "figures.toml").read_text(encoding="utf-8")


def test_the_file_fits_its_schema() -> None:
    lexicon = figure_lexicon()
    assert {group.name for group in lexicon.group} >= {"member", "worker", "person", "heir", "body", "health", "office", "agent"}
    assert len(lexicon.cue) > 30


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ('[[group]]\nname = "again"\nprior = { badan = 1.0 }\nunits = ["perusahaan"]', "'perusahaan' ada di kelompok"),
        ('[[group]]\nname = "goods"\nprior = { badan = 1.0 }\nunits = ["paket"]', "sekaligus dihitung dan tidak dihitung"),
        ('[[cue]]\nname = "mute"\nwords = ["apa"]', "tidak memilih apa pun"),
        ('[[cue]]\nname = "enrol"\nwords = ["apa"]\ncount = { peserta = 1.0 }', "nama petunjuk berulang"),
        ('[[cue]]\nname = "odd"\nwords = ["apa"]\ncount = { untung = 1.0 }', "cue"),
        ('[[cue]]\nname = "odd"\nwords = ["apa"]\nside = "left"\ncount = { peserta = 1.0 }', "side"),
        ('[[cue]]\nname = "odd"\nword = ["apa"]\ncount = { peserta = 1.0 }', "word"),
    ],
)
def test_errors_name_what_is_wrong(extra: str, message: str) -> None:
    with pytest.raises(LexiconError, match=re.escape(message)) as error:
        parse(f"{TEXT}\n{extra}\n", FigureLexicon, "figures.toml")
    assert "figures.toml" in str(error.value)


def test_words_are_lower_case() -> None:
    lexicon = figure_lexicon()
    words = [word for group in lexicon.group for word in group.units] + [word for cue in lexicon.cue for word in cue.words]
    words += [*lexicon.not_figures.before, *lexicon.not_figures.units, *lexicon.follow.function]
    assert [word for word in words if word != word.lower()] == []


def test_number_words_have_one_value() -> None:
    words = number_words()
    tables = [words.units, words.joints, words.ones, words.scales, words.short_scales]
    assert sum(map(len, tables)) == len({word for table in tables for word in table})
