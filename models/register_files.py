"""What people write in the register's files: schemas, and a reading that names file and line of every fault."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.hosts import bare_host, registrable_domain
from models.vocab import Family as FamilyId
from models.vocab import ListKind, Zone

Probe = Literal["seen", "listed", "convention", "guess", "none"]
"""How a field of a row is known: read on a stored page, stated in a public list, the default of the family's software,
guessed from the neighbourhood, or known to be missing. Only a crawl can settle it."""


class RegisterError(ValueError):
    """A register that cannot be read; the message names file and line of each fault, in Indonesian."""


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"ekspresi reguler keliru: {error}") from None
    return value


_DATES = dict.fromkeys(("since", "until", "year", "month", "day"), "")


def _path(value: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    if not re.match(r"/|https?://[^/?#{}]+/", value):
        raise ValueError("harus diawali '/', relatif terhadap homepage, atau alamat https:// dalam jaringan yang sama")
    try:
        value.format(query="", tag="", page=1, offset=1, **more)
    except (KeyError, IndexError, ValueError):
        known = ", ".join(f"{{{name}}}" for name in ("query", "tag", "page", "offset", *more))
        raise ValueError(f"penanda yang dikenal hanya {known}") from None
    return value


def _lower(value: str) -> str:
    if value != value.lower():
        raise ValueError("tulis dengan huruf kecil: sumber halaman dibandingkan tanpa membedakan huruf besar")
    return value


Regex = Annotated[str, AfterValidator(_regex)]
PathTemplate = Annotated[str, AfterValidator(_path)]
DatedTemplate = Annotated[str, AfterValidator(lambda value: _path(value, _DATES))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_min_length=1)


class ListRow(_Strict):
    """A list, of a family or of one source."""

    kind: ListKind
    url: PathTemplate
    next: PathTemplate | None = None
    origin: int = Field(0, ge=0)
    size: int = Field(0, ge=0)
    pages: int = Field(20, ge=1, le=200)
    specific: bool = False


class ArchiveRow(ListRow):
    """A list that reaches into the past."""

    url: DatedTemplate
    next: DatedTemplate | None = None
    pages: int = Field(200, ge=1, le=2000)
    per: Literal["window", "month", "day"] = "window"
    otherwise: bool = False


class FamilyRow(_Strict):
    """A family of content management systems."""

    name: str
    lists: Annotated[list[ListRow], Field(min_length=1)]
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
    archives: list[ArchiveRow] = []
    domains: list[str] = []
    marks: list[Annotated[str, AfterValidator(_lower)]] = []
    proof: PathTemplate | None = None


class _DiscoveryRow(_Strict):
    queries: Annotated[list[str], Field(min_length=1)]
    tags: Annotated[list[str], Field(min_length=1)]
    names: Annotated[list[str], Field(min_length=1)]
    deny: list[str]
    shapes: list[Regex]


class _BudgetRow(_Strict):
    requests: int = Field(ge=1)
    each: int = Field(ge=0)
    own: dict[str, Annotated[int, Field(ge=1)]] = {}


class FamiliesFile(_Strict):
    """``families.toml``."""

    discovery: _DiscoveryRow
    budget: _BudgetRow
    families: dict[FamilyId, FamilyRow]


class ProvinceRow(_Strict):
    """A province of ``provinces.toml``."""

    code: str = Field(pattern=r"^\d{2}$")
    name: str
    zone: Zone


class SourceRow(_Strict):
    """An outlet: its family, and what differs."""

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
    lists: list[ListRow] = []
    without: list[ListKind] = []
    queries: list[str] = []
    tags: list[str] = []
    feed_zone: Literal["stated", "local"] | None = None
    enabled: bool = True
    reason: str | None = None
    probe: dict[str, Probe] = {}
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "SourceRow":
        if self.enabled == (self.reason is not None):
            raise ValueError("'reason' wajib ada bila enabled = false, dan hanya di situ")
        if self.homepage is not None and bare_host(urlsplit(self.homepage).hostname or "") != bare_host(self.host):
            raise ValueError(f"homepage {self.homepage} bukan alamat host {self.host}")
        for rule in self.lists:
            asked = urlsplit(rule.url).hostname
            if asked and registrable_domain(asked) != registrable_domain(self.host):
                raise ValueError(f"daftar {rule.url} di luar jaringan {registrable_domain(self.host)}")
        return self


class SourcesFile(_Strict):
    """``sources/<province>.toml``."""

    province: str
    source: Annotated[list[SourceRow], Field(min_length=1)]


Schema = TypeVar("Schema", bound=BaseModel)


def read_toml(path: Traversable | Path, schema: type[Schema], shown: str) -> tuple[Schema, str]:
    """A file read by a schema, and its text.

    Raises:
        RegisterError: it cannot be read; all faults of its content are told at once.
    """
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


def sound_rows(path: Traversable | Path) -> tuple[SourcesFile, str, Sequence[int], int] | None:
    """What can be kept of a file of sources with broken rows: the file without them, its text, the places of the sound ones,
    and how many rows there are in all.

    ``None`` where nothing can: no TOML, no sound row, or a fault outside the rows.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        rows = data["source"]
        places = [place for place, row in enumerate(rows) if _sound(row)]
        return SourcesFile.model_validate({**data, "source": [rows[place] for place in places]}), text, places, len(rows)
    except (OSError, ValueError, KeyError, TypeError):  # faults of decoding, TOML and validation are ValueErrors
        return None


def _sound(row: object) -> bool:
    try:
        SourceRow.model_validate(row)
    except ValidationError:
        return False
    return True


_UNKNOWN = "Extra inputs are not permitted"


def _fault(shown: str, text: str, loc: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in loc)
    told = "kunci tidak dikenal" if message == _UNKNOWN else message.removeprefix("Value error, ")
    return f"{shown}:{line_of(text, loc)}: {key}: {told}"


def line_of(text: str, loc: Iterable[int | str]) -> int:
    """The line a fault is on: the header of the table it is in, or the key's own line below that."""
    lines = text.splitlines()
    at, tables, end = 0, "", len(lines)
    for part in loc:
        if isinstance(part, int):
            header = re.compile(rf"^\s*\[\[{re.escape(tables)}\]\]")
            found = [number for number, line in enumerate(lines[at:end], at) if header.match(line)]
            if part < len(found):
                at, end = found[part], (*found, end)[part + 1]
            continue
        tables = f"{tables}.{part}" if tables else part
        header = re.compile(rf"^\s*\[{re.escape(tables)}\]")
        key = re.compile(rf"^\s*{re.escape(part)}\s*=")
        for number, line in enumerate(lines[at:end], at):
            if header.match(line) or key.match(line):
                at = number
                break
    return at + 1
