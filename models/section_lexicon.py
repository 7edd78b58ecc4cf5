"""Where sentences end and which lines are left over: ``models/lexicon/sections.toml``."""

from functools import cache

from pydantic import BaseModel

from models.lexicon import Words, load


class Abbreviations(BaseModel):
    """Words that a full stop shortens, by what may follow; ``address_ends`` are ends of web addresses."""

    before_names: Words
    before_places: Words
    before_bodies: Words
    before_numbers: Words
    within: Words
    maybe_last: Words
    address_ends: Words


class Leftover(BaseModel):
    """What lines that are not the article's own begin with, go on with a colon, or are nothing but."""

    openers: Words
    labels: Words
    signers: Words
    signatures: Words
    alone: Words


class Sections(BaseModel):
    """The whole file."""

    abbreviations: Abbreviations
    leftover: Leftover


@cache
def sections() -> Sections:
    """The words of the splitter."""
    return load("sections", Sections)
