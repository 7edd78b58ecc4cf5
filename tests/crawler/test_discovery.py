"""Reading lists and finding the articles behind links."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import (
    further_parts,
    locate,
    names_agency,
    read_list,
    whole,
)
from crawler.listings import Entry, ListError
from crawler.sitemaps import newest_sitemaps
from models.sources import Source, load_families, load_register
from models.vocab import Family

FAMILIES = load_families()
REGISTER = load_register()


def source(family: Family, **fields: object) -> Source:
    base = next(s for s in REGISTER.enabled if s.family is family and s.article is FAMILIES.by_id[family].article)
    base = replace(base, host="kabar.example", homepage="https://www.kabar.example/")
    return replace(base, **fields)  # type: ignore[arg-type]


def read(body: str | bytes, family: Family = Family.WORDPRESS) -> "list[Entry]":
    raw = body if isinstance(body, bytes) else body.encode()
    return list(
        read_list(raw, lambda: raw.decode("utf-8", "replace"), "https://www.kabar.example/feed/", FAMILIES.by_id[family]).entries
    )


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Kabar</title>
<item><title>BPJS Ketenagakerjaan &amp; Pemkot</title><link>https://www.kabar.example/satu-dua-tiga/</link>
<pubDate>Sel, 05 Mei 2026 09:00:00 WIB</pubDate></item>
<item><title>Tanpa tautan</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Judul</title><link rel="alternate" href="https://www.kabar.example/a-b-c/"/>
<published>2026-05-05T09:00:00-08:00</published></entry></feed>"""
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://www.kabar.example/a-b-c/</loc><news:news>
<news:publication_date>2026-05-05</news:publication_date><news:title>Judul Berita</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://www.kabar.example/post-sitemap.xml</loc>
<lastmod>2026-05-05</lastmod></sitemap></sitemapindex>"""
PAGE = """<html><body><nav><a href="/redaksi/">Redaksi</a></nav><article><h2 class="entry-title">
<a href="/satu-dua-tiga/"> Judul
 panjang </a></h2></article><aside><a href="/lain-lagi-di-tepi/">Teaser</a></aside></body></html>"""


FIRST = Entry("https://www.kabar.example/satu-dua-tiga/", "BPJS Ketenagakerjaan & Pemkot", "Sel, 05 Mei 2026 09:00:00 WIB")


@pytest.mark.parametrize(
    ("body", "entry"),
    [
        (RSS, FIRST),
        ("\ufeff\n" + RSS.partition("?>")[2], FIRST),
        (RSS.replace("</channel></rss>", "<item><title>x & y"), FIRST),
        (ATOM, Entry("https://www.kabar.example/a-b-c/", "Judul", "2026-05-05T09:00:00-08:00")),
        (NEWS, Entry("https://www.kabar.example/a-b-c/", "Judul Berita", "2026-05-05")),
        (PAGE, Entry("https://www.kabar.example/satu-dua-tiga/", "Judul panjang")),
    ],
    ids=["rss", "rss-bom", "broken-tail", "atom", "news-sitemap", "page"],
)
def test_every_form_of_a_list(body: str, entry: Entry) -> None:
    assert read(body)[0] == entry


def test_margins_are_told_from_entries() -> None:
    trusted = read_list(PAGE.encode(), lambda: PAGE, "https://www.kabar.example/tag/x/", FAMILIES.by_id[Family.WORDPRESS])
    assert trusted.trusted
    assert len(trusted.entries) == 1
    other = PAGE.replace("entry-title", "judul-lain").replace("article", "section")
    unknown = read_list(other.encode(), lambda: other, "https://www.kabar.example/tag/x/", FAMILIES.by_id[Family.WORDPRESS])
    assert not unknown.trusted
    assert len(unknown.entries) == 3


def test_index_of_sitemaps() -> None:
    listing = read_list(INDEX.encode(), lambda: INDEX, "https://www.kabar.example/sitemap.xml", FAMILIES.by_id[Family.WORDPRESS])
    assert listing.sitemaps == (Entry("https://www.kabar.example/post-sitemap.xml", None, "2026-05-05", "2026-05-05"),)
    days = {
        "page-sitemap": "2026-05-09",
        "post-sitemap1": "2026-01-01",
        "post-sitemap2": "2026-05-05",
        "news-sitemap": "2026-01-01",
    }
    several = tuple(Entry(f"https://x/{name}.xml", dated=day) for name, day in days.items())
    assert [entry.url[10:-4] for entry in newest_sitemaps(several, 3)] == ["news-sitemap", "post-sitemap2", "post-sitemap1"]


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"<?xml version='1.0'?><rss><channel><item><<&", b"<urlset><url><loc>", b"<sitemapindex <"]
)
def test_unreadable_lists(body: bytes) -> None:
    with pytest.raises(ListError, match=r"kosong|rusak"):
        read(body)


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("rahasia")
    entity = f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = f'<?xml version="1.0"?>{entity}<urlset><url><loc>https://a/&x;</loc></url></urlset>'
    with suppress(ListError):
        assert all("rahasia" not in entry.url for entry in read(body))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: ("<urlset>" + text).encode("utf-8", "replace"))))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    with suppress(ListError):
        assert all(entry.url for entry in read(body))


@pytest.mark.parametrize(
    ("family", "link", "url", "address"),
    [
        (Family.WORDPRESS, "https://kabar.example/2026/05/05/a-b-c/", "/2026/05/05/a-b-c", "/2026/05/05/a-b-c/"),
        (Family.WORDPRESS, "http://www.kabar.example/satu-dua-tiga/2/", "/satu-dua-tiga", "/satu-dua-tiga/"),
        (Family.WORDPRESS, "https://kabar.example/satu-dua-tiga/amp/", "/satu-dua-tiga", "/satu-dua-tiga/"),
        (Family.WORDPRESS, "https://kabar.example/?p=123", "/?p=123", "/?p=123"),
        (Family.WORDPRESS, "https://kabar.example/satu-dua-tiga?utm_source=x&amp=1#top", "/satu-dua-tiga", "/satu-dua-tiga"),
        (Family.BLOGGER, "https://kabar.example/2026/05/judul.html?m=1", "/2026/05/judul.html", "/2026/05/judul.html"),
        (Family.ANTARA, "https://kabar.example/amp/berita/12/judul", "/berita/12/judul", "/berita/12/judul?page=all"),
        (Family.TRIBUN, "https://m.kabar.example/2026/05/05/judul?page=2", "/2026/05/05/judul", "/2026/05/05/judul?page=all"),
        (Family.DISWAY, "https://kabar.example//read/12/judul-panjang/15", "/read/12/judul-panjang", "/read/12/judul-panjang"),
        (Family.PROMEDIA, "https://kabar.example/kota/pr-94123/judul", "/kota/pr-94123/judul", "/kota/pr-94123/judul?page=all"),
        (Family.GENERIC, "https://kabar.example/berita/9/satu-dua-tiga", "/berita/9/satu-dua-tiga", "/berita/9/satu-dua-tiga"),
    ],
)  # fmt: skip
def test_articles_behind_links(family: Family, link: str, url: str, address: str) -> None:
    target = locate(link, source(family), FAMILIES.discovery)
    assert target is not None
    assert (target.url, target.address) == (f"https://kabar.example{url}", f"https://www.kabar.example{address}")
    again = locate(target.address, source(family), FAMILIES.discovery)
    assert again is not None
    assert again.url == target.url


@pytest.mark.parametrize(
    "link",
    [
        "https://kabar.example/", "https://kabar.example/tag/bpjs-ketenagakerjaan/", "https://kabar.example/category/a-b-c/",
        "https://lain.example/satu-dua-tiga/", "https://kabar.example.lain/satu-dua-tiga/", "https://kabar.example:8443/satu-dua-tiga/",
        "ftp://kabar.example/satu-dua-tiga/", "javascript:void(0)", "mailto:a@kabar.example", "//[", "https://kabar.example/redaksi/",
        "https://kabar.example/wp-content/uploads/a-b-c.jpg", "https://kabar.example/feed/", "http://127.0.0.1/satu-dua-tiga/",
    ],
)  # fmt: skip
def test_links_to_no_article(link: str) -> None:
    assert locate(link, source(Family.WORDPRESS), FAMILIES.discovery) is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(list(Family)))
def test_any_link(path: str, family: Family) -> None:
    outlet = source(family)
    for link in (path, "https://kabar.example/" + path):
        target = locate(link, outlet, FAMILIES.discovery)
        assert target is None or target.address.startswith("https://www.kabar.example/")


def test_whole_views() -> None:
    outlet = source(Family.GENERIC, whole="/all", article=re.compile(r"^/read/\d+/[^/]+$"))
    target = locate("https://kabar.example/read/12/judul/all", outlet, FAMILIES.discovery)
    assert target is not None
    assert (target.url, target.address) == ("https://kabar.example/read/12/judul", "https://www.kabar.example/read/12/judul/all")
    assert whole("https://x/?p=1", source(Family.TRIBUN)) == "https://x/?p=1"


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        (Entry("https://x/a", "BPJAMSOSTEK Serahkan Santunan"), True),
        (Entry("https://x/berita/12/bpjs-ketenagakerjaan-serahkan-santunan"), True),
        (Entry("https://x/berita_bpjs_tk_naik.html"), True),
        (Entry("https://x/bpjs-kesehatan-serahkan", "BPJS Kesehatan"), False),
        (Entry("https://x/a"), False),
    ],
)
def test_named_in_title_or_address(entry: Entry, named: bool) -> None:
    assert names_agency(entry, FAMILIES.discovery) is named


def test_further_parts() -> None:
    links = (
        "/satu-dua-tiga/3/", "https://kabar.example/satu-dua-tiga/2/", "/satu-dua-tiga/2/", "/lain-dua-tiga/2/",
        "https://lain.example/satu-dua-tiga/4/", "/satu-dua-tiga/1/", "//[",
    )  # fmt: skip
    html = "".join(f'<a href="{href}">x</a>' for href in links)
    address = "https://www.kabar.example/satu-dua-tiga/"
    assert further_parts(html, address, source(Family.WORDPRESS), 10) == [f"{address}2/", f"{address}3/"]
    assert further_parts(html, address, source(Family.WORDPRESS), 1) == [f"{address}2/"]
    assert further_parts(html, address, source(Family.TRIBUN), 10) == []
    offsets = '<a href="/read/1/judul/15">2</a><a href="/read/1/judul/30">3</a>'
    disway = "https://www.kabar.example/read/1/judul"
    assert further_parts(offsets, disway, source(Family.DISWAY), 9) == [f"{disway}/15", f"{disway}/30"]
