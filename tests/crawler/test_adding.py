"""Outlets that nobody listed yet: recognised, looked at politely, and written as a row that a crawl can use."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.adding import AddError, as_row, prospect_of, write_row
from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.recognition import feeds_of, id_of, name_of, recognise, shape_of, sitemaps_of
from models.ids import canonical_url
from models.sources import load_families, load_register
from models.vocab import Family

Open = Callable[..., Newsroom]
FAMILIES = load_families()
REGISTER = load_register()
ROW = {
    "id": "kabar-satu-co-id",
    "name": "Kabar Satu",
    "host": "kabarsatu.co.id",
    "family": "wordpress",
    "probe": {"feed": "seen"},
}


def links(*paths: str, css: str = "h2", classes: str = "entry-title") -> str:
    return "".join(f'<{css} class="{classes}"><a href="{path}">Judul</a></{css}>' for path in paths)


SLUGS = [f"/berita-nomor-{n}-hari-ini/" for n in range(4)]
READS = [f"/read/{n}123/berita-hari-ini" for n in range(4)]


@pytest.mark.parametrize(
    ("host", "html", "family", "certain"),
    [
        ("bengkulu.antaranews.com", "", Family.ANTARA, True),
        ("medan.tribunnews.com", "<meta name=generator content='WordPress'>", Family.TRIBUN, True),
        ("radarx.disway.id", "", Family.DISWAY, True),
        ("kabar.example", '<meta name="generator" content="WordPress 6.8">', Family.WORDPRESS, True),
        ("kabar.example", '<link href="https://kabar.example/wp-content/themes/x.css">', Family.WORDPRESS, True),
        ("kabar.example", "<meta content='blogger' name='generator'/>", Family.BLOGGER, True),
        ("kabar.example", '<div class="latest__item"><h2 class="latest__title">x</h2></div>', Family.PROMEDIA, True),
        ("kabar.example", links(*SLUGS), Family.WORDPRESS, False),
        ("kabar.example", links(*READS, classes="media-heading"), Family.DISWAY, False),
        # Too few links, or links elsewhere: what can be proved is asked for, and nothing is taken for granted.
        ("kabar.example", links(*READS[:2], classes="media-heading"), Family.BLOGGER, False),
        ("kabar.example", "", Family.BLOGGER, False),
    ],
)
def test_families_are_recognised(host: str, html: str, family: Family, certain: bool) -> None:
    guesses = recognise(host, html, FAMILIES)
    assert (guesses[0].family.id, guesses[0].certain) == (family, certain)
    assert guesses[-1].certain
    assert certain or guesses[-1].family.id is Family.GENERIC


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<meta property='og:site_name' content=' Kabar  Satu '>", "Kabar Satu"),
        ("<title>Berita Terkini Aceh - Kabar Satu</title>", "Kabar Satu"),
        ("<title>Kabar Satu | Berita Terkini</title>", "Kabar Satu"),
        ("<title>Portal Berita</title>", "Portal Berita"),
        ("", "kabarsatu.com"),
    ],
)
def test_names(html: str, name: str) -> None:
    assert name_of(html, "www.kabarsatu.com") == name


def test_what_an_outlet_says_of_its_lists() -> None:
    base = "https://www.kabar.example/"
    html = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}">'
        for href in ("/umpan.xml", "https://kabar.example/umpan.xml", "/comments/feed/", "https://lain.example/feed", "//[")
        if href != "//["
    )
    assert feeds_of(html, base) == ["/umpan.xml"]
    robots = "User-agent: *\nSitemap: https://kabar.example/peta.xml\nsitemap: /berita.xml\nSitemap: https://lain.example/x.xml\n"
    assert sitemaps_of(robots, base) == ["/peta.xml", "/berita.xml"]


@pytest.mark.parametrize(
    ("paths", "example", "other"),
    [
        (["/2025/03/04/judul-a", "/2025/03/05/judul-b/"], "/2026/01/01/judul", "/tentang/kami"),
        (["/berita/123/judul", "/berita/124/lain"], "/berita/9/apa", "/berita/judul"),
        (["/daerah/judul-berita-123456", "/ekonomi/lain-lagi-123457"], "/kota/apa-saja-999", "/kota/apa"),
        (["/berita/judul-satu", "/berita/judul-dua"], "/berita/judul-tiga", "/foto/judul"),
    ],
)
def test_shapes_of_addresses(paths: list[str], example: str, other: str) -> None:
    shape = shape_of(paths, FAMILIES.discovery.shapes)
    assert shape is not None
    assert re.search(shape, example)
    assert not re.search(shape, other)


def test_no_shape() -> None:
    assert shape_of(["/a", "/b?c=1"], FAMILIES.discovery.shapes) is None
    assert shape_of([], FAMILIES.discovery.shapes) is None


@pytest.mark.parametrize(("host", "key"), [("www.kabar-satu.co.id", "kabar-satu-co-id"), ("m.kabar.id", "kabar-id")])
def test_ids(host: str, key: str) -> None:
    assert id_of(host) == key


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://www.waspadaaceh.com/berita", r"sudah ada di register sebagai waspadaaceh-com .*Aceh; aktif"),
        ("ambonekspres.com", r"sudah ada .*dinonaktifkan: Pindah alamat"),
        ("https://rri.co.id/medan", "dipakai bersama beberapa media .*section"),
        ("ftp://kabar.example/", "bukan alamat web"),
        ("https://localhost/", "bukan alamat web"),
        ("https://[::1", "bukan alamat web"),
        ("https://kabar.example:99999/", "bukan alamat web"),
    ],
)
def test_refused_before_any_visit(url: str, why: str) -> None:
    with pytest.raises(AddError, match=why):
        prospect_of(url, "aceh", REGISTER, {})


def test_written_beside_the_programs_rows(tmp_path: Path) -> None:
    path = write_row(ROW, "maluku", tmp_path, whole=False)
    second = write_row(ROW | {"id": "kabar-dua", "host": "kabardua.example"}, "maluku", tmp_path, whole=False)
    assert path == second == tmp_path / "maluku.toml"
    register = load_register(local=tmp_path)
    assert {register.by_id[key].province for key in ("kabar-satu-co-id", "kabar-dua")} == {"Maluku"}
    with pytest.raises(AddError, match=r"(?s)tidak ada yang ditulis.*kabarsatu.*\[\[source\]\]"):
        write_row(ROW | {"id": "kabar-tiga"}, "aceh", tmp_path, whole=False)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["maluku.toml"]


def test_a_rows_own_lists_come_after_its_fields() -> None:
    text = as_row(ROW | {"lists": [{"kind": "feed", "url": "/umpan.xml"}], "without": [], "city": None})
    assert text.endswith('probe = { feed = "seen" }\n[[source.lists]]\nkind = "feed"\nurl = "/umpan.xml"\n')
    assert "without" not in text


def add(pantau: Any, newsroom: Newsroom, outlet: str, *more: str) -> Any:
    home = next(newsroom.home(item) for item in newsroom.outlets if item.id == outlet)
    folder = pantau.folder / "baru"
    return pantau("sources", "add", f"{home}/", "--province", "aceh", "--register", str(folder), *more), folder


@pytest.mark.parametrize(
    ("outlet", "family"),
    [
        ("jambibaba-id", Family.BLOGGER),
        ("waspada-id", Family.WORDPRESS),
        ("babel-antaranews-com", Family.ANTARA),
        ("analisadaily-com", Family.GENERIC),
    ],
)
def test_added_and_crawled(pantau: Any, open_newsroom: Open, outlet: str, family: Family) -> None:
    newsroom = open_newsroom(pantau, outlets=(outlet,))
    done, folder = add(pantau, newsroom, outlet, "--city", "Kota Uji", "--zone", "WIT")
    assert done.returncode == 0, done.stderr
    assert newsroom.requests[0].path == "/robots.txt"
    assert {request.agent for request in newsroom.requests} == {"Pantau/0.1.0 (pemantau berita; +pers buatan di komputer ini)"}
    (source,) = load_register(folder).sources
    assert (source.family, source.city, source.zone) == (family, "Kota Uji", "WIT")
    assert source.probe["article"] == "seen"
    assert source.name == newsroom.outlets[0].source.name
    assert not pantau.pages_db.exists()
    crawled = pantau("crawl", "--register", str(folder))
    assert crawled.returncode == 0, crawled.stderr
    tagged = {canonical_url(newsroom.home(newsroom.outlets[0]) + story.path) for story in newsroom.outlets[0].tagged}
    assert set(pantau.stored()) == tagged
    again, _ = add(pantau, newsroom, outlet)
    assert again.returncode == 1
    assert "sudah ada di register" in again.stderr


def test_feeds_in_local_time_are_noticed(pantau: Any, open_newsroom: Open) -> None:
    with Newsroom() as press:
        wrong = next(outlet.id for outlet in press.outlets if outlet.wrong_zone)
    newsroom = open_newsroom(pantau, outlets=(wrong,))
    source = newsroom.outlets[0].source
    done, folder = add(pantau, newsroom, wrong, "--zone", str(source.zone))
    assert done.returncode == 0, done.stderr
    assert "jam feed berselisih" in done.stdout
    (added,) = load_register(folder).sources
    assert added.feed_zone == "local"


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault("waspada-id", "/", FaultKind.CHALLENGE), "halaman depan menjawab HTTP 403"),
        (Fault("waspada-id", "/", FaultKind.NOT_FOUND), "halaman depan menjawab HTTP 404"),
        (
            Fault("waspada-id", "/", FaultKind.REDIRECT, value="http://127.0.0.250:9/"),
            r"dialihkan ke host lain \(http://127.0.0.250:9/",
        ),
        (Fault("waspada-id", "/robots.txt", FaultKind.ERROR), r"robots.txt tidak dapat diambil \(HTTP 500\)"),
    ],
)
def test_not_added(pantau: Any, open_newsroom: Open, fault: Fault, why: str) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    newsroom.faults += [Fault("waspada-id", "/robots.txt", FaultKind.NOT_FOUND)] if fault.path == "/" else []
    newsroom.faults.append(fault)
    done, folder = add(pantau, newsroom, "waspada-id")
    assert done.returncode == 1
    assert re.search(why, done.stderr), done.stderr
    assert not folder.exists()


def test_robots_are_asked_first(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    newsroom.outlets = (replace(newsroom.outlets[0], refuses=("/",)),)
    done, _ = add(pantau, newsroom, "waspada-id")
    assert done.returncode == 1
    assert "robots.txt melarang perayap" in done.stderr
    assert {request.path for request in newsroom.requests} == {"/robots.txt"}


def test_not_without_a_contact(pantau: Any) -> None:
    done = pantau.here("sources", "add", "https://kabar-uji.example/", "--province", "aceh")
    assert done.exit_code == 1
    assert "Alamat kontak belum diatur" in done.stderr
    here = pantau.here("sources", "add", "http://127.0.0.9/", "--province", "aceh")
    assert "hanya untuk register pers buatan" in here.stderr
