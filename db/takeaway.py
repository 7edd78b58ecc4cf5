"""Whole tables as files, for people who work with their own tools: newline-delimited JSON (packed), and Parquet.

Parquet needs pyarrow (``pip install pantau[parquet]``); without it the other files are written all the same. Rows come in the
order of their keys, and nothing of the time of writing goes into a file: the same data give the same bytes.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

ROWS = 20_000
"""Rows in memory at once, and in a row group of a Parquet file."""

FOLDER = "data"

_KINDS = {str: "string", int: "int64", float: "float64"}
_DECLARED = {"TEXT": str, "INTEGER": int, "REAL": float}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows by table, and whether Parquet files are among the files."""

    rows: dict[str, int]
    parquet: bool


def parquet_available() -> bool:
    """Whether Parquet files can be written here."""
    try:
        return find_spec("pyarrow") is not None
    except ValueError:  # taken out of the interpreter
        return False


def write(connection: sqlite3.Connection, folder: Path, tables: Mapping[str, Mapping[str, str]]) -> Written:
    """Write some tables and views into a new folder as ``<name>.ndjson.gz`` and, where it can be had, ``<name>.parquet``.

    Args:
        connection: the database, open for reading.
        folder: made here.
        tables: by name, what each column holds; it goes into the Parquet files. Each name must be that of a table or view.

    Raises:
        OSError: a file cannot be written.
    """
    folder.mkdir(parents=True)
    packed = parquet_available()
    rows: dict[str, int] = {}
    for name, columns in tables.items():
        rows[name] = _lines(connection, name, folder / f"{name}.ndjson.gz")
        if packed:
            _parquet(connection, name, folder / f"{name}.parquet", columns)
    return Written(rows, packed)


def _lines(connection: sqlite3.Connection, table: str, path: Path) -> int:
    count = 0
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        for rows in _batches(connection, table):
            text = "".join(f"{json.dumps(dict(row), ensure_ascii=False)}\n" for row in rows)
            packed.write(text.encode())
            count += len(rows)
    return count


def _parquet(connection: sqlite3.Connection, table: str, path: Path, told: Mapping[str, str]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    types = _types(connection, table)
    schema = pa.schema(
        [
            pa.field(name, getattr(pa, _KINDS[kind])(), metadata={"description": told.get(name, "")})
            for name, kind in types.items()
        ]
    )
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _batches(connection, table):
            columns = zip(*map(tuple, rows), strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=ROWS)


def _types(connection: sqlite3.Connection, table: str) -> dict[str, type]:
    """The kind of each column: as declared, and for what a view computes that of its first value."""
    found: dict[str, type] = {}
    for column in connection.execute(f"PRAGMA table_info({table})").fetchall():
        kind = _DECLARED.get(column["type"])
        if kind is None:
            row = connection.execute(
                f'SELECT "{column["name"]}" FROM {table} WHERE "{column["name"]}" IS NOT NULL LIMIT 1'  # noqa: S608
            ).fetchone()
            kind = type(row[0]) if row else str
        found[column["name"]] = kind
    return found


def _batches(connection: sqlite3.Connection, table: str) -> Iterator[Sequence[sqlite3.Row]]:
    """The rows of a table in the order of its key, of a view in that of its columns."""
    columns: list[Any] = connection.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [column["name"] for column in sorted(columns, key=lambda column: column["pk"]) if column["pk"]]
    order = ", ".join(f'"{name}"' for name in keys) or ", ".join(str(n + 1) for n in range(min(4, len(columns))))
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608
    while rows := list(islice(cursor, ROWS)):
        yield rows
