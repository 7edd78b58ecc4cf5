"""Happenings: triggers, the context that decides their status, and their day."""

from spacy.tokens import Doc

from extract.reading import Reading


def find_happenings(doc: Doc, reading: Reading) -> None:
    """Happenings: triggers, the context that decides their status, and their day."""
