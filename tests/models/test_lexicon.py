import re

import pytest
from pydantic import BaseModel

from models.lexicon import LexiconError, Words, alternation, load, parse


class Inner(BaseModel):
    words: Words = ()


class Outer(BaseModel):
    number: int
    inner: Inner = Inner()
    many: list[Inner] = []


def test_a_good_text_is_read() -> None:
    assert parse('number = 3\n[inner]\nwords = ["a", "b c"]', Outer, "x.toml").inner.words == ("a", "b c")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("number = ", "x.toml: bukan TOML"),
        ("inner = {}", "x.toml: number"),
        ("number = 1\nextra = 2", "x.toml: extra"),
        ("number = 1\n[inner]\nwrods = []", "x.toml: inner.wrods"),
        ("number = 1\n[[many]]\n[[many]]\nword = []", "x.toml: many.1.word"),
        ('number = 1\ninner.words = ["a", "a"]', "x.toml: inner.words"),
        ('number = 1\ninner.words = ["a "]', "x.toml: inner.words.0"),
        ('number = 1\ninner.words = [""]', "x.toml: inner.words.0"),
        ('number = 1\ninner.words = ["e\u0301"]', "x.toml: inner.words.0"),
        ('number = "satu"', "x.toml: number"),
    ],
)
def test_errors_name_file_and_key(text: str, named: str) -> None:
    with pytest.raises(LexiconError, match="^" + re.escape(named)):
        parse(text, Outer, "x.toml")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(LexiconError, match=r"models/lexicon/tiada\.toml: berkas tidak ada"):
        load("tiada", Outer)


def test_alternation_prefers_the_longest_and_bends_spaces() -> None:
    found = re.compile(alternation(["kerja", "kerja sama", "a.b"]))
    assert found.match("kerja  sama").group() == "kerja  sama"  # type: ignore[union-attr]
    assert found.fullmatch("axb") is None
