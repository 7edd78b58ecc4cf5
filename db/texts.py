"""Text on its way into the database and out to people: whole, and unable to do harm."""

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def storable(text: str) -> str:
    """The text with what SQLite cannot keep (NUL, lone surrogates) replaced by U+FFFD, one for one: offsets stay true."""
    return _UNSTORABLE.sub("\ufffd", text)


def printable(text: str) -> str:
    """The text for a page or a feed: without control characters and direction overrides, which XML refuses or which
    could make one text look like another. Everything else stays as it is; escaping is the template's matter.
    """
    return _UNPRINTABLE.sub("", text)


def bare(text: str) -> str:
    """A text of the same length whose letters have no diacritics: what is found in it lies at the same place in the text."""
    return text.translate(_BARE) if _WITH_DIACRITICS.search(text) else text


def _base(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if all(map(unicodedata.combining, parts[1:])) else letter


_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
_BARE = {ord(letter): _base(letter) for letter in _LETTERS if _base(letter) != letter}
_WITH_DIACRITICS = re.compile(f"[{''.join(map(chr, _BARE))}]")
