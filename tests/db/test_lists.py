"""Events taken away as data: the list under its filters, and one event whole."""

import csv
import json
import sqlite3
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from db.queries import query
from db.site import lists
from db.site.reading import FILTER_CONDITIONS
from tests.visitor import Site

HOME = "https://data.example/pantau"


@pytest.fixture(scope="module")
def asked(filled: Path) -> Site:
    return Site(filled, HOME)


@pytest.fixture
def connection(filled: Path) -> sqlite3.Connection:
    found = sqlite3.connect(filled)
    found.row_factory = sqlite3.Row
    return found


FILTERS = {
    "": "1",
    "jenis=monev": "type = 'monev'",
    "status=planned&jenis=mou": "type = 'mou' AND status = 'planned'",
    "dari=2025-06-01": "published_last >= '2025-05-31T17:00:00Z'",
    "dari=2025-01-01&sampai=2025-06-30&jenis=santunan": "type = 'santunan' AND published_last >= '2024-12-31T17:00:00Z' "
    "AND published_last < '2025-06-30T17:00:00Z'",
    "provinsi=33": "province_code = '33'",
    "kantor=kc-batam-nagoya": "id IN (SELECT event_id FROM event_offices WHERE office_id = 'kc-batam-nagoya')",
    "wilayah=21.71": "id IN (SELECT event_id FROM event_places WHERE region_code = '21.71')",
}


@pytest.mark.parametrize("filters", FILTERS)
def test_the_list_as_csv_and_json(asked: Site, connection: sqlite3.Connection, filters: str) -> None:
    ids = [r[0] for r in connection.execute(f"SELECT id FROM events WHERE {FILTERS[filters]} ORDER BY published_last DESC, id")]
    assert ids
    answer = asked.get(f"/kejadian.json?{filters}")
    assert [row["event_id"] for row in answer.json()["events"]] == ids[: lists.ROWS["json"]]
    assert answer.json()["events"][0]["url"] == f"{HOME}/kejadian/{ids[0]}"
    table = asked.get(f"/kejadian.csv?{filters}")
    assert table.headers["content-type"].startswith("text/csv")
    assert [row["event_id"] for row in csv.DictReader(StringIO(table.text))] == ids[: lists.ROWS["csv"]]


def test_a_long_list_pages(asked: Site, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lists.ROWS, "json", 20)
    ids: list[str] = []
    path: str | None = "/kejadian.json?status=held"
    while path:
        answer = asked.get(path.removeprefix("/pantau"))
        ids += [row["event_id"] for row in answer.json()["events"]]
        following = answer.json()["next_url"]
        assert answer.headers.get("link") == (f'<{following}>; rel="next"' if following else None)
        path = following and "{0.path}?{0.query}".format(urlsplit(following))
    rows = connection.execute("SELECT id FROM events WHERE status = 'held' ORDER BY published_last DESC, id")
    assert ids == [row[0] for row in rows]
    assert len(ids) > 40


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/kejadian.csv?jenis=apa", 400),
        ("/kejadian.json?judul=x", 400),
        ("/kejadian.json?hal=0", 400),
        ("/kejadian.json?dari=2025-02-30", 400),
        ("/kejadian.csv?sampai=kemarin", 400),
        ("/kejadian.json?jenis=mou&jenis=pks", 400),
        ("/kejadian/e0000000000000000.json", 404),
        ("/kejadian.xml", 404),
    ],
)
def test_what_cannot_be_answered_is_said_as_json(asked: Site, path: str, status: int) -> None:
    answer = asked.get(path)
    assert answer.status_code == status
    if path.startswith("/kejadian."):
        assert status == 404 or "Saringan" in answer.json()["error"] or "saringan" in answer.json()["error"]


def test_an_event_whole(asked: Site, connection: sqlite3.Connection) -> None:
    key = connection.execute("SELECT id FROM events ORDER BY reports DESC, id LIMIT 1").fetchone()[0]
    found = asked.get(f"/kejadian/{key}.json").json()
    assert found["event_id"] == key
    assert found["url"] == f"{HOME}/kejadian/{key}"
    assert len(found["report_list"]) == found["reports"] > 1
    for report in found["report_list"]:
        body = connection.execute(
            "SELECT title || char(10) || body FROM articles WHERE id = ?", (report["article_id"],)
        ).fetchone()[0]
        assert report["sentence"] in body
        assert report["page"] == f"{HOME}/artikel/{report['article_id']}"
    assert found["statuses"][-1]["status"] == found["status"]


def test_values_of_an_event_that_sources_tell_otherwise(pressed: Path) -> None:
    connection = sqlite3.connect(pressed)
    key, slot = connection.execute("SELECT event_id, slot FROM event_values WHERE preferred = 0 ORDER BY 1 LIMIT 1").fetchone()
    found = Site(pressed, HOME).get(f"/kejadian/{key}.json").json()
    assert {value["preferred"] for value in found["values"] if value["slot"] == slot} == {0, 1}


def test_a_withdrawn_event_and_one_that_became_part_of_another(pressed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    copy.write_bytes(pressed.read_bytes())
    connection = sqlite3.connect(copy)
    first, second, third = (row[0] for row in connection.execute("SELECT id FROM events WHERE withdrawn IS NULL LIMIT 3"))
    with connection:
        connection.execute("UPDATE events SET withdrawn = '2025-01-01T00:00:00Z' WHERE id IN (?, ?)", (first, second))
        connection.execute("UPDATE events SET successor = ? WHERE id = ?", (third, second))
    asked = Site(copy, HOME)
    assert asked.get(f"/kejadian/{first}.json").status_code == 410
    moved = asked.get(f"/kejadian/{second}.json")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/pantau/kejadian/{third}.json")
    assert first not in asked.get("/kejadian.csv").text


def test_a_cell_is_no_formula(pressed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    copy.write_bytes(pressed.read_bytes())
    connection = sqlite3.connect(copy)
    with connection:
        connection.execute(
            "UPDATE events SET venue = '=HYPERLINK(\"x\")', summary = 'a' || char(8238) || 'b' WHERE withdrawn IS NULL"
        )
    asked = Site(copy, HOME)
    rows = list(csv.DictReader(StringIO(asked.get("/kejadian.csv").text)))
    assert {row["venue"] for row in rows} == {'\'=HYPERLINK("x")'}
    assert {row["summary"] for row in rows} == {"ab"}
    assert json.loads(asked.get("/kejadian.json").text)["events"][0]["venue"] == '=HYPERLINK("x")'


@pytest.mark.parametrize("filters", FILTERS)
def test_the_page_of_the_list_counts_what_its_files_hold(asked: Site, filters: str) -> None:
    rows = [row for page in range(1, 6) for row in asked.get(f"/kejadian.json?{filters}&hal={page}").json()["events"]]
    page = asked.get(f"/kejadian?{filters}").text
    assert f"{len(rows)} kejadian, yang terakhir diberitakan" in page
    assert rows[0]["event_id"] in page
    assert asked.get(f"/kejadian.geojson?{filters}").status_code == 200


@pytest.mark.parametrize("name", ["", *FILTER_CONDITIONS])
def test_no_list_reads_a_big_table_whole(connection: sqlite3.Connection, name: str) -> None:
    sql = query("site_event_rows").format(conditions=FILTER_CONDITIONS.get(name, ""))
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", {name: "x", "limit": 9, "offset": 0})]
    harmless = ("SCAN (subquery", "SCAN newest")
    assert [step for step in plan if step.startswith("SCAN") and "USING" not in step and not step.startswith(harmless)] == []
