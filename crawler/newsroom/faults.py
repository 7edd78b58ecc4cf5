"""Faults that the newsroom shows on demand."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong with a response."""

    NOT_FOUND = "not_found"
    ERROR = "error"
    BUSY = "busy"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    REDIRECT = "redirect"
    EMPTY = "empty"
    IMAGE = "image"
    HUGE = "huge"
    CLOSED = "closed"


@dataclass(slots=True)
class Fault:
    """A fault for the paths of one outlet that begin with ``path``, the next ``times`` times.

    ``value`` is the seconds of Retry-After (busy) or the address redirected to (redirect).
    """

    outlet: str
    path: str
    kind: FaultKind
    times: int = 1_000_000
    value: str = ""
