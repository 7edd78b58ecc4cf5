"""What a researcher or a press officer looks for on the pages: the newest week, amounts, ways out to data and feeds, and words
for everything that is drawn or only hovered over.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db.site import charts, links, maps, marks, named, week
from db.site.accounts import measured
from db.store import NewsStore
from models.gazetteers import offices, regions
from models.records import Article, Extraction
from tests.visitor import Site, text_of

HOME = "https://data.example"
NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def asked(filled: Path) -> Site:
    return Site(filled, HOME)


@pytest.fixture(scope="module")
def merged(pressed: Path) -> Site:
    return Site(pressed, HOME)


def test_the_front_page_tells_the_newest_week_by_office(asked: Site) -> None:
    newest = asked.one("SELECT max(published_last) FROM events")
    since = asked.one(f"SELECT date('{newest}', '-6 days')")
    told = text_of(asked.page("/").cssselect("section[aria-labelledby=sepekan]")[0])
    assert f"{asked.one(f'SELECT count(*) FROM events WHERE published_last >= {since!r}')} kejadian" in told
    connection = sqlite3.connect(asked.path)
    rows = connection.execute(
        "SELECT o.name, count(*) FROM events AS e JOIN event_offices AS v ON v.event_id = e.id "
        f"JOIN offices AS o ON o.id = v.office_id WHERE e.published_last >= '{since}' GROUP BY o.id"
    ).fetchall()
    connection.close()
    assert rows
    for name, count in rows[: week.MOST]:
        assert f"{name} {count}" in told


def test_a_week_without_events_is_none(store: NewsStore, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "news.db")
    connection.row_factory = sqlite3.Row
    assert week.newest(connection) is None
    connection.close()


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/kejadian?jenis=monev&status=held", "jenis=monev&status=held"),
        ("/kantor/kc-batam-nagoya", "kantor=kc-batam-nagoya"),
        ("/wilayah/21", "provinsi=21"),
        ("/wilayah/21.71", "wilayah=21.71"),
        ("/cari?q=adendum&jenis=addendum", "q=adendum&jenis=addendum"),
    ],
)
def test_a_page_announces_the_feeds_and_files_of_its_own_filter(asked: Site, path: str, query: str) -> None:
    page = asked.page(path)
    feeds = {link.get("type"): link.get("href") for link in page.cssselect("link[rel=alternate]") if "?" in link.get("href")}
    assert set(feeds) == {"application/atom+xml", "application/feed+json", "text/calendar"}
    assert feeds["application/atom+xml"] == f"/feeds/events.atom?{query}"
    leads = {a.get("href") for a in page.cssselect("main a")}
    expected = {f"{links.SUBSCRIBE}?{query}"}
    if not path.startswith("/cari"):
        expected |= {f"/kejadian.csv?{query}", f"/kejadian.json?{query}", f"{links.PLACES}?{query}", f"/feeds/events.ics?{query}"}
    assert expected <= leads
    assert [href for href in {*feeds.values(), *expected} if asked.get(href).status_code != 200] == []


def test_feeds_of_a_list_leave_out_its_days(asked: Site) -> None:
    page = asked.page("/kejadian?jenis=monev&dari=2025-01-01&sampai=2025-12-31")
    leads = {a.get("href") for a in page.cssselect("main a")}
    assert {"/langganan?jenis=monev", "/kejadian.csv?jenis=monev&dari=2025-01-01&sampai=2025-12-31"} <= leads
    assert "dari 1 Jan 2025, sampai 31 Des 2025" in text_of(page.cssselect("h1")[0])
    assert page.cssselect("input[name=dari]")[0].get("value") == "2025-01-01"


def test_person_and_outlet_pages_announce_their_feeds(asked: Site) -> None:
    person = asked.one("SELECT id FROM people ORDER BY id LIMIT 1")
    outlet = asked.one("SELECT outlet_id FROM articles ORDER BY outlet_id LIMIT 1")
    for path, query in ((links.person(person), f"pejabat={person}"), (links.outlet(outlet), f"media={outlet}")):
        hrefs = [link.get("href") for link in asked.page(path).cssselect("link[rel=alternate]")]
        assert f"/feeds/events.atom?{query}" in hrefs
        assert asked.get(f"/feeds/events.atom?{query}").status_code == 200


def test_others_are_told_of_a_page(asked: Site) -> None:
    key = asked.one("SELECT id FROM events ORDER BY id LIMIT 1")
    page = asked.page(f"/kejadian/{key}")
    told = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.cssselect("meta[content]")}
    assert told["og:title"] == asked.one(f"SELECT title FROM events WHERE id = '{key}'")[:200]
    assert told["og:description"] == told["description"] != ""
    assert told["og:url"] == f"{HOME}/kejadian/{key}" == page.cssselect("link[rel=canonical]")[0].get("href")
    assert f"/kejadian/{key}.json" in {a.get("href") for a in page.cssselect("main a")}
    for path in ("/", "/kejadian", "/media", "/kantor", "/kantor/kc-batam-nagoya", "/news/monev_per_kantor"):
        if path != "/kejadian":
            assert asked.page(path).cssselect("meta[name=description]"), path


def test_an_event_tells_how_much_and_leads_to_its_places(merged: Site) -> None:
    connection = sqlite3.connect(merged.path)
    event, value = connection.execute(
        "SELECT event_id, value FROM event_values WHERE slot LIKE 'figure:%IDR%' AND preferred = 1 ORDER BY event_id LIMIT 1"
    ).fetchone()
    placed, code = connection.execute(
        "SELECT event_id, region_code FROM event_places WHERE region_code IS NOT NULL LIMIT 1"
    ).fetchone()
    connection.close()
    facts = merged.page(f"/kejadian/{event}").cssselect("section[aria-labelledby=rincian]")[0]
    assert "Berapa" in text_of(facts)
    assert f"Rp{str(value)[:3]}".rstrip("0") in text_of(facts).replace(",", "").replace(".", "")
    leads = [a.get("href") for a in merged.page(f"/kejadian/{placed}").cssselect("section[aria-labelledby=rincian] a")]
    assert links.region(code) in leads


def test_a_figure_that_copies_repeat_is_told_once_with_its_articles(merged: Site) -> None:
    connection = sqlite3.connect(merged.path)
    event, articles = connection.execute(
        "SELECT r.event_id, count(DISTINCT r.article_id) FROM reports AS r JOIN figures AS f ON f.article_id = r.article_id "
        "WHERE r.salience = 'main' GROUP BY r.event_id ORDER BY 2 DESC, 1 LIMIT 1"
    ).fetchone()
    kinds = connection.execute(
        "SELECT DISTINCT value, kind, unit, indicator, per, qualifier FROM figures AS f "
        "JOIN reports AS r ON r.article_id = f.article_id WHERE r.event_id = ? AND r.salience = 'main'",
        (event,),
    ).fetchall()
    connection.close()
    assert articles > len(kinds)
    rows = merged.page(f"/kejadian/{event}").cssselect("section[aria-labelledby=angka] tbody tr")
    assert len(rows) == len(kinds)
    assert any("berita lain" in text_of(row) for row in rows)


def test_equal_figures_are_one() -> None:
    def figure(value: float, article: str, per: str | None = None) -> dict[str, Any]:
        common = {"kind": "money", "unit": "IDR", "indicator": "iuran", "qualifier": None, "outlet_name": f"Media {article}"}
        return common | {"value": value, "article_id": article, "per": per}

    found = measured([figure(1, "a"), figure(2, "a"), figure(1, "b"), figure(1, "c", "bulan"), figure(1, "b")])
    assert [(f["value"], list(f["sources"])) for f in found] == [(1, ["a", "b"]), (2, ["a"]), (1, ["c"])]
    assert measured([]) == []


def test_an_event_that_only_copies_tell_has_one_source(merged: Site) -> None:
    row = merged.one(
        "SELECT r.event_id FROM reports AS r JOIN articles AS a ON a.id = r.article_id "
        "LEFT JOIN article_origins AS o ON o.article_id = a.id GROUP BY 1 "
        "HAVING count(DISTINCT a.outlet_id) > 1 AND count(DISTINCT coalesce(o.original_id, a.id)) = 1 ORDER BY 1 LIMIT 1"
    )
    told = text_of(merged.page(f"/kejadian/{row}").cssselect(".yakin")[0])
    assert "(1 sumber mandiri; selebihnya salinan)" in told
    assert "belum ada sumber lain yang memastikan" in told


def test_marks_are_explained_to_fingers_and_in_words(asked: Site) -> None:
    key = asked.one("SELECT article_id FROM figures GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    page = asked.page(f"/artikel/{key}")
    inside = page.cssselect(".badan mark")
    assert inside
    assert all(mark.get("tabindex") == "-1" for mark in inside)
    listed = {text_of(cell) for cell in page.cssselect("details.rinci td:nth-child(2)")}
    notes = {note for mark in inside for note in mark.get("title").split(" · ")}
    assert notes <= listed


def test_every_mark_is_listed_once() -> None:
    text = "Rp5 juta di Medan\nkemarin"
    found = [
        marks.Mark(12, 17, "kantor", "b"),
        marks.Mark(0, 8, "angka", "a"),
        marks.Mark(0, 8, "angka", "a"),
        marks.Mark(3, 99, "x", ""),
    ]
    assert [(words, mark.note) for words, mark in marks.listed(text, found)] == [("Rp5 juta", "a"), ("Medan", "b")]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([], []),
        ([("2025-03", 4)], [("2025-03", 4)]),
        ([("2024-11", 2), ("2025-02", 1)], [("2024-11", 2), ("2024-12", 0), ("2025-01", 0), ("2025-02", 1)]),
    ],
)
def test_months_without_any_are_columns_too(rows: list[tuple[str, int]], shown: list[tuple[str, int]]) -> None:
    found = charts.months([{"month": month, "events": events} for month, events in rows])
    assert [(column["month"], column["events"]) for column in found] == shown
    assert [column["x"] for column in found] == [26 * n for n in range(len(shown))]


def test_a_long_stretch_of_months_ends_with_the_last() -> None:
    found = charts.months([{"month": "2017-04", "events": 9}, {"month": "2025-02", "events": 1}])
    assert (len(found), found[0]["month"], found[-1]["month"], found[-1]["tall"]) == (charts.MONTHS, "2024-03", "2025-02", 66.0)


def test_a_map_is_told_in_words(asked: Site) -> None:
    drawn = maps.drawn({"11": 2, "33": 9, "12": 2, "99": 1}, links.region)
    assert [(shape.name, shape.count) for shape in drawn.counted] == [("Jawa Tengah", 9), ("Aceh", 2), ("Sumatera Utara", 2)]
    page = asked.page("/")
    listed = {text_of(item) for item in page.cssselect(".peta-daftar li")}
    drawn_links = {a.get("aria-label").removesuffix(" kejadian").replace(":", "") for a in page.cssselect("svg.peta a")}
    assert listed == {told for told in drawn_links if not told.endswith(" 0")}
    assert "Jumlah kejadian" in text_of(page.cssselect(".peta-legenda")[0])


def test_every_office_and_region_is_on_the_list(asked: Site) -> None:
    leads = {a.get("href") for a in asked.page("/kantor").cssselect("main a")}
    assert {links.office(office.id) for office in offices()} | {links.region(region.code) for region in regions()} <= leads
    assert named.directory()["count"] == len(offices())


def test_a_search_with_many_hits_pages_on_with_its_filters(asked: Site) -> None:
    page = asked.page("/cari?q=jaminan&status=held&bentuk=ya")
    (following,) = page.cssselect("nav.halaman a[rel=next]")
    assert following.get("href") == "/cari?q=jaminan&status=held&bentuk=ya&hal=2"
    second = asked.page(following.get("href"))
    assert second.cssselect("nav.halaman a[rel=prev]")[0].get("href") == "/cari?q=jaminan&status=held&bentuk=ya"
    shown, before = ({a.get("href") for a in found.cssselect("article.kartu h3 a, .berita-judul")} for found in (second, page))
    assert shown
    assert not shown & before
    assert "halaman pertama" in text_of(asked.page("/cari?q=jaminan&hal=999").cssselect(".pembuka")[0])


def test_an_icon_of_our_own(asked: Site) -> None:
    answer = asked.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_nothing_found_and_a_page_too_far_say_what_to_do(asked: Site) -> None:
    person = asked.one("SELECT id FROM people JOIN article_officials AS o ON o.person_id = people.id ORDER BY 1 LIMIT 1")
    for path in ("/kejadian", "/kantor/kc-batam-nagoya", "/wilayah/21", links.person(person)):
        (far,) = asked.page(f"{path}?hal=9999").cssselect(".kosong")
        assert "halaman pertama" in text_of(far) or "Tidak ada kejadian" in text_of(far), path
        assert [a.get("href") for a in far.cssselect("a")] in ([path], []), path
    assert "halaman pertama" in text_of(asked.page("/kantor/kc-batam-nagoya?hal=9999").cssselect(".kosong")[0])
    none = asked.page("/kejadian?jenis=pelantikan&provinsi=92&status=cancelled").cssselect(".kosong")[0]
    assert links.SUBSCRIBE in none.cssselect("a")[0].get("href")
    assert "Perluas pilihannya" in text_of(asked.page("/news/monev_per_kantor?tahun=1900").cssselect(".kosong")[0])
    assert "Tidak ada kejadian atau berita" in text_of(asked.page("/cari?q=zzzzqq").cssselect(".pembuka")[0])


@pytest.mark.parametrize(
    ("sql", "told"),
    [("select x", "tidak ada kolom “x”"), ("select 1 from", "SQL"), ("select 1; select 2", "satu perintah")],
)
def test_a_wrong_sql_is_told_in_indonesian(asked: Site, sql: str, told: str) -> None:
    answer = asked.get(f"/news?sql={sql}")
    assert answer.status_code == 400
    assert told in answer.text


def test_an_article_that_changed_says_which_version_was_read(
    store: NewsStore, tmp_path: Path, pairs: list[tuple[Article, Extraction]], save_pair: Callable[..., None]
) -> None:
    article, extraction = pairs[0]
    save_pair(store, article, extraction)
    asked = Site(tmp_path / "news.db", HOME)
    assert "Versi yang dibaca" not in text_of(asked.page(links.article(article.id)))
    save_pair(store, article, extraction, digest="d2", when=NOW.replace(day=9))
    told = text_of(asked.page(links.article(article.id)).cssselect("section[aria-labelledby=asal]")[0])
    assert "Versi yang dibaca" in told
    assert "9 Desember 2025" in told


def test_what_is_not_about_the_agency_is_said_on_its_outlets_page(
    store: NewsStore, tmp_path: Path, pairs: list[tuple[Article, Extraction]], save_pair: Callable[..., None]
) -> None:
    article, extraction = pairs[0]
    save_pair(store, article, replace(extraction, relevant=False, reports=(), issues=(), quotations=()))
    asked = Site(tmp_path / "news.db", HOME)
    outlet = asked.one("SELECT outlet_id FROM articles")
    (item,) = asked.page(links.outlet(outlet)).cssselect("section[aria-labelledby=berita] li")
    assert "bukan tentang BPJS Ketenagakerjaan" in text_of(item)
    assert article.outlet not in text_of(item).replace(article.title, "")
