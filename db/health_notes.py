"""The health of sources in ``news.db``: how their pages read of late, their state as last judged, and every change of it."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from db.health import BEFORE, RECENT, Health, Quality, Reads, SourceHealth
from models.vocab import RejectionReason


@dataclass(frozen=True, slots=True)
class Change:
    """A source that is in another state than it was when last judged (``before`` is ``None`` for the first time)."""

    source: str
    before: Health | None
    state: Health
    why: str


@dataclass(slots=True)
class _Window:
    undated: int = 0
    lengths: list[int] = field(default_factory=list)

    def reads(self) -> Reads:
        dated = len(self.lengths)
        return Reads(dated + self.undated, dated, int(median(self.lengths)) if self.lengths else None)


def qualities(connection: sqlite3.Connection, source_of: Callable[[str], str | None], today: date) -> dict[str, Quality]:
    """How the pages of each source read in the last week and in the four weeks before.

    Args:
        connection: an open news.db.
        source_of: the id of the source an address belongs to, for pages that gave no article.
        today: the day (UTC) up to which is looked.
    """
    edge, first = (today - timedelta(days=days) for days in (RECENT, RECENT + BEFORE))
    windows: dict[str, tuple[_Window, _Window]] = {}

    def window(source: str, day: str) -> _Window:
        return windows.setdefault(source, (_Window(), _Window()))[day > edge.isoformat()]

    articles = "SELECT source, first_seen, length(body) AS size FROM articles WHERE source IS NOT NULL AND first_seen >= ?"
    for row in connection.execute(articles, (first.isoformat(),)):
        window(row["source"], row["first_seen"]).lengths.append(row["size"])
    undated = "SELECT page, first_seen FROM rejections WHERE reason = ? AND first_seen >= ?"
    for row in connection.execute(undated, (str(RejectionReason.NO_DATE), first.isoformat())):
        if (source := source_of(row["page"])) is not None:
            window(source, row["first_seen"]).undated += 1
    return {source: Quality(recent.reads(), usual.reads()) for source, (usual, recent) in windows.items()}


def note(connection: sqlite3.Connection, found: Iterable[SourceHealth], now: str) -> list[Change]:
    """Write the states as judged now and give those that changed, inside the caller's transaction.

    A source judged for the first time counts as changed only where somebody needs to look at it. The day since when a state
    holds is kept while it holds.
    """
    before = {row["source"]: row for row in connection.execute("SELECT source, state, since FROM source_health")}
    changes = []
    for item in found:
        last = before.get(item.source)
        same = last is not None and last["state"] == item.state
        since = min(last["since"], item.since.isoformat()) if last is not None and same else item.since.isoformat()
        connection.execute(
            "INSERT INTO source_health VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source) DO UPDATE SET"
            " state = excluded.state, since = excluded.since, why = excluded.why, recent = excluded.recent,"
            " usual_low = excluded.usual_low, usual_high = excluded.usual_high, dated_share = excluded.dated_share,"
            " dated_share_usual = excluded.dated_share_usual, body_length = excluded.body_length,"
            " body_length_usual = excluded.body_length_usual, noted = excluded.noted",
            (
                item.source,
                str(item.state),
                since,
                item.why,
                item.recent,
                *(item.band or (None, None)),
                item.quality.recent.share,
                item.quality.usual.share,
                item.quality.recent.length,
                item.quality.usual.length,
                now,
            ),
        )
        if same or (last is None and (item.state.well or item.state is Health.UNWATCHED)):
            continue
        change = Change(item.source, Health(last["state"]) if last is not None else None, item.state, item.why)
        connection.execute(
            "INSERT INTO source_health_changes (source, noted, state_before, state, why) VALUES (?, ?, ?, ?, ?)",
            (change.source, now, change.before and str(change.before), str(change.state), change.why),
        )
        changes.append(change)
    return changes
