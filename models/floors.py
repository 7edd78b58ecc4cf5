"""The quality floors: the F1 that each task must keep on the project's own gold articles, from ``models/floors.toml``.

The floors are pinned to the gold set by its digest: a changed set is a changed measure, which somebody must look at.
"""

import math
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field

from models.lexicon import parse

_SHOWN = "models/floors.toml"
_PLACES = 4
_UNITS = 10_000


class FloorError(ValueError):
    """Floors that may not be changed as asked; the message says which and what it takes."""


Share = Annotated[float, Field(ge=0, le=1)]


class Lowered(BaseModel):
    """A floor that somebody lowered, and why."""

    task: str
    was: Share
    to: Share
    why: Annotated[str, Field(min_length=10)]


class Floors(BaseModel):
    """``models/floors.toml``. ``gold`` is the digest of the set in hex, ``margin`` how far below a measured F1 a floor is set."""

    gold: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    articles: Annotated[int, Field(ge=1)]
    margin: Share
    tasks: dict[str, Share]
    lowered: tuple[Lowered, ...] = ()


def floors_path() -> Path:
    """The file of this installation."""
    return Path(str(files("models") / "floors.toml"))


def read_floors(path: Path | None = None) -> Floors:
    """The floors of a file, by default this installation's.

    Raises:
        LexiconError: the file does not fit the schema.
    """
    path = path or floors_path()
    return parse(path.read_text(encoding="utf-8"), Floors, str(path) if path != floors_path() else _SHOWN)


def broken(floors: Floors, measured: Mapping[str, float], gold: str) -> list[str]:
    """What breaks the floors, a line each, for people: another gold set, a task below its floor, a task without one."""
    problems = []
    if gold != floors.gold:
        problems.append(
            f"Kumpulan anotasi bukan yang dipatok (sidik {gold[:12]}, dipatok {floors.gold[:12]}); "
            "periksa perubahannya, lalu patok dengan --update-floors."
        )
    for task, value in measured.items():
        if task not in floors.tasks:
            problems.append(f"{task}: belum berlantai; patok dengan --update-floors.")
        elif value < floors.tasks[task]:
            problems.append(f"{task}: F1 {value:.4f} di bawah lantai {floors.tasks[task]:.4f}")
    problems += [f"{task}: berlantai tetapi tidak diukur" for task in floors.tasks if task not in measured]
    return problems


def _below(value: float, margin: float) -> float:
    """A measured value less the margin, rounded down."""
    return max(0.0, math.floor((value - margin) * _UNITS) / _UNITS)


def updated(floors: Floors, measured: Mapping[str, float], gold: str, articles: int, why: str | None) -> Floors:
    """The floors raised to what is measured less the margin; a floor above what is measured falls only with a reason.

    Raises:
        FloorError: a task lies below its floor and ``why`` is ``None``.
    """
    fallen = {task: value for task, value in measured.items() if value < floors.tasks.get(task, 0.0)}
    if fallen and why is None:
        lines = [f"{task}: F1 {value:.4f} di bawah lantai {floors.tasks[task]:.4f}" for task, value in fallen.items()]
        raise FloorError("\n".join([*lines, "Lantai hanya turun dengan --allow-regression dan --why 'alasannya'."]))
    tasks = {
        task: _below(value, floors.margin) if task in fallen else max(floors.tasks.get(task, 0.0), _below(value, floors.margin))
        for task, value in measured.items()
    }
    told = [Lowered(task=task, was=floors.tasks[task], to=tasks[task], why=why) for task in fallen if why is not None]
    return Floors(gold=gold, articles=articles, margin=floors.margin, tasks=tasks, lowered=(*floors.lowered, *told))


_HEAD = """\
# The F1 that each task must keep on the project's own gold articles; `pantau evaluate` fails below it.
#
# Written by `pantau evaluate --update-floors`, which raises floors to the measured F1 less `margin` and lowers one only with
# --allow-regression and a written --why, kept below. Reading is deterministic, so the margin is not for noise: it lets a rule
# that is right in general cost one mention or two of a task on this set, and no more.

"""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def to_toml(floors: Floors) -> str:
    """The content of the file."""
    lines = [f"gold = {_quoted(floors.gold)}", f"articles = {floors.articles}", f"margin = {floors.margin}", "", "[tasks]"]
    lines += [f"{_quoted(task)} = {value:.{_PLACES}f}" for task, value in floors.tasks.items()]
    for item in floors.lowered:
        lines += ["", "[[lowered]]", f"task = {_quoted(item.task)}", f"was = {item.was:.{_PLACES}f}"]
        lines += [f"to = {item.to:.{_PLACES}f}", f"why = {_quoted(item.why)}"]
    return _HEAD + "\n".join(lines) + "\n"
