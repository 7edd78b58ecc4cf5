import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.site.marks import Mark, Piece, paragraphs, pieces
from db.texts import printable

TEXT = "satu dua tiga"


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ([], [Piece(TEXT)]),
        ([Mark(0, 4, "a", "A")], [Piece("satu", ("a",), ("A",)), Piece(" dua tiga")]),
        (
            [Mark(0, 8, "a", "A"), Mark(5, 13, "b", "B")],
            [Piece("satu ", ("a",), ("A",)), Piece("dua", ("a", "b"), ("A", "B")), Piece(" tiga", ("b",), ("B",))],
        ),
        (
            [Mark(5, 8, "b", "B"), Mark(0, 13, "a", "A")],
            [Piece("satu ", ("a",), ("A",)), Piece("dua", ("a", "b"), ("A", "B")), Piece(" tiga", ("a",), ("A",))],
        ),
        ([Mark(0, 4, "a", "A"), Mark(0, 4, "a", "A")], [Piece("satu", ("a",), ("A",)), Piece(" dua tiga")]),
        ([Mark(-1, 4, "a", "A"), Mark(5, 99, "a", "A"), Mark(3, 3, "a", "A")], [Piece(TEXT)]),
    ],
)
def test_pieces(marks: list[Mark], found: list[Piece]) -> None:
    assert pieces(TEXT, marks) == found


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62), st.sampled_from("abc")), max_size=12))
def test_pieces_are_the_text_and_each_letter_has_its_marks(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, end, kind, kind.upper()) for start, end, kind in spans]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    at = 0
    for piece in found:
        for _ in piece.text:
            expected = {m.kind for m in marks if 0 <= m.start <= at < m.end <= len(text)}
            assert set(piece.kinds) == expected
            at += 1


@given(st.lists(st.text(max_size=30), max_size=8))
def test_paragraphs_keep_every_printable_letter(parts: list[str]) -> None:
    rows = paragraphs([Piece(part) for part in parts])
    assert "".join(p.text for row in rows for p in row) == printable("".join(parts)).replace("\n", "")
    assert all(row for row in rows)


def test_paragraphs_break_at_newlines() -> None:
    assert paragraphs([Piece("a\nb", ("x",)), Piece("c\n\nd")]) == [
        [Piece("a", ("x",))],
        [Piece("b", ("x",)), Piece("c")],
        [Piece("d")],
    ]
