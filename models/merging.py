"""The weights by which reports are merged into events."""

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from models.lexicon import parse


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Agreement(_Strict):
    """What each point of agreement adds."""

    same_day: float
    same_period: float
    date_within: float
    undated_together: float
    office: float
    official: float
    counterparty: float
    place: float
    venue: float
    status: float
    trigger: float


class Disagreement(_Strict):
    """What each point of disagreement takes away; all are negative."""

    office: float = Field(lt=0)
    place: float = Field(lt=0)
    counterparty: float = Field(lt=0)
    status: float = Field(lt=0)


class MergeWeights(_Strict):
    """The file ``merge.toml``."""

    threshold: float = Field(gt=0)
    window_days: int = Field(gt=0)
    agree: Agreement
    disagree: Disagreement


@cache
def merge_weights() -> MergeWeights:
    """The weights in force.

    Raises:
        LexiconError: the file has an unknown, missing or impossible key; the message names it.
    """
    return parse(files("models").joinpath("merge.toml").read_text("utf-8"), MergeWeights, "models/merge.toml")
