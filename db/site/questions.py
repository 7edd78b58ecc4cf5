"""Questions ready to ask: SQL with parameters, titles and charts, one file each in ``db/site/questions``.

An empty parameter leaves that condition out, or stands for the default its file names.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from db.calendars import spoken
from db.labels import labels
from db.site import charts, links, maps
from db.summary import office_name
from models.gazetteers import offices, regions
from models.records import Office
from models.vocab import OfficeKind, RegionKind

LINKED = {
    "kejadian": ("event_id", links.event),
    "berita": ("article_id", links.article),
    "kantor": ("office_id", links.office),
    "pejabat": ("person_id", links.person),
    "wilayah": ("region_code", links.region),
    "media": ("outlet_id", links.outlet),
}
"""Columns that people read, the column beside each that says what it leads to, and how."""


MONTH = "bulan"
"""The column of months, which charts name in words."""


class QuestionError(ValueError):
    """A file of a question is not as its schema says; the message names file and key."""


class Parameter(BaseModel):
    """What can be asked for: ``kind`` says what may be chosen, ``default`` is what an empty value stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    kind: Literal["angka", "jenis", "kantor", "keraguan", "provinsi", "tahun"]
    default: str

    @property
    def choices(self) -> Mapping[str, str]:
        """Values and what they are called; empty where anything may be typed."""
        return _choices(self.kind)


class ChartOf(BaseModel):
    """A picture of the rows: bars, lines by ``series``, or the map; ``x`` and ``y`` are columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["batang", "garis", "peta"]
    x: str
    y: str
    series: str = ""


class Question(BaseModel):
    """A question; ``name`` is its file's, and its address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    order: int
    title: str
    description: str
    sql: str
    parameters: dict[str, Parameter] = {}
    chart: ChartOf | None = None


def read_question(name: str, text: str) -> Question:
    """A question from its file's text.

    Raises:
        QuestionError: not TOML, or a key that is missing, unknown or wrong.
    """
    try:
        return Question.model_validate(tomllib.loads(text) | {"name": name})
    except tomllib.TOMLDecodeError as error:
        raise QuestionError(f"questions/{name}.toml: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise QuestionError(f"questions/{name}.toml: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@cache
def questions() -> dict[str, Question]:
    """All questions by name, in their order."""
    folder = files("db.site") / "questions"
    found = [
        read_question(item.name.removesuffix(".toml"), item.read_text("utf-8"))
        for item in folder.iterdir()
        if item.name.endswith(".toml")
    ]
    return {question.name: question for question in sorted(found, key=lambda q: (q.order, q.name))}


def canned() -> dict[str, dict[str, Any]]:
    """The questions as Datasette's metadata has them."""
    return {
        q.name: {"title": q.title, "description": q.description, "sql": q.sql, "params": list(q.parameters), "hide_sql": True}
        for q in questions().values()
    }


def picture(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The chart of a question's rows: ``kind`` and the laid out ``data``. ``None`` where there is nothing to draw."""
    question = questions().get(name)
    if question is None or question.chart is None or not rows:
        return None
    chart = question.chart
    data: Any
    if chart.kind == "garis":
        data = charts.lines((row[chart.series], row[chart.x], row[chart.y]) for row in rows)
    elif chart.kind == "peta":
        data = maps.drawn(_sums(rows, chart), links.region)
    else:
        data = charts.bars((_month(label) if chart.x == MONTH else label, value) for label, value in _sums(rows, chart).items())
    return {"kind": chart.kind, "data": data, "unit": chart.y} if data else None


def _month(value: str) -> str:
    try:
        return spoken(value)
    except ValueError:
        return value


def beside(column: str, columns: Sequence[str]) -> bool:
    """Whether a column only says where the readable column beside it leads."""
    return any(key == column and name in columns for name, (key, _) in LINKED.items())


def _sums(rows: Sequence[Mapping[str, Any]], chart: ChartOf) -> dict[str, Any]:
    """The values of ``y`` by ``x``, added up where several rows share one, in the order of the rows."""
    found: dict[str, Any] = {}
    for row in rows:
        if isinstance(row[chart.y], int | float):
            key = str(row[chart.x])
            found[key] = found.get(key, 0) + row[chart.y]
    return found


@cache
def provinces() -> Mapping[str, str]:
    """The provinces by code, in the order of their names."""
    found = sorted((region for region in regions() if region.kind is RegionKind.PROVINSI), key=lambda region: region.name)
    return {region.code: region.name for region in found}


@cache
def _choices(kind: str) -> Mapping[str, str]:
    if kind == "jenis":
        return labels()["EventType"]
    if kind == "keraguan":
        return labels()["IssueCode"]
    if kind == "provinsi":
        return provinces()
    if kind == "kantor":
        told = [office for office in offices() if office.kind is not OfficeKind.KCP]
        return {office.id: office_name(Office(office.kind, office.name)) for office in told}
    return {}
