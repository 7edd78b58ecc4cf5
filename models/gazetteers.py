"""The gazetteers: the agency's offices and the country's provinces, regencies and cities, from ``models/gazetteers/*.csv``.

Names are looked up folded (:func:`fold`): letter case, spaces, hyphens, points and the word ``dan`` do not count, so that
``Pangkal Pinang``, ``PANGKALPINANG`` and ``Pangkal-Pinang`` are one name. The sources are in ``models/gazetteers/NOTICE.md``.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from models.vocab import OfficeKind, RegionKind

_APART = re.compile(r"[^a-z0-9]+")
_PREFIX = re.compile(
    r"(?:(?:kabupaten|kota)\s+administrasi|kabupaten|kab\.?|kota|provinsi|prov\.?|daerah\s+istimewa|pem(?:kab|kot|ko|prov|da))\s+",
    re.IGNORECASE,
)


class GazetteerError(ValueError):
    """A gazetteer file that cannot be read as its schema says; the message names file and line."""


@dataclass(frozen=True, slots=True)
class GazetteerOffice:
    """An office of the agency. ``kanwil`` is the name of the regional office above it, ``None`` for the head office.

    ``province`` and ``seat`` are names as :func:`region_named` knows them; ``aliases`` are other names of the press.
    """

    id: str
    kind: OfficeKind
    name: str
    kanwil: str | None
    province: str
    seat: str
    aliases: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or city by its Kemendagri code; ``lat`` and ``lon`` are degrees (WGS 84) of a point inside.

    ``name`` is the full name (``Kabupaten Klaten``), ``seat`` the town of its government. A province has no ``province_code``.
    """

    code: str
    kind: RegionKind
    name: str
    province_code: str | None
    lat: float
    lon: float
    aliases: tuple[str, ...]
    seat: str | None

    @property
    def province(self) -> str:
        """The code of the province it lies in; a province's own."""
        return self.province_code or self.code

    @property
    def bare(self) -> str:
        """The name without its ``Kabupaten``, ``Kota`` or ``Daerah Istimewa``."""
        return bare(self.name)


def _listed(value: object) -> object:
    return tuple(value.split("|")) if isinstance(value, str) and value else () if value == "" else value


def _optional(value: object) -> object:
    return None if value == "" else value


_Name = Annotated[str, Field(min_length=1, pattern=r"^\S(?:.*\S)?$")]
_Names = Annotated[tuple[_Name, ...], BeforeValidator(_listed)]
_NameOrNone = Annotated[_Name | None, BeforeValidator(_optional)]


class _OfficeRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    office_id: Annotated[str, Field(pattern=r"^(?:kp|kanwil|kc|kcp)-[a-z0-9-]+$")]
    kind: OfficeKind
    name: _Name
    kanwil: _NameOrNone
    province: _Name
    regency_or_city: _Name
    aliases: _Names
    evidence: _Name


class _RegionRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^\d\d(?:\.\d\d)?$")]
    kind: RegionKind
    name: _Name
    province_code: Annotated[Annotated[str, Field(pattern=r"^\d\d$")] | None, BeforeValidator(_optional)]
    lat: Annotated[float, Field(ge=-12, le=7)]
    lon: Annotated[float, Field(ge=94, le=142)]
    aliases: _Names
    seat: _NameOrNone


_Row = TypeVar("_Row", bound=BaseModel)


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """A name for look-ups: lower case letters and digits alone, the words ``dan`` and ``&`` left out."""
    words = _APART.sub(" ", name.casefold()).split()
    return "".join(word for word in words if word != "dan")


def bare(name: str) -> str:
    """A region's name without the word for its kind (``Kota Medan`` -> ``Medan``, ``Pemkab Agara`` -> ``Agara``)."""
    found = _PREFIX.match(name)
    return name[found.end() :] if found else name


def _rows(text: str, shown: str, schema: type[_Row]) -> Iterator[tuple[int, _Row]]:
    reader = csv.DictReader(StringIO(text), strict=True)
    expected = list(schema.model_fields)
    if reader.fieldnames != expected:
        raise GazetteerError(f"{shown}:1: kolom {reader.fieldnames}, seharusnya {expected}")
    try:
        for row in reader:
            try:
                yield reader.line_num, schema.model_validate(row)
            except ValidationError as error:
                first = error.errors()[0]
                raise GazetteerError(f"{shown}:{reader.line_num}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except csv.Error as error:
        raise GazetteerError(f"{shown}:{reader.line_num}: {error}") from error


def read_regions(text: str, shown: str = "regions.csv") -> tuple[Region, ...]:
    """The regions of a CSV text in file order; ``shown`` is how errors call it.

    Raises:
        GazetteerError: a wrong column or value, a code twice, a province code that no row has, a kind that its code contradicts.
    """
    found: dict[str, Region] = {}
    lines: dict[str, int] = {}
    for line, row in _rows(text, shown, _RegionRow):
        where = f"{shown}:{line}"
        if row.code in found:
            raise GazetteerError(f"{where}: kode {row.code} sudah ada di baris {lines[row.code]}")
        if (row.kind is RegionKind.PROVINSI) != (row.province_code is None):
            raise GazetteerError(f"{where}: {row.name}: provinsi tidak punya province_code, yang lain harus punya")
        if row.province_code is not None and not row.code.startswith(f"{row.province_code}."):
            raise GazetteerError(f"{where}: kode {row.code} tidak berada di provinsi {row.province_code}")
        lines[row.code] = line
        found[row.code] = Region(row.code, row.kind, row.name, row.province_code, row.lat, row.lon, row.aliases, row.seat)
    for region in found.values():
        if region.province not in found:
            raise GazetteerError(f"{shown}:{lines[region.code]}: provinsi {region.province} tidak ada")
    return tuple(found.values())


def read_offices(text: str, known: Iterable[Region], shown: str = "offices.csv") -> tuple[GazetteerOffice, ...]:
    """The offices of a CSV text in file order; ``known`` are the regions that they may lie in.

    Raises:
        GazetteerError: a wrong column or value, an id twice, a name that two offices claim, an unknown province or seat,
            a regional office that no row has.
    """
    regions_here = tuple(known)
    provinces_here = {fold(name) for region in regions_here if region.kind is RegionKind.PROVINSI for name in _names(region)}
    seats_here = {region.name for region in regions_here if region.kind is not RegionKind.PROVINSI}
    found: dict[str, GazetteerOffice] = {}
    lines: dict[str, int] = {}
    claimed: dict[str, str] = {}
    for line, row in _rows(text, shown, _OfficeRow):
        where = f"{shown}:{line}"
        if row.office_id in found:
            raise GazetteerError(f"{where}: id {row.office_id} sudah ada di baris {lines[row.office_id]}")
        if fold(row.province) not in provinces_here:
            raise GazetteerError(f"{where}: provinsi {row.province!r} tidak dikenal")
        if row.regency_or_city not in seats_here:
            raise GazetteerError(f"{where}: kabupaten/kota {row.regency_or_city!r} tidak dikenal")
        for name in (row.name, *row.aliases):
            owner = claimed.setdefault(fold(name), row.office_id)
            if owner != row.office_id:
                raise GazetteerError(f"{where}: nama {name!r} sudah dipakai {owner} di baris {lines[owner]}")
        lines[row.office_id] = line
        found[row.office_id] = GazetteerOffice(
            row.office_id, row.kind, row.name, row.kanwil, row.province, row.regency_or_city, row.aliases, row.evidence
        )
    above = {office.name for office in found.values() if office.kind is OfficeKind.KANWIL}
    for office in found.values():
        if (office.kanwil is None) != (office.kind is OfficeKind.PUSAT) or (office.kanwil and office.kanwil not in above):
            raise GazetteerError(f"{shown}:{lines[office.id]}: kanwil {office.kanwil!r} dari {office.id} tidak ada")
    return tuple(found.values())


def _text(name: str) -> str:
    return (files("models") / "gazetteers" / name).read_text(encoding="utf-8")


@cache
def regions() -> tuple[Region, ...]:
    """All regions, each province before its regencies and cities."""
    return read_regions(_text("regions.csv"), "models/gazetteers/regions.csv")


@cache
def offices() -> tuple[GazetteerOffice, ...]:
    """All offices."""
    return read_offices(_text("offices.csv"), regions(), "models/gazetteers/offices.csv")


def _names(region: Region) -> Iterator[str]:
    for name in (region.name, *region.aliases):
        yield name
        if (short := bare(name)) != name:
            yield short


@cache
def region_names() -> Mapping[str, tuple[Region, ...]]:
    """Folded name or alias -> the regions called so, with and without the word for the kind; several share an ambiguous name."""
    return _index((name, region) for region in regions() for name in _names(region))


@cache
def office_names() -> Mapping[str, GazetteerOffice]:
    """Folded name or alias -> its office. No two offices share one."""
    found: dict[str, GazetteerOffice] = {}
    for office in offices():
        for name in (office.name, *office.aliases):
            found[fold(name)] = office
            found.setdefault(fold(re.sub(r"^(?:KCP|Kanwil) ", "", name)), office)
    return MappingProxyType(found)


@cache
def seat_names() -> Mapping[str, tuple[Region, ...]]:
    """Folded name of a seat of government -> the regions governed from there."""
    return _index((region.seat, region) for region in regions() if region.seat)


def _index(pairs: Iterable[tuple[str, Region]]) -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, dict[str, Region]] = {}
    for name, region in pairs:
        found.setdefault(fold(name), {})[region.code] = region
    return MappingProxyType({key: tuple(hits.values()) for key, hits in found.items()})


def regions_named(name: str) -> tuple[Region, ...]:
    """The regions of that name or alias; empty where none is, several where the name is ambiguous."""
    return region_names().get(fold(name), ())


def office_named(name: str) -> GazetteerOffice | None:
    """The office of that name or alias."""
    return office_names().get(fold(name))


def seats_named(name: str) -> tuple[Region, ...]:
    """The regions whose government sits in the town of that name."""
    return seat_names().get(fold(name), ())


@cache
def _by_code() -> Mapping[str, Region]:
    return MappingProxyType({region.code: region for region in regions()})


@cache
def _by_id() -> Mapping[str, GazetteerOffice]:
    return MappingProxyType({office.id: office for office in offices()})


def region(code: str) -> Region:
    """The region of a code.

    Raises:
        KeyError: no region has it.
    """
    return _by_code()[code]


def office(office_id: str) -> GazetteerOffice:
    """The office of an id.

    Raises:
        KeyError: no office has it.
    """
    return _by_id()[office_id]


def province_named(name: str) -> Region | None:
    """The province of that name or alias."""
    return next((found for found in regions_named(name) if found.kind is RegionKind.PROVINSI), None)


def province_of(found: GazetteerOffice) -> Region:
    """The province an office lies in."""
    province = province_named(found.province)
    assert province is not None, "the loader refuses offices of unknown provinces"
    return province


@cache
def regions_of(province_code: str) -> tuple[Region, ...]:
    """The regencies and cities of a province, without the province itself."""
    return tuple(found for found in regions() if found.province_code == province_code)


@cache
def kanwil_of(province_code: str) -> GazetteerOffice | None:
    """The regional office that most of the province's offices belong to."""
    names = [found.kanwil for found in offices() if found.kanwil and province_of(found).code == province_code]
    if not names:
        return None
    commonest = max(sorted(set(names)), key=names.count)
    return next(found for found in offices() if found.kind is OfficeKind.KANWIL and found.name == commonest)
