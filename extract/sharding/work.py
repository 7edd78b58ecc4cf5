"""Making one shard: the piece of work that every engine hands out, one archive at a time."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from spacy.language import Language

from db.archives import ArchiveError, read_warc
from extract.nlp import build
from extract.pages import PageReading, hints_for, read_page
from extract.sharding import shards
from extract.sharding.shards import Head, ShardError
from models.records import Article
from models.rules_digest import rules_digest
from models.sources import Register, load_register


@dataclass(frozen=True, slots=True)
class Task:
    """An archive to read, the folder its shard goes to, and the register (folder, and the operator's own rows) to know it by."""

    archive: Path
    folder: Path
    register: Path | None = None
    local: Path | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a task, in pages. ``fault`` says why there is no shard; ``kept`` that an older one still holds."""

    archive: str
    kept: bool = False
    fault: str | None = None
    counts: Counter[str] = field(default_factory=Counter)


def make(task: Task) -> Outcome:
    """Read an archive into its shard, unless the shard there is of the same archive and rules. Never raises for a bad archive.

    The same archive, register and rules give the same shard, byte for byte, on any engine.
    """
    outcome = Outcome(task.archive.name)
    target = shards.shard_of(task.archive, task.folder)
    rules = rules_digest()
    try:
        head = Head(pantau_shard=shards.FORMAT, archive=task.archive.name, sha256=_sha256(task.archive), rules=rules)
        if target.exists() and _head(target) == head:
            outcome.kept = True
            return outcome
        register = load_register(task.register, local=task.local)
        shards.write(target, head, _readings(task.archive, register, rules, outcome.counts))
    except ArchiveError as error:
        outcome.fault = str(error)
    except OSError as error:
        outcome.fault = f"{error.filename or task.archive}: {error.strerror or error}"
    return outcome


def _readings(archive: Path, register: Register, rules: str, counts: Counter[str]) -> Iterator[PageReading]:
    for page in read_warc(archive):
        reading = read_page(_pipeline(), page, hints_for(page, register), rules)
        counts["articles" if isinstance(reading.found, Article) else "rejected"] += 1
        if reading.extraction is not None:
            counts["relevant"] += reading.extraction.relevant
            counts["reports"] += len(reading.extraction.reports)
        yield reading


@cache
def _pipeline() -> Language:
    """Built once a process."""
    return build()


def _head(path: Path) -> Head | None:
    try:
        return shards.head_of(path)
    except ShardError:
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
