"""Who says the direct speech: by the words of saying behind it or before it, or by carrying on from what was said before."""

import re
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from extract.components.positions import trie
from extract.reading import Quote
from models.people import speech

_BEHIND = 140
"""How many characters behind a quotation may name its speaker."""

_PARAGRAPH = 3000


class Spot(NamedTuple):
    """A place where an official is named or meant; ``name`` is the full name."""

    start: int
    end: int
    name: str


class _Patterns(NamedTuple):
    said: re.Pattern[str]
    again: re.Pattern[str]
    says: re.Pattern[str]
    before: re.Pattern[str]
    stranger: re.Pattern[str]


_STOP = re.compile(r"[.!?](?=\s|$)|\n")
_LEADS_IN = re.compile(r"[:,]\s{0,3}$")


@cache
def _patterns() -> _Patterns:
    words = speech()
    verbs, active, pronouns = trie(words.after), trie(words.active), trie(words.pronouns)
    according = trie(words.according)
    return _Patterns(
        said=re.compile(rf"[\s,.]{{0,4}}(?:{verbs}|{according})(?:nya)?(?!\w)"),
        again=re.compile(rf"[\s,.]{{0,4}}{verbs}(?:nya|\s{pronouns})(?!\w)"),
        says=re.compile(rf"\b(?:{active})(?!\w)"),
        stranger=re.compile(rf"\(\d\d(?: tahun)?\)|\b{trie(words.strangers)}\b[^.\n]{{0,100}}?\b(?:{active})(?!\w)"),
        before=re.compile(rf"\b(?:{verbs}|{according})\s{{1,2}}(?:pak |bu |bapak |ibu )?$"),
    )


def attribute_quotes(quotes: list[Quote], spots: list[Spot], low: str) -> None:
    """Fill ``speaker`` and ``rule`` of the quotes, where the text tells that it is one of the officials at the ``spots``.

    ``low`` is the text in lower case; quotes and spots are in its order. Rules, the first that applies: ``"...," ujar X``;
    ``"...," katanya`` is who spoke last; ``X mengatakan, "..."``; a quotation without any such words belongs to who spoke last.
    The words of somebody who is no official have no speaker (``"...," tutur seorang ibu``).
    """
    patterns = _patterns()
    starts = [spot.start for spot in spots]
    for n, quote in enumerate(quotes):
        limit = min(quotes[n + 1].start if n + 1 < len(quotes) else len(low), quote.end + _BEHIND)
        if patterns.again.match(low, quote.end, limit):
            quote.speaker, quote.rule = _last_to_speak(quotes, n, spots, starts, low), "quote.tag_again"
        elif said := patterns.said.match(low, quote.end, limit):
            quote.speaker = _named_between(spots, starts, quote.end, _sentence_end(low, said.end(), limit))
            quote.rule = "quote.tag"
        elif speaker := _leading_in(spots, starts, quote, low):
            quote.speaker, quote.rule = speaker, "quote.lead"
        else:
            quote.speaker, quote.rule = _last_to_speak(quotes, n, spots, starts, low), "quote.carried"


def _sentence_end(low: str, at: int, limit: int) -> int:
    stop = _STOP.search(low, at, limit)
    return limit if stop is None else stop.start() + 1


def _named_between(spots: list[Spot], starts: list[int], start: int, end: int) -> str | None:
    at = bisect_left(starts, start)
    return spots[at].name if at < len(spots) and starts[at] < end else None


def _leading_in(spots: list[Spot], starts: list[int], quote: Quote, low: str) -> str | None:
    """The one whom the words straight before the quotation name as its speaker."""
    if not _LEADS_IN.search(low, max(0, quote.start - 4), quote.start):
        return None
    at = bisect_left(starts, quote.start) - 1
    line = low.rfind("\n", max(0, quote.start - 240), quote.start)
    return spots[at].name if at >= 0 and starts[at] > line and quote.start - starts[at] < 240 else None


def _last_to_speak(quotes: list[Quote], n: int, spots: list[Spot], starts: list[int], low: str) -> str | None:
    """Who spoke last before a quotation: in the last paragraph that names anybody since the quotation before, the one beside a
    word of saying, else the first; where nobody is named, the speaker of that quotation.
    """
    quote = quotes[n]
    since = quotes[n - 1].end if n else 0
    at = bisect_left(starts, quote.start)
    first = bisect_left(starts, since)
    line = max(low.rfind("\n", max(0, quote.start - 400), quote.start) + 1, spots[at - 1].end if at else 0)
    if quote.start - line < 400 and _patterns().stranger.search(low, line, quote.start):
        return None
    near = spots[max(first, at - 8) : at]
    if not near:
        return quotes[n - 1].speaker if n else None
    beginning = low.rfind("\n", max(0, near[-1].start - _PARAGRAPH), near[-1].start)
    paragraph = [spot for spot in near if spot.start > beginning]
    return next((spot.name for spot in reversed(paragraph) if _speaks(spot, low)), paragraph[0].name)


def _speaks(spot: Spot, low: str) -> bool:
    patterns = _patterns()
    if patterns.before.search(low, max(0, spot.start - 28), spot.start):
        return True
    return patterns.says.search(low, spot.end, _sentence_end(low, spot.end, min(len(low), spot.end + 70))) is not None
