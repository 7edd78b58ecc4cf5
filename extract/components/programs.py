"""Mentions of the agency's programmes."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_programs(doc: Doc, reading: Reading) -> None:
    """Mentions of the agency's programmes."""
