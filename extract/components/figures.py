"""Amounts of money, shares and counts."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_figures(doc: Doc, reading: Reading) -> None:
    """Amounts of money, shares and counts."""
