"""Bodies that can be counterparties."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_bodies(doc: Doc, reading: Reading) -> None:
    """Bodies that can be counterparties."""
