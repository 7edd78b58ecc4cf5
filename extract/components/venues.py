"""Buildings and spots that a text names as the place of something."""

import re
from dataclasses import dataclass
from functools import cache

from extract.reading import Reading
from models.arguments import venues
from models.lexicon import alternation

_DAYS = r"Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu"
_STOPS = (
    r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Jalan|Jl|Januari|Februari|Maret|April|Mei|Juni"
    r"|Juli|Agustus|September|Oktober|November|Nopember|Desember)\b"
)

_INITIAL = r"(?:[A-Z]|Hj|Drs?|dr|Ir|Prof|KH|Moh|Muh|Mr|Tgk|Jend|Letjen|St)\.(?= [A-Z])"
"""A title or initial in the name of a venue: GOR H. Agus Salim."""


@dataclass(frozen=True, slots=True)
class VenueFound:
    """A named building or spot; the name stands as in the text, a bracket behind it dropped."""

    start: int
    end: int
    name: str


@cache
def _pattern() -> re.Pattern[str]:
    words = venues()
    heads = f"(?i:{alternation(words.heads)})"
    word = rf"(?!{_STOPS})(?:{_INITIAL}|[A-Z0-9@][\w’'&.-]*(?<!\.)|{alternation(words.inner)}\b)"
    more = rf"(?: (?:dan (?=BPJS|Kantor))?{word}| \([A-Z][\w ]{{1,20}}\)(?= [A-Z])(?! {_STOPS}))"
    named = rf"{heads}\b{more}{{0,8}}"
    tailed = rf"(?!{_STOPS})[A-Z@][\w’'-]*(?: (?!{_STOPS})[A-Z][\w’'-]*){{0,3}} {alternation(words.tails)}\b{more}{{0,3}}"
    dated = rf", (?:[A-Z][a-z]+(?: [A-Z][a-z]+)?, )?(?:{_DAYS})"
    loose = rf"(?!{_STOPS}|{alternation(words.areas)}\b)[A-Z][\w’'-]*(?: (?!{_STOPS})[A-Z][\w’'-]*){{1,4}}(?={dated})"
    return re.compile(rf"(?:{named})(?:, (?:{named}))?|{tailed}|{loose}")


@cache
def _opener() -> tuple[re.Pattern[str], frozenset[str]]:
    """A preposition of place with the word behind it, and the small words that names begin with: few places need more."""
    words = venues()
    opener = rf"\b{alternation(words.openers)} (?:{alternation(words.parts)} )?(?=(?P<first>[\w@-]+))"
    return re.compile(opener), frozenset(re.split(r"[^\w-]", head, maxsplit=1)[0].casefold() for head in words.heads)


def find_venues(reading: Reading) -> list[VenueFound]:
    """Every venue of the text behind a preposition of place, in text order; vague spots ("di kantor") are none."""
    vague = frozenset(venues().vague)
    areas = {region.start for region in reading.regions} | {office.start for office in reading.offices}
    opener, firsts = _opener()
    found: list[VenueFound] = []
    for opening in opener.finditer(reading.text, reading.body):
        first, start = opening["first"], opening.end()
        if (found and start < found[-1].end) or (first[0].islower() and first.casefold() not in firsts):
            continue
        match = _pattern().match(reading.text, start)
        if match and match.group().casefold() not in vague and start not in areas:
            found.append(VenueFound(start, match.end(), match.group()))
    return found
