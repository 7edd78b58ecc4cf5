"""The ledger of changes for machines: every change of every event in order, tombstones included."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.feeds.filters import FilterError
from db.feeds.selection import latest
from db.queries import query
from db.site import links

MOST = 1000
"""Changes in one answer at most."""

_USUAL = 100
_JSON = frozenset({"fields", "details"})


@dataclass(frozen=True, slots=True)
class Since:
    """What is asked for: changes with a number above ``since``, at most ``limit``."""

    since: int = 0
    limit: int = _USUAL


def asked(pairs: Iterable[tuple[str, str]]) -> Since:
    """What the pairs of a query string ask for.

    Raises:
        FilterError: a parameter is not known, given twice, or no number within its bounds; the message names it.
    """
    found: dict[str, int] = {}
    bounds = {"since": (0, 10**15), "limit": (1, MOST)}
    for name, value in pairs:
        if name not in bounds:
            raise FilterError(f"Parameter “{name[:80]}” tidak dikenal. Yang ada: since, limit.", name=name, allowed=list(bounds))
        low, high = bounds[name]
        number = int(value) if value.isascii() and value.isdigit() and len(value) <= 16 else -1
        if not low <= number <= high or name in found:
            raise FilterError(f"“{name}” harus satu bilangan dari {low} sampai {high}.", name=name, allowed=[])
        found[name] = number
    return Since(**found)


def changes(connection: sqlite3.Connection, ask: Since, home: str) -> dict[str, Any]:
    """The changes after a number, in order, each with what is now known of its event.

    ``last`` is the number to ask from next time, ``newest`` that of the last change of all, ``more`` whether there are
    further ones. Columns that later versions of the ledger add are told as they are.

    Raises:
        FilterError: ``since`` lies beyond the newest change: the numbers are of another database.
    """
    newest, _ = latest(connection)
    if ask.since > newest:
        told = (
            f"“since” {ask.since} lebih baru daripada perubahan terakhir, {newest}: basis datanya lain. Mulai lagi dari since=0."
        )
        raise FilterError(told, name="since", allowed=[])
    rows = connection.execute(query("feed_changes"), {"since": ask.since, "limit": ask.limit + 1}).fetchall()
    shown = rows[: ask.limit]
    last = shown[-1]["sequence"] if shown else ask.since
    more = len(rows) > ask.limit
    return {
        "since": ask.since,
        "last": last,
        "newest": newest,
        "more": more,
        "next_url": f"{home}/changes.json?since={last}&limit={ask.limit}" if more else None,
        "changes": [_change(row, home) for row in shown],
    }


def _change(row: sqlite3.Row, home: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for key in row.keys():  # noqa: SIM118
        value = json.loads(row[key]) if key in _JSON and row[key] is not None else row[key]
        if key.startswith("now_"):
            now[key.removeprefix("now_")] = value
        elif key == "event_id":
            told["event"] = value
        else:
            told[key] = value
    return told | {"url": f"{home}{links.event(told['event'])}", "now": now}
