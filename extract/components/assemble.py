"""Happenings: triggers, their context and their arguments."""

from spacy.tokens import Doc

from extract.reading import Reading


def assemble(doc: Doc, reading: Reading) -> None:
    """Happenings: triggers, their context and their arguments."""
