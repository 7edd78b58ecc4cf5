"""Sentences, paragraphs, quotations and left-over lines.

The splitter looks once at every run of full stops, question and exclamation marks and asks what stands on either side. Nothing
looks further than a fixed number of characters around the mark, so the work grows with the text and no faster.
"""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from extract.reading import Quote, Reading, Sentence
from models.lexicon import alternation
from models.section_lexicon import Sections, sections

_STOP = re.compile(r"""([.!?…](?<![.!?…].)[.!?…]*+)(["”’'»)\]*]*+)(?:(?=(\s++)(["“”‘'«(\[]{0,2}+)(.?))|$)""")
"""A run of final marks with the closing marks after it, then (looking ahead) the space, opening marks and first letter behind.

The mark stands first in the pattern, what must not stand before it second: so the engine skips to the next mark at once.
"""

_GLUED = re.compile(r"\.(?<=[a-z]{4}\.)(?=([A-Z][a-z]{1,20}))")
"""A full stop between two sentences with the space forgotten."""

_LAST_WORD = re.compile(r"[\w.&'’-]*$")
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+[A-Z][a-z][A-Za-z]{0,3}$")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]$")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}$")
_LOWER = re.compile(r"[a-zà-öø-ÿ]")

_CREDIT = re.compile(r"[(\[{][^()\[\]{}]{0,60}[)\]}]\W{0,4}$")
"""A bracket at a line's end, as reporters sign with."""

_MARK = re.compile(r"""["“”„«»]""")

_NEAR = 24
"""How many characters before a full stop may hold the word that it abbreviates."""

_DATELINE = 60
"""A dateline in capitals may end with a full stop within so many characters of the body's beginning."""

_LABEL_MAX = 240
"""A credit or link line is no longer than this; longer lines with such a beginning are text."""


class _Knowledge:
    """The lexicon in the shape the splitter asks it in."""

    def __init__(self, words: Sections) -> None:
        short = words.abbreviations
        self.never_last = frozenset(short.before_names + short.before_places + short.before_bodies + short.within)
        self.before_numbers = frozenset(short.before_numbers)
        self.maybe_last = frozenset(short.maybe_last)
        self.address_ends = frozenset(short.address_ends)
        left = words.leftover
        groups = (left.openers, left.labels, left.alone, left.signers, left.signatures)
        opener, label, alone, signer, signature = map(alternation, groups)
        self.leftover = re.compile(
            rf"[\W_]{{0,4}}(?:{opener}(?!\w)|{label}(?:\s?(?:[/&]|dan)\s?{label})?(?:\s{{1,2}}by)?\s{{0,3}}[:：|]"
            rf"|(?:\d{{1,4}}\s)?{alone}(?:[\W\d]|dari){{0,40}}$|{signature}\s?[/-]\s?\w{{1,20}}\W{{0,2}}$"
            rf"|(?:#\w{{1,60}}[\s,]{{0,3}}){{1,30}}$)",
            re.IGNORECASE,
        )
        self.signed = re.compile(rf"(?i:{signer})(?:\s[A-Z][\w.'-]{{1,20}}){{1,3}}$")
        self.inline = re.compile(rf"\W{{0,2}}{opener}\s{{0,3}}:", re.IGNORECASE)


@cache
def _knowledge() -> _Knowledge:
    return _Knowledge(sections())


def split_text(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.sentences`` (the headline first, as one sentence of paragraph -1) and ``reading.quotes``."""
    text, know = reading.text, _knowledge()
    reading.sentences.append(Sentence(0, reading.body - 1, -1))
    reading.quotes.extend(_quotes(text, 0, reading.body - 1))
    for number, (start, end) in enumerate(_lines(text, reading.body)):
        if is_leftover(text[start:end]):
            reading.sentences.append(Sentence(start, end, number, leftover=True))
            continue
        for first, last in _sentences(text, start, end, number == 0):
            aside = first > start and (know.inline.match(text, first, last) or _is_credit(text[first:last]))
            reading.sentences.append(Sentence(first, last, number, leftover=bool(aside)))
        reading.quotes.extend(_quotes(text, start, end))


def is_leftover(line: str) -> bool:
    """Whether a line is not the article's own: a link to another article, a credit, a page number, a sharing button."""
    line = line.strip()
    if len(line) > _LABEL_MAX:
        return False
    know = _knowledge()
    return bool(know.leftover.match(line) or know.signed.match(line)) or _is_credit(line) or not any(map(str.isalnum, line))


def _is_credit(line: str) -> bool:
    """Whether the line is nothing but a signature in brackets or after an asterisk: ``(*/red)``, ``[FSM-R4]``, ``*/AJI``."""
    if line.startswith(("(", "[", "{")):
        return len(line.split()) <= 5 and bool(_CREDIT.match(line))
    return line.startswith("*") and len(line) <= 20


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines that hold anything, without the space at their edges."""
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = text[start:stop]
        if line and not line.isspace():
            yield start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        start = stop + 1


def _sentences(text: str, start: int, end: int, opening: bool) -> Iterator[tuple[int, int]]:
    """The sentences of one line; ``opening`` marks the body's first line, which may begin with a dateline."""
    first = start
    for stop, following in _ends(text, start, end, opening):
        if stop > first:
            yield first, stop
        first = following
    if first < end:
        yield first, end


def _ends(text: str, start: int, end: int, opening: bool) -> Iterator[tuple[int, int]]:
    """Where sentences end and where the next ones begin."""
    glued = iter([*_glued(text, start, end), end])
    next_glued = next(glued)
    for mark in _STOP.finditer(text, start, end):
        while next_glued < mark.start():
            yield next_glued, next_glued
            next_glued = next(glued)
        if mark[3] is None:
            break
        if _ends_sentence(text, start, end, mark, opening):
            yield mark.end(), mark.end(3)
    while next_glued < end:
        yield next_glued, next_glued
        next_glued = next(glued)


def _glued(text: str, start: int, end: int) -> Iterator[int]:
    for mark in _GLUED.finditer(text, start, end):
        if mark[1].lower() not in _knowledge().address_ends:
            yield mark.end()


def _ends_sentence(text: str, start: int, end: int, mark: re.Match[str], opening: bool) -> bool:
    """Whether the mark (with more of the line behind it) ends a sentence."""
    letter = mark[5]
    if mark[4].startswith(("(", "[")) and _CREDIT.match(text, mark.end(3), end):
        return True
    if _LOWER.match(letter) or letter in ",;:":
        return False
    if mark[1] != "." or mark[2].strip(")]"):
        return True
    return not _is_abbreviation(text, start, mark, opening)


def _is_abbreviation(text: str, start: int, mark: re.Match[str], opening: bool) -> bool:
    """Whether the single full stop belongs to the word, number or dateline before it."""
    at = mark.start()
    before = text[max(start, at - _NEAR) : at]
    word = _LAST_WORD.search(before)
    last = word[0] if word else ""
    if last.isdigit():
        return at - len(last) == start or (mark[5].isdigit() and _splits_number(text, before, mark.end(3)))
    if opening and at - start < _DATELINE and not _LOWER.search(text, start, at):
        return True
    know = _knowledge()
    if last in know.never_last or (mark[5].isdigit() and last.lower() in know.before_numbers):
        return True
    if last in know.maybe_last or _DEGREE.match(last):
        follower = _FIRST_WORD.match(text, mark.end(3))
        return follower is not None and (follower[0] in know.maybe_last or text[follower.end() : follower.end() + 1] == ".")
    return bool(_INITIALS.match(last))


def _splits_number(text: str, before: str, at: int) -> bool:
    """Whether digits before and after are one number with a stray space (``22. 714``)."""
    group = text[at : at + 4]
    return bool(_THOUSANDS.search(before)) and group[:3].isdigit() and not group[3:].isdigit()


def _quotes(text: str, start: int, end: int) -> Iterator[Quote]:
    """Direct speech in one line. Quotations inside quotations are part of the outer one; an unclosed one ends with the line."""
    opened, depth = -1, 0
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        if _opens(text, at, start, end, depth):
            if depth == 0:
                opened = at
            depth = min(depth + 1, 2)
        elif depth:
            depth -= 1
            if depth == 0 and _is_speech(text, opened, at + 1):
                yield Quote(opened, at + 1)
    if depth and _is_speech(text, opened, end):
        yield Quote(opened, end)


def _opens(text: str, at: int, start: int, end: int, depth: int) -> bool:
    """Whether the quotation mark opens. Careless copy opens with ``”`` and closes with ``“``; the neighbours decide."""
    spaced_before = at == start or text[at - 1].isspace() or text[at - 1] in "([–—-"
    spaced_after = at + 1 >= end or not text[at + 1].isalnum()
    if spaced_before != spaced_after:
        return spaced_before
    return text[at] in "“„«" if text[at] != '"' else depth == 0


def _is_speech(text: str, start: int, end: int) -> bool:
    """Whether the quotation is something said, not a name or a term between marks: long, or ended like a sentence."""
    inner = text[start + 1 : min(end, start + 80)]
    return inner.count(" ") >= 4 or text[max(start, end - 2) : end - 1] in tuple(".,?!…") or text[end : end + 1] == ","
