import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.tokenizer import LinearTokenizer

VOCAB = spacy.blank("id").vocab


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rp1.080.000 untuk 31,98 persen", ["Rp1.080.000", "untuk", "31,98", "persen"]),
        ("Jum'at (14/11)", ["Jum'at", "(", "14/11", ")"]),
        ("satu  dua\ntiga ", ["satu", "  ", "dua", "\n", "tiga"]),
        ("", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in LinearTokenizer(VOCAB)(text)] == words


@given(st.text(max_size=200))
def test_the_text_comes_back_to_the_character(text: str) -> None:
    doc = LinearTokenizer(VOCAB)(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
