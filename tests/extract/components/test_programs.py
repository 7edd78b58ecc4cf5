from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.programs import find_programs, program_mentions
from extract.reading import Reading, Sentence
from models.records import Article
from models.vocab import Program


def _codes(text: str) -> set[str]:
    return {found.code.value for found in program_mentions(text)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Program Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM)", "JKK JKM"),
        ("dua program, jaminan kecelakaan kerja dan jaminan kematian", "JKK JKM"),
        ("JAMINAN HARI TUA naik", "JHT"),
        ("saldo JHT-nya", "JHT"),
        ("Pusat Layanan Kecelakaan Kerja (PLKK)", "PLKK"),
        ("pusat layanan kecelakaan kerja di rumah sakit", "PLKK"),
        ("mitra PLKK", "PLKK"),
        ("JKK-RTW", "JKK RTW"),
        ("program Return to Work", "RTW"),
        ("return-to-work", "RTW"),
        ("aplikasi Jamsostek Mobile", "JMO"),
        ("lewat JMO", "JMO"),
        ("bantuan subsidi upah bagi pekerja", "BSU"),
        ("Bantuan Subsidi Upah (BSU)", "BSU"),
        ("BLT subsidi gaji", "BSU"),
        ("Universal Coverage Jamsostek", "UCJ"),
        ("universal coverage jaminan sosial ketenagakerjaan", "UCJ"),
        ("capaian UCJ", "UCJ"),
        ("Paritrana Award 2023", "PARITRANA"),
        ("malam PARITRANA", "PARITRANA"),
        ("agen Perisai di kecamatan", "PERISAI"),
        ("Perisai BPJS Ketenagakerjaan", "PERISAI"),
        ("Penggerak Jaminan Sosial Indonesia (Perisai)", "PERISAI"),
        ("agen PERISAI", "PERISAI"),
        ("Service Point Office (SPO)", "SPO"),
        ("service point office di bank. SPO itu ramai", "SPO"),
        ("SPO BRI melayani klaim", "SPO"),
        ("Manfaat Layanan Tambahan (MLT) perumahan", "MLT"),
        ("Jaminan Kematian (JKm)", "JKM"),
        ("santunan JKm", "JKM"),
        ("JKK/JKM", "JKK JKM"),
        ("JKK dan JK", "JKK JKM"),
        ("program JKK, JKM, JHT, JP, dan JKP", "JKK JKM JHT JP JKP"),
        ("JHT dan JP", "JHT JP"),
        ("Jaminan Pensiun (JP)", "JP"),
        ("iuran JP naik", "JP"),
        ("Jaminan Kehilangan Pekerjaan (JKP)", "JKP"),
        ("Jaminan Kecelakaan Kerja, Kematian, Hari Tua, dan Pensiun", "JKK JKM JHT JP"),
        ("Jaminan Kecelakaan Kerja (JKK), Kematian (JKM) dan Hari Tua", "JKK JKM JHT"),
        ("jaminan kecelakaan kerja dan kematian", "JKK JKM"),
        ("jaminan kecelakaan dan kematian", "JKK JKM"),
        ("Jaminan Kecelakaan\xa0Kerja", "JKK"),
    ],
)
def test_names_programmes(text: str, codes: str) -> None:
    assert _codes(text) == set(codes.split())


@pytest.mark.parametrize(
    "text",
    [
        "Badan Penyelenggara Jaminan Sosial",
        "jaminan sosial ketenagakerjaan bagi pekerja",
        "Jaminan Kesehatan Nasional (JKN)",
        "santunan kematian dari pemerintah kabupaten",
        "meninggal akibat kecelakaan kerja",
        "memasuki hari tua dan pensiun",
        "wartawan (JP)",
        "Gedung JP Morgan",
        "Wapres JK hadir",
        "pesilat Perisai Diri",
        "perisai dari baja",
        "SPO rumah sakit diperbarui",
        "manfaat layanan kesehatan",
        "XJKK JKKX JKKM",
        "PT JMOR",
        "Universal Coverage kesehatan",
        "",
    ],
)
def test_stays_silent(text: str) -> None:
    assert _codes(text) == set()


def test_marks_the_words() -> None:
    text = "Iuran Jaminan Kecelakaan Kerja, Kematian (JKM)"
    assert [(text[found.start : found.end], found.code) for found in program_mentions(text)] == [
        ("Jaminan Kecelakaan Kerja", Program.JKK),
        ("Kematian", Program.JKM),
        ("JKM", Program.JKM),
    ]


def test_reads_title_and_text_but_no_leftover_lines() -> None:
    article = Article("a", "u", "o", "Klaim JHT naik", "Isi JKM.\nBaca juga: Cara cek BSU", datetime(2025, 1, 1, tzinfo=UTC))
    reading = Reading.of(article)
    reading.sentences = [Sentence(0, 14, -1), Sentence(15, 23, 0), Sentence(24, 49, 1, leftover=True)]
    find_programs(None, reading)  # type: ignore[arg-type]
    assert [found.code for found in reading.programs] == [Program.JHT, Program.JKM]


_PIECES = st.sampled_from(
    [
        "JKK",
        "JP",
        "JK",
        "Jaminan ",
        "Kematian",
        "Kecelakaan Kerja",
        ", ",
        " dan ",
        "(",
        ")",
        "SPO",
        "Perisai",
        " agen ",
        "\n",
        "é",
        "\xa0",
        "UC ",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    found = program_mentions(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
