import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.decode import UndecodableError, decode

TEXT = "Jum’at – “Klaim JHT” café"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), "text/html"),
        (TEXT.encode("cp1252"), "text/html; charset=windows-1252"),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1"),
    ],
    ids=["utf-8", "utf-8 under a wrong label", "bom", "utf-16", "cp1252", "cp1252 labelled latin-1"],
)
def test_declared_or_plain(body: bytes, content_type: str | None) -> None:
    assert decode(body, content_type) == TEXT


def test_the_meta_element_is_read() -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body>{TEXT}</body></html>'
    assert decode(page.encode("cp1252"), "text/html") == page


def test_a_few_broken_bytes_do_not_lose_the_page() -> None:
    page = "<p>" + "kata " * 400
    assert decode(page.encode() + b"\xff", "text/html; charset=utf-8") == page + "\ufffd"


def test_binary_is_refused() -> None:
    with pytest.raises(UndecodableError):
        decode(b"\x00\x01\x02\x03" * 50)


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff")))
def test_utf8_comes_back_whole(text: str) -> None:
    assert decode(text.encode()) == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_the_named_error(body: bytes) -> None:
    with contextlib.suppress(UndecodableError):
        assert "\0" not in decode(body)
