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


def judge_relevance(doc: Doc, reading: Reading) -> None:
    """Set ``reading.relevant``.

    An article is about the agency where its headline names it and the text stays with it, where its lead does and more than
    one paragraph stays with it, or where a good part of it does. ``BPJS Kesehatan`` counts as a slip for the agency in an
    article that tells of the agency's programmes and nothing of the health agency's.
    """
    named = [found.start for found in reading.agency]
    places = [*named, *(found.start for found in reading.offices)]
    count = _count(reading)
    mixed = _SISTER.search(reading.text) is not None
    if not mixed:
        subject = _paragraphs(reading, places)
        if _is_about(subject, subject, count):
            reading.relevant = True
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
    subject = _paragraphs(reading, [*places, *(found.start for found in programs if found.code in own)])
    topic = subject | _paragraphs(reading, [*phrases, *(found.start for found in programs)])
    reading.relevant = _is_about(subject, topic, count) or (not mixed and _insures(reading, named, topic, count, leftovers))


def _insures(reading: Reading, named: list[int], topic: set[int], count: int, leftovers: Leftovers) -> bool:
    """Whether an article that names the agency late or once keeps to insurance all the same, and to no other insurer's."""
    if not named:
        return False
    matter, others = _insurance()
    if sum(1 for _ in others.finditer(reading.text)) >= len(named):
        return False
    matters = [hit.start() for hit in matter.finditer(reading.text) if hit.start() not in leftovers]
    leads = any(0 <= paragraph < _words().limits.lead for paragraph in _paragraphs(reading, named))
    body = len(topic.union(_paragraphs(reading, matters)) - {_HEADLINE})
    limits = _words().limits
    least, share = limits.insurance_paragraphs, limits.insurance_share
    if leads or any(found.start >= reading.body for found in reading.offices):
        least, share = limits.office_paragraphs, limits.office_share
    return body >= least and body / count >= share


def _is_slip(text: str, programs: set[Program], named: bool) -> bool:
    """Whether "BPJS Kesehatan" stands for the agency by mistake: the agency's programmes are told of, the other's are not."""
    return len(programs) >= (1 if named else 2) and _patterns()[1].search(text) is None


def _paragraphs(reading: Reading, places: Iterable[int]) -> set[int]:
    starts = [sentence.start for sentence in reading.sentences]
    if not starts:
        return {reading.text.count("\n", 0, place) - 1 for place in places}
    return {reading.sentences[max(0, bisect_right(starts, place) - 1)].paragraph for place in places}


def _count(reading: Reading) -> int:
    """Paragraphs of the article's own."""
    own = {sentence.paragraph for sentence in reading.sentences if not sentence.leftover}
    return max(1, len(own - {_HEADLINE}) if own else reading.article.text.count("\n") + 1)


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
