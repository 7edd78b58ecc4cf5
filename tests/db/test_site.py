import asyncio
import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.labels import label
from db.site import links, reading, search
from db.site.dictionary import dictionary
from db.store import NewsStore
from models.ids import article_id, person_id
from models.records import Article, Event, Extraction, Issue, Office, Official, Span
from models.vocab import EventType, IssueCode, OfficeKind
from tests.visitor import Site, text_of

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(filled: Path) -> Site:
    return Site(filled)


@pytest.fixture
def empty(store: NewsStore, tmp_path: Path) -> Site:
    return Site(tmp_path / "news.db")


def test_front_page_shows_latest_events_counts_and_articles(site: Site) -> None:
    page = site.page("/")
    cards = page.cssselect("article.kartu")
    assert len(cards) == 16
    newest = site.one("SELECT title FROM events WHERE main = 1 ORDER BY published_last DESC, id LIMIT 1")
    assert text_of(cards[0].cssselect("h3")[0]) == newest
    said = site.one(
        "SELECT substr(a.body, r.evidence_start + 1, r.evidence_end - r.evidence_start) FROM events AS e "
        "JOIN reports AS r ON r.event_id = e.id JOIN articles AS a ON a.id = r.article_id "
        "WHERE e.main = 1 AND r.salience = 'main' ORDER BY e.published_last DESC, e.id, r.published LIMIT 1"
    )
    assert text_of(cards[0].cssselect(".kutip")[0]) == " ".join(said.split())
    counts = {text_of(li) for li in page.cssselect(".jumlah li")}
    assert f"{site.one('SELECT count(*) FROM events')} kejadian" in counts
    bars = page.cssselect("section[aria-labelledby=jenis] .batang-angka")
    assert sum(int(bar.text) for bar in bars) == site.one("SELECT count(*) FROM events")
    provinces = page.cssselect("section[aria-labelledby=provinsi] .batang-angka")
    assert sum(int(bar.text) for bar in provinces) == site.one("SELECT count(*) FROM events WHERE province_code IS NOT NULL")
    assert len(page.cssselect("section[aria-labelledby=berita] li")) == 8
    assert page.cssselect("form[role=search] input[name=q]")
    (feed,) = page.cssselect("link[rel=alternate]")
    assert (feed.get("type"), feed.get("href")) == ("application/atom+xml", "/umpan/kejadian.atom")


def test_front_page_of_an_empty_database_says_what_to_do(empty: Site) -> None:
    assert "pantau run" in text_of(empty.page("/"))


def test_event_page_shows_the_sentence_of_each_report(site: Site) -> None:
    key = site.one("SELECT id FROM events ORDER BY reports DESC, id LIMIT 1")
    page = site.page(f"/kejadian/{key}")
    reports = page.cssselect("ol.laporan > li")
    assert len(reports) == site.one(f"SELECT reports FROM events WHERE id = '{key}'") > 1
    with NewsStore.open(site.path, read_only=True) as store:
        stored = store.reports_of(key)
    for item, report in zip(reports, stored, strict=True):
        article = f"articles WHERE id = '{report.article_id}'"
        span = report.report.evidence
        sentence = site.one(f"SELECT substr(body, {span.start + 1}, {span.end - span.start}) FROM {article}")
        assert text_of(item.cssselect("blockquote")[0]) == " ".join(sentence.split())
        assert text_of(item.cssselect("blockquote mark")[0]) == report.report.trigger
        (outward,) = item.cssselect("a[rel~=external]")
        assert outward.get("href") == site.one(f"SELECT url FROM {article}")
        assert text_of(item.cssselect("a.media")[0]) == site.one(f"SELECT outlet_name FROM {article}")
    slots = text_of(page.cssselect("aside dl")[0])
    for name in ("Kapan", "Kantor", "Pihak lain"):
        assert name in slots


def test_article_page_marks_every_span_and_keeps_every_word(site: Site) -> None:
    key = site.one("SELECT article_id FROM figures GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    page = site.page(f"/artikel/{key}")
    body = site.one(f"SELECT body FROM articles WHERE id = '{key}'")
    assert text_of(page.cssselect(".badan")[0]) == " ".join(body.split())
    for kind, table in (("angka", "figures"), ("tanggal", "date_mentions")):
        marked = "".join(text_of(mark) for mark in page.cssselect(f".badan mark.m-{kind}"))
        connection = sqlite3.connect(site.path)
        for (words,) in connection.execute(f"SELECT text FROM {table} WHERE article_id = ?", (key,)):
            assert "".join(words.split()) in "".join(marked.split()), words
        connection.close()
    assert all(mark.get("title") for mark in page.cssselect(".badan mark"))
    rows = page.cssselect("section[aria-labelledby=angka] tbody tr")
    assert len(rows) == site.one(f"SELECT count(*) FROM figures WHERE article_id = '{key}'")
    assert "Kantor tidak ada dalam daftar" in text_of(page.cssselect("section.waspada")[0])
    assert len(page.cssselect("section[aria-labelledby=pejabat] li")) == site.one(
        f"SELECT count(*) FROM article_officials WHERE article_id = '{key}'"
    )


def test_article_page_says_who_is_quoted(site: Site) -> None:
    spoken = "FROM quotations AS q JOIN article_officials AS o ON o.article_id = q.article_id AND o.ord = q.official_ord"
    key, speaker = site.one(f"SELECT q.article_id {spoken} LIMIT 1"), site.one(f"SELECT o.name {spoken} LIMIT 1")
    marks = site.page(f"/artikel/{key}").cssselect(".badan mark.m-kutipan")
    assert any(f"Kutipan (langsung): {speaker}" in mark.get("title", "") for mark in marks)
    assert sum(len(text_of(mark)) for mark in marks) > 20


def test_event_list_filters_and_pages(site: Site) -> None:
    count = site.one("SELECT count(*) FROM events WHERE type = 'santunan'")
    page = site.page("/kejadian?jenis=santunan")
    assert f"{count} kejadian" in text_of(page)
    assert {card.get("class") for card in page.cssselect("article.kartu")} == {"kartu j-santunan"}
    seen: list[str] = []
    path = "/kejadian?jenis=santunan"
    while path:
        page = site.page(path)
        seen += [a.get("href") for a in page.cssselect("article.kartu h3 a")]
        path = next((a.get("href") for a in page.cssselect("a[rel=next]")), "")
    assert len(seen) == len(set(seen)) == count > reading.PAGE


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("jenis=pesta", ["pesta", "monev"]),
        ("status=mungkin", ["mungkin", "planned"]),
        ("provinsi=99", ["99", "11"]),
        ("kantor=kc-x", ["kc-x"]),
        ("warna=merah", ["warna", "jenis"]),
        ("hal=0", ["hal"]),
        ("hal=x", ["hal"]),
        ("hal=99999999999999999999", ["hal"]),
    ],
)
def test_unknown_filter_is_named_and_never_gives_an_unfiltered_list(site: Site, query: str, told: list[str]) -> None:
    page = site.page(f"/kejadian?{query}", 400)
    assert page.cssselect("article.kartu") == []
    for word in told:
        assert word in text_of(page.cssselect("h1")[0])


def test_office_and_outlet_pages(site: Site) -> None:
    office = site.one("SELECT office_id FROM event_offices WHERE office_id LIKE 'kc-%' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    page = site.page(f"/kantor/{office}")
    assert len(page.cssselect("article.kartu")) == min(
        reading.PAGE, site.one(f"SELECT count(DISTINCT event_id) FROM event_offices WHERE office_id = '{office}'")
    )
    outlet = site.one("SELECT outlet_id FROM articles LIMIT 1")
    page = site.page(f"/media/{outlet}")
    assert len(page.cssselect("ul.berita > li")) == site.one(f"SELECT count(*) FROM articles WHERE outlet_id = '{outlet}'")
    told = text_of(page.cssselect("section[aria-labelledby=liputan]")[0])
    assert (
        label(
            "EventType",
            site.one(f"SELECT type FROM reports JOIN articles AS a ON a.id = article_id WHERE outlet_id = '{outlet}'"),
        )
        in told
    )


def test_the_map_of_the_front_page_says_every_provinces_number(site: Site) -> None:
    links_of = {a.get("href"): a.get("aria-label") for a in site.page("/").cssselect("svg.peta a")}
    assert len(links_of) == 38
    for code, name, events in site.all(
        "SELECT r.code, r.name, count(e.id) FROM regions AS r LEFT JOIN events AS e ON e.province_code = r.code "
        "WHERE r.kind = 'provinsi' GROUP BY r.code"
    ):
        assert links_of[f"/wilayah/{code}"] == f"{name}: {events} kejadian"


@pytest.mark.parametrize("kind", ["provinsi", "kabupaten", "kota"])
def test_region_page(site: Site, kind: str) -> None:
    """A province counts the events that lie in it, a regency or city those whose reports name it."""
    code = site.one(
        "SELECT r.code FROM regions AS r JOIN events AS e ON e.province_code = r.code LIMIT 1"
        if kind == "provinsi"
        else f"SELECT region_code FROM event_places JOIN regions AS r ON r.code = region_code WHERE kind = '{kind}' LIMIT 1"
    )
    count = site.one(
        f"SELECT count(*) FROM events WHERE province_code = '{code}'"
        if kind == "provinsi"
        else f"SELECT count(DISTINCT event_id) FROM event_places WHERE region_code = '{code}'"
    )
    page = site.page(f"/wilayah/{code}")
    assert len(page.cssselect("article.kartu")) == min(count, reading.PAGE) > 0
    shapes = {a.get("href"): a.get("aria-label") for a in page.cssselect("svg.peta a")}
    assert set(shapes) == {
        f"/wilayah/{row[0]}" for row in site.all(f"SELECT code FROM regions WHERE province_code = '{code[:2]}'")
    }
    if kind != "provinsi":
        assert shapes[f"/wilayah/{code}"].endswith(f": {count} kejadian")
        assert [a.get("href") for a in page.cssselect("svg.peta a[aria-current]")] == [f"/wilayah/{code}"]


def test_person_page_has_every_position_and_event(site: Site) -> None:
    key = site.one("SELECT person_id FROM article_officials GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    page = site.page(f"/pejabat/{key}")
    positions = site.all(f"SELECT DISTINCT position, organisation FROM article_officials WHERE person_id = '{key}'")
    rows = [text_of(row) for row in page.cssselect("tbody tr")]
    assert len(rows) == len(positions)
    for position, organisation in positions:
        assert any(", ".join(filter(None, (position, organisation))) in row for row in rows)
    events = {a.get("href") for a in page.cssselect("article.kartu h3 a")}
    named = site.all(
        "SELECT DISTINCT event_id FROM event_officials AS o JOIN article_officials AS s ON s.name = o.name "
        f"WHERE s.person_id = '{key}'"
    )
    assert events == {f"/kejadian/{row[0]}" for row in named}


def test_event_and_article_pages_lead_to_their_officials(site: Site) -> None:
    event = site.one("SELECT event_id FROM event_officials ORDER BY 1 LIMIT 1")
    hrefs = site.page(f"/kejadian/{event}").xpath("//a[starts-with(@href, '/pejabat/')]/@href")
    assert hrefs
    assert all(site.get(href).status_code == 200 for href in hrefs)


def test_an_official_is_told_as_one_article_tells_them(site: Site) -> None:
    told = (
        "SELECT o.event_id, o.name, s.article_id, group_concat(s.position || ', ' || coalesce(s.organisation, '')) AS said "
        "FROM event_officials AS o JOIN reports AS r ON r.event_id = o.event_id "
        "JOIN article_officials AS s ON s.article_id = r.article_id AND s.name = o.name GROUP BY 1, 2, 3"
    )
    several = site.all(f"SELECT event_id, name FROM ({told}) GROUP BY 1, 2 HAVING count(DISTINCT said) > 1")
    assert several
    for event, name in several:
        shown = site.page(f"/kejadian/{event}").xpath(f"//dd//li[.//bdi[normalize-space()='{name}']]")
        assert len(shown) == 1


def test_tallies_agree_with_the_events_after_every_change(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]
) -> None:
    path = tmp_path / "news.db"
    fill_store(path, gold[:6])
    counted = (
        "SELECT 'type', type, count(*) FROM events WHERE withdrawn IS NULL GROUP BY 2 UNION ALL "
        "SELECT 'province', province_code, count(*) FROM events WHERE withdrawn IS NULL AND province_code IS NOT NULL GROUP BY 2 "
        "UNION ALL SELECT 'month', substr(published_day, 1, 7), count(*) FROM events WHERE withdrawn IS NULL GROUP BY 2 "
        "ORDER BY 1, 2"
    )
    site = Site(path)

    listed = (
        "SELECT 'office', office_id, published_last, id FROM event_offices JOIN events ON id = event_id "
        "WHERE withdrawn IS NULL AND office_id IS NOT NULL UNION SELECT 'region', region_code, published_last, id "
        "FROM event_places JOIN events ON id = event_id WHERE withdrawn IS NULL AND region_code IS NOT NULL UNION "
        "SELECT 'official', name, published_last, id FROM event_officials JOIN events ON id = event_id WHERE withdrawn IS NULL "
        "ORDER BY 1, 2, 3, 4"
    )

    def agree() -> None:
        assert site.all("SELECT * FROM event_tallies WHERE events != 0 ORDER BY 1, 2") == site.all(counted)
        assert site.all("SELECT * FROM event_listing ORDER BY 1, 2, 3, 4") == site.all(listed)

    with NewsStore.open(path) as store:
        agree()
        key = site.one("SELECT min(id) FROM events")
        event = store.event(key)
        assert event is not None
        store.withdraw_event(key, NOW)
        agree()
        store.save_event(event, now=NOW)
        agree()
        store.save_event(replace(event, type=EventType.PELATIHAN, places=("Kota Medan", "Medan")), now=NOW)
        agree()
        other = store.event(site.one("SELECT max(id) FROM events WHERE withdrawn IS NULL"))
        assert other is not None
        store.save_event(replace(event, places=("Kota Medan",), reports=(*event.reports, *other.reports)), now=NOW)
        agree()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE reports SET event_id = NULL")
    connection.execute("DELETE FROM events")
    connection.commit()
    connection.close()
    agree()


@pytest.mark.parametrize(
    "path",
    [
        "/wilayah/99",
        "/wilayah/12.99",
        "/pejabat/p0",
        "/kejadian/e0",
        "/artikel/a0",
        "/kantor/kc-x",
        "/media/x",
        "/apa",
        "/kejadian/%00",
        "/artikel/%F0%9F",
    ],
)
def test_what_is_not_there_is_404(site: Site, path: str) -> None:
    answer = site.get(path, follow_redirects=True)
    assert answer.status_code in ((403, 404) if path == "/_internal" else (404,))
    assert str(site.path) not in answer.text


def test_figures_of_regions_follow_their_articles(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]
) -> None:
    path = tmp_path / "news.db"
    fill_store(path, gold[:12])
    site = Site(path)
    told = (
        "SELECT article_id, ord, region_code, published FROM figures JOIN articles AS a ON a.id = article_id "
        "WHERE region_code IS NOT NULL AND relevant = 1 UNION "
        "SELECT article_id, ord, substr(region_code, 1, 2), published FROM figures JOIN articles AS a ON a.id = article_id "
        "WHERE region_code IS NOT NULL AND relevant = 1 ORDER BY 1, 2, 3"
    )

    def agree() -> int:
        found = site.all("SELECT * FROM region_figures ORDER BY 1, 2, 3")
        assert found == site.all(told)
        return len(found)

    assert agree() > 0
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("DELETE FROM figures WHERE ord = 0")
    connection.commit()
    left = agree()
    connection.execute("DELETE FROM reports")
    connection.execute("DELETE FROM articles WHERE id IN (SELECT article_id FROM region_figures LIMIT 1)")
    connection.commit()
    connection.close()
    assert agree() < left


def test_search_finds_events_and_articles(site: Site) -> None:
    page = site.page("/cari?q=adendum+batam")
    assert page.cssselect("article.kartu")
    assert page.cssselect("ul.berita > li")
    assert {text_of(mark).casefold() for mark in page.cssselect(".cuplikan mark")} & {"adendum", "batam"}
    assert page.cssselect("input[name=q]")[0].get("value") == "adendum batam"


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ("jenis=monev", "e.type = 'monev'"),
        ("status=planned", "e.status = 'planned'"),
        ("provinsi=33", "e.province_code = '33'"),
        ("dari=2025-01-01&sampai=2025-06-30", "e.published_day BETWEEN '2025-01-01' AND '2025-06-30'"),
        ("jenis=santunan&provinsi=33", "e.type = 'santunan' AND e.province_code = '33'"),
        ("jenis=&provinsi=&status=&dari=&sampai=", "1"),
    ],
)
def test_search_filters_are_in_the_address(site: Site, filters: str, where: str) -> None:
    """A filter leaves what it says: the same words, found by an index of their own."""
    page = site.page(f"/cari?q=jawa&{filters}")
    found = {a.get("href").removeprefix("/kejadian/") for a in page.cssselect("article.kartu h3 a")}
    matching = {
        row[0]
        for row in site.all(
            "SELECT e.id FROM events_fts JOIN events AS e ON e.number = events_fts.rowid "
            f"WHERE events_fts MATCH '\"jawa\"' AND {where}"
        )
    }
    assert found <= matching
    assert len(found) == min(30, len(matching))
    chosen = {s.get("name"): s.xpath("string(option[@selected]/@value)") for s in page.cssselect("form[aria-label] select")}
    for pair in filters.split("&"):
        name, _, value = pair.partition("=")
        assert chosen.get(name, value) == value


@pytest.mark.parametrize(
    "query", ["jenis=pesta", "dari=kemarin", "dari=2025-02-30", "sampai=20250101", "warna=x", "kantor=kp-pusat"]
)
def test_search_names_a_wrong_filter(site: Site, query: str) -> None:
    told = text_of(site.page(f"/cari?q=jawa&{query}", 400).cssselect("h1")[0])
    assert query.partition("=")[0] in told


def test_search_marks_its_words_in_events(site: Site) -> None:
    page = site.page("/cari?q=adendum")
    marked = {text_of(mark).casefold() for mark in page.cssselect("article.kartu .kutip mark")}
    assert "adendum" in marked
    assert all(word.startswith("adendum") for word in marked)
    sentences = " ".join(text_of(quote) for quote in page.cssselect("article.kartu .kutip"))
    for (said,) in site.all(
        "SELECT substr(a.body, r.evidence_start + 1, 60) FROM reports AS r JOIN articles AS a ON a.id = r.article_id "
        "JOIN events AS e ON e.id = r.event_id WHERE r.evidence_field = 'text' AND e.type = 'addendum' AND e.reports = 1 LIMIT 3"
    ):
        assert " ".join(said.split()) in sentences


@pytest.mark.parametrize(
    "words", ["", '"', '"(* OR', "NEAR(", "a" * 5000, "-x", "col:x", "😀", "\x00", "<script>", "santunan AND NOT", "x " * 50]
)
def test_search_takes_anything(site: Site, words: str) -> None:
    answer = site.get("/cari", params={"q": words})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=40))
def test_any_search_is_answered(filled: Path, words: str) -> None:
    connection = sqlite3.connect(filled)
    connection.row_factory = sqlite3.Row
    try:
        found = search.search(connection, words)
    finally:
        connection.close()
    assert len(found["events"]) <= 30
    assert len(found["articles"]) <= 30


def test_withdrawn_event_is_gone_and_a_merged_one_redirects(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]
) -> None:
    path = tmp_path / "news.db"
    fill_store(path, gold[:3])
    with NewsStore.open(path) as store:
        site = Site(path)
        keep = site.one("SELECT min(id) FROM events")
        lost = site.one("SELECT max(id) FROM events")
        store.withdraw_event(lost, NOW)
        assert "ditarik" in text_of(site.page(f"/kejadian/{lost}", 410))
        assert lost not in site.get("/kejadian").text
        assert lost not in site.get(links.FEED).text
        store.withdraw_event(lost, NOW, successor=keep)
        answer = site.get(f"/kejadian/{lost}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/kejadian/{keep}")


def every_path(site: Site) -> list[str]:
    """One page of each kind, ours and Datasette's."""
    return [
        "/",
        "/kejadian",
        "/media",
        f"/kejadian/{site.one('SELECT id FROM events ORDER BY reports DESC LIMIT 1')}",
        f"/artikel/{site.one('SELECT id FROM articles LIMIT 1')}",
        "/cari?q=santunan",
        "/tentang",
        f"/kantor/{site.one('SELECT office_id FROM event_offices WHERE office_id IS NOT NULL LIMIT 1')}",
        f"/media/{site.one('SELECT outlet_id FROM articles LIMIT 1')}",
        f"/pejabat/{site.one('SELECT min(person_id) FROM article_officials')}",
        "/wilayah/12",
        "/wilayah/12.71",
        "/tidak-ada",
        "/news",
        "/news/events",
        "/news/events/1",
        "/news?sql=select+1",
        "/news/reports?_facet=type&status=held",
        "/news/articles?_search=santunan",
    ]


def test_no_page_has_inline_script_or_a_foreign_resource(site: Site) -> None:
    for path in every_path(site):
        answer = site.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        page = lxml.html.document_fromstring(answer.text)
        assert [s for s in page.cssselect("script") if not s.get("src")] == [], path
        assert [a for e in page.iter() for a in getattr(e, "attrib", {}) if a.startswith("on")] == [], path
        assert page.xpath("//*[@style] | //style") == [], path
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src | //iframe/@src")
        assert [url for url in loaded if not re.match(r"/(?!/)", url)] == [], path


def test_every_link_of_the_pages_answers(site: Site) -> None:
    paths = {
        href.partition("#")[0]
        for path in ("/", "/kejadian?jenis=monev", every_path(site)[3], every_path(site)[4], "/tentang")
        for href in site.page(path).xpath("//a/@href | //link/@href")
        if href.startswith("/")
    }
    assert len(paths) > 60
    assert [path for path in sorted(paths) if path and site.get(path).status_code != 200] == []


def test_a_prefix_in_the_base_url_is_in_every_link(filled: Path) -> None:
    site = Site(filled, "https://data.example/pantau/")
    page = lxml.html.document_fromstring(site.get("/").text)
    found = [href for href in page.xpath("//a/@href | //link/@href | //form/@action") if not href.startswith("#")]
    assert [href for href in found if not href.startswith("/pantau/")] == []
    assert "https://data.example/pantau/kejadian/e" in site.get(links.FEED).text


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnilasrever\u2066",
    "\x01\x1b[31m",
    "javascript:alert(1)",
    "A" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text)[:24])
def test_hostile_content_is_shown_inert_and_whole(
    store: NewsStore,
    tmp_path: Path,
    pairs: list[tuple[Article, Extraction]],
    make_event: Callable[[list[Any]], Event],
    text: str,
) -> None:
    article, extraction = pairs[0]
    url = text if ":" in text else f"https://koran.example/{text[:50]}"
    article = replace(article, title=text, author=text, url=url, outlet=text, text=f"{text}\n{text}")
    span = Span(0, len(text))
    report = replace(
        extraction.reports[0],
        trigger=text,
        trigger_span=span,
        evidence=span,
        venue=text,
        places=(text,),
        counterparties=(text,),
        officials=(text,),
        offices=(Office(OfficeKind.KC, text),),
    )
    extraction = replace(
        extraction,
        reports=(report,),
        dates=(),
        figures=(),
        officials=(Official(text, text, text, (text,), (span,)),),
        issues=(Issue(IssueCode.OFFICE_UNKNOWN, text, span),),
    )
    store.save_article(article, extraction, page_digest="d", fetched_at=NOW, link="https://koran.example/x")
    event = make_event(list(store.unattached_reports()))
    store.save_event(event, now=NOW)
    site = Site(tmp_path / "news.db")
    shown = "".join(text.split()) if text.isprintable() else re.sub(r"[\u202e\u2066\x01\x1b]", "", text)
    outlet, person = site.one("SELECT outlet_id FROM articles"), person_id(text)
    for path in (
        "/",
        f"/kejadian/{event.id}",
        f"/artikel/{article.id}",
        "/cari?q=alert",
        "/cari?q=AAAA",
        "/kejadian",
        "/media",
        links.outlet(outlet),
        links.person(person),
        f"/langganan?media={quote(outlet)}&pejabat={person}" if len(outlet) < 1000 else "/langganan",
    ):
        answer = site.get(path)
        assert answer.status_code == 200, path
        page = lxml.html.document_fromstring(answer.text, lxml.html.HTMLParser(huge_tree=True))
        assert page.cssselect("script, img, iframe, object") == []
        harmless = ("/", "#", "https://", "http://127.0.0.1:8001/", "webcal://127.0.0.1:8001/")
        assert [h for h in page.xpath("//@href | //@action | //@src") if not h.startswith(harmless)] == []
        assert not re.search("[\u202e\u2066\x01\x1b]", answer.text)
        assert "49" not in text_of(page.cssselect("h1")[0])
        if path.startswith("/artikel"):
            assert "".join(text_of(page.cssselect("h1")[0]).split()) == shown
            assert "".join(text_of(page.cssselect(".badan")[0]).split()) == shown * 2


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://koran.example/a?b=1&c=%22", True),
        ("http://koran.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//koran.example/x", False),
        ("https:///x", False),
        ("https://koran.example/\u202e", False),
        ("https://koran.example/\n", False),
        ('https://koran.example/"x', False),
        ("https://[::1", False),
        ("https://koran.example:x/", False),
        ("", False),
    ],
)
def test_outward(url: str, safe: bool) -> None:
    assert links.outward(url) == (url if safe else None)


def test_nothing_over_http_writes(filled: Path) -> None:
    site = Site(filled)
    before = filled.read_bytes()
    for path in every_path(site):
        for method in ("post", "put", "delete", "patch"):
            assert site.get(path, method).status_code == 405, (method, path)
        assert site.get(path, "head").status_code == site.get(path).status_code
    for sql in (
        "delete from events",
        "insert into outlets values ('x','x','x')",
        "pragma user_version = 9",
        "vacuum",
        "drop table events",
    ):
        assert site.get("/news.json", params={"sql": sql}).status_code == 400, sql
    assert filled.read_bytes() == before


def test_a_heavy_query_is_stopped_and_a_missing_page_is_cheap(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    site = Site(filled)
    heavy = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    assert site.get("/news.json", params={"sql": heavy}).status_code == 400
    assert site.get("/tidak-ada").status_code == 404
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//evil.example/%41"])
def test_no_redirect_leaves_the_site(site: Site, path: str) -> None:
    async def ask() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(b"host", b"127.0.0.1")],
        }
        await site.datasette.app()(scope, receive, send)
        return sent

    start = asyncio.run(ask())[0]
    location = dict(start["headers"]).get(b"location", b"/")
    assert re.match(rb"/(?![/\\])|/$", location), location


def test_json_of_a_fault_is_json(site: Site) -> None:
    answer = site.get("/news/tidak_ada.json")
    assert answer.status_code == 404
    assert json.loads(answer.text)["ok"] is False


def test_descriptions_are_shown(site: Site) -> None:
    page = text_of(site.page("/news/figures"))
    assert dictionary()["tables"]["figures"]["description"] in page
    assert dictionary()["tables"]["figures"]["columns"]["qualifier"] in page


def test_site_reads_while_a_writer_writes(store: NewsStore, tmp_path: Path, pairs: list[tuple[Article, Extraction]]) -> None:
    site = Site(tmp_path / "news.db")
    assert not site.page("/").cssselect("ul.berita li")
    connection = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
    article, extraction = pairs[0]
    store.save_article(article, extraction, page_digest="d", fetched_at=NOW, link=article.url)
    connection.execute("BEGIN IMMEDIATE")
    try:
        assert len(site.page("/").cssselect("ul.berita li")) == 1
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_figure_values_are_written_the_indonesian_way(
    store: NewsStore, tmp_path: Path, convert: Callable[[dict[str, Any]], tuple[Article, Extraction]], gold: list[dict[str, Any]]
) -> None:
    row = next(g for g in gold if g["id"] == "d1-01")
    article, extraction = convert(row)
    store.save_article(article, extraction, page_digest="d", fetched_at=NOW, link=article.url)
    told = text_of(Site(tmp_path / "news.db").page(f"/artikel/{article_id(row['url'])}").cssselect("table")[0])
    for words in ("Rp339.000.000.000", "39,52%", "518.632 peserta", "1.300.000 pekerja"):
        assert words in told


def test_all_types_have_a_place_on_the_list(site: Site) -> None:
    for kind in EventType:
        assert site.get(f"/kejadian?jenis={kind}").status_code == 200


def test_event_page_says_how_sure_it_is_and_how_to_cite_it(site: Site) -> None:
    several = site.one(
        "SELECT event_id FROM reports AS r JOIN articles AS a ON a.id = r.article_id GROUP BY 1 "
        "HAVING count(DISTINCT outlet_id) > 1 ORDER BY 1 LIMIT 1"
    )
    alone = site.one("SELECT event_id FROM reports GROUP BY 1 HAVING count(*) = 1 ORDER BY 1 LIMIT 1")
    outlets = site.one(
        "SELECT count(DISTINCT outlet_id) FROM reports AS r JOIN articles AS a ON a.id = r.article_id "
        f"WHERE event_id = '{several}'"
    )
    page = site.page(f"/kejadian/{several}")
    assert f"{outlets} media melaporkannya" in text_of(page.cssselect(".yakin")[0])
    assert f"http://127.0.0.1:8001/kejadian/{several}" in text_of(page.cssselect(".sitasi")[0])
    assert "belum ada media lain" in text_of(site.page(f"/kejadian/{alone}").cssselect(".yakin")[0])
    disputed = bool(page.cssselect("#selisih"))
    assert disputed is ("laporannya berbeda tentang" in text_of(page.cssselect(".yakin")[0]))
