"""What is known about gathering the arguments of happenings: cues, speech, venues, and the order of sources by role and type."""

from functools import cache
from typing import Literal, get_args

from pydantic import BaseModel, model_validator

from models.lexicon import Words, load
from models.vocab import EventType

SLOTS = ("venue", "counterparties", "places", "offices", "officials", "programs")
"""In the order they are filled: places look at the counterparties, offices at the places."""
Role = Literal["main", "peer", "twin", "due", "side", "past", "plan", "wish"]

_Party = Literal[
    "own",
    "proper",
    "voice",
    "ours",
    "enforcers",
    "winners",
    "near",
    "members",
    "asked",
    "paper",
    "forum",
    "signers",
    "subject",
    "sides",
    "gathering",
    "setting",
    "lead",
    "title",
    "rulers",
    "payers",
    "regions",
    "scene",
]


class Sources(BaseModel):
    """For each slot the sources to try in order, the first that gives anything wins; ``None`` leaves what a wider rule says."""

    venue: tuple[Literal["own", "setting", "scene"], ...] | None = None
    places: (
        tuple[Literal["own", "voice", "tail", "before", "main", "governments", "home", "occasion", "told", "scene"], ...] | None
    ) = None
    offices: tuple[Literal["own", "doers", "speaker", "cast", "tail", "actors", "core", "branch", "scene"], ...] | None = None
    counterparties: tuple[_Party, ...] | None = None
    officials: tuple[Literal["cast", "everyone", "guests", "named", "actors", "voice", "scene"], ...] | None = None
    programs: tuple[Literal["own", "tail", "topic", "opening", "theme", "scene"], ...] | None = None


class Cues(BaseModel):
    """Words that tell what a sentence is for."""

    setting: Words
    presence: Words
    delegates: Words
    attendance: Words
    awards: Words
    benefits: Words
    acting: Words
    absent: Words
    prosecutors: Words
    spot: Words
    both: Words
    sides: Words
    apart: Words
    occasion: Words
    coverage: Words
    positions: Words


class Asking(BaseModel):
    """Words of a wish: who asks, what links, what ends the name of whom it is put to, counts before and words behind a noun.

    ``nobody`` are nouns that are no bodies.
    """

    verbs: Words
    links: Words
    ends: Words
    counts: Words
    behind: Words
    nobody: Words


class Arguments(BaseModel):
    """The content of ``models/lexicon/arguments.toml``: sources by role, by type, and by role and type together."""

    cues: Cues
    asking: Asking
    roles: dict[Role, Sources]
    types: dict[EventType, Sources] = {}
    main: dict[EventType, Sources] = {}
    peer: dict[EventType, Sources] = {}
    twin: dict[EventType, Sources] = {}
    due: dict[EventType, Sources] = {}
    side: dict[EventType, Sources] = {}
    past: dict[EventType, Sources] = {}
    plan: dict[EventType, Sources] = {}
    wish: dict[EventType, Sources] = {}

    @model_validator(mode="after")
    def _complete(self) -> "Arguments":
        for role in get_args(Role):
            sources = self.roles.get(role)
            missing = [slot for slot in SLOTS if sources is None or getattr(sources, slot) is None]
            if missing:
                raise ValueError(f"roles.{role}: tanpa {', '.join(missing)}")
        return self

    def sources(self, role: Role, kind: EventType, slot: str) -> tuple[str, ...]:
        """The sources of a slot for a happening of this role and type: the narrowest rule that speaks of the slot."""
        for rule in (getattr(self, role).get(kind), self.types.get(kind), self.roles[role]):
            found = getattr(rule, slot) if rule else None
            if found is not None:
                return tuple(found)
        return ()


@cache
def sources(role: Role, kind: EventType, slot: str) -> tuple[str, ...]:
    """:meth:`Arguments.sources` of :func:`arguments`, remembered."""
    return arguments().sources(role, kind, slot)


class Speech(BaseModel):
    """The content of ``models/lexicon/voices.toml``."""

    verbs: Words
    tags: Words
    pronouns: Words
    own: Words
    titles: dict[str, Words]


class Venues(BaseModel):
    """The content of ``models/lexicon/venues.toml``."""

    heads: Words
    tails: Words
    openers: Words
    parts: Words
    inner: Words
    vague: Words
    areas: Words


@cache
def arguments() -> Arguments:
    """The rules of gathering. Raises LexiconError where the file does not fit the schema."""
    return load("arguments", Arguments)


@cache
def speech() -> Speech:
    """The words of reported speech. Raises LexiconError where the file does not fit the schema."""
    return load("voices", Speech)


@cache
def venues() -> Venues:
    """The words of venues. Raises LexiconError where the file does not fit the schema."""
    return load("venues", Venues)
