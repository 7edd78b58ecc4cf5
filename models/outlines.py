"""Outlines of provinces, regencies and cities for maps on a screen, from ``models/gazetteers/outlines.json``.

A map is a grid of whole numbers, wide and high as it says; every outline on it is the data of an SVG path. How they were made,
and from what, is in ``models/gazetteers/NOTICE.md``.
"""

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

COUNTRY = "00"
"""The map of the provinces; the others are called by the code of the province whose regencies and cities they show."""

_Path = Annotated[str, Field(pattern=r"^M[-0-9Mlz ]+z$")]


class OutlineError(ValueError):
    """The file of outlines is not as its schema says; the message names map and field."""


class OutlineMap(BaseModel):
    """One map: its size in cells, where it lies, and the outline of each region by code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: Annotated[int, Field(gt=0, le=2000)]
    height: Annotated[int, Field(gt=0, le=2000)]
    west: Annotated[float, Field(ge=90, le=145)]
    north: Annotated[float, Field(ge=-12, le=10)]
    degree: Annotated[float, Field(gt=0)]
    paths: dict[Annotated[str, Field(pattern=r"^\d\d(?:\.\d\d)?$")], _Path]

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point of the earth lies on the map, in cells from the upper left."""
        return round((longitude - self.west) * self.degree, 1), round((self.north - latitude) * self.degree, 1)


_MAPS: TypeAdapter[dict[str, OutlineMap]] = TypeAdapter(dict[str, OutlineMap])


def read_outlines(text: str, shown: str = "outlines.json") -> dict[str, OutlineMap]:
    """The maps of a JSON text by code; ``shown`` is how errors call it.

    Raises:
        OutlineError: not JSON, or a map or field that is not as the schema says.
    """
    try:
        return _MAPS.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise OutlineError(f"{shown}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@cache
def outlines() -> dict[str, OutlineMap]:
    """All maps: that of the country, and one for each province."""
    text = (files("models") / "gazetteers" / "outlines.json").read_text("utf-8")
    return read_outlines(text, "models/gazetteers/outlines.json")
