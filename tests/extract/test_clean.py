import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import clean
from extract.hints import Hints
from models.records import Article, Page, Rejection
from models.vocab import RejectionReason

FETCHED = datetime(2025, 11, 27, 3, 0, tzinfo=UTC)
WITA = timezone(timedelta(hours=8))
FIRST = "KENDARI – BPJS Ketenagakerjaan Cabang Contoh menggelar monitoring dan evaluasi di Hotel Melati pada Selasa (25/11)."
SECOND = (
    "Kegiatan itu diikuti perwakilan rumah sakit dan klinik yang menjadi mitra pelayanan kecelakaan kerja di daerah tersebut."
)
HINTS = Hints(outlet="Kabar Contoh", hours=8, province="Sulawesi Tenggara", source="kabarcontoh")


def page(body: str | bytes, *, url: str = "https://kabarcontoh.id/berita/monev", media: str = "text/html; charset=utf-8") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url, url, "kabarcontoh", 200, (("Content-Type", media),), raw, FETCHED)


def html(*, head: str = "", above: str = "", inside: str = "", body: str | None = None) -> str:
    paragraphs = body if body is not None else f"<p>{FIRST}</p>{inside}<p>{SECOND}</p>"
    return f"""<!doctype html><html><head><title>Monev PLKK di Kendari - Kabar Contoh</title>{head}</head><body>
<nav><a href="/">Beranda</a> <a href="/ekonomi">Ekonomi</a></nav>
<h1>Monev PLKK di Kendari</h1>{above}
<div class="entry-content">{paragraphs}</div>
<aside class="sidebar"><h3>Terpopuler</h3><p>Rabu, 1 Januari 2020 | 10:00 WIB</p><a href="/x">Harga Cabai Naik Lagi</a></aside>
<footer>Hak cipta 2026 Kabar Contoh</footer></body></html>"""


LD = '<script type="application/ld+json">%s</script>'


def cleaned(text: str, **kwargs: str) -> Article:
    found = clean(page(text, **kwargs), HINTS)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("head", "above", "url", "origin", "published"),
    [
        (
            LD
            % json.dumps(
                {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2025-11-26T09:10:00+08:00"}]}
            ),
            "",
            None,
            "json-ld",
            datetime(2025, 11, 26, 9, 10, tzinfo=WITA),
        ),
        (
            '<meta property="article:published_time" content="2025-11-26T01:10:00Z">',
            "",
            None,
            "meta article:published_time",
            datetime(2025, 11, 26, 9, 10, tzinfo=WITA),
        ),
        (
            "",
            "<div>Redaksi</div><div>Rabu, 26 November 2025 | 09:10 WITA</div>",
            None,
            "date line",
            datetime(2025, 11, 26, 9, 10, tzinfo=WITA),
        ),
        ("", "<div>Rabu, 26/11/2025 | 09:10</div>", None, "date line", datetime(2025, 11, 26, 9, 10, tzinfo=WITA)),
        ("", "", "https://kabarcontoh.id/2025/11/26/monev", "url", datetime(2025, 11, 26, tzinfo=WITA)),
    ],
    ids=["json-ld graph", "meta in utc", "printed line", "numbers, no zone", "address"],
)
def test_published(head: str, above: str, url: str | None, origin: str, published: datetime) -> None:
    found = cleaned(html(head=head, above=above), **({"url": url} if url else {}))
    assert (found.published_from, found.published) == (origin, published)
    assert found.published.utcoffset() == timedelta(hours=8), "told in the outlet's civil time"


DATED = '<meta property="article:published_time" content="2025-11-26T09:10:00+08:00">'


@pytest.mark.parametrize(
    "leftover",
    [
        "<p>Baca juga: <a href='/y'>Pemkot Bagikan Beras</a></p>",
        "<p><strong>BACA JUGA:Jalan Rusak Diperbaiki</strong></p>",
        "<div class='related-posts'><p>Berita lain yang panjang sekali dan diakhiri dengan titik.</p></div>",
        "<figure><img src='a.jpg'><figcaption>Suasana monev. Foto: dokumen panitia.</figcaption></figure>",
        "<p><a href='/x'>Harga Cabai Naik Lagi</a></p>",
        "<script>var iklan = 1;</script><ins class='adsbygoogle'>ADVERTISEMENT</ins>",
        "<p>Halaman : 1 2 3</p>",
        "<p>Editor : Redaktur Contoh</p>",
        "<p>Monev PLKK di Kendari</p>",
    ],
)
def test_what_is_not_the_article_goes(leftover: str) -> None:
    assert cleaned(html(head=DATED, inside=leftover)).text == f"{FIRST}\n{SECOND}"


def test_the_amp_form_of_a_page_is_the_same_article() -> None:
    """Archives bring it; its body class is that of the most common plug-in, its components hold nothing of the text."""
    components = "<amp-ad>Iklan</amp-ad><amp-social-share>Bagikan</amp-social-share><amp-iframe><p>Video lain.</p></amp-iframe>"
    text = html(head=DATED, inside=components).replace("entry-content", "amp-wp-article-content").replace("<html>", "<html amp>")
    found = cleaned(text, url="https://kabarcontoh.id/berita/monev/amp/")
    plain = cleaned(html(head=DATED))
    assert (found.text, found.id) == (plain.text, plain.id)


def test_line_breaks_make_paragraphs() -> None:
    assert cleaned(html(head=DATED, body=f"{FIRST}<br><br>{SECOND}")).text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    "title", ["Monev PLKK di Kendari - Kabar Contoh", "Monev PLKK di Kendari | kabarcontoh.id", "Monev PLKK di Kendari"]
)
def test_headline_without_the_outlet(title: str) -> None:
    bare = html(head=DATED).replace("<h1>Monev PLKK di Kendari</h1>", "").replace("Monev PLKK di Kendari - Kabar Contoh", title)
    assert cleaned(bare).title == "Monev PLKK di Kendari"


def test_a_dash_of_the_headline_stays() -> None:
    text = html(head=DATED).replace("Monev PLKK di Kendari", "Monev PLKK – Kendari Siap")
    assert cleaned(text).title == "Monev PLKK – Kendari Siap"


def test_author_of_json_ld() -> None:
    node = {
        "@type": "NewsArticle",
        "datePublished": "2025-11-26",
        "author": [{"@type": "Person", "name": "H. Contoh, S.E., M.M."}],
    }
    assert cleaned(html(head=LD % json.dumps(node))).author == "H. Contoh, S.E., M.M."


def test_origin_comes_from_page_and_hints() -> None:
    found = cleaned(html(head=DATED))
    assert (found.outlet, found.source, found.province) == ("Kabar Contoh", "kabarcontoh", "Sulawesi Tenggara")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", RejectionReason.UNREADABLE),
        (b"\x00\x01" * 300, RejectionReason.UNREADABLE),
        ("<html><body><h1>Judul</h1><p>Pendek.</p></body></html>", RejectionReason.EMPTY),
        ("<html><body><p>tanpa judul</p></body></html>", RejectionReason.NO_TITLE),
        (html(), RejectionReason.NO_DATE),
        (html(head='<meta property="article:published_time" content="2031-01-01T00:00:00+08:00">'), RejectionReason.NO_DATE),
    ],
    ids=["no bytes", "binary", "no body", "no title", "no date", "future date"],
)
def test_pages_that_give_no_article(body: str | bytes, reason: RejectionReason) -> None:
    found = clean(page(body), HINTS)
    assert isinstance(found, Rejection)
    assert found.reason is reason
    assert found.detail


def test_a_date_in_a_footer_or_sidebar_is_not_the_articles() -> None:
    """The page above prints a date in its sidebar and a year in its footer; neither is when the article appeared."""
    found = clean(page(html()), HINTS)
    assert isinstance(found, Rejection)


RECORD = {
    "url": "https://kabarcontoh.id/1",
    "published": "2025-11-26T09:00:00+08:00",
    "title": "Judul",
    "text": f"{FIRST}\n\n{SECOND}\n",
}


def test_a_record_is_taken_as_it_stands() -> None:
    found = clean(page(json.dumps(RECORD), media="application/json"), HINTS)
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Judul", f"{FIRST}\n{SECOND}")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"published": "2025-11-26T09:00:00"}, "zona"),
        ({"published": "kemarin"}, "keliru"),
        ({"published": "2031-01-01T00:00:00+07:00"}, "sesudah"),
        ({"text": " "}, "kosong"),
        ({"title": None}, "title"),
    ],
)
def test_a_bad_record_says_what_is_wrong(change: dict[str, object], word: str) -> None:
    found = clean(page(json.dumps(RECORD | change), media="application/json"), HINTS)
    assert isinstance(found, Rejection)
    assert word in found.detail


@given(st.text(max_size=300))
def test_any_text_as_a_page_is_answered(text: str) -> None:
    assert isinstance(clean(page(text.encode("utf-8", "surrogatepass")), HINTS), Article | Rejection)


def test_deep_nesting_is_read() -> None:
    deep = "<div>" * 3000 + f"<p>{FIRST}</p><p>{SECOND}</p>" + "</div>" * 3000
    found = clean(page(html(head=DATED, body=deep)), HINTS)
    assert isinstance(found, Article | Rejection)
