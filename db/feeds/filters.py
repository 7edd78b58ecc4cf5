"""What a feed is asked for: a typed filter read from the pairs of a query string, and written back in one canonical form.

Values of one filter are alternatives, different filters must all hold. Nothing unknown is passed over: a filter or value that
does not exist is an error that names it and lists what is allowed, so that a slip never gives a feed of everything.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from urllib.parse import parse_qsl, urlencode

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract
from rapidfuzz.utils import default_process

from db.labels import label, labels
from db.summary import office_name
from db.texts import printable
from models.gazetteers import GazetteerOffice, Region, office, offices, region, regions
from models.records import Office
from models.sources import load_register
from models.vocab import EventType, Program, RegionKind, Status

VALUES = 40
"""Values one filter may have."""

REPORTS = 1000
"""The highest number of reports that can be asked for."""

_SHOWN = 60
"""Allowed values a message lists."""

_CLOSE, _SAME = 70, 99
"""Share in percent of two texts' letters that are the same from which one may be meant for the other, and surely is."""

_WORDS = 12
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


class FilterError(ValueError):
    """A filter or value that is not known; the message is for people, names it and lists what is allowed."""

    def __init__(self, message: str, *, name: str, allowed: Sequence[str]) -> None:
        super().__init__(message)
        self.name, self.allowed = name, tuple(allowed)


@dataclass(frozen=True, slots=True)
class Filters:
    """A filter: each field holds alternatives, an empty one asks for nothing. Values are sorted and single.

    ``official`` are ids of people, ``words`` texts of which each is words that must all stand in the event or the sentences that
    report it, ``min_reports`` the least number of reports.
    """

    type: tuple[str, ...] = field(default=(), metadata={"name": "jenis"})
    status: tuple[str, ...] = field(default=(), metadata={"name": "status"})
    province: tuple[str, ...] = field(default=(), metadata={"name": "provinsi"})
    region: tuple[str, ...] = field(default=(), metadata={"name": "wilayah"})
    office: tuple[str, ...] = field(default=(), metadata={"name": "kantor"})
    official: tuple[str, ...] = field(default=(), metadata={"name": "pejabat"})
    program: tuple[str, ...] = field(default=(), metadata={"name": "program"})
    outlet: tuple[str, ...] = field(default=(), metadata={"name": "media"})
    min_reports: int = field(default=1, metadata={"name": "laporan_min"})
    words: tuple[str, ...] = field(default=(), metadata={"name": "q"})

    @classmethod
    def parse(cls, pairs: Iterable[tuple[str, str]]) -> "Filters":
        """The filter of some pairs of name and value.

        What only a database knows (people, outlets) is checked by :func:`check`.

        Raises:
            FilterError: a name or value is not known, empty, or there are too many.
        """
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            if name not in NAMES:
                allowed = ", ".join(NAMES)
                raise FilterError(f"Saringan “{_told(name)}” tidak dikenal. Yang ada: {allowed}.", name=name, allowed=list(NAMES))
            given.setdefault(name, []).append(value)
        found: dict[str, tuple[str, ...] | int] = {}
        for name, values in given.items():
            unique = tuple(sorted({_clean(name, value) for value in values}))
            if len(unique) > VALUES:
                raise FilterError(f"Saringan “{name}” punya lebih dari {VALUES} nilai.", name=name, allowed=[])
            found[NAMES[name]] = min(map(int, unique)) if name == "laporan_min" else unique
        return cls(**found)  # type: ignore[arg-type]

    @classmethod
    def from_query(cls, query: str) -> "Filters":
        """The filter of a query string (``jenis=monev&provinsi=33``). See :meth:`parse`."""
        return cls.parse(parse_qsl(query, keep_blank_values=True, max_num_fields=400))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values in their one order."""
        found = []
        for name, attribute in NAMES.items():
            value = getattr(self, attribute)
            if attribute == "min_reports":
                found += [(name, str(value))] if value > 1 else []
            else:
                found += [(name, one) for one in value]
        return tuple(found)

    @property
    def query(self) -> str:
        """The canonical query string; empty for the filter that asks for nothing."""
        return urlencode(self.pairs)

    @property
    def match(self) -> str:
        """The words in the language of FTS5; empty where there are none."""
        texts = (" AND ".join(f'"{word}"' for word in _WORD.findall(text)) for text in self.words)
        return " OR ".join(f"({text})" for text in texts)


NAMES: Mapping[str, str] = {found.metadata["name"]: found.name for found in fields(Filters)}
"""Filters as they stand in addresses, in canonical order, and the attributes that hold them."""


def _told(text: str) -> str:
    return " ".join(printable(text[:400]).split())[:80]


def _clean(name: str, value: str) -> str:
    """A value in the one form it is written in.

    Raises:
        FilterError: the value is not one of this filter's.
    """
    if name == "q":
        words = _WORD.findall(printable(value).casefold())
        if not 0 < len(words) <= _WORDS:
            told = f"Saringan “q” berisi 1 sampai {_WORDS} kata (huruf atau angka), bukan {len(words)}: “{_told(value)}”."
            raise FilterError(told, name=name, allowed=[])
        return " ".join(words)
    if name == "laporan_min":
        if not _NUMBER.fullmatch(value) or int(value) > REPORTS:
            told = f"Saringan “laporan_min” berisi satu bilangan dari 1 sampai {REPORTS}, bukan “{_told(value)}”."
            raise FilterError(told, name=name, allowed=[])
        return value
    allowed = choices(name)
    if allowed is None:
        tidy = value.strip()
        if not tidy or tidy != printable(tidy) or len(tidy) > 200:
            raise _refused(name, value, [])
        return tidy
    if value not in allowed:
        raise _refused(name, value, list(allowed))
    return value


def choices(name: str) -> Mapping[str, str] | None:
    """The values of a filter and what they are called; ``None`` where only a database knows them."""
    if name == "jenis":
        return {str(code): labels()["EventType"][code] for code in EventType}
    if name == "status":
        return {str(code): labels()["Status"][code] for code in Status}
    if name == "program":
        return {str(code): labels()["Program"][code] for code in Program}
    if name == "provinsi":
        return {r.code: r.name for r in regions() if r.kind is RegionKind.PROVINSI}
    if name == "wilayah":
        return {r.code: r.name for r in regions()}
    if name == "kantor":
        return {o.id: _called(o) for o in offices()}
    return None


def _called(found: GazetteerOffice | Region) -> str:
    return office_name(Office(found.kind, found.name)) if isinstance(found, GazetteerOffice) else found.name


def _refused(name: str, value: str, allowed: Sequence[str]) -> FilterError:
    """That a value is not known: what it may have been meant to be, and what there is, by code and name."""
    names = choices(name) or dict.fromkeys(allowed, "")
    told = [f"{code} ({names[code]})" if _named(code, names) else code for code in _near(value, names)]
    meant = f" Mungkin maksudnya {' atau '.join(told)}." if told else ""
    shown = [f"{code} ({names[code]})" if len(names) <= _SHOWN and _named(code, names) else code for code in allowed[:_SHOWN]]
    rest = f", dan {len(allowed) - _SHOWN} lainnya" if len(allowed) > _SHOWN else ""
    listing = f" Yang dikenal: {', '.join(shown)}{rest}." if allowed else ""
    where = f" {_WHERE[name]}" if name in _WHERE and not told else ""
    message = f"Nilai “{_told(value)}” untuk saringan “{name}” tidak dikenal.{meant}{listing}{where}"
    return FilterError(message, name=name, allowed=allowed)


_WHERE = {
    "wilayah": "Kodenya ada di alamat halaman wilayah itu: /wilayah/KODE.",
    "kantor": "Kodenya ada di alamat halaman kantor itu: /kantor/KODE.",
    "pejabat": "Kodenya ada di alamat halaman orang itu: /pejabat/KODE.",
    "media": "Kodenya ada di alamat halaman media itu: /media/KODE.",
}
"""Where codes are found that are too many to list."""


def _named(code: str, names: Mapping[str, str]) -> bool:
    return names[code].casefold() not in ("", code.casefold())


def _near(value: str, names: Mapping[str, str]) -> list[str]:
    """The codes that a value comes closest to, by code or name, at most three; none where nothing is close."""
    wanted = default_process(_told(value))
    if not wanted:
        return []
    texts = {(code, text): default_process(text) for code, name in names.items() for text in (code, name) if text}
    found = extract(wanted, texts, scorer=ratio, score_cutoff=_CLOSE, limit=6)
    least = _SAME if found and found[0][1] >= _SAME else 0
    return list(dict.fromkeys(key[0] for _, score, key in found if score >= least))[:3]


def check(connection: sqlite3.Connection, filters: Filters) -> None:
    """Make sure that the people and outlets of a filter exist.

    Raises:
        FilterError: one does not.
    """
    for key in filters.official:
        if connection.execute("SELECT 1 FROM people WHERE id = ?", (key,)).fetchone() is None:
            some = [row[0] for row in connection.execute("SELECT id FROM people ORDER BY id LIMIT ?", (_SHOWN,))]
            raise _refused("pejabat", key, some)
    for key in filters.outlet:
        known = connection.execute("SELECT 1 FROM outlets WHERE id = ?", (key,)).fetchone() is not None
        if not known and key not in load_register().by_id:
            raise _refused("media", key, [row[0] for row in connection.execute("SELECT id FROM outlets ORDER BY id LIMIT 60")])


def described(connection: sqlite3.Connection, filters: Filters) -> str:
    """What a filter asks for, in words: ``Monitoring dan evaluasi atau Adendum · Jawa Tengah``; empty for everything."""
    parts = [
        [label("EventType", code) for code in filters.type],
        [label("Status", code).lower() for code in filters.status],
        [region(code).name for code in filters.province],
        [region(code).name for code in filters.region],
        [_called(office(key)) for key in filters.office],
        [_name(connection, "people", key) for key in filters.official],
        [f"program {code}" for code in filters.program],
        [_name(connection, "outlets", key) for key in filters.outlet],
        [f"paling sedikit {filters.min_reports} laporan"] if filters.min_reports > 1 else [],
        [f"“{words}”" for words in filters.words],
    ]
    return " · ".join(_either(part) for part in parts if part)


def _either(names: Sequence[str]) -> str:
    """Alternatives in a row: ``A``, ``A atau B``, ``A, B, atau 3 lainnya``."""
    *first, last = [*names[:3], f"{len(names) - 3} lainnya"] if len(names) > 4 else names
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} atau {last}" if first else last


def _name(connection: sqlite3.Connection, table: str, key: str) -> str:
    row = connection.execute(f"SELECT name FROM {table} WHERE id = ?", (key,)).fetchone()  # noqa: S608
    return printable(row[0]) if row else key
