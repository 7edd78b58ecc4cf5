"""`pantau sources fixture`: an article becomes a golden page, politely, once, unread."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from crawler.newsroom import Fault, FaultKind, Newsroom

Open = Callable[..., Newsroom]


def fixture(pantau: Any, url: str, *more: str) -> Any:
    return pantau("sources", "fixture", url, "--register", str(pantau.register), *more)


def test_kept_unread_and_only_once(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("palpos-disway-id",))
    outlet = newsroom.outlets[0]
    story = max(outlet.tagged, key=lambda story: len(story.paragraphs))
    done = fixture(pantau, newsroom.home(outlet) + story.path)
    assert done.returncode == 0, done.stderr
    assert newsroom.requests[0].path == "/robots.txt"
    assert len({request.path for request in newsroom.requests}) == len(newsroom.requests)
    folder = pantau.folder / "var" / "golden"
    (path,) = folder.glob("*.json")
    kept = json.loads(path.read_text("utf-8"))
    assert kept["read_by"] is None
    assert (kept["expected"]["title"], kept["expected"]["author"]) == (story.title, story.author)
    assert kept["expected"]["published"] == story.published.isoformat()
    assert all((folder / name).read_bytes() for name in kept["pages"])
    assert not pantau.pages_db.exists()
    register = ("--register", str(pantau.register))
    unread = pantau("golden", *register)
    assert unread.returncode == 1
    assert "belum dibaca orang" in unread.stderr
    assert pantau("golden", "--read", "Siti", *register).returncode == 0
    again = fixture(pantau, newsroom.home(outlet) + story.path)
    assert again.returncode == 1
    assert "sudah ada" in again.stderr


@pytest.mark.parametrize(
    ("path", "fault", "why"),
    [
        ("/tag/bpjs-ketenagakerjaan/", None, "tidak cocok dengan pola artikel"),
        ("/advetorial/satu-dua-tiga/", None, "dilarang robots.txt"),
        ("/satu-dua-tiga-empat/", None, "HTTP 404"),
        ("/satu-dua-tiga-empat/", FaultKind.CHALLENGE, "bukan artikel: halaman pemeriksaan"),
    ],
)
def test_not_kept(pantau: Any, open_newsroom: Open, path: str, fault: FaultKind | None, why: str) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    if fault:
        newsroom.faults.append(Fault("waspada-id", path, fault))
    done = fixture(pantau, newsroom.home(newsroom.outlets[0]) + path)
    assert done.returncode == 1
    assert why in done.stderr
    assert not (pantau.folder / "var" / "golden").exists()


def test_unlisted(pantau: Any, open_newsroom: Open) -> None:
    open_newsroom(pantau, outlets=("waspada-id",))
    assert "bukan alamat media di register" in fixture(pantau, "https://lain.example/a-b-c/").stderr
