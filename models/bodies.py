"""What is known of the bodies that deal with the agency: the words their names begin with, go on with and end at."""

from functools import cache

from pydantic import BaseModel

from models.lexicon import Words, load


class Governments(BaseModel):
    """Heads of names of governments, the plain words for one, and the offices held by their heads."""

    heads: Words
    bare: Words
    rulers: dict[str, str]


class Services(BaseModel):
    """Heads of services and the words their fields of work are made of."""

    heads: Words
    fields: Words
    more: Words


class Names(BaseModel):
    """A list of names."""

    names: Words


class Short(Names):
    """Contracted or fixed names, those of services of a government, of schools and of prosecutors apart."""

    services: Words
    schools: Words
    law_district: Words
    law_high: Words


class Ends(BaseModel):
    """Words that end a name, and lower-case words that it carries inside."""

    words: Words
    inner: Words


class Spots(BaseModel):
    """Words before a plain noun or a village that make it a spot or a crowd; ``villages`` do so for villages alone."""

    before: Words
    villages: Words


class Bodies(BaseModel):
    """The content of ``models/lexicon/bodies.toml``; ``named`` and ``plain`` map a kind of body to words.

    ``elsewhere`` are short names that mean something else beside certain words, ``commands`` the bodies of those in command.
    """

    governments: Governments
    villages: dict[str, str]
    services: Services
    short: Short
    named: dict[str, Words]
    never: Names
    elsewhere: dict[str, Words]
    commands: dict[str, str]
    plain: dict[str, Words]
    ends: Ends
    spots: Spots


@cache
def bodies() -> Bodies:
    """The lexicon of bodies.

    Raises:
        LexiconError: the file does not fit the schema.
    """
    return load("bodies", Bodies)
