"""Who speaks in each sentence, and every place where an official stands: by name, or by a bare title only one of them holds."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extract.components.phrases import Hit
from extract.reading import PersonFound, Reading
from models.arguments import speech

_NEAR = 140
"""How far behind a tag ("kata Kepala Kantor Cabang X, Y") its speaker may stand."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where an official stands; ``quoted`` inside direct speech, ``titled`` by a bare title."""

    start: int
    end: int
    name: str
    quoted: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a sentence. ``explicit``: the sentence itself tells; otherwise somebody just before in the paragraph does."""

    name: str
    explicit: bool


_AFTER_TITLE = re.compile(r"(?: [A-Z]|/)")
_PRONOUN = re.compile(r" (?:dia|ia|beliau)\b")
_SUBJECT = re.compile(r"(?:(?:[A-Z(“\"‘][^\s]{0,40}|dan|itu|dari|di|untuk|turut|serta|sang|pada|lain|yang)\s){0,24}")
"""What may stand before the subject of a sentence: a position, capitalised, and small words."""
_ACTIVE = re.compile(r"[^.;]{0,120}?\b(?:me[a-z]{3,}|ber[a-z]{3,}|bilang|minta|siap)\b")
Hits = Mapping[str, list[Hit]]


def mentions(reading: Reading, hits: Hits) -> list[Mention]:
    """Every mention of an official in text order, names before titles, each marked when it stands inside direct speech."""
    quotes = [(quote.start, quote.end) for quote in reading.quotes]
    starts = [start for start, _ in quotes]

    def quoted(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < quotes[index][1]

    found = [Mention(s, e, person.name, quoted(s)) for s, e, person in _longest(reading)]
    for position, holder in _holders(reading).items():
        for start, end in hits[f"title {position}"]:
            if not _AFTER_TITLE.match(reading.text, end):  # a title before a name or an area is no bare one
                found.append(Mention(start, end, holder, quoted(start), titled=True))
    return sorted(found, key=lambda mention: mention.start)


def _longest(reading: Reading) -> list[tuple[int, int, PersonFound]]:
    """The mentions by name without those inside another one ("Rinaldi" in "Henky Rinaldi Lubis")."""
    spans = sorted(((s, e, p) for p in reading.people for s, e in p.mentions), key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, PersonFound]] = []
    for start, end, person in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, person))
    return kept


@cache
def _positions() -> dict[str, str]:
    """The positions by their titles."""
    return {word.casefold(): position for position, words in speech().titles.items() for word in words}


def _holders(reading: Reading) -> dict[str, str]:
    """The positions that exactly one official of the text holds, with that official."""
    held: dict[str, set[str]] = {}
    known = _positions()
    for person in reading.people:
        position = known.get(person.position.casefold())
        if position is None:
            acting = person.position.partition(" ")[2].casefold()
            position = known.get(acting) if person.position[:2].casefold() in ("pj", "pl") else None
        if position:
            held.setdefault(position, set()).add(person.name)
    return {position: names.pop() for position, names in held.items() if len(names) == 1}


def voices(reading: Reading, found: list[Mention], hits: Hits) -> list[Voice | None]:
    """The speaker of each of ``reading.sentences``."""
    return _Listener(reading, found, hits).run()


def _holds(starts: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted places lies in a stretch."""
    index = bisect_right(starts, start - 1)
    return index < len(starts) and starts[index] < end


class _Listener:
    """Walks once through sentences, mentions, quotations and cues of speech, remembering who spoke last."""

    def __init__(self, reading: Reading, found: list[Mention], hits: Hits) -> None:
        self._reading = reading
        self._cues = sorted((hit, kind) for kind in ("verb", "tag", "back") for hit in hits[kind])
        self._cue_starts = [hit.start for hit, _ in self._cues]
        self._pronouns = [hit.start for hit in hits["pronoun"]]
        self._own = [hit.start for hit in hits["own"]]
        self._text = reading.text
        self._plain = [mention for mention in found if not mention.quoted]
        self._starts = [mention.start for mention in self._plain]
        self._quotes = reading.quotes
        self._quote_starts = [quote.start for quote in reading.quotes]
        self._last: str | None = None

    def run(self) -> list[Voice | None]:
        result: list[Voice | None] = []
        waiting: list[int] = []  # sentences of direct speech whose speaker is named behind them
        paragraph, carried = -2, None
        for index, sentence in enumerate(self._reading.sentences):
            if sentence.paragraph != paragraph:
                paragraph, carried, waiting = sentence.paragraph, None, []
            speech_only = self._inside_quote(sentence.start, sentence.end)
            name = None if sentence.leftover else self._speaker(sentence.start, sentence.end)
            if name:
                for place in waiting:
                    result[place] = Voice(name, True)
                carried = self._last = name
                waiting = []
                result.append(Voice(name, True))
            elif speech_only and not sentence.leftover:
                waiting.append(index)
                result.append(Voice(self._last, True) if self._last else None)
                carried = self._last
            elif not sentence.leftover and (name := self._subject(sentence.start, sentence.end)):
                carried = self._last = name
                result.append(Voice(name, False))
            else:
                self._remember(sentence.start, sentence.end)
                own = not sentence.leftover and _holds(self._own, sentence.start, sentence.end)
                teller = carried or (self._last if own else None)
                result.append(Voice(teller, own) if teller else None)
        return result

    def _inside_quote(self, start: int, end: int) -> bool:
        """Whether most of a sentence is direct speech."""
        index = max(0, bisect_right(self._quote_starts, start) - 1)
        inside = 0
        while index < len(self._quotes) and self._quotes[index].start < end:
            inside += max(0, min(end, self._quotes[index].end) - max(start, self._quotes[index].start))
            index += 1
        return 2 * inside > end - start

    def _outside(self, at: int) -> bool:
        index = bisect_right(self._quote_starts, at) - 1
        return index < 0 or at >= self._quotes[index].end

    def _speaker(self, start: int, end: int) -> str | None:
        """Who the sentence's own words of speech name, directly or by a pronoun."""
        low = bisect_right(self._starts, start - 1)
        high = bisect_right(self._starts, end - 1)
        people = self._plain[low:high]
        at = bisect_right(self._cue_starts, start - 1)
        while at < len(self._cues) and self._cues[at][0].start < end:
            cue, kind = self._cues[at]
            at += 1
            name = self._named(cue, kind, people, start) if self._outside(cue.start) else None
            if name:
                return name
        return None

    def _named(self, cue: Hit, kind: str, people: list[Mention], start: int) -> str | None:
        """Whom one cue gives the word: who stands behind a tag, before a verb, or whom a pronoun means."""
        if kind == "back" or (kind == "tag" and _PRONOUN.match(self._text, cue.end)):
            return self._last or (people[0].name if people else None)
        if kind == "tag":
            return next((m.name for m in people if cue.end <= m.start <= cue.end + _NEAR), None)
        before = people[0] if people and people[0].end <= cue.start else None
        return before.name if before else self._by_pronoun(start, cue.start)

    def _by_pronoun(self, start: int, end: int) -> str | None:
        return self._last if _holds(self._pronouns, start, end) else None

    def _subject(self, start: int, end: int) -> str | None:
        """The official who is the subject of a sentence with an active verb: what follows is told by or of that person."""
        low = bisect_right(self._starts, start - 1)
        if low >= len(self._plain) or self._plain[low].end > end:
            return None
        first = self._plain[low]
        before = _SUBJECT.match(self._text, start, first.start)
        if before is None or before.end() != first.start or not _ACTIVE.match(self._text, first.end, end):
            return None
        return first.name

    def _remember(self, start: int, end: int) -> None:
        """The one official a sentence names is whom a pronoun right behind it means; of several only where nobody has spoken."""
        low = bisect_right(self._starts, start - 1)
        names = {mention.name for mention in self._plain[low : bisect_right(self._starts, end - 1)]}
        if names and (len(names) == 1 or self._last is None):
            self._last = self._plain[low].name
