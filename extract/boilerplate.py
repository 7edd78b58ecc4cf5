"""Line rules: what Indonesian portals leave between and behind the paragraphs of an article."""

import re
from collections.abc import Iterable
from functools import cache

from extract.components.sections import is_leftover
from extract.hints import Hints

_DATE_LINE = re.compile(
    r"^\W{0,20}(?:\w+,?\s+)?\d{1,2}[\s/-]\S{1,12}[\s/-]\d{2,4}\W{1,20}(?:\d{1,2}[.:]\d\d(?:[.:]\d\d)?)?\s{0,5}(?:WIB|WITA|WIT)?\W{0,20}$"
)
_BARE_LINK = re.compile(r"^(?:https?://|www\.)\S+$")
_STOP = re.compile(r"[.!?:;,…\"”’)\]*]\s*$")


@cache
def _family(openers: tuple[str, ...]) -> re.Pattern[str] | None:
    """Lines that begin with one of a family's openers; a plain word opens a line only before a colon, a bar or the line's end."""
    if not openers:
        return None
    closed = [re.escape(o) + (r"\s{0,3}(?:[:|]|$)" if o.isalpha() else r"(?!\w)") for o in openers]
    return re.compile("|".join(closed), re.IGNORECASE)


def article_lines(lines: Iterable[str], *, title: str, links: frozenset[str], hints: Hints) -> list[str]:
    """The lines that are the article's own.

    Out go: the repeated headline, left-over lines (read-also, credits, share and page lines), the family's own, bare
    addresses, a printed date line, and a line without a full stop that is the text of a link on the page (``links``: texts
    of links, case-folded): another article's teaser.
    """
    family = _family(hints.lines)
    flat_title = _flat(title)
    kept: list[str] = []
    for raw in lines:
        line = raw.strip()
        if not line or is_leftover(line) or (family and family.match(line)) or _BARE_LINK.match(line):
            continue
        if _flat(line) == flat_title or (not kept and _DATE_LINE.match(line)):
            continue
        if line.casefold() in links and not _STOP.search(line):
            continue
        kept.append(line)
    return kept


def _flat(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
