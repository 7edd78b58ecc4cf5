import re

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
    found = Extraction("a", True, "r", figures=(figure("70 persen"),), reports=(report("Target tahun", *places),))
    assert settings(found, TEXT)[0].region == code


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Cakupan di Kabupaten Klaten baru 40 persen.", "33.10"),
        ("Kepesertaan kota Medan mencapai 40 persen.", "12.71"),
        ("Di antara pekerja di Sumatera Utara, 40 persen terlindungi.", "12"),
        ("Capaian se-Aceh 40 persen.", "11"),
        ("Kantor Cabang Klaten mencatat 40 persen.", None),
        ("Cakupan Kota Medan dan Kota Binjai 40 persen.", "12"),
        ("Cakupan Kota Medan dan Kota Jambi 40 persen.", None),
        ("Cakupan di Kabupaten Entah 40 persen.", None),
    ],
)
def test_the_sentence_itself_names_the_region(sentence: str, code: str | None) -> None:
    at = sentence.index("40 persen")
    mention = FigureMention(Span(at, at + 9), "40 persen", 40, FigureKind.PERCENT, "percent", Indicator.CAKUPAN, "r")
    told = f"Awal di Kota Bogor.\n{sentence} Akhir di Kota Depok."
    moved = FigureMention(Span(at + 20, at + 29), "40 persen", 40, FigureKind.PERCENT, "percent", Indicator.CAKUPAN, "r")
    assert settings(Extraction("a", True, "r", figures=(mention,)), sentence)[0].region == code
    assert settings(Extraction("a", True, "r", figures=(moved,)), told)[0].region == code


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        (
            "Kota Yogyakarta sudah <71,9 persen> dan Sleman <45,2 persen>, sebaliknya Kulon Progo paling rendah, <26,3 persen>.",
            [("34.71", None), ("34.04", None), ("34.01", None)],
        ),
        (
            "Sepanjang {2024}, cakupannya <32,73 persen> untuk Provinsi Aceh dan <49,35 persen> untuk Sumatera Utara.",
            [("11", "2024"), ("12", "2024")],
        ),
        ("Klaten kini <29,3 persen>, naik dari <24,8 persen> pada akhir {2022}.", [("33.10", None), ("33.10", "2022")]),
        ("Per {2025} Klaten mencapai <30 persen>, naik dari <25 persen>.", [("33.10", "2025"), ("33.10", None)]),
        ("Di Jawa Tengah, <40 persen> di Klaten dan <30 persen> di Kudus.", [("33", None), ("33", None)]),
        ("Kabupaten Klaten dan Kabupaten Kudus <40 persen>, Kota Medan <30 persen>.", [("33", None), ("12.71", None)]),
        ("Kantor Cabang Klaten membayar <40 klaim> di Kudus pada {2025}.", [("33.19", None)]),
    ],
)
def test_a_sentence_of_many_gives_each_its_own_or_nothing(sentence: str, given: list[tuple[str | None, str | None]]) -> None:
    text, marks = "", []
    for part in re.split("([<>{}])", sentence):
        if part in "<{":
            marks.append((part, len(text)))
        elif part in ">}":
            continue
        else:
            text += part
    figures, dates = [], []
    for mark, start in marks:
        words = re.match(r"[0-9,]+(?: [a-z]+)?" if mark == "<" else "[0-9]+", text[start:])
        assert words
        at = Span(start, start + words.end())
        if mark == "<":
            figures.append(FigureMention(at, words[0], 1, FigureKind.PERCENT, "percent", Indicator.CAKUPAN, "r"))
        else:
            dates.append(DateMention(at, words[0], words[0], "r"))
    found = settings(Extraction("a", True, "r", dates=tuple(dates), figures=tuple(figures)), text)
    assert [(s.region, s.period) for s in found] == given


@given(text=st.text(alphabet="aB. \n!?“", max_size=80), at=st.integers(0, 80))
def test_any_text_and_place_has_a_setting(text: str, at: int) -> None:
    mention = FigureMention(Span(at, at + 1), "x", 1, FigureKind.COUNT, "x", Indicator.LAINNYA, "r")
    assert settings(Extraction("a", True, "r", figures=(mention,)), text) == [Setting()]
