"""Archives read in shards: the same records whoever makes them, and the same database as by way of pages.db."""

import json
import os
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner, Result

from crawler.importing import RECORD_TYPE
from db.archives import write_warc
from extract.sharding import shards
from extract.sharding.engines import Engine, EngineError, processes, ray
from extract.sharding.shards import ShardError, shard_of
from extract.sharding.work import Outcome, Task, make
from models.ids import canonical_url
from models.records import Article, Page
from pantau import main

NOW = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)


def pages() -> list[Page]:
    """The newsroom's articles as records, and two pages that are no articles."""
    folder = files("crawler.newsroom") / "articles"
    golds = [
        json.loads(item.read_text("utf-8")) for item in sorted(folder.iterdir(), key=lambda i: i.name) if "json" in item.name
    ]
    keys = ("id", "url", "published", "title", "text")
    found = [
        Page(
            canonical_url(gold["url"]),
            gold["url"],
            None,
            200,
            (("Content-Type", RECORD_TYPE),),
            json.dumps({key: gold[key] for key in keys}, ensure_ascii=False).encode(),
            NOW,
        )
        for gold in golds[:24]
    ]
    html = (("Content-Type", "text/html; charset=utf-8"),)
    for name, body in (("kosong", b"<html><body></body></html>"), ("tanpa-tanggal", b"<h1>Judul</h1><p>Isi.</p>")):
        url = f"https://lain.example/{name}"
        found.append(Page(url, url, None, 200, html, body, NOW))
    return found


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("archives")
    every, found = pages(), []
    for number in range(3):
        path = folder / f"bagian-{number}.warc.gz"
        write_warc(every[number::3], path, software="uji")
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        found.append(path)
    return found


def run(engine: Engine, archives: Sequence[Path], folder: Path) -> dict[str, Outcome]:
    folder.mkdir(exist_ok=True)
    return {outcome.archive: outcome for outcome in engine([Task(archive, folder) for archive in archives])}


def here(tasks: Sequence[Task]) -> Any:
    return map(make, tasks)


@pytest.fixture(scope="module")
def made(archives: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shards made one after the other in this process."""
    folder = tmp_path_factory.mktemp("shards")
    outcomes = run(here, archives, folder)
    assert not any(outcome.fault or outcome.kept for outcome in outcomes.values())
    return folder


def contents(folder: Path, archives: Sequence[Path]) -> dict[str, bytes]:
    return {archive.name: shard_of(archive, folder).read_bytes() for archive in archives}


def test_what_is_in_a_shard(archives: list[Path], made: Path) -> None:
    readings = [reading for archive in archives for reading in shards.read(shard_of(archive, made))]
    assert len(readings) == 26
    articles = [reading for reading in readings if isinstance(reading.found, Article)]
    assert len(articles) == 24
    assert all((reading.extraction is not None) == isinstance(reading.found, Article) for reading in readings)
    assert all(reading.fetched_at == NOW for reading in readings)
    assert sum(len(reading.extraction.reports) for reading in readings if reading.extraction) > 60
    head = shards.head_of(shard_of(archives[0], made))
    assert head.archive == "bagian-0.warc.gz"
    assert {reading.rules for reading in readings} == {head.rules}


def test_a_shard_is_read_as_it_was_written(archives: list[Path], made: Path, tmp_path: Path) -> None:
    source = shard_of(archives[0], made)
    readings = list(shards.read(source))
    copy = tmp_path / "salinan.shard.jsonl.zst"
    shards.write(copy, shards.head_of(source), readings)
    assert list(shards.read(copy)) == readings
    assert copy.read_bytes() == source.read_bytes()


def test_processes_make_the_same_shards(archives: list[Path], made: Path, tmp_path: Path) -> None:
    outcomes = run(processes(2), archives, tmp_path / "x")
    assert {outcome.counts["articles"] for outcome in outcomes.values()} == {8}
    assert contents(tmp_path / "x", archives) == contents(made, archives)


@pytest.mark.filterwarnings("ignore::Warning:ray.*")
def test_a_ray_cluster_makes_the_same_shards(archives: list[Path], made: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is an optional extra: pip install 'pantau[ray]'")
    outcomes = run(ray("local"), archives, tmp_path / "x")
    assert not any(outcome.fault for outcome in outcomes.values())
    assert contents(tmp_path / "x", archives) == contents(made, archives)


def test_a_cluster_that_is_not_there_is_named(archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.sharding.engines.find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"pantau\[ray\]"):
        ray("local")


def test_only_what_changed_is_made_again(
    archives: list[Path], made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "x"
    assert not any(outcome.kept for outcome in run(here, archives[:2], folder).values())
    assert all(outcome.kept for outcome in run(here, archives[:2], folder).values())
    shard_of(archives[0], folder).write_bytes(b"rusak")
    assert [outcome.kept for outcome in run(here, archives[:2], folder).values()] == [False, True]
    monkeypatch.setattr("extract.sharding.work.rules_digest", lambda: "other")
    assert [outcome.kept for outcome in run(here, archives[:2], folder).values()] == [False, False]


def test_an_archive_that_cannot_be_read_does_not_hold_up_the_others(archives: list[Path], tmp_path: Path) -> None:
    missing = tmp_path / "hilang.warc.gz"
    cut = tmp_path / "terpotong.warc.gz"
    cut.write_bytes(archives[0].read_bytes()[:-4000])
    outcomes = run(here, [missing, cut, archives[1]], tmp_path / "x")
    assert str(missing) in (outcomes["hilang.warc.gz"].fault or "")
    assert "terpotong" in (outcomes["terpotong.warc.gz"].fault or "")
    assert outcomes[archives[1].name].counts["articles"] == 8
    assert not any(shard_of(archive, tmp_path / "x").exists() for archive in (missing, cut))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda lines: lines[:1], "tidak utuh"),
        (lambda lines: lines[:-1], "tidak utuh"),
        (lambda lines: [*lines[:-2], lines[-1]], "tidak utuh"),
        (lambda lines: [b"{}", *lines[1:]], "bukan pecahan arsip Pantau"),
        (lambda lines: [lines[0].replace(b'"pantau_shard":1', b'"pantau_shard":9'), *lines[1:]], "versi lain"),
        (lambda lines: [*lines[:2], lines[2][:50]], "baris 3: rusak"),
    ],
)
def test_a_damaged_shard_says_where(archives: list[Path], made: Path, tmp_path: Path, damage: Any, told: str) -> None:
    lines = zstandard.ZstdDecompressor().decompressobj().decompress(shard_of(archives[0], made).read_bytes()).splitlines()
    path = tmp_path / "x.shard.jsonl.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress(b"\n".join(damage(lines))))
    with pytest.raises(ShardError, match=told):
        list(shards.read(path))


def test_a_shard_that_ends_too_soon_says_so(archives: list[Path], made: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.shard.jsonl.zst"
    whole = shard_of(archives[0], made).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ShardError, match="pantau extract --archive"):
        list(shards.read(path))


def pantau(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"PANTAU_DATA_DIR": str(folder)}).invoke(main, arguments)


def stored(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(folder / "news.db")
    try:
        return {
            name: connection.execute(sql).fetchall()
            for name, sql in {
                "articles": "SELECT id, url, title, body, published, fetched, page_digest, relevant FROM articles ORDER BY id",
                "rejections": "SELECT page, reason, fetched FROM rejections ORDER BY page",
                "figures": "SELECT article_id, ord, value, indicator, region_code FROM figures ORDER BY 1, 2",
                "reports": "SELECT id, type, status, event_date, venue FROM reports ORDER BY id",
                "events": "SELECT id, type, status, title, reports FROM events ORDER BY id",
            }.items()
        }
    finally:
        connection.close()


def test_shards_fill_the_database_as_the_pages_do(archives: list[Path], tmp_path: Path) -> None:
    by_pages, by_shards, folder = tmp_path / "pages", tmp_path / "shards", tmp_path / "pecahan"
    given = [argument for archive in archives for argument in ("--archive", str(archive))]
    done = pantau(by_shards, "extract", *given, "--shards", str(folder), "--workers", "2")
    assert done.exit_code == 0, done.output
    assert done.output.count("8 artikel") == 3
    done = pantau(by_shards, "merge", "--shards", str(folder))
    assert done.exit_code == 0, done.output
    assert "24 artikel masuk" in done.output
    for command in (("import", *map(str, archives)), ("extract",), ("merge",)):
        assert pantau(by_pages, *command).exit_code == 0
    assert stored(by_shards) == stored(by_pages)
    again = pantau(by_shards, "merge", "--shards", str(folder))
    assert "0 artikel masuk" in again.output
    assert "26 sudah ada" in again.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", "--archive", "A"), "--shards"),
        (("extract", "--shards", "x"), "--archive"),
        (("merge", "--shards", "."), "Tidak ada pecahan arsip"),
        (("extract", "--archive", "A", "--archive", "A", "--shards", "x"), "Dua arsip bernama sama"),
    ],
)
def test_what_cannot_be_done_is_said(archives: list[Path], tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    swapped = [{"A": str(archives[0]), ".": str(tmp_path), "x": str(tmp_path / "x")}.get(word, word) for word in arguments]
    done = pantau(tmp_path, *swapped)
    assert done.exit_code != 0
    assert told in done.output
