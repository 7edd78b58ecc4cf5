"""What merging knows of a report besides the report itself, and what it finds: records without behaviour."""

from dataclasses import dataclass
from enum import StrEnum

from models.records import StoredReport
from models.vocab import Indicator, Per, Qualifier


class Likeness(StrEnum):
    """What an article is to the first published one that says the same."""

    ORIGINAL = "original"
    COPY = "copy"
    SHORTENED = "shortened"
    EXTENDED = "extended"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Signature:
    """The MinHash of an article: ``values`` as bytes, the number of different runs of words, and what it was made with."""

    algorithm: str
    runs: int
    values: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """An article as copies are told apart: its number and id, its instant of publication as stored, and its signature."""

    number: int
    id: str
    published: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles of which one has most of the other's words: the share of the first that the second has, and vice versa."""

    first: str
    second: str
    of_first: float
    of_second: float


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article's words come from: the first published one of its group, itself for that one."""

    article: str
    original: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure inside the sentence that tells of a happening."""

    indicator: Indicator
    unit: str
    per: Per | None
    value: float
    qualifier: Qualifier | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """A report with what merging weighs: its sentence, the figures in it, and whose words its article has.

    ``origin`` is the id of the article that its article is a copy of (its own where of none), ``copies`` are the ids of all
    articles that share most of its words.
    """

    stored: StoredReport
    sentence: str = ""
    figures: tuple[ToldFigure, ...] = ()
    origin: str = ""
    copies: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The id of the report."""
        return self.stored.id

    @property
    def account(self) -> str:
        """Whose account it is: copies of one article are one account."""
        return self.origin or self.stored.article_id


@dataclass(frozen=True, slots=True)
class ToldValue:
    """One value that reports give a slot of an event. ``reports`` are their ids, the first to say it first.

    ``slot`` is ``status``, ``date``, ``venue`` or ``figure:<indicator>:<unit>[:<per>]``; ``accounts`` counts independent ones.
    """

    slot: str
    value: str
    reports: tuple[str, ...]
    accounts: int
    preferred: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What the reports of an event tell beyond its slots, and why the event is saved.

    ``postponed_from`` is the date it was planned for before it was put off; ``cause`` the report that changed the event, where
    one did; ``came_from`` the event that these reports were part of until now, where that one was split.
    """

    values: tuple[ToldValue, ...] = ()
    postponed_from: str | None = None
    cause: str | None = None
    came_from: str | None = None
