"""An event in words: a title and one sentence in Indonesian, made from its slots alone.

The sentence claims no more than the slots hold: bodies "are involved", nobody is made the doer, and what is unknown is left
out. Phrases are data (``summary.toml``).
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from db.calendars import spoken
from models.records import Event, Office
from models.vocab import EVENT_LABELS, OFFICE_LABELS, EventType, OfficeKind, Status

_LISTED = 3
"""Names told in a row before the rest are counted."""


@cache
def _phrases() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, Any]] = tomllib.loads((files("db") / "summary.toml").read_text("utf-8"))
    types, statuses = {str(code) for code in EventType}, {str(code) for code in Status}
    for table, codes in {"what": types, "ending": statuses, "ending_bare": statuses}.items():
        if set(read.get(table, {})) != codes:
            raise ValueError(f"summary.toml, [{table}]: the keys must be exactly {sorted(codes)}")
    return read


def office_name(office: Office) -> str:
    """An office as people say it: ``Kantor Cabang Jambi``, ``Kantor Pusat``."""
    label = OFFICE_LABELS[office.kind]
    return label if office.kind is OfficeKind.PUSAT else f"{label} {office.name}"


def listed(names: Sequence[str], *, at_most: int = _LISTED) -> str:
    """Names in a row: ``A``, ``A dan B``, ``A, B, dan C``, ``A, B, C, dan 4 lainnya`` (one more than fit is still told)."""
    if len(names) > at_most + 1:
        return f"{', '.join(names[:at_most])}, dan {len(names) - at_most} lainnya"
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def title(event: Event) -> str:
    """A headline: the type, who, and where: ``Monitoring dan evaluasi: Kantor Cabang Jambi, Pemerintah Kota Jambi``.

    Offices come first, then other bodies; where none is known the places stand for them.
    """
    who = [*map(office_name, event.offices), *event.counterparties] or list(event.places)
    label = EVENT_LABELS[event.type]
    return f"{label}: {listed(who, at_most=2)}" if who else label


def sentence(event: Event) -> str:
    """One sentence: what, with whom, when and where, and what became of it."""
    phrases = _phrases()
    parts = [phrases["what"][event.type]]
    offices = [office_name(office) for office in event.offices]
    bodies = [f"BPJS Ketenagakerjaan {name}" for name in offices[:1]] + offices[1:] + list(event.counterparties)
    if bodies:
        parts.append(f"yang melibatkan {listed(bodies)}")
    setting = _setting(event)
    if not setting:
        parts.append(phrases["ending_bare"][event.status])
    else:
        parts += [phrases["ending"][event.status], setting]
        if event.status is Status.CANCELLED:
            parts.append("dibatalkan")
    told = " ".join(parts)
    return f"{told[0].upper()}{told[1:]}."


def _setting(event: Event) -> str:
    """When and where, as the end of a clause; empty where neither is known."""
    where = [name for name in (event.venue, listed(event.places)) if name]
    parts = []
    if event.date:
        lead = "pada kurun" if "/" in event.date else "pada tahun" if len(event.date) == len("2025") else "pada"
        parts.append(f"{lead} {spoken(event.date)}")
    if where:
        parts.append(f"di {', '.join(where)}")
    return " ".join(parts)
