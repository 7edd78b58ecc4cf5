"""An event in words: a headline and one or two sentences in Indonesian, made from its slots alone (no language model).

The words claim no more than the slots hold, and what is unknown is left out together with the words around it. Phrases are data
(``summary.toml``); this module only chooses among them.
"""

import re
import string
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from db.calendars import spoken
from db.labels import label
from models.merging import merge_weights
from models.records import Event, Office
from models.vocab import OFFICE_LABELS, EventType, FigureKind, Indicator, OfficeKind, Per, Program, Qualifier, Status

_LISTED = 3
"""Names told in a row before the rest are counted."""

_LONGEST = 110
"""Characters of one name; a longer one is cut at a word."""

_POSTPONED = "postponed"
_CASES = ("both", "office", "body", "neither")
_AGENCY = re.compile(r"\b(?:BPJS\s+Ketenagakerjaan|BP\s?Jamsostek|BPJSTK|BPJS\s+TK)\b[\s,]*", re.IGNORECASE)
_AGENCY_ALONE = re.compile(r"(?:kantor\s+)?(?:BPJS\s+Ketenagakerjaan|BP\s?Jamsostek|BPJSTK|BPJS\s+TK)", re.IGNORECASE)
_PEOPLE = frozenset({Indicator.PESERTA, Indicator.TENAGA_KERJA, Indicator.PENERIMA})
_CODES = frozenset(map(str, Program))
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


@dataclass(frozen=True, slots=True)
class Figure:
    """The one figure that says how big an event was. ``unit`` is as the article writes it."""

    value: float
    kind: FigureKind
    unit: str
    indicator: Indicator
    per: Per | None = None
    qualifier: Qualifier | None = None


class SummaryError(ValueError):
    """``summary.toml`` is not as it must be; the message names the key."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Role(_Model):
    clause: dict[str, str]
    phrase: dict[str, str]


class _Type(_Model):
    role: str
    insurance: bool = True
    headline: str
    verb: str
    noun: str
    brief: str = ""
    objek: str = ""
    figures: tuple[Indicator, ...]


class _Status(_Model):
    headline: str
    told: str
    bare: str


class _Kind(_Model):
    short: str
    long: str


class _Words(_Model):
    agency: str
    and_: str = Field(alias="and")
    and_rows: str
    beside: str
    between: str
    insurances: frozenset[Program]
    acronyms: frozenset[str]
    also: str
    around: str
    around_alone: str
    own_office: str


class Phrases(_Model):
    """The phrases of ``summary.toml``."""

    roles: dict[str, _Role]
    types: dict[EventType, _Type]
    status: dict[str, _Status]
    figures: dict[Indicator, str]
    qualifiers: dict[Qualifier, str]
    per: dict[Per, str]
    offices: dict[OfficeKind, _Kind]
    programs: dict[Program, str]
    words: _Words


_HOLES = {
    "clause": {"kantor", "pihak", "dan", "laku", "nomina"},
    "phrase": {"kantor", "pihak", "dan", "nomina"},
    "types": {"program", "objek"},
    "status": {"nomina", "latar", "semula"},
    "figures": {"angka"},
    "words": {"program", "tempat"},
}


def read_phrases(text: str) -> Phrases:
    """The phrases of a file's text.

    Raises:
        SummaryError: not TOML, a key or code that is missing or unknown, or a hole no phrase of that table has.
    """
    try:
        found = Phrases.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SummaryError(f"summary.toml: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise SummaryError(f"summary.toml: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    complete = (
        ("types", found.types, EventType),
        ("figures", found.figures, Indicator),
        ("qualifiers", found.qualifiers, Qualifier),
        ("per", found.per, Per),
        ("offices", found.offices, OfficeKind),
        ("status", found.status, Status),
    )
    for table, given, codes in complete:
        if missing := sorted({str(code) for code in codes} - {str(code) for code in given}):
            raise SummaryError(f"summary.toml: [{table}] lacks {missing}")
    for place, table, phrase in _all(found):
        unknown = {hole for _, hole, _, _ in string.Formatter().parse(phrase) if hole is not None} - _HOLES[table]
        if unknown:
            raise SummaryError(f"summary.toml: {place}: unknown {sorted(unknown)}; there are {sorted(_HOLES[table])}")
    return found


def _all(found: Phrases) -> list[tuple[str, str, str]]:
    """Every phrase with holes: where it stands, which holes it may have, and the phrase.

    Raises:
        SummaryError: a role lacks a case, or a type names no role.
    """
    listed = []
    for name, role in found.roles.items():
        for table, cases in (("clause", role.clause), ("phrase", role.phrase)):
            if set(cases) != set(_CASES):
                raise SummaryError(f"summary.toml: roles.{name}.{table}: the keys must be exactly {sorted(_CASES)}")
            listed += [(f"roles.{name}.{table}.{case}", table, phrase) for case, phrase in cases.items()]
    for code, words in found.types.items():
        if words.role not in found.roles:
            raise SummaryError(f"summary.toml: types.{code}.role: {words.role!r} is none of {sorted(found.roles)}")
        listed += [(f"types.{code}", "types", phrase) for phrase in (words.headline, words.verb, words.noun, words.brief)]
    for status, told in found.status.items():
        listed += [(f"status.{status}", "status", phrase) for phrase in (told.headline, told.told, told.bare)]
    for amounts in (found.figures, found.qualifiers, found.per):
        listed += [(f"figures.{key}", "figures", phrase) for key, phrase in amounts.items()]
    words_ = found.words
    listed += [("words", "words", phrase) for phrase in (words_.also, words_.around, words_.around_alone)]
    return listed


@cache
def phrases() -> Phrases:
    """The phrases in force.

    Raises:
        SummaryError: see :func:`read_phrases`.
    """
    return read_phrases((files("db") / "summary.toml").read_text("utf-8"))


def office_name(office: Office) -> str:
    """An office as people say it: ``Kantor Cabang Jambi``, ``Kantor Pusat``."""
    told = OFFICE_LABELS[office.kind]
    return told if office.kind is OfficeKind.PUSAT else f"{told} {office.name}"


def listed(names: Sequence[str], *, at_most: int = _LISTED) -> str:
    """Names in a row: ``A``, ``A dan B``, ``A, B, dan C``, ``A, B, C, dan 4 lainnya`` (one more than fit is still told).

    Where a name holds ``dan`` itself the row is joined by ``serta``: ``Bank A serta Dinas B dan C``.
    """
    words = phrases().words
    told = list(names)
    if len(names) > at_most + 1:
        told = [*names[:at_most], f"{len(names) - at_most} lainnya"]
    join = words.and_rows if any(f" {words.and_} " in name for name in told) else words.and_
    comma = "," if len(told) > 2 else ""
    return f"{', '.join(told[:-1])}{comma} {join} {told[-1]}" if len(told) > 1 else "".join(told)


def title(event: Event, figure: Figure | None = None, *, postponed_from: str | None = None) -> str:
    """The short form, a headline: ``BPJS Ketenagakerjaan Jambi dan Pemerintah Kota Jambi teken nota kesepahaman``.

    Held: who did what. Otherwise: what, by whom, what became of it and when. ``figure`` is the main one (:func:`main_figure`),
    ``postponed_from`` the day (EDTF) a plan was put off from.
    """
    told = _Told(event, figure, short=True)
    clause = told.clause() if event.status is Status.HELD else ""
    if clause:
        return _capital(clause)
    noun = told.phrase()
    if told.case == "neither" and told.places:
        noun = f"{noun} di {listed(told.places, at_most=2)}"
    status, when = _status(event, postponed_from), _when(event.date)
    frame = status.headline if when or "{latar}" not in status.headline else status.bare
    return _capital(_fill(frame, nomina=noun, latar=when, semula=_when(postponed_from)))


def sentence(event: Event, figure: Figure | None = None, *, postponed_from: str | None = None) -> str:
    """The long form, one or two sentences: who did what with whom, how much, when and where, and what became of it; then the
    programmes and, beside a venue, the regions. For the arguments see :func:`title`.
    """
    told = _Told(event, figure, short=False)
    setting = told.setting()
    clause = told.clause() if event.status is Status.HELD else ""
    if clause:
        main = f"{clause} {setting}".strip()
    else:
        status = _status(event, postponed_from)
        # Where something put off takes place is told with the old day as long as there is no new one.
        put_off = status is phrases().status[_POSTPONED] and not event.date
        before = " ".join(filter(None, (_when(postponed_from), setting if put_off else "")))
        frame = status.told if setting and not put_off else status.bare
        main = _fill(frame, nomina=told.phrase(), latar=setting, semula=before)
    return " ".join(f"{_capital(part)}." for part in (main, told.rest()) if part)


def _status(event: Event, postponed_from: str | None) -> _Status:
    postponed = event.status is Status.PLANNED and postponed_from
    return phrases().status[_POSTPONED if postponed else str(event.status)]


def main_figure(kind: EventType, told: Iterable[tuple[str, str, bool, int]]) -> Figure | None:
    """The one figure that says how big an event was, of what its reports tell: rows of ``event_values`` as slot
    (``figure:<indicator>:<unit>[:<per>]``), value, preferred, accounts.

    The first of the type's indicators of which the reports tell one value alone, or one by more accounts than any other; a
    wrong figure is worse than none.
    """
    found: dict[str, list[tuple[bool, int, Figure]]] = {}
    for slot, value, preferred, accounts in told:
        if not slot.startswith("figure:"):
            continue
        _, indicator, rest = slot.split(":", 2)
        unit, _, per = rest.partition(":")
        money = FigureKind.MONEY if unit == "IDR" else FigureKind.PERCENT if unit == "percent" else FigureKind.COUNT
        figure = Figure(float(value), money, unit, Indicator(indicator), Per(per) if per else None)
        found.setdefault(indicator, []).append((preferred, accounts, figure))
    for wanted in phrases().types[kind].figures:
        given = found.get(wanted, [])
        best = [(accounts, figure) for preferred, accounts, figure in given if preferred]
        if len(best) == 1 and all(accounts < best[0][0] or figure is best[0][1] for _, accounts, figure in given):
            return best[0][1]
    return None


class _Told:
    """The slots of one event as words, in the short or the long form."""

    def __init__(self, event: Event, figure: Figure | None, *, short: bool) -> None:
        self.short = short
        self.words = phrases().types[event.type]
        self.role = phrases().roles[self.words.role]
        counted = figure is not None and figure.indicator in _PEOPLE and figure.kind is FigureKind.COUNT
        self.object = amount(figure) if figure and counted and "{objek}" in self.words.noun else self.words.objek
        self.amount = _joined(figure) if figure and not (counted and "{objek}" in self.words.noun) else ""
        self.offices = _agency_row(event.offices, short=short)
        given = (_name(name) for name in event.counterparties)
        bodies = list(dict.fromkeys(name for name in given if name and not _AGENCY_ALONE.fullmatch(name)))
        said = {figure.unit.casefold() if figure else "", *(code.casefold() for code in event.programs)}
        bodies = [name for name in bodies if name.casefold() not in said]
        bodies.sort(key=_common)  # names before what only says what kind of body it is
        self.places = [name for name in map(_name, event.places) if name]
        self.bodies = listed([_without_agency(n) if self.offices else n for n in bodies], at_most=1 if short else _LISTED)
        if short and len(bodies) == 1 and _common(bodies[0]) and not self.offices and self.places:
            self.bodies = f"{self.bodies} di {listed(self.places, at_most=2)}"
        self.venue = _venue(event.venue, said=bool(self.offices))
        self.date = event.date
        self.programs = list(dict.fromkeys(event.programs))
        self.case = _CASES[(0 if self.bodies else 1) if self.offices else (2 if self.bodies else 3)]

    def join(self, last: str) -> str:
        """The word between offices and bodies: stronger where these are rows themselves, ``last`` where nothing else is left."""
        words, rows = phrases().words, f"{self.offices} {self.bodies}"
        if f" {words.and_rows} " in rows:
            return last
        return words.and_rows if f" {words.and_} " in rows or ", " in rows else words.and_

    @property
    def one_program(self) -> str:
        """The programme told beside the deed, with a space before it; empty unless there is exactly one that it may be about."""
        if len(self.programs) != 1 or "{program}" not in self.words.noun:
            return ""
        if not self.words.insurance and self.programs[0] in phrases().words.insurances:
            return ""
        return f" {_program(self.programs[0], short=self.short)}"

    def filled(self, words: str) -> str:
        """Words of the type with programme, object and amount."""
        told = _fill(words, program=self.one_program, objek=self.object)
        return f"{told} {self.amount}" if self.amount else told

    def clause(self) -> str:
        """Who did what; empty where the type's role has no such clause."""
        return self._said(self.role.clause[self.case], phrases().words.beside)

    def phrase(self) -> str:
        """The happening as a noun, with who took part."""
        return self._said(self.role.phrase[self.case], phrases().words.between)

    def _said(self, frame: str, join: str) -> str:
        words = self.words
        deed = self.filled(words.headline if self.short else words.verb)
        noun = self.filled((self.short and words.brief) or words.noun)
        return _once(_fill(frame, kantor=self.offices, pihak=self.bodies, dan=self.join(join), laku=deed, nomina=noun))

    def setting(self) -> str:
        """When and where, as the end of a clause; empty where neither is known."""
        where = self.venue
        near = [name for name in self.places if name.casefold() not in self.venue.casefold()]
        if not where:
            where = listed(self.places)
        elif len(near) == 1:
            where = f"{where}, {near[0]}"
        return " ".join(filter(None, (_when(self.date), where and f"di {where}")))

    def rest(self) -> str:
        """Programmes and regions that the first sentence left out."""
        words, parts = phrases().words, []
        if self.programs and not self.one_program:
            names = [_program(code, short=len(self.programs) > 2) for code in self.programs]
            parts.append(_fill(words.also, program=listed(names)))
        near = [name for name in self.places if name.casefold() not in self.venue.casefold()]
        if self.venue and len(near) > 1:
            parts.append(_fill(words.around if parts else words.around_alone, tempat=listed(near)))
        return "; ".join(parts)


def _fill(phrase: str, **words: str) -> str:
    """A phrase with its holes filled; words that hold braces stay what they are."""
    return "".join(
        text + (words.get(hole, "") if hole is not None else "") for text, hole, _, _ in string.Formatter().parse(phrase)
    ).strip()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _name(text: str | None) -> str:
    """A name on one line, without marks at its ends that would read as the sentence's, and not overlong."""
    tidy = " ".join((text or "").split()).strip(" ,;:")
    if len(tidy) <= _LONGEST:
        return tidy
    cut = tidy[:_LONGEST]
    return f"{cut.rsplit(',' if ',' in cut else ' ', 1)[0].rstrip(' ,;:')} …"


def _common(name: str) -> bool:
    """Whether a name is none, but a word for a kind of body: ``rumah sakit``, ``Desa``, ``Dinas Tenaga Kerja``."""
    return name[:1].islower() or merge_weights().words.generic.issuperset(name.casefold().split())


def _without_agency(name: str) -> str:
    """A name without the agency's, which the sentence has said already; the name as it is where nothing else is in it."""
    return _name(_AGENCY.sub("", name)) or name


def _venue(text: str | None, *, said: bool) -> str:
    name = _name(text)
    if not said or not _AGENCY.search(name):
        return name
    return phrases().words.own_office if _AGENCY_ALONE.fullmatch(name) else _without_agency(name)


def _once(text: str) -> str:
    """A clause that names the agency once: the second time the name alone goes."""
    agency = phrases().words.agency
    first, found, rest = text.partition(agency)
    return f"{first}{found}{' '.join(rest.replace(f'{agency} ', '').split(' '))}" if found else text


def _agency_row(offices: Sequence[Office], *, short: bool) -> str:
    """The agency's offices in a row, its name said once: ``BPJS Ketenagakerjaan Kantor Cabang Solo dan Klaten``."""
    words = phrases()
    if not offices:
        return ""
    known = dict.fromkeys((office.kind, _name(_AGENCY.sub("", office.name))) for office in offices)
    outside = [(kind, name) for kind, name in known if name and kind is not OfficeKind.PUSAT]
    if not outside:
        return words.words.agency
    leads = {kind: words.offices[kind].short if short else words.offices[kind].long for kind, _ in outside}
    alike = len(leads) == 1
    names = [name if alike and n else leads[kind] + name for n, (kind, name) in enumerate(outside)]
    return f"{words.words.agency} {listed(names, at_most=1 if short else _LISTED)}"


def _program(code: Program, *, short: bool) -> str:
    name = phrases().programs.get(code, str(code))
    return name if short or name != str(code) else f"{label('Program', code)} ({code})"


def _when(value: str | None) -> str:
    """A date with its preposition: ``pada Senin, 23 Juni 2025``, ``sepanjang Januari sampai Juni 2022``, ``pada tahun 2014``."""
    if not value:
        return ""
    first, _, last = value.partition("/")
    if not last or first == last:
        return f"pada tahun {value}" if len(first) == len("2025") else f"pada {spoken(first)}"
    days = len(first) == len(last) == len("2025-06-23")
    told = spoken(value).replace(" – ", " sampai ")
    return f"pada {told}" if days else f"sepanjang {told.replace('–', ' sampai ')}"


def amount(figure: Figure) -> str:
    """A figure in words: ``Rp2,15 miliar``, ``sekitar 19.000 orang``, ``Rp42 juta per orang``, ``47,5 persen``."""
    words = phrases()
    if figure.kind is FigureKind.MONEY:
        told = f"Rp{_scaled(figure.value)}"
    elif figure.kind is FigureKind.PERCENT:
        told = f"{_number(figure.value)} persen"
    else:
        capital = _CODES | words.words.acronyms
        unit = " ".join(word.upper() if word.upper() in capital else word for word in _name(figure.unit).split())
        told = f"{_number(figure.value)} {unit}".strip()
    if figure.per is not None:
        told = _fill(words.per[figure.per], angka=told)
    return told if figure.qualifier is None else _fill(words.qualifiers[figure.qualifier], angka=told)


def _joined(figure: Figure) -> str:
    return _fill(phrases().figures[figure.indicator], angka=amount(figure))


def _scaled(value: float) -> str:
    """Rupiah with a word for the scale where that says it exactly, else in full: ``2,15 miliar``, ``181.888.896``."""
    for scale, word in _SCALES:
        if value >= scale and round(value / scale, 3) * scale == value:
            return f"{_number(round(value / scale, 3))} {word}"
    return _number(value)


def _number(value: float) -> str:
    text = f"{int(value):,}" if value == int(value) else f"{value:,.10g}"
    return text.translate(str.maketrans(",.", ".,"))
