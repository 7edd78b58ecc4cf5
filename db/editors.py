"""Who may put data right on the site, and the secret the site signs with: one private file beside the databases.

A key is shown once, when it is made; the file holds its SHA-256, which is enough for 256 random bits. Whoever can read the file
can sign cookies, so it is refused where others than its owner can read it.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from db.calendars import stamp
from db.corrections import LONGEST_NAME
from db.texts import printable

FILE = "editors.json"

TRIES = 10
"""Wrong keys from one address within :data:`SECONDS` before it must wait."""
TRIES_OF_ALL = 100
"""Wrong keys from all addresses together within that time."""
SECONDS = 300.0


class EditorError(click.ClickException):
    """Editors that cannot be read or changed; the message is for people and names file and remedy."""


@dataclass(frozen=True, slots=True)
class Editor:
    """A person who may correct events; ``mark`` changes with the key, so that sessions end with the key they began with."""

    name: str
    added: str
    mark: str


class Editors:
    """The file of editors. Nothing is kept in memory: a removed editor is gone with the next request."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the file where there is none.

        Raises:
            EditorError: it cannot be made, or others can read it.
        """
        if not self.path.exists():
            with self._changing():
                pass
        self._read()

    @property
    def secret(self) -> str:
        """What the site signs cookies with: the same after every start.

        Raises:
            EditorError: the file is missing or cannot be used.
        """
        return str(self._read()["secret"])

    def add(self, name: str, now: datetime) -> str:
        """Let a person correct; the key to log in with, which cannot be had again.

        Raises:
            EditorError: the name cannot be used or is there already, or the file cannot be written.
        """
        if not any(map(str.isalnum, name)) or len(name) > LONGEST_NAME or printable(name) != name or name != name.strip():
            raise EditorError(f"Nama penyunting: 1 sampai {LONGEST_NAME} huruf, tanpa huruf kendali dan spasi di ujung.")
        key = secrets.token_urlsafe(32)
        with self._changing() as stored:
            if name in stored["editors"]:
                raise EditorError(f"Penyunting {name} sudah ada. Untuk kunci baru: `pantau editors remove`, lalu `add` lagi.")
            stored["editors"][name] = {"key": _digest(key), "added": stamp(now)}
        return key

    def remove(self, name: str) -> None:
        """Take a person's key and sessions away; what they corrected stays.

        Raises:
            EditorError: there is nobody of that name, or the file cannot be written.
        """
        with self._changing() as stored:
            if stored["editors"].pop(name, None) is None:
                known = ", ".join(sorted(stored["editors"])) or "belum ada"
                raise EditorError(f"Penyunting {printable(name)[:LONGEST_NAME]} tidak ada. Yang ada: {known}.")

    def all(self) -> list[Editor]:
        """The editors by name; none where there is no file.

        Raises:
            EditorError: the file cannot be used.
        """
        if not self.path.exists():
            return []
        return [Editor(name, row["added"], row["key"][:16]) for name, row in sorted(self._read()["editors"].items())]

    def by_key(self, key: str) -> Editor | None:
        """The editor of a key; every key is compared in full, whether one fits or not.

        Raises:
            EditorError: the file cannot be used.
        """
        asked = _digest(key)
        rows = self._read()["editors"].items() if self.path.exists() else ()
        found = [Editor(name, row["added"], row["key"][:16]) for name, row in rows if secrets.compare_digest(row["key"], asked)]
        return found[0] if found else None

    def of_session(self, name: str, mark: str) -> Editor | None:
        """The editor of a session, unless they were removed or have a new key since."""
        return next((editor for editor in self.all() if editor.name == name and secrets.compare_digest(editor.mark, mark)), None)

    def _read(self) -> dict[str, Any]:
        try:
            if self.path.stat().st_mode & 0o077:
                raise EditorError(f"{self.path} dapat dibaca orang lain. Tutup dengan `chmod 600 {self.path}`.")
            stored: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
            if not isinstance(stored["secret"], str) or not isinstance(stored["editors"], dict):
                raise TypeError
        except OSError as error:
            raise EditorError(f"Daftar penyunting {self.path} tidak dapat dibaca: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError):
            raise EditorError(f"Daftar penyunting {self.path} rusak. Pindahkan, lalu buat lagi penyuntingnya.") from None
        return stored

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Any]]:
        """The content of the file, written back whole and in one step when the block ends well; one process at a time."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            folder = os.open(self.path.parent, os.O_RDONLY)
        except OSError as error:
            raise EditorError(f"Folder {self.path.parent} tidak dapat dipakai: {error.strerror}.") from None
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            stored = self._read() if self.path.exists() else {"secret": secrets.token_hex(32), "editors": {}}
            yield stored
            draft = self.path.with_suffix(".part")
            draft.unlink(missing_ok=True)
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
                json.dump(stored, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        except OSError as error:
            raise EditorError(f"Daftar penyunting {self.path} tidak dapat ditulis: {error.strerror}.") from None
        finally:
            os.close(folder)


@dataclass(slots=True)
class Tries:
    """Wrong keys of late, by address; bounded in number and time. ``now`` is any clock in seconds that never goes back."""

    _wrong: deque[tuple[float, str]] = field(default_factory=deque)

    def wait(self, address: str, now: float) -> bool:
        """Whether an address must wait before its next try."""
        while self._wrong and self._wrong[0][0] <= now - SECONDS:
            self._wrong.popleft()
        return len(self._wrong) >= TRIES_OF_ALL or sum(known == address for _, known in self._wrong) >= TRIES

    def wrong(self, address: str, now: float) -> None:
        """Note a wrong key."""
        self._wrong.append((now, address))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
