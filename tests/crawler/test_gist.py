"""What makes a page a new version, and what does not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gist import gist
from models.records import Page

PARAGRAPH = "Santunan kematian senilai Rp42 juta diserahkan kepada ahli waris pekerja rentan di balai kota pada Senin siang."
OTHER = "Kepala cabang mengatakan bahwa pembayaran berlangsung setelah berkas dinyatakan lengkap oleh petugas."


def page(body: str, *parts: str, kind: str = "text/html; charset=utf-8") -> Page:
    headers = (("Content-Type", kind),)
    return Page("https://a.id/b", "https://a.id/b", "a", 200, headers, body.encode(), datetime(2026, 3, 2, tzinfo=UTC),
                parts=tuple(part.encode() for part in parts))  # fmt: skip


def article(
    *, title: str = "Judul", head: str = "", paragraph: str = PARAGRAPH, margin: str = "", table: str = "<td>12</td>"
) -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>x</nav><h1>{title}</h1><p>{paragraph}</p><p>{OTHER}</p>"
        f"<p>{OTHER} Demikian.</p><table><tr>{table}</tr></table>{margin}</body></html>"
    )


PLAIN = gist(page(article()))


@pytest.mark.parametrize(
    "other",
    [
        article(margin="<script>var nonce = 'a1b2c3'; one two three four five six seven</script>"),
        article(
            margin='<div><a href="/lain">Berita lain yang baru terbit pagi ini di kota sebelah</a> <b>3 menit lalu</b></div>'
        ),
        article(margin="<ul><li><a href=/lain>Berita lain</a> <small>Selasa, 3 Maret 2026 | 10:00 WIB</small></li></ul>"),
        article(margin="<span>Dibaca 1.204 kali</span>"),
        article(margin="<aside>Teras berita lain yang panjangnya lebih dari enam kata saja</aside><!-- 0,123 detik -->"),
        article(head='<meta name="csrf-token" content="zxcv">'),
        article().replace("<p>", '<p data-id="77">'),
        article(paragraph=PARAGRAPH.replace("senilai", "<b>senilai</b>").replace(" di ", "\n  di ")),
    ],
)
def test_the_margins_do_not_matter(other: str) -> None:
    assert gist(page(other)) == PLAIN


@pytest.mark.parametrize(
    "other",
    [
        article(title="Judul Ralat"),
        article(paragraph=PARAGRAPH.replace("42", "24")),
        article(paragraph=PARAGRAPH.replace("Senin", "Selasa")),
        article(table="<td>13</td>"),
        article(head='<meta property="article:published_time" content="2026-03-01T08:00:00+07:00">'),
        article(margin="<p>Ralat: berita ini telah diperbaiki oleh redaksi.</p>"),
    ],
)
def test_what_was_corrected_does(other: str) -> None:
    assert gist(page(other)) != PLAIN


def test_further_parts_count() -> None:
    first = article()
    assert gist(page(first, article(paragraph=OTHER))) != gist(page(first, article()))


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "text/html; charset=keliru"])
@pytest.mark.parametrize("body", ["", "<", "<div id=app></div><script>{'text': 'satu'}</script>", "<!-- x -->", "\x00"])
def test_without_text_the_bytes_decide(body: str, kind: str) -> None:
    assert gist(page(body, kind=kind)) == gist(page(body, kind=kind))
    assert gist(page(body, kind=kind)) != gist(page(body + "<!-- lain -->", kind=kind))


@given(st.text())
def test_any_text(text: str) -> None:
    assert gist(page(text.encode("utf-8", "replace").decode())) == gist(page(text.encode("utf-8", "replace").decode()))
