"""Old bodies go only when they have been read, first into an archive where one is asked for, and can come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.pages import PageStore
from db.retention import prunable, prune
from db.store import NewsStore
from models.records import Page, Rejection
from models.rules_digest import rules_digest
from models.vocab import RejectionReason

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
OLD = NOW - timedelta(days=500)
URL = "https://waspadaaceh.com/satu-dua-tiga"
PAGE = Page(URL, URL + "/", "waspadaaceh-com", 200, (("Content-Type", "text/html"),), b"<p>satu</p>" * 500, OLD, (b"<p>dua</p>",))


def versions(store: PageStore) -> tuple[int, int, int]:
    """Two versions of one article, and one of another, all old."""
    found = (
        store.save(PAGE),
        store.save(replace(PAGE, body=b"<p>satu, disunting</p>", parts=())),
        store.save(replace(PAGE, url=URL + "-lain", body=b"<p>lain</p>", parts=())),
    )
    assert None not in found
    return found  # type: ignore[return-value]


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


@pytest.mark.parametrize(
    ("rules", "newest", "before", "kept"),
    [
        ("now", False, NOW, {1, 2}),
        ("now", True, NOW, set()),
        ("before", True, NOW, {0, 1, 2}),
        (None, True, NOW, {0, 1, 2}),
        ("now", True, OLD, {0, 1, 2}),
    ],
)
def test_only_what_was_read_with_the_present_rules(
    store: PageStore, rules: str | None, newest: bool, before: datetime, kept: set[int]
) -> None:
    seqs = versions(store)
    found = {item.seq for item in prunable(store, lambda *_: rules, "now", before=before, newest=newest)}
    assert found == {seq for at, seq in enumerate(seqs) if at not in kept}


def test_a_pruned_page_keeps_its_place_and_comes_back(store: PageStore) -> None:
    first, second, third = versions(store)
    prune(store, [first, third], NOW)
    assert [item.seq for item in store.stored()] == [second]
    assert [version.seq for version in store.newest()] == [second]
    assert store.latest(URL + "-lain") is None
    with pytest.raises(KeyError):
        store.read(first)
    # Its numbers stay, and it is not asked for again.
    assert store.counts()["pages"] == 3
    assert store.unknown([URL + "-lain"]) == set()
    assert store.save(PAGE) == first
    assert store.read(first) == PAGE
    assert [version.seq for version in store.newest()] == [second]


def prepare(pantau: Any) -> None:
    with PageStore.open(pantau.pages_db) as store:
        versions(store)
        read = list(store.newest())
    with NewsStore.open(pantau.folder / "var" / "news.db") as news:
        for version in read:
            refused = Rejection(version.url, RejectionReason.EMPTY, "uji")
            news.save_rejection(refused, page_digest=version.digest, rules=rules_digest(), fetched_at=OLD)


def test_command(pantau: Any) -> None:
    prepare(pantau)
    archive = pantau.folder / "lama.warc.gz"
    dry = pantau.here("prune", "--warc", str(archive))
    assert dry.exit_code == 0, dry.output
    assert "1 isi halaman" in dry.stdout
    assert "Belum ada yang dihapus" in dry.stdout
    assert not archive.exists()
    assert len(pantau.stored()) == 3
    done = pantau.here("prune", "--warc", str(archive), "--yes", "--newest", "--compact")
    assert done.exit_code == 0, done.output
    assert "3 halaman dipindahkan" in done.stdout
    assert pantau.stored() == []
    assert "Tidak ada yang perlu dihapus" in pantau.here("prune", "--newest").stdout
    back = pantau.here("import", str(archive))
    assert "3 halaman masuk" in back.stdout, back.output
    with PageStore.open(pantau.pages_db) as store:
        assert next(store.stored()).page == PAGE


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--warc", "{folder}/a.zip", "--yes"), "harus berakhir .warc"),
        (("--warc", "{folder}/ada.warc", "--yes"), "sudah ada"),
        (("--warc", "{folder}/tiada/a.warc", "--yes"), "Tidak ada yang dihapus"),
    ],
)
def test_nothing_goes_where_the_archive_cannot_be_written(pantau: Any, arguments: tuple[str, ...], why: str) -> None:
    prepare(pantau)
    (pantau.folder / "ada.warc").touch()
    done = pantau.here("prune", *(argument.format(folder=pantau.folder) for argument in arguments))
    assert done.exit_code == 1
    assert why in done.stderr
    assert len(pantau.stored()) == 3


def test_nothing_goes_before_anything_was_read(pantau: Any) -> None:
    with PageStore.open(pantau.pages_db) as store:
        versions(store)
    done = pantau.here("prune", "--yes")
    assert done.exit_code == 1
    assert "news.db tidak ada" in done.stderr
    assert len(pantau.stored()) == 3
