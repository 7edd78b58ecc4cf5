"""Writing events, inside the caller's transaction: what changed for a reader, and when, is kept beside them."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from db import chronicle, ledger
from db.queries import query
from db.rows import dated, event_of, insert, regions_called, slot_rows
from db.summary import main_figure, office_name, sentence, title
from db.texts import storable
from models.gazetteers import office as gazetteer_office
from models.gazetteers import province_named, province_of
from models.records import Event
from models.tellings import Story
from models.vocab import EVENT_LABELS, OfficeKind, Salience, Status

_QUOTED = 12
"""Reports of an event whose sentences are searched with it."""


def load(connection: sqlite3.Connection, event: str) -> Event | None:
    """The stored event of an id, withdrawn or not."""
    row = connection.execute(query("event_record"), {"id": event}).fetchone()
    return None if row is None else event_of(row)


def save(connection: sqlite3.Connection, event: Event, now: str, story: Story | None = None) -> None:
    """Write an event as the rules have it now, corrections laid over it, and note what changed; see
    :meth:`db.store.NewsStore.save_event`.
    """
    event = ledger.overlaid(connection, event)
    articles = _articles(connection, event)
    row = connection.execute(
        "SELECT updated, withdrawn, postponed_from, unconfirmed, reports FROM events WHERE id = ?", (event.id,)
    ).fetchone()
    before = load(connection, event.id)
    changed = chronicle.changes(before, event)
    if row is not None and row["reports"] != len(event.reports):  # some are gone from the store already, with their ids
        changed.setdefault("reports", {"joined": [], "left": []})
    marks = _marks(row, event, changed, story)
    changed |= _marked(connection, row, event.id, marks, story)
    figure = main_figure(event.type, chronicle.told_figures(connection, event.id, story))
    connection.execute(
        query("save_event"),
        {
            "id": event.id,
            "type": str(event.type),
            "status": str(event.status),
            "venue": event.venue and storable(event.venue),
            "province_code": _province(event, [article["province"] for article in articles]),
            "title": storable(title(event, figure, postponed_from=marks["postponed_from"])),
            "summary": storable(sentence(event, figure, postponed_from=marks["postponed_from"])),
            "words": storable("\n".join([_words(event), *(article["evidence"] for article in articles[:_QUOTED])])),
            "reports": len(event.reports),
            "main": int(any(article["salience"] == Salience.MAIN for article in articles)),
            "published": articles[0]["published"],
            "published_last": articles[-1]["published"],
            "published_day": articles[0]["published_day"],
            "now": now,
            "updated": row["updated"] if row is not None and not changed else now,
            **dated(event.date),
            **marks,
        },
    )
    if story is not None:
        chronicle.save_values(connection, event.id, story.values)
    if changed:
        for table, rows in slot_rows("event", event.id, event).items():
            connection.execute(f"DELETE FROM {table} WHERE event_id = ?", (event.id,))  # noqa: S608
            insert(connection, table, rows)
        _attach(connection, event)
        chronicle.note(connection, event.id, now, "new" if before is None else "changed", changed, story)
        chronicle.note_status(connection, event, now, changed, story)


def _marks(row: sqlite3.Row | None, event: Event, changed: Mapping[str, Any], story: Story | None) -> dict[str, str | None]:
    """What is marked on an event beside its slots: since when a plan lacks news, and the day it was put off from."""
    kept = row is not None and event.status is Status.PLANNED and "date" not in changed
    return {
        "unconfirmed": row["unconfirmed"] if kept and row is not None else None,
        "postponed_from": story.postponed_from if story else row["postponed_from"] if row else None,
    }


def _marked(
    connection: sqlite3.Connection, row: sqlite3.Row | None, event: str, marks: Mapping[str, str | None], story: Story | None
) -> chronicle.Changes:
    """Which marks and figures of a stored event change, and that a withdrawn one comes back."""
    if row is None:
        return {name: [None, value] for name, value in marks.items() if value is not None}
    found: chronicle.Changes = {name: [row[name], value] for name, value in marks.items() if row[name] != value}
    if story is not None:
        figures = chronicle.shown_figures(connection, event), chronicle.figures_of(story.values)
        if figures[0] != figures[1]:
            found["figures"] = list(figures)
    if row["withdrawn"] is not None:
        found["withdrawn"] = [row["withdrawn"], None]
    return found


def doubt(connection: sqlite3.Connection, now: str, before: str) -> int:
    """Mark planned events that should have ended before a day and that no report told to be held; how many."""
    rows = connection.execute(query("events_unconfirmed"), {"before": before}).fetchall()
    for row in rows:
        connection.execute("UPDATE events SET unconfirmed = :now, updated = :now WHERE id = :id", {"now": now, "id": row["id"]})
        chronicle.note(connection, row["id"], now, "changed", {"unconfirmed": [None, now]}, None)
        connection.execute(
            "INSERT INTO event_statuses (event_id, noted, status, event_date, mark) VALUES (?, ?, ?, ?, 'unconfirmed')",
            (row["id"], now, row["status"], row["event_date"]),
        )
    return len(rows)


def withdraw(connection: sqlite3.Connection, event: str, now: str, successor: str | None, story: Story | None = None) -> None:
    """Make an event a tombstone; its reports are free again."""
    row = connection.execute("SELECT withdrawn, successor FROM events WHERE id = ?", (event,)).fetchone()
    if row is None:
        raise ValueError(f"no such event: {event}")
    connection.execute("UPDATE reports SET event_id = NULL WHERE event_id = ?", (event,))
    if row["withdrawn"] is not None and row["successor"] == successor:
        connection.execute("UPDATE events SET dirty = 0 WHERE id = ?", (event,))
        return
    connection.execute(
        "UPDATE events SET withdrawn = :now, updated = :now, dirty = 0, reports = 0, successor = :successor WHERE id = :id",
        {"now": now, "successor": successor, "id": event},
    )
    chronicle.note(connection, event, now, "withdrawn", {"successor": successor} if successor else {}, story)
    if successor is not None and ledger.corrected(connection, event):
        refresh(connection, successor, now)


def refresh(connection: sqlite3.Connection, event: str, now: str) -> None:
    """Lay the corrections over a stored event anew. One that is withdrawn or has no report waits for its next saving."""
    found = load(connection, event)
    row = connection.execute("SELECT dirty, withdrawn FROM events WHERE id = ?", (event,)).fetchone()
    if found is None or row["withdrawn"] is not None or not found.reports:
        return
    save(connection, ledger.bare(connection, found), now)
    connection.execute("UPDATE events SET dirty = ? WHERE id = ?", (row["dirty"], event))


def _articles(connection: sqlite3.Connection, event: Event) -> list[sqlite3.Row]:
    """The articles of an event's reports, in order of publication.

    Raises:
        ValueError: the event has no report, a report twice, or one that is not stored.
    """
    rows = connection.execute(query("event_articles"), {"reports": json.dumps(event.reports)}).fetchall()
    if not rows or len(rows) != len(event.reports):
        raise ValueError(f"event {event.id}: {len(event.reports)} reports given, {len(rows)} of them stored")
    return rows


def _attach(connection: sqlite3.Connection, event: Event) -> None:
    given: dict[str, Any] = {"id": event.id, "reports": json.dumps(event.reports)}
    for name in ("disturb_events", "detach_reports", "attach_reports"):
        connection.execute(query(name), given)


def _words(event: Event) -> str:
    """All names of an event in one text, for search."""
    names = [EVENT_LABELS[event.type], event.venue or "", *event.places, *map(office_name, event.offices)]
    return "\n".join([*names, *event.counterparties, *event.officials, *map(str, event.programs)])


def _province(event: Event, hints: list[str | None]) -> str | None:
    """The province an event lies in: its places say it, else its offices, else ambiguous places by the outlets' provinces.

    ``None`` where nothing says it or an ambiguous name stays so: an outlet's province alone proves nothing.
    """
    possible = [{region.province for region in regions_called(name)} for name in event.places]
    for codes in possible:
        if len(codes) == 1:
            return next(iter(codes))
    for office in event.offices:
        if office.office_id and office.kind in (OfficeKind.KC, OfficeKind.KCP):
            return province_of(gazetteer_office(office.office_id)).code
    hinted = {province.code for hint in hints if hint and (province := province_named(hint))}
    for codes in possible:
        if len(codes & hinted) == 1:
            return next(iter(codes & hinted))
    return None
