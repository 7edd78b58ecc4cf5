"""The one reader of ``models/lexicon/<name>.toml``: a file, a pydantic schema, and errors that name file and key.

A component keeps its schema beside its own loader::

    class Units(BaseModel):
        people: Words
        bodies: Words

    @cache
    def units() -> Units:
        return load("units", Units)

Keys that the schema does not know are refused at every depth, whatever the schema's own ``extra`` says.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

Schema = TypeVar("Schema", bound=BaseModel)


class LexiconError(ValueError):
    """A lexicon file that cannot be read as its schema says; the message names the file and each wrong key."""


def _word(value: str) -> str:
    if not value or value != value.strip():
        raise ValueError("kata kosong atau berspasi di tepinya")
    if value != unicodedata.normalize("NFC", value):
        raise ValueError("bukan Unicode NFC")
    return value


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValueError(f"{value!r} tertulis dua kali")
        seen.add(value)
    return values


Word = Annotated[str, AfterValidator(_word)]
"""A word or phrase: not empty, no spaces at its edges, NFC."""

Words = Annotated[tuple[Word, ...], AfterValidator(_distinct)]
"""Words without repetition, in the file's order."""


def load(name: str, schema: type[Schema], folder: str = "lexicon") -> Schema:
    """The content of ``models/<folder>/<name>.toml`` as an instance of ``schema``.

    Raises:
        LexiconError: the file is missing, is not TOML, or does not fit the schema (unknown key, missing key, wrong type).
    """
    path = files("models") / folder / f"{name}.toml"
    shown = f"models/{folder}/{name}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LexiconError(f"{shown}: berkas tidak ada") from None
    return parse(text, schema, shown)


def parse(text: str, schema: type[Schema], shown: str) -> Schema:
    """The same for a TOML text in hand; ``shown`` is how errors call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{shown}: bukan TOML yang sah: {error}") from error
    try:
        return schema.model_validate(data, extra="forbid")
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, item['loc'])) or '(akar)'}: {item['msg']}" for item in error.errors()]
        raise LexiconError("\n".join(f"{shown}: {line}" for line in lines)) from error


def alternation(words: Iterable[str]) -> str:
    r"""A regular expression group that matches any of the words, longest first; a space in a word matches ``\s+`` (bounded)."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(r"\s{1,3}".join(map(re.escape, word.split(" "))) for word in ordered) + ")"
