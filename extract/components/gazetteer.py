"""Mentions of the agency, its offices, and regions."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_places(doc: Doc, reading: Reading) -> None:
    """Mentions of the agency, its offices, and regions."""
