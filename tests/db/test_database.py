"""Opening, versions, and messages of database files."""

import sqlite3
from pathlib import Path

import pytest

from db.database import DatabaseError, check, connect, migrate, transaction

MIGRATIONS = ("CREATE TABLE a (x INTEGER) STRICT;\nINSERT INTO a VALUES (1);\n", "ALTER TABLE a ADD COLUMN y TEXT;\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "test.db"


def test_migrations_run_once_and_in_order(file: Path) -> None:
    connection = connect(file)
    assert migrate(connection, MIGRATIONS[:1], application=7) == 1
    assert migrate(connection, MIGRATIONS, application=7) == 1
    assert migrate(connection, MIGRATIONS, application=7) == 0
    assert [tuple(row) for row in connection.execute("SELECT x, y FROM a")] == [(1, None)]
    connection.close()


def test_pragmas(file: Path) -> None:
    connection = connect(file)
    assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_failed_migration_leaves_nothing(file: Path) -> None:
    connection = connect(file)
    with pytest.raises(DatabaseError, match=r"test\.db"):
        migrate(connection, ("CREATE TABLE a (x INTEGER) STRICT;\nSELECT * FROM nowhere;\n",))
    assert check(connection, MIGRATIONS) == 0
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    connection.close()


def test_transaction_is_all_or_nothing(file: Path) -> None:
    connection = connect(file)
    migrate(connection, MIGRATIONS)

    def insert_and_fail() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO a VALUES (2, 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        insert_and_fail()
    assert connection.execute("SELECT count(*) FROM a").fetchone()[0] == 1
    connection.close()


def test_newer_version_is_refused(file: Path) -> None:
    connection = connect(file)
    migrate(connection, MIGRATIONS)
    with pytest.raises(DatabaseError, match=r"test\.db.*lebih baru.*versi 2"):
        migrate(connection, MIGRATIONS[:1])
    connection.close()


def test_another_kind_is_refused(file: Path) -> None:
    connection = connect(file)
    migrate(connection, MIGRATIONS, application=7)
    with pytest.raises(DatabaseError, match=r"test\.db adalah basis data lain"):
        check(connection, MIGRATIONS, application=8)
    connection.close()


def test_not_a_database(tmp_path: Path) -> None:
    other = tmp_path / "catatan.db"
    other.write_text("Ini catatan biasa, bukan basis data.\n" * 50, encoding="utf-8")
    with pytest.raises(DatabaseError, match=r"catatan\.db bukan basis data"):
        connect(other)
    assert other.read_text(encoding="utf-8").startswith("Ini catatan")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="tidak ada"):
        connect(tmp_path / "none.db", create=False)
    with pytest.raises(DatabaseError, match="tidak ada"):
        connect(tmp_path / "none.db", read_only=True)
    assert not (tmp_path / "none.db").exists()


def test_locked_database(file: Path) -> None:
    first = connect(file)
    migrate(first, MIGRATIONS)
    first.execute("BEGIN IMMEDIATE")
    second = connect(file, busy_seconds=0)
    with pytest.raises(DatabaseError, match=r"test\.db sedang dipakai"):
        migrate(second, (*MIGRATIONS, "CREATE TABLE b (x INTEGER) STRICT;"))
    first.execute("ROLLBACK")
    first.close()
    second.close()


def test_read_only(file: Path) -> None:
    writer = connect(file)
    migrate(writer, MIGRATIONS)
    reader = connect(file, read_only=True)
    assert reader.execute("SELECT x FROM a").fetchone()["x"] == 1
    with pytest.raises(sqlite3.OperationalError):
        reader.execute("DELETE FROM a")
    reader.close()
    writer.close()
