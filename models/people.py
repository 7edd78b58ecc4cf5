"""What the system knows of positions, names and speech: typed readers of three files of ``models/lexicon``."""

from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from models.lexicon import Words, load


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Regional(_Part):
    """Heads of a region's government, by the kind of region that follows; ``stems`` begin contracted titles."""

    province: Words
    regency: Words
    city: Words
    any: Words
    stems: Words


class Local(_Part):
    """Heads of districts and villages; ``openers`` and ``closers`` make a village's name two words long."""

    heads: Words
    openers: Words
    closers: Words


class General(_Part):
    """All other head nouns; ``sections`` lead a part of a body, ``chairs`` the whole."""

    heads: Words
    sections: Words
    chairs: Words


class Lords(_Part):
    """Customary rulers: positions only before one of the ``domains``."""

    heads: Words
    domains: Words


class English(_Part):
    """Positions in English: ``fields`` go before or after the ``heads``."""

    heads: Words
    fields: Words


class Bodies(_Part):
    """Words at which a body's name begins; after ``named`` follows a name that no list holds."""

    official: Words
    named: Words
    agency: Words
    seats: Words
    plain: Words
    councils: Words
    tails: Words
    unions: Words
    wider: Words
    firms: Words
    stems: Words


class Fields(_Part):
    """Words of positions and bodies that are no part of a person's name."""

    units: Words
    works: Words
    areas: Words
    names: Words


class Positions(_Part):
    """The file ``lexicon/positions.toml``: the grammar of positions."""

    before: Words
    after: Words
    fillers: Words
    handovers: Words
    blockers: Words
    private: Words
    links: Words
    successions: Words
    possessed: Words
    predecessors: Words
    changes: Words
    occasions: Words
    relays: Words
    region: Regional
    local: Local
    general: General
    lords: Lords
    english: English
    bodies: Bodies
    fields: Fields


class Never(_Part):
    """Capitalised words that are no part of a name."""

    days: Words
    months: Words
    words: Words
    nouns: Words


class Given(_Part):
    """Names that begin a person's; ``also`` are those that places are called by, too."""

    names: Words
    also: Words


class Honorifics(_Part):
    """The file ``lexicon/honorifics.toml``: what stands around a name."""

    before: Words
    faint: Words
    ranked: Words
    noble: Words
    ennobled: Words
    case: Words
    after: Words
    joining: Words
    articled: Words
    behind: Words
    short: Words
    never: Never
    given: Given


class Speech(_Part):
    """The file ``lexicon/speech.toml``: words of saying and of nicknames."""

    after: Words
    active: Words
    saying: Words
    according: Words
    pronouns: Words
    strangers: Words
    nicknames: Words
    nicknames_before: Words
    nickname_stems: Words

    @model_validator(mode="after")
    def _stems_cover_cues(self) -> "Speech":
        for cue in (*self.nicknames, *self.nicknames_before):
            if not any(stem in cue for stem in self.nickname_stems):
                raise ValueError(f"isyarat {cue!r} tidak mengandung satu pun nickname_stems")
        return self


@cache
def positions() -> Positions:
    """The grammar of positions, read once."""
    return load("positions", Positions)


@cache
def honorifics() -> Honorifics:
    """Honorifics and degrees, read once."""
    return load("honorifics", Honorifics)


@cache
def speech() -> Speech:
    """Words of saying, read once."""
    return load("speech", Speech)
