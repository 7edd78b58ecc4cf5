"""Later mentions: every place where an official's name or a part of it stands, and the nicknames an article introduces."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extract.components.names import Cursor, Token, covers, is_degree, may_name, read_name, stops, tokens, vocabulary, words_of
from extract.components.persons import Person, compatible
from extract.components.positions import RULERS, Level, Title, trie
from models.people import speech

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'`´]*")
_GAP = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\.?[ \xa0]{1,2}$")
_MOST_WORDS = 8


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The cues before and behind a nickname."""
    words = speech()
    forward = re.compile(rf"\b{trie(words.nicknames)}\s{{1,3}}(?:dengan\s|sebagai\s)?")
    backward = re.compile(rf"\b{trie(words.nicknames_before)}(?!\w)")
    return forward, backward


@dataclass(slots=True)
class Scene:
    """The text, where its ``body`` begins, and what is known of it.

    ``heads`` are the places where positions begin, ``places`` those of regions and offices, ``skipped`` is passed over.
    """

    text: str
    low: str
    body: int
    heads: frozenset[int]
    places: Mapping[int, int]
    skipped: list[tuple[int, int]]


def find_mentions(scene: Scene, people: list[Person], titles: list[Title]) -> None:
    """Fill ``mentions`` and ``forms`` of the persons.

    A run of capitalised words counts where it is a name's words in order and no other capitalised word that could be part of
    a name stands beside it: ``Ridwan Lubis`` is no mention of ``Marpaung Lubis``. Of several persons that it fits, the one is
    meant who was called so before, then the one whose name begins so, then the one mentioned last.
    """
    if not people:
        return
    forms = _Forms(people)
    _scan(scene, forms)
    if _nicknames(scene, people, forms, titles):
        for person in people:
            person.mentions.clear()
        _scan(scene, forms)


class _Forms:
    """Which persons a word may stand for; ``nicknames`` are whole forms of their own, ``firsts`` begin any form."""

    def __init__(self, people: list[Person]) -> None:
        self.words: dict[str, list[Person]] = {}
        self.nicknames: dict[tuple[str, ...], Person] = {}
        for person in people:
            for word in (*person.words, person.words[0][0]):
                self.words.setdefault(word, []).append(person)
        self.firsts = set(self.words)
        self.known = {*self.words, *(word[0] for word in self.words)}

    def fits(self, words: tuple[str, ...]) -> list[Person]:
        """The persons whose name has these words in order, at most twenty; a form of initials alone fits nobody."""
        nicknamed = self.nicknames.get(words)
        if nicknamed is not None:
            return [nicknamed]
        if all(len(word) < 2 for word in words) or words[0] in vocabulary().before:
            return []
        return [person for person in self.words.get(words[0], ())[:20] if len(words) == 1 or covers(person.words, words)]


def _scan(scene: Scene, forms: _Forms) -> None:
    firsts = forms.firsts
    last: dict[int, int] = {}
    end = -1
    skipped = iter(scene.skipped)
    stretch = next(skipped, None)
    for word in _CAPITAL.finditer(scene.text):
        if word.group().lower() not in firsts or word.start() < end:
            continue
        while stretch is not None and stretch[1] <= word.start():
            stretch = next(skipped, None)
        if stretch is None or word.start() < stretch[0]:
            end = _match(scene, word.start(), forms, last)


def _match(scene: Scene, at: int, forms: _Forms, last: dict[int, int]) -> int:
    """Record the longest mention that begins at a place; where it ends, or the place itself."""
    cursor = Cursor(scene.text, at)
    parts: list[Token] = []
    joining = vocabulary().joining
    words: tuple[str, ...] = ()
    best: tuple[int, tuple[str, ...], list[Person]] | None = None
    while len(parts) < _MOST_WORDS and (token := cursor.at(len(parts))) is not None and token.text[0].isalpha():
        if not forms.known.issuperset(token.low.split()) and not (parts and token.low in joining):
            break
        parts.append(token)
        words += tuple(token.low.split())
        if token.capital and (fitting := forms.fits(words)):
            best = len(parts), words, fitting
        if stops(token):
            break
    if best is None:
        return at
    size, words, fitting = best
    start, end = parts[0].start, parts[size - 1].end
    if _beside(scene, cursor, size):
        return end
    form = " ".join(scene.text[start:end].split())
    chosen = fitting[0]
    if len(fitting) > 1:
        chosen = max(fitting, key=lambda p: (p.words == words, form in p.forms, p.words[0] == words[0], last.get(id(p), -1)))
    chosen.mentions.append((start, end))
    last[id(chosen)] = start
    if form != chosen.name and form not in chosen.forms:
        chosen.forms.append(form)
    return end


def _beside(scene: Scene, cursor: Cursor, size: int) -> bool:
    """Whether another capitalised word beside the mention makes it a part of somebody else's name."""
    first, final, following = cursor.at(0), cursor.at(size - 1), cursor.at(size)
    assert first is not None
    assert final is not None
    headline = first.start < scene.body  # written in capitals throughout by many outlets
    if (
        not headline
        and following is not None
        and not final.dot
        and following.start not in scene.places
        and may_name(following, scene.heads)
    ):
        return not is_degree(following, cursor.at(size + 1))
    if scene.text[first.start - 1 : first.start] not in (" ", "\xa0"):
        return False
    gap = _GAP.search(scene.text, max(0, first.start - 32), first.start)
    if gap is None or not gap.group(1)[0].isupper():
        return False
    before = tokens(scene.text, gap.start(), gap.end())[-1]
    if stops(before) or before.start in scene.places or vocabulary().is_honorific(before):
        return False
    return may_name(before, scene.heads)


def _nicknames(scene: Scene, people: list[Person], forms: _Forms, titles: list[Title]) -> bool:
    """Learn the nicknames the text introduces; true where there are any."""
    if not any(stem in scene.low for stem in speech().nickname_stems):
        return False
    forward, backward = _cues()
    after, before = list(forward.finditer(scene.low)), list(backward.finditer(scene.low))
    if not after and not before:
        return False
    timeline = sorted([(start, end, person) for person in people for start, end in person.mentions], key=lambda spot: spot[:2])
    timeline = sorted(timeline + references(titles, people), key=lambda spot: spot[:2])
    starts = [start for start, _, _ in timeline]
    found = False
    for cue in after:
        nickname = _nickname_at(scene.text, cue.end())
        at = bisect_right(starts, cue.start()) - 1
        if nickname and at >= 0:
            found |= _learn(timeline[at][2], nickname, forms)
    for cue in before:
        nickname = _before_comma(scene.text, cue.start())
        at = bisect_right(starts, cue.end())
        if nickname and at < len(timeline) and timeline[at][0] - cue.end() < 24:
            found |= _learn(timeline[at][2], nickname, forms)
        elif nickname and at:
            found |= _learn(timeline[at - 1][2], nickname, forms)
    return found


def references(titles: list[Title], people: list[Person]) -> list[tuple[int, int, Person]]:
    """Where a position alone stands for an official named elsewhere (``kata Bupati``, ``Direktur RSUD Lawang menambahkan``)."""
    found: list[tuple[int, int, Person]] = []
    for title in titles:
        plain = title.position[0].islower() and title.level not in RULERS
        if title.name is None and not plain and (title.organisation or title.level is not Level.GENERAL):
            holder = next((p for p in people[:40] if p.title.level is title.level and compatible(p.title, title)), None)
            if holder is not None:
                found.append((title.start, title.end, holder))
    return found


_BEFORE_COMMA = re.compile(r"([A-Z][\w’'`]*(?: [A-Z][\w’'`]*){0,2}),\s*$")
_POLITE = frozenset({"pak", "bu", "bapak", "ibu", "sdr", "h", "hj"})


def _nickname_at(text: str, at: int) -> str | None:
    """The nickname that begins at a place; a form of address that makes it one stays (``Gus Lis``, ``Uni Yen``)."""
    cursor = Cursor(text, at)
    read = read_name(cursor, 0)
    first = cursor.at(0)
    if read is None or first is None or not first.capital or read[0].start - first.end > 2:
        return None
    start = read[0].start if first.low in _POLITE else first.start
    return " ".join(text[start : read[0].end].split())


def _before_comma(text: str, at: int) -> str | None:
    found = _BEFORE_COMMA.search(text, max(0, at - 60), at)
    return found.group(1) if found and may_name(tokens(text, found.start(1), found.end(1))[0]) else None


def _learn(person: Person, nickname: str, forms: _Forms) -> bool:
    words = words_of(nickname)
    if not words or covers(person.words, words):
        return False
    forms.nicknames[words] = person
    forms.firsts.add(words[0])
    forms.known.update(words)
    if nickname not in person.forms:
        person.forms.append(nickname)
    return True
