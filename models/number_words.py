"""The words that write numbers: ``models/lexicon/numbers.toml``."""

from functools import cache

from pydantic import BaseModel

from models.lexicon import Word, load


class NumberWords(BaseModel):
    """Word -> value. ``joints`` need a unit before them, ``ones`` hold theirs, ``short_scales`` are headline abbreviations."""

    units: dict[Word, int]
    joints: dict[Word, int]
    ones: dict[Word, int]
    scales: dict[Word, int]
    short_scales: dict[Word, int]


@cache
def number_words() -> NumberWords:
    """The number words, read once."""
    return load("numbers", NumberWords)
