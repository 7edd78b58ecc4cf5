"""Opening SQLite files: pragmas, versions, and errors that say which file and what to do.

Both databases of the system (``pages.db`` and ``news.db``) are opened here and nowhere else, so that every connection has
foreign keys on, waits for a busy writer, and keeps what a killed process had committed (write-ahead log).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

BUSY_SECONDS = 10.0
"""How long a connection waits for another process that is writing before it gives up."""


class DatabaseError(click.ClickException):
    """A database file that cannot be used. The message is for people, in Indonesian, and names the file and the remedy."""


def connect(
    path: Path, *, create: bool = True, read_only: bool = False, busy_seconds: float = BUSY_SECONDS
) -> sqlite3.Connection:
    """Open a database file in autocommit mode; :func:`transaction` groups statements.

    Args:
        path: the file. Its folder is made when ``create`` is set.
        create: make the file where there is none.
        read_only: open without any right to write (implies not ``create``).
        busy_seconds: how long to wait for another writer.

    Raises:
        DatabaseError: the file is missing, is no SQLite database, is locked or cannot be read or written.
    """
    create = create and not read_only
    if not create and not path.is_file():
        raise DatabaseError(
            f"Basis data {path} tidak ada. Periksa letaknya (PANTAU_DATA_DIR) atau jalankan tahap sebelumnya dahulu."
        )
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"Folder {path.parent} tidak dapat dibuat: {error.strerror}.") from None
    mode = "ro" if read_only else "rwc" if create else "rw"
    with guard(path):
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=busy_seconds, isolation_level=None
        )
    try:
        with guard(path):
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA schema_version").fetchone()  # reads the header: tells a database from any other file
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                # In WAL mode a killed process loses nothing that was committed, also without a sync per commit.
                connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All statements of the block or none; takes the write lock at the start, so that it cannot fail half-way for a lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # Where the disk is full or fails SQLite has taken everything back itself; a second time would hide the first fault.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrate(connection: sqlite3.Connection, migrations: Sequence[str], *, application: int = 0) -> int:
    """Bring a database to the newest version: each migration once, in order, each in a transaction of its own.

    The version is ``PRAGMA user_version``, the number of migrations applied. ``application`` is ``PRAGMA application_id``,
    written into new files and compared in old ones, so that one kind of database is not taken for another.

    Returns:
        The number of migrations applied now.

    Raises:
        DatabaseError: the file is of a newer version or of another kind, or cannot be written.
    """
    path = file_of(connection)
    with guard(path):
        before = check(connection, migrations, application=application)
        for number, script in enumerate(migrations[before:], before + 1):
            with transaction(connection):
                if _pragma(connection, "user_version") >= number:  # another process was faster
                    continue
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number:d}")
                connection.execute(f"PRAGMA application_id = {application:d}")
    return len(migrations) - before


def check(connection: sqlite3.Connection, migrations: Sequence[str], *, application: int = 0) -> int:
    """The version of a database, if this program may use it; nothing is changed.

    Raises:
        DatabaseError: the file is of a newer version or of another kind.
    """
    path = file_of(connection)
    with guard(path):
        version = _pragma(connection, "user_version")
        kind = _pragma(connection, "application_id")
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if (version or tables) and kind != application:
        raise DatabaseError(f"{path} adalah basis data lain, bukan yang diharapkan di sini. Periksa nama berkasnya.")
    if version > len(migrations):
        raise DatabaseError(
            f"{path} dibuat oleh Pantau yang lebih baru (versi {version}, program ini mengenal {len(migrations)}). "
            "Perbarui Pantau, atau pakai berkas lain."
        )
    return version


@contextmanager
def guard(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into :class:`DatabaseError` naming the file."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise DatabaseError(_explain(path, error)) from error


def file_of(connection: sqlite3.Connection) -> Path:
    """The file behind a connection."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2] or ":memory:")


_REMEDIES = (
    (sqlite3.SQLITE_BUSY, "sedang dipakai proses lain. Tunggu sampai selesai, lalu ulangi."),
    (sqlite3.SQLITE_LOCKED, "sedang dipakai proses lain. Tunggu sampai selesai, lalu ulangi."),
    (sqlite3.SQLITE_NOTADB, "bukan basis data SQLite. Pindahkan berkas itu atau periksa namanya."),
    (sqlite3.SQLITE_CORRUPT, "rusak. Pulihkan dari cadangan; berkas rusak jangan dihapus dahulu."),
    (
        sqlite3.SQLITE_FULL,
        "tidak dapat ditulis: ruang penyimpanan penuh. Kosongkan ruang, lalu ulangi; yang sudah tersimpan aman.",
    ),
    (
        sqlite3.SQLITE_IOERR,
        "gagal dibaca atau ditulis: media terganggu, atau batas ukuran berkas tercapai. Periksa keduanya; yang tersimpan aman.",
    ),
    (sqlite3.SQLITE_READONLY, "tidak boleh ditulis. Periksa hak akses berkas dan foldernya."),
    (sqlite3.SQLITE_CANTOPEN, "tidak dapat dibuka. Periksa letak dan hak aksesnya."),
)


def _explain(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    remedy = next((text for known, text in _REMEDIES if known == primary), f"tidak dapat dipakai: {error}.")
    return f"Basis data {path} {remedy}"


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would commit the transaction around it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
