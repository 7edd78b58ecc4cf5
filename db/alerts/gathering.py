"""What ``news.db`` has to tell: events and sources that changed since a sequence, and how they stand now. Only reading."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from db.alerts import choosing
from db.alerts.notices import Change, Notice
from db.calendars import spoken, spoken_day
from db.feeds.entries import Entry, load
from db.health import LABELS, Health
from db.labels import label
from db.texts import printable

MENTIONED = "hanya disebut, bukan pokok berita"
"""What is told of an event that no article is about."""

_BATCH = 400


class News(Protocol):
    """A kind of news: events, or the health of sources."""

    def newest(self) -> int:
        """The sequence of the newest change; 0 where there is none."""
        ...

    def mark(self, sequence: int) -> str:
        """What was changed at a sequence, and when; empty where there is no such change."""
        ...

    def known(self) -> Iterator[tuple[str, str]]:
        """Keys and states of all that the filter lets through now."""
        ...

    def changed(self, after: int) -> list[tuple[str, int]]:
        """Keys that changed after a sequence, each with its newest sequence, in order."""
        ...

    def concerning(self, changed: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[tuple[str, int]]:
        """Those of them that concern a subscriber who knows some states."""
        ...

    def absorbed(self, key: str) -> list[str]:
        """The keys that have become part of this one, the last first."""
        ...

    def notices(self, waiting: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[Notice]:
        """What of the waiting keys is to be told to somebody who knows some states; in order."""
        ...


def news_of(connection: sqlite3.Connection, kind: str, filter_: str, base_url: str) -> News:
    """The news of a subscription's kind."""
    if kind == "health":
        return HealthNews(connection)
    return EventNews(connection, filter_, base_url)


class EventNews:
    """Events that a filter lets through; a state is status and date, so that nothing else makes a message."""

    def __init__(self, connection: sqlite3.Connection, filter_: str, base_url: str) -> None:
        self._connection = connection
        self._filter = filter_
        self._home = base_url.rstrip("/")

    def newest(self) -> int:
        """See :class:`News`."""
        return int(self._connection.execute("SELECT coalesce(max(sequence), 0) FROM event_changes").fetchone()[0])

    def mark(self, sequence: int) -> str:
        """See :class:`News`."""
        return _mark(self._connection, "SELECT event_id, noted FROM event_changes WHERE sequence = ?", sequence)

    def known(self) -> Iterator[tuple[str, str]]:
        """See :class:`News`."""
        return ((row["id"], _state(row["status"], row["event_date"])) for row in choosing.rows(self._connection, self._filter))

    def changed(self, after: int) -> list[tuple[str, int]]:
        """See :class:`News`."""
        rows = self._connection.execute(
            "SELECT event_id, max(sequence) FROM event_changes WHERE sequence > ? GROUP BY event_id ORDER BY 2", (after,)
        )
        return [(row[0], row[1]) for row in rows]

    def concerning(self, changed: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[tuple[str, int]]:
        """See :class:`News`. An event that was told concerns the subscriber whatever it has become."""
        chosen = choosing.among(self._connection, self._filter, [key for key, _ in changed])
        return [(key, sequence) for key, sequence in changed if key in chosen or key in known]

    def absorbed(self, key: str) -> list[str]:
        """See :class:`News`."""
        return [row["id"] for row in self._connection.execute(_ABSORBED, {"id": key})]

    def notices(self, waiting: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[Notice]:
        """See :class:`News`."""
        found: list[Notice] = []
        for at in range(0, len(waiting), _BATCH):
            part = dict(waiting[at : at + _BATCH])
            chosen = choosing.among(self._connection, self._filter, list(part))
            found += [
                self._notice(entry, part[entry.id], known.get(entry.id))
                for entry in self._entries([key for key in part if key in chosen or key in known])
                if known.get(entry.id) != _told(entry)
            ]
        return found

    def _entries(self, keys: Sequence[str]) -> tuple[Entry, ...]:
        """The events of some ids that are in force, in that order."""
        sql = "SELECT e.number FROM json_each(?) AS j JOIN events AS e ON e.id = j.value WHERE e.withdrawn IS NULL ORDER BY j.key"
        return load(self._connection, [row[0] for row in self._connection.execute(sql, (json.dumps(list(keys)),))], self._home)

    def _notice(self, entry: Entry, sequence: int, before: str | None) -> Notice:
        facts = {
            "Jenis": label("EventType", entry.type),
            "Status": label("Status", entry.status),
            "Tanggal": spoken(entry.when) if entry.when else "",
            "Semula": spoken(entry.postponed_from) if entry.postponed_from else "",
            "Provinsi": entry.province,
            "Catatan": "" if self._main(entry.id) else MENTIONED,
        }
        return Notice(
            key=entry.id,
            state=_told(entry),
            sequence=sequence,
            title=entry.title,
            summary=entry.summary,
            group=facts["Jenis"],
            place=entry.province,
            facts=facts,
            changes=() if before is None else self._changes(before, entry),
            url=entry.url,
            sources=entry.sources,
            reports=entry.reports,
        )

    def _main(self, event: str) -> bool:
        """Whether some article is about an event, instead of only mentioning it beside another."""
        row = self._connection.execute("SELECT main FROM events WHERE id = ?", (event,)).fetchone()
        return row is not None and bool(row["main"])

    def _changes(self, before: str, entry: Entry) -> tuple[Change, ...]:
        status, day = json.loads(before)
        found = []
        if status != entry.status:
            told = label("Status", status), label("Status", entry.status)
            found.append(Change("Status", *told, self._because(entry.id, "status")))
        if day != entry.when:
            found.append(Change("Tanggal", _day(day), _day(entry.when), self._because(entry.id, "date")))
        return tuple(found)

    def _because(self, event: str, field: str) -> str:
        """How the present value of a status or date is known: by a report, or by a correction; empty where neither gave it."""
        row = self._connection.execute(_CAUSE, {"id": event, "field": field}).fetchone()
        if row is None or row["corrected"]:
            return "dikoreksi" if row else ""
        return f"menurut {printable(row['outlet_name'])}, {spoken_day(row['published_day'])}" if row["outlet_name"] else ""


_ABSORBED = """
WITH RECURSIVE parts (id, updated, depth) AS (
    SELECT id, updated, 1 FROM events WHERE successor = :id
    UNION SELECT e.id, e.updated, p.depth + 1 FROM events AS e JOIN parts AS p ON e.successor = p.id WHERE p.depth < 50
)
SELECT id FROM parts ORDER BY updated DESC, id LIMIT 500
"""
_CAUSE = """
SELECT a.outlet_name, a.published_day, EXISTS (
    SELECT 1 FROM corrections AS k WHERE k.event_id = c.event_id AND k.field = :field AND k.noted = c.noted
) AS corrected
FROM event_changes AS c LEFT JOIN reports AS r ON r.id = c.cause LEFT JOIN articles AS a ON a.id = r.article_id
WHERE c.event_id = :id AND EXISTS (SELECT 1 FROM json_each(c.fields) WHERE value = :field)
ORDER BY c.sequence DESC LIMIT 1
"""


def _mark(connection: sqlite3.Connection, sql: str, sequence: int) -> str:
    row = connection.execute(sql, (sequence,)).fetchone()
    return "" if row is None else " ".join(row)


def _state(status: str, day: str | None) -> str:
    return json.dumps([status, day])


def _told(entry: Entry) -> str:
    return _state(entry.status, entry.when)


def _day(value: str | None) -> str:
    return spoken(value) if value else "tanggal tidak disebut"


class HealthNews:
    """The health of sources: who goes quiet, and who is well again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def newest(self) -> int:
        """See :class:`News`."""
        return int(self._connection.execute("SELECT coalesce(max(sequence), 0) FROM source_health_changes").fetchone()[0])

    def mark(self, sequence: int) -> str:
        """See :class:`News`."""
        return _mark(self._connection, "SELECT source, noted FROM source_health_changes WHERE sequence = ?", sequence)

    def known(self) -> Iterator[tuple[str, str]]:
        """See :class:`News`."""
        return ((row["source"], row["state"]) for row in self._connection.execute("SELECT source, state FROM source_health"))

    def changed(self, after: int) -> list[tuple[str, int]]:
        """See :class:`News`."""
        rows = self._connection.execute(
            "SELECT source, max(sequence) FROM source_health_changes WHERE sequence > ? GROUP BY source ORDER BY 2", (after,)
        )
        return [(row[0], row[1]) for row in rows]

    def concerning(self, changed: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[tuple[str, int]]:
        """See :class:`News`: all do."""
        return list(changed)

    def absorbed(self, key: str) -> list[str]:
        """See :class:`News`; a source never becomes another."""
        return []

    def notices(self, waiting: Sequence[tuple[str, int]], known: Mapping[str, str]) -> list[Notice]:
        """See :class:`News`. From well to well is no news."""
        found = []
        for source, sequence in waiting:
            row = self._connection.execute("SELECT * FROM source_health_changes WHERE sequence = ?", (sequence,)).fetchone()
            if row is None:
                continue
            before, state = known.get(source, row["state_before"]), row["state"]
            if state != before and not (_well(state) and (before is None or _well(before))):
                found.append(_health_notice(row, before))
        return found


def _well(state: str) -> bool:
    return state in {str(item) for item in Health if item.well}


def _named(state: str | None) -> str:
    if state is None:
        return "belum dinilai"
    return LABELS[Health(state)] if state in set(Health) else state


def _health_notice(row: sqlite3.Row, before: str | None) -> Notice:
    source, told = printable(row["source"]), _named(row["state"])
    return Notice(
        key=row["source"],
        state=row["state"],
        sequence=row["sequence"],
        title=f"Media {source}: {told}",
        summary=f"{printable(row['why'])[:1].upper()}{printable(row['why'])[1:]}.",
        group="Kesehatan media",
        place="",
        facts={"Media": source, "Keadaan": told},
        changes=(Change("Keadaan", _named(before), told),),
        url="",
        sources=(),
        reports=0,
    )
