"""Names: where they begin and end, and when two forms are one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.names import Cursor, covers, is_degree, read_name, tokens, words_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ir. H. Syarif Jarot, MM hadir", "Syarif Jarot"),
        ("Prof. Dr. Ir. Makal Fauzan, ST, MT, IPM, meneken", "Makal Fauzan"),
        ("Drs H Dadang dan", "Dadang"),
        ("dr. H. Wirawan Rosma, M.Med.Ph dan", "Wirawan Rosma"),
        ("Kurnia H. Haryono menyatakan", "Kurnia H. Haryono"),
        ("M. Rangga Endra.", "M. Rangga Endra"),
        ("I Nyoman Kurnia dan", "I Nyoman Kurnia"),
        ("Hj Hafni br Wijaya SH dari", "Hafni br Wijaya"),
        ("Wanda Suriadi S Sos MSi, hadir", "Wanda Suriadi"),
        ("Gunarso RM Wulan, bersama", "Gunarso RM Wulan"),
        ("Letkol Inf Budi Gumay hadir", "Budi Gumay"),
        ("Nugraha Adi Pratama memimpin", "Nugraha Adi Pratama"),
        ("Zulfikar. Ia pulang", "Zulfikar"),
        ("Bambang Bupati", "Bambang Bupati"[:7]),
        ("Lasut Rabu (3/4)", "Lasut"),
        ("La Ode Muhammad Ali di", "La Ode Muhammad Ali"),
    ],
)
def test_a_name_without_what_stands_around_it(text: str, name: str) -> None:
    found = read_name(Cursor(text, 0), 0)
    assert found is not None
    assert found[0].text == name
    assert " ".join(text[found[0].start : found[0].end].split()) == name


@pytest.mark.parametrize(
    "text", ["", "rabu", "Rabu (3/4)", "BPKAD", "S.Sos., MM", "Dinas Sosial", "M. ", "12 orang", "Menurut dia", "dr. "]
)
def test_no_name(text: str) -> None:
    assert read_name(Cursor(text, 0), 0) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [("M.Si", 1), ("SE", 1), ("MHum", 1), ("SpOG", 1), ("S Sos", 2), ("Se", 0), ("Ma", 0), ("RM", 0), ("Budi", 0)],
)
def test_degrees(text: str, size: int) -> None:
    parts = tokens(text, 0, len(text))
    assert is_degree(parts[0], parts[1] if len(parts) > 1 else None) == size


@pytest.mark.parametrize(
    ("full", "short", "same"),
    [
        ("Veronika Bahar Budi", "Veronika Budi", True),
        ("Muhammad Sofyan", "M. Sofyan", True),
        ("Suharti Ruhimat", "Ruhimat", True),
        ("Ruhimat Yuli", "Yuli Ruhimat", False),
        ("Budi Santoso", "Bayu", False),
    ],
)
def test_forms_of_a_name(full: str, short: str, same: bool) -> None:
    assert covers(words_of(full), words_of(short)) is same


@given(st.text(max_size=200), st.integers(0, 40))
def test_tokens_lie_in_the_text(text: str, at: int) -> None:
    cursor = Cursor(text, min(at, len(text)))
    i = 0
    while (token := cursor.at(i)) is not None:
        assert text[token.start : token.end] == token.text
        i += 1
    assert cursor.at(i) is None
