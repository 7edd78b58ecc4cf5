"""The register of outlets: a typed reading of ``families.toml``, ``provinces.toml`` and ``sources/<province>.toml``.

A family says where lists and articles are in one kind of content management system; a source is a row that names its
family and what differs. Both are frozen once read. Every fault names file and line, and all faults of a folder are told at once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from ipaddress import ip_address
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote_plus, urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.vocab import Family as FamilyId
from models.vocab import ListKind, Zone

Probe = Literal["seen", "listed", "convention", "guess", "none"]
"""How a field of a row is known: read on a stored page, stated in a public list, the default of the family's software,
guessed from the neighbourhood, or known to be missing. Only a crawl can settle it."""

_PREFIX = re.compile(r"^(?:www|m|amp)\.(?=[^.]+\.[^.]+)")


class RegisterError(ValueError):
    """A register that cannot be read; the message names file and line of each fault, in Indonesian."""


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

    def first(self, query: str = "", tag: str = "") -> str:
        """The path of the first page for one query or tag."""
        return self.url.format(query=quote_plus(query), tag=tag, page=1, offset=self.origin)

    def following(self, page: int, query: str = "", tag: str = "") -> str | None:
        """The path of page 2, 3 … of the list, ``None`` where it has one page or ``pages`` is reached."""
        if self.next is None or page > self.pages:
            return None
        offset = self.origin + (page - 1) * self.size
        return self.next.format(query=quote_plus(query), tag=tag, page=page, offset=offset)


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


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is asked for: search words, tag slugs, names of the agency in titles, and path segments that hold no articles."""

    queries: tuple[str, ...]
    tags: tuple[str, ...]
    names: re.Pattern[str]
    deny: frozenset[str]


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
    """The outlets, by id and by bare host (without ``www.``, ``m.``, ``amp.``); sections of one host come longest first."""

    sources: tuple[Source, ...]
    by_id: Mapping[str, Source] = field(init=False)
    by_host: Mapping[str, tuple[Source, ...]] = field(init=False)
    hosts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", MappingProxyType({source.id: source for source in self.sources}))
        hosts: dict[str, tuple[Source, ...]] = {}
        for source in sorted(self.sources, key=lambda source: -len(source.section or "")):
            hosts[bare_host(source.host)] = (*hosts.get(bare_host(source.host), ()), source)
        object.__setattr__(self, "by_host", MappingProxyType(hosts))
        object.__setattr__(self, "hosts", frozenset(host for source in self.sources for host in source.hosts))

    def of(self, url: str) -> Source | None:
        """The source an address belongs to."""
        parts = urlsplit(url)
        sharing = self.by_host.get(bare_host(parts.hostname or ""), ())
        return next((source for source in sharing if f"{parts.path}/".startswith(f"{source.section or ''}/")), None)

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that are crawled."""
        return tuple(source for source in self.sources if source.enabled)

    @property
    def loopback(self) -> bool:
        """Whether this is the register of a press on this machine: every host is a loopback address."""
        return bool(self.sources) and all(is_loopback(source.host) for source in self.sources)


def bare_host(host: str) -> str:
    """A host without the prefixes under which outlets repeat themselves."""
    return _PREFIX.sub("", host.lower())


_SECOND_LEVELS = frozenset({"ac", "biz", "co", "desa", "go", "mil", "my", "net", "or", "ponpes", "sch", "web"})
"""Second-level domains under which .id and its neighbours are registered (PANDI)."""


def registrable_domain(host: str) -> str:
    """The domain somebody registered, under which a network puts its hosts: ``jatim.antaranews.com`` → ``antaranews.com``.

    Addresses stand for themselves.
    """
    labels = bare_host(host).split(".")
    if all(label.isdigit() for label in labels):
        return host
    public = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 1
    return ".".join(labels[-public - 1 :])


def is_loopback(host: str) -> bool:
    """Whether a host is an address of this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# What people write -------------------------------------------------------------------------------------------------------


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"ekspresi reguler keliru: {error}") from None
    return value


def _path(value: str) -> str:
    if not re.match(r"/|https?://[^/?#{}]+/", value):
        raise ValueError("harus diawali '/', relatif terhadap homepage, atau alamat https:// dalam jaringan yang sama")
    try:
        value.format(query="", tag="", page=1, offset=1)
    except (KeyError, IndexError, ValueError):
        raise ValueError("penanda yang dikenal hanya {query}, {tag}, {page}, {offset}") from None
    return value


Regex = Annotated[str, AfterValidator(_regex)]
PathTemplate = Annotated[str, AfterValidator(_path)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class _ListRow(_Strict):
    kind: ListKind
    url: PathTemplate
    next: PathTemplate | None = None
    origin: int = Field(0, ge=0)
    size: int = Field(0, ge=0)
    pages: int = Field(20, ge=1, le=200)
    specific: bool = False

    def rule(self) -> ListRule:
        return ListRule(self.kind, self.url, self.next, self.origin, self.size, self.pages, self.specific)


class _FamilyRow(_Strict):
    name: str
    lists: Annotated[list[_ListRow], Field(min_length=1)]
    article: Regex
    parts: Regex | None = None
    whole: str | None = None
    entries: Annotated[list[str], Field(min_length=1)]
    title: list[str]
    date: list[str]
    author: list[str]
    body: list[str]
    remove: list[str]
    boilerplate: list[str]
    feed_zone: Literal["stated", "local"]


class _DiscoveryRow(_Strict):
    queries: Annotated[list[str], Field(min_length=1)]
    tags: Annotated[list[str], Field(min_length=1)]
    names: Annotated[list[str], Field(min_length=1)]
    deny: list[str]


class _BudgetRow(_Strict):
    requests: int = Field(ge=1)
    each: int = Field(ge=0)
    own: dict[str, Annotated[int, Field(ge=1)]] = {}


class _FamiliesFile(_Strict):
    discovery: _DiscoveryRow
    budget: _BudgetRow
    families: dict[FamilyId, _FamilyRow]


class _ProvinceRow(_Strict):
    code: str = Field(pattern=r"^\d{2}$")
    name: str
    zone: Zone


class _SourceRow(_Strict):
    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    name: str
    host: str = Field(pattern=r"^[a-z0-9.-]+$")
    section: str | None = Field(None, pattern=r"^/[a-z0-9-]+$")
    homepage: str | None = Field(None, pattern=r"^https?://[^/?#]+/$")
    owner: str | None = None
    family: FamilyId
    city: str | None = None
    zone: Zone | None = None
    article: Regex | None = None
    example: str | None = Field(None, pattern=r"^/")
    parts: Regex | None = None
    whole: str | None = None
    lists: list[_ListRow] = []
    without: list[ListKind] = []
    queries: list[str] = []
    tags: list[str] = []
    feed_zone: Literal["stated", "local"] | None = None
    enabled: bool = True
    reason: str | None = None
    probe: dict[str, Probe] = {}
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "_SourceRow":
        if self.enabled == (self.reason is not None):
            raise ValueError("'reason' wajib ada bila enabled = false, dan hanya di situ")
        if self.homepage is not None and bare_host(urlsplit(self.homepage).hostname or "") != bare_host(self.host):
            raise ValueError(f"homepage {self.homepage} bukan alamat host {self.host}")
        for rule in self.lists:
            asked = urlsplit(rule.url).hostname
            if asked and registrable_domain(asked) != registrable_domain(self.host):
                raise ValueError(f"daftar {rule.url} di luar jaringan {registrable_domain(self.host)}")
        return self


class _SourcesFile(_Strict):
    province: str
    source: Annotated[list[_SourceRow], Field(min_length=1)]


Schema = TypeVar("Schema", bound=BaseModel)


def _read(path: Traversable | Path, schema: type[Schema], shown: str) -> tuple[Schema, str]:
    try:
        text = path.read_text(encoding="utf-8")
        return schema.model_validate(tomllib.loads(text)), text
    except OSError as error:
        raise RegisterError(f"{shown}: tidak dapat dibaca: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RegisterError(f"{shown}: bukan UTF-8: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{shown}: bukan TOML yang sah: {error}") from None
    except ValidationError as error:
        raise RegisterError("\n".join(_fault(shown, text, item["loc"], item["msg"]) for item in error.errors())) from None


_UNKNOWN = "Extra inputs are not permitted"


def _fault(shown: str, text: str, loc: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in loc)
    told = "kunci tidak dikenal" if message == _UNKNOWN else message.removeprefix("Value error, ")
    return f"{shown}:{_line(text, loc)}: {key}: {told}"


def _line(text: str, loc: Iterable[int | str]) -> int:
    """The line a fault is on: the header of the table it is in, or the key's own line below that."""
    lines = text.splitlines()
    at, tables = 0, ""
    for part in loc:
        if isinstance(part, int):
            header = re.compile(rf"^\s*\[\[{re.escape(tables)}\]\]")
            found = [number for number, line in enumerate(lines[at:], at) if header.match(line)]
            at = found[part] if part < len(found) else at
            continue
        tables = f"{tables}.{part}" if tables else part
        header = re.compile(rf"^\s*\[{re.escape(tables)}\]")
        key = re.compile(rf"^\s*{re.escape(part)}\s*=")
        for number, line in enumerate(lines[at:], at):
            if header.match(line) or key.match(line):
                at = number
                break
    return at + 1


# Reading -----------------------------------------------------------------------------------------------------------------


@cache
def load_families() -> Families:
    """The families of ``models/families.toml``.

    Raises:
        RegisterError: a fault in the file, or a family without an entry.
    """
    shown = "models/families.toml"
    parsed, _ = _read(files("models") / "families.toml", _FamiliesFile, shown)
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
    )
    budget = Budget(parsed.budget.requests, parsed.budget.each, MappingProxyType(parsed.budget.own))
    return Families(discovery, budget, MappingProxyType({key: _family(key, row) for key, row in parsed.families.items()}))


def _family(key: FamilyId, row: _FamilyRow) -> Family:
    return Family(
        id=key,
        name=row.name,
        lists=tuple(item.rule() for item in row.lists),
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
    )


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
            parsed = _ProvinceRow.model_validate(row)
        except ValidationError as error:
            raise RegisterError(f"{shown}: {key}: {error.errors()[0]['msg']}") from None
        provinces[key] = Province(key, parsed.code, parsed.name, parsed.zone)
    return MappingProxyType(provinces)


def load_register(folder: Path | None = None) -> Register:
    """The register of a folder of ``<province>.toml`` files; without one, the register that comes with the program.

    Raises:
        RegisterError: faults in the files (all of them, with file and line), or no file at all.
    """
    return _packaged() if folder is None else _load(folder, str(folder))


@cache
def _packaged() -> Register:
    return _load(files("models") / "sources", "models/sources")


def _load(folder: Traversable | Path, shown: str) -> Register:
    if not folder.is_dir():
        raise RegisterError(f"{shown}: folder register tidak ada")
    reader = _Reader()
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            reader.read(path, f"{shown}/{path.name}")
    if reader.faults:
        raise RegisterError("\n".join(reader.faults))
    if not reader.sources:
        raise RegisterError(f"{shown}: tidak ada berkas <provinsi>.toml di folder ini")
    return Register(tuple(sorted(reader.sources, key=lambda source: source.id)))


_SOURCE_HEADER = re.compile(r"^\s*\[\[\s*source\s*\]\]")


class _Reader:
    """Collects the sources of several files, and all their faults."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.faults: list[str] = []
        self._ids: dict[str, str] = {}
        self._hosts: dict[str, str] = {}

    def read(self, path: Traversable | Path, shown: str) -> None:
        try:
            parsed, text = _read(path, _SourcesFile, shown)
        except RegisterError as error:
            self.faults.append(str(error))
            return
        province = NATIONAL if parsed.province == NATIONAL.key else load_provinces().get(parsed.province)
        if province is None or path.name != f"{parsed.province}.toml":
            known = "tidak dikenal" if province is None else f"harus di berkas {parsed.province}.toml"
            self.faults.append(
                f"{shown}:{_line(text, ('province',))}: provinsi {parsed.province!r} {known} (lihat models/provinces.toml)"
            )
            return
        headers = [number for number, line in enumerate(text.splitlines(), 1) if _SOURCE_HEADER.match(line)]
        if len(headers) != len(parsed.source):  # in another of TOML's forms no fault could be given its line
            self.faults.append(f"{shown}:{_line(text, ('source',))}: tulis setiap media di bawah [[source]] tersendiri")
            return
        for line, row in zip(headers, parsed.source, strict=True):
            where = f"{shown}:{line}"
            if self._new(self._ids, row.id, where, "id") and self._new(
                self._hosts, bare_host(row.host) + (row.section or ""), where, "host"
            ):
                self._add(row, province, where)

    def _new(self, seen: dict[str, str], key: str, where: str, what: str) -> bool:
        first = seen.setdefault(key, where)
        if first != where:
            self.faults.append(f"{where}: {what} {key!r} sudah dipakai di {first}")
        return first == where

    def _add(self, row: _SourceRow, province: Province, where: str) -> None:
        try:
            self.sources.append(_source(row, province))
        except ValueError as error:
            self.faults.append(f"{where}: {row.id}: {error}")


def _source(row: _SourceRow, province: Province) -> Source:
    families = load_families()
    family = families.by_id[row.family]
    own = {item.kind for item in row.lists}
    both = own & set(row.without)
    if both:
        raise ValueError(f"daftar {', '.join(sorted(both))} ada di 'lists' sekaligus di 'without'")
    inherited = [rule for rule in family.lists if rule.kind not in own and rule.kind not in row.without]
    lists = (*(item.rule() for item in row.lists), *inherited)
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
