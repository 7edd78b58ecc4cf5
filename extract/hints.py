"""What the register and the family of a source tell about its pages before one is looked at."""

from dataclasses import dataclass

from models.vocab import ZONE_HOURS, Zone


@dataclass(frozen=True, slots=True)
class Hints:
    """Where a page's parts are expected. Selectors are CSS, tried in order; every one may miss.

    ``drop`` are blocks inside the body that are not the article; ``lines`` are the first words of lines
    that the family leaves in its bodies. ``hours`` is the outlet's zone east of UTC, used where a page states none.
    """

    outlet: str = ""
    source: str | None = None
    province: str | None = None
    hours: int = ZONE_HOURS[Zone.WIB]
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
