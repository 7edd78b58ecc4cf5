"""Whether an article is about the agency, or names it in passing, or is about BPJS Kesehatan.

The judgement looks at where the agency and its programmes are named: headline, lead, how many paragraphs. The thresholds
are in ``models/lexicon/relevance.toml``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from pydantic import BaseModel
from spacy.tokens import Doc

from extract.components.agency import Leftovers, find_agency
from extract.components.programs import program_mentions
from extract.reading import Reading
from models.lexicon import Words, alternation, load
from models.vocab import Program

_HEADLINE = -1
_SISTER = re.compile(r"[Bb][Pp][Jj][Ss][ \xa0-]{0,2}[Kk][Ee][Ss]")
"""Whether the health agency may be named at all: most articles need no closer look."""


class _Subject(BaseModel):
    programs: tuple[Program, ...]
    phrases: Words
    insurance: Words
    others: Words


class _Health(BaseModel):
    phrases: Words


class _Passing(BaseModel):
    near: Words
    employed: Words
    asked: Words
    things: Words
    most: int


class _Limits(BaseModel):
    lead: int
    headline_paragraphs: int
    headline_share: float
    lead_paragraphs: int
    lead_share: float
    body_paragraphs: int
    body_share: float
    insurance_paragraphs: int
    insurance_share: float
    office_paragraphs: int
    office_share: float


class _Relevance(BaseModel):
    subject: _Subject
    health: _Health
    passing: _Passing
    limits: _Limits


@cache
def _words() -> _Relevance:
    return load("relevance", _Relevance)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _words()
    return (
        re.compile(rf"(?i:{alternation(words.subject.phrases)})"),
        re.compile(rf"(?<!\w){alternation(words.health.phrases)}(?!\w)"),
    )


@cache
def _insurance() -> tuple[re.Pattern[str], re.Pattern[str]]:
    subject = _words().subject
    return (
        re.compile(rf"(?<!\w)(?i:{alternation(subject.insurance)})(?:nya)?(?!\w)"),
        re.compile(rf"(?<!\w){alternation(subject.others)}(?!\w)"),
    )


@cache
def _in_passing() -> re.Pattern[str]:
    """What ends right before a name of the agency that is mentioned in passing."""
    words = _words().passing
    near, employed = alternation(words.near), alternation(words.employed)
    asked, things = alternation(words.asked), alternation(words.things)
    office = r"(?:\w+ )?(?:kantor |gedung |aula |rumah dinas )?"
    return re.compile(
        rf"(?i:\b{near} (?:ke )?{office}"
        rf"|\b{employed}\b[^.;,\n]{{0,60}} "
        rf"|\b{asked}\b[^.;\n]{{0,110}}?\b{things} (?:program |di |pada |ke |dari |atau )?"
        rf"|\b(?:aula|tim|logo|halaman|pegawai|karyawan|petugas (?:di |dari )?(?:kantor )?)(?:[^.;,\n]{{0,20}} )?(?:kantor )?)$"
    )


_ACTING = re.compile(r"(?:Petugas|Tim|Pegawai|Karyawan) $")
"""Those who act for the agency at the head of a sentence."""

_MEMBER = re.compile(
    r"(?:, |[ ](?:dan|serta|hingga|atau|maupun) )(?:dan |serta |juga )?"
    r"(?:(?:kantor|pimpinan|perwakilan|tim|kartu|gedung|loket|petugas|pendaftaran|potongan|peserta|anggaran|manajemen|pihak)"
    r" ){0,2}$"
)
"""What ends right before a member of a list, apart from the first."""

_BETWEEN = re.compile(r",? (?:dan|serta|hingga|atau|maupun) |, ")
_FOLLOWED = re.compile(r"(?: [A-Z]\w+){0,2}(?:,? (?:dan|serta|hingga|atau|maupun) |, [^,.;\n]{2,45},)")
_LONGEST_MEMBER = 45
_LIST = 3
"""Members that make a list."""

_SHORT, _PARAGRAPH = 6, 2
"""Sentences of a text that is counted one by one; sentences of a paragraph of the regional press (mostly one to three)."""

_BARELY = 2
"""So many names of the agency below the headline make no story of it without a word of its matter."""

_NEAR = 30
"""Characters behind a name of the agency in which the office begins that it belongs to."""

_CLAUSE = 170
"""Characters before a name that may say how it is meant."""


def _earnest(reading: Reading) -> tuple[list[int], list[int]]:
    """Where the agency and its offices are named, without the mentions in passing; all of them where it is named often."""
    named = [found.start for found in reading.agency]
    offices = [found.start for found in reading.offices]
    if not named or len(named) > _words().passing.most or named[0] < reading.body:
        return named, offices
    passing = [found for found in reading.agency if _passes(reading.text, found.start, found.end)]
    if not passing:
        return named, offices
    spans = [(found.start, found.end + _NEAR) for found in passing]
    starts = {found.start for found in passing}
    return [at for at in named if at not in starts], [at for at in offices if not any(a <= at < b for a, b in spans)]


def _passes(text: str, start: int, end: int) -> bool:
    """Whether one mention of the agency is in passing: by the words before it, or as one of a list."""
    before = text[max(0, start - _CLAUSE) : start]
    before = before[max(before.rfind(mark) for mark in ("\n", ". ", "; ", "“", '"')) + 1 :]
    found = _in_passing().search(before)
    if found and not _ACTING.match(before, found.start()):
        return True
    member = _MEMBER.search(before)
    if member is None:
        return False
    size = 2 + (_FOLLOWED.match(text, end) is not None)
    for item in reversed(_BETWEEN.split(before[: member.start()])[1:]):
        if len(item) > _LONGEST_MEMBER:
            break
        size += 1
    return size >= _LIST


class _Parts:
    """An article in the parts that are counted: its paragraphs; where hardly any mark is left of them, stretches of sentences.

    ``count`` are the article's own; the headline is part -1.
    """

    def __init__(self, reading: Reading) -> None:
        self._text = reading.text
        self._starts = [sentence.start for sentence in reading.sentences]
        self._numbers = [sentence.paragraph for sentence in reading.sentences]
        own = {sentence.paragraph for sentence in reading.sentences if not sentence.leftover} - {_HEADLINE}
        sentences = sum(not s.leftover and s.paragraph >= 0 for s in reading.sentences)
        if len(own) <= _words().limits.lead and sentences:
            size = 1 if sentences <= _SHORT else _PARAGRAPH
            own = set(range(-(-sentences // size)))
            before = 0
            for at, sentence in enumerate(reading.sentences):
                self._numbers[at] = _HEADLINE if sentence.paragraph < 0 else before // size
                before += not sentence.leftover and sentence.paragraph >= 0
        self.count = max(1, len(own) if self._starts else reading.article.text.count("\n") + 1)

    def of(self, places: Iterable[int]) -> set[int]:
        """The parts in which the places lie."""
        if not self._starts:
            return {self._text.count("\n", 0, place) - 1 for place in places}
        return {self._numbers[max(0, bisect_right(self._starts, place) - 1)] for place in places}


def judge_relevance(doc: Doc, reading: Reading) -> None:
    """Set ``reading.relevant``.

    An article is about the agency where its headline names it and the text stays with it, where its lead does and more than
    one paragraph stays with it, or where a good part of it does. ``BPJS Kesehatan`` counts as a slip for the agency in an
    article that tells of the agency's programmes and nothing of the health agency's.
    """
    named, offices = _earnest(reading)
    places = [*named, *offices]
    parts = _Parts(reading)
    count = parts.count
    mixed = _SISTER.search(reading.text) is not None
    if not mixed:
        subject = parts.of(places)
        if _is_about(subject, subject, count):
            reading.relevant = _HEADLINE in subject or len(named) > _BARELY or _is_of_insurance(reading)
            return
    leftovers = Leftovers(reading)
    programs = [found for found in program_mentions(reading.text) if found.start not in leftovers]
    own = {found.code for found in programs}.intersection(_words().subject.programs)
    if mixed:
        health = find_agency(reading.text, leftovers).health
        if _is_slip(reading.text, own, bool(named)):
            places += health
        elif len(health) > len(named) and not any(place < reading.body for place in named):
            return
    if not named and len(own) < 2:
        return
    phrases = [hit.start() for hit in _patterns()[0].finditer(reading.text) if hit.start() not in leftovers]
    subject = parts.of([*places, *(found.start for found in programs if found.code in own)])
    topic = subject | parts.of([*phrases, *(found.start for found in programs)])
    reading.relevant = _is_about(subject, topic, count) or (not mixed and _insures(reading, named, topic, parts, leftovers))


def _is_of_insurance(reading: Reading) -> bool:
    """Whether an article that names the agency barely has any word of its matter."""
    matter, _ = _insurance()
    text = reading.text
    return bool(matter.search(text) or _patterns()[0].search(text) or program_mentions(text))


def _insures(reading: Reading, named: list[int], topic: set[int], parts: _Parts, leftovers: Leftovers) -> bool:
    """Whether an article that names the agency late or once keeps to insurance all the same, and to no other insurer's."""
    if not named:
        return False
    matter, others = _insurance()
    if sum(1 for _ in others.finditer(reading.text)) >= len(named):
        return False
    matters = [hit.start() for hit in matter.finditer(reading.text) if hit.start() not in leftovers]
    leads = any(0 <= paragraph < _words().limits.lead for paragraph in parts.of(named))
    body = len(topic.union(parts.of(matters)) - {_HEADLINE})
    limits = _words().limits
    least, share = limits.insurance_paragraphs, limits.insurance_share
    if leads or any(found.start >= reading.body for found in reading.offices):
        least, share = limits.office_paragraphs, limits.office_share
    return body >= least and body / parts.count >= share


def _is_slip(text: str, programs: set[Program], named: bool) -> bool:
    """Whether "BPJS Kesehatan" stands for the agency by mistake: the agency's programmes are told of, the other's are not."""
    return len(programs) >= (1 if named else 2) and _patterns()[1].search(text) is None


def _is_about(subject: set[int], topic: set[int], count: int) -> bool:
    """The judgement on the paragraphs that name the agency and those that keep to its subject (-1: the headline)."""
    limits = _words().limits
    body = len(topic - {_HEADLINE})
    share = body / count
    short = count <= limits.lead
    if not subject - {_HEADLINE}:
        return False
    if _HEADLINE in subject and (short or body >= limits.headline_paragraphs) and share >= limits.headline_share:
        return True
    leads = any(0 <= paragraph < limits.lead for paragraph in subject)
    if leads and (short or body >= limits.lead_paragraphs) and share >= limits.lead_share:
        return True
    return body >= limits.body_paragraphs and share >= limits.body_share
