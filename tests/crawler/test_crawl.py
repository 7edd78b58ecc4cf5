"""Whole crawls of the newsroom through real HTTP: found, fetched once, stored; killed, resumed; faults told and survived."""

import fcntl
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.newsroom import Fault, FaultKind, Newsroom
from db.database import connect
from db.pages import PageStore
from models.ids import canonical_url
from models.vocab import RunState

Open = Callable[..., Newsroom]

FEW = ("waspada-id", "kalbaronline-com", "palpos-disway-id", "jambibaba-id", "babel-antaranews-com", "kobar-inews-id")


def articles_asked(newsroom: Newsroom) -> Counter[str]:
    """How often each article's address was asked for (numbered pages apart)."""
    known = newsroom.articles
    urls = (canonical_url(f"http://{request.host}{request.path}").removesuffix("/all") for request in newsroom.requests)
    return Counter(url for url in urls if url in known)


@pytest.fixture
def canary() -> Iterator[socket.socket]:
    """A host that nobody registered: whoever connects is seen."""
    with closing(socket.create_server(("127.0.0.250", 0))) as listening:
        listening.setblocking(False)
        yield listening


def visited(canary: socket.socket) -> bool:
    try:
        canary.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_two_crawls(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau)
    first = pantau.crawl()
    assert first.returncode == 0, first.stderr
    assert "25 media" in first.stdout
    expected = newsroom.articles
    assert len(expected) >= 68

    # Every article on the agency was found, fetched once and stored; nothing of the other news was fetched.
    assert sorted(pantau.stored()) == sorted(expected)
    asked = articles_asked(newsroom)
    assert set(asked) == set(expected)
    assert set(asked.values()) == {1}
    assert not newsroom.others & {canonical_url(f"http://{r.host}{r.path}") for r in newsroom.requests}

    # What robots.txt forbids was never asked for, although lists led there.
    refused = {outlet.id: ("/wp-admin/", "/advetorial/", *outlet.refuses) for outlet in newsroom.outlets}
    assert [r for r in newsroom.requests if r.path.startswith(refused[r.outlet])] == []
    assert {r.outlet for r in newsroom.requests if r.path == "/robots.txt"} == {outlet.id for outlet in newsroom.outlets}
    assert {r.agent for r in newsroom.requests} == {"Pantau/0.1.0 (pemantau berita; +pers buatan di komputer ini)"}
    # Crawl-delay, over the whole visit: single gaps also hold what the receiving end was late by.
    slow = next(outlet for outlet in newsroom.outlets if outlet.crawl_delay)
    visits = [r.at for r in newsroom.requests if r.outlet == slow.id and r.path != "/robots.txt"]
    assert visits[-1] - visits[0] >= (len(visits) - 2) * (slow.crawl_delay or 0)

    with PageStore.open(pantau.pages_db) as store:
        pages = {item.page.url: item.page for item in store.stored()}
        (run,) = store.runs()
        assert store.counts()["urls"] == {"queued": 0, "fetched": len(expected), "failed": 1}
    assert run.state is RunState.FINISHED
    assert sum(counts.get("stored", 0) for counts in run.counts.values()) == len(expected)
    for page in pages.values():
        assert page.source is not None
        assert page.status == 200
        assert page.header("content-type")
    # Numbered pages: the whole at once where the family shows it, all parts where it does not.
    for outlet in newsroom.outlets:
        for story in outlet.tagged:
            page = pages[canonical_url(newsroom.home(outlet) + story.path)]
            charset = "cp1252" if outlet.theme == "generic" else "utf-8"
            text = "".join(body.decode(charset) for body in (page.body, *page.parts))
            plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
            plain = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), plain)
            assert all(paragraph in plain for paragraph in story.paragraphs), story.title

    # The second run fetches no article and no unchanged list again.
    before = len(newsroom.requests)
    second = pantau.crawl()
    assert second.returncode == 0, second.stderr
    assert "0 tautan baru, 0 halaman disimpan" in second.stdout
    later = newsroom.requests[before:]
    assert not [r for r in later if canonical_url(f"http://{r.host}{r.path}") in expected]
    assert sum(r.status == 304 for r in later) > 80
    assert len(pantau.stored()) == len(expected)


def test_killed_and_resumed(pantau: Any, open_newsroom: Open) -> None:
    """SIGKILL at several points, then one whole run: nothing lost, nothing doubled."""
    newsroom = open_newsroom(pantau, outlets=FEW)
    kills = (8, 25, 45, 60)
    for point in kills:
        before = len(newsroom.requests)
        with pantau.start("crawl", "--register", str(pantau.register)) as process:
            deadline = time.monotonic() + 30
            while len(newsroom.requests) - before < point and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=10)
    last = pantau.crawl()
    assert last.returncode == 0, last.stderr
    stored = pantau.stored()
    assert sorted(stored) == sorted(newsroom.articles)
    # An article may be asked for twice only when the kill fell between its answer and its storing.
    assert sum(articles_asked(newsroom).values()) <= len(stored) + 2 * len(kills)
    with PageStore.open(pantau.pages_db) as store:
        assert store.counts()["urls"]["queued"] == 0
        states = [run.state for run in store.runs()]
    assert states[0] is RunState.FINISHED
    assert set(states[1:]) <= {RunState.INTERRUPTED, RunState.FINISHED}
    assert RunState.INTERRUPTED in states


def test_faults(pantau: Any, open_newsroom: Open, canary: socket.socket) -> None:
    """Each outlet suffers something else; the rest of the crawl goes on and the report names what happened."""
    newsroom = open_newsroom(
        pantau,
        outlets=(*FEW, "analisadaily-com", "riaupos-jawapos-com", "betv-disway-id", "waspadaaceh-com", "makassar-antaranews-com"),
    )
    elsewhere = f"http://127.0.0.250:{canary.getsockname()[1]}/berita-palsu-satu/"
    paths = {outlet.id: [story.path for story in outlet.tagged] for outlet in newsroom.outlets}
    newsroom.faults += [
        Fault("waspada-id", "/tag/", FaultKind.BUSY, times=1, value="1"),
        Fault("waspada-id", paths["waspada-id"][0], FaultKind.ERROR, times=1),
        Fault("kalbaronline-com", paths["kalbaronline-com"][0], FaultKind.NOT_FOUND),
        Fault("palpos-disway-id", "/rss", FaultKind.BROKEN),
        Fault("palpos-disway-id", paths["palpos-disway-id"][0], FaultKind.REDIRECT, value=elsewhere),
        Fault("jambibaba-id", "/feeds", FaultKind.ERROR),
        Fault("jambibaba-id", "/search", FaultKind.ERROR),
        Fault("jambibaba-id", "/sitemap", FaultKind.ERROR),
        Fault("babel-antaranews-com", "/robots.txt", FaultKind.ERROR),
        Fault("kobar-inews-id", paths["kobar-inews-id"][0], FaultKind.IMAGE),
        Fault("analisadaily-com", paths["analisadaily-com"][0], FaultKind.TIMEOUT, times=1),
        Fault("analisadaily-com", paths["analisadaily-com"][1], FaultKind.EMPTY),
        Fault("riaupos-jawapos-com", paths["riaupos-jawapos-com"][0], FaultKind.HUGE),
        Fault("riaupos-jawapos-com", paths["riaupos-jawapos-com"][1], FaultKind.CLOSED),
        Fault("betv-disway-id", "/listtag", FaultKind.BUSY, value="7200"),
        Fault("betv-disway-id", "/rss", FaultKind.BUSY, value="7200"),
        Fault("betv-disway-id", "/sitemap", FaultKind.BUSY, value="7200"),
        Fault("waspadaaceh-com", "/robots.txt", FaultKind.REDIRECT, value=elsewhere),
        Fault("makassar-antaranews-com", "/", FaultKind.CLOSED),
    ]
    done = pantau.crawl()
    assert done.returncode == 1
    assert not visited(canary)
    for source, why in (
        ("jambibaba-id", "tidak satu pun daftar menjawab: daftar .*HTTP 500"),
        ("babel-antaranews-com", "tidak satu pun daftar menjawab: .*robots.txt tidak dapat diambil .HTTP 500"),
        ("betv-disway-id", "tidak satu pun daftar menjawab"),
        ("makassar-antaranews-com", "tidak satu pun daftar menjawab: .*robots.txt tidak dapat diambil"),
        ("waspadaaceh-com", "tidak satu pun daftar menjawab: .*robots.txt tidak dapat diambil .ditolak: di luar media"),
    ):
        assert re.search(rf"Media {source} GAGAL: {why}", done.stderr), done.stderr
    for text in (
        rf"{paths['kalbaronline-com'][0].rstrip('/')}: HTTP 404",
        "daftar feed .*/rss: feed rusak",
        rf"{paths['palpos-disway-id'][0]}: ditolak: di luar media terdaftar: http://127.0.0.250",
        rf"{paths['kobar-inews-id'][0]}: ditolak: isi bukan halaman: image/jpeg",
        rf"{paths['analisadaily-com'][1]}: isi kosong",
        rf"{paths['riaupos-jawapos-com'][0]}: ditolak: halaman terlalu besar",
        rf"{paths['riaupos-jawapos-com'][1]}: sambungan terputus",
    ):
        assert re.search(text, done.stderr), (text, done.stderr)
    assert "Traceback" not in done.stderr
    assert "Kesalahan program" not in done.stderr

    # Where robots.txt cannot be had nothing else is asked for; a host that asked for two hours of peace gets them.
    for outlet in ("babel-antaranews-com", "waspadaaceh-com"):
        assert {urlsplit(r.path).path for r in newsroom.requests if r.outlet == outlet} == {"/robots.txt"}
    waited = [r.at for r in newsroom.requests if r.outlet == "waspada-id" and r.path.startswith("/tag/")]
    assert waited[1] - waited[0] >= 1.0

    stored = set(pantau.stored())
    lost = {
        *paths["kalbaronline-com"][:1], *paths["palpos-disway-id"][:1], *paths["kobar-inews-id"][:1],
        *paths["analisadaily-com"][1:2],
        *paths["riaupos-jawapos-com"][:2], *paths["jambibaba-id"], *paths["babel-antaranews-com"], *paths["betv-disway-id"],
        *paths["waspadaaceh-com"],
        *paths["makassar-antaranews-com"],
    }  # fmt: skip
    expected = {url for url in newsroom.articles if urlsplit(url).path not in {path.rstrip("/") for path in lost}}
    assert stored == expected

    # The next run, all being well again: what failed waits for its time, the paused host is left alone, the others are had.
    newsroom.faults.clear()
    before = len(newsroom.requests)
    again = pantau.crawl()
    assert again.returncode == 1
    assert re.search(r"Media betv-disway-id GAGAL: .*minta tidak dikunjungi sampai", again.stderr)
    assert not [r for r in newsroom.requests[before:] if r.outlet == "betv-disway-id"]
    recovered = ("jambibaba-id", "babel-antaranews-com", "waspadaaceh-com")
    hosts = {outlet.address for outlet in newsroom.outlets if outlet.id in recovered}
    assert set(pantau.stored()) >= {url for url in newsroom.articles if urlsplit(url).hostname in hosts}
    with PageStore.open(pantau.pages_db) as store:
        later = datetime.now(UTC) + timedelta(hours=3)
        due = {found.url for source in ("riaupos-jawapos-com", "analisadaily-com") for found in store.due(source, later)}
        assert len(due) == 3
        assert store.due("kalbaronline-com", later) == []


def test_limit_and_selection(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=FEW)
    done = pantau.crawl("--source", "kalbaronline-com", "--max-pages", "1")
    assert done.returncode == 0, done.stderr
    assert {r.outlet for r in newsroom.requests} == {"kalbaronline-com"}
    assert len(pantau.stored()) == 1
    rest = pantau.crawl("--source", "kalbaronline-com")
    assert rest.returncode == 0, rest.stderr
    assert len(pantau.stored()) == len(next(o for o in newsroom.outlets if o.id == "kalbaronline-com").tagged)


def test_new_article_is_found_by_a_later_run(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("palpos-disway-id",))
    outlet = newsroom.outlets[0]
    newest = outlet.tagged[0]
    newsroom.outlets = (replace(outlet, stories=tuple(story for story in outlet.stories if story is not newest)),)
    assert pantau.crawl().returncode == 0
    assert len(pantau.stored()) == len(outlet.tagged) - 1
    newsroom.outlets = (outlet,)
    assert pantau.crawl().returncode == 0
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


def test_another_crawl_is_running(pantau: Any) -> None:
    Newsroom(outlets=("waspadaaceh-com",), port=9).write_register(pantau.register)
    pantau.pages_db.parent.mkdir()
    with (pantau.pages_db.parent / "pages.db.crawl").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = pantau.here("crawl", "--register", str(pantau.register))
    assert done.exit_code == 1
    assert "sedang berjalan" in done.stderr
    assert not pantau.pages_db.exists()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        ("newer", r"pages\.db dibuat oleh Pantau yang lebih baru"),
        ("text", r"pages\.db bukan basis data"),
        ("row", r"aceh\.toml:2: source\.0\.hots: kunci tidak dikenal|aceh\.toml:\d+: .*hots"),
        ("missing", "folder register tidak ada"),
        ("unknown", "Media 'tidak-ada' tidak ada di register"),
        ("disabled", "Tidak ada media yang aktif"),
    ],
)
def test_bad_surroundings(pantau: Any, prepare: str, message: str) -> None:
    newsroom = Newsroom(outlets=("waspadaaceh-com",), port=9)
    newsroom.write_register(pantau.register)
    pantau.pages_db.parent.mkdir()
    arguments: list[str] = []
    if prepare == "newer":
        with PageStore.open(pantau.pages_db):
            pass
        with closing(connect(pantau.pages_db)) as connection:
            connection.execute("PRAGMA user_version = 77")
    elif prepare == "text":
        pantau.pages_db.write_text("catatan " * 500)
    elif prepare == "row":
        file = pantau.register / "aceh.toml"
        file.write_text(file.read_text() + 'hots = "x"\n')
    elif prepare == "missing":
        (pantau.register / "aceh.toml").unlink()
        pantau.register.rmdir()
    elif prepare == "disabled":
        file = pantau.register / "aceh.toml"
        file.write_text(file.read_text() + 'enabled = false\nreason = "contoh"\n')
    else:
        arguments = ["--source", "tidak-ada"]
    done = pantau.here("crawl", "--register", str(pantau.register), *arguments)
    assert done.exit_code == 1
    assert re.search(message, done.stderr), done.stderr
    assert isinstance(done.exception, SystemExit)


def test_check(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=(*FEW, "krjogja-com"))
    newsroom.faults.append(Fault("palpos-disway-id", "/rss", FaultKind.NOT_FOUND))
    newsroom.faults.append(Fault("kobar-inews-id", "/read", FaultKind.NOT_FOUND))
    done = pantau("sources", "check", "--register", str(pantau.register))
    assert done.returncode == 1
    assert re.search(r"^palpos-disway-id: baik$", done.stdout, re.MULTILINE)
    assert 'feed: HTTP 404 → benahi: lists: kind = "feed", url = "/rss"' in done.stdout
    assert re.search(r"^kobar-inews-id: PERLU DIBENAHI$", done.stdout, re.MULTILINE)
    assert re.search(r"article: .*HTTP 404 → benahi: article, whole", done.stdout)
    assert "search BPJAMSOSTEK: dilarang robots.txt" in done.stdout
    assert not [r for r in newsroom.requests if r.outlet == "krjogja-com" and r.path.startswith("/search")]
    assert not pantau.pages_db.exists()
    one = pantau("sources", "check", "waspada-id", "--register", str(pantau.register), "--json")
    assert one.returncode == 0, one.stdout
    assert '"source": "waspada-id"' in one.stdout


def test_newsroom_as_a_process(pantau: Any) -> None:
    port_file = pantau.folder / "port"
    command = ["-m", "crawler.newsroom", "--port-file", str(port_file), "--write-register", str(pantau.register)]
    with subprocess.Popen([sys.executable, "-W", "error", *command], stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 20
            while not port_file.exists() and time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.02)
            assert int(port_file.read_text()) > 0
            done = pantau.crawl("--source", "babel-antaranews-com")
            assert done.returncode == 0, done.stderr
        finally:
            process.terminate()
            _, err = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert len(pantau.stored()) == 1


def test_port_in_use(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.2", 0))) as taken:
        done = subprocess.run(
            [sys.executable, "-m", "crawler.newsroom", "--port", str(taken.getsockname()[1])],
            capture_output=True, text=True, timeout=30, cwd=tmp_path,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"porta {taken}" not in done.stderr
    assert "tidak dapat membuka porta" in done.stderr
