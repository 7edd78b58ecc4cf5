"""Web archives of our own: what goes out comes back, and other tools can read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.importing import RECORD_TYPE, read_file
from crawler.imports import Refusal
from db.archives import URL_HEADER, ArchiveError, read_warc, write_warc
from db.pages import PageStore
from models.ids import canonical_url
from models.records import Page
from models.sources import load_register

NOW = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
REGISTER = load_register()
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("X-Dua", "1"), ("X-Dua", "2"))


def page(name: str = "satu-dua-tiga", **fields: Any) -> Page:
    url = f"https://waspadaaceh.com/{name}"
    return replace(Page(url, url + "/", "waspadaaceh-com", 200, HEADERS, b"<p>isi</p>", NOW), **fields)


def back(path: Path) -> list[Page | Refusal]:
    return list(read_file(path, register=REGISTER, now=NOW))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize(
    "pages",
    [
        [page()],
        [page(parts=(b"<p>dua</p>", b"<p>tiga</p>")), page("empat-lima-enam", parts=(b"<p>2</p>",)), page("tujuh-delapan")],
        # The address that shows all pages differs from the one the article is known by.
        [page(fetched_url="https://waspadaaceh.com/satu-dua-tiga/all")],
        [page(), page(body=b"<p>isi, disunting</p>")],
        [page(body="Rp2,5 miliar – “santunan”".encode("cp1252"), headers=(("Content-Type", "text/html; charset=windows-1252"),))],
        [page(body=json.dumps({"id": 1}).encode(), headers=(("Content-Type", RECORD_TYPE),))],
        [page(url="https://tidakterdaftar.example/a", fetched_url="https://tidakterdaftar.example/a", source="lain")],
    ],
)
def test_round_trip(tmp_path: Path, name: str, pages: list[Page]) -> None:
    path = tmp_path / name
    assert write_warc(pages, path, software="uji") == len(pages)
    assert back(path) == pages
    assert [item.name for item in tmp_path.iterdir()] == [name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.binary(min_size=1).filter(bytes.strip), st.lists(st.binary(min_size=1).filter(bytes.strip), max_size=3))
def test_any_body(tmp_path: Path, body: bytes, parts: list[bytes]) -> None:
    one = page(body=body, parts=tuple(parts))
    write_warc([one], tmp_path / "b.warc.gz", software="uji")
    assert back(tmp_path / "b.warc.gz") == [one]


def test_how_a_body_was_packed_is_not_told(tmp_path: Path) -> None:
    packed = page(headers=(*HEADERS, ("Content-Encoding", "gzip"), ("Content-Length", "99"), ("Transfer-Encoding", "chunked")))
    write_warc([packed], tmp_path / "a.warc", software="uji")
    assert back(tmp_path / "a.warc") == [page()]


def test_the_archive_keeps_the_rules_of_archives(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write_warc([page(parts=(b"dua",))], path, software="Pantau/uji")
    kinds = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            kinds.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI")))
    address = "https://waspadaaceh.com/satu-dua-tiga/"
    assert kinds == [("warcinfo", None), ("response", address), ("response", address)]


@pytest.mark.parametrize(
    "claim", ["https://ajnn.net/a-b-c", "https://waspadaaceh.com/satu/?utm_source=x", "ftp://waspadaaceh.com/a", "x"]
)
def test_an_archive_cannot_pass_a_page_off_as_anothers(tmp_path: Path, claim: str) -> None:
    write_warc([page(url=claim)], tmp_path / "a.warc", software="uji")
    (found,) = back(tmp_path / "a.warc")
    assert isinstance(found, Page)
    assert found.url == canonical_url("https://waspadaaceh.com/satu-dua-tiga/")


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Any:
        yield page()
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        write_warc(broken(), tmp_path / "a.warc.gz", software="uji")
    assert list(tmp_path.iterdir()) == []


def test_commands(pantau: Any) -> None:
    """Out of one pages.db, into another, and once more into the first, which knows it all."""
    with PageStore.open(pantau.pages_db) as store:
        store.save(page(parts=(b"<p>dua</p>",)))
        store.save(page("empat-lima-enam", fetched_at=datetime(2026, 2, 1, tzinfo=UTC)))
    archive = pantau.folder / "semua.warc.gz"
    assert "2 halaman ditulis" in pantau.here("export", "--warc", str(archive)).stdout
    assert "0 halaman masuk, 2 sudah ada, 0 ditolak." in pantau.here("import", str(archive)).stdout
    pantau.pages_db.rename(pantau.folder / "lama.db")
    assert "2 halaman masuk, 0 sudah ada, 0 ditolak." in pantau.here("import", str(archive)).stdout
    with PageStore.open(pantau.pages_db, read_only=True) as store:
        assert {item.page.url: item.page.parts for item in store.stored()} == {
            "https://waspadaaceh.com/satu-dua-tiga": (b"<p>dua</p>",),
            "https://waspadaaceh.com/empat-lima-enam": (),
        }
    some = pantau.folder / "sebagian.warc"
    assert "1 halaman ditulis" in pantau.here("export", "--warc", str(some), "--since", "2026-02-15").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--warc", "{folder}/a.zip"), "harus berakhir .warc"),
        (("--warc", "{folder}/ada.warc"), "sudah ada"),
        (("--warc", "{folder}/a.warc", "--source", "lain"), "Tidak ada halaman yang cocok"),
        (("--warc", "{folder}/tiada/a.warc"), "tidak dapat ditulis"),
    ],
)
def test_refusals(pantau: Any, arguments: tuple[str, ...], message: str) -> None:
    with PageStore.open(pantau.pages_db) as store:
        store.save(page())
    (pantau.folder / "ada.warc").touch()
    done = pantau.here("export", *(argument.format(folder=pantau.folder) for argument in arguments))
    assert done.exit_code == 1
    assert message in done.stderr
    assert not (pantau.folder / "a.warc").exists()


def test_an_export_in_parts(pantau: Any) -> None:
    with PageStore.open(pantau.pages_db) as store:
        for name in ("satu-dua-tiga", "empat-lima-enam", "tujuh-delapan"):
            store.save(page(name))
    done = pantau.here("export", "--warc", str(pantau.folder / "semua.warc.gz"), "--split", "2")
    assert done.exit_code == 0
    parts = sorted(path.name for path in pantau.folder.glob("*.warc.gz"))
    assert parts == ["semua-0001.warc.gz", "semua-0002.warc.gz"]
    found = [item.url for part in parts for item in read_warc(pantau.folder / part)]
    assert len(found) == len(set(found)) == 3
    again = pantau.here("export", "--warc", str(pantau.folder / "semua.warc.gz"), "--split", "2")
    assert again.exit_code == 1
    assert "semua-0001.warc.gz sudah ada" in again.stderr


def test_only_whole_archives_of_our_own_are_read_as_such(tmp_path: Path) -> None:
    pages = [page(parts=(b"<p>dua</p>",)), page("empat-lima-enam", source=None)]
    write_warc(pages, tmp_path / "a.warc", software="uji")
    assert list(read_warc(tmp_path / "a.warc")) == pages
    whole = (tmp_path / "a.warc").read_bytes()
    faults = {
        "terpotong": whole[:-8],
        "bukan dari Pantau": whole.replace(URL_HEADER.encode(), b"X-Lain-URL"),
        "satu halaman pun": b"",
    }
    for told, damaged in faults.items():
        (tmp_path / "b.warc").write_bytes(damaged)
        with pytest.raises(ArchiveError, match=told):
            list(read_warc(tmp_path / "b.warc"))
