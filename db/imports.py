"""How far imports of web archives have come, in ``pages.db``: an archive of gigabytes is read on where it was left."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from db.pages import PageStore, stamp

_HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Import:
    """An archive: the place from which to read on, what was counted up to there, and whether its end was reached."""

    archive: str
    place: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    finished: bool = False


def archive_id(path: Path) -> str:
    """What tells one archive from another, whatever its name: the digest of its size and first megabyte.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return hashlib.sha256(f"{path.stat().st_size}:".encode() + head).hexdigest()


def import_of(store: PageStore, archive: str) -> Import:
    """How far the import of an archive has come; at its beginning where it is new."""
    rows = store.rows("SELECT * FROM imports WHERE archive = ?", archive)
    if not rows:
        return Import(archive)
    return Import(archive, rows[0]["place"], json.loads(rows[0]["counts"]), bool(rows[0]["finished"]))


def note_import(store: PageStore, progress: Import, name: str, now: datetime) -> None:
    """Remember how far an import has come."""
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO imports (archive, name, place, counts, finished, noted_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (archive) DO UPDATE SET name = excluded.name, place = excluded.place, counts = excluded.counts,"
            " finished = excluded.finished, noted_at = excluded.noted_at",
            (progress.archive, name, progress.place, json.dumps(dict(progress.counts)), int(progress.finished), stamp(now)),
        )
