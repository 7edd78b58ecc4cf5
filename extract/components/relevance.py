"""Whether the article is about the agency."""

from spacy.tokens import Doc

from extract.reading import Reading


def judge_relevance(doc: Doc, reading: Reading) -> None:
    """Whether the article is about the agency."""
