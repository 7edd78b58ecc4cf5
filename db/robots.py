"""What hosts' robots.txt said, kept in ``pages.db`` for a day, so that an outlet is not asked for its rules at every visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.pages import PageStore, pack, stamp, unpack

KEPT = timedelta(hours=24)
"""How long a copy is used without asking: no longer than RFC 9309, 2.4 allows."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A robots.txt as it was last sent (empty where the host has none), with its validators."""

    url: str
    body: bytes
    etag: str | None
    last_modified: str | None
    checked_at: datetime

    def fresh(self, now: datetime) -> bool:
        """Whether the copy may be used without asking. One of the future is not: then the clock has been wrong."""
        return timedelta(0) <= now - self.checked_at < KEPT


class RulesKept:
    """The copies of an open ``pages.db``."""

    def __init__(self, store: PageStore) -> None:
        self._store = store

    def of(self, url: str) -> Rules | None:
        """The copy of an address, however old."""
        rows = self._store.rows("SELECT * FROM robots WHERE url = ?", url)
        if not rows:
            return None
        (row,) = rows
        body, at = unpack(row["body"]), datetime.fromisoformat(row["checked_at"])
        return Rules(url, body, row["etag"], row["last_modified"], at)

    def keep(self, rules: Rules) -> None:
        """Remember what an address said, in the place of what it said before."""
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO robots (url, body, etag, last_modified, checked_at) VALUES (?, ?, ?, ?, ?)",
                (rules.url, pack(rules.body), rules.etag, rules.last_modified, stamp(rules.checked_at)),
            )
