"""Taking the data away: whole tables as files, every table and question in every form, and what a file is worth."""

import asyncio
import csv
import gzip
import io
import json
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from db import cli, takeaway
from db.publishing import publish
from db.site.app import build
from db.site.dictionary import columns_of, dictionary
from db.site.questions import questions

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)
TABLES = sorted(
    name
    for name, told in dictionary()["tables"].items()
    if not told.get("hidden") and not name.endswith("_records") and name != "rejections"
)


@pytest.fixture(scope="module")
def copy(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(filled, tmp_path_factory.mktemp("bawa"), base_url="https://data.example", now=NOW).folder


@pytest.fixture(scope="module")
def connection(copy: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(copy / "news.db")
    found.row_factory = sqlite3.Row
    yield found
    found.close()


def rows_of(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]


def ordered(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False) for row in rows)


def get(path: Path, address: str, *, public: bool = False) -> Any:
    datasette = build(path, "http://127.0.0.1:8001", public=public)

    async def ask() -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(address)

    return asyncio.run(ask())


@pytest.mark.parametrize("table", TABLES)
def test_both_files_hold_every_row_of_the_table(copy: Path, connection: sqlite3.Connection, table: str) -> None:
    stored = ordered(rows_of(connection, table))
    lines = gzip.decompress((copy / "data" / f"{table}.ndjson.gz").read_bytes()).decode().splitlines()
    assert sorted(lines) == stored
    found = parquet.read_table(copy / "data" / f"{table}.parquet")
    assert ordered(found.to_pylist()) == stored
    told = {field.name: (field.metadata or {}).get(b"description", b"").decode() for field in found.schema}
    assert told == dict(columns_of(table))
    assert json.loads((copy / "manifest.json").read_text("utf-8"))["tables"][table] == len(stored)


def test_the_same_data_give_the_same_files(filled: Path, copy: Path, tmp_path: Path) -> None:
    again = publish(filled, tmp_path, base_url="https://data.example", now=NOW).folder
    for path in sorted((copy / "data").iterdir()):
        assert path.read_bytes() == (again / "data" / path.name).read_bytes(), path.name


def test_no_whole_text_leaves_with_a_file(filled: Path, copy: Path) -> None:
    connection = sqlite3.connect(filled)
    bodies = [row[0] for row in connection.execute("SELECT body FROM articles")]
    connection.close()
    text = gzip.decompress((copy / "data" / "articles.ndjson.gz").read_bytes()).decode()
    assert not any(json.dumps(body, ensure_ascii=False)[1:-1] in text for body in bodies if len(body) > 1500)


def test_many_rows_go_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeaway, "ROWS", 7)
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT, r REAL) STRICT")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [(n, "é" * n if n % 2 else None, n / 3) for n in range(50)])
    connection.execute("CREATE VIEW w AS SELECT k, count(*) OVER () AS c, NULL AS hampa FROM t")
    written = takeaway.write(connection, tmp_path / "x", {"t": {"k": "kunci"}, "w": {}})
    assert written.rows == {"t": 50, "w": 50}
    assert parquet.read_table(tmp_path / "x" / "t.parquet").to_pylist() == rows_of(connection, "t")
    assert parquet.ParquetFile(tmp_path / "x" / "t.parquet").num_row_groups == 8
    assert str(parquet.read_schema(tmp_path / "x" / "w.parquet").field("c").type) == "int64"
    connection.close()


def test_without_pyarrow_the_rest_is_written_and_it_is_said(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.publish, ["publik", "--news-db", str(filled)])
    assert result.exit_code == 0, result.output
    assert "pantau[parquet]" in result.output
    files = {path.suffix for path in (tmp_path / "publik" / "current" / "data").iterdir()}
    assert files == {".gz"}


def test_the_public_site_lists_and_gives_the_files(copy: Path) -> None:
    page = lxml.html.document_fromstring(get(copy / "news.db", "/unduh", public=True).text)
    hrefs = page.xpath("//a[starts-with(@href, '/data/')]/@href")
    assert len(hrefs) == 2 * len(TABLES)
    for href in ("/data/events.ndjson.gz", "/data/events.parquet"):
        answer = get(copy / "news.db", href, public=True)
        assert answer.content == (copy / href[1:]).read_bytes()
        assert "attachment" in answer.headers["content-disposition"]
    for wrong in ("/data/news.db", "/data/x.parquet", "/data/events.csv"):
        assert get(copy / "news.db", wrong, public=True).status_code == 404


def test_the_private_site_has_no_files(filled: Path) -> None:
    assert get(filled, "/data/events.parquet").status_code == 404
    page = lxml.html.document_fromstring(get(filled, "/unduh").text)
    assert not page.xpath("//a[starts-with(@href, '/data/')]")
    assert len(page.xpath("//a[contains(@href, '_nl=on')]")) >= len(TABLES) + len(questions())


@pytest.mark.parametrize("table", ["events", "figures", "report_overview"])
def test_a_table_in_every_form(filled: Path, table: str) -> None:
    connection = sqlite3.connect(filled)
    count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    connection.close()
    page = lxml.html.document_fromstring(get(filled, f"/news/{table}").text)
    (href,) = page.xpath("//a[contains(@href, '_nl=on')]/@href")
    lines = get(filled, f"{href}&_size=max").text.splitlines()
    assert len([json.loads(line) for line in lines]) == min(count, 1000)
    sheet = get(filled, f"/news/{table}.csv?_stream=on&_size=max").text
    csv.field_size_limit(10_000_000)
    assert len(list(csv.reader(io.StringIO(sheet)))) == count + 1
    assert len(get(filled, f"/news/{table}.json?_shape=array&_size=max").json()) == min(count, 1000)


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_line_by_line(filled: Path, name: str) -> None:
    rows = get(filled, f"/news/{name}.json?_shape=array").json()
    lines = get(filled, f"/news/{name}.json?_shape=array&_nl=on").text.splitlines()
    assert [json.loads(line) for line in lines if line] == rows


def test_every_address_of_the_download_page_answers(filled: Path) -> None:
    page = lxml.html.document_fromstring(get(filled, "/unduh").text)
    hrefs = sorted(set(page.xpath("//main//a/@href")))
    assert len(hrefs) > 60
    datasette = build(filled, "http://127.0.0.1:8001")

    async def ask() -> list[str]:
        await datasette.invoke_startup()
        return [href for href in hrefs if (await datasette.client.get(href)).status_code != 200]

    assert asyncio.run(ask()) == []
