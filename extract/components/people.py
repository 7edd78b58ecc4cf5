"""Officials: people named with a position."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_people(doc: Doc, reading: Reading) -> None:
    """Officials: people named with a position."""
