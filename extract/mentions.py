"""A mention: one place where a text tells, names or refers back to a happening, while its meaning is being worked out."""

from dataclasses import dataclass, field

from models.rules import CompiledRule, Kind
from models.vocab import EventType, Status


@dataclass(slots=True)
class Mention:
    """Where the words stand (``first`` to ``last`` are token positions of the coded text, half-open) and what is known of them.

    ``cues`` are the ids of the qualifier cues that decided, for explaining; ``date`` is the day the sentence itself gives;
    ``aside`` marks the occasion beside which something else happened.
    """

    first: int
    last: int
    start: int
    end: int
    sentence: int
    rule: CompiledRule
    status: Status = Status.HELD
    real: bool = True
    time: str = "open"
    given: str = "open"
    date: str | None = None
    numbers: frozenset[str] = frozenset()
    aside: bool = False
    cues: list[str] = field(default_factory=list)

    @property
    def type(self) -> EventType:
        """The kind of happening."""
        return self.rule.type

    @property
    def kind(self) -> Kind:
        """What the words are to the happening."""
        return self.rule.rule.kind

    @property
    def fresh(self) -> bool:
        """Whether the words speak of another happening than one told before."""
        return self.rule.rule.fresh or self.given == "new"

    @property
    def founding(self) -> bool:
        """Whether the words can tell a happening by themselves."""
        return self.kind in (Kind.ACT, Kind.PERIOD, Kind.SETTING)
