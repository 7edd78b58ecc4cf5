"""Calendar expressions and their EDTF values."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_dates(doc: Doc, reading: Reading) -> None:
    """Calendar expressions and their EDTF values."""
