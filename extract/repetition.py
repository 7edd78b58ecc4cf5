"""Lines that an outlet prints under story after story, told from its articles' own by how many stories they stand under.

The counting is in :mod:`db.lines`; here is what is counted, and what is left out of an article. Pure functions.
"""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from extract.clean import SHORTEST_TEXT
from extract.components.agency import names_agency
from models.records import Article

LONGEST = 240
"""Characters of a line that can be left over; longer ones are text. The same bound as for lines known by their words."""

_LEAD = 80
"""Characters from which a line tells a story: datelines, credits and calls to share are shorter."""


def outlet_of(article: Article) -> str:
    """Whose lines an article's are: the register's source, or the host."""
    return article.source or urlsplit(article.url).hostname or article.outlet


def countable(article: Article) -> set[int]:
    """The digests of the lines that may prove to be no part of the article.

    Never a line that names the agency (releases repeat what they say of it), nor a long one; of an imported record none.
    """
    if article.published_from == "record":
        return set()
    return {digest(line) for line in article.text.split("\n") if _may_repeat(line)}


def story(article: Article) -> int:
    """What two copies of a story share and different stories do not: the first line that tells anything, or the longest."""
    lines = article.text.split("\n")
    return digest(next((line for line in lines if len(line) >= _LEAD), max(lines, key=len)))


def without(article: Article, repeated: Collection[int]) -> Article:
    """The article without the repeated lines; as it is where hardly anything would be left."""
    if not repeated or article.published_from == "record":
        return article
    lines = article.text.split("\n")
    kept = [line for line in lines if not (_may_repeat(line) and digest(line) in repeated)]
    text = "\n".join(kept)
    return replace(article, text=text) if len(kept) < len(lines) and len(text) >= SHORTEST_TEXT else article


def digest(line: str) -> int:
    """64 bits that stand for a line, whatever its letter case and spaces."""
    return int.from_bytes(hashlib.sha256(" ".join(line.casefold().split()).encode()).digest()[:8], signed=True)


def _may_repeat(line: str) -> bool:
    return len(line) <= LONGEST and not names_agency(line)
