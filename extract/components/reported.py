"""What officials say in the reporter's words: ``X mengatakan bahwa ...``, ``..., kata X``, ``Menurut X, ...``.

Only the words of officials are taken, and only where the sentence itself says who speaks, or a pronoun stands for the one who
spoke last; sentences that hold direct speech are left to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extract.components.positions import trie
from extract.components.speakers import Spot
from extract.reading import Quote, Sentence
from models.people import speech
from models.vocab import Speech

_SUBJECT = 90
"""How many characters before a verb of saying its subject may stand."""

_TAGGED = 140
"""How many characters behind ``kata`` may name the speaker."""

_MOST = 40
"""Names since somebody spoke that are looked at."""

_SHORTEST = 20
"""Characters of a clause that says anything."""

_SPACE = r"[ \xa0]{1,2}"
_CLAUSE_END = re.compile(r"[.!?…\s]*$")
_GOES_ON = re.compile(r"[^,.;]{0,40},[ \xa0]{1,2}\w[^.]{12}")
"""Behind the speaker the sentence goes on: the tag stood in the middle of what is said."""

_NAMED = re.compile(r"[ \xa0]{1,2}(?:sang |pak |bu )?[A-Z]")
_COMMA = re.compile(r",[ \xa0]{1,2}")


class _Patterns(NamedTuple):
    cue: re.Pattern[str]
    pronoun: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = speech()
    joint = rf"(?:,|{_SPACE}(?:bahwa|agar|supaya|jika|bila|kalau)(?!\w))"
    link = rf"(?!\w)(?:{_SPACE}(?:bahwa|agar|supaya)(?!\w)|{_SPACE}(?:pula|juga|lagi)(?!\w),?|,)?{_SPACE}"
    again = rf"nya|{_SPACE}{trie(words.pronouns)}"
    ways = []
    # Each way begins with its letter and looks back only there, so that the engine skips the places where none begins.
    for first in sorted({word[0] for word in (*words.active, *words.saying)}):
        told = trie(word[1:] for word in (*words.active, *words.saying) if word[0] == first)
        said = trie(word[1:] for word in words.saying if word[0] == first)
        verbs = rf"{told}(?={joint})" + (rf"|{said}" if said else "")
        ways.append(rf"{first}(?<!\w.)(?:{verbs}){link}")
    ways += [
        rf", (?P<tag>{trie(words.after)}(?P<again>{again})?(?!\w))",
        rf"m(?<!\w.)enurut(?P<source>(?P<same>{again})?)(?!\w)",
    ]
    return _Patterns(
        cue=re.compile("|".join(ways)),
        pronoun=re.compile(rf"(?:{trie(words.pronouns)})(?!\w)[^,.;]{{0,40}}$"),
    )


def find_reported(text: str, low: str, sentences: list[Sentence], quotes: list[Quote], spots: list[Spot]) -> list[Quote]:
    """The reported speech of the officials at the ``spots``, in order; ``low`` is the text in lower case.

    Sentences, quotes and spots are in the order of the text.
    """
    if not spots:
        return []
    return list(_Listener(text, low, quotes, spots).run(sentences))


class _Listener:
    """One pass over the sentences, remembering who spoke last, directly or not."""

    def __init__(self, text: str, low: str, quotes: list[Quote], spots: list[Spot]) -> None:
        self.text, self.low, self.quotes, self.spots = text, low, quotes, spots
        self.starts = [spot.start for spot in spots]
        self.ends = [quote.end for quote in quotes]
        self.said: Quote | None = None

    def run(self, sentences: list[Sentence]) -> Iterator[Quote]:
        cue = _patterns().cue
        for sentence in sentences:
            if sentence.leftover or sentence.paragraph < 0 or self._direct(sentence):
                continue
            for found in cue.finditer(self.low, sentence.start, sentence.end):
                quote = self._read(found, sentence)
                if quote is not None:
                    self.said = quote
                    yield quote
                    break

    def _direct(self, sentence: Sentence) -> bool:
        """Whether a sentence holds direct speech, or a part of it."""
        at = bisect_right(self.ends, sentence.start)
        return at < len(self.quotes) and self.quotes[at].start < sentence.end

    def _read(self, found: re.Match[str], sentence: Sentence) -> Quote | None:
        if found["tag"] is None and found["source"] is None:
            speaker, rule = self._subject(sentence.start, found.start())
            start, end = found.end(), sentence.end
        elif found["tag"]:
            again = found["again"] is not None
            speaker, rule = self._tagged(found.end(), sentence, again=again)
            start, end = sentence.start, found.start()
            if _GOES_ON.match(self.low, self._speaker_end(found.end(), sentence), sentence.end):
                end = sentence.end
        else:
            if found.start() - sentence.start > _SUBJECT or (found["same"] is None and not _NAMED.match(self.text, found.end())):
                return None
            again = found["same"] is not None
            speaker, rule = self._tagged(found.end(), sentence, again=again)
            start, end = self._behind_source(found.end(), sentence), sentence.end
            rule = rule.replace("tag", "source")
        end = start + len(_CLAUSE_END.sub("", self.low[start:end]))
        return Quote(start, end, speaker, rule, Speech.REPORTED) if speaker and end - start >= _SHORTEST else None

    def _subject(self, start: int, verb: int) -> tuple[str | None, str]:
        """The official who says: named before the verb in its sentence, or meant by a pronoun."""
        at = bisect_left(self.starts, verb) - 1
        if at >= 0 and self.starts[at] >= max(start, verb - _SUBJECT) and "." not in self.low[self.spots[at].end : verb]:
            return self.spots[at].name, "quote.reported.subject"
        if _patterns().pronoun.search(self.low, max(start, verb - 50), verb):
            return self._last(start), "quote.reported.pronoun"
        return None, ""

    def _tagged(self, at: int, sentence: Sentence, *, again: bool) -> tuple[str | None, str]:
        """The official named behind ``kata`` or ``menurut``, or with a pronoun there who spoke last."""
        if again:
            return self._last(sentence.start), "quote.reported.tag_again"
        near = bisect_left(self.starts, at)
        if near < len(self.spots) and self.starts[near] < min(sentence.end, at + _TAGGED):
            return self.spots[near].name, "quote.reported.tag"
        return None, ""

    def _behind_source(self, at: int, sentence: Sentence) -> int:
        """Where the clause begins that ``Menurut X,`` introduces: after the comma behind the last name of X's."""
        at = self._speaker_end(at, sentence)
        comma = _COMMA.search(self.low, at, sentence.end)
        return comma.end() if comma else at

    def _speaker_end(self, at: int, sentence: Sentence) -> int:
        """Where the official named behind a place ends; the place itself where none is."""
        near = bisect_left(self.starts, at)
        named = near < len(self.spots) and self.starts[near] < min(sentence.end, at + _TAGGED)
        return self.spots[near].end if named else at

    def _last(self, before: int) -> str | None:
        """Who spoke last, if nobody else of the officials was named since."""
        at = bisect_right(self.ends, before) - 1
        last = self.quotes[at] if at >= 0 else None
        if self.said is not None and (last is None or self.said.start > last.start):
            last = self.said
        if last is None or last.speaker is None:
            return None
        first, end = bisect_left(self.starts, last.end), bisect_left(self.starts, before)
        since = self.spots[first : min(end, first + _MOST)]
        return last.speaker if end - first <= _MOST and all(spot.name == last.speaker for spot in since) else None
