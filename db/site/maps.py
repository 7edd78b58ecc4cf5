"""Maps as data for a template: outlines, each with what is counted in it, its shade, and where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.gazetteers import region
from models.outlines import COUNTRY, outlines

SHADES = 5
"""Shades of a map; the style sheet has one rule for each, and one for nothing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A region on a map: the data of its path, how many, and its shade (0 for none). ``x`` and ``y`` are a point inside."""

    code: str
    name: str
    path: str
    count: int
    shade: int
    href: str
    x: float
    y: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """A shade and the counts it stands for."""

    number: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map with its legend."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    legend: tuple[Shade, ...]

    @property
    def counted(self) -> list[Shape]:
        """The regions with any, the greatest first: the map in words."""
        return sorted((shape for shape in self.shapes if shape.count), key=lambda shape: (-shape.count, shape.name))


def shades(top: int) -> tuple[Shade, ...]:
    """The legend up to the greatest count: every step multiplies alike, for counts of places differ by powers.

    As many shades as there are whole numbers to tell apart, at most :data:`SHADES`; together they cover 1 to ``top``.
    """
    if top < 1:
        return ()
    lows = sorted({max(1, round(top ** (step / SHADES))) for step in range(SHADES)})
    return tuple(Shade(number, low, lows[number] - 1 if number < len(lows) else top) for number, low in enumerate(lows, start=1))


def drawn(counts: Mapping[str, int], address: Callable[[str], str], *, province: str | None = None, chosen: str = "") -> Map:
    """The map of the country's provinces, or of one province's regencies and cities.

    Args:
        counts: how many there are, by code; a code that is not on the map is not shown.
        address: where a region leads.
        province: the province whose parts are drawn; the country's provinces otherwise.
        chosen: the region that the page is about, drawn with an edge.

    Raises:
        KeyError: there is no such province.
    """
    outline = outlines()[province or COUNTRY]
    legend = shades(max((counts.get(code, 0) for code in outline.paths), default=0))
    shapes = []
    for code, path in outline.paths.items():
        known, count = region(code), counts.get(code, 0)
        shade = next((s.number for s in legend if s.low <= count <= s.high), 0)
        x, y = outline.at(known.lat, known.lon)
        shapes.append(Shape(code, known.name, path, count, shade, address(code), x, y, code == chosen))
    shapes.sort(key=lambda shape: shape.chosen)  # what is drawn last lies on top
    return Map(outline.width, outline.height, tuple(shapes), legend)
