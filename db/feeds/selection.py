"""Which events a filter selects, newest change first, without ever reading all events.

Every event in force lies in one list for each of its qualities (``event_facets``), by its last change. The shortest of the lists
asked for is followed from its head, and each event on it looked up in the others.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.calendars import instant
from db.feeds.filters import Filters

_COUNTED = 4000
"""Members of a list that are counted to find the shortest."""

_STEPS = 10
"""The highest number of reports that has a list of its own."""

_FACETS = {
    "jenis": "type",
    "status": "status",
    "provinsi": "province",
    "wilayah": "region",
    "kantor": "office",
    "program": "program",
    "media": "outlet",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An event's number, and that of its last change: where it stands in the lists."""

    number: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Query:
    """SQL and its values."""

    sql: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Demand:
    """One of the lists asked for: a facet and alternatives."""

    facet: str
    codes: tuple[str, ...]

    @property
    def condition(self) -> Query:
        holes = ", ".join("?" * len(self.codes))
        return Query(
            "EXISTS (SELECT 1 FROM event_facets AS x INDEXED BY event_facets_event "  # noqa: S608
            f"WHERE x.number = {{number}} AND x.facet = ? AND x.code IN ({holes}))",
            (self.facet, *self.codes),
        )


def latest(connection: sqlite3.Connection) -> tuple[int, str]:
    """The number of the last change of all, and its instant; ``(0, "")`` where nothing ever happened."""
    row = connection.execute("SELECT sequence, noted FROM event_changes ORDER BY sequence DESC LIMIT 1").fetchone()
    return (row["sequence"], row["noted"]) if row else (0, "")


def last_change(connection: sqlite3.Connection, numbers: Sequence[int]) -> datetime | None:
    """When the last of some events changed; ``None`` where there are none."""
    sql = "SELECT max(updated) FROM events WHERE number IN (SELECT value FROM json_each(?))"
    found = connection.execute(sql, (json.dumps(list(numbers)),)).fetchone()[0]
    return None if found is None else instant(found)


def select(
    connection: sqlite3.Connection, filters: Filters, limit: int, *, before: int | None = None, after: int | None = None
) -> list[Place]:
    """The events of a filter, at most ``limit``, by their last change, newest first.

    ``before``: only those whose last change has a lower number. ``after``: the oldest of those with a higher one.
    """
    found = planned(connection, filters, limit, before=before, after=after)
    rows = [Place(row["number"], row["sequence"]) for row in connection.execute(found.sql, found.values)]
    return rows if after is None else rows[::-1]


def planned(
    connection: sqlite3.Connection, filters: Filters, limit: int, *, before: int | None = None, after: int | None = None
) -> Query:
    """The query of :func:`select`."""
    demands = _demands(connection, filters)
    sizes = [sum(_size(connection, demand.facet, code) for code in demand.codes) for demand in demands]
    match = filters.match
    counted = "SELECT count(*) FROM (SELECT 1 FROM events_fts WHERE events_fts MATCH ? LIMIT ?)"
    hits = connection.execute(counted, (match, _COUNTED)).fetchone()[0] if match else _COUNTED
    if hits < min([*sizes, _COUNTED]):
        return _along_words(match, demands, filters, limit, before, after)
    driver = demands[sizes.index(min(sizes))] if sizes else _Demand("semua", ("",))
    others = [demand for demand in demands if demand is not driver]
    arms = [_along(driver.facet, code, others, filters, limit, before, after) for code in driver.codes]
    values = tuple(value for arm in arms for value in arm.values)
    if len(arms) == 1:
        return arms[0]
    union = " UNION ".join(f"SELECT * FROM ({arm.sql})" for arm in arms)  # noqa: S608
    return Query(f"{union} ORDER BY sequence {_way(after)} LIMIT ?", (*values, limit))


def among(connection: sqlite3.Connection, filters: Filters, ids: Sequence[str]) -> set[str]:
    """The ids of those of some events that a filter selects; withdrawn events are never among them."""
    rest = _rest(_demands(connection, filters), filters, "e.number")
    sql = f"SELECT e.id FROM json_each(?) AS j JOIN events AS e ON e.id = j.value WHERE e.withdrawn IS NULL{rest.sql}"  # noqa: S608
    return {row["id"] for row in connection.execute(sql, (json.dumps(list(ids)), *rest.values))}


def every(connection: sqlite3.Connection, filters: Filters, batch: int = 500) -> Iterator[Place]:
    """All events of a filter, by their last change, newest first."""
    before: int | None = None
    while True:
        found = select(connection, filters, batch, before=before)
        yield from found
        if len(found) < batch:
            return
        before = found[-1].sequence


def upcoming(connection: sqlite3.Connection, filters: Filters, day: str, limit: int) -> list[int]:
    """The numbers of the events of a filter that are not over on a day, soonest first."""
    rest = _rest(_demands(connection, filters), filters, "e.number")
    rows = connection.execute(
        "SELECT e.number FROM events AS e INDEXED BY events_until "  # noqa: S608
        f"WHERE e.withdrawn IS NULL AND e.event_end >= ?{rest.sql} ORDER BY e.event_end, e.number LIMIT ?",
        (day, *rest.values, limit),
    )
    return [row["number"] for row in rows]


def _demands(connection: sqlite3.Connection, filters: Filters) -> list[_Demand]:
    found = [_Demand(facet, codes) for facet, name in _FACETS.items() if (codes := getattr(filters, name))]
    if filters.official:
        names = connection.execute(
            "SELECT DISTINCT name FROM article_officials WHERE person_id IN (SELECT value FROM json_each(?)) ORDER BY name",
            (json.dumps(filters.official),),
        )
        found.append(_Demand("pejabat", tuple(row["name"] for row in names) or ("",)))
    if filters.min_reports > 1:
        found.append(_Demand("laporan", (str(min(filters.min_reports, _STEPS)),)))
    return found


def _size(connection: sqlite3.Connection, facet: str, code: str) -> int:
    sql = "SELECT count(*) FROM (SELECT 1 FROM event_facets WHERE facet = ? AND code = ? LIMIT ?)"
    found: int = connection.execute(sql, (facet, code, _COUNTED)).fetchone()[0]
    return found


def _way(after: int | None) -> str:
    return "DESC" if after is None else "ASC"


def _bounds(before: int | None, after: int | None) -> Query:
    bounds = [("<", before), (">", after)]
    return Query(
        "".join(f" AND d.sequence {sign} ?" for sign, value in bounds if value is not None),
        tuple(value for _, value in bounds if value is not None),
    )


def _rest(demands: Sequence[_Demand], filters: Filters, number: str, *, words: bool = True) -> Query:
    """The conditions that an event of some number must meet."""
    parts, values = [], list[str | int]()
    for condition in (demand.condition for demand in demands):
        parts.append(condition.sql.replace("{number}", number))
        values += condition.values
    if filters.min_reports > _STEPS:
        parts.append(f"EXISTS (SELECT 1 FROM events AS r WHERE r.number = {number} AND r.reports >= ?)")  # noqa: S608
        values.append(filters.min_reports)
    if words and filters.match:
        parts.append(f"EXISTS (SELECT 1 FROM events_fts WHERE events_fts MATCH ? AND rowid = {number})")  # noqa: S608
        values.append(filters.match)
    return Query("".join(f" AND {part}" for part in parts), tuple(values))


def _along(
    facet: str, code: str, others: Sequence[_Demand], filters: Filters, limit: int, before: int | None, after: int | None
) -> Query:
    """Down one list, with the other conditions checked event by event."""
    bounds, rest = _bounds(before, after), _rest(others, filters, "d.number")
    return Query(
        "SELECT d.number, d.sequence FROM event_facets AS d WHERE d.facet = ? AND d.code = ?"  # noqa: S608
        f"{bounds.sql}{rest.sql} ORDER BY d.sequence {_way(after)} LIMIT ?",
        (facet, code, *bounds.values, *rest.values, limit),
    )


def _along_words(
    match: str, demands: Sequence[_Demand], filters: Filters, limit: int, before: int | None, after: int | None
) -> Query:
    """Over the few events that hold the words."""
    bounds, rest = _bounds(before, after), _rest(demands, filters, "d.number", words=False)
    return Query(
        "SELECT d.number, d.sequence FROM events_fts AS f "  # noqa: S608
        "CROSS JOIN event_facets AS d INDEXED BY event_facets_event ON d.number = f.rowid AND d.facet = 'semua' AND d.code = '' "
        f"WHERE f.events_fts MATCH ?{bounds.sql}{rest.sql} ORDER BY d.sequence {_way(after)} LIMIT ?",
        (match, *bounds.values, *rest.values, limit),
    )
