"""Gold articles: articles with the extraction that a careful human reader made of them, by ``docs/annotation.md``."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from models.records import Article
from models.vocab import EventType, FigureKind, Indicator, OfficeKind, Per, Program, Qualifier, Salience, Status


class GoldError(ValueError):
    """A gold folder or file that cannot be scored against; the message names the file and each wrong field."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Piece(_Strict):
    text: Annotated[str, Field(min_length=1)]
    nth: Annotated[int, Field(ge=1)] = 1


class _Date(_Piece):
    value: str
    weekday_wrong: bool = False


class _Office(_Strict):
    kind: OfficeKind
    name: str


class _Official(_Strict):
    name: str
    position: str
    organisation: str | None
    aliases: list[str]


class _Figure(_Piece):
    value: int | float
    kind: FigureKind
    unit: str
    indicator: Indicator
    per: Per | None = None
    qualifier: Qualifier | None = None


class _Event(_Strict):
    type: EventType
    trigger: str
    status: Status
    salience: Salience
    date: str | None
    venue: str | None
    places: list[str]
    offices: list[_Office]
    counterparties: list[str]
    officials: list[str]
    programs: list[Program]
    cluster: str | None = None


def _zoned(value: str) -> str:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("tanpa zona waktu")
    return value


class _Gold(_Strict):
    id: Annotated[str, Field(min_length=1)]
    url: str
    outlet: str
    published: Annotated[str, AfterValidator(_zoned)]
    title: str
    text: str
    relevant: bool
    dates: list[_Date]
    offices: list[_Office]
    officials: list[_Official]
    figures: list[_Figure]
    programs: list[Program]
    events: list[_Event]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One gold file. ``data`` is its JSON object, checked; ``digest`` the SHA-256 of its bytes in hex."""

    path: Path
    digest: str
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """The name of the article."""
        return str(self.data["id"])

    @property
    def article(self) -> Article:
        """The article alone, as the pipeline reads it."""
        fields = {name: self.data[name] for name in ("id", "url", "outlet", "title", "text")}
        return Article(**fields, published=datetime.fromisoformat(self.data["published"]))


def locate(item: dict[str, Any], text: str) -> tuple[int, int] | None:
    """The span of a found piece (``start``/``end``) or an annotated one (``text``/``nth``); ``None`` where it does not stand."""
    if item.get("start") is not None:
        return item["start"], item["end"]
    at = -1
    for _ in range(item.get("nth", 1)):
        at = text.find(item["text"], at + 1)
        if at < 0:
            return None
    return at, at + len(item["text"])


def read_article(path: Path) -> GoldArticle:
    """One gold file, checked against the schema; every annotated piece must stand in its text.

    Raises:
        GoldError: it is no such file.
    """
    content = path.read_bytes()
    try:
        gold = _Gold.model_validate_json(content)
    except ValidationError as error:
        lines = [f"{path}: {'.'.join(map(str, item['loc'])) or '(akar)'}: {item['msg']}" for item in error.errors()]
        raise GoldError("\n".join(lines)) from None
    pieces: list[tuple[str, _Piece]] = [*(("dates", d) for d in gold.dates), *(("figures", f) for f in gold.figures)]
    lost = [f"{name}: {p.text!r} (nth {p.nth})" for name, p in pieces if locate(p.model_dump(), gold.text) is None]
    if lost:
        raise GoldError("\n".join(f"{path}: {piece} tidak ada di teks" for piece in lost))
    return GoldArticle(path, hashlib.sha256(content).hexdigest(), json.loads(content))


def read_gold(folders: Iterable[Path]) -> list[GoldArticle]:
    """The gold articles of the folders (``*.json``), by folder and file name.

    Raises:
        GoldError: a folder holds none, a file is faulty, or two share an id.
    """
    found: dict[str, GoldArticle] = {}
    for folder in folders:
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise GoldError(f"{folder}: tidak ada berkas .json anotasi")
        for path in paths:
            gold = read_article(path)
            if gold.id in found:
                raise GoldError(f"{path}: id {gold.id!r} sudah dipakai di {found[gold.id].path}")
            found[gold.id] = gold
    return list(found.values())


def gold_digest(articles: Iterable[GoldArticle]) -> str:
    """A SHA-256 over ids and contents of a gold set, in hex; folder and order do not count."""
    whole = hashlib.sha256()
    for gold in sorted(articles, key=lambda gold: gold.id):
        whole.update(f"{gold.id}\0{gold.digest}\n".encode())
    return whole.hexdigest()
