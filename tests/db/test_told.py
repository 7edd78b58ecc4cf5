"""What pages show of what merging knows: marks, who says what, copies, changes, and the health of outlets."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.calendars import spoken, spoken_day
from db.corrections import Author, correct
from db.health import LABELS, Health
from db.labels import label
from db.site import accounts, changed, links, outlets
from db.store import NewsStore
from models.records import Article, Extraction
from models.sources import load_register
from models.tellings import Story, ToldValue
from tests.visitor import Site

HOSTILE = '"><script>alert(1)</script>\u202e{{ 7*7 }}'
SOURCE = HOSTILE.replace("/", "")
"""A slash ends the name of a page."""


@pytest.fixture(scope="module")
def site(pressed: Path) -> Site:
    return Site(pressed)


@pytest.fixture(scope="module")
def data(pressed: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(pressed)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def one(data: sqlite3.Connection, sql: str, *given: Any) -> Any:
    return data.execute(sql, given).fetchone()[0]


DISPUTED = "SELECT event_id FROM event_values WHERE slot = 'date' AND preferred = 0 ORDER BY 1"


class TestEventPage:
    def test_a_plan_whose_day_passed_is_marked_also_in_lists(self, site: Site, data: sqlite3.Connection) -> None:
        row = data.execute(
            "SELECT id, unconfirmed, title FROM events WHERE unconfirmed IS NOT NULL AND withdrawn IS NULL"
        ).fetchone()
        told = f"belum terkonfirmasi sejak {spoken_day(row['unconfirmed'][:10])}"
        page = site.page(links.event(row["id"]))
        assert told in text_of(page.cssselect(".pembuka .kartu-atas")[0])
        assert "harinya lewat tanpa kabar" in text_of(page.cssselect("section[aria-labelledby=riwayat]")[0])
        cards = [text_of(card) for card in site.page("/kejadian?status=planned").cssselect("article.kartu")]
        assert any(told in card for card in cards)

    def test_a_plan_put_off_says_from_when(self, site: Site, data: sqlite3.Connection) -> None:
        for row in data.execute("SELECT id, postponed_from FROM events WHERE postponed_from IS NOT NULL").fetchall():
            page = site.page(links.event(row["id"]))
            assert f"semula {spoken(row['postponed_from'])}" in text_of(page.cssselect("section[aria-labelledby=rincian]")[0])
            marks = [text_of(mark) for mark in page.cssselect(".riwayat .s-postponed")]
            assert marks == ["ditunda"]

    def test_every_value_with_those_who_say_it(self, site: Site, data: sqlite3.Connection) -> None:
        seen = 0
        for key in {row[0] for row in data.execute(DISPUTED)}:
            page = site.page(links.event(key))
            values = data.execute(
                "SELECT * FROM event_values WHERE event_id = ? AND slot = 'date' ORDER BY ord", (key,)
            ).fetchall()
            (part,) = [p for p in page.cssselect(".isian-nilai") if p.cssselect("h3")[0].text == accounts.slot_label("date")]
            items = part.cssselect("li")
            assert len(items) == len(values)
            for item, value in zip(items, values, strict=True):
                assert spoken(value["value"]) in text_of(item)
                assert f"{value['accounts']} sumber mandiri" in text_of(item)
                assert ("dipakai" in (item.get("class") or "")) is bool(value["preferred"])
                articles = [report.split(".")[0] for report in json.loads(value["reports"])]
                assert [a.get("href") for a in item.cssselect("a[href^='/artikel/']")] == [links.article(a) for a in articles]
                copied = "likeness != 'original' AND article_id IN (SELECT value FROM json_each(?))"
                copies = one(data, f"SELECT count(*) FROM article_origins WHERE {copied}", json.dumps(articles))
                assert text_of(item).count("(salinan)") == copies
                assert spoken_day(one(data, "SELECT published_day FROM articles WHERE id = ?", articles[0])) in text_of(item)
            seen += bool(page.cssselect("#selisih"))
        assert seen > 2

    def test_the_rule_is_stated_and_the_dispute_is_told_above(self, site: Site, data: sqlite3.Connection) -> None:
        pages = [site.page(links.event(row["event_id"])) for row in data.execute(DISPUTED).fetchall()]
        disputed = [page for page in pages if page.cssselect("#selisih")]
        for page in disputed:
            assert "paling banyak sumber mandiri" in text_of(page.cssselect("section[aria-labelledby=selisih]")[0])
            assert "berbeda tentang" in text_of(page.cssselect(".yakin")[0])
        assert disputed

    def test_copies_stand_under_their_original(self, site: Site, data: sqlite3.Connection) -> None:
        key = one(
            data,
            "SELECT r.event_id FROM reports AS r JOIN article_origins AS o ON o.article_id = r.article_id "
            "JOIN reports AS own ON own.article_id = o.original_id AND own.event_id = r.event_id "
            "WHERE o.likeness = 'shortened' ORDER BY 1 LIMIT 1",
        )
        page = site.page(links.event(key))
        assert len(page.cssselect("blockquote")) == one(data, "SELECT reports FROM events WHERE id = ?", key)
        told = data.execute(
            "SELECT o.article_id, o.original_id, o.likeness FROM reports AS r "
            "JOIN article_origins AS o ON o.article_id = r.article_id "
            "WHERE r.event_id = ? AND o.likeness != 'original'",
            (key,),
        ).fetchall()
        for row in told:
            (item,) = page.xpath(f"//li[h3/a[@href='{links.article(row['article_id'])}']]")
            assert item.getparent().get("class") == "salinan-daftar"
            head = item.xpath("ancestor::ol[@class='laporan']/li[.//h3]/h3/a/@href")
            assert links.article(row["original_id"]) in head
            assert accounts.LIKENESS[row["likeness"]] in text_of(item.cssselect(".tanda")[0])

    def test_statuses_and_changes_name_their_cause(self, site: Site, data: sqlite3.Connection) -> None:
        row = data.execute(
            "SELECT event_id, cause FROM event_changes "
            "WHERE kind = 'changed' AND cause IS NOT NULL AND fields LIKE '[\"status%' ORDER BY sequence LIMIT 1"
        ).fetchone()
        page = site.page(links.event(row["event_id"]))
        (changes,) = page.cssselect("ol.perubahan")
        count = one(data, "SELECT count(*) FROM event_changes WHERE event_id = ?", row["event_id"])
        assert len(changes.xpath("./li")) == count > 1
        assert links.article(row["cause"].split(".")[0]) in changes.xpath(".//a/@href")
        assert "Pertama dicatat" in text_of(changes.xpath("./li[last()]")[0])
        details = json.loads(one(data, "SELECT details FROM event_changes WHERE cause = ? AND kind = 'changed'", row["cause"]))
        before, after = details["status"]
        assert f"Status: {label('Status', before)} → {label('Status', after)}" in text_of(changes)
        caused = one(
            data,
            "SELECT report_id FROM event_statuses WHERE event_id = ? AND report_id IS NOT NULL ORDER BY id DESC",
            row["event_id"],
        )
        assert links.article(caused.split(".")[0]) in page.xpath("//section[@aria-labelledby='riwayat']/ol//a/@href")

    def test_a_correction_is_told_beside_what_the_reports_say(
        self, pressed: Path, data: sqlite3.Connection, tmp_path: Path
    ) -> None:
        path = tmp_path / "news.db"
        shutil.copy(pressed, path)
        key = one(data, DISPUTED)
        entry = correct(path, key, "date", "2022-11-05", Author("Ani", "keliru baca"), datetime(2025, 12, 2, tzinfo=UTC))
        page = Site(path).page(links.event(key))
        (part,) = [p for p in page.cssselect(".isian-nilai") if p.cssselect("h3")[0].text == "Tanggal"]
        assert "Yang tampil di halaman ini: Sabtu, 5 November 2022, menurut koreksi penyunting" in text_of(part)
        assert f"Sebab: koreksi {entry.number}" in text_of(page.cssselect("ol.perubahan > li")[0])


class TestArticlePage:
    @pytest.mark.parametrize("likeness", ["copy", "shortened", "extended", "joined"])
    def test_says_whose_words_it_has(self, site: Site, data: sqlite3.Connection, likeness: str) -> None:
        row = data.execute("SELECT * FROM article_origins WHERE likeness = ? ORDER BY article_id", (likeness,)).fetchone()
        page = site.page(links.article(row["article_id"]))
        (told,) = page.cssselect(".asal-usul")
        assert text_of(told).startswith(accounts.LIKENESS[likeness].capitalize())
        assert told.cssselect("a")[0].get("href") == links.article(row["original_id"])
        if likeness == "joined":
            assert len(told.cssselect("a")) > 1
        original = site.page(links.article(row["original_id"]))
        assert links.article(row["article_id"]) in original.xpath("//section[@aria-labelledby='salinan']//a/@href")
        assert original.cssselect(".asal-usul") == []


class TestOutlets:
    def test_the_page_of_an_outlet_tells_its_health(self, site: Site, data: sqlite3.Connection) -> None:
        key = load_register().by_id["aceh-antaranews-com"].id
        page = site.page(links.outlet(key))
        told = text_of(page.cssselect("section[aria-labelledby=keadaan]")[0])
        for words in (
            "diam sejak",
            "12 hari tanpa berita",
            "biasanya 2–10",
            "88% halaman",
            "biasanya 95%",
            "2.100 huruf",
            "2.350",
        ):
            assert words in told
        changes = [text_of(item) for item in page.cssselect("section[aria-labelledby=keadaan] ol.riwayat li")]
        assert changes[0].startswith("bekerja → diam")
        assert "Antara Aceh" in text_of(page.cssselect("h1")[0])
        assert one(data, "SELECT count(*) FROM outlets WHERE id = ?", key) == 0, "it has no article and a page all the same"
        assert site.get(links.outlet("nobody")).status_code == 404

    def test_an_outlet_with_articles_has_both(self, site: Site) -> None:
        told = text_of(site.page(links.outlet("media0.example")).cssselect("section[aria-labelledby=keadaan]")[0])
        assert LABELS[Health.THINNING] in told
        assert "Terbit" in told

    def test_the_list_pages_through_all(self, site: Site, data: sqlite3.Connection) -> None:
        first = site.page("/media")
        count = one(data, "SELECT count(*) FROM (SELECT id FROM outlets UNION SELECT source FROM source_health)")
        assert f"{count} media" in text_of(first.cssselect(".pembuka")[0])
        found = []
        for page in range(1, -(-count // outlets.PAGE) + 1):
            items = site.page(f"/media?hal={page}").cssselect(".media-daftar > li")
            assert len(items) <= outlets.PAGE
            found += [item.cssselect("a.media")[0].get("href") for item in items]
        assert len(found) == len(set(found)) == count
        assert found[:2] == [links.outlet("aceh-antaranews-com"), links.outlet("aceh-tribunnews-com")], "by province, then name"
        assert text_of(first.cssselect("h2")[0]) == "Aceh"
        key = found[-1].removeprefix("/media/")
        title = one(data, "SELECT title FROM articles WHERE outlet_id = ? ORDER BY published DESC", key)
        last = site.page(f"/media?hal={page}")
        assert title in text_of(last.cssselect(".media-daftar > li")[-1])

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("provinsi=11", {"aceh-antaranews-com", "aceh-tribunnews-com"}),
            ("keadaan=blocked", {"aceh-tribunnews-com"}),
            ("provinsi=11&keadaan=silent", {"aceh-antaranews-com"}),
            ("provinsi=11&keadaan=broken", set()),
        ],
    )
    def test_filters(self, site: Site, query: str, names: set[str]) -> None:
        page = site.page(f"/media?{query}")
        assert {a.get("href").removeprefix("/media/") for a in page.cssselect(".media-daftar a.media")} == names

    @pytest.mark.parametrize(
        ("query", "told"),
        [("keadaan=x", "silent"), ("provinsi=99", "11"), ("warna=merah", "provinsi, keadaan"), ("hal=0", "bilangan")],
    )
    def test_a_wrong_filter_is_named(self, site: Site, query: str, told: str) -> None:
        answer = site.get(f"/media?{query}")
        assert answer.status_code == 400
        assert told in answer.text

    def test_pages_lead_there(self, site: Site) -> None:
        assert links.OUTLETS in site.page("/tentang").xpath("//footer//a/@href")
        assert links.OUTLETS in site.page("/").xpath("//main//a/@href")


def test_hostile_values_are_inert(
    store: NewsStore,
    tmp_path: Path,
    pairs: list[tuple[Article, Extraction]],
    save_pair: Callable[..., None],
    make_event: Callable[..., Any],
) -> None:
    for number in (0, 1):
        save_pair(store, *pairs[number])
    reports = list(store.unattached_reports())
    event = make_event(reports[:1])
    values = [
        ToldValue(slot, value, (report.id,), 1, preferred)
        for slot, value in (("venue", HOSTILE), ("date", HOSTILE), ("status", HOSTILE), (f"figure:manfaat:{HOSTILE}", "1e999"))
        for preferred, report in ((True, reports[0]), (False, reports[-1]))
    ]
    store.save_event(event, now=pairs[0][0].published, story=Story(tuple(values)))
    connection = sqlite3.connect(tmp_path / "news.db")
    with connection:
        details = {
            "venue": [None, HOSTILE],
            "counterparties": [[HOSTILE], [HOSTILE * 2]],
            "date": [HOSTILE, "x"],
            HOSTILE: [1, 2],
        }
        details |= {"figures": [[], [[HOSTILE, HOSTILE], ["figure:", "nan"], 7]], "offices": [[["x", HOSTILE, None]], []]}
        connection.execute("UPDATE event_changes SET kind = 'changed', details = ?", (json.dumps(details),))
        connection.execute("UPDATE outlets SET name = ?, province = ?", (HOSTILE, HOSTILE))
        health = (SOURCE, HOSTILE, "2025-01-01", HOSTILE, 0, None, None, None, None, None, None, "2025-01-01T00:00:00Z")
        connection.execute("INSERT INTO source_health VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", health)
        change = (SOURCE, "2025-01-01T00:00:00Z", HOSTILE, HOSTILE, HOSTILE)
        connection.execute("INSERT INTO source_health_changes VALUES (NULL, ?, ?, ?, ?, ?)", change)
    connection.close()
    site = Site(tmp_path / "news.db")
    shown = HOSTILE.replace("\u202e", "")
    for path in (links.event(event.id), "/media", links.outlet(SOURCE), links.article(pairs[0][0].id)):
        answer = site.get(path)
        assert answer.status_code == 200, path
        page = lxml.html.document_fromstring(answer.text)
        assert page.cssselect("script, img") == [], path
        assert "\u202e" not in answer.text
        assert path.startswith("/artikel") or shown in page.text_content(), path


@pytest.mark.parametrize(
    ("slot", "value", "told"),
    [
        ("date", "2025-06", "Juni 2025"),
        ("date", "2025-13-01", "2025-13-01"),
        ("status", "held", label("Status", "held")),
        ("venue", "Aula", "Aula"),
        ("figure:manfaat:IDR", "2150000000", "Rp2,15 miliar"),
        ("figure:peserta:orang", "1200", "1.200 orang"),
        ("figure:peserta", "1200", "1200"),
        ("figure:peserta:orang", "nan", "nan"),
        ("figure:x:orang", "5", "5"),
    ],
)
def test_values_in_words(slot: str, value: str, told: str) -> None:
    assert accounts.value_text(slot, value) == told


@given(st.text(), st.text())
@settings(max_examples=60, deadline=None)
def test_any_value_has_words(slot: str, value: str) -> None:
    for told in (slot, f"figure:{slot}", "date", "status"):
        assert len(accounts.value_text(told, value)) <= accounts.LONGEST
        accounts.slot_label(told)


NESTED = st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=6)
FIELDS = st.sampled_from(["date", "figures", "offices", "reports", "venue", "unconfirmed", "came_from", "type", "programs", "x"])


@given(st.dictionaries(FIELDS, NESTED | st.dictionaries(st.sampled_from(["joined", "left"]), st.lists(st.text(max_size=3)))))
@settings(max_examples=100, deadline=None)
def test_any_change_has_words(details: dict[str, Any]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    row = connection.execute(
        "SELECT 1 AS sequence, '2025-01-01T00:00:00Z' AS noted, 'changed' AS kind, '[\"date\"]' AS fields, ? AS details, "
        "NULL AS article_id",
        (json.dumps(details),),
    ).fetchone()
    connection.close()
    assert changed.told(row)["lines"]
