"""Who may crawl: the daily crawl comes first, and a backfill makes room for it.

A crawl that finds a backfill at work asks for its turn by holding a lock; the backfill looks for that before each request,
begins nothing new, and lets go. Locks belong to processes and end with them, however they end.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

PATIENCE = 300.0
"""Seconds that a crawl waits for a backfill to end the requests it has begun."""
_ATTEMPTS = 50


@contextmanager
def _holding(path: Path) -> Iterator[bool]:
    """Hold a lock for the time of a block; false where another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        for _ in range(_ATTEMPTS):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.01)  # perhaps only looked at, see `_held`
            else:
                yield True
                return
        yield False


def _held(path: Path) -> bool:
    """Whether a process holds a lock."""
    if not path.exists():
        return False
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _turn(pages_db: Path) -> Path:
    return pages_db.with_name(pages_db.name + ".turn")


def _history(pages_db: Path) -> Path:
    return pages_db.with_name(pages_db.name + ".history")


@contextmanager
def before_history(pages_db: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """For a crawl: take the turn of a backfill that is at work, and keep others from beginning.

    Raises:
        click.ClickException: the backfill did not let go in time.
    """
    with _holding(_turn(pages_db)):
        deadline = time.monotonic() + patience
        while _held(_history(pages_db)):
            if time.monotonic() > deadline:
                raise click.ClickException(
                    f"Pengisian riwayat ke {pages_db} tidak berhenti dalam {patience:.0f} detik. Coba lagi nanti."
                )
            time.sleep(0.1)
        yield


@contextmanager
def history(pages_db: Path) -> Iterator[None]:
    """For a backfill: be the only one, and be seen by crawls.

    Raises:
        click.ClickException: another backfill is at work, or a crawl is, or waits for its turn.
    """
    with _holding(_history(pages_db)) as alone:
        if not alone:
            raise click.ClickException(f"Pengisian riwayat lain ke {pages_db} sedang berjalan. Tunggu sampai selesai.")
        if turn_wanted(pages_db):
            raise click.ClickException(f"Perayapan ke {pages_db} sedang berjalan; riwayat menunggu. Jalankan lagi nanti.")
        yield


def turn_wanted(pages_db: Path) -> bool:
    """Whether a crawl is running or waits for a backfill to end."""
    return _held(_turn(pages_db))
