"""The versions of ``news.db``: one SQL file each in ``db/schema``, applied once and in order.

A published file is never edited; a change of the schema is a new file.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from db import database
from db.database import DatabaseError, connect, guard

APPLICATION = 0x50414E54
"""``PRAGMA application_id`` of news.db ("PANT"): another SQLite file is not taken for it."""


def scripts() -> tuple[str, ...]:
    """The migrations of news.db, oldest first."""
    folder = files("db") / "schema"
    found = sorted((item.name, item.read_text("utf-8")) for item in folder.iterdir() if item.name.startswith("news-"))
    return tuple(text for _, text in found)


def migrate(connection: sqlite3.Connection) -> int:
    """Bring news.db to this program's version; the number of migrations applied.

    Raises:
        DatabaseError: the file is of a newer version or another kind (nothing is changed then), or cannot be written.
    """
    return database.migrate(connection, scripts(), application=APPLICATION)


def check(connection: sqlite3.Connection) -> int:
    """The version of an open news.db; nothing is changed.

    Raises:
        DatabaseError: the file is of a newer version or another kind.
    """
    return database.check(connection, scripts(), application=APPLICATION)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A news.db of this program's version, open for reading and seen as it is at one moment, whoever writes meanwhile.

    Raises:
        DatabaseError: it is missing, unusable, or of another version.
    """
    with closing(connect(path, read_only=True)) as connection, guard(path):
        if check(connection) < len(scripts()):
            raise DatabaseError(f"{path} dari versi Pantau yang lebih lama. Jalankan `pantau extract` untuk memperbaruinya.")
        connection.execute("BEGIN")
        yield connection
