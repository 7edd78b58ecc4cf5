"""``alerts.db``: who wants to hear of what, and the ledger of what they were told. It never forgets.

The order of writing is what makes the guarantee: a message is *begun* (durably) before it leaves, and *noted* after. Whoever dies
in between leaves a message that was begun; it is taken as doubtful, sent once more and marked so. See docs/alerts.md.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from db import database
from db.alerts.channels import Bucket, Letter
from db.alerts.targets import AlertError
from db.calendars import stamp
from db.database import connect, guard, transaction

FILE = "alerts.db"
APPLICATION = 0x50414C52
"""``PRAGMA application_id`` of alerts.db ("PALR")."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """An alert: ``kind`` events or health, ``filter`` as a query string, ``schedule`` now, daily or weekly.

    ``minute`` of the day and ``weekday`` (Monday is 0) are in WIB; ``read_to`` is the last change that was looked at,
    ``read_mark`` what was changed there (by which a database made anew is known), ``told_to`` the last scheduled instant told.
    """

    number: int
    name: str
    kind: str
    filter: str
    channel: int
    digest_above: int
    schedule: str
    weekday: int | None
    minute: int | None
    read_to: int
    read_mark: str
    told_to: str | None
    created: str


@dataclass(frozen=True, slots=True)
class Channel:
    """An address or where it is kept, how it does, and until when it asked to be left alone."""

    number: int
    target: str
    service: str
    shown: str
    per_minute: int
    failures: int
    failing_since: str | None
    problem: str | None
    rest_until: str | None
    last_sent: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """What a message tells: an event or a source, the state told, and the change that it covers."""

    key: str
    state: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Open:
    """A message that is not sent yet."""

    number: int
    subscription: int
    letter: Letter
    doubtful: bool
    attempts: int
    tried: str | None


class AlertStore:
    """An open ``alerts.db``; a context manager that closes it. Every method that writes is one durable transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the file and bring it to this program's version.

        Raises:
            AlertError: others than its owner can read it.
            DatabaseError: it is missing (and not to be created), unusable, or of a newer version.
        """
        if create and not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise AlertError(f"{path} tidak dapat dibuat: {error.strerror}.") from None
        if path.is_file() and path.stat().st_mode & 0o077:
            raise AlertError(f"{path} dapat dibaca orang lain. Tutup dengan `chmod 600 {path}*`, lalu ulangi.")
        connection = connect(path, create=False)
        try:
            with guard(path):
                # What was begun must be known after a power cut too, not only after a kill.
                connection.execute("PRAGMA synchronous = FULL")
            database.migrate(connection, _scripts(), application=APPLICATION)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    # Subscriptions

    def subscribe(
        self,
        name: str,
        *,
        kind: str,
        filter: str,  # noqa: A002
        target: tuple[str, str, str, int],
        digest_above: int,
        schedule: tuple[str, int | None, int | None],
        read_to: tuple[int, str],
        known: Iterable[tuple[str, str]],
        now: datetime,
    ) -> None:
        """Add an alert that hears of what comes from now on.

        Args:
            name: what it is called; no other alert in force may be called so.
            kind: ``events`` or ``health``.
            filter: a query string.
            target: the target, the service's name, the target for people's eyes, and messages a minute.
            digest_above: how many messages a round are sent one by one.
            schedule: ``now``, ``daily`` or ``weekly``; weekday; minute of the day.
            read_to: the sequence of the last change that is old, and its mark.
            known: keys and states of all that is there already.
            now: the present instant.

        Raises:
            AlertError: there is an alert of that name.
        """
        address, service, seen, per_minute = target
        with self._writing():
            if self._connection.execute("SELECT 1 FROM subscriptions WHERE name = ? AND removed IS NULL", (name,)).fetchone():
                raise AlertError(
                    f"Peringatan {name} sudah ada. Hapus dulu dengan `pantau alerts remove {name}`, atau beri nama lain."
                )
            self._connection.execute(
                "INSERT INTO channels (target, service, shown, per_minute) VALUES (?, ?, ?, ?) ON CONFLICT (target) DO UPDATE SET"
                " service = excluded.service, shown = excluded.shown, per_minute = excluded.per_minute",
                (address, service, seen, per_minute),
            )
            channel = self._connection.execute("SELECT number FROM channels WHERE target = ?", (address,)).fetchone()[0]
            number = self._connection.execute(
                "INSERT INTO subscriptions (name, kind, filter, channel, digest_above, schedule, weekday, minute, read_to,"
                " read_mark, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (name, kind, filter, channel, digest_above, *schedule, *read_to, stamp(now)),
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO told (subscription, key, state) VALUES (?, ?, ?)", ((number, key, state) for key, state in known)
            )

    def unsubscribe(self, name: str, now: datetime) -> None:
        """End an alert; what it was told stays in the ledger, what it waits for is dropped.

        Raises:
            AlertError: there is none of that name; the message lists those in force.
        """
        found = self.subscription(name)
        with self._writing():
            self._connection.execute("UPDATE subscriptions SET removed = ? WHERE number = ?", (stamp(now), found.number))
            self._connection.execute("DELETE FROM waiting WHERE subscription = ?", (found.number,))

    def subscriptions(self) -> list[Subscription]:
        """The alerts in force, by name."""
        columns = ", ".join(Subscription.__slots__)
        rows = self._connection.execute(f"SELECT {columns} FROM subscriptions WHERE removed IS NULL ORDER BY name")  # noqa: S608
        return [Subscription(*row) for row in rows]

    def subscription(self, name: str) -> Subscription:
        """The alert of a name.

        Raises:
            AlertError: there is none; the message lists those in force.
        """
        found = {item.name: item for item in self.subscriptions()}
        if name not in found:
            raise AlertError(f"Peringatan {name!r} tidak ada. Yang ada: {', '.join(found) or 'belum ada'}.")
        return found[name]

    def channels(self) -> dict[int, Channel]:
        """The channels of the alerts in force, by number."""
        columns = ", ".join(Channel.__slots__)
        rows = self._connection.execute(
            f"SELECT {columns} FROM channels"  # noqa: S608
            " WHERE number IN (SELECT channel FROM subscriptions WHERE removed IS NULL) ORDER BY number"
        )
        return {row["number"]: Channel(*row) for row in rows}

    # What changed

    def told(self, subscription: int, keys: Iterable[str]) -> dict[str, str]:
        """The states a subscription knows of some keys."""
        found: dict[str, str] = {}
        for key in keys:
            row = self._connection.execute(
                "SELECT state FROM told WHERE subscription = ? AND key = ?", (subscription, key)
            ).fetchone()
            if row is not None:
                found[key] = row[0]
        return found

    def expect(self, subscription: int, changed: Iterable[tuple[str, int]], read_to: tuple[int, str]) -> None:
        """Note what changed for a subscription (key, sequence), and up to which change was looked."""
        with self._writing():
            self._connection.executemany(
                "INSERT INTO waiting VALUES (?, ?, ?) ON CONFLICT (subscription, key) DO UPDATE SET sequence = excluded.sequence",
                ((subscription, key, sequence) for key, sequence in changed),
            )
            self._connection.execute(
                "UPDATE subscriptions SET read_to = ?, read_mark = ? WHERE number = ?", (*read_to, subscription)
            )

    def waiting(self, subscription: int) -> list[tuple[str, int]]:
        """Key and sequence of what is to be told, in order; what stands in a doubtful message waits until that one is settled."""
        rows = self._connection.execute(
            "SELECT key, sequence FROM waiting AS w WHERE subscription = :number AND NOT EXISTS ("
            " SELECT 1 FROM messages AS m JOIN message_items AS i ON i.message = m.number"
            " WHERE m.subscription = :number AND m.state <> 'sent' AND i.key = w.key) ORDER BY sequence",
            {"number": subscription},
        )
        return [(row["key"], row["sequence"]) for row in rows]

    def pass_over(self, subscription: int, keys: Iterable[str]) -> None:
        """Take off the waiting list what needs no message."""
        with self._writing():
            self._connection.executemany(
                "DELETE FROM waiting WHERE subscription = ? AND key = ?", ((subscription, key) for key in keys)
            )

    def know(self, subscription: int, states: Iterable[tuple[str, str]]) -> None:
        """Note states that a subscription knows without a message of their own (told under another key)."""
        with self._writing():
            self._connection.executemany(
                "INSERT INTO told (subscription, key, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                ((subscription, key, state) for key, state in states),
            )

    # Messages

    def recover(self) -> int:
        """At the start of a round: what was begun and not noted is doubtful; what certainly did not arrive is composed anew,
        but for scheduled digests, which stay what they are.

        Returns how many messages are left. Nobody else may be sending (see :mod:`db.alerts.sending`).
        """
        with self._writing():
            self._connection.execute("UPDATE messages SET state = 'ready', doubtful = 1 WHERE state = 'sending'")
            gone = "state = 'ready' AND doubtful = 0 AND form <> 'scheduled'"
            self._connection.execute(f"DELETE FROM message_items WHERE message IN (SELECT number FROM messages WHERE {gone})")  # noqa: S608
            self._connection.execute(f"DELETE FROM messages WHERE {gone}")  # noqa: S608
            return int(self._connection.execute("SELECT count(*) FROM messages WHERE state <> 'sent'").fetchone()[0])

    def compose(
        self, subscription: int, letter: Letter, items: Sequence[Item], *, form: str, due: str | None, now: datetime
    ) -> int:
        """Keep a message that is ready to be sent; its number."""
        with self._writing():
            number = self._connection.execute(
                "INSERT INTO messages (subscription, form, due, title, text, html, state, composed)"
                " VALUES (?, ?, ?, ?, ?, ?, 'ready', ?)",
                (subscription, form, due, letter.title, letter.text, letter.html, stamp(now)),
            ).lastrowid
            assert number is not None
            self._connection.executemany(
                "INSERT INTO message_items VALUES (?, ?, ?, ?)", ((number, i.key, i.state, i.sequence) for i in items)
            )
        return number

    def has_due(self, subscription: int, due: str) -> bool:
        """Whether a scheduled message for an instant is there already."""
        return (
            self._connection.execute("SELECT 1 FROM messages WHERE subscription = ? AND due = ?", (subscription, due)).fetchone()
            is not None
        )

    def told_by(self, subscription: int, due: str) -> int:
        """How many happenings the scheduled message of an instant told."""
        row = self._connection.execute(
            "SELECT count(*) FROM message_items AS i JOIN messages AS m ON m.number = i.message"
            " WHERE m.subscription = ? AND m.due = ?",
            (subscription, due),
        ).fetchone()
        return int(row[0])

    def items_of(self, message: int) -> int:
        """How many happenings a message tells."""
        return int(self._connection.execute("SELECT count(*) FROM message_items WHERE message = ?", (message,)).fetchone()[0])

    def open_messages(self, channel: int) -> list[Open]:
        """What is to be sent through a channel: doubtful ones first, then in order. Those of removed alerts are left out."""
        rows = self._connection.execute(
            "SELECT m.* FROM messages AS m JOIN subscriptions AS s ON s.number = m.subscription"
            " WHERE s.channel = ? AND s.removed IS NULL AND m.state = 'ready' ORDER BY m.doubtful DESC, m.number",
            (channel,),
        )
        return [
            Open(
                row["number"],
                row["subscription"],
                Letter(row["title"], row["text"], row["html"]),
                bool(row["doubtful"]),
                row["attempts"],
                row["tried"],
            )
            for row in rows
        ]

    def begin(self, message: int, bucket: Bucket, channel: int, now: datetime) -> None:
        """Note that a message leaves, before it does."""
        with self._writing():
            self._connection.execute(
                "UPDATE messages SET state = 'sending', attempts = attempts + 1, tried = ? WHERE number = ?",
                (stamp(now), message),
            )
            self._connection.execute(
                "UPDATE channels SET tokens = ?, filled = ? WHERE number = ?", (bucket.tokens, bucket.filled, channel)
            )

    def sent(self, message: int, channel: int, now: datetime) -> None:
        """Note that a message was accepted: its items are told, its text is dropped, its channel is well."""
        with self._writing():
            self._connection.execute(
                "UPDATE messages SET state = 'sent', sent = ?, title = NULL, text = NULL, html = NULL WHERE number = ?",
                (stamp(now), message),
            )
            self._connection.execute(
                "INSERT INTO told SELECT m.subscription, i.key, i.state, m.number FROM message_items AS i"
                " JOIN messages AS m ON m.number = i.message WHERE m.number = ?"
                " ON CONFLICT (subscription, key) DO UPDATE SET state = excluded.state, message = excluded.message",
                (message,),
            )
            self._connection.execute(
                "DELETE FROM waiting WHERE (subscription, key, sequence) IN ("
                " SELECT m.subscription, i.key, i.sequence FROM message_items AS i JOIN messages AS m ON m.number = i.message"
                " WHERE m.number = ?)",
                (message,),
            )
            self._connection.execute(
                "UPDATE subscriptions SET told_to = max(coalesce(told_to, ''), m.due) FROM messages AS m"
                " WHERE m.number = ? AND m.due IS NOT NULL AND subscriptions.number = m.subscription",
                (message,),
            )
            self._well(channel, now)

    def unsent(self, message: int, *, doubtful: bool) -> None:
        """Note that a message was not accepted; ``doubtful``: it may have arrived all the same."""
        with self._writing():
            self._connection.execute(
                "UPDATE messages SET state = 'ready', doubtful = max(doubtful, ?) WHERE number = ?", (int(doubtful), message)
            )

    # Channels

    def bucket(self, channel: int) -> Bucket:
        """The tokens of a channel, as the last round left them."""
        row = self._connection.execute("SELECT per_minute, tokens, filled FROM channels WHERE number = ?", (channel,)).fetchone()
        return Bucket(row["per_minute"], row["tokens"], row["filled"])

    def failed(self, channel: int, problem: str, now: datetime, rest_until: datetime | None) -> None:
        """Note that a round did not get everything through a channel."""
        with self._writing():
            self._connection.execute(
                "UPDATE channels SET failures = failures + 1, failing_since = coalesce(failing_since, ?), problem = ?,"
                " rest_until = ? WHERE number = ?",
                (stamp(now), problem, rest_until and stamp(rest_until), channel),
            )

    def well(self, channel: int, now: datetime) -> None:
        """Note that a channel took a message that is not in the ledger (a test)."""
        with self._writing():
            self._well(channel, now)

    def _well(self, channel: int, now: datetime) -> None:
        self._connection.execute(
            "UPDATE channels SET failures = 0, failing_since = NULL, problem = NULL, rest_until = NULL, last_sent = ?"
            " WHERE number = ?",
            (stamp(now), channel),
        )

    # Numbers

    def numbers(self, subscription: int) -> dict[str, int | str | None]:
        """Of a subscription: messages sent, when last, messages and happenings that wait, messages in doubt."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM messages WHERE subscription = :n AND state = 'sent') AS sent,"
            " (SELECT max(sent) FROM messages WHERE subscription = :n AND state = 'sent') AS last_sent,"
            " (SELECT count(*) FROM waiting WHERE subscription = :n) AS waiting,"
            " (SELECT count(*) FROM messages WHERE subscription = :n AND state <> 'sent' AND (doubtful OR state = 'sending'))"
            " AS doubtful",
            {"n": subscription},
        ).fetchone()
        return dict(row)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with guard(self._path), transaction(self._connection):
            yield


def _scripts() -> tuple[str, ...]:
    folder = files("db.alerts") / "schema"
    return tuple(item.read_text("utf-8") for item in sorted(folder.iterdir(), key=lambda item: item.name))
