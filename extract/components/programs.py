"""Mentions of the agency's programmes, services and campaigns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel
from spacy.tokens import Doc

from extract.components.agency import Leftovers
from extract.reading import ProgramFound, Reading
from models.lexicon import Words, load
from models.vocab import Program

_NEAR = 8
"""A doubtful abbreviation stands beside another programme if no more characters lie between them."""

_SEPARATOR = re.compile(
    r"(?:[ \xa0]?\([A-Za-z]{2,5}\))?"
    r"(?:,[ \xa0]?(?:dan[ \xa0]|serta[ \xa0])?|[ \xa0](?:dan|serta|maupun|&)[ \xa0]|[ \xa0]?/[ \xa0]?)"
)
_WORD_BEFORE = re.compile(r"([\w-]{1,20})[ \xa0(]{1,2}$")
_WORD_AFTER = re.compile(r"[ \xa0)]{1,2}(\w{1,20})")


class _Doubtful(BaseModel):
    words: Words
    before: Words
    after: Words


class _Programs(BaseModel):
    short: dict[Program, Words]
    full: dict[Program, Words]
    listed: dict[Program, Words]
    doubtful: dict[Program, _Doubtful]


class _Forms:
    """The lexicon compiled: one pattern for every form, and what each form says.

    ``anchor`` finds the beginnings of all forms, so that the pattern is tried at few places.
    """

    def __init__(self, words: _Programs) -> None:
        self.codes: dict[str, tuple[Program, ...]] = {}
        for code, forms in (*words.short.items(), *words.full.items()):
            for form in forms:
                key = _key(form)
                known = self.codes.get(key, ())
                self.codes[key] = known if code in known else (*known, code)
        self.doubtful = {word: code for code, doubt in words.doubtful.items() for word in doubt.words}
        self.before = {code: frozenset(map(str.casefold, doubt.before)) for code, doubt in words.doubtful.items()}
        self.after = {code: frozenset(map(str.casefold, doubt.after)) for code, doubt in words.doubtful.items()}
        self.listed = {_key(form): code for code, forms in words.listed.items() for form in forms}
        full = [form for forms in words.full.values() for form in forms]
        short = [form for forms in words.short.values() for form in forms]
        begins = {form[:3] for form in (*short, *self.doubtful)}
        begins |= {cased for form in full for cased in (form[:3].lower(), form[:3].title(), form[:3].upper())}
        self.anchor = re.compile("|".join(map(re.escape, sorted(begins))))
        self.pattern = re.compile(
            rf"(?<!\w)(?:(?P<short>{_any(short)})|(?P<doubtful>{_any(list(self.doubtful))})|(?P<full>(?i:{_any(full)})))(?!\w)"
        )
        self.more = re.compile(rf"(?i:{_any(list(self.listed))})(?!\w)")


def _key(form: str) -> str:
    return " ".join(form.casefold().replace("-", " ").split())


def _any(forms: list[str]) -> str:
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ ", r"[ \xa0-]{1,2}") for form in ordered)


@cache
def _forms() -> _Forms:
    return _Forms(load("programs", _Programs))


def find_programs(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.programs`` with every mention by abbreviation or in full, in title and text but not in left-over lines."""
    leftovers = Leftovers(reading)
    reading.programs = [found for found in program_mentions(reading.text) if found.start not in leftovers]


def program_mentions(text: str) -> list[ProgramFound]:
    """All mentions of programmes in a text, in order. ``Jaminan Sosial`` alone is none.

    Their rule is the part of ``models/lexicon/programs.toml`` that has the form: ``program.full.JKK``.
    """
    sure: list[ProgramFound] = []
    doubtful: list[ProgramFound] = []
    forms = _forms()
    end = 0
    for anchor in forms.anchor.finditer(text):
        hit = forms.pattern.match(text, anchor.start()) if anchor.start() >= end else None
        if hit is None:
            continue
        start, end = hit.span()
        if hit["doubtful"]:
            code = forms.doubtful[hit["doubtful"]]
            doubtful.append(ProgramFound(start, end, code, f"program.doubtful.{code}"))
            continue
        part = "full" if hit["full"] else "short"
        sure.extend(ProgramFound(start, end, code, f"program.{part}.{code}") for code in forms.codes[_key(hit.group())])
        if hit["full"]:
            sure.extend(_listed(text, end, forms))
    if doubtful:
        sure.extend(_believed(text, doubtful, sure, forms))
        sure.sort(key=lambda found: found.start)
    return sure


def _listed(text: str, at: int, forms: _Forms) -> Iterator[ProgramFound]:
    """The further programmes of ``Jaminan Kecelakaan Kerja, Kematian, dan Hari Tua``."""
    for _ in range(len(forms.listed)):
        separator = _SEPARATOR.match(text, at)
        more = forms.more.match(text, separator.end()) if separator else None
        if more is None:
            return
        code = forms.listed[_key(more.group())]
        yield ProgramFound(more.start(), more.end(), code, f"program.listed.{code}")
        at = more.end()


def _believed(text: str, doubtful: list[ProgramFound], sure: list[ProgramFound], forms: _Forms) -> Iterator[ProgramFound]:
    """Those of the doubtful mentions that their surroundings make programmes."""
    named = {found.code for found in sure}
    starts = sorted(found.start for found in sure)
    ends = sorted(found.end for found in sure)
    for found in doubtful:
        after = bisect_left(starts, found.end)
        before = bisect_right(ends, found.start) - 1
        beside = (after < len(starts) and starts[after] - found.end <= _NEAR) or (
            before >= 0 and found.start - ends[before] <= _NEAR
        )
        if beside or found.code in named or _speaks(text, found, forms):
            yield found


def _speaks(text: str, found: ProgramFound, forms: _Forms) -> bool:
    """Whether the word before or after a doubtful mention makes it a programme."""
    if not forms.before[found.code] and not forms.after[found.code]:
        return False
    before = _WORD_BEFORE.search(text, max(0, found.start - 24), found.start)
    after = _WORD_AFTER.match(text, found.end)
    return (before is not None and before[1].casefold() in forms.before[found.code]) or (
        after is not None and after[1].casefold() in forms.after[found.code]
    )
