"""The weekly bulletin: what stands in it, that it is whole in one file, and that nothing of the press becomes markup."""

import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from db.bulletin import contents, page
from db.bulletin.contents import Bulletin, Number, Told
from db.bulletin.weeks import Week
from db.database import connect
from db.feeds.filters import Filters
from pantau import main

WEEK = Week.read("2025-W47")
NOW = datetime(2025, 11, 24, 1, 0, tzinfo=UTC)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} & 'a'"


@pytest.fixture(scope="module")
def stirred(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annotated articles, their events moved into two weeks of 2025 and the week to come."""
    path = tmp_path_factory.mktemp("bulletin") / "news.db"
    with closing(sqlite3.connect(filled)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        ids = [row[0] for row in copy.execute("SELECT id FROM events WHERE withdrawn IS NULL ORDER BY id")]
        for number, key in enumerate(ids):
            day = (WEEK.monday + timedelta(days=number % 7 - (7 if number % 3 else 0))).isoformat()
            copy.execute("UPDATE events SET published_day = ?, published = ? || 'T02:00:00Z' WHERE id = ?", (day, day, key))
        plans = [row[0] for row in copy.execute("SELECT id FROM events WHERE status = 'planned' ORDER BY id")]
        for number, key in enumerate(plans):
            day = (WEEK.shifted(1).monday + timedelta(days=number % 14)).isoformat()
            copy.execute("UPDATE events SET event_date = ?1, event_start = ?1, event_end = ?1 WHERE id = ?2", (day, key))
        copy.execute("UPDATE articles SET title = ?, outlet_name = ?", (HOSTILE, HOSTILE))
        copy.execute("UPDATE articles SET url = 'javascript:alert(1)' WHERE number % 5 = 0")
        copy.execute("UPDATE events SET title = ? WHERE number % 4 = 0", (HOSTILE,))
        copy.commit()
    return path


def read(path: Path, week: Week = WEEK, query: str = "", about: str = "") -> Bulletin:
    with closing(connect(path, read_only=True)) as connection:
        return contents.read(connection, week, Filters.from_query(query), about, "https://pantau.example/")


def rows(path: Path, sql: str, *given: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, given).fetchall()


def told(found: Bulletin) -> list[Told]:
    """All events of a bulletin, those that articles are about first."""
    return [
        item for kind in found.kinds for item in (*(item for branch in kind.branches for item in branch.events), *kind.mentions)
    ]


def test_what_articles_are_about_stands_apart_from_what_they_mention(stirred: Path) -> None:
    found = read(stirred)
    about = {key for (key,) in rows(stirred, "SELECT id FROM events WHERE main = 1")}
    for kind in found.kinds:
        assert all(item.entry.id in about for branch in kind.branches for item in branch.events)
        assert not any(item.entry.id in about for item in kind.mentions)
    assert any(kind.branches for kind in found.kinds)
    tree = lxml_html.document_fromstring(page.html(found, "https://pantau.example", NOW))
    assert len(tree.xpath("//ul[@class='pula']/li")) == sum(len(kind.mentions) for kind in found.kinds) > 0


def test_numbers_are_written_as_people_write_them(stirred: Path) -> None:
    found = read(stirred)
    found = replace(found, numbers=(Number("kejadian", 12345, 11110),), kinds=(replace(found.kinds[0], count=2345),))
    text = page.html(found, "https://pantau.example", NOW)
    for words in ("<b>12.345</b>", "▲ 1.235 dari pekan lalu", "2.345 kejadian"):
        assert words in text


def test_the_events_of_the_week_are_there_once(stirred: Path) -> None:
    found = read(stirred)
    expected = {
        row[0]
        for row in rows(stirred, "SELECT id FROM events WHERE withdrawn IS NULL AND published_day BETWEEN ? AND ?", *WEEK.bounds)
    }
    assert sorted(item.entry.id for item in told(found)) == sorted(expected)
    assert [kind.count for kind in found.kinds] == sorted((kind.count for kind in found.kinds), reverse=True)
    assert found.numbers[0].value == len(expected) == sum(kind.count for kind in found.kinds)
    (before,) = rows(stirred, "SELECT count(*) FROM events WHERE withdrawn IS NULL AND published_day BETWEEN ? AND ?",
                     *WEEK.shifted(-1).bounds)  # fmt: skip
    assert found.numbers[0].before == before[0]
    assert [count for _, count in found.series[-2:]] == [before[0], len(expected)]


def test_plans_of_the_coming_week(stirred: Path) -> None:
    found = read(stirred)
    first, last = (day.isoformat() for day in (WEEK.shifted(1).monday, WEEK.shifted(1).sunday))
    assert found.plans
    assert all(item.entry.when and first <= item.entry.when <= last for item in found.plans)
    assert [item.entry.when for item in found.plans] == sorted(item.entry.when for item in found.plans if item.entry.when)


def test_sources_are_numbered_as_they_stand(stirred: Path) -> None:
    found = read(stirred)
    numbers = [article.number for outlet in found.outlets for article in outlet.articles]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(item.notes and set(item.notes) <= set(numbers) for item in told(found))
    assert found.figures
    assert all(figure.notes for figure in found.figures)


@pytest.mark.parametrize("query", ["provinsi=11", "provinsi=33", "jenis=monev", "jenis=monev&jenis=santunan", "status=held"])
def test_filters(stirred: Path, query: str) -> None:
    all_, found = read(stirred), read(stirred, query=query)
    whole, part = ({item.entry.id for item in told(each)} for each in (all_, found))
    assert part <= whole
    assert len(part) == found.numbers[0].value < all_.numbers[0].value
    assert len(found.map.shapes) == len(all_.map.shapes) or query.startswith("provinsi")


def test_the_page_is_whole_and_harmless(stirred: Path) -> None:
    text = page.html(read(stirred, about=HOSTILE), "https://pantau.example/", NOW)
    tree = lxml_html.document_fromstring(text)
    assert not tree.xpath("//script | //img | //link | //iframe | //object | //*[@onerror] | //*[@onload]")
    assert not re.search(r"url\(|@import", text)
    for link in tree.xpath("//a/@href"):
        assert link.startswith(("#s", "https://", "http://")), link
    for target in set(tree.xpath("//a[@class='nomor']/@href")):
        assert tree.xpath(f"//*[@id='{target[1:]}']"), target
    assert "49" not in tree.xpath("string(//h1)")
    assert HOSTILE in tree.xpath("string(//ul[@class='sumber'])")
    assert len(tree.xpath("//svg[contains(@class, 'peta')]/path")) > 30


def test_a_week_without_anything(stirred: Path) -> None:
    text = page.html(read(stirred, Week.read("2014-W02")), "https://pantau.example", NOW)
    assert "Tidak ada kejadian" in text
    assert "Tidak ada rencana" in text


@pytest.fixture
def run(stirred: Path, tmp_path: Path) -> Callable[..., Result]:
    def inner(*arguments: str) -> Result:
        environment = {"PANTAU_DATA_DIR": str(stirred.parent), "PANTAU_BASE_URL": "https://pantau.example"}
        return CliRunner(env=environment).invoke(main, ["bulletin", "--out", str(tmp_path / "b.html"), *arguments])

    return inner


def test_the_command_writes_html_and_pdf(run: Callable[..., Result], tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="optional extra [pdf]")
    done = run("--week", "2025-W47", "--region", "11", "--pdf")
    assert done.exit_code == 0, done.output
    assert "Aceh" in (tmp_path / "b.html").read_text("utf-8")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.html", "b.pdf"]


def test_without_weasyprint_it_says_so_first(run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.bulletin.page.find_spec", lambda name: None)
    done = run("--week", "2025-W47", "--pdf")
    assert done.exit_code == 1
    assert "pip install pantau[pdf]" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_pdf_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="optional extra [pdf]")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        (tmp_path / "x.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>rahasia</text></svg>", "utf-8")
        source = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        made = page.pdf(f"<p>Isi</p><img src='{source}'><img src='{(tmp_path / 'x.svg').as_uri()}'>")
        with pytest.raises(TimeoutError):
            server.accept()
    assert made.startswith(b"%PDF-")
    assert len(made) <= len(page.pdf("<p>Isi</p>")) + 500


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--week", "2025-W54"), "Pekan '2025-W54' tidak ada"),
        (("--week", "kemarin"), "Pekan 'kemarin' tidak ada"),
        (("--region", "99"), "Wilayah '99' tidak dikenal"),
        (("--office", "kantor-x"), "kantor-x"),
        (("--filter", "warna=merah"), "warna"),
        (("--filter", "jenis="), "jenis"),
    ],
)
def test_what_cannot_be_asked(run: Callable[..., Result], tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert told in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("--week", "2025-W47", "--out", str(tmp_path / "tidak" / "ada.html"))
    assert done.exit_code == 1
    assert "tidak dapat ditulis" in done.stderr
    shutil.rmtree(tmp_path / "tidak", ignore_errors=True)


@given(st.dates(date(1970, 1, 5), date(2200, 1, 1)))
def test_any_day_lies_in_its_week(day: date) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert Week.read(str(week)) == week == week.shifted(3).shifted(-3)
    assert week.number == day.isocalendar().week
