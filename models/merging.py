"""By what articles are told to be copies and reports to be of one happening: the file ``merge.toml``."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.lexicon import parse
from models.vocab import EventType


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(_Strict):
    """How far apart two reports may lie, in days."""

    near: int = Field(ge=0)
    week: int = Field(gt=0)
    vague: int = Field(gt=0)
    moved: int = Field(gt=0)
    confirm: int = Field(ge=0)


class Bounds(_Strict):
    """With how many a new one is compared at most."""

    candidates: int = Field(gt=0)
    copies: int = Field(gt=0)


class Agreement(_Strict):
    """What each point of agreement adds. The keys from ``same_day`` to ``one_undated`` are how two dates agree."""

    same_day: float
    days_touch: float
    near_day: float
    moved: float
    same_period: float
    date_within: float
    undated_together: float
    one_undated: float
    office: float = Field(gt=0)
    official: float = Field(gt=0)
    second_official: float = Field(gt=0)
    counterparty: float = Field(gt=0)
    place: float = Field(gt=0)
    venue: float = Field(gt=0)
    status: float = Field(gt=0)
    trigger: float = Field(gt=0)
    sentence: float = Field(gt=0)
    figure: float = Field(gt=0)
    copy_: float = Field(gt=0, alias="copy")


class Disagreement(_Strict):
    """What each point of disagreement takes away; all are negative."""

    office: float = Field(lt=0)
    place: float = Field(lt=0)
    counterparty: float = Field(lt=0)
    venue: float = Field(lt=0)
    other_venue: float = Field(lt=0)
    figure: float = Field(lt=0)
    program: float = Field(lt=0)
    status: float = Field(lt=0)


class TypeWeights(_Strict):
    """What weighs otherwise for one type."""

    counterparty: float | None = Field(default=None, lt=0)
    program: float | None = Field(default=None, lt=0)


class Words(_Strict):
    """Word lists, lower case."""

    generic: frozenset[str]
    put_off: tuple[str, ...] = Field(min_length=1)


class CopyRules(_Strict):
    """How copies are found."""

    permutations: int = Field(gt=0)
    bands: int = Field(gt=0)
    rows: int = Field(gt=0)
    run: int = Field(gt=0)
    least: int = Field(gt=0)
    days: int = Field(gt=0)
    share: float = Field(gt=0, le=1)
    whole: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.bands * self.rows > self.permutations:
            raise ValueError(f"{self.bands} bands of {self.rows} need more than {self.permutations} permutations")
        return self

    @property
    def algorithm(self) -> str:
        """What a signature depends on; signatures of another algorithm are not compared, and are made again."""
        return f"minhash/affine32/crc32/{self.permutations}/words{self.run}/bands{self.bands}x{self.rows}/1"


class MergeWeights(_Strict):
    """The file ``merge.toml``."""

    threshold: float = Field(gt=0)
    whole: float = Field(gt=0)
    days: Days
    bounds: Bounds
    agree: Agreement
    disagree: Disagreement
    types: Mapping[EventType, TypeWeights]
    words: Words
    copies: CopyRules

    def counterparty_loss(self, event_type: EventType) -> float:
        """What it takes away that two reports of a type name other bodies."""
        own = self.types.get(event_type)
        return self.disagree.counterparty if own is None or own.counterparty is None else own.counterparty

    def program_loss(self, event_type: EventType) -> float:
        """What it takes away that two reports of a type name other programmes."""
        own = self.types.get(event_type)
        return self.disagree.program if own is None or own.program is None else own.program


@cache
def merge_weights() -> MergeWeights:
    """The weights in force.

    Raises:
        LexiconError: the file has an unknown, missing or impossible key; the message names it.
    """
    return parse(_text(), MergeWeights, "models/merge.toml")


@cache
def merge_digest() -> str:
    """The first 12 hex digits of a SHA-256 of the file: reports linked by other weights are linked again."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]


def _text() -> str:
    return files("models").joinpath("merge.toml").read_text("utf-8")
