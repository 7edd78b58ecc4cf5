"""An article's text cut where extracted spans begin and end, so that every piece can be shown with what it belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import shorten

from db.texts import printable

LONGEST = 160
"""Characters of a mark's words in a list; the text itself holds them all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text with its kind and what to say about it."""

    start: int
    end: int
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; ``kinds`` are distinct and in order of their marks' start."""

    text: str
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Edges:
    opening: list[int] = field(default_factory=list)
    closing: list[int] = field(default_factory=list)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text as pieces that together are the whole of it. Marks may overlap; what lies outside the text is ignored."""
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    inside.sort(key=lambda m: (m.start, -m.end, m.kind, m.note))
    edges: dict[int, _Edges] = {0: _Edges(), len(text): _Edges()}
    for number, mark in enumerate(inside):
        edges.setdefault(mark.start, _Edges()).opening.append(number)
        edges.setdefault(mark.end, _Edges()).closing.append(number)
    found: list[Piece] = []
    active: dict[int, Mark] = {}
    cuts = sorted(edges)
    for at, following in pairwise(cuts):
        for number in edges[at].closing:
            del active[number]
        active.update((number, inside[number]) for number in edges[at].opening)
        kinds = tuple(dict.fromkeys(mark.kind for mark in active.values()))
        notes = tuple(dict.fromkeys(mark.note for mark in active.values()))
        found.append(Piece(text[at:following], kinds, notes))
    return found


def listed(text: str, marks: Iterable[Mark]) -> list[tuple[str, Mark]]:
    """Every mark with its words, in the order of the text: what hovering over a mark shows, for those who cannot hover."""
    inside = sorted({m for m in marks if 0 <= m.start < m.end <= len(text)}, key=lambda m: (m.start, m.end, m.kind, m.note))
    return [(shorten(printable(text[m.start : m.end]), LONGEST, placeholder=" …"), m) for m in inside]


def paragraphs(found: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces by paragraph (one newline ends one), made printable; empty paragraphs are left out."""
    rows: list[list[Piece]] = [[]]
    for piece in found:
        first, *rest = piece.text.split("\n")
        for number, part in enumerate((first, *rest)):
            if number:
                rows.append([])
            shown = printable(part)
            if shown:
                rows[-1].append(Piece(shown, piece.kinds, piece.notes))
    return [row for row in rows if row]
