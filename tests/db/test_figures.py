import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.figures import Setting, settings
from models.records import DateMention, Extraction, FigureMention, Report, Span
from models.vocab import EventType, FigureKind, Indicator, Salience, Status

TEXT = (
    "Cakupan Kota Medan 62 persen pada 2024. Target tahun depan 70 persen.\n"
    "Pada Maret 2025 dan Juni 2025 ada 500 peserta. Di Jambi tercatat 40 persen."
)
DATES = {"2024": "2024", "Maret 2025": "2025-03", "Juni 2025": "2025-06"}


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def figure(words: str) -> FigureMention:
    return FigureMention(span(words), words, 1, FigureKind.PERCENT, "percent", Indicator.CAKUPAN, "r")


def report(sentence: str, *places: str) -> Report:
    at = span(sentence)
    return Report(
        EventType.MONEV, 1, sentence, at, at, Status.HELD, Salience.MAIN, None, None, places, (), (), (), (), "r"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "region", "period"),
    [
        ("62 persen", "12.71", "2024"),
        ("70 persen", None, None),
        ("500 peserta", None, None),
        ("40 persen", "15", None),
    ],
)
def test_a_figure_has_the_region_and_the_period_of_its_own_sentence(words: str, region: str | None, period: str | None) -> None:
    found = Extraction(
        "a",
        True,
        "r",
        dates=tuple(DateMention(span(text), text, value, "r") for text, value in DATES.items()),
        figures=(figure(words),),
        reports=(report("Cakupan Kota Medan", "Kota Medan"), report("Di Jambi tercatat", "Jambi")),
    )
    assert settings(found, TEXT) == [Setting(region, period)]


@pytest.mark.parametrize(
    ("places", "code"),
    [
        (("Kota Medan", "Kota Binjai"), "12"),
        (("Kota Medan", "Kota Jambi"), None),
        (("Entah di Mana",), None),
        ((), None),
    ],
)
def test_several_places_leave_their_province_or_nothing(places: tuple[str, ...], code: str | None) -> None:
    found = Extraction("a", True, "r", figures=(figure("62 persen"),), reports=(report("Cakupan Kota Medan", *places),))
    assert settings(found, TEXT)[0].region == code


@given(text=st.text(alphabet="aB. \n!?“", max_size=80), at=st.integers(0, 80))
def test_any_text_and_place_has_a_setting(text: str, at: int) -> None:
    mention = FigureMention(Span(at, at + 1), "x", 1, FigureKind.COUNT, "x", Indicator.LAINNYA, "r")
    assert settings(Extraction("a", True, "r", figures=(mention,)), text) == [Setting()]
