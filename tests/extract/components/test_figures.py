import json
import re
from datetime import datetime
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.figures import find_figures
from extract.components.indicators import _VOTERS, Draft, _Judge
from extract.components.sections import split_text
from extract.reading import DateFound, FigureFound, Reading
from models.figure_lexicon import figure_lexicon
from models.records import Article
from models.vocab import FigureKind, Indicator, Per, Qualifier

DOC = spacy.blank("id").make_doc("")
"""The steps under test read the text of the reading and leave the tokens alone."""
HERE = Path(__file__).parent
GOLD = HERE.parents[2] / "crawler" / "newsroom" / "articles"
MARK = re.compile(r"\{(\w+) ([^}]*)\}")


def read(text: str, *, dates: tuple[str, ...] = (), relevant: bool = True) -> Reading:
    """The figures of a body; ``dates`` are the pieces of it that the step before has read as dates."""
    article = Article("x", "https://kabar.example/x", "", "Judul", text, datetime.fromisoformat("2025-11-20T10:00:00+07:00"))
    reading = Reading.of(article)
    reading.relevant = relevant
    split_text(DOC, reading)
    for piece in dates:
        start = reading.text.index(piece)
        reading.dates.append(DateFound(start, start + len(piece), "2025", "test"))
    find_figures(DOC, reading)
    return reading


def only(text: str, **options: tuple[str, ...]) -> tuple[str, FigureFound]:
    reading = read(text, **options)
    assert len(reading.figures) == 1
    figure = reading.figures[0]
    return reading.text[figure.start : figure.end], figure


def examples() -> list[object]:
    cases = []
    for line in (HERE / "figure_examples.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            marks = [pytest.mark.xfail(strict=True)] if line.startswith("? ") else []
            cases.append(pytest.param(line.removeprefix("? "), marks=marks, id=line[:60]))
    return cases


def unmark(line: str) -> tuple[str, list[tuple[int, str]]]:
    """The text of an example and where its figures begin, with their indicators."""
    text, wanted, at = "", [], 0
    for mark in MARK.finditer(line):
        text += line[at : mark.start()]
        wanted.append((len(text), mark[1]))
        text, at = text + mark[2], mark.end()
    return (text + line[at:]).replace("|", "\n"), wanted


@pytest.mark.parametrize("line", examples())
def test_examples(line: str) -> None:
    text, wanted = unmark(line)
    numbers = tuple(
        re.findall(
            r"\d+ (?:Januari|Maret|Oktober) \d{4}|(?<=triwulan )III 2025|Tahun 20\d\d|(?<=akhir )20\d\d|(?<=pada )20\d\d", text
        )
    )
    reading = read(text, dates=numbers)
    assert [(f.start - reading.body, f.indicator.value) for f in reading.figures] == wanted


def test_every_cue_is_reached_by_an_example() -> None:
    heard = set()
    for case in examples():
        reading = read(unmark(case.values[0])[0])  # type: ignore[attr-defined]
        drafts = [
            Draft(
                f.start, f.end, f.value, f.kind, f.unit, None, next(i for i, s in enumerate(reading.sentences) if f.start < s.end)
            )
            for f in reading.figures
        ]
        if drafts:
            judge = _Judge(drafts, reading.text, reading.text.lower(), reading.sentences)
            heard |= {cue.name for at, draft in enumerate(drafts) for _, cue, _ in judge.hear(at, judge.near(draft))}
    only_partners = {cue.name for voters in _VOTERS["partner"].values() for cue, _ in voters}
    silent = {cue.name for cue in figure_lexicon().cue} - heard - only_partners
    assert not silent


@pytest.mark.parametrize(
    ("text", "span", "value", "kind", "unit"),
    [
        ("Santunan Rp. 42.000.000,- diserahkan.", "Rp. 42.000.000,-", 42_000_000, FigureKind.MONEY, "IDR"),
        ("Klaim Rp.339 miliar dibayar.", "Rp.339 miliar", 339_000_000_000, FigureKind.MONEY, "IDR"),
        ("Klaim Rp1,2 M.", "Rp1,2 M", 1_200_000_000, FigureKind.MONEY, "IDR"),
        ("Klaim IDR 5 juta.", "IDR 5 juta", 5_000_000, FigureKind.MONEY, "IDR"),
        ("Santunan 42 juta rupiah.", "42 juta rupiah", 42_000_000, FigureKind.MONEY, "IDR"),
        ("Santunan sebesar 42.000.000 diterima.", "42.000.000", 42_000_000, FigureKind.MONEY, "IDR"),
        ("Iuran Rp16,800 sebulan.", "Rp16,800", 16_800, FigureKind.MONEY, "IDR"),
        ("Cakupan 99,5℅ tahun depan.", "99,5℅", 99.5, FigureKind.PERCENT, "percent"),
        ("Cakupan nol persen.", "nol persen", 0, FigureKind.PERCENT, "percent"),
        ("Cakupan 31.985 persen.", "31.985 persen", 31.985, FigureKind.PERCENT, "percent"),
        ("Ada 22. 714 pekerja rentan terdaftar.", "22. 714 pekerja rentan", 22_714, FigureKind.COUNT, "pekerja rentan"),
        ("Ada 1,500 pekerja terdaftar.", "1,500 pekerja", 1500, FigureKind.COUNT, "pekerja"),
        ("Ada sejuta pekerja.", "sejuta pekerja", 1_000_000, FigureKind.COUNT, "pekerja"),
        ("Dua puluh lima klinik pratama hadir.", "Dua puluh lima klinik pratama", 25, FigureKind.COUNT, "klinik pratama"),
        ("Ada 49 penarik becak kayuh.", "49 penarik becak", 49, FigureKind.COUNT, "penarik becak"),
        ("Ada 11 rumah sakit umum daerah (RSUD).", "11 rumah sakit umum daerah", 11, FigureKind.COUNT, "rumah sakit umum daerah"),
        ("Ada 6 Kantor Cabang baru.", "6 Kantor Cabang", 6, FigureKind.COUNT, "kantor cabang"),
        ("Wakil 35 kabupaten/kota datang.", "35 kabupaten/kota", 35, FigureKind.COUNT, "kabupaten/kota"),
        ("Ada 120 penenun di sana.", "120 penenun", 120, FigureKind.COUNT, "penenun"),
        ("Pekerja rentan di Riau berkisar 300 ribu.", "300 ribu", 300_000, FigureKind.COUNT, "pekerja rentan"),
        ("Yang datang 41 ribuan orang.", "41 ribuan orang", 41_000, FigureKind.COUNT, "orang"),
    ],
)  # fmt: skip
def test_span_value_kind_unit(text: str, span: str, value: float, kind: FigureKind, unit: str) -> None:
    found, figure = only(text)
    assert (found, figure.value, figure.kind, figure.unit) == (span, value, kind, unit)


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Iurannya Rp16.800 per bulan.", Per.BULAN),
        ("Iurannya Rp16.800/bulan.", Per.BULAN),
        ("Iurannya Rp 16.800 per orang tiap bulan.", Per.BULAN),
        ("Kebutuhannya Rp 604,8 juta setahun.", Per.TAHUN),
        ("Ahli waris mendapat masing-masing Rp42 juta.", Per.ORANG),
        ("Ia menyisihkan Rp700 setiap hari.", Per.HARI),
        ("Santunan Rp42 juta diserahkan.", None),
    ],
)
def test_per(text: str, per: Per | None) -> None:
    assert only(text)[1].per is per


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Ada sekitar 500 pekerja.", Qualifier.APPROX),
        ("Ada 150-an pekerja.", Qualifier.APPROX),
        ("Ada lebih dari 500 pekerja.", Qualifier.MIN),
        ("Iurannya mulai Rp16.800.", Qualifier.MIN),
        ("Beasiswa untuk maksimal dua anak.", Qualifier.MAX),
        ("Ia menargetkan 500 peserta.", Qualifier.TARGET),
        ("Akhir tahun ditargetkan cakupannya naik menjadi 55 persen.", Qualifier.TARGET),
        ("Ada 500 pekerja.", None),
    ],
)
def test_qualifier(text: str, qualifier: Qualifier | None) -> None:
    assert only(text)[1].qualifier is qualifier


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("Diperkirakan 500 hingga 1.000 mahasiswa ikut.", 500, 1000, FigureKind.COUNT),
        ("Iurannya 0,24 persen sampai 1,74 persen dari upah.", 0.24, 1.74, FigureKind.PERCENT),
        ("Iurannya 10-15 persen dari upah.", 10, 15, FigureKind.PERCENT),
        ("Santunannya Rp1-2 juta.", 1_000_000, 2_000_000, FigureKind.MONEY),
    ],
)
def test_ranges_are_two_figures(text: str, low: float, high: float, kind: FigureKind) -> None:
    first, second = read(text).figures
    assert (first.value, first.kind, first.qualifier) == (low, kind, Qualifier.MIN)
    assert (second.value, second.kind, second.qualifier) == (high, kind, Qualifier.MAX)
    assert first.unit == second.unit


@pytest.mark.parametrize(
    "text",
    [
        "Menunggak enam sampai 12 bulan.",
        "Laporan masuk dalam 2 x 24 jam.",
        "Sesuai PP 44/2015 dan surat bernomor 500.15/112/2025.",
        "Pandemi Covid-19 dan program K3 berjalan.",
        "Kepulauan Seribu dan Simpang Empat ikut.",
        "Ratusan pekerja dan ribuan nelayan hadir.",
        "Seorang pekerja dan satu perusahaan hadir.",
        "Pedagang kaki lima ikut.",
        "Gerakan 1 Desa 100 Pekerja Rentan dimulai.",
        "HUT ke-45 dan lantai 2 di Jalan Mawar No. 7.",
        "Membagikan 120 paket sembako dan dua surat edaran.",
        "Santunannya 48 kali upah.",
        "(m27)",
        "1. Ani\n2. Budi",
        "Baca juga: 12 ahli waris disantuni",
    ],
)
def test_no_figures(text: str) -> None:
    assert read("Pembuka berita ini cukup panjang untuk sebuah paragraf.\n" + text).figures == []


def test_dates_hold_no_figures() -> None:
    assert read("Sejak 12 Oktober ada 30 pekerja.", dates=("12 Oktober",)).figures[0].value == 30


def test_nothing_is_read_where_the_article_is_not_relevant() -> None:
    assert read("Ada 500 peserta.", relevant=False).figures == []


def test_the_headline_holds_no_figures() -> None:
    article = Article(
        "x", "https://kabar.example/x", "", "Santuni 12 ahli waris", "Teks.", datetime.fromisoformat("2025-11-20T10:00:00+07:00")
    )
    reading = Reading.of(article)
    reading.relevant = True
    split_text(DOC, reading)
    find_figures(DOC, reading)
    assert reading.figures == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Baru 103 dari 147 desa rutin membayar.", [(103, "desa"), (147, "desa")]),
        ("Ada 60 calon agen dari delapan kota. Rinciannya Kendari 22, Kolaka sembilan.",
         [(60, "calon agen"), (8, "kota"), (22, "calon agen"), (9, "calon agen")]),
        ("Di sana ada 63 subkontraktor; yang melaporkan semua pekerjanya 28.", [(63, "subkontraktor"), (28, "subkontraktor")]),
        ("Kantornya punya 7.000 peserta dari 90 perusahaan. Kudus menyumbang 6.900.",
         [(7000, "peserta"), (90, "perusahaan"), (6900, "peserta")]),
        ("Dari 270 LPD, hanya 182 yang sehat.", [(270, "lpd"), (182, "lpd")]),
        ("Dengan 2024 kantornya melayani 30 pemohon.", [(30, "pemohon")]),
        ("Jangan ada satu rupiah pun yang hilang.", []),
    ],
)  # fmt: skip
def test_numbers_without_a_noun_take_the_right_one(text: str, found: list[tuple[int, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in read(text).figures] == found


PIECES = [
    "Rp",
    "Rp.",
    "42",
    "juta",
    "1.200",
    "22. 714",
    "dua",
    "puluh",
    "persen",
    "%",
    "orang",
    "pekerja",
    "dari",
    "hingga",
    "-",
    "/",
]
SIGNS = [
    "(",
    ")",
    ",",
    ".",
    "\n",
    "Kota",
    "Bengkulu",
    "per",
    "bulan",
    "iuran",
    "santunan",
    "baru",
    "di antaranya",
    "İ",
    "9" * 30,
    "M",
]
WORDS = st.sampled_from([*PIECES, *SIGNS])


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join)))
def test_any_text_gives_valid_figures(text: str) -> None:
    reading = read(text)
    end = reading.body
    for figure in reading.figures:
        assert end <= figure.start < figure.end <= len(reading.text)
        assert figure.value >= 0
        assert figure.unit == figure.unit.lower() or figure.unit == "IDR"
        assert isinstance(figure.indicator, Indicator)
        end = figure.end


@pytest.mark.parametrize(
    "text",
    [
        "9" * 50_000,
        "1." * 20_000,
        "dua " * 10_000,
        "Rp " * 10_000,
        "(" * 10_000,
        "A" * 200_000,
        "dari 5 " * 10_000,
        "5 orang menerima santunan " * 2_000,
    ],
)
def test_long_texts_come_to_an_end(text: str) -> None:
    assert len(read(text).figures) <= 10_000


def gold() -> list[dict[str, object]]:
    articles = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))]
    return [article for article in articles if article["relevant"]]


def located(item: dict[str, object], text: str) -> tuple[int, int]:
    at = -1
    for _ in range(item.get("nth", 1)):  # type: ignore[call-overload]
        at = text.find(item["text"], at + 1)  # type: ignore[arg-type]
    return at, at + len(item["text"])  # type: ignore[arg-type]


def test_the_gold_articles_are_read_well() -> None:
    """With the dates of the gold: F1 of value and kind, and with the indicator, as the score of the gold counts them."""
    found = right = total = predicted = 0
    for article in gold():
        text = str(article["text"])
        moment = datetime.fromisoformat(str(article["published"]))
        reading = Reading.of(Article("x", "https://kabar.example/x", "", str(article["title"]), text, moment))
        reading.relevant = True
        split_text(DOC, reading)
        spans = sorted(located(date, text) for date in article["dates"])  # type: ignore[attr-defined]
        reading.dates = [DateFound(s + reading.body, e + reading.body, "", "gold") for s, e in spans]
        find_figures(DOC, reading)
        left = list(reading.figures)
        predicted += len(left)
        for item in article["figures"]:  # type: ignore[attr-defined]
            total += 1
            start, end = (offset + reading.body for offset in located(item, text))
            hit = next(
                (f for f in left if f.start < end and start < f.end and f.value == item["value"] and f.kind == item["kind"]), None
            )
            if hit:
                left.remove(hit)
                found += 1
                right += hit.indicator == item["indicator"]
    assert total > 700
    assert 2 * found / (total + predicted) >= 0.99
    assert 2 * right / (total + predicted) >= 0.96
