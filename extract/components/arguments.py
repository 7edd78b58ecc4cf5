"""The arguments of happenings: venue, places, offices, counterparties, officials, programmes."""

from spacy.tokens import Doc

from extract.reading import Reading


def fill_arguments(doc: Doc, reading: Reading) -> None:
    """The arguments of happenings: venue, places, offices, counterparties, officials, programmes."""
