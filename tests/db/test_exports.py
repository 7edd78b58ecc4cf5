import asyncio
import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.site import exports
from db.site.app import build
from db.store import NewsStore
from models.records import Article, Extraction
from models.vocab import Status

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


def get(path: Path, address: str) -> Any:
    datasette = build(path, "https://data.example")

    async def ask() -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(address)

    return asyncio.run(ask())


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+62 811", "'+62 811"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("-12.5", "-12.5"),
        ("-1e-07", "-1e-07"),
        ("a=b", "a=b"),
        ('baris\nkedua, dan "kutip"', 'baris\nkedua, dan "kutip"'),
        ("", ""),
    ],
)  # fmt: skip
def test_no_cell_begins_as_a_formula(cell: str, shown: str) -> None:
    out = StringIO()
    csv.writer(out).writerow(["x", cell])
    assert rows_of(exports.disarmed(out.getvalue().encode()).decode()) == [["x", shown]]


@given(
    rows=st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=1), max_size=5)
)
def test_any_rows_stay_what_they_were_but_for_an_apostrophe(rows: list[list[str]]) -> None:
    out = StringIO()
    csv.writer(out).writerows(rows)
    before = rows_of(out.getvalue())
    after = rows_of(exports.disarmed(out.getvalue().encode()).decode())
    assert [[cell.removeprefix("'") for cell in row] for row in after] == [
        [cell.removeprefix("'") for cell in row] for row in before
    ]
    assert not any(cell[:1] in "=@" and cell for row in after for cell in row)


def test_csv_of_a_table_is_disarmed_and_whole(
    store: NewsStore, tmp_path: Path, save_pair: Callable[..., None], pairs: list[tuple[Article, Extraction]]
) -> None:
    article, extraction = pairs[0]
    save_pair(store, replace(article, title='=HYPERLINK("http://x")', author="-2+3\n@x"), extraction)
    rows = rows_of(get(tmp_path / "news.db", "/news/articles.csv?_col=title&_col=author&_col=url&_stream=on").text)
    named = dict(zip(rows[0], rows[1], strict=True))
    assert (named["title"], named["author"]) == ('\'=HYPERLINK("http://x")', "'-2+3\n@x")
    assert named["url"] == article.url


@pytest.fixture
def planned(
    store: NewsStore,
    tmp_path: Path,
    save_pair: Callable[..., None],
    pairs: list[tuple[Article, Extraction]],
    make_event: Callable[..., Any],
) -> Path:
    """One plan with hostile texts, and one event that was held."""
    article, extraction = pairs[0]
    first, second = extraction.reports[:2]
    venue = "Aula; lantai 2, \\ \u202e" + "é" * 200 + "\nBEGIN:VEVENT"
    plan = replace(first, status=Status.PLANNED, date="2031-02-27/2031-02-28", venue=venue, places=("Kota Medan", "Kota Jambi"))
    save_pair(store, article, replace(extraction, reports=(plan, replace(second, status=Status.HELD, date="2031-03-01"))))
    for stored in list(store.unattached_reports()):
        store.save_event(make_event([stored]), now=NOW)
    return tmp_path / "news.db"


def test_calendar_holds_the_plans_alone(planned: Path) -> None:
    answer = get(planned, "/umpan/rencana.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    unfolded = answer.content.replace(b"\r\n ", b"").decode().split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20310227" in unfolded
    assert "DTEND;VALUE=DATE:20310301" in unfolded
    (where,) = [line for line in unfolded if line.startswith("LOCATION:")]
    assert where.startswith("LOCATION:Aula\\; lantai 2\\, \\\\ é")
    assert "\u202e" not in where
    assert "é" * 200 + " BEGIN:VEVENT" in where
    assert [line for line in unfolded if line.startswith("URL:https://data.example/kejadian/e")]


def test_places_are_points_of_the_named_regions(planned: Path) -> None:
    answer = get(planned, "/kejadian.geojson?status=planned")
    assert answer.headers["content-type"] == exports.GEOJSON_TYPE
    found = json.loads(answer.text)
    assert {feature["properties"]["region"] for feature in found["features"]} == {"12.71", "15.71"}
    for feature in found["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert 94 < longitude < 142
        assert -12 < latitude < 7
        assert feature["properties"]["exact"] is True
    refused = get(planned, "/kejadian.geojson?warna=merah")
    assert refused.status_code == 400
    assert "warna" in json.loads(refused.text)["error"]


def test_places_of_all_events(filled: Path) -> None:
    found = json.loads(get(filled, "/kejadian.geojson").text)["features"]
    assert len(found) > 100
    assert len({feature["id"] for feature in found}) == len(found)


def test_an_empty_calendar_is_one(store: NewsStore, tmp_path: Path) -> None:
    assert get(tmp_path / "news.db", "/umpan/rencana.ics").text.endswith("END:VCALENDAR\r\n")
