"""Text on its way into the database and out to people: whole, and unable to do harm."""

import re

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
