"""Golden pages: a page as an outlet sent it, and what a person read on it. The page is the outlet's and stays private."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from models.ids import canonical_url
from models.records import Page


class GoldenError(ValueError):
    """A golden page that cannot be read; the message names file and field, in Indonesian."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Strict):
    """What is to be read on a page."""

    title: Annotated[str, Field(min_length=1)]
    author: str | None
    published: AwareDatetime
    text: Annotated[str, Field(min_length=1)]


class Golden(_Strict):
    """A golden page: where it came from, its files (beside this one), and what is to be read.

    ``expected`` is empty until the page was cleaned once, ``read_by`` until a person has compared the two.
    """

    url: str
    source: str | None
    fetched_at: AwareDatetime
    content_type: str
    pages: Annotated[list[str], Field(min_length=1)]
    expected: Expected | None = None
    read_by: Annotated[str, Field(min_length=2)] | None = None
    read_on: date | None = None

    @model_validator(mode="after")
    def _read(self) -> "Golden":
        if (self.read_by is None) != (self.read_on is None):
            raise ValueError("read_by dan read_on diisi bersama: siapa yang membaca, dan kapan")
        if self.read_by is not None and self.expected is None:
            raise ValueError("tidak mungkin dibaca: expected masih kosong")
        return self

    def page(self, folder: Path) -> Page:
        """The stored page, with its further numbered pages.

        Raises:
            OSError: a file is missing.
        """
        first, *parts = ((folder / name).read_bytes() for name in self.pages)
        headers = (("Content-Type", self.content_type),)
        return Page(canonical_url(self.url), self.url, self.source, 200, headers, first, self.fetched_at, tuple(parts))


def read_golden(path: Path) -> Golden:
    """A golden page's description.

    Raises:
        GoldenError: it cannot be read, or a field is wrong.
    """
    try:
        return Golden.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldenError(f"{path}: tidak dapat dibaca: {error.strerror}") from None
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, item['loc'])) or 'berkas'}: {item['msg']}" for item in error.errors())
        raise GoldenError(f"{path}: {faults}") from None


def write_golden(golden: Golden, path: Path) -> None:
    """Write a golden page's description, for people to read and mend."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(json.dumps(golden.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def goldens(folder: Path) -> list[Path]:
    """The descriptions of a folder's golden pages."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))
