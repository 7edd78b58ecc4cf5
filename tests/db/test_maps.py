import pytest

from db.site.maps import SHADES, drawn, shades
from models.gazetteers import regions
from models.outlines import COUNTRY, OutlineError, outlines, read_outlines


@pytest.mark.parametrize("top", [0, 1, 2, 3, 4, 5, 7, 20, 99, 100_000])
def test_shades_cover_every_count_once(top: int) -> None:
    found = shades(top)
    assert [n for shade in found for n in range(shade.low, shade.high + 1)] == list(range(1, top + 1))
    assert len(found) <= SHADES
    assert [shade.number for shade in found] == list(range(1, len(found) + 1))


def test_every_region_is_on_its_map_with_its_point_inside_the_frame() -> None:
    for region in regions():
        outline = outlines()[COUNTRY if region.province_code is None else region.province]
        x, y = outline.at(region.lat, region.lon)
        assert region.code in outline.paths, region.name
        assert 0 <= x <= outline.width, region.name
        assert 0 <= y <= outline.height, region.name
    assert sum(len(found.paths) for found in outlines().values()) == len(regions())


def test_a_map_shades_by_count_and_draws_the_chosen_one_last() -> None:
    found = drawn({"31": 1, "32": 100, "xx": 5000}, lambda code: f"/wilayah/{code}", chosen="12")
    by_code = {shape.code: shape for shape in found.shapes}
    assert (by_code["31"].shade, by_code["32"].shade, by_code["33"].shade) == (1, SHADES, 0)
    assert by_code["32"].href == "/wilayah/32"
    assert found.shapes[-1].code == "12"
    assert len(found.shapes) == 38


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "outlines.json"),
        ('{"00": {}}', "00.width"),
        (
            '{"00": {"width": 9, "height": 9, "west": 95, "north": 6, "degree": 1, "paths": {"11": "M0 0\\" onload=x"}}}',
            "paths.11",
        ),
    ],
)
def test_a_wrong_file_of_outlines_is_named(text: str, told: str) -> None:
    with pytest.raises(OutlineError, match=told):
        read_outlines(text)
