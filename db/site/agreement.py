"""How far the reports of an event agree, said with numbers instead of a score."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from db.calendars import bounds
from models.vocab import Status

_STAGES = {Status.PROPOSED: 0, Status.PLANNED: 1, Status.HELD: 2, Status.CANCELLED: 2}
"""What follows what: a plan that is held later is news, not a dispute."""

_WORD = re.compile(r"\w+")


def witnesses(reports: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many outlets tell it, how many as their main news, and how many accounts that is: copies of one text count once."""
    return {
        "accounts": len({report.get("original_id") or report.get("article_id") for report in reports}),
        "outlets": len({report["outlet_id"] for report in reports}),
        "main": len({report["outlet_id"] for report in reports if report["salience"] == "main"}),
    }


def differ(slot: str, said: Sequence[tuple[str, str]]) -> bool:
    """Whether articles contradict each other about a slot of ``event_values``.

    ``said`` are pairs of a value and the article that gives it, the value said first first. June agrees with 12 June, a hall
    with the hall of a building, a plan with what came of it later; figures agree where there is a value that every article
    gives (several values of one article are parts of one account).
    """
    values = list(dict.fromkeys(value for value, _ in said))
    if len(values) < 2:
        return False
    if slot == "date":
        return not _nested(values)
    if slot == "venue":
        words = sorted(({*_WORD.findall(value.casefold())} for value in values), key=len)
        return not all(fewer <= more for fewer, more in pairwise(words))
    if slot == "status":
        stages = [_STAGES.get(Status(value), 0) if value in set(Status) else 0 for value in values]
        return any(later <= earlier for earlier, later in pairwise(stages))
    told: dict[str, set[str]] = {}
    for value, article in said:
        told.setdefault(article, set()).add(value)
    return not set.intersection(*told.values())


def _nested(values: Sequence[str]) -> bool:
    """Whether every calendar value lies within every longer one; one that is none agrees with nothing."""
    try:
        spans = sorted((bounds(value) for value in values), key=lambda span: (span[0], span[1]))
    except ValueError:
        return False
    return all(
        (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]) for n, a in enumerate(spans) for b in spans[n + 1 :]
    )
