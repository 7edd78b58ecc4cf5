"""A scanner finds what one search a pattern finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scanning import Form, Scanner

FORMS = (
    (Form("a[^|]{0,3}?b", frozenset("a")), Form("[ac]d", frozenset("ac"))),
    (Form("b", frozenset("b")),),
    (Form("c?b[^|]{0,2}?a", frozenset("cb")), Form("dd", frozenset("d"))),
)


def _searched(code: str) -> list[tuple[int, int, int]]:
    patterns = [re.compile("|".join(f"(?:{form.text})" for form in forms)) for forms in FORMS]
    found = [(key, *m.span()) for key, pattern in enumerate(patterns) for m in pattern.finditer(code)]
    return sorted(found, key=lambda hit: (hit[1], hit[0]))


@given(st.text("abcdx|", max_size=60))
def test_finds_what_searches_find(code: str) -> None:
    assert list(Scanner(FORMS).scan(code)) == _searched(code)


@pytest.mark.parametrize("code", ["", "|", "x" * 10_000, "a" * 10_000, "ab" * 5_000])
def test_any_length(code: str) -> None:
    assert list(Scanner(FORMS).scan(code)) == _searched(code)
