"""The tokenizer: whatever the text, the document is that text."""

import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.nlp import build
from extract.tokenizer import WholeText

VOCAB = spacy.blank("id").vocab


@given(st.text(max_size=200))
def test_the_text_comes_back_to_the_character(text: str) -> None:
    doc = WholeText(VOCAB)(text)
    assert doc.text == text
    assert len(doc) == bool(text)


def test_the_pipeline_is_built_with_it_and_forgets_what_it_read() -> None:
    nlp = build()
    assert isinstance(nlp.tokenizer, WholeText)
    with nlp.memory_zone():
        nlp.make_doc("Satu naskah yang tidak akan dibaca lagi.")
    assert "Satu naskah yang tidak akan dibaca lagi." not in nlp.vocab.strings
