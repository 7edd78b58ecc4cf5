"""Bad input in the middle of a crawl: one clear message each, the others are crawled all the same, nothing stored is lost."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.newsroom import Newsroom
from crawler.refusals import Forbidden, Refused, in_words
from models.sources import RegisterError, load_register

Open = Callable[..., Newsroom]

FEW = ("waspada-id", "kalbaronline-com", "palpos-disway-id", "babel-antaranews-com")


def crawl_after(pantau: Any, preparation: str, timeout: int = 120) -> "subprocess.CompletedProcess[str]":
    """The command `crawl` in a process that was prepared by a piece of code."""
    script = f"{preparation}\nimport pantau\npantau.main()\n"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script, "crawl", "--register", str(pantau.register)],
        cwd=pantau.folder,
        env={**os.environ, "PANTAU_DATA_DIR": str(pantau.folder / "var")},
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def clean(done: "subprocess.CompletedProcess[str]") -> bool:
    return "Traceback" not in done.stderr and "Kesalahan program" not in done.stderr


def row(host: str, port: int, id_: str) -> str:
    return (
        f'\n[[source]]\nid = "{id_}"\nname = "Hilang"\nhost = "{host}"\nhomepage = "http://{host}:{port}/"\n'
        'family = "wordpress"\nzone = "WIB"\n'
    )


NO_SUCH_NAME = """
import socket, models.hosts
known, resolve = models.hosts.is_loopback, socket.gethostbyname
models.hosts.is_loopback = lambda host: host.endswith(".invalid") or known(host)
def gethostbyname(name):
    if name.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return resolve(name)
socket.gethostbyname = gethostbyname
"""


def test_unknown_host_and_dead_source(pantau: Any, open_newsroom: Open) -> None:
    """A name that DNS does not know, and an address where nobody listens."""
    newsroom = open_newsroom(pantau, outlets=FEW)
    file = pantau.register / "aceh.toml"
    file.write_text(
        'province = "aceh"\n'
        + row("media-hilang.invalid", newsroom.port, "media-hilang")
        + row("127.9.9.9", newsroom.port, "media-mati")
    )
    done = crawl_after(pantau, NO_SUCH_NAME)
    assert done.returncode == 1
    assert re.search(r"Media media-hilang GAGAL: .*nama host tidak ditemukan di DNS", done.stderr), done.stderr
    assert re.search(r"Media media-mati GAGAL: .*host menolak sambungan", done.stderr), done.stderr
    assert clean(done)
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


def test_broken_row(pantau: Any, open_newsroom: Open) -> None:
    """The row is named with its line and left out; its neighbours in the file are crawled, and the command tells by its code."""
    newsroom = open_newsroom(pantau, outlets=(*FEW, "makassar-antaranews-com"))
    (file,) = (path for path in pantau.register.iterdir() if "waspada-id" in path.read_text())
    rows = file.read_text()
    before = rows.index("[[source]]")
    broken = row("127.9.9.9", newsroom.port, "media-keliru").replace("zone =", "zona =").lstrip()
    file.write_text(f"{rows[:before]}{broken}\n{rows[before:]}")
    line = 1 + file.read_text().splitlines().index('zona = "WIB"')
    done = pantau.crawl()
    assert done.returncode == 1
    told = rf"Baris register keliru, medianya dilewati: .*{file.name}:{line}: source.0.zona: kunci tidak dikenal"
    assert re.search(told, done.stderr), done.stderr
    assert clean(done)
    assert sorted(pantau.stored()) == sorted(newsroom.articles)
    # Commands that look at the register itself refuse it as a whole.
    assert pantau.here("sources", "list", "--register", str(pantau.register)).exit_code == 1


LIMITED_PAGES = """
from db.pages import PageStore
opened = PageStore.open.__func__
def limited(cls, path, **options):
    store = opened(cls, path, **options)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    return store
PageStore.open = classmethod(limited)
"""
LIMITED_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
"""


@pytest.mark.parametrize(
    ("preparation", "message"),
    [
        pytest.param(LIMITED_PAGES, "ruang penyimpanan penuh", id="disk"),
        pytest.param(LIMITED_FILES, "batas ukuran berkas tercapai|ruang penyimpanan penuh", id="quota"),
    ],
)
def test_full_disk(pantau: Any, open_newsroom: Open, preparation: str, message: str) -> None:
    """What was stored stays; once there is room the next run fetches the rest, and nothing twice."""
    newsroom = open_newsroom(pantau)
    failed = crawl_after(pantau, preparation)
    assert failed.returncode == 1
    assert re.search(message, failed.stderr), failed.stderr
    assert clean(failed)
    before = pantau.stored()
    assert len(before) < len(newsroom.articles)
    done = pantau.crawl()
    assert done.returncode == 0, done.stderr
    assert pantau.stored()[: len(before)] == before
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


IMPATIENT = """
import db.database
db.database.connect.__kwdefaults__["busy_seconds"] = 0.3
"""


def test_locked_database(pantau: Any, open_newsroom: Open) -> None:
    """Another program keeps the database to itself: the crawl says so and ends; afterwards everything is there."""
    newsroom = open_newsroom(pantau, outlets=FEW)
    assert pantau.crawl("--source", FEW[0]).returncode == 0
    before = pantau.stored()
    half = len(newsroom.requests) + 8
    with closing(sqlite3.connect(pantau.pages_db, isolation_level=None, check_same_thread=False)) as other:
        locked = threading.Event()

        def lock(number: int) -> None:
            if number >= half and not locked.is_set():
                locked.set()
                other.execute("PRAGMA busy_timeout = 10000")
                other.execute("BEGIN IMMEDIATE")

        newsroom.watch = lock
        failed = crawl_after(pantau, IMPATIENT)
        newsroom.watch = lambda _: None
        assert locked.is_set()
        other.execute("ROLLBACK")
    assert failed.returncode == 1
    assert "sedang dipakai proses lain" in failed.stderr
    assert clean(failed)
    assert pantau.stored()[: len(before)] == before
    done = pantau.crawl()
    assert done.returncode == 0, done.stderr
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


def test_database_locked_for_a_moment(pantau: Any, open_newsroom: Open) -> None:
    """A lock that is given up in time is waited for; nobody notices."""
    newsroom = open_newsroom(pantau, outlets=FEW)
    assert pantau.crawl("--source", FEW[0]).returncode == 0
    half = len(newsroom.requests) + 8
    with closing(sqlite3.connect(pantau.pages_db, isolation_level=None, check_same_thread=False)) as other:
        release = threading.Timer(1.0, other.execute, ["ROLLBACK"])

        def lock(number: int) -> None:
            if number == half:
                other.execute("PRAGMA busy_timeout = 10000")
                other.execute("BEGIN IMMEDIATE")
                release.start()

        newsroom.watch = lock
        done = pantau.crawl()
        release.join()
    assert done.returncode == 0, done.stderr
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("di luar media terdaftar: http://x/"), "ditolak: di luar media terdaftar: http://x/"),
        (Forbidden("dilarang robots.txt"), "dilarang robots.txt"),
        (ValueError("x" * 500), "tidak dapat diambil (ValueError: " + "x" * 200 + ")"),
    ],
)
def test_failures_in_words(error: Exception, words: str) -> None:
    assert in_words(error) == words


@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        ('[[source]]\nid = "a"\n[[source]]\n{good}', ["media-baik"], r"aceh\.toml:2: source\.0\.name"),
        ('[[source]]\n{good}[[source]]\nid = "a"\n', ["media-baik"], r"aceh\.toml:9: source\.1\.name"),
        ("[[source]]\n{good}[[source]\n", [], r"aceh\.toml: bukan TOML yang sah"),
        ("[[source]]\n{good}[other]\n", [], r"aceh\.toml:\d+: other: kunci tidak dikenal"),
        ("[[source]]\n{good}[[source]]\n{good}", ["media-baik"], r"id 'media-baik' sudah dipakai di .*aceh\.toml:2"),
    ],
)
def test_what_is_kept_of_a_broken_file(tmp_path: Path, text: str, kept: list[str], told: str) -> None:
    good = row("127.9.9.9", 80, "media-baik").partition("[[source]]\n")[2]
    (tmp_path / "aceh.toml").write_text('province = "aceh"\n' + text.replace("{good}", good))
    other = row("127.9.9.8", 80, "media-lain")
    (tmp_path / "riau.toml").write_text(f'province = "riau"\n{other}')
    faults: list[str] = []
    register = load_register(tmp_path, faults=faults)
    assert [source.id for source in register.sources] == [*kept, "media-lain"]
    assert any(re.search(told, fault) for fault in faults), faults
    with pytest.raises(RegisterError, match=told):
        load_register(tmp_path)
