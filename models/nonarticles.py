"""The kinds of pages that come in place of articles: a typed reading of ``nonarticles.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError


class NonArticlesError(ValueError):
    """A fault in ``models/nonarticles.toml``; the message names it."""


@dataclass(frozen=True, slots=True)
class NonArticle:
    """A kind of page that is no article and how it is told; see the head of ``nonarticles.toml``."""

    id: str
    says: str
    final: bool
    below: int | None
    headers: tuple[tuple[str, str], ...]
    titles: re.Pattern[str] | None
    markers: tuple[str, ...]
    unless: tuple[str, ...]
    classes: frozenset[str]
    not_classes: frozenset[str]
    types: frozenset[str]

    @property
    def bare(self) -> bool:
        """Whether few words alone are the sign."""
        return not (self.headers or self.titles or self.markers or self.classes or self.types)


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"ekspresi reguler keliru: {error}") from None
    return value


def _lower(value: str) -> str:
    if value != value.lower():
        raise ValueError("harus huruf kecil")
    return value


Marker = Annotated[str, Field(min_length=4), AfterValidator(_lower)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    says: str = Field(min_length=5)
    final: bool
    below: int | None = Field(None, ge=1)
    headers: list[Annotated[str, Field(pattern=r"^[a-z0-9-]+: .+$")]] = []
    titles: list[Annotated[str, AfterValidator(_regex)]] = []
    markers: list[Marker] = []
    unless: list[Marker] = []
    classes: list[Annotated[str, AfterValidator(_lower)]] = []
    not_classes: list[Annotated[str, AfterValidator(_lower)]] = []
    types: list[str] = []

    def kind(self) -> NonArticle:
        names = (header.split(": ", 1) for header in self.headers)
        return NonArticle(
            id=self.id,
            says=self.says,
            final=self.final,
            below=self.below,
            headers=tuple((name, value) for name, value in names),
            titles=re.compile("|".join(f"(?:{title})" for title in self.titles), re.IGNORECASE) if self.titles else None,
            markers=tuple(self.markers),
            unless=tuple(self.unless),
            classes=frozenset(self.classes),
            not_classes=frozenset(self.not_classes),
            types=frozenset(self.types),
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: list[_Row] = Field(min_length=1)


@cache
def load_non_articles() -> tuple[NonArticle, ...]:
    """The kinds in the order in which they are tried.

    Raises:
        NonArticlesError: a fault in the file, or a kind without any sign.
    """
    shown = "models/nonarticles.toml"
    try:
        rows = _File.model_validate(tomllib.loads((files("models") / "nonarticles.toml").read_text("utf-8"))).kind
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise NonArticlesError(f"{shown}: {error}") from None
    kinds = tuple(row.kind() for row in rows)
    if len({kind.id for kind in kinds}) != len(kinds):
        raise NonArticlesError(f"{shown}: id berulang")
    for kind in kinds:
        if kind.bare and kind.below is None:
            raise NonArticlesError(f"{shown}: {kind.id}: tanpa tanda apa pun")
    return kinds
