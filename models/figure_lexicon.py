"""What is counted, what is no figure, and what tells a figure's meaning: ``models/lexicon/figures.toml``."""

from enum import StrEnum
from functools import cache
from typing import Self

from pydantic import BaseModel, Field, model_validator

from models.lexicon import Word, Words, load
from models.verb_forms import voices
from models.vocab import Indicator

Votes = dict[Indicator, float]


class Side(StrEnum):
    """Where a cue stands, seen from the figure."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


class NotFigures(BaseModel):
    """Words that make a number something else: before it, after it, and around the proper names of movements."""

    before: Words
    units: Words
    movements: Words


class Follow(BaseModel):
    """How to read the word after a number: no noun, a verb, a head that takes the next word, an adjective of the unit."""

    function: Words
    verbs: Words
    nouns: Words
    heads: Words
    adjectives: Words
    license_before: Words
    license_after: Words
    details: Words


class Group(BaseModel):
    """Units that behave alike and their votes before any cue."""

    name: Word
    prior: Votes
    units: Words


class Scoring(BaseModel):
    """The constants of the vote; see the comments in the file."""

    money: Votes
    percent: Votes
    other_unit: Votes
    half_before: float = Field(gt=0)
    half_after: float = Field(gt=0)
    clause: float = Field(gt=0, le=1)
    figure_between: float = Field(gt=0, le=1)
    previous: float = Field(ge=0, le=1)
    earlier: float = Field(ge=0, le=1)
    per_time: Votes
    whole: Votes
    whole_paid: Votes
    aimed_share: Votes
    beside_goal: Votes
    paid: dict[Indicator, Votes]
    with_body: Votes
    equals: dict[Indicator, Votes]
    share_of: dict[Indicator, Votes]
    part: Votes
    whole_first: Votes
    for_cases: Votes
    inherit_next: float = Field(ge=0)
    inherit: float = Field(ge=0)
    inherit_list: float = Field(ge=0)
    inherit_elliptic: float = Field(ge=0)
    listing: Words
    neutral: Words
    joining: Words
    boundaries: Words


class Cue(BaseModel):
    """Words that vote for indicators of the figures around them.

    ``nearest``: no figure may stand between; ``clause``: with ``yang`` they speak of another subject behind a comma;
    ``rate``: they explain themselves why an amount is by the month.
    """

    name: Word
    words: Words
    then: Words = ()
    side: Side = Side.BOTH
    within: int = Field(default=400, gt=0)
    carries: bool = False
    nearest: bool = False
    clause: bool = False
    rate: bool = False
    voices: bool = False
    money: Votes = {}
    percent: Votes = {}
    count: Votes = {}
    partner: Votes = {}

    @property
    def phrases(self) -> tuple[str, ...]:
        """The words, each followed by each of ``then`` where there are any; with ``voices`` also their other voices."""
        if self.voices:
            return tuple(dict.fromkeys([*self.words, *(form for word in self.words for form in voices(word))]))
        return tuple(f"{word} {tail}" for word in self.words for tail in self.then) or self.words

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.money or self.percent or self.count or self.partner):
            raise ValueError(f"petunjuk {self.name!r} tidak memilih apa pun")
        return self


class Amount(BaseModel):
    """Sums of money that speak for themselves: one of ``values``, or anything below ``below``."""

    values: tuple[int, ...] = ()
    below: int = 0
    votes: Votes


class Size(BaseModel):
    """Counts of people from ``least`` to below ``below`` and what such numbers mostly are."""

    least: int = Field(ge=0)
    below: int = Field(gt=0)
    votes: Votes


class QualifierWords(BaseModel):
    """Words that say how a figure is meant: right before it, right after it, or (``goal``) in its clause."""

    approx: Words
    min: Words
    max: Words
    target: Words
    fillers: Words
    min_after: Words
    goal: Words


class PerWords(BaseModel):
    """Denominators of rates, by what they count as."""

    orang: Words
    hari: Words
    bulan: Words
    tahun: Words
    each: Words


class FigureLexicon(BaseModel):
    """The whole file."""

    not_figures: NotFigures
    follow: Follow
    group: list[Group]
    scoring: Scoring
    cue: list[Cue]
    amount: list[Amount]
    size: list[Size]
    qualifier: QualifierWords
    per: PerWords

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        seen: dict[str, str] = {}
        for group in self.group:
            for unit in group.units:
                if unit in seen:
                    raise ValueError(f"satuan {unit!r} ada di kelompok {seen[unit]!r} dan {group.name!r}")
                seen[unit] = group.name
        if clash := sorted(set(self.not_figures.units) & set(seen)):
            raise ValueError(f"satuan {clash} sekaligus dihitung dan tidak dihitung")
        names = [cue.name for cue in self.cue]
        if len(set(names)) < len(names):
            raise ValueError("nama petunjuk berulang")
        return self


@cache
def figure_lexicon() -> FigureLexicon:
    """The lexicon of figures, read once."""
    return load("figures", FigureLexicon)
