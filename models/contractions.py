"""The contractions of the press, written out."""

from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from models.lexicon import load


class Contractions(BaseModel):
    """The file ``lexicon/contractions.toml``: one word in lower case to the words it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[str, str]


@cache
def contractions() -> MappingProxyType[str, tuple[str, ...]]:
    """Each contraction and its words."""
    return MappingProxyType({short: tuple(full.split()) for short, full in load("contractions", Contractions).words.items()})
