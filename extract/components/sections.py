"""Sentences, paragraphs, quotations and left-over lines."""

from spacy.tokens import Doc

from extract.reading import Reading


def split_text(doc: Doc, reading: Reading) -> None:
    """Sentences, paragraphs, quotations and left-over lines."""
