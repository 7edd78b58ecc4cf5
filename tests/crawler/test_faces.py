"""Pages that are no articles: told from the response, counted, never stored; and no article taken for one."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.faces import non_article
from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.newsroom.faults import PAGES
from db.pages import PageStore
from models.nonarticles import load_non_articles

KINDS = {kind.id: kind for kind in load_non_articles()}
TEXT = "<p>" + "Wali kota menyerahkan santunan jaminan kematian kepada ahli waris di balai kota pada hari Senin. " * 30 + "</p>"


def told(html: str, **headers: str) -> str | None:
    kind = non_article([(name.replace("_", "-"), value) for name, value in headers.items()], html)
    return kind and kind.id


def html(title: str, body: str, classes: str = "", head: str = "") -> str:
    return f'<html><head><title>{title}</title>{head}</head><body class="{classes}">{body}</body></html>'


def ld(**data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (html("Just a moment...", ""), "challenge"),
        (html("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"), "challenge"),
        (html("Kabar", "<script>window._cf_chl_opt={cvId:'3'};</script>"), "challenge"),
        (html("", "<script>var wsidchk=1</script><!-- Imunify360 -->"), "challenge"),
        (html("Verifikasi Anda manusia", "<p>Centang kotak di bawah ini.</p>"), "challenge"),
        (html("Sebelum Anda melanjutkan", "<p>Kami memakai kuki.</p>"), "consent"),
        (html("Peringatan Konten", "<a href='https://www.blogger.com/blogin.g?x'>Lanjut</a>"), "consent"),
        (html("Santunan", "<h1>Santunan</h1><p>Cuplikan.</p><div>Berlangganan untuk membaca</div>"), "paywall"),
        (html("Santunan", "<p>Cuplikan.</p>", head=ld(isAccessibleForFree=False)), "paywall"),
        (html("Halaman Tidak Ditemukan", TEXT), "soft_404"),
        (html("404 | Kabar Daerah", TEXT), "soft_404"),
        (html("404", ""), "soft_404"),
        (html("Error 404 - Not Found", ""), "soft_404"),
        (html("Page not found – Kabar", TEXT), "soft_404"),
        (html("Kabar", f"<h1>Nothing Found</h1>{TEXT}", classes="blog error404"), "soft_404"),
        (html("Kabar", f"<h1>Maaf, halaman yang Anda cari tidak ada</h1>{TEXT}"), "soft_404"),
        (html("Ekonomi", TEXT, classes="archive category category-ekonomi"), "list"),
        (html("Kabar", TEXT, head=ld(**{"@graph": [{"@type": "CollectionPage"}, {"@type": "WebSite"}]})), "list"),
        (html("Kabar", "<div id=app></div>"), "shell"),
        ("", "shell"),
    ],
)
def test_told(page: str, kind: str) -> None:
    assert told(page) == kind


@pytest.mark.parametrize(
    ("name", "value"), [("cf-mitigated", "challenge"), ("Cf-Mitigated", "Challenge"), ("x-amzn-waf-action", "captcha")]
)
def test_told_by_a_header(name: str, value: str) -> None:
    kind = non_article([(name, value)], html("Santunan", TEXT))
    assert kind is KINDS["challenge"]


@pytest.mark.parametrize(
    "page",
    [
        html("Santunan Diserahkan", TEXT),
        # Numbers, words and services that also stand in the sources of articles.
        html("404 Nelayan di Demak Terima Kartu BPJS Ketenagakerjaan", TEXT),
        html("Akses ditolak, warga mengadu ke wali kota", TEXT),
        html("Halaman Tidak Ditemukan Warga di Situs Dinas, Ini Sebabnya", TEXT),
        html("Santunan", f"{TEXT}<script src='https://ddos-guard.net/x.js'></script><div class='paywall-teaser'></div>"),
        html("Santunan", TEXT, head=ld(**{"@type": "NewsArticle", "isAccessibleForFree": False})),
        html("Santunan", f"{TEXT}<p>Berlangganan untuk membaca e-paper kami.</p>"),
        html("Santunan", TEXT, classes="post-template single single-post category-ekonomi archive"),
        html("Santunan", TEXT, classes="home", head="<meta property='og:type' content='article'>"),
        html("Santunan", TEXT, head=ld(**{"@graph": [{"@type": "CollectionPage"}, {"@type": ["NewsArticle"]}]})),
        html("Santunan", "<div id=__next></div>", head='<script id="__NEXT_DATA__">{"body":"..."}</script>'),
        html("Santunan", "<div></div>", head=ld(**{"@type": "NewsArticle", "articleBody": "Panjang"})),
    ],
)
def test_articles_pass(page: str) -> None:
    assert told(page) is None


def test_every_article_of_the_newsroom_passes() -> None:
    import urllib.request

    newsroom = Newsroom().start()
    try:
        for outlet in newsroom.outlets:
            for story in outlet.stories[:3]:
                with urllib.request.urlopen(newsroom.home(outlet) + story.path, timeout=10) as response:
                    headers, body = list(response.headers.items()), response.read().decode("utf-8", "replace")
                assert non_article(headers, body) is None, story.path
    finally:
        newsroom.stop()


@given(st.text(max_size=400), st.text(max_size=50))
def test_any_page(text: str, header: str) -> None:
    kind = non_article([("Server", header)], text)
    assert kind is None or kind.id in KINDS


@pytest.mark.parametrize("page", ["<b>" * 20_000, "404" * 100_000, "<title>" + "maaf " * 50_000, "[" * 100_000])
def test_hostile_pages_end(page: str) -> None:
    non_article([], page)
    non_article([], f'<script type="application/ld+json">{page[:50_000]}</script>')


def test_every_kind_is_told_apart_from_what_the_newsroom_sends() -> None:
    told_kinds = {kind: told(body.decode(), **{k.replace("-", "_"): v for k, v in headers.items()})
                  for kind, (_, headers, body) in PAGES.items()}  # fmt: skip
    assert told_kinds == {kind: "list" if kind is FaultKind.LISTING else kind.value for kind in PAGES}
    assert set(told_kinds.values()) == set(KINDS)


def test_counted_and_not_stored(pantau: Any, open_newsroom: Callable[..., Newsroom]) -> None:
    sources = ("waspada-id", "kalbaronline-com", "analisadaily-com")
    newsroom = open_newsroom(pantau, outlets=sources)
    victims = [(outlet.id, story.path) for outlet in newsroom.outlets for story in outlet.tagged[:2]]
    newsroom.faults += [Fault(outlet, path, kind) for (outlet, path), kind in zip(victims, PAGES, strict=True)]
    done = pantau.crawl()
    assert done.returncode == 0, done.stderr
    for name, kind in KINDS.items():
        assert f"1 halaman bukan artikel: {kind.says} ({name})." in done.stdout
        assert re.search(rf"bukan artikel: {re.escape(kind.says)}", done.stderr)
    paths = {path.rstrip("/") for _, path in victims}
    stored = pantau.stored()
    assert len(stored) == len(newsroom.articles) - len(victims)
    assert not {urlsplit(url).path for url in stored} & paths
    with PageStore.open(pantau.pages_db) as store:
        (run,) = store.runs()
        assert sum(counts.get("non_article_challenge", 0) for counts in run.counts.values()) == 1
        # What may be an article another time is asked for again; what never will be is not.
        later = datetime.now(UTC) + timedelta(hours=3)
        asked = {urlsplit(found.url).path for source in sources for found in store.due(source, later)}
        assert len(asked & paths) == sum(not kind.final for kind in KINDS.values())
