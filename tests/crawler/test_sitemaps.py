"""Sitemaps as streams: any size and packing within the protocol's bounds, filtered as they are read, bombs refused."""

import gzip
import re
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.listings import Entry, ListError
from crawler.sieve import Sieve, read_since
from crawler.sitemaps import LARGEST, MAX_ENTRIES, MAX_NAMED, day_after, is_sitemap, named_sitemaps, read_sitemap
from models.sources import load_families, load_register

DISCOVERY = load_families().discovery
SOURCE = replace(
    load_register().by_id["waspadaaceh-com"],
    host="kabar.example",
    homepage="https://kabar.example/",
    article=re.compile(r"^/\d{4}/"),
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def sitemap(number: int, *, every: int = 10, day: str = "2026-03-01") -> bytes:
    """A sitemap in which one in ``every`` addresses names the agency."""
    return (HEAD + "".join(rows(number, every, day)) + "</urlset>").encode()


def rows(number: int, every: int, day: str) -> Iterator[str]:
    for n in range(number):
        about = "bpjs-ketenagakerjaan-serahkan-santunan" if n % every == 0 else "harga-cabai-naik-di-pasar-kota"
        address = f"https://kabar.example/{day.replace('-', '/')}/{about}-{n}/"
        yield f"<url><loc>{address}</loc><lastmod>{day}T08:00:00+07:00</lastmod></url>"


def sieve(**more: object) -> Sieve:
    return Sieve([SOURCE], DISCOVERY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda body: gzip.compress(body[:5000]) + gzip.compress(body[5000:])])
def test_only_what_is_wanted_is_kept(pack: object) -> None:
    keep = sieve()
    body = pack(sitemap(500))  # type: ignore[operator]
    assert is_sitemap(body)
    listing = read_sitemap(body, keep)
    assert len(listing.entries) == 50
    assert (listing.seen, keep.articles) == (500, 500)
    assert all("bpjs-ketenagakerjaan" in entry.url for entry in listing.entries)


def test_a_full_sitemap_costs_little_memory() -> None:
    """50,000 addresses, packed, as outlets store them: the tree is never whole in memory."""
    body = gzip.compress(sitemap(MAX_ENTRIES, every=1000))
    tracemalloc.start()
    listing = read_sitemap(body, sieve())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(listing.entries) == 50
    assert peak < 4 * 2**20


def test_no_more_than_the_protocol_allows_is_read() -> None:
    assert read_sitemap(sitemap(MAX_ENTRIES + 10), lambda _: False).seen == MAX_ENTRIES


@pytest.mark.parametrize("inside", [b" " * (LARGEST + 1), b"<url>" + b"x" * (LARGEST + 1)])
def test_gzip_bombs_are_refused(inside: bytes) -> None:
    bomb = gzip.compress(HEAD.encode() + inside, 1)
    assert len(bomb) < 2**20
    with pytest.raises(ListError, match=r"lebih besar dari 50 MB|rusak"):
        read_sitemap(bomb)


def test_a_bomb_within_a_bomb_is_not_opened() -> None:
    assert not is_sitemap(gzip.compress(gzip.compress(sitemap(3))))


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
@pytest.mark.parametrize("packed", [True, False])
def test_cut_off_sitemaps_give_what_came(share: float, packed: bool) -> None:
    body = gzip.compress(sitemap(5000)) if packed else sitemap(5000)
    listing = read_sitemap(body[: int(len(body) * share)])
    assert 100 < len(listing.entries) < 5000


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_body(body: bytes, packed: bool) -> None:
    body = HEAD.encode() + body
    with suppress(ListError):
        read_sitemap(gzip.compress(body) if packed else body)
    with suppress(ListError):
        read_sitemap(b"\x1f\x8b" + body)
    is_sitemap(zlib.compress(body))


@pytest.mark.parametrize(
    ("dated", "end"),
    [
        ("2026-03-01", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03", datetime(2026, 4, 1, tzinfo=UTC)),
        ("2024", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2026-03-01T08:00:00+07:00", datetime(2026, 3, 1, 1, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-02-30", None),
        ("kemarin", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(dated: str | None, end: datetime | None) -> None:
    assert day_after(dated) == end


def test_what_was_read_before_is_passed_over() -> None:
    read_at = datetime(2026, 3, 10, tzinfo=UTC)
    assert read_since("2026-03-01", read_at)
    assert not read_since("2026-03-09", read_at)
    assert not read_since(None, read_at)
    assert not read_since("2026-03-01", None)
    assert read_sitemap(sitemap(20), sieve(read_at=read_at)).entries == ()
    assert len(read_sitemap(sitemap(20, day="2026-03-09"), sieve(read_at=read_at)).entries) == 2


@pytest.mark.parametrize(
    ("path", "dated", "kept"),
    [
        ("/2025/06/15/bpjs-ketenagakerjaan-x-y", "2026-01-01", True),
        ("/2025/05/31/bpjs-ketenagakerjaan-x-y", "2026-01-01", False),
        ("/2025/07/01/bpjs-ketenagakerjaan-x-y", None, False),
        ("/2025/06/bpjs-ketenagakerjaan-x-y", None, True),
        ("/2025/bpjs-ketenagakerjaan-x-y", "2025-05-30", False),
        ("/2025/bpjs-ketenagakerjaan-x-y", "2025-08-30", True),
        ("/2025/06/15/harga-cabai-naik", None, False),
        ("/tag/bpjs-ketenagakerjaan", None, True),  # left to the closer look of `locate`
    ],
)
def test_days_that_are_wanted(path: str, dated: str | None, kept: bool) -> None:
    keep = sieve(since=date(2025, 6, 1), until=date(2025, 6, 30))
    assert keep(Entry(f"https://kabar.example{path}", None, dated)) is kept


@pytest.mark.parametrize(
    ("robots", "named"),
    [
        ("Sitemap: https://kabar.example/peta.xml", ["https://kabar.example/peta.xml"]),
        ("User-agent: *\nDisallow:\n  SITEMAP :  /peta.xml?a=1#x\r\n", ["https://kabar.example/peta.xml?a=1"]),
        ("Sitemap: http://www.kabar.example/a.xml\nSitemap: https://kabar.example/a.xml", ["https://kabar.example/a.xml"]),
        ("Sitemap: https://lain.example/a.xml\nSitemap: ftp://kabar.example/a\nSitemap: http://[x\nSitemap:", []),
        ("Sitemap: /image-sitemap.xml\nSitemap: /sitemap-tag.xml\nSitemap: /category-sitemap.xml", []),
        ("# Sitemap: /a.xml\nDisallow: /sitemap.xml", []),
        ("\n".join(f"Sitemap: /a{n}.xml" for n in range(100)), [f"https://kabar.example/a{n}.xml" for n in range(MAX_NAMED)]),
    ],
)
def test_sitemaps_named_by_robots(robots: str, named: list[str]) -> None:
    assert named_sitemaps(robots, SOURCE) == named


@pytest.mark.parametrize(
    ("dates", "telling"),
    [
        (["2026-03-02T08:00:00Z", "2026-03-02T08:00:01Z", "2026-03-02T15:00:02+07:00"], False),
        (["2026-03-02", "2026-03-02", "2026-03-02"], False),
        (["2026-03-02", "2026-03-02"], True),
        (["2026-03-02", "2026-03-02", "2026-03-03"], True),
        (["2026-03-02", "kemarin", "2026-03-02"], True),
        ([], True),
    ],
)
def test_dates_of_change_that_say_nothing(dates: list[str], telling: bool) -> None:
    """Learned from all entries, also where none is kept."""
    body = HEAD + "".join(f"<url><loc>/a</loc><lastmod>{day}</lastmod></url>" for day in dates) + "</urlset>"
    assert read_sitemap(body.encode(), lambda _: False).telling is telling
