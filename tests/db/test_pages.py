"""The store of raw pages: versions, states in one transaction, lists, runs, messages."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.database import DatabaseError, connect
from db.pages import Found, ListState, PageStore
from models.ids import digest
from models.records import Page
from models.vocab import RunState

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def page(name: str = "a", body: bytes = b"<p>isi</p>", **fields: object) -> Page:
    url = f"https://kabar.example/{name}"
    base = Page(url, url + "?page=all", "kabar", 200, (("Content-Type", "text/html"), ("X", "1"), ("X", "2")), body, NOW)
    return replace(base, **fields)  # type: ignore[arg-type]


def found(name: str) -> Found:
    url = f"https://kabar.example/{name}"
    return Found(
        url, url + "/", "kabar", title=f"Judul {name}", dated="Sel, 3 Mar 2026 09:00 WIB", found_in="https://kabar.example/feed/"
    )


def state(*, complete: bool, articles: int = 1) -> ListState:
    return ListState("https://kabar.example/feed/", "kabar", '"v1"', "Sun, 01 Mar 2026 08:00:00 GMT", articles, complete)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.db"


@pytest.fixture
def store(file: Path) -> Iterator[PageStore]:
    with PageStore.open(file) as opened:
        yield opened


def test_round_trip(store: PageStore) -> None:
    one = page(parts=(b"dua", b"tiga"))
    assert store.save(one) == 1
    assert [item.page for item in store.stored()] == [one]
    latest = store.latest(one.url)
    assert latest is not None
    assert latest.page == one


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=3000), value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_body_and_header(tmp_path: Path, body: bytes, value: str) -> None:
    with PageStore.open(tmp_path / f"{digest(body + value.encode())}.db") as opened:
        one = page(body=body, headers=(("X", value),))
        opened.save(one)
        latest = opened.latest(one.url)
    assert latest is not None
    assert (latest.page.body, latest.page.headers) == (body, (("X", value),))


def test_same_body_once_new_body_is_a_version(store: PageStore) -> None:
    assert store.save(page()) == 1
    assert store.save(page(fetched_at=NOW + timedelta(hours=1))) is None
    second = store.save(page(body=b"lain"))
    third = store.save(page(parts=(b"lanjutan",)))
    assert second is not None
    assert third is not None
    assert 1 < second < third
    assert [item.seq for item in store.stored(after=1)] == [second, third]
    assert store.counts()["articles"] == 1


def test_bounded_batches(store: PageStore) -> None:
    for number in range(250):
        store.save(page(str(number)))
    assert [item.seq for item in store.stored()] == list(range(1, 251))


def test_saving_marks_fetched(store: PageStore) -> None:
    store.note_list(state(complete=True), [found("a"), found("b")], NOW)
    store.save(page("a"), asked="https://kabar.example/b")
    assert store.due("kabar", NOW) == []
    assert store.counts()["urls"] == {"queued": 0, "fetched": 2, "failed": 0}


def test_queue_keeps_what_the_list_said(store: PageStore) -> None:
    assert store.note_list(state(complete=True), [found("a"), found("b")], NOW) == [found("a"), found("b")]
    assert store.note_list(state(complete=True), [found("a"), found("c")], NOW) == [found("c")]
    assert store.due("kabar", NOW) == [found("a"), found("b"), found("c")]
    assert store.unknown([found("a").url, found("z").url]) == {found("z").url}


def test_failed_addresses_wait(store: PageStore) -> None:
    store.note_list(state(complete=True), [found("a"), found("b")], NOW)
    store.fail(found("a").url, "HTTP 500", NOW + timedelta(hours=1))
    store.fail(found("b").url, "HTTP 404", None)
    assert store.due("kabar", NOW) == []
    assert store.due("kabar", NOW + timedelta(hours=2)) == [found("a")]
    assert store.tries(found("a").url) == 1
    store.save(page("a"))
    store.fail(found("a").url, "late", None)
    assert store.counts()["urls"] == {"queued": 0, "fetched": 1, "failed": 1}


def test_validators_are_kept_only_for_lists_read_to_the_end(store: PageStore) -> None:
    url = state(complete=True).url
    store.note_list(state(complete=False), [], NOW)
    assert store.list_state(url) == replace(state(complete=False), etag=None, last_modified=None)
    store.note_list(state(complete=True), [], NOW)
    assert store.list_state(url) == state(complete=True)
    assert store.list_state("https://kabar.example/none") is None


def test_runs(store: PageStore) -> None:
    first = store.start_run(NOW)
    second = store.start_run(NOW + timedelta(hours=1))
    store.save(page(), run=second)
    store.finish_run(second, RunState.FINISHED, {"kabar": {"lists": 2}}, NOW + timedelta(hours=2))
    newest, oldest = store.runs()
    assert (oldest.id, oldest.state) == (first, RunState.INTERRUPTED)
    assert (newest.state, newest.counts) == (RunState.FINISHED, {"kabar": {"lists": 2}})
    assert newest.finished_at == NOW + timedelta(hours=2)


def test_pauses(store: PageStore) -> None:
    store.pause("kabar.example", NOW + timedelta(minutes=5), "429")
    assert store.paused(NOW) == {"kabar.example": NOW + timedelta(minutes=5)}
    assert store.paused(NOW + timedelta(minutes=6)) == {}


def test_newer_version(file: Path) -> None:
    PageStore.open(file).close()
    connection = connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    for read_only in (False, True):
        with pytest.raises(DatabaseError, match=r"pages\.db dibuat oleh Pantau yang lebih baru \(versi 99"):
            PageStore.open(file, read_only=read_only)


def test_other_files(tmp_path: Path) -> None:
    text = tmp_path / "teks.db"
    text.write_text("bukan basis data " * 100, encoding="utf-8")
    with pytest.raises(DatabaseError, match=r"teks\.db bukan basis data"):
        PageStore.open(text)
    other = tmp_path / "news.db"
    connection = connect(other)
    connection.execute("CREATE TABLE articles (id TEXT) STRICT")
    connection.close()
    with pytest.raises(DatabaseError, match=r"news\.db adalah basis data lain"):
        PageStore.open(other)
    with pytest.raises(DatabaseError, match="tidak ada"):
        PageStore.open(tmp_path / "none.db", create=False)


def test_locked(store: PageStore, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = connect(file)
    blocker.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(DatabaseError, match=r"pages\.db sedang dipakai"):
        store.save(page())
    blocker.execute("ROLLBACK")
    blocker.close()
    assert store.save(page()) == 1


def test_full_disk(store: PageStore) -> None:
    store.save(page("a"))
    store.note_list(state(complete=True), [found("b")], NOW)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseError, match="ruang penyimpanan penuh"):
        store.save(page("b", body=os.urandom(400_000)))
    store._connection.execute("PRAGMA max_page_count = 1000000")
    assert store.due("kabar", NOW) == [found("b")]
    assert store.save(page("b")) is not None
    assert [item.page.url for item in store.stored()] == ["https://kabar.example/a", "https://kabar.example/b"]


def test_killed_while_writing(file: Path) -> None:
    """A process that is killed between two statements leaves whole transactions only."""
    script = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from dataclasses import replace
        from datetime import datetime, UTC
        from db.pages import PageStore, Found, ListState
        from models.records import Page
        now = datetime(2026, 3, 1, tzinfo=UTC)
        store = PageStore.open(Path({str(file)!r}))
        for n in range(100000):
            url = f"https://kabar.example/{{n}}"
            store.note_list(ListState("l", "kabar", None, None, 1, False), [Found(url, url, "kabar")], now)
            store.save(Page(url, url, "kabar", 200, (), str(n).encode() * 2000, now))
            if n == 20:
                print("ready", flush=True)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    with PageStore.open(file) as store:
        stored = [item.page.url for item in store.stored()]
        counts = store.counts()
        assert len(stored) == len(set(stored)) == counts["urls"]["fetched"] > 20
        assert counts["urls"]["queued"] in (0, 1)
