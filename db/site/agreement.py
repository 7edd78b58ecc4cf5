"""How far the reports of an event agree, said with numbers instead of a score."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db.calendars import bounds


def agreement(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many outlets tell it, as their main news or not, and whether they agree on status and date.

    ``dates`` and ``statuses`` are the different ones told, each with the outlets that tell it. Dates agree where one lies
    within the other: June agrees with 12 June.
    """
    dates = _told(reports, "event_date")
    return {
        "outlets": len({report["outlet_id"] for report in reports}),
        "main": len({report["outlet_id"] for report in reports if report["salience"] == "main"}),
        "statuses": _told(reports, "status_name"),
        "dates": dates,
        "dates_agree": _nested(list(dates)),
        "statuses_agree": len({report["status"] for report in reports}) < 2,
    }


def disputes(figures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures inside the sentences that tell an event, on which outlets differ: the same indicator, unit and rate, and no value
    that two of them share.

    Several values by one outlet alone are parts of one account, not a dispute.
    """
    groups: dict[tuple[str, str, str | None], dict[str, dict[float, str]]] = {}
    for figure in figures:
        if figure["inside"]:
            key = (figure["indicator"], figure["unit"], figure["per"])
            groups.setdefault(key, {}).setdefault(figure["outlet_name"], {})[figure["value"]] = figure["text"]
    found = []
    for (indicator, unit, _), told in groups.items():
        shared = set.intersection(*(set(values) for values in told.values()))
        if len(told) > 1 and not shared:
            found.append(
                {"indicator": indicator, "unit": unit, "told": {name: list(values.values()) for name, values in told.items()}}
            )
    return found


def _told(reports: Iterable[Mapping[str, Any]], slot: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for report in reports:
        if report[slot] and report["outlet_name"] not in found.setdefault(report[slot], []):
            found[report[slot]].append(report["outlet_name"])
    return found


def _nested(values: Sequence[str]) -> bool:
    """Whether every calendar value lies within every longer one."""
    spans = sorted((bounds(value) for value in values), key=lambda span: (span[0], span[1]))
    return all(
        (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]) for n, a in enumerate(spans) for b in spans[n + 1 :]
    )
