"""Every table and column is described, in both languages."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from db.migrations import scripts
from db.site.app import build
from db.site.dictionary import LANGUAGES, columns_of, dictionary


def schema() -> dict[str, list[str]]:
    connection = sqlite3.connect(":memory:")
    for script in scripts():
        connection.executescript(script)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    found = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names if "_fts" not in name}
    connection.close()
    return found


SCHEMA = schema()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_those_of_the_schema(language: str) -> None:
    assert set(dictionary(language)["tables"]) == set(SCHEMA)
    assert dictionary(language)["description"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", sorted(SCHEMA))
def test_every_column_is_described(language: str, table: str) -> None:
    told = dictionary(language)["tables"][table]
    assert told["title"]
    assert told["description"]
    columns = columns_of(table, language)
    assert {column for column in SCHEMA[table] if not columns.get(column)} == set()
    assert set(columns) - set(SCHEMA[table]) == set()


def test_the_languages_differ() -> None:
    same = [
        (table, column)
        for table in SCHEMA
        for column in SCHEMA[table]
        if columns_of(table, "id")[column] == columns_of(table, "en")[column]
    ]
    assert len(same) <= 3, same


@pytest.mark.parametrize(("query", "language"), [("", "id"), ("?bahasa=id", "id"), ("?bahasa=en", "en")])
def test_the_page_shows_it(filled: Path, query: str, language: str) -> None:
    datasette = build(filled, "http://127.0.0.1:8001")

    async def get(path: str) -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    page = lxml.html.document_fromstring(asyncio.run(get(f"/kamus{query}")).text)
    text = " ".join(page.text_content().split())
    assert page.cssselect("main [lang]")[0].get("lang") == language
    for table in ("events", "figures", "people_overview"):
        assert dictionary(language)["tables"][table]["description"] in text
        assert all(told in text for told in columns_of(table, language).values())
        assert page.cssselect(f"#{table}")
    assert asyncio.run(get("/kamus?bahasa=xx")).status_code == 400
