"""The register of outlets: a typed reading of ``families.toml``, ``provinces.toml`` and ``sources/<province>.toml``.

A family says where lists and articles are in one kind of content management system; a source is a row that names its
family and what differs. Both are frozen once read. Every fault names file and line, and all faults of a folder are told at once.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote_plus, urljoin, urlsplit

from pydantic import ValidationError

from models.hosts import bare_host, is_loopback, registrable_domain
from models.register_files import (
    ArchiveRow,
    FamiliesFile,
    FamilyRow,
    ListRow,
    Probe,
    ProvinceRow,
    SourceRow,
    SourcesFile,
    line_of,
    read_toml,
    sound_rows,
)
from models.register_files import RegisterError as RegisterError  # what readers of the register catch
from models.vocab import Family as FamilyId
from models.vocab import ListKind, Zone

NO_DATES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ListRule:
    """A way to a list of articles: templates below the homepage (placeholders: see ``families.toml``)."""

    kind: ListKind
    url: str
    next: str | None = None
    origin: int = 0
    size: int = 0
    pages: int = 20
    specific: bool = False

    @property
    def host(self) -> str | None:
        """The host of a list that a whole network shares; ``None`` where the list is on the source's own."""
        return urlsplit(self.url).hostname

    def asked(self, queries: Iterable[str], tags: Iterable[str]) -> list[tuple[str, str]]:
        """The pairs of query and tag the list is asked for, each once."""
        if "{query}" in self.url:
            return [(query, "") for query in queries]
        if "{tag}" in self.url:
            return [("", tag) for tag in tags]
        return [("", "")]

    def first(self, query: str = "", tag: str = "", dates: Mapping[str, str] = NO_DATES) -> str:
        """The path of the first page for one query or tag (and, of an archive, one period)."""
        return self.url.format(query=quote_plus(query), tag=tag, page=1, offset=self.origin, **dates)

    def following(self, page: int, query: str = "", tag: str = "", dates: Mapping[str, str] = NO_DATES) -> str | None:
        """The path of page 2, 3 … of the list, ``None`` where it has one page or ``pages`` is reached."""
        if self.next is None or page > self.pages:
            return None
        offset = self.origin + (page - 1) * self.size
        return self.next.format(query=quote_plus(query), tag=tag, page=page, offset=offset, **dates)


@dataclass(frozen=True, slots=True)
class Archive:
    """A list that reaches into the past: asked for once a window, or once for each month or day of it.

    ``otherwise``: only where no other way into the past answered, since it costs more.
    """

    rule: ListRule
    per: Literal["window", "month", "day"]
    otherwise: bool

    def periods(self, since: date, until: date) -> Iterator[Mapping[str, str]]:
        """The placeholders of each period from ``until`` back to ``since``."""
        last = until
        while last >= since:
            first = since if self.per == "window" else last.replace(day=1) if self.per == "month" else last
            first = max(first, since)
            yield {
                "since": first.isoformat(),
                "until": last.isoformat(),
                "year": f"{last.year}",
                "month": f"{last.month:02}",
                "day": f"{last.day:02}",
            }
            last = first - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Family:
    """What outlets of one content management system have in common. ``article`` and ``parts`` match path and query."""

    id: FamilyId
    name: str
    lists: tuple[ListRule, ...]
    article: re.Pattern[str]
    parts: re.Pattern[str] | None
    whole: str | None
    entries: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    author: tuple[str, ...]
    body: tuple[str, ...]
    remove: tuple[str, ...]
    boilerplate: tuple[str, ...]
    feed_zone: Literal["stated", "local"]
    archives: tuple[Archive, ...]
    domains: frozenset[str]
    marks: tuple[str, ...]
    proof: str | None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is asked for: search words, tag slugs, names of the agency in titles, and path segments that hold no articles.

    ``shapes`` are patterns of articles' addresses seen in the press, the narrow ones first.
    """

    queries: tuple[str, ...]
    tags: tuple[str, ...]
    names: re.Pattern[str]
    deny: frozenset[str]
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Families:
    """All families and what they are asked for."""

    discovery: Discovery
    budget: "Budget"
    by_id: Mapping[FamilyId, Family]


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests a day for a registrable domain: ``requests``, ``each`` more for every further host on it, or its own number."""

    requests: int
    each: int
    own: Mapping[str, int]

    def of(self, domain: str, hosts: int) -> int:
        """The budget of a domain of which so many hosts are crawled."""
        return self.own.get(domain, self.requests + self.each * max(0, hosts - 1))


@dataclass(frozen=True, slots=True)
class Province:
    """A province of the register: ``key`` is its file's stem, ``code`` Kemendagri's."""

    key: str
    code: str
    name: str
    zone: Zone


NATIONAL = Province("nasional", "00", "nasional", Zone.WIB)
"""Where outlets of the whole country stand: ``sources/nasional.toml``. Kemendagri gives no province the code 00."""


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet: where it is, what it runs on, and everything its spider needs, with the family's defaults filled in.

    ``section`` is the first path segment of an outlet that shares its host with others (``/jateng``).
    """

    id: str
    name: str
    host: str
    section: str | None
    homepage: str
    owner: str | None
    family: FamilyId
    province: str
    province_code: str
    city: str | None
    zone: Zone
    lists: tuple[ListRule, ...]
    queries: tuple[str, ...]
    tags: tuple[str, ...]
    article: re.Pattern[str]
    parts: re.Pattern[str] | None
    whole: str | None
    example: str | None
    feed_zone: Literal["stated", "local"]
    enabled: bool
    reason: str | None
    probe: Mapping[str, Probe]
    note: str | None

    @property
    def origin(self) -> str:
        """Scheme, host and port of the homepage, without a slash behind."""
        parts = urlsplit(self.homepage)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def hosts(self) -> frozenset[str]:
        """The bare hosts its spider may ask: its own, and those of lists it shares with its network."""
        return frozenset(bare_host(host) for host in (self.host, *(rule.host for rule in self.lists)) if host)

    @property
    def domain(self) -> str:
        """The registrable domain its host belongs to: what a network's outlets have in common."""
        return registrable_domain(self.host)

    def list_url(self, rule: ListRule, query: str = "", tag: str = "") -> str:
        """The address of a list's first page."""
        return urljoin(self.homepage, rule.first(query, tag))


@dataclass(frozen=True, slots=True)
class Register:
    """The outlets, by id and by bare host (without ``www.``, ``m.``, ``amp.``); sections of one host come longest first.

    ``loopback``: whether this is the register of a press on this machine, every host a loopback address.
    """

    sources: tuple[Source, ...]
    by_id: Mapping[str, Source] = field(init=False)
    by_host: Mapping[str, tuple[Source, ...]] = field(init=False)
    hosts: frozenset[str] = field(init=False)
    loopback: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", MappingProxyType({source.id: source for source in self.sources}))
        hosts: dict[str, tuple[Source, ...]] = {}
        for source in sorted(self.sources, key=lambda source: -len(source.section or "")):
            hosts[bare_host(source.host)] = (*hosts.get(bare_host(source.host), ()), source)
        object.__setattr__(self, "by_host", MappingProxyType(hosts))
        object.__setattr__(self, "hosts", frozenset(host for source in self.sources for host in source.hosts))
        local = bool(self.sources) and all(is_loopback(source.host) for source in self.sources)
        object.__setattr__(self, "loopback", local)

    def of(self, url: str) -> Source | None:
        """The source an address belongs to."""
        parts = urlsplit(url)
        sharing = self.by_host.get(bare_host(parts.hostname or ""), ())
        return next((source for source in sharing if f"{parts.path}/".startswith(f"{source.section or ''}/")), None)

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that are crawled."""
        return tuple(source for source in self.sources if source.enabled)


# Reading -----------------------------------------------------------------------------------------------------------------


@cache
def load_families() -> Families:
    """The families of ``models/families.toml``.

    Raises:
        RegisterError: a fault in the file, or a family without an entry.
    """
    shown = "models/families.toml"
    parsed, _ = read_toml(files("models") / "families.toml", FamiliesFile, shown)
    missing = set(FamilyId) - set(parsed.families)
    if missing:
        raise RegisterError(f"{shown}: keluarga tanpa keterangan: {', '.join(sorted(missing))}")
    asked = parsed.discovery
    names = sorted(asked.names, key=len, reverse=True)
    pattern = "|".join(r"[\s-]{0,3}".join(map(re.escape, name.split())) for name in names)
    discovery = Discovery(
        queries=tuple(asked.queries),
        tags=tuple(asked.tags),
        names=re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE),
        deny=frozenset(asked.deny),
        shapes=tuple(asked.shapes),
    )
    budget = Budget(parsed.budget.requests, parsed.budget.each, MappingProxyType(parsed.budget.own))
    return Families(discovery, budget, MappingProxyType({key: _family(key, row) for key, row in parsed.families.items()}))


def _family(key: FamilyId, row: FamilyRow) -> Family:
    return Family(
        id=key,
        name=row.name,
        lists=tuple(_rule(item) for item in row.lists),
        article=re.compile(row.article),
        parts=re.compile(row.parts) if row.parts else None,
        whole=row.whole,
        entries=tuple(row.entries),
        title=tuple(row.title),
        date=tuple(row.date),
        author=tuple(row.author),
        body=tuple(row.body),
        remove=tuple(row.remove),
        boilerplate=tuple(row.boilerplate),
        feed_zone=row.feed_zone,
        archives=tuple(_archive(item) for item in row.archives),
        domains=frozenset(row.domains),
        marks=tuple(row.marks),
        proof=row.proof,
    )


def _rule(row: ListRow) -> ListRule:
    return ListRule(row.kind, row.url, row.next, row.origin, row.size, row.pages, row.specific)


def _archive(row: ArchiveRow) -> Archive:
    return Archive(_rule(row), row.per, row.otherwise)


@cache
def load_provinces() -> Mapping[str, Province]:
    """The 38 provinces by the stem of their register file.

    Raises:
        RegisterError: a fault in ``models/provinces.toml``.
    """
    shown = "models/provinces.toml"
    data = tomllib.loads((files("models") / "provinces.toml").read_text(encoding="utf-8"))
    provinces = {}
    for key, row in data.items():
        try:
            parsed = ProvinceRow.model_validate(row)
        except ValidationError as error:
            raise RegisterError(f"{shown}: {key}: {error.errors()[0]['msg']}") from None
        provinces[key] = Province(key, parsed.code, parsed.name, parsed.zone)
    return MappingProxyType(provinces)


def load_register(folder: Path | None = None, *, local: Path | None = None, faults: list[str] | None = None) -> Register:
    """The register of a folder of ``<province>.toml`` files; without one, the register that comes with the program.

    Args:
        folder: a register instead of the program's.
        local: a folder of the operator's own rows beside the program's; need not exist. A row with the id of one of the
            program's stands in its place.
        faults: where given, faults are put there and the rows that are sound make the register: one broken row must not keep
            a crawl from all other outlets.

    Raises:
        RegisterError: faults in the files (all of them, with file and line), no sound row, or no file at all.
    """
    if folder is not None:
        return _load((folder, str(folder)), faults=faults)
    if local is None or not local.is_dir() or not any(path.suffix == ".toml" for path in local.iterdir()):
        return _packaged()
    return _load((local, str(local)), (files("models") / "sources", PACKAGED), faults=faults)


PACKAGED = "models/sources"


@cache
def _packaged() -> Register:
    return _load((files("models") / "sources", PACKAGED))


def _load(*folders: tuple[Traversable | Path, str], faults: list[str] | None = None) -> Register:
    reader = _Reader()
    for folder, shown in folders:
        if not folder.is_dir():
            raise RegisterError(f"{shown}: folder register tidak ada")
        for path in sorted(folder.iterdir(), key=lambda item: item.name):
            if path.name.endswith(".toml"):
                reader.read(path, f"{shown}/{path.name}")
        reader.replaced = frozenset(source.id for source in reader.sources)
    if reader.faults and (faults is None or not reader.sources):
        raise RegisterError("\n".join(reader.faults))
    if faults is not None:
        faults += reader.faults
    if not reader.sources:
        raise RegisterError(f"{folders[0][1]}: tidak ada berkas <provinsi>.toml di folder ini")
    return Register(tuple(sorted(reader.sources, key=lambda source: source.id)))


_SOURCE_HEADER = re.compile(r"^\s*\[\[\s*source\s*\]\]")


class _Reader:
    """Collects the sources of several files, and all their faults."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.faults: list[str] = []
        self.replaced: frozenset[str] = frozenset()
        self._ids: dict[str, str] = {}
        self._hosts: dict[str, str] = {}

    def read(self, path: Traversable | Path, shown: str) -> None:
        try:
            parsed, text = read_toml(path, SourcesFile, shown)
            places: Sequence[int] = range(len(parsed.source))
            rows = len(places)
        except RegisterError as error:
            self.faults.append(str(error))
            if (salvaged := sound_rows(path)) is None:
                return
            parsed, text, places, rows = salvaged
        province = NATIONAL if parsed.province == NATIONAL.key else load_provinces().get(parsed.province)
        if province is None or path.name != f"{parsed.province}.toml":
            known = "tidak dikenal" if province is None else f"harus di berkas {parsed.province}.toml"
            self.faults.append(
                f"{shown}:{line_of(text, ('province',))}: provinsi {parsed.province!r} {known} (lihat models/provinces.toml)"
            )
            return
        headers = [number for number, line in enumerate(text.splitlines(), 1) if _SOURCE_HEADER.match(line)]
        if len(headers) != rows:  # in another of TOML's forms no fault could be given its line
            self.faults.append(f"{shown}:{line_of(text, ('source',))}: tulis setiap media di bawah [[source]] tersendiri")
            return
        for place, row in zip(places, parsed.source, strict=True):
            where = f"{shown}:{headers[place]}"
            if row.id in self.replaced:
                continue
            if self._new(self._ids, row.id, where, "id") and self._new(
                self._hosts, bare_host(row.host) + (row.section or ""), where, "host"
            ):
                self._add(row, province, where)

    def _new(self, seen: dict[str, str], key: str, where: str, what: str) -> bool:
        first = seen.setdefault(key, where)
        if first != where:
            self.faults.append(f"{where}: {what} {key!r} sudah dipakai di {first}")
        return first == where

    def _add(self, row: SourceRow, province: Province, where: str) -> None:
        try:
            self.sources.append(_source(row, province))
        except ValueError as error:
            self.faults.append(f"{where}: {row.id}: {error}")


def _source(row: SourceRow, province: Province) -> Source:
    families = load_families()
    family = families.by_id[row.family]
    own = {item.kind for item in row.lists}
    both = own & set(row.without)
    if both:
        raise ValueError(f"daftar {', '.join(sorted(both))} ada di 'lists' sekaligus di 'without'")
    inherited = [rule for rule in family.lists if rule.kind not in own and rule.kind not in row.without]
    lists = (*(_rule(item) for item in row.lists), *inherited)
    if not lists and row.enabled:
        raise ValueError("tidak ada satu pun daftar artikel; isi 'lists' atau kurangi 'without'")
    article = re.compile(row.article) if row.article else family.article
    if row.example is not None and not article.search(row.example):
        raise ValueError(f"contoh alamat {row.example!r} tidak cocok dengan pola artikel {article.pattern!r}")
    return Source(
        id=row.id,
        name=row.name,
        host=row.host,
        section=row.section,
        homepage=row.homepage or f"https://{row.host}/",
        owner=row.owner,
        family=row.family,
        province=province.name,
        province_code=province.code,
        city=row.city,
        zone=row.zone or province.zone,
        # Lists on the agency alone come first: what they hold need not be asked for again.
        lists=tuple(sorted(lists, key=lambda rule: not rule.specific)),
        queries=tuple(row.queries) or families.discovery.queries,
        tags=tuple(row.tags) or families.discovery.tags,
        article=article,
        parts=re.compile(row.parts) if row.parts else family.parts,
        whole=row.whole or family.whole,
        example=row.example,
        feed_zone=row.feed_zone or family.feed_zone,
        enabled=row.enabled,
        reason=row.reason,
        probe=MappingProxyType(dict(row.probe)),
        note=row.note,
    )


def make_source(row: Mapping[str, Any], province: str) -> Source:
    """An outlet from the fields of a row, as a register file would give it.

    Raises:
        RegisterError: a field is wrong, or there is no such province.
    """
    place = NATIONAL if province == NATIONAL.key else load_provinces().get(province)
    if place is None:
        raise RegisterError(f"provinsi {province!r} tidak dikenal (lihat models/provinces.toml)")
    try:
        return _source(SourceRow.model_validate(row), place)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise RegisterError("; ".join(faults)) from None
    except ValueError as error:
        raise RegisterError(str(error)) from None


def as_toml(value: Any) -> str:
    """A value as TOML text, for rows that are written by programs: strings, numbers, booleans, lists and flat tables."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {as_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    text = str(value)
    if "\\" in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
