"""Feeds over HTTP: any combination of filters, faults that name what is wrong, conditional requests, and pages."""

import asyncio
import json
import sqlite3
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.feeds import selection
from db.feeds.documents import PAGE
from db.feeds.filters import NAMES, FilterError, Filters
from db.feeds.forms import FORMS
from db.site.app import build

HOME = "https://pantau.example"


@pytest.fixture(scope="module")
def get(filled: Path) -> Callable[..., Any]:
    datasette = build(filled, HOME)

    def ask(path: str, **headers: str) -> Any:
        async def story() -> Any:
            await datasette.invoke_startup()
            return await datasette.client.get(path, headers=headers)

        return asyncio.run(story())

    return ask


@pytest.fixture(scope="module")
def known(filled: Path) -> dict[str, str]:
    """A value of each filter that some event has."""
    connection = sqlite3.connect(filled)

    def one(sql: str) -> str:
        return str(connection.execute(sql).fetchone()[0])

    found = {
        "jenis": "santunan",
        "status": "held",
        "provinsi": one("SELECT province_code FROM events WHERE province_code IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC"),
        "wilayah": one("SELECT region_code FROM event_places WHERE region_code IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC"),
        "kantor": one("SELECT office_id FROM event_offices WHERE office_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC"),
        "pejabat": one(
            "SELECT s.person_id FROM event_officials AS e JOIN article_officials AS s ON s.name = e.name"
            " GROUP BY 1 ORDER BY count(*) DESC"
        ),
        "program": one("SELECT code FROM event_programs GROUP BY 1 ORDER BY count(*) DESC"),
        "media": one("SELECT outlet_id FROM articles GROUP BY 1 ORDER BY count(*) DESC"),
        "laporan_min": "2",
        "q": "santunan",
    }
    connection.close()
    assert set(found) == set(NAMES)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_each_filter_gives_fewer_events_in_a_valid_document(
    get: Callable[..., Any], known: dict[str, str], checked: Any, form: str, name: str
) -> None:
    answer = get(f"/feeds/events.{form}?{urlencode({name: known[name]})}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(FORMS[form].content_type.partition(";")[0])
    assert "max-age" in answer.headers["cache-control"]
    assert len(checked(form, answer.content)) > 0


CONDITIONS = {
    "jenis": "e.type = 'santunan'",
    "status": "e.status = 'held'",
    "provinsi": "e.province_code = :provinsi",
    "wilayah": "e.id IN (SELECT event_id FROM event_places WHERE region_code = :wilayah)",
    "kantor": "e.id IN (SELECT event_id FROM event_offices WHERE office_id = :kantor)",
    "program": "e.id IN (SELECT event_id FROM event_programs WHERE code = :program)",
    "media": "e.id IN (SELECT event_id FROM reports JOIN articles AS a ON a.id = article_id WHERE a.outlet_id = :media)",
    "laporan_min": "e.reports >= 2",
    "q": "e.number IN (SELECT rowid FROM events_fts WHERE events_fts MATCH 'santunan')",
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.sampled_from(sorted(CONDITIONS))))
def test_filters_together_select_what_plain_sql_does(reading: sqlite3.Connection, known: dict[str, str], names: set[str]) -> None:
    filters = Filters.parse((name, known[name]) for name in names)
    found = [place.number for place in selection.every(reading, filters, batch=7)]
    where = " AND ".join(["e.withdrawn IS NULL", *(CONDITIONS[name] for name in names)])
    expected = {row[0] for row in reading.execute(f"SELECT e.number FROM events AS e WHERE {where}", known)}
    assert len(found) == len(set(found))
    assert set(found) == expected


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.sampled_from(sorted(NAMES)), max_size=4))
def test_no_filter_reads_a_table_whole(reading: sqlite3.Connection, known: dict[str, str], names: set[str]) -> None:
    filters = Filters.parse((name, known[name]) for name in names)
    query = selection.planned(reading, filters, 51)
    plan = [row["detail"] for row in reading.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.values)]
    scans = [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step and "(" not in step]
    assert [step for step in scans if "events_fts" not in step and " SUBQUERY" not in step] == [], plan


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("warna=merah", ["warna", "jenis"]),
        ("jenis=pesta", ["jenis", "pesta", "monev"]),
        ("jenis=", ["jenis"]),
        ("status=HELD", ["status", "held"]),
        ("provinsi=99", ["provinsi", "99"]),
        ("kantor=tiada", ["kantor"]),
        ("pejabat=tiada", ["pejabat"]),
        ("media=tiada", ["media"]),
        ("laporan_min=0", ["laporan_min"]),
        ("laporan_min=banyak", ["laporan_min"]),
        ("q=%20", ["q"]),
        ("sebelum=x", ["sebelum"]),
        ("jenis=monev&jenis=pesta", ["pesta"]),
        ("provinsi=Jawa+Tengah", ["Mungkin maksudnya 33 (Jawa Tengah)", "11 (Aceh)"]),
        ("status=terlaksana", ["Mungkin maksudnya held (Terlaksana)", "planned (Direncanakan)"]),
        ("jenis=Monev", ["Mungkin maksudnya monev (Monitoring dan evaluasi)"]),
        ("kantor=kc-kisarn", ["Mungkin maksudnya kc-kisaran (Kantor Cabang Kisaran)"]),
        ("wilayah=kab.+kendal", ["33.24 (Kabupaten Kendal)"]),
        ("wilayah=entah", ["/wilayah/KODE"]),
        ("q=" + "kata+" * 13, ["1 sampai 12 kata", "bukan 13"]),
        ("laporan_min=1001", ["dari 1 sampai 1000, bukan", "1001"]),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_known_is_400_and_named(get: Callable[..., Any], form: str, query: str, told: list[str]) -> None:
    answer = get(f"/feeds/events.{form}?{query}")
    assert answer.status_code == 400
    assert all(word in answer.text for word in told)
    assert "<entry>" not in answer.text
    assert "<item>" not in answer.text
    if form == "json":
        assert answer.json()["ok"] is False


@given(st.sampled_from(["jenis", "status", "program", "provinsi", "wilayah", "kantor"]), st.text(max_size=300))
def test_whatever_is_refused_is_told_in_few_words(name: str, value: str) -> None:
    with pytest.raises(FilterError) as refused:
        Filters.parse([(name, f"{value}?")])
    assert len(str(refused.value)) < 3000
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in str(refused.value))
    assert refused.value.name == name
    assert refused.value.allowed


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from([*NAMES, "lain", ""]) | st.text(max_size=8), st.text(max_size=30)), max_size=6))
def test_any_filter_is_either_canonical_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        found = Filters.parse(pairs)
    except FilterError:
        return
    assert Filters.from_query(found.query) == found
    assert bool(found.pairs) == bool([1 for name, value in pairs if name != "laporan_min" or int(value) > 1])


@pytest.mark.parametrize("form", FORMS)
def test_who_has_a_feed_gets_304(get: Callable[..., Any], form: str) -> None:
    first = get(f"/feeds/events.{form}?jenis=monev")
    for headers in ({"if-none-match": first.headers["etag"]}, {"if-modified-since": first.headers["last-modified"]}):
        again = get(f"/feeds/events.{form}?jenis=monev", **headers)
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
    assert get(f"/feeds/events.{form}?jenis=mou", **{"if-none-match": first.headers["etag"]}).status_code == 200


def test_pages_hold_every_event_once(get: Callable[..., Any], filled: Path) -> None:
    path, seen, sizes = "/feeds/events.atom", [], []
    for _ in range(50):
        feed = feedparser.parse(get(path).content)
        seen += [entry.id for entry in feed.entries]
        sizes.append(len(feed.entries))
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"].startswith(HOME)
        if "next" not in links:
            break
        path = links["next"].removeprefix(HOME)
        assert dict(parse_qsl(urlsplit(path).query)).keys() == {"sebelum"}
    connection = sqlite3.connect(filled)
    number = connection.execute("SELECT count(*) FROM events WHERE withdrawn IS NULL").fetchone()[0]
    connection.close()
    assert len(seen) == len(set(seen)) == number > PAGE
    assert set(sizes[:-1]) == {PAGE}


def test_the_page_puts_an_address_together(get: Callable[..., Any]) -> None:
    page = get("/langganan?jenis=monev&status=held&q=&pejabat=")
    assert page.status_code == 200
    for form in FORMS:
        assert f"{HOME}/feeds/events.{form}?jenis=monev&amp;status=held" in page.text
    wrong = get("/langganan?jenis=pesta")
    assert wrong.status_code == 400
    assert "pesta" in wrong.text


def test_old_addresses_still_answer(get: Callable[..., Any], checked: Any) -> None:
    assert len(checked("atom", get("/umpan/kejadian.atom").content)) == PAGE
    assert len(checked("ics", get("/umpan/rencana.ics").content)) > 0


def test_changes_in_order(get: Callable[..., Any]) -> None:
    seen: list[int] = []
    path = "/changes.json?since=0&limit=100"
    while path:
        found = get(path).json()
        assert json.dumps(found)
        seen += [change["sequence"] for change in found["changes"]]
        assert found["last"] == seen[-1]
        path = (found["next_url"] or "").removeprefix(HOME)
    assert seen == sorted(set(seen))
    assert seen[-1] == found["newest"]
    assert get(f"/changes.json?since={found['newest']}").json()["changes"] == []
    for query in ("since=-1", "since=x", "limit=0", "warna=merah", "since=999999999"):
        answer = get(f"/changes.json?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["error"]
