import asyncio
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from db import cli, publishing
from db.database import DatabaseError
from db.excerpts import NOWHERE, excerpt
from db.publishing import PublicationError, check, publish
from db.site.app import build

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)
BASE = "https://data.example"

EVIDENCE = (
    "SELECT r.id, substr(iif(r.evidence_field = 'title', a.title, a.body), r.evidence_start + 1, "
    "r.evidence_end - r.evidence_start) FROM reports AS r JOIN articles AS a ON a.id = r.article_id ORDER BY r.id"
)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def copy(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The current release of a public copy of the filled store."""
    target = tmp_path_factory.mktemp("publik")
    return publish(filled, target, base_url=BASE, now=NOW).folder


@given(text=st.text("ab. \n", max_size=60), data=st.data())
def test_what_lies_in_a_kept_sentence_is_found_again_and_nothing_else(text: str, data: st.DataObject) -> None:
    span = st.tuples(st.integers(0, 60), st.integers(0, 60))
    kept = excerpt(text, data.draw(st.lists(span, max_size=4)))
    assert len(kept.text) <= len(text)
    start, end = data.draw(span)
    first, last = kept.span(start, end)
    inside = any(a <= start < end <= b for a, b in zip(kept.starts, kept.ends, strict=True))
    assert (first, last) != (NOWHERE, NOWHERE) if inside else (first, last) == (NOWHERE, NOWHERE)
    if inside:
        assert kept.text[first:last] == text[start:end]


def test_the_copy_has_no_words_of_people_without_office(filled: Path, copy: Path) -> None:
    database = copy / "news.db"
    assert rows(filled, "SELECT 1 FROM quotations WHERE official_ord IS NULL LIMIT 1")
    assert rows(database, "SELECT count(*) FROM quotations WHERE official_ord IS NULL") == [(0,)]
    assert rows(database, "SELECT count(*) FROM quotations") == rows(
        filled, "SELECT count(*) FROM quotations WHERE official_ord IS NOT NULL"
    )
    outside = "SELECT count(*) FROM quotations AS q JOIN articles AS a ON a.id = q.article_id WHERE q.end_offset > length(a.body)"
    assert rows(database, outside) == [(0,)]


@pytest.mark.parametrize(
    ("sentences", "left"),
    [([(0, 3)], "Satu"[:3]), ([(6, 9), (0, 4)], "Satu\nDua"), ([(0, 6), (4, 9)], "Satu. Dua"), ([], ""), ([(90, 99)], "")],
)
def test_excerpt(sentences: list[tuple[int, int]], left: str) -> None:
    assert excerpt("Satu. Dua. Tiga.", sentences).text == left


def test_the_copy_has_every_sentence_of_a_fact_and_no_other_text(filled: Path, copy: Path) -> None:
    database = copy / "news.db"
    assert rows(database, EVIDENCE) == rows(filled, EVIDENCE)
    raw = database.read_bytes()
    said: dict[str, list[str]] = {}
    for report, text in rows(filled, EVIDENCE):
        said.setdefault(report.split(".")[0], []).append(text)
    checked = 0
    for key, body in rows(filled, "SELECT id, body FROM articles"):
        for line in body.split("\n"):
            if len(line) > 60 and not any(part in line or line in part for part in said.get(key, [])):
                checked += 1
                assert line.encode() not in raw, line
    assert checked > 100
    kept, whole = (rows(path, "SELECT sum(length(body)) FROM articles")[0][0] for path in (database, filled))
    assert kept < whole / 2
    assert rows(database, "SELECT count(author) FROM articles") == [(0,)]
    assert rows(database, "SELECT (SELECT count(*) FROM rejections), (SELECT count(*) FROM readings)") == [(0, 0)]


def test_facts_keep_their_place_where_their_sentence_stayed(filled: Path, copy: Path) -> None:
    sql = (
        "SELECT f.article_id, f.ord, f.text, substr(a.body, f.start_offset + 1, f.end_offset - f.start_offset) "
        "FROM figures AS f JOIN articles AS a ON a.id = f.article_id WHERE f.start_offset >= 0"
    )
    found = rows(copy / "news.db", sql)
    assert 0 < len(found) < len(rows(filled, sql))
    assert all(text == shown for _, _, text, shown in found)
    assert rows(copy / "news.db", "SELECT count(*), sum(value) FROM figures") == rows(
        filled, "SELECT count(*), sum(value) FROM figures"
    )
    assert rows(copy / "news.db", "PRAGMA integrity_check") == [("ok",)]


def test_search_finds_no_word_of_the_text_that_is_gone(filled: Path, copy: Path) -> None:
    def hits(path: Path, word: str) -> int:
        count: int = rows(path, f"SELECT count(*) FROM articles_fts WHERE articles_fts MATCH '{word}'")[0][0]
        return count

    left = " ".join(body + " " + title for body, title in rows(copy / "news.db", "SELECT body, title FROM articles")).casefold()
    words = (word for (body,) in rows(filled, "SELECT body FROM articles") for word in body.split())
    gone = next(word for word in words if word.isalpha() and word.islower() and word not in left)
    assert hits(filled, gone) > 0
    assert hits(copy / "news.db", gone) == 0


def test_manifest_lists_every_file_which_nobody_may_write(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    listed = {entry["path"] for entry in manifest["files"]}
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert there - listed == {"manifest.json"}
    assert {"news.db", "umpan/kejadian.atom", "umpan/rencana.ics", "kejadian.geojson", "sitemap.xml", "robots.txt"} <= listed
    assert all((copy / path).stat().st_mode & 0o222 == 0 for path in there)
    assert manifest["counts"]["events"] > 100


def test_sitemap_names_every_event(copy: Path) -> None:
    found = lxml.etree.fromstring((copy / "sitemap.xml").read_bytes()).xpath("//*[local-name() = 'loc']/text()")
    events = {f"{BASE}/kejadian/{key}" for (key,) in rows(copy / "news.db", "SELECT id FROM events")}
    assert events <= set(found)
    assert len(found) == len(set(found))


def test_a_long_sitemap_is_several(tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_SITEMAP_URLS", 200)
    folder = publish(filled, tmp_path / "x", base_url=BASE, now=NOW).folder
    parts = lxml.etree.fromstring((folder / "sitemap.xml").read_bytes()).xpath("//*[local-name() = 'loc']/text()")
    assert len(parts) > 1
    assert all((folder / part.rsplit("/", 1)[1]).is_file() for part in parts)


def test_the_source_is_not_touched(filled: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    publish(filled, tmp_path / "x", base_url=BASE, now=NOW)
    assert filled.read_bytes() == before


def test_a_new_release_replaces_the_old_in_one_step_and_two_stay(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]
) -> None:
    fill_store(tmp_path / "news.db", gold[:2])
    target = tmp_path / "publik"
    folders = [
        publish(tmp_path / "news.db", target, base_url=BASE, now=NOW + timedelta(minutes=n)).folder for n in range(3)
    ]  # fmt: skip
    assert len(set(folders)) == 3
    assert sorted(path.name for path in target.iterdir()) == sorted([*(f.name for f in folders[1:]), "current"])
    assert check(target).folder == folders[2]


def test_a_failure_leaves_the_old_release(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_store(tmp_path / "news.db", gold[:2])
    target = tmp_path / "publik"
    first = publish(tmp_path / "news.db", target, base_url=BASE, now=NOW)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "_sitemap", fail)
    with pytest.raises(PublicationError, match="No space"):
        publish(tmp_path / "news.db", target, base_url=BASE, now=NOW + timedelta(minutes=1))
    assert check(target) == first
    assert sorted(path.name for path in target.iterdir()) == sorted([first.folder.name, "current"])


def test_a_folder_of_other_things_is_refused_untouched(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("penting")
    with pytest.raises(PublicationError, match="sudah berisi"):
        publish(filled, tmp_path, base_url=BASE, now=NOW)
    with pytest.raises(PublicationError, match="bukan folder"):
        publish(filled, tmp_path / "surat.txt", base_url=BASE, now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["surat.txt"]


def test_a_missing_source_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        publish(tmp_path / "news.db", tmp_path / "publik", base_url=BASE, now=NOW)
    assert not list((tmp_path / "publik").glob("*"))


@pytest.mark.parametrize("harm", ["change", "remove"])
def test_a_changed_copy_is_not_served(filled: Path, tmp_path: Path, harm: str) -> None:
    folder = publish(filled, tmp_path / "x", base_url=BASE, now=NOW).folder
    feed = folder / "umpan" / "kejadian.atom"
    feed.chmod(0o644)
    if harm == "change":
        feed.write_text("lain")
    else:
        feed.unlink()
    result = CliRunner().invoke(cli.serve, ["--public", str(tmp_path / "x"), "--port", "0"])
    assert result.exit_code == 1
    assert "kejadian.atom" in result.output


def test_publish_command(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.publish, ["publik", "--news-db", str(filled)])
    assert result.exit_code == 0, result.output
    assert "pantau serve --public publik" in result.output
    assert check(tmp_path / "publik").files
    missing = CliRunner().invoke(cli.publish, ["publik", "--news-db", "tidak-ada.db"])
    assert missing.exit_code == 1
    assert "tidak-ada.db" in missing.output


def test_the_public_site_shows_sentences_and_serves_what_lies_beside(filled: Path, copy: Path) -> None:
    datasette = build(copy / "news.db", BASE, public=True)

    async def get(path: str) -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    (event, article) = rows(filled, "SELECT event_id, article_id FROM reports WHERE evidence_field = 'text' LIMIT 1")[0]
    page = lxml.html.document_fromstring(asyncio.run(get(f"/kejadian/{event}")).text)
    assert page.cssselect("blockquote mark")
    page = lxml.html.document_fromstring(asyncio.run(get(f"/artikel/{article}")).text)
    shown = page.cssselect(".badan")[0].text_content()
    assert 0 < len(shown) < rows(filled, f"SELECT length(body) FROM articles WHERE id = '{article}'")[0][0]
    assert "Salinan publik" in page.text_content()
    rules = Protego.parse(asyncio.run(get("/robots.txt")).text)
    for path, allowed in (
        ("/kejadian", True),
        (f"/kejadian/{event}", True),
        ("/kejadian?hal=2", False),
        ("/kejadian.csv?a=b", False),
    ):
        assert rules.can_fetch(f"{BASE}{path}", "robot") is allowed, path
    assert asyncio.run(get("/robots.txt")).text == (copy / "robots.txt").read_text("utf-8")
    assert asyncio.run(get("/sitemap.xml")).headers["content-type"].startswith("application/xml")
    for path in ("/", "/cari?q=santunan", "/news/santunan_per_bulan", "/wilayah/33", "/umpan/kejadian.atom"):
        assert asyncio.run(get(path)).status_code == 200, path
    assert asyncio.run(get("/sitemap-9.xml")).status_code == 404


def test_a_private_site_keeps_robots_away(filled: Path) -> None:
    datasette = build(filled, BASE)

    async def get(path: str) -> Any:
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    assert "Disallow: /\n" in asyncio.run(get("/robots.txt")).text
    assert asyncio.run(get("/sitemap.xml")).status_code == 404
