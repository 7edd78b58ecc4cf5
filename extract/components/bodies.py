"""Bodies that can be counterparties: governments, services, hospitals, companies, unions, schools, villages, and plain plurals.

A name is a head out of ``models/lexicon/bodies.toml`` and what follows it: fields of work for a service, capitalised words
for the others, an area where one stands. Short forms given in brackets, and "Pemkab" alone, count as the full name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from spacy.tokens import Doc

from extract.components.cue_hits import cue_hits
from extract.reading import BodyFound, Reading
from models.bodies import bodies
from models.lexicon import alternation

_AGENCY = re.compile(r"BPJS|BPJ ?AM|Jamsostek|BP ?Jam|Kantor Cabang|\bKCP\b|Kanwil|Kantor Wilayah|Kantor Pusat", re.IGNORECASE)
_BRACKET = re.compile(r" ?\(([^()\n]{2,40})\)")
_WORD = re.compile(r"(?:(?<=\b\w)\.|(?<=\b\w\w)\.)?[ \u00a0]((?:[A-Z0-9][\w’'&/-]*|dr|drg|bin|&|of)(?=[^\w’'&/-]|$))")
_TITLES = re.compile(r"(?:(?:drg?|Drg?|Hj?|Ir|Dr[sa]|Prof|KH|Ustaz|Ny|Pdt|RD)\b\.?,? ?){0,5}")
_LEVELS = (
    ("provinsi", ("Pemerintah Provinsi", "Pemprov", "Pemrov")),
    ("kabupaten", ("Pemerintah Kabupaten", "Pemkab")),
    ("kota", ("Pemerintah Kota", "Pemko")),
    ("kejaksaan tinggi", ("Kejaksaan Tinggi", "Kejati")),
    ("kejaksaan negeri", ("Kejaksaan Negeri", "Kejari")),
)
_NUMBER = (
    r"(?: (?:\d[\d.]*|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|\w{2,8}(?:belas| puluh)|beberapa|sejumlah|seluruh"
    r"|para|setiap|tiap))?"
)
_EVERY = re.compile(
    r"\b(?:seluruh|semua|para|setiap|tiap|masing-masing|antar|kategori|tingkat|beberapa|sejumlah|\d+) $", re.IGNORECASE
)
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z0-9-]{1,14}")
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_PASSIVE = re.compile(r"Di(?!nas|git|rek|rga|po|eng|s)[a-z]{4,}")
"""A passive verb as a headline writes it ("Dipuji"); names and services that begin alike aside."""
_BAGIAN = re.compile(r"(?<=\w )Bagian(?= )")
_CAPITAL = re.compile(r"[A-Z]\w*")  # also inside words, where no head matches: a leading \b would be tried at every letter
_COUNTING = re.compile(r" [a-z]")
_LISTED = re.compile(r"(?:, (?:dan |serta )?| dan | serta )([A-Z][\w-]*(?: [A-Z][\w-]*){0,2})(?=,| dan\b| serta\b|\.| \()")
"""A further name of a list ("Gojek, Grab, dan Maxim")."""
_MOST = 12
_MANY = 2000
"""A text that names more bodies is no article; the rest is left alone."""
_JOINED = ("-", "/")
_LONGEST = 9
"""Words a name may have after its head."""


@dataclass(frozen=True, slots=True)
class _Heads:
    """The compiled lexicon: the pattern whose group says what kind of body begins, and what names go on with and end at."""

    start: re.Pattern[str]
    fields: re.Pattern[str]
    first: frozenset[str]
    ends: frozenset[str]
    never: re.Pattern[str]
    spots: re.Pattern[str]
    villages: re.Pattern[str]
    bare: frozenset[str]
    repeated: frozenset[str]
    kinds: Mapping[str, str]


@cache
def _heads() -> _Heads:
    lexicon = bodies()
    named = [word for words in lexicon.named.values() for word in words]
    short = (
        *lexicon.short.names,
        *lexicon.short.services,
        *lexicon.short.schools,
        *lexicon.short.law_district,
        *lexicon.short.law_high,
    )
    heads = (*lexicon.governments.heads, *lexicon.services.heads, *named, *short)
    field = rf"{alternation(lexicon.services.fields)}(?: (?:dan |& )?{alternation(lexicon.services.more)}\b){{0,5}}"
    return _Heads(
        start=re.compile(
            rf"\b(?:(?P<government>{alternation(lexicon.governments.heads)})"
            rf"|(?P<service>{alternation(lexicon.services.heads)})(?= [A-Z])"
            rf"|(?P<named>{alternation(named)})(?=\.? [A-Z0-9d])"
            rf"|(?P<short>{alternation(short)}))\b"
        ),
        fields=re.compile(rf" {field}\b(?:(?:,? (?:dan|serta|&) |, |-){field}\b){{0,6}}"),
        first=frozenset(re.split(r"\W", word, maxsplit=1)[0] for word in heads),
        ends=frozenset(lexicon.ends.words),
        never=re.compile(rf"{alternation(lexicon.never.names)}\b"),
        spots=re.compile(rf"\b{alternation(lexicon.spots.before)}{_NUMBER} $"),
        villages=re.compile(rf"\b{alternation(lexicon.spots.villages)}{_NUMBER} $"),
        bare=frozenset(lexicon.governments.bare),
        repeated=frozenset((*lexicon.named["company"], *lexicon.services.heads)),
        kinds={word: kind for words in (lexicon.named, lexicon.plain) for kind, listed in words.items() for word in listed}
        | dict.fromkeys((*lexicon.services.heads, *lexicon.short.services), "service")
        | dict.fromkeys(lexicon.short.schools, "school")
        | dict.fromkeys(lexicon.short.law_district, "law_district")
        | dict.fromkeys(lexicon.short.law_high, "law_high")
        | dict.fromkeys(lexicon.governments.heads, "government"),
    )


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """The kind of body a name or plain noun speaks of (a key of the lexicon's ``named`` and ``plain``), if it is known."""
    words = name.split()[:4]
    kinds = _heads().kinds
    return next((kinds[key] for size in range(len(words), 0, -1) if (key := " ".join(words[:size])) in kinds), None)


def is_agency(organisation: str | None) -> bool:
    """Whether an organisation is the agency or one of its offices."""
    return organisation is not None and _AGENCY.search(organisation) is not None


def is_spot(reading: Reading, body: BodyFound) -> bool:
    """Whether the word before a mention makes it a spot or a crowd ("di Desa X", "warga Desa X") rather than a party."""
    heads, before = _heads(), reading.text[max(0, body.start - 30) : body.start]
    if kind_of(body.name) == "village" and heads.villages.search(before):
        return True
    return heads.spots.search(before) is not None


def find_bodies(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.bodies`` with every mention of a body, in text order; lines that are not the article's are skipped.

    Names stand as in the text, brackets dropped. A mention by a bracketed short form, by a bare "Pemkab" or without the area
    carries the name of the body's first full mention; plain nouns have ``proper`` false. The agency is no body.
    """
    taken = _Mask(len(reading.text))
    taken.add((s.start, s.end) for s in reading.sentences if s.leftover)
    taken.add((a.start, a.end) for a in reading.agency)
    taken.add((o.start, o.end) for o in reading.offices)
    found = list(islice(_Names(reading, taken).all(), _MANY))
    short = {form: body.name for body, form in found if form}
    one = _Identity(reading, [body for body, _ in found], short)
    named = [BodyFound(b.start, b.end, one.name(b)) for b, _ in found]
    taken.add((b.start, b.end) for b in named)
    named += _again(reading.text, short, taken)
    taken.add((b.start, b.end) for b in named)
    others = list(_of_officials(reading, taken, short))
    taken.add((b.start, b.end) for b in others)
    others += _listed(reading, named + others, taken)
    taken.add((b.start, b.end) for b in others)
    named += others
    reading.bodies = _pointed(reading.text, sorted(named + list(_plain(reading.text, one, taken)), key=lambda body: body.start))


_POINTING = re.compile(r" (?:itu|tersebut)\b")


def _pointed(text: str, found: list[BodyFound]) -> list[BodyFound]:
    """The mentions with what "perusahaan itu" means: the body of that kind named last, where the last of the kind was a name."""
    last: dict[str, BodyFound] = {}
    told: list[BodyFound] = []
    for mention in found:
        body, kind = mention, kind_of(mention.name)
        if kind and not body.proper and kind in last and last[kind].proper and _POINTING.match(text, body.end):
            body = BodyFound(body.start, body.end, last[kind].name)
        if kind:
            last[kind] = body
        told.append(body)
    return told


_GARRISON = re.compile(r"\d{3,4}/[A-Z]\w+")
"""The number in a garrison's name (Kodim 0317/Tanjung Balai Karimun)."""


class _Mask:
    """Which characters of a text are spoken for."""

    def __init__(self, size: int) -> None:
        self._marks = bytearray(size)

    def add(self, spans: Iterable[tuple[int, int]]) -> None:
        for start, end in spans:
            self._marks[start:end] = b"\1" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        return 1 in self._marks[start:end]


class _Names:
    """Reads the proper names of one text."""

    def __init__(self, reading: Reading, taken: _Mask) -> None:
        self._text = reading.text
        self._taken = taken
        self._heads = _heads()
        self._people = frozenset(start for person in reading.people for start, _ in person.mentions)
        self._regions: dict[int, int] = {}
        for region in reading.regions:
            self._regions[region.start] = max(region.end, self._regions.get(region.start, 0))
        self._inside = frozenset(  # "Seram Bagian Barat"
            region.start + found.start() for region in reading.regions for found in _BAGIAN.finditer(region.name)
        )
        low = reading.text.lower()
        self._elsewhere = {name for name, words in bodies().elsewhere.items() if any(word in low for word in words)}
        self._body = reading.body
        headed = any(match.start() < reading.body for match in self._heads.start.finditer(reading.text, 0, reading.body))
        self._ordinary = frozenset(_SMALL.findall(reading.text, reading.body)) if headed else frozenset()

    def all(self) -> Iterator[tuple[BodyFound, str | None]]:
        """Every name, each with the short form in the bracket behind it, if any."""
        at = 0
        for word in _CAPITAL.finditer(self._text):
            match = self._heads.start.match(self._text, word.start()) if word.group() in self._heads.first else None
            if match is None or match.start() < at:
                continue
            at = match.end()
            if (
                match.group() in self._elsewhere
                or self._heads.never.match(self._text, match.start())
                or self._taken.touches(match.start(), match.end())
                or match.start() in self._inside
            ):
                continue
            end, form = self._end(match)
            if end is None:
                continue
            at = end
            name = " ".join(_BRACKET.sub("", self._text[match.start() : end]).split())
            yield BodyFound(match.start(), end, name), form

    def _end(self, match: re.Match[str]) -> tuple[int | None, str | None]:
        """Where the name ends, and its short form; no end where the head turns out to head nothing."""
        kind, at = match.lastgroup, match.end()
        if kind == "service":
            fields = self._heads.fields.match(self._text, at)
            at = fields.end() if fields else self._words(at)
        elif kind == "named":
            at = self._words(at)
        if at == match.end() and kind in ("service", "named"):
            return None, None
        bracket = _BRACKET.match(self._text, at)
        after = bracket.end() if bracket else at
        end = self._area(after) if kind != "named" or bracket else after
        form = bracket.group(1) if bracket and _SHORT_FORM.fullmatch(bracket.group(1)) else None
        if kind == "government" and end == after and not match.group().startswith(("Pemprovsu", "Pemerintah Aceh")):
            return None, None
        return (end if end > after else at), form

    def _area(self, at: int) -> int:
        """The end of the area named at this point, or the point itself."""
        region = self._regions.get(at + 1)
        if region:
            return region
        return self._words(at, 4)

    def _words(self, at: int, most: int = _LONGEST) -> int:
        """The end of the capitalised words that follow, up to a word that ends names, a person, another body or the agency."""
        first = at
        for _ in range(most):
            word = _WORD.match(self._text, at)
            if not word or word.group(1) in self._heads.ends or self._stops(word, at == first):
                break
            at = word.end()
        return at

    def _stops(self, word: re.Match[str], first: bool) -> bool:
        start = word.start(1)
        if first and word.group(1) in self._heads.repeated:
            return True  # "PT PT": the first heads nothing
        if first and _GARRISON.fullmatch(word.group(1)):
            return False
        if word.group(1)[0].isdigit() and (first or _COUNTING.match(self._text, word.end())):
            return True
        if start < self._body and (word.group(1).lower() in self._ordinary or _PASSIVE.fullmatch(word.group(1))):
            return True  # a headline writes ordinary words with capitals; those the body writes small are no names
        titles = _TITLES.match(self._text, start)
        if start in self._people or (titles and titles.end() in self._people) or self._taken.touches(start, start + 1):
            return True
        head = None if first else self._heads.start.match(self._text, start)
        return head is not None and head.lastgroup != "short"


class _Identity:
    """Which mentions of one text speak of the same body, and the name it goes by: that of its first full mention."""

    def __init__(self, reading: Reading, found: list[BodyFound], short: Mapping[str, str]) -> None:
        self._short = short
        self._areas = {r.end: r.code for r in reading.regions}
        self._names: dict[tuple[str, str], str] = {}
        self._heads: dict[str, str] = {}
        self._governments: list[str] = []
        for body in sorted(found, key=lambda b: (b.start < reading.body, b.start)):
            key = self._key(body)
            if key and key not in self._names:
                self._names[key] = body.name
                self._governments.append(body.name)
            head, _, rest = body.name.partition(" ")
            if rest:
                self._heads.setdefault(head, body.name)

    def _key(self, body: BodyFound) -> tuple[str, str] | None:
        """Level and area of a government or prosecution: "Pemkab Lamsel" and "Pemerintah Kabupaten Lampung Selatan" are one."""
        level = next((level for level, heads in _LEVELS if body.name.startswith(heads)), None)
        if level is None:
            return None
        head = next(h for known, heads in _LEVELS if known == level for h in heads if body.name.startswith(h))
        return level, self._areas.get(body.end) or body.name[len(head) :].strip().casefold()

    def name(self, body: BodyFound) -> str:
        """The name a mention's body goes by in this text."""
        head, _, rest = body.name.partition(" ")
        if rest in self._short and kind_of(head):
            return self._short[rest]
        key = self._key(body)
        if key:
            return self._names.get(key, body.name)
        if self._short.get(head, "").endswith(rest) and head in self._short:
            return self._short[head]
        if not rest:
            return self._short.get(head) or self._heads.get(head, body.name)
        return body.name

    def ruling(self, plain: str) -> str | None:
        """The government that a bare "Pemkab" or "pemerintah provinsi" means: the first of that level."""
        plain = plain.lower()
        for level, heads in _LEVELS:
            if level in plain or plain.startswith(heads[-1].lower()):
                return next((name for name in self._governments if name.startswith(heads)), None)
        return self._governments[0] if self._governments else None


def _again(text: str, short: Mapping[str, str], taken: _Mask) -> Iterator[BodyFound]:
    """Later mentions of bodies by the short forms that brackets gave them."""
    for form in list(short)[:_NAMES]:
        for start, end in _whole(text, form):
            if not taken.touches(start, end) and text[start - 1 : start] != "(":
                yield _with_area(text, start, end, short[form])


def _with_area(text: str, start: int, end: int, name: str) -> BodyFound:
    """A mention by a short form; "MDA Kabupaten X" is not the MDA of Y."""
    area = _AREA.match(text, end)
    if area and not name.endswith(area.group(1).split()[-1]):
        return BodyFound(start, area.end(), text[start : area.end()])
    return BodyFound(start, end, name)


def _whole(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Every place where a name stands as whole words."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum() or text[end : end + 1] == "-"):
            yield at, end
        at = text.find(name, end)


_AREA = re.compile(r" ((?:Kabupaten|Kota|Provinsi|Kecamatan) [A-Z]\w+(?: [A-Z]\w+)?)")


def _of_officials(reading: Reading, taken: _Mask, short: Mapping[str, str]) -> Iterator[BodyFound]:
    """Mentions of the bodies that officials are named with, whatever they are called, other than areas and the agency.

    Short forms are left out: the full name before the bracket stands for them.
    """
    known = {region.name for region in reading.regions} | short.keys()
    names = {p.organisation for p in reading.people if p.organisation and p.organisation[0].isupper()} - known
    names = {name for name in names if not name.startswith(_AREAS) and not is_agency(name)}
    for name in sorted(names, key=len, reverse=True)[:_NAMES]:
        found = [(start, end) for start, end in _whole(reading.text, name) if not taken.touches(start, end)]
        taken.add(found)
        yield from (BodyFound(start, end, name) for start, end in found)


def _listed(reading: Reading, found: Iterable[BodyFound], taken: _Mask) -> Iterator[BodyFound]:
    """The further names of lists that begin with a company, a bank or a name of no known kind."""
    areas, people = {r.start for r in reading.regions}, {s for p in reading.people for s, _ in p.mentions}
    for body in found:
        if kind_of(body.name) not in _TRADE:
            continue
        further: list[BodyFound] = []
        at, joined = body.end, False
        while len(further) < _MOST and (match := _LISTED.match(reading.text, at)):
            start, at = match.span(1)
            titles = _TITLES.match(reading.text, start)
            named = start in areas or start in people or (titles is not None and titles.end() in people)
            if named or taken.touches(start, at) or match.group(1).split()[0] in _heads().ends:
                break
            joined = joined or "," not in match.group()[:2]
            further.append(BodyFound(start, at, match.group(1)))
        if joined or len(further) > 1:
            yield from further


_AREAS = (
    "Kabupaten",
    "Kota ",
    "Provinsi",
    "Setda",
    "Pemerintah",
    "Pemkab",
    "Pemkot",
    "Pemprov",
    "Kecamatan",
    "Kelurahan",
    "Desa",
)
_TRADE = frozenset({None, "company", "bank"})
_NAMES = 60
_PARTNERS = re.compile(r"\b(?:seluruh|perwakilan|para|dengan|kepada|diikuti|\d+|dua|tiga|empat|lima) (PLKK)\b")
"""Hospitals and clinics by their service's name."""


def _plain(text: str, one: _Identity, taken: _Mask) -> Iterator[BodyFound]:
    """Plain nouns; a bare "Pemkab" or "pemerintah kabupaten" is the government of that level that the text names."""
    bare = _heads().bare
    for start, end in cue_hits(text)["plain"]:
        if taken.touches(start, end) or text[end : end + 1] in _JOINED:
            continue
        word = text[start:end]
        many = word not in bare or _EVERY.search(text, max(0, start - 14), start)
        ruling = None if many else one.ruling(word)
        if ruling or word[0].islower():
            yield BodyFound(start, end, ruling or word, ruling is not None)
    for match in _PARTNERS.finditer(text) if " PLKK" in text else ():
        if not taken.touches(*match.span()):
            yield BodyFound(*match.span(1), match.group(1), proper=False)
