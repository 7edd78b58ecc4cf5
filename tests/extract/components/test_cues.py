import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.cues import phrase_pattern, prefix_tree


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["belum", "belum terdaftar"], "yang belum terdaftar", ["belum terdaftar"]),
        (["belum", "belum terdaftar"], "belum terdaftarkan", ["belum"]),
        (["iuran"], "iurannya", ["iuran"]),
        (["iuran"], "iuranku", []),
        (["ke", "kepada"], "kepadanya", ["kepada"]),
        (["dana desa"], "dana\u00a0desa", ["dana\u00a0desa"]),
        (["a.b"], "axb a.b", ["a.b"]),
    ],
)
def test_the_longest_phrase_between_word_boundaries(phrases: list[str], text: str, found: list[str]) -> None:
    assert [match.group(1) for match in phrase_pattern(phrases).finditer(text)] == found


@given(st.lists(st.text(alphabet="abc .|(", min_size=1, max_size=6), min_size=1, max_size=20))
def test_every_phrase_is_matched_by_its_tree(phrases: list[str]) -> None:

    pattern = re.compile(prefix_tree(phrases))
    assert all(pattern.fullmatch(phrase) for phrase in phrases)
