"""Reports: happenings as records."""

from spacy.tokens import Doc

from extract.reading import Reading


def assemble(doc: Doc, reading: Reading) -> None:
    """Reports: happenings as records."""
