"""Who says the direct speech: by the words of saying behind or before it, or by carrying on from the quotation before."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from extract.reading import PersonFound, Reading
from models.lexicon import alternation
from models.people import speech

_REACH = 90


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = speech()
    verbs = alternation(words.after)
    named = re.compile(rf"[\s,.]{{0,4}}(?:{verbs}|{alternation(words.according)})\s")
    again = re.compile(rf"[\s,.]{{0,4}}(?:{verbs}nya|{verbs}\s{alternation(words.pronouns)})(?!\w)")
    active = re.compile(rf"(?<!\w)(?:{alternation(words.active)}|{verbs})(?!\w)")
    return named, again, active


def attribute_quotes(reading: Reading, low: str) -> None:
    """Fill ``speaker`` of the reading's quotes with the full names of its officials, where the text tells.

    ``low`` is the reading's text in lower case. In this order: ``"...," ujar X``; ``"...," katanya`` is the last one named;
    ``X mengatakan, "..."``; a quotation of its own in a paragraph belongs to the speaker before.
    """
    named, again, active = _patterns()
    timeline = (
        sorted((start, end, person) for person in reading.people for start, end in person.mentions) if reading.people else []
    )
    starts = [start for start, _, _ in timeline]
    speaker: str | None = None
    for quote in reading.quotes:
        stop = low.find("\n", quote.end, quote.end + _REACH)
        stop = stop if stop >= 0 else min(len(low), quote.end + _REACH)
        line = low.rfind("\n", 0, quote.start) + 1
        at = bisect_left(starts, quote.end)
        if not again.match(low, quote.end, stop) and named.match(low, quote.end, stop):
            speaker = timeline[at][2].name if at < len(timeline) and starts[at] < stop else None
        else:
            speaker = _before(timeline, starts, line, quote.start, low, active) or speaker
        quote.speaker = speaker


def _before(
    timeline: list[tuple[int, int, PersonFound]], starts: list[int], line: int, end: int, low: str, active: re.Pattern[str]
) -> str | None:
    """The last person of the paragraph before the quotation who is the subject of saying, or stands there alone."""
    low_end = bisect_left(starts, end)
    first = bisect_left(starts, line)
    for start, stop, person in reversed(timeline[max(first, low_end - 8) : low_end]):
        if active.match(low, bisect_right(low, " ", stop, stop + 1) if False else stop + (low[stop : stop + 1] == " ")):
            return person.name
        if active.search(low, max(line, start - 16), start):
            return person.name
    return timeline[low_end - 1][2].name if low_end - first == 1 else None
