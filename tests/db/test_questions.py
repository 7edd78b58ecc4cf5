"""Every question: answered from the test database as a count by other means says, through indexes, with its picture."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from db.site.app import build
from db.site.questions import QuestionError, picture, questions, read_question
from db.store import NewsStore
from models.records import Article, Event, Extraction, FigureMention, Report
from models.vocab import EventType, Status

NAMES = list(questions())
NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)
SMALL = {"event_types", "programs", "regions", "offices", "outlets", "o", "t", "p", "r"}
"""Lists that a question may read whole, and what the questions call them."""
NARROW = ("events_several", "events_planned")
"""Indexes that hold only what a question is about."""


@pytest.fixture(scope="module")
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(filled)
    found.row_factory = sqlite3.Row
    yield found
    found.close()


def ask(connection: sqlite3.Connection, name: str, **given: str) -> list[sqlite3.Row]:
    parameters = dict.fromkeys(questions()[name].parameters, "") | given
    return connection.execute(questions()[name].sql, parameters).fetchall()


def one(connection: sqlite3.Connection, sql: str) -> Any:
    return connection.execute(sql).fetchone()[0]


def test_there_are_enough_and_each_is_told() -> None:
    assert len(NAMES) >= 15
    assert len({q.title for q in questions().values()}) == len(NAMES)
    assert all(len(q.description) > 30 for q in questions().values())


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_those_of_the_sql(name: str) -> None:
    assert set(re.findall(r":([a-z]+)", questions()[name].sql)) == set(questions()[name].parameters)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["", "1"])
def test_no_question_reads_a_big_table_whole(connection: sqlite3.Connection, name: str, value: str) -> None:
    given = dict.fromkeys(questions()[name].parameters, value)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {questions()[name].sql}", given)]
    scans = [step for step in plan if step.startswith("SCAN") and step.split()[1] not in SMALL and "(subquery" not in step]
    made = set(re.findall(r"(\w+) AS MATERIALIZED", questions()[name].sql))
    scans = [step for step in scans if step.split()[1] not in made]
    assert [step for step in scans if not any(index in step for index in NARROW) and "CONSTANT" not in step] == []
    small = [step for step in plan if step.startswith("SCAN") and step.split()[1] in ("r", "p", "o", "t")]
    for step in small:  # the short names stand for those lists in every question that reads one whole
        alias = step.split()[1]
        assert re.search(rf"(?:event_types|programs|regions|offices|outlets) AS {alias}\b", questions()[name].sql), step


@pytest.mark.parametrize("name", NAMES)
def test_columns_of_charts_and_links_are_there(connection: sqlite3.Connection, name: str) -> None:
    question = questions()[name]
    given = dict.fromkeys(question.parameters, "")
    columns = [column[0] for column in connection.execute(question.sql, given).description]
    assert len(columns) == len(set(columns))
    if question.chart:
        assert {question.chart.x, question.chart.y, question.chart.series or question.chart.x} <= set(columns)


COUNTED = {
    "monev_per_kantor": "SELECT count(*) FROM event_offices JOIN events AS e ON e.id = event_id "
    "WHERE office_id IS NOT NULL AND type = 'monev' AND status = 'held'",
    "kerja_sama_per_provinsi": "SELECT count(*) FROM events WHERE type IN ('mou', 'pks', 'addendum') AND status = 'held' "
    "AND province_code IS NOT NULL",
    "kejadian_per_bulan": "SELECT count(*) FROM events WHERE status = 'held'",
    "mitra_tersering": "SELECT count(*) FROM event_counterparties",
    "program_disebut": "SELECT count(*) FROM event_programs",
}


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_sums_agree_with_a_plain_count(connection: sqlite3.Connection, name: str) -> None:
    ever = {"hari": "36500"} if "hari" in questions()[name].parameters else {}
    assert sum(row["jumlah"] for row in ask(connection, name, **ever)) == one(connection, COUNTED[name]) > 0


@pytest.mark.parametrize("name", ["angka_berselisih", "mitra_tersering", "pelapor_pertama", "program_disebut"])
def test_a_period_narrows_the_answer_and_is_a_year_or_less_by_default(connection: sqlite3.Connection, name: str) -> None:
    sizes = [sum(dict(row).get("jumlah", 1) for row in ask(connection, name, hari=days)) for days in ("1", "", "36500")]
    assert sizes == sorted(sizes)
    assert int(questions()[name].parameters["hari"].default) <= 365


@pytest.mark.parametrize("name", [name for name in NAMES if "provinsi" in questions()[name].parameters])
def test_a_province_narrows_the_answer(connection: sqlite3.Connection, name: str) -> None:
    whole = ask(connection, name)
    parts = [
        ask(connection, name, provinsi=row[0]) for row in connection.execute("SELECT code FROM regions WHERE kind = 'provinsi'")
    ]
    assert all(len(part) <= len(whole) for part in parts)
    assert not whole or any(len(part) < len(whole) for part in parts)
    assert ask(connection, name, provinsi="99") == []


def test_a_year_and_a_type_narrow_the_answer(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "monev_per_kantor", tahun="2025")
    assert {row["tahun"] for row in rows} == {"2025"}
    assert {row["jenis"] for row in ask(connection, "kejadian_per_bulan", jenis="mou")} == {"Nota kesepahaman (MoU)"}


def test_the_sentence_of_a_payment_holds_its_amount(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "santunan_per_bulan")
    assert rows
    assert len({row["event_id"] for row in rows}) == len(rows)
    for row in rows:
        texts = connection.execute(
            "SELECT f.text FROM figures AS f JOIN reports AS r ON r.article_id = f.article_id "
            "WHERE r.event_id = ? AND f.value = ?",
            (row["event_id"], row["rupiah"]),
        ).fetchall()
        assert any(text in row["kalimat"] or len(row["kalimat"]) == 400 for (text,) in texts)


def test_first_reporters_were_first(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "pelapor_pertama", hari="36500")
    several = connection.execute(
        "SELECT event_id FROM reports AS r JOIN articles AS a ON a.id = r.article_id GROUP BY event_id "
        "HAVING count(DISTINCT a.outlet_id) > 1"
    ).fetchall()
    assert sum(row["jumlah"] for row in rows) == len(several) > 0
    expected: dict[str, int] = {}
    for (event,) in several:
        first = connection.execute(
            "SELECT a.outlet_id FROM reports AS r JOIN articles AS a ON a.id = r.article_id WHERE event_id = ? "
            "ORDER BY r.published, r.id", (event,)
        ).fetchone()[0]  # fmt: skip
        expected[first] = expected.get(first, 0) + 1
    assert {row["outlet_id"]: row["jumlah"] for row in rows} == expected


def test_officials_of_an_office(connection: sqlite3.Connection) -> None:
    office, name = connection.execute(
        "SELECT n.office_id, o.name FROM article_offices AS n JOIN offices AS o ON o.id = n.office_id "
        "JOIN article_officials AS s ON s.article_id = n.article_id AND s.organisation LIKE '%' || o.name "
        "WHERE o.kind = 'kc' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    ).fetchone()
    rows = ask(connection, "pejabat_kantor", kantor=office)
    assert rows
    assert all(row["badan"].endswith(name) and row["pertama"] <= row["terakhir"] for row in rows)


def test_doubts_by_code(connection: sqlite3.Connection) -> None:
    count = one(connection, "SELECT count(*) FROM issues WHERE code = 'office_unknown'")
    assert len(ask(connection, "berita_diragukan")) == count > 0
    assert ask(connection, "berita_diragukan", keraguan="date_future") == []


def test_quiet_outlets_and_offices(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "media_diam", hari="0")
    assert len(rows) == one(connection, "SELECT count(DISTINCT outlet_id) FROM articles WHERE relevant = 1")
    assert min(row["hari_diam"] for row in rows) == 0
    assert all(row["hari_diam"] >= 200 for row in ask(connection, "media_diam", hari="200"))
    silent = {row["office_id"] for row in ask(connection, "kantor_tanpa_berita", hari="100000")}
    named = {row[0] for row in connection.execute("SELECT DISTINCT office_id FROM event_offices WHERE office_id LIKE 'kc-%'")}
    assert silent == {row[0] for row in connection.execute("SELECT id FROM offices WHERE kind = 'kc'")} - named


def test_the_newest_week(connection: sqlite3.Connection) -> None:
    few, all_of_it = ask(connection, "minggu_ini"), ask(connection, "minggu_ini", hari="100000")
    assert sum(row["jumlah"] for row in all_of_it) == one(
        connection, "SELECT count(*) FROM event_offices WHERE office_id IS NOT NULL"
    )
    assert 0 < len(few) < len(all_of_it)


def test_enforcement_has_its_sentence(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "penegakan")
    assert len(rows) == one(connection, "SELECT count(*) FROM events WHERE type = 'penegakan'") > 0
    assert all(row["kalimat"] for row in rows)


def test_coverage_is_of_one_region(connection: sqlite3.Connection) -> None:
    rows = ask(connection, "cakupan_per_wilayah")
    assert rows
    for row in rows:
        assert one(connection, f"SELECT name FROM regions WHERE code = '{row['region_code']}'") == row["wilayah"]
        assert 0 <= row["persen"] <= 100
    targets = one(connection, "SELECT count(*) FROM figures WHERE indicator = 'cakupan' AND qualifier = 'target'")
    assert targets > 0, "there are some to leave out"
    for row in rows:
        told = "SELECT qualifier FROM figures WHERE article_id = ? AND value = ? AND text = ? AND qualifier IS NOT 'target'"
        assert connection.execute(told, (row["article_id"], row["persen"], row["teks"])).fetchone() is not None


@pytest.fixture
def story(
    store: NewsStore, save_pair: Callable[..., None], pairs: list[tuple[Article, Extraction]], make_event: Callable[..., Event]
) -> Callable[..., Event]:
    """Store an article's first report as an event with other slots."""

    def tell(number: int, **changes: Any) -> Event:
        article, extraction = pairs[number]
        report = replace(extraction.reports[0], **changes)
        save_pair(store, article, replace(extraction, reports=(report,)))
        (stored,) = [s for s in store.unattached_reports() if s.article_id == article.id]
        event = replace(make_event([stored]), offices=changes.get("offices", report.offices))
        store.save_event(event, now=NOW)
        return event

    return tell


@pytest.fixture
def fresh(store: NewsStore, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(tmp_path / "news.db")
    found.row_factory = sqlite3.Row
    yield found
    found.close()


@pytest.mark.parametrize(("monev", "open_"), [("2025-06-01", True), ("2025-06-24", False), ("2025-08-01", False)])
def test_an_addendum_waits_for_a_later_monev_of_its_office(
    story: Callable[..., Event], fresh: sqlite3.Connection, pairs: list[tuple[Article, Extraction]], monev: str, open_: bool
) -> None:
    offices = next(r.offices for _, e in pairs for r in e.reports if r.offices and r.offices[0].office_id)
    addendum = story(0, type=EventType.ADDENDUM, nth=1, status=Status.HELD, date="2025-06-24", offices=offices)
    story(1, type=EventType.MONEV, nth=1, status=Status.HELD, date=monev, offices=offices)
    assert [row["event_id"] for row in ask(fresh, "adendum_tanpa_monev")] == ([addendum.id] if open_ else [])


@pytest.mark.parametrize(("days", "name"), [(-30, "rencana_tanpa_kabar"), (30, "rencana_mendatang")])
def test_plans_are_past_or_to_come(
    store: NewsStore,
    story: Callable[..., Event],
    fresh: sqlite3.Connection,
    pairs: list[tuple[Article, Extraction]],
    days: int,
    name: str,
) -> None:
    day = (pairs[0][0].published.date() + timedelta(days=days)).isoformat()
    event = story(0, status=Status.PLANNED, date=day)
    assert ask(fresh, "rencana_tanpa_kabar") == [], "not before merging has marked it"
    store.doubt_plans(NOW, pairs[0][0].published.date())
    asked = {other: [row["event_id"] for row in ask(fresh, other)] for other in ("rencana_tanpa_kabar", "rencana_mendatang")}
    assert asked == {"rencana_tanpa_kabar": [], "rencana_mendatang": []} | {name: [event.id]}
    assert ask(fresh, name, jenis="pelantikan" if event.type is not EventType.PELANTIKAN else "mou") == []


def test_outlets_that_disagree(
    store: NewsStore,
    fresh: sqlite3.Connection,
    save_pair: Callable[..., None],
    pairs: list[tuple[Article, Extraction]],
    make_event: Callable[..., Event],
) -> None:
    def told_by(report: Report, extraction: Extraction) -> tuple[FigureMention, ...]:
        start, end = report.evidence.start, report.evidence.end
        return tuple(f for f in extraction.figures if f.per is None and start <= f.span.start < f.span.end <= end)

    article, extraction = next((a, e) for a, e in pairs if e.reports and told_by(e.reports[0], e))
    report = extraction.reports[0]
    inside = told_by(report, extraction)
    for n, factor in enumerate((1, 2)):
        told = replace(article, id=f"a{n}", url=f"https://koran{n}.example/x", outlet=f"Koran {n}", source=None)
        figures = tuple(replace(f, value=f.value * factor) for f in inside)
        save_pair(store, told, replace(extraction, article_id=told.id, reports=(report,), figures=figures, issues=()))
    store.save_event(make_event(list(store.unattached_reports())), now=NOW)
    rows = ask(fresh, "angka_berselisih")
    assert rows
    assert all(row["media_berbeda"] == 2 and row["terkecil"] < row["terbesar"] for row in rows)
    fresh.execute("UPDATE figures SET value = 1")
    assert ask(fresh, "angka_berselisih") == []


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_its_page_json_and_csv(filled: Path, connection: sqlite3.Connection, name: str) -> None:
    datasette = build(filled, "http://127.0.0.1:8001")

    async def get(path: str) -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    rows = ask(connection, name)
    page = lxml.html.document_fromstring(asyncio.run(get(f"/news/{name}")).text)
    assert page.cssselect("h1")[0].text_content() == questions()[name].title
    assert len(page.cssselect("table.data-tabel tbody tr")) == len(rows)
    labels = {element.get("name") for element in page.cssselect(".saring label select, .saring label input")}
    assert labels == set(questions()[name].parameters)
    drawn = picture(name, rows)
    assert len(page.cssselect("section[aria-label=Gambar]")) == (1 if drawn else 0)
    assert len(asyncio.run(get(f"/news/{name}.json?_shape=array")).json()) == len(rows)
    assert len(asyncio.run(get(f"/news/{name}.csv")).text.splitlines()) >= len(rows) + 1
    for href in page.xpath("//table//td/a/@href")[:3]:
        assert asyncio.run(get(href)).status_code == 200


def test_the_list_of_questions_leads_to_each(filled: Path) -> None:
    datasette = build(filled, "http://127.0.0.1:8001")

    async def get() -> str:
        await datasette.invoke_startup()
        text: str = (await datasette.client.get("/pertanyaan")).text
        return text

    page = lxml.html.document_fromstring(asyncio.run(get()))
    assert page.xpath("//main//h3/a/@href") == [f"/news/{name}" for name in NAMES]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "x.toml"),
        ('title = "T"', "order"),
        ('title = "T"\norder = 1\ndescription = "d"\nsql = "s"\nwarna = 1', "warna"),
        ('title = "T"\norder = 1\ndescription = "d"\nsql = "s"\n[chart]\nkind = "kue"\nx = "a"\ny = "b"', "chart.kind"),
    ],
)
def test_a_wrong_file_is_named(text: str, told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        read_question("x", text)
