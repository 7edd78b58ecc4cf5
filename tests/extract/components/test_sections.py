from datetime import UTC, datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.sections import is_leftover, split_text
from extract.reading import Reading
from models.records import Article

NLP = spacy.blank("id")


def read(text: str, title: str = "Judul") -> Reading:
    reading = Reading.of(Article("a", "https://x.test/a", "X", title, text, datetime(2025, 8, 12, tzinfo=UTC)))
    split_text(NLP.make_doc(""), reading)
    return reading


def sentences(text: str) -> list[str]:
    reading = read(text)
    return [reading.text[s.start : s.end] for s in reading.sentences if s.paragraph >= 0]


def test_the_headline_is_one_sentence_of_paragraph_minus_one() -> None:
    reading = read("Satu kalimat. Kalimat lain.\n\nBaris ketiga.", title="Naik 5 persen. Benarkah?")
    assert [(s.start, s.end, s.paragraph) for s in reading.sentences] == [(0, 24, -1), (25, 38, 0), (39, 52, 0), (54, 67, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "MEDAN, WASPADA.id – BPJS Ketenagakerjaan membuka loket.",
        "Semarang (ANTARA) - BPJS Ketenagakerjaan membuka loket.",
        "P.SIDIMPUAN (Waspada): Capaian daerah itu masih rendah.",
        "KAB. BEKASI (ANTARA) - Capaian daerah itu masih rendah.",
        "LUWUK. Sebanyak 30 pekerja menerima santunan.",
        "Acara di Jl. Jend. Sudirman No. 12 dibuka oleh Drs. H. M. Yusuf, M.Si. bersama tamu.",
        "Iuran 22. 714 pekerja dan Rp. 339 miliar, sejak pukul 10.27 WIB, naik 31.98 persen.",
        "PT. Maju Jaya dan CV. Sinar ikut serta, kata dr. Rina Wati, Sp.PD.",
        "Ia datang bersama Prof. Dr. Ir. Anwar, S.H., M.Hum., di aula.",
        "Surat a.n. Bupati dikirim s.d. Rabu dan tgl. 5 Mei.",
        '"Masa perusahaan besar menunggak?" ujarnya.',
        "Menurut K.H. Ahmad dan R.A. Siti, iuran itu ringan.",
        "Situs kami di bpjs.Com masih dibuka.",
        "3. Marlina, ahli waris karyawati klinik swasta.",
        "Katanya ... tidak jadi.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iurannya Rp16.800. Manfaatnya besar.", ["Iurannya Rp16.800.", "Manfaatnya besar."]),
        ("Pada 2023. Lalu 2024.", ["Pada 2023.", "Lalu 2024."]),
        ('"Kita lihat. Tidak ada." Dia pergi.', ['"Kita lihat.', 'Tidak ada."', "Dia pergi."]),
        ("“Siapa yang tanggung? Pemerintah,” ucapnya.", ["“Siapa yang tanggung?", "Pemerintah,” ucapnya."]),
        ("Ada tiga hal. Pertama, data.", ["Ada tiga hal.", "Pertama, data."]),
        ("Hadir pula ketua RT. Mereka terdaftar.", ["Hadir pula ketua RT.", "Mereka terdaftar."]),
        ("Hadir petani, nelayan, dll. Mereka terdaftar.", ["Hadir petani, nelayan, dll.", "Mereka terdaftar."]),
        ("Hadir Budi, S.Sos. Ia membuka acara.", ["Hadir Budi, S.Sos.", "Ia membuka acara."]),
        ("Semua terlindungi.Ia menambahkan data.", ["Semua terlindungi.", "Ia menambahkan data."]),
        ("Selesai... Lalu pulang.", ["Selesai...", "Lalu pulang."]),
        ("Kami siap,” katanya. (dwi)", ["Kami siap,” katanya.", "(dwi)"]),
        ("Semua hadir.*** (Andi)", ["Semua hadir.***", "(Andi)"]),
        ("Semua hadir.\nYang lain tidak", ["Semua hadir.", "Yang lain tidak"]),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Harga Timah Naik",
        "BACA JUGA:Jelang Lebaran, Harga Cabai Naik",
        "Baca Juga : Jembatan Pawan VI",
        "BACA JUGA Jalan Amblas di Gumelar",
        "- Baca: Petani Diminta Mendaftar",
        "(Tim Liputan).",
        "(*/red)",
        "(REL/RZD)",
        "[FSM-R4]",
        "*/AJI",
        "***",
        "Editor : Lan",
        "Editor: Febrianto Budi Anggoro",
        "Penulis: Ridho / Editor: Yusni",
        "Pewarta: Rahmat Fajri",
        "Pewarta : Wisnu Aji",
        "Redaktur & Reporter : Adek",
        "Halaman 1 2 3",
        "Halaman: 1 2 Selanjutnya",
        "Halaman 1 dari 2",
        "0 Komentar",
        "Penulis/Editor: Budi",
        "Editor by: Andi",
        "Editor Gokli",
        "Reporter Ahmad Nurdin",
        "Red/Budi",
        "#BPJS #Jamsostek",
        "Bagikan:",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "Sebarkan artikel ini",
        "COPYRIGHT © ANTARA 2023",
        "Sumber: ANTARA",
        "Gabung ke channel WhatsApp kami",
    ],
)
def test_leftover_lines(line: str) -> None:
    assert is_leftover(line)
    reading = read(f"Kalimat pertama.\n{line}\nKalimat terakhir.")
    assert [s.leftover for s in reading.sentences] == [False, False, True, False]


@pytest.mark.parametrize(
    "line",
    [
        "Petani bisa mendaftar lewat agen Perisai di kecamatan.(a05)",
        "Editor dan penulis di kota itu kini terlindungi.",
        "Sumber dana berasal dari APBD.",
        "Halaman kantor pos dipadati buruh.",
        "Bacaan Alquran membuka acara.",
        "Laporan keuangan itu diterima dewan.",
        "(Badan Penyelenggara Jaminan Sosial Ketenagakerjaan Cabang Medan) hadir di sana.",
        "Top up saldo dilayani di loket.",
        "Selasa (12/8) mereka bertemu.",
        "12 Agustus 2025",
        "Reporter itu bertanya soal iuran.",
        "Penulis buku itu hadir",
        "Humas - Pemkab hadir di sana.",
        "#Jamsostek menjadi tema acara.",
    ],
)
def test_lines_of_the_article(line: str) -> None:
    assert not is_leftover(line)


def test_a_signature_and_a_link_after_text_are_left_over_alone() -> None:
    reading = read("Semua hadir di aula. (dwi)\nSemua pulang. Baca juga: Harga Timah Naik")
    assert [s.leftover for s in reading.sentences] == [False, False, True, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Kita buka datanya apa adanya,” kata dia.", ["“Kita buka datanya apa adanya,”"]),
        ('"Kita buka. Datanya apa adanya," kata dia. "Sudah."', ['"Kita buka. Datanya apa adanya,"', '"Sudah."']),
        ("”Tahun lalu kami menargetkan 64 ribu,” ucapnya.", ["”Tahun lalu kami menargetkan 64 ribu,”"]),
        ("“Program “Desa Sadar” itu berjalan baik,” katanya.", ["“Program “Desa Sadar” itu berjalan baik,”"]),
        ("“Ini tidak pernah ditutup oleh penulisnya\nLain.", ["“Ini tidak pernah ditutup oleh penulisnya"]),
        ('Acara "May Day" dan "Desa Sadar Jaminan" ramai.', []),
        ("Tidak ada ” di sini", []),
    ],
)
def test_quotes(text: str, expected: list[str]) -> None:
    reading = read(text)
    assert [reading.text[q.start : q.end] for q in reading.quotes] == expected


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text(alphabet=st.sampled_from(list(' \n\t."“”()[]*?!…:,AaZz1dr中é')), max_size=200))
def test_any_text_is_cut_into_ordered_spans(title: str, text: str) -> None:
    reading = read(text, title)
    at = len(title) + 1
    for sentence in reading.sentences[1:]:
        assert at <= sentence.start < sentence.end <= len(reading.text)
        assert not reading.text[at : sentence.start].strip()
        at = sentence.end
    assert not reading.text[at:].strip()
    assert all(0 <= q.start < q.end <= len(reading.text) for q in reading.quotes)


@pytest.mark.parametrize(
    "piece", [".", '"', ". ", "( ", "A. ", "“", "Baca juga: ", " ", "\n", "1. 234", "…”", ".A", "S.", "*", "(.)"]
)
def test_long_runs_are_cut_without_going_back(piece: str) -> None:
    reading = read(piece * (300_000 // len(piece)))
    assert "".join(reading.text[s.start : s.end] for s in reading.sentences[1:]).count(piece[0]) >= (not piece.isspace())
