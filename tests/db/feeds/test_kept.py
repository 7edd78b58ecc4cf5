"""Kept entries: what is put together from them is what would have been written anew, whatever happened since."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from db.database import connect
from db.feeds import entries, kept
from db.feeds.documents import Ask, Shelf
from db.feeds.filters import Filters
from db.feeds.forms import FORMS
from db.store import NewsStore

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ASKS = [
    Ask(form, filters)
    for form in FORMS
    for filters in (Filters(), Filters(status=("planned",)), Filters(type=("santunan", "monev")))
]


@pytest.fixture
def store(tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]) -> Iterator[NewsStore]:
    path = tmp_path / "news.db"
    fill_store(path, gold[:8])
    with NewsStore.open(path) as found:
        yield found


def documents(path: Path, home: str = "https://pantau.example") -> list[bytes]:
    with closing(connect(path, read_only=True)) as connection:
        return [Shelf(home).document(connection, ask).body for ask in ASKS]


def anew(path: Path, home: str = "https://pantau.example") -> list[bytes]:
    """The documents of a copy that keeps nothing."""
    other = path.with_name("anew.db")
    other.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as origin, closing(sqlite3.connect(other)) as copy:
        origin.backup(copy)
        copy.execute("DELETE FROM event_entries")
        copy.commit()
    return documents(other, home)


def keep(path: Path) -> int:
    with closing(connect(path)) as connection:
        waiting = kept.waiting(connection)
        assert kept.keep(connection) == waiting
        assert kept.waiting(connection) == 0
        return waiting


def test_kept_entries_make_the_same_documents(store: NewsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    assert keep(path) > 20
    assert keep(path) == 0
    for home in ("https://pantau.example", f"https://{'kejadian-' * 8}.example/di/bawah"):
        assert documents(path, home) == anew(path, home)
    expected = anew(path)
    monkeypatch.setattr(kept, "numbered", lambda *_: pytest.fail("written once more"))
    assert documents(path) == expected


def test_what_changed_since_is_written_anew(store: NewsStore, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    keep(path)
    with closing(sqlite3.connect(path)) as connection:
        first, second = (row[0] for row in connection.execute("SELECT id FROM events WHERE event_date IS NOT NULL LIMIT 2"))
    event = store.event(first)
    assert event is not None
    store.save_event(replace(event, venue="Gedung yang baru"), now=NOW)
    store.withdraw_event(second, NOW)
    found = documents(path)
    assert found == anew(path)
    assert b"Gedung yang baru" in found[0]
    assert second.encode() not in found[0]
    assert keep(path) == 1
    assert documents(path) == found


def test_a_new_form_renews_all_of_them(store: NewsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    count = keep(path)
    monkeypatch.setattr(kept, "_look", lambda: "other")
    monkeypatch.setattr(entries, "label", lambda _, code: f"label of {code}")
    assert documents(path) == anew(path)
    assert keep(path) == count
    assert documents(path) == anew(path)


def test_stopped_halfway_it_goes_on_there(store: NewsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    monkeypatch.setattr(kept, "_BATCH", 7)

    def stop(done: int) -> None:
        if done >= 14:
            raise KeyboardInterrupt

    with closing(connect(path)) as connection, pytest.raises(KeyboardInterrupt):
        kept.keep(connection, stop)
    with closing(sqlite3.connect(path)) as connection:
        (there,) = connection.execute("SELECT count(DISTINCT number) FROM event_entries").fetchone()
        (every,) = connection.execute("SELECT count(*) FROM events WHERE withdrawn IS NULL").fetchone()
    assert there == 14
    assert keep(path) == every - 14
    assert documents(path) == anew(path)


def test_what_is_told_anew_is_written_anew(store: NewsStore, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    count = keep(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE events SET summary = 'Kalimat yang lebih baik.' WHERE id = (SELECT min(id) FROM events)")
        connection.commit()
    assert documents(path) == anew(path)
    assert any(b"Kalimat yang lebih baik." in body for body in documents(path))
    assert 0 < keep(path) < count
    assert keep(path) == 0
