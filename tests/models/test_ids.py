from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ids import article_id, canonical_url, event_id, report_id


@pytest.mark.parametrize(
    ("given_url", "canonical"),
    [
        ("https://www.waspada.co.id/berita/monev?utm_source=x&fbclid=1", "https://waspada.co.id/berita/monev"),
        ("https://m.jpnn.com/news/klaim?page=2", "https://jpnn.com/news/klaim"),
        ("https://aceh.antaranews.com/amp/berita/233766/ahli-waris", "https://aceh.antaranews.com/berita/233766/ahli-waris"),
        ("https://medan.tribunnews.com/2025/11/25/monev?page=all", "https://medan.tribunnews.com/2025/11/25/monev"),
        ("https://palpos.disway.id//read/12/adendum/", "https://palpos.disway.id/read/12/adendum"),
        ("https://contoh.id/berita/amp/", "https://contoh.id/berita"),
        ("https://jaringanberitaaceh.com/?p=21393", "https://jaringanberitaaceh.com/?p=21393"),
        ("http://127.0.0.7:8123/a/b", "http://127.0.0.7:8123/a/b"),
        ("https://contoh.id:443/a", "https://contoh.id/a"),
    ],
)
def test_canonical_url(given_url: str, canonical: str) -> None:
    assert canonical_url(given_url) == canonical


@pytest.mark.parametrize("url", ["", "berita/1", "ftp://contoh.id/a", "javascript:alert(1)", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not an absolute"):
        canonical_url(url)


def test_http_and_https_are_one_article() -> None:
    assert article_id("http://www.contoh.id/a/") == article_id("https://contoh.id/a")


def test_ids_of_different_things_differ() -> None:
    article = article_id("https://contoh.id/a")
    first, second = report_id(article, "monev", 1), report_id(article, "monev", 2)
    assert len({article, first, second, event_id(first), event_id(second)}) == 5


PATHS = st.text(st.characters(codec="utf-8", exclude_characters="?#\\", exclude_categories=("Cs", "Cc", "Z")), max_size=40)


@given(path=PATHS)
def test_the_canonical_form_is_its_own_canonical_form(path: str) -> None:
    once = canonical_url(f"https://contoh.id/{path}")
    assert canonical_url(once) == once
    assert urlsplit(once).hostname == "contoh.id"
