"""Officials: who is one, with which position and body, under which forms of the name, and where."""

from collections.abc import Callable
from datetime import datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.gazetteer import find_places
from extract.components.people import find_people, lowered
from extract.components.sections import split_text
from extract.reading import PersonFound, Reading
from models.records import Article

NLP = spacy.blank("id")


def read(text: str, title: str = "Judul") -> Reading:
    article = Article("a", "https://contoh.id/a", "contoh", title, text, datetime.fromisoformat("2025-06-02T10:00:00+07:00"))
    reading = Reading.of(article)
    doc = NLP.make_doc("")
    for step in (split_text, find_places, find_people):
        step(doc, reading)
    return reading


def triples(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(person.name, person.position, person.organisation) for person in reading.people]


def one(reading: Reading) -> PersonFound:
    assert len(reading.people) == 1
    return reading.people[0]


AGENCY = [
    (
        "Kepala BPJS Ketenagakerjaan Cabang Kisaran, Bagus Hartono, menegaskan hal itu.",
        ("Bagus Hartono", "Kepala", "BPJS Ketenagakerjaan Cabang Kisaran"),
    ),
    ("Hal itu disampaikan Kacab BPJamsostek Palu Ratih Anjani SE MM.", ("Ratih Anjani", "Kacab", "BPJamsostek Palu")),
    (
        "Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Cabang Ambon Yosef Tandi menambahkan.",
        ("Yosef Tandi", "Kepala Bidang Kepesertaan", "BPJS Ketenagakerjaan Cabang Ambon"),
    ),
    (
        "Asisten Deputi Bidang Kepesertaan BPJS Ketenagakerjaan Kanwil Sulama, Hendra Elwin, memaparkan data.",
        ("Hendra Elwin", "Asisten Deputi Bidang Kepesertaan", "BPJS Ketenagakerjaan Kanwil Sulama"),
    ),
    (
        "Kepala KCP BPJS Ketenagakerjaan Temanggung, Sri Lestari, hadir.",
        ("Sri Lestari", "Kepala KCP", "BPJS Ketenagakerjaan Temanggung"),
    ),
    ("Bantuan diserahkan Kepala KCP Temanggung, Sri Lestari, kemarin.", ("Sri Lestari", "Kepala", "KCP Temanggung")),
    (
        "Ketua Dewan Pengawas BPJS Ketenagakerjaan, Muhammad Zuhri, datang.",
        ("Muhammad Zuhri", "Ketua Dewan Pengawas", "BPJS Ketenagakerjaan"),
    ),
    (
        "Kepala Kejati Babel saat itu, M. Rangga Endra, menandatanganinya.",
        ("M. Rangga Endra", "Kepala", "Kejati Babel"),
    ),
]

GOVERNMENT = [
    ("Naskah diteken Bupati Pasaman Barat H. Lasmana di aula.", ("Lasmana", "Bupati", "Pasaman Barat")),
    ("Wali Kota Denpasar I Gusti Ngurah Jaya Suteja hadir.", ("I Gusti Ngurah Jaya Suteja", "Wali Kota", "Kota Denpasar")),
    ("Wakil Bupati Langkat Hj Hafni br Wijaya SH menerimanya.", ("Hafni br Wijaya", "Wakil Bupati", "Langkat")),
    (
        "Pj. Gubernur Papua Barat Daya, Drs. Mohammad Kondo, M.Si membuka acara.",
        ("Mohammad Kondo", "Pj. Gubernur", "Papua Barat Daya"),
    ),
    ("Mantan Bupati Flores Timur Antonius Hadi turut hadir.", ("Antonius Hadi", "Mantan Bupati", "Flores Timur")),
    (
        "Kepala Dinas Kesehatan Kabupaten Cilacap Dr. Suharti Ruhimat, M.Kes, M.Si turut hadir.",
        ("Suharti Ruhimat", "Kepala", "Dinas Kesehatan Kabupaten Cilacap"),
    ),
    (
        "Kepala Suku Dinas Tenaga Kerja, Transmigrasi, dan Energi Jakarta Pusat, Putu Laksana menerangkan.",
        ("Putu Laksana", "Kepala", "Suku Dinas Tenaga Kerja, Transmigrasi, dan Energi Jakarta Pusat"),
    ),
    (
        "Kepala Dinas Pemberdayaan Masyarakat dan Desa (PMD) Kabupaten Kutai Kartanegara, Arianto, menyebutnya.",
        ("Arianto", "Kepala", "Dinas Pemberdayaan Masyarakat dan Desa (PMD) Kabupaten Kutai Kartanegara"),
    ),
    ("Asisten II Setda Nias Barat, Ramli Firman, menyambut.", ("Ramli Firman", "Asisten II", "Setda Nias Barat")),
    ("Kadisnakertrans NTB I Gede Putu Aria hadir.", ("I Gede Putu Aria", "Kadisnakertrans", "NTB")),
    ("Kajari Makassar Nauli Siregar hadir.", ("Nauli Siregar", "Kajari", "Makassar")),
    ("Dandim 1408/Makassar Letkol Inf Liza Gumay hadir.", ("Liza Gumay", "Dandim", "1408/Makassar")),
    ("Ketua Komisi IV DPRD Kota Palu, Mutia Korona, setuju.", ("Mutia Korona", "Ketua Komisi IV", "DPRD Kota Palu")),
    ("Kepala Kejaksaan Negeri Bone Andi Hairil, S.H., M.H. hadir.", ("Andi Hairil", "Kepala", "Kejaksaan Negeri Bone")),
    ("Lurah Susukan Sutis Adnan yang ikut menandatangani bilang begitu.", ("Sutis Adnan", "Lurah", "Susukan")),
    ("Camat Ciracas, Damai Salimah, berharap begitu.", ("Damai Salimah", "Camat", "Ciracas")),
    ("Lurah Tanjung Priok Budi Santosa hadir.", ("Budi Santosa", "Lurah", "Tanjung Priok")),
    ("Hukum Tua Desa Pakuure, Jemmy Rumeng, menerima kartu.", ("Jemmy Rumeng", "Hukum Tua", "Desa Pakuure")),
    ("Perbekel Dauh Puri Kauh, I Made Gunarsa, ikut.", ("I Made Gunarsa", "Perbekel", "Dauh Puri Kauh")),
    ("Ketua RW 05 Kelurahan Warakas, Sumardi, mengikuti.", ("Sumardi", "Ketua RW 05", "Kelurahan Warakas")),
]

GOVERNMENT_MORE = [
    ("Wakil Bupati Jombang terpilih, Salman Yazid, hadir.", ("Salman Yazid", "Wakil Bupati", "Jombang")),
    ("Ketua Komisi E DPRD Jatim, dr Agung Mulya, hadir.", ("Agung Mulya", "Ketua Komisi E", "DPRD Jatim")),
    ("Direktur BUMDes Maju Bersama, Tono, hadir.", ("Tono", "Direktur", "BUMDes Maju Bersama")),
]

OTHERS = [
    ("Kepala SMKN 2, Maria Howay, meneken.", ("Maria Howay", "Kepala", "SMKN 2")),
    ("Ketua DPC Partai Golkar Gowa Tanti Yahya hadir.", ("Tanti Yahya", "Ketua", "DPC Partai Golkar Gowa")),
    ("Direktur RSI NU Demak dr H Abdul Yakub menyambut baik.", ("Abdul Yakub", "Direktur", "RSI NU Demak")),
    (
        "Direktur RSUD dr. Haulussy Ambon, dr. Nazar Latif, SpPD mengaku siap.",
        ("Nazar Latif", "Direktur", "RSUD dr. Haulussy Ambon"),
    ),
    (
        "Manajer Umum PT Gunung Madu Plantations, Rizal Saputra, menuturkan.",
        ("Rizal Saputra", "Manajer Umum", "PT Gunung Madu Plantations"),
    ),
    ("Rektor USD Romo Iskandar Sagala, SJ, Ph.D. meneken.", ("Iskandar Sagala", "Rektor", "USD")),
    (
        "Rektor Universitas Halu Oleo (UHO) Prof. Dr. Ir. Muhammad Zamri, S.Si., M.Si. meneken MoU.",
        ("Muhammad Zamri", "Rektor", "Universitas Halu Oleo"),
    ),
    (
        "Ketua Serikat Nelayan Tradisional (SNT) Buton, La Ode Koimani, hadir.",
        ("La Ode Koimani", "Ketua", "Serikat Nelayan Tradisional (SNT) Buton"),
    ),
    ("Ketua Praja Sragen Sumarwan mengeluh.", ("Sumarwan", "Ketua", "Praja Sragen")),
    ("Kepala Kantor Pos Sanggau, Dewi Rosa, menyebut gangguan.", ("Dewi Rosa", "Kepala", "Kantor Pos Sanggau")),
    ("Ketua TP-PKK Kota Manado Irene Pinon hadir.", ("Irene Pinon", "Ketua", "TP-PKK Kota Manado")),
    ("Menteri Ketenagakerjaan Yasir Amin meninjau posko.", ("Yasir Amin", "Menteri Ketenagakerjaan", None)),
]

NAMES_LIKE_OTHER_WORDS = [
    ("Ketua PWI Simeulue Aji Rahmat hadir.", ("Aji Rahmat", "Ketua", "PWI Simeulue")),
    ("Kajari Simeulue, R. Hari Wibowo, hadir.", ("R. Hari Wibowo", "Kajari", "Simeulue")),
    (
        "Kepala BPJS Ketenagakerjaan Cabang Maluku Utara Ramadhan Sagala menyerahkan santunan.",
        ("Ramadhan Sagala", "Kepala", "BPJS Ketenagakerjaan Cabang Maluku Utara"),
    ),
    ("Keuchik Gampong Padang Hilir Safrizal menerima kartu.", ("Safrizal", "Keuchik", "Gampong Padang Hilir")),
    ("Kepala Sekolah SMKN 2 Sorong, Maria Howay, meneken.", ("Maria Howay", "Kepala Sekolah", "SMKN 2 Sorong")),
    ("Bupati Gianyar Anak Agung Gede Mayun hadir.", ("Anak Agung Gede Mayun", "Bupati", "Gianyar")),
    ("Gubernur NTB Lalu Muhammad Ikbar membuka acara.", ("Lalu Muhammad Ikbar", "Gubernur", "NTB")),
    ("Kapolda NTT Irjen Pol Daniel Tahi hadir.", ("Daniel Tahi", "Kapolda", "NTT")),
    (
        "Ketua Badan Pengurus Cabang Himpunan Pengusaha Muda Indonesia (HIPMI) Kota Ternate, Rizal Kono, hadir.",
        ("Rizal Kono", "Ketua", "Badan Pengurus Cabang Himpunan Pengusaha Muda Indonesia (HIPMI) Kota Ternate"),
    ),
]

NAME_FIRST = [
    ("Sementara itu Muhammad Ikbal, Kabid Pelayanan, menjelaskan tata cara klaim.", ("Muhammad Ikbal", "Kabid Pelayanan", None)),
    ("Kata Wiratno selaku Sekda Kota Batam, begitu.", ("Wiratno", "Sekda", "Kota Batam")),
    ("Kartu diterima Zahra (Wali Kota Pematangsiantar) kemarin.", ("Zahra", "Wali Kota", "Kota Pematangsiantar")),
    ("Zahra Halim yang juga Ketua Apindo Sumut menyambut.", ("Zahra Halim", "Ketua", "Apindo Sumut")),
    (
        "Wiwik Herawati, Kepala BPJS Ketenagakerjaan Papua Mimika, mengatakan.",
        ("Wiwik Herawati", "Kepala", "BPJS Ketenagakerjaan Papua Mimika"),
    ),
]


NAMED_BY_PLACES = [
    (
        "Direktur PT Bali Segara Resort, Cokorda Istri Mahadewi, mengucapkan terima kasih.",
        ("Cokorda Istri Mahadewi", "Direktur", "PT Bali Segara Resort"),
    ),
    ("Hal itu disampaikan Rina Sari selaku HRD PT Maju Jaya. Program itu berlanjut.", ("Rina Sari", "HRD", "PT Maju Jaya")),
    ("Kepala Kantor Pos Masohi Rahman Tuasikal hadir.", ("Rahman Tuasikal", "Kepala", "Kantor Pos Masohi")),
    ("Kepala KSOP Utama Tanjung Priok Capt. Rudy Hartawan hadir.", ("Rudy Hartawan", "Kepala", "KSOP Utama Tanjung Priok")),
]


BODIES_AND_MONTHS = [
    ("Hadir Kepala KCP BPJSTK Ngawi Mei Lina Saputri.", ("Mei Lina Saputri", "Kepala KCP", "BPJSTK Ngawi")),
    ("Bupati Madiun Juni Hartono hadir.", ("Juni Hartono", "Bupati", "Madiun")),
    ("Kepala Dinas Sosial Madiun, Dra. Sri Rahayu MM, hadir.", ("Sri Rahayu", "Kepala", "Dinas Sosial Madiun")),
    (
        "Ketua Paguyuban Perajin Batik Tulis Sekar, Hj Wati Lestari, hadir.",
        ("Wati Lestari", "Ketua", "Paguyuban Perajin Batik Tulis Sekar"),
    ),
    ("Pengasuh Ponpes Al Ikhlas, KH Abdul Ghofur, hadir.", ("Abdul Ghofur", "Pengasuh", "Ponpes Al Ikhlas")),
    ("RSUD Caruban siap. Direkturnya, dr Farida Hanum, lega.", ("Farida Hanum", "Direktur", "RSUD Caruban")),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    BODIES_AND_MONTHS + NAMED_BY_PLACES + AGENCY + GOVERNMENT + GOVERNMENT_MORE + OTHERS + NAMES_LIKE_OTHER_WORDS + NAME_FIRST,
    ids=lambda value: str(value)[:48],
)
def test_name_position_and_body(text: str, expected: tuple[str, str, str | None]) -> None:
    assert triples(read(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Peraturan Wali Kota Nomor 34 Tahun 2014 mengaturnya.",
        "Acara digelar di Rumah Dinas Bupati, Rabu, 19 Januari 2022.",
        "Acara digelar di Kantor Bupati Langkat, Stabat, Kamis.",
        "Hadir Bupati Bireuen, Bupati Bener Meriah, Bupati Aceh Utara, dan Bupati Aceh Tamiang.",
        "Santunan diserahkan kepada ahli waris Hamdani, sopir truk tambang.",
        "Santunan diterima istri almarhum Ahmad Tuana, anggota Linmas Kelurahan Kalumata.",
        "Irfan (32), sopir truk, menerima santunan. Istrinya, Siti Aminah, terharu.",
        "Kepala desa, guru ngaji, sampai petani sawit kini terlindungi.",
        "Ketua RT, ketua RW, kader posyandu, dan anggota Badan Musyawarah (Bamus) hadir.",
        "Pelatihan petugas Keselamatan dan Kesehatan Kerja (K3) digelar.",
        "Kepala BPJAMSOSTEK Cabang Langsa yang mendampingi wali kota berharap begitu.",
        "Salah satu peserta, dr Wulan Prabandari dari RSU Islam Klaten, mengatakan hal itu.",
        "Editor: Kepala Daerah Budi\nPewarta: Rahmat Fajri",
    ],
)
def test_no_official(text: str) -> None:
    assert triples(read(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kartu Pematangsiantar diterima Wali Kota Zahra Halim, Asisten Perekonomian Widya Hanu, Kadis Kominfo Syah Darma.",
            [
                ("Zahra Halim", "Wali Kota", "Kota Pematangsiantar"),
                ("Widya Hanu", "Asisten Perekonomian", "Kota Pematangsiantar"),
                ("Syah Darma", "Kadis Kominfo", "Kota Pematangsiantar"),
            ],
        ),
        (
            "Kepala Kantor BPJS Ketenagakerjaan Cabang Klaten, Kala Ratna, diwakili Kepala Bidang Kepesertaan, Mahen Rudi.",
            [
                ("Kala Ratna", "Kepala Kantor", "BPJS Ketenagakerjaan Cabang Klaten"),
                ("Mahen Rudi", "Kepala Bidang Kepesertaan", "BPJS Ketenagakerjaan Cabang Klaten"),
            ],
        ),
        (
            "Asisten III Setda Sultra Sukan Toding mewakili Pj Gubernur Andap Budi.",
            [("Sukan Toding", "Asisten III", "Setda Sultra"), ("Andap Budi", "Pj Gubernur", "Sultra")],
        ),
        (
            "Bupati Sambas yang warganya menjadi korban diwakili Asisten Perekonomian dan Pembangunan, Uray Trisno. Pemkab diam.",
            [("Uray Trisno", "Asisten Perekonomian dan Pembangunan", "Sambas")],
        ),
        (
            "Iuran anggota Koperasi Sawit Makmur Pelalawan dipotong. Ketua koperasi itu, Misran, berharap lebih.",
            [("Misran", "Ketua", "Koperasi Sawit Makmur Pelalawan")],
        ),
    ],
)
def test_body_named_before(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert triples(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Serah terima jabatan Kepala Kantor Cabang BPJS Ketenagakerjaan Ambon dari Imam Santoso kepada Rina Umar digelar.",
            [("Imam Santoso", "Kepala Kantor Cabang"), ("Rina Umar", "Kepala Kantor Cabang")],
        ),
        (
            "Kepala KCP Gunungkidul dijabat Heru Wibawa menggantikan Budi Nugraha.",
            [("Heru Wibawa", "Kepala"), ("Budi Nugraha", "Kepala")],
        ),
        (
            "Kepala Kantor Cabang Padangsidimpuan dipercayakan kepada Doli Harap, Kepala KCP Metro kepada Mutia Rahmi.",
            [("Doli Harap", "Kepala"), ("Mutia Rahmi", "Kepala")],
        ),
        (
            "Efri Tanjungsari yang selama ini menjabat kepala kantor cabang digantikan Yunus Arfan.",
            [("Efri Tanjungsari", "kepala kantor cabang"), ("Yunus Arfan", "kepala kantor cabang")],
        ),
        (
            'Kepala Dinas Perkebunan Riau mengingatkan. "Ayo," ujar Rinal Anwar, sang kepala dinas.',
            [("Rinal Anwar", "Kepala")],
        ),
    ],
)
def test_positions_that_change_hands_or_point_back(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name, position) for name, position, _ in triples(read(text))] == expected


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ('Bupati Bantul H Abdul Fitra Suherman hadir. "Ya," ucap Fitra.', "Abdul Fitra Suherman", ["Fitra"]),
        ("Bupati Langkat H Dirga Wenda SH atau yang biasa dipanggil Ondi. Ondi senang.", "Dirga Wenda", ["Ondi"]),
        ("Bupati Tegal H Mukhlis Maulana, yang akrab disapa Gus Lis. Gus Lis meminta.", "Mukhlis Maulana", ["Gus Lis"]),
        ('Gubernur Kalbar H. Paturi hadir. "Ya," kata Okta, sapaan akrab Paturi.', "Paturi", ["Okta"]),
        ("Wali Kota Pontianak Veronika Budi hadir. Kata Veronika Bahar Budi, begitu.", "Veronika Budi", []),
        (
            "Wali Kota Bitung Hengky Honan hadir. Wali Kota Bitung Hengky Frans Honan pulang.",
            "Hengky Frans Honan",
            ["Hengky Honan"],
        ),
        ("Bupati Gowa Husna Talen hadir. Rumah Ridwan Talen rusak.", "Husna Talen", []),
    ],
)
def test_forms_of_one_person(text: str, name: str, aliases: list[str]) -> None:
    person = one(read(text))
    assert (person.name, person.aliases) == (name, aliases)


def test_persons_who_share_a_word_stay_apart() -> None:
    reading = read(
        "Kepala Dinas Kesehatan Kabupaten Cilacap Suharti Ruhimat hadir. Acara dipandu Kepala Bidang Pelayanan BPJS "
        "Ketenagakerjaan Cabang Cilacap Ruhimat Yuli. Menurut Ruhimat, begitu. Suharti setuju."
    )
    assert [(person.name, person.aliases) for person in reading.people] == [
        ("Suharti Ruhimat", ["Suharti"]),
        ("Ruhimat Yuli", ["Ruhimat"]),
    ]


def test_a_ruler_and_a_relative_stay_apart() -> None:
    reading = read(
        "Hadir Bupati Muara Enim, H. Lasut, S.H., dan Ketua TP PKK Muara Enim, Hendri Tua Lasut. Lasut mengatakan senang."
    )
    assert [person.name for person in reading.people] == ["Lasut", "Hendri Tua Lasut"]
    assert len(reading.people[0].mentions) == 2


def test_the_first_position_is_kept() -> None:
    reading = read("Kartu diterima Wali Kota Bitung Zahra Halim. Zahra Halim yang juga Ketua Apindo Sulut menyambut.")
    assert triples(reading) == [("Zahra Halim", "Wali Kota", "Kota Bitung")]


def test_headline_repeats_but_never_lengthens() -> None:
    reading = read(
        "Program diluncurkan Bupati Muara Enim, H Lasut SH di balai.", title="Bupati Lasut Luncurkan Perlindungan Pekerja"
    )
    person = one(reading)
    assert person.name == "Lasut"
    assert person.mentions[0][0] < reading.body


def test_mentions_are_where_the_forms_stand() -> None:
    reading = read(
        'Kepala BPJS Ketenagakerjaan Cabang Kisaran, Bagus Hartono, hadir. "Ya," kata Bagus.\nBaca juga: Bagus Hartono pindah'
    )
    person = one(reading)
    assert [reading.text[start:end] for start, end in person.mentions] == ["Bagus Hartono", "Bagus"]


FROM_ALL_OVER = [
    (
        "Pastor Paroki Santo Yosef Wamena, RD Yulianus Korowa, mengajak umat mendaftar.",
        [("Yulianus Korowa", "Pastor Paroki", "Santo Yosef Wamena")],
    ),
    ("Kepala Kampung Yoboi, Sefanya Walli, menerima kartu peserta.", [("Sefanya Walli", "Kepala Kampung", "Yoboi")]),
    ("Kepala Distrik Sentani Timur Steven Ohee ikut menyaksikan.", [("Steven Ohee", "Kepala", "Distrik Sentani Timur")]),
    (
        '"Kami dukung," ujar Manajer HRD PT Sinar Mas Kalianda, Desy Ratnaningrum.',
        [("Desy Ratnaningrum", "Manajer HRD", "PT Sinar Mas Kalianda")],
    ),
    (
        "HRD Manager Hotel Santika Premiere Bintaro, Yulia Kartikawati, mengaku terbantu.",
        [("Yulia Kartikawati", "HRD Manager", "Hotel Santika Premiere Bintaro")],
    ),
    (
        "GM Pelindo Regional 4 Bitung, Rusli Samad, hadir bersama Kepala KSOP Bitung Captain Lexi Dumais.",
        [("Rusli Samad", "GM", "Pelindo Regional 4 Bitung"), ("Lexi Dumais", "Kepala", "KSOP Bitung")],
    ),
    (
        "Pemilik Rumah Makan Sederhana Ambacang, Uda Erizal, sudah mendaftarkan 14 karyawannya.",
        [("Erizal", "Pemilik", "Rumah Makan Sederhana Ambacang")],
    ),
    (
        "Ketua Kelompok Nelayan Mina Bahari Desa Kwala Lama Syafrizal alias Ucok berharap iuran tetap ringan.",
        [("Syafrizal", "Ketua", "Kelompok Nelayan Mina Bahari Desa Kwala Lama")],
    ),
    (
        "Kepala SMKN 2 Tana Toraja Yohanis Bara' Lotim mengikuti sosialisasi.",
        [("Yohanis Bara' Lotim", "Kepala", "SMKN 2 Tana Toraja")],
    ),
    (
        "Kepala Sekolah SD Inpres Oesapa, Marthen Nitbani, ikut hadir.",
        [("Marthen Nitbani", "Kepala Sekolah", "SD Inpres Oesapa")],
    ),
    (
        "Wakil Ketua Komisi IX DPR RI dari Fraksi PKB, Zulaika Marwan, hadir secara virtual.",
        [("Zulaika Marwan", "Wakil Ketua Komisi IX", "DPR RI")],
    ),
    (
        "Asisten Perekonomian dan Pembangunan Sekda Provinsi Kaltara Bustan menutup acara.",
        [("Bustan", "Asisten Perekonomian dan Pembangunan", "Sekda Provinsi Kaltara")],
    ),
    (
        "Bendesa Adat Jimbaran I Gusti Made Rai Dirga menyebut seluruh pecalang terdaftar.",
        [("I Gusti Made Rai Dirga", "Bendesa Adat", "Jimbaran")],
    ),
    (
        "Perbekel Desa Pejeng Kangin Tjokorda Agung Kusuma Yuda menjadi penerima pertama.",
        [("Tjokorda Agung Kusuma Yuda", "Perbekel", "Desa Pejeng Kangin")],
    ),
    (
        "Klian Banjar Dinas Tegal Sari, Anak Agung Ngurah Putra, turut hadir.",
        [("Anak Agung Ngurah Putra", "Klian Banjar Dinas", "Tegal Sari")],
    ),
    ("Raja Negeri Hila, Abdul Latif Ollong, menyampaikan harapannya.", [("Abdul Latif Ollong", "Raja", "Negeri Hila")]),
    ("Ondoafi Kampung Ayapo, Enos Deda, memberikan restu.", [("Enos Deda", "Ondoafi", "Kampung Ayapo")]),
    (
        "Ketua Majelis Adat Kerajaan Nusantara, YM Kanjeng Pangeran Arief Wibowo, ikut menyaksikan.",
        [("Arief Wibowo", "Ketua", "Majelis Adat Kerajaan Nusantara")],
    ),
    (
        "Turut hadir Camat Wara Timur Andi Baso, Lurah Ponjalae Hasnawati Tahir, dan Kapolsek Wara AKP Marino.",
        [("Andi Baso", "Camat", "Wara Timur"), ("Hasnawati Tahir", "Lurah", "Ponjalae"), ("Marino", "Kapolsek", "Wara")],
    ),
    (
        "Human Capital Head PT Freeport Smelter Manyar, Ratih Puspitasari, mewakili perusahaan.",
        [("Ratih Puspitasari", "Human Capital Head", "PT Freeport Smelter Manyar")],
    ),
    (
        "Senior Vice President Corporate Banking Bank Jatim, Edi Masrianto, meneken dokumen.",
        [("Edi Masrianto", "Senior Vice President Corporate Banking", "Bank Jatim")],
    ),
    (
        "Head of Public Affairs Gojek Jawa Tengah dan DIY, Arum Prasojo, ikut serta.",
        [("Arum Prasojo", "Head of Public Affairs", "Gojek Jawa Tengah dan DIY")],
    ),
    (
        "Ketua Forum Kepala Desa Kabupaten Kuningan, Henny Rosdiana, mewakili 361 desa.",
        [("Henny Rosdiana", "Ketua", "Forum Kepala Desa Kabupaten Kuningan")],
    ),
    (
        "Ketua Paguyuban Kepala Desa Se-Kecamatan Ngawen, Agus Setiyanto, menyebut semua perangkat ikut.",
        [("Agus Setiyanto", "Ketua", "Paguyuban Kepala Desa Se-Kecamatan Ngawen")],
    ),
    (
        "Regional CEO Bank Mandiri Region X Makassar, Muhammad Ashari Baso, ikut meresmikan.",
        [("Muhammad Ashari Baso", "Regional CEO", "Bank Mandiri Region X Makassar")],
    ),
    ("Danlanal Ranai Kolonel Laut (P) Maman Nurachman membantu nelayan.", [("Maman Nurachman", "Danlanal", "Ranai")]),
    (
        "Vikaris Jenderal Keuskupan Agung Merauke, RP Hendrikus Kariwop MSC, hadir.",
        [("Hendrikus Kariwop", "Vikaris Jenderal", "Keuskupan Agung Merauke")],
    ),
    (
        "Komandan Pangkalan TNI AL Simeulue, Letkol Laut (P) Toto Irianto, turut hadir.",
        [("Toto Irianto", "Komandan", "Pangkalan TNI AL Simeulue")],
    ),
    (
        "Direktur Operasional PT Bank Papua Syariah Otniel Numberi ikut.",
        [("Otniel Numberi", "Direktur Operasional", "PT Bank Papua Syariah")],
    ),
    (
        "Corporate Communication Manager PT Semen Tonasa, Nur Alam Idris, membenarkan hal itu.",
        [("Nur Alam Idris", "Corporate Communication Manager", "PT Semen Tonasa")],
    ),
    (
        "Manager Area PT Agro Lestari Mandiri Suwarno Hadi bertindak cepat.",
        [("Suwarno Hadi", "Manager Area", "PT Agro Lestari Mandiri")],
    ),
    (
        "Hadir pula T. Reza Fahlevi selaku Kepala Cabang Bank Aceh Syariah Sigli.",
        [("T. Reza Fahlevi", "Kepala Cabang", "Bank Aceh Syariah Sigli")],
    ),
    (
        "Ketua Pokmaswas Teluk Dalam, Faozanolo Zebua, menyebut iuran itu murah.",
        [("Faozanolo Zebua", "Ketua", "Pokmaswas Teluk Dalam")],
    ),
    (
        "Pendeta Jemaat GKI Getsemani, Pdt. Yan Piet Nerotouw, memimpin doa.",
        [("Yan Piet Nerotouw", "Pendeta Jemaat", "GKI Getsemani")],
    ),
    ("Owner Keripik Sanjai Nitta, Yulnita Arif, mendaftarkan 20 perajang.", [("Yulnita Arif", "Owner", "Keripik Sanjai Nitta")]),
    ("Kapuspen Kemendagri Darma Irwan turut berbicara.", [("Darma Irwan", "Kapuspen", "Kemendagri")]),
    (
        "Anggota DPD RI asal Kalimantan Tengah, Agustin Lambung Sawang, mengapresiasi.",
        [("Agustin Lambung Sawang", "Anggota", "DPD RI")],
    ),
    (
        "Kepala Satpol PP Kota Bontang Ahmad Yani mendaftarkan 90 anggotanya.",
        [("Ahmad Yani", "Kepala", "Satpol PP Kota Bontang")],
    ),
    (
        "Kepala Desa Ulak Bandung, Kecamatan Ujan Mas, Helmi Yuspian, menyerahkan santunan kepada Murni.",
        [("Helmi Yuspian", "Kepala Desa", "Ulak Bandung")],
    ),
    ("Muliadi, ketua kelompok nelayan setempat, mengaku terbantu.", [("Muliadi", "ketua kelompok nelayan", None)]),
    (
        "Kepala Cabang Dinas Pendidikan Wilayah X Lamongan, Sukatno, mengoordinasi GTT.",
        [("Sukatno", "Kepala", "Cabang Dinas Pendidikan Wilayah X Lamongan")],
    ),
    (
        "Kepala Sub Bagian Tata Usaha UPT Pasar Inpres, Rohani, mendata pedagang.",
        [("Rohani", "Kepala Sub Bagian Tata Usaha", "UPT Pasar Inpres")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FROM_ALL_OVER, ids=lambda value: str(value)[:48])
def test_positions_of_all_ranks_and_provinces(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert triples(read(text)) == expected


IN_ALL_ORDERS = [
    (
        "Kajari Nabire Pirly Momongan bersama Kasi Datun Rudi Hasibuan meneken SKK.",
        [("Pirly Momongan", "Kajari", "Nabire"), ("Rudi Hasibuan", "Kasi Datun", "Nabire")],
    ),
    (
        "Penjabat (Pj) Gubernur Sulawesi Barat, Bahtiar Baharuddin, hadir.",
        [("Bahtiar Baharuddin", "Penjabat (Pj) Gubernur", "Sulawesi Barat")],
    ),
    ("Plt Sekda Pegunungan Arfak, Ever Dowansiba, membuka acara.", [("Ever Dowansiba", "Plt Sekda", "Pegunungan Arfak")]),
    (
        "Staf Ahli Gubernur Bidang Ekonomi Maluku, Sadali Ie, mewakili gubernur.",
        [("Sadali Ie", "Staf Ahli Gubernur Bidang Ekonomi", "Maluku")],
    ),
    (
        "Asisten Perekonomian dan Pembangunan Setda Kota Bima, Supratman, hadir.",
        [("Supratman", "Asisten Perekonomian dan Pembangunan", "Setda Kota Bima")],
    ),
    ("Rektor Unpatti, Fredy Leiwakabessy, menyambut baik.", [("Fredy Leiwakabessy", "Rektor", "Unpatti")]),
    (
        "Wakil Rektor III Universitas Cenderawasih, Jonathan Wororomi, meneken MoU.",
        [("Jonathan Wororomi", "Wakil Rektor III", "Universitas Cenderawasih")],
    ),
    ("Direktur RSUD dr. Haulussy, Nazaruddin, menandatangani.", [("Nazaruddin", "Direktur", "RSUD dr. Haulussy")]),
    ("Direktur RSU Bunda Ternate dr. Fitri Alwi hadir.", [("Fitri Alwi", "Direktur", "RSU Bunda Ternate")]),
    ("Ketua Gapki Sulbar Muhammad Adil mengeluh.", [("Muhammad Adil", "Ketua", "Gapki Sulbar")]),
    ("Ketua HNSI Kabupaten Malra, Petrus Renyaan, berharap.", [("Petrus Renyaan", "Ketua", "HNSI Kabupaten Malra")]),
    ("Ketua Dewan Adat Suku Moi, Ruland Sarwa, mendukung.", [("Ruland Sarwa", "Ketua", "Dewan Adat Suku Moi")]),
    ("Kepala Kelurahan Remu Utara, Yulina Momot, mendata.", [("Yulina Momot", "Kepala Kelurahan", "Remu Utara")]),
    ("Lurah Kabola Yanto Maukari hadir.", [("Yanto Maukari", "Lurah", "Kabola")]),
    ("Kepala Ohoi Ngilngof, Hironimus Renwarin, menerima kartu.", [("Hironimus Renwarin", "Kepala Ohoi", "Ngilngof")]),
    ("Sangadi Bongkudai, Rusli Mamonto, hadir.", [("Rusli Mamonto", "Sangadi", "Bongkudai")]),
    ("Ketua Forum Keuchik Aceh Besar, Muslim Ahmad, meminta.", [("Muslim Ahmad", "Ketua", "Forum Keuchik Aceh Besar")]),
    ("Kadisnakertrans Papua Tengah Frets Boray menilai.", [("Frets Boray", "Kadisnakertrans", "Papua Tengah")]),
    ("Kepala UPTD Wasnaker Wilayah II, Benyamin Wopari, menindak.", [("Benyamin Wopari", "Kepala", "UPTD Wasnaker Wilayah II")]),
    (
        "Menurut Yohanis Wally, Ketua Komisi III DPRD Kabupaten Jayapura, itu penting.",
        [("Yohanis Wally", "Ketua Komisi III", "DPRD Kabupaten Jayapura")],
    ),
    ("Anggota DPD RI dari Papua Barat, Filep Wamafma, mengkritik.", [("Filep Wamafma", "Anggota", "DPD RI")]),
    (
        '"Kami siap," kata Marlina (Kabid Kepesertaan BPJS Ketenagakerjaan Cabang Kendari).',
        [("Marlina", "Kabid Kepesertaan", "BPJS Ketenagakerjaan Cabang Kendari")],
    ),
    (
        "Account Representative BPJS Ketenagakerjaan Cabang Baubau, Wa Ode Rahmi, menjelaskan.",
        [("Wa Ode Rahmi", "Account Representative", "BPJS Ketenagakerjaan Cabang Baubau")],
    ),
    ("Kepala KCP Wakatobi La Ode Saleh memaparkan.", [("La Ode Saleh", "Kepala", "KCP Wakatobi")]),
    ("Bupati Kolaka Timur diwakili Sekda, Andi Iqbal Tongasa, membuka.", [("Andi Iqbal Tongasa", "Sekda", "Kolaka Timur")]),
    ("Uskup Agung Merauke, Mgr Petrus Mandagi, memberkati.", [("Petrus Mandagi", "Uskup Agung", "Merauke")]),
    ("Ketua Klasis GKI Sorong Pdt. Isak Kwaktolo hadir.", [("Isak Kwaktolo", "Ketua", "Klasis GKI Sorong")]),
    (
        "Direktur Utama Perumda Air Minum Kupang, Johnny Ottemoesoe, hadir.",
        [("Johnny Ottemoesoe", "Direktur Utama", "Perumda Air Minum Kupang")],
    ),
    ("Kepala Distrik Kurulu, Yance Wetipo, hadir.", [("Yance Wetipo", "Kepala", "Distrik Kurulu")]),
    ("Kepala Distrik Sentani Timur Steven Ohee menyambut rombongan.", [("Steven Ohee", "Kepala", "Distrik Sentani Timur")]),
    (
        "Kepala Lembang Sa'dan Malimbong, Yunus Palimbong, menerima kartu.",
        [("Yunus Palimbong", "Kepala Lembang", "Sa'dan Malimbong")],
    ),
    ("Keuchik Gampong Lamteh, Zulkifli Husen, mengaku senang.", [("Zulkifli Husen", "Keuchik", "Gampong Lamteh")]),
    (
        "Wali Nagari Koto Tangah Syafrizal Datuk Rajo menilai itu penting.",
        [("Syafrizal Datuk Rajo", "Wali Nagari", "Koto Tangah")],
    ),
    ("Naskah diteken Kajari Tana Toraja, Dr. Erianto Pasaribu, SH, MH.", [("Erianto Pasaribu", "Kajari", "Tana Toraja")]),
    ("Ketua DPRK Aceh Singkil, Amaliun Berutu, mendukung.", [("Amaliun Berutu", "Ketua", "DPRK Aceh Singkil")]),
    ("Ketua MRP Papua Selatan Damianus Katayu berharap.", [("Damianus Katayu", "Ketua", "MRP Papua Selatan")]),
    ("Sekda Kabupaten Buru Selatan, Hasan Umasugi, membuka rakor.", [("Hasan Umasugi", "Sekda", "Kabupaten Buru Selatan")]),
    ("Pj. Sekda Mamasa, Drs. Demmatande M.Si, hadir.", [("Demmatande", "Pj. Sekda", "Mamasa")]),
    (
        "Plt. Kepala Dinas Tenaga Kerja Kota Sorong, Ronald Momot, menilai.",
        [("Ronald Momot", "Plt. Kepala", "Dinas Tenaga Kerja Kota Sorong")],
    ),
    ("Plh Bupati Sumba Timur, Umbu Ngadu, memuji.", [("Umbu Ngadu", "Plh Bupati", "Sumba Timur")]),
    ("Asisten I Setda Karangasem, A.A. Gede Rai, memaparkan capaian.", [("A.A. Gede Rai", "Asisten I", "Setda Karangasem")]),
    (
        "Hadir pula Asisten III Setda Lembata, R.A. Kartini Lewotobi, dan camat.",
        [("R.A. Kartini Lewotobi", "Asisten III", "Setda Lembata")],
    ),
    ("Staf Ahli Bupati Bidang Hukum, Maria Sogen, mewakili.", [("Maria Sogen", "Staf Ahli Bupati Bidang Hukum", None)]),
    (
        "Rektor Universitas Pattimura Prof. Fredy Leiwakabessy menyambut.",
        [("Fredy Leiwakabessy", "Rektor", "Universitas Pattimura")],
    ),
    ("Direktur RSUD Chasan Boesoirie, dr. Alwia Assagaf, menyetujui.", [("Alwia Assagaf", "Direktur", "RSUD Chasan Boesoirie")]),
    (
        "Ketua Asosiasi Pengusaha Pelayaran Sulawesi Utara, Ferry Mokoginta, protes.",
        [("Ferry Mokoginta", "Ketua", "Asosiasi Pengusaha Pelayaran Sulawesi Utara")],
    ),
    (
        "Direktur PT Pelayaran Ambon Jaya Ferdinand Latuheru meneken naskah.",
        [("Ferdinand Latuheru", "Direktur", "PT Pelayaran Ambon Jaya")],
    ),
    ("Direktur PT Kelola Batam Sejahtera Andi Wirawan hadir.", [("Andi Wirawan", "Direktur", "PT Kelola Batam Sejahtera")]),
    ("Ketua Koperasi TKBM Karya Bersama Yosias Bonay meneken.", [("Yosias Bonay", "Ketua", "Koperasi TKBM Karya Bersama")]),
    ("Ketua Koperasi Maju Bersama Hendrik Rumbiak hadir.", [("Hendrik Rumbiak", "Ketua", "Koperasi Maju Bersama")]),
    ("Ketua KUD Tani Makmur Bersama, Sulaeman Daud, menolak.", [("Sulaeman Daud", "Ketua", "KUD Tani Makmur Bersama")]),
    ("Ketua Koperasi TKBM Yosias Bonay meneken.", [("Yosias Bonay", "Ketua", "Koperasi TKBM")]),
    ("Bupati Ngada, Fransiskus Sales Wea, menyerahkan piala.", [("Fransiskus Sales Wea", "Bupati", "Ngada")]),
    ("Kepala BPJS TK Gowa Ramli Daeng Tata mengatakan hal itu.", [("Ramli Daeng Tata", "Kepala", "BPJS TK Gowa")]),
    ("Bendesa Agung MDA Bali, Ida Pangeran Sukahet, berpesan.", [("Ida Pangeran Sukahet", "Bendesa Agung", "MDA Bali")]),
    ("Bendesa Madya MDA Badung, Anak Agung Putu Sutarja, hadir.", [("Anak Agung Putu Sutarja", "Bendesa Madya", "MDA Badung")]),
    (
        "Kerja sama dengan Kejaksaan Negeri Manokwari yang diwakili Kasi Datun Rina Fonataba diteken.",
        [("Rina Fonataba", "Kasi Datun", "Kejaksaan Negeri Manokwari")],
    ),
    (
        "Kerja sama dengan RSUD Scholoo Keyen yang diwakili Kepala Bagian Umum, Martha Tigori, diteken.",
        [("Martha Tigori", "Kepala Bagian Umum", "RSUD Scholoo Keyen")],
    ),
    (
        "Kerja sama dengan Polres Nabire yang diwakili oleh Kasat Lantas Iptu Yusuf Kadir diteken.",
        [("Yusuf Kadir", "Kasat Lantas", "Polres Nabire")],
    ),
    ("Di hadapan bupati, Sulistyawati memaparkan capaian.", []),
    ("Di hadapan Bupati Asmat, Sulistyawati memaparkan capaian.", []),
    ("Kepada gubernur, Hartanto melaporkan capaian itu.", []),
    ("Kepada Wakil Bupati Asmat, Yoel Manggaprou, ia melaporkan capaian.", [("Yoel Manggaprou", "Wakil Bupati", "Asmat")]),
    ("Di depan wali kota, Marwan meminta dukungan.", []),
    ("Bupati Karo, Antonius Ginting, hadir.", [("Antonius Ginting", "Bupati", "Karo")]),
    (
        "Kepala Dinas Sosial Kabupaten Dairi Immanuel Sihombing hadir.",
        [("Immanuel Sihombing", "Kepala", "Dinas Sosial Kabupaten Dairi")],
    ),
    ("Camat Merauke, Aman Walinaulik, menyebutnya.", [("Aman Walinaulik", "Camat", "Merauke")]),
    ("Ketua Apindo Sulbar, Lukman Hakim, hadir.", [("Lukman Hakim", "Ketua", "Apindo Sulbar")]),
    (
        "Yohana Rumere selaku Kepala Dinas Koperasi Biak Numfor menilai.",
        [("Yohana Rumere", "Kepala", "Dinas Koperasi Biak Numfor")],
    ),
    ("Melkias Keya, Kepala Distrik Ilaga, menerima kartu.", [("Melkias Keya", "Kepala", "Distrik Ilaga")]),
    ("Sri Wahyuni (Wakil Direktur RSUD Tarakan) meneken adendum.", [("Sri Wahyuni", "Wakil Direktur", "RSUD Tarakan")]),
    ("Penjabat Wali Kota Palopo Firmanza DP menerima audiensi.", [("Firmanza DP", "Penjabat Wali Kota", "Kota Palopo")]),
    ("Hukum Tua Desa Kembes, Jolly Rumagit, bersyukur.", [("Jolly Rumagit", "Hukum Tua", "Desa Kembes")]),
    ("Wakil Ketua II DPR Papua Barat, Cartenz Malibela, mendorong.", [("Cartenz Malibela", "Wakil Ketua II", "DPR Papua Barat")]),
    ("Kapolres Yahukimo AKBP Heru Hidayanto menjamin.", [("Heru Hidayanto", "Kapolres", "Yahukimo")]),
    ("Ketua Serikat Buruh Kawasan Morowali, Afdal Amin, memprotes.", [("Afdal Amin", "Ketua", "Serikat Buruh Kawasan Morowali")]),
    ("General Manager PT Angkasa Pura Sentani, Surya Eka, hadir.", [("Surya Eka", "General Manager", "PT Angkasa Pura Sentani")]),
    ("Kepala Kampung Yoboi, Sefanya Wally, mengaku.", [("Sefanya Wally", "Kepala Kampung", "Yoboi")]),
    ("Manajer HRD PT Wana Potensi, Oktovina Kreuta, mengakui.", [("Oktovina Kreuta", "Manajer HRD", "PT Wana Potensi")]),
    ("Didampingi Kepala Dinas Sosial Maybrat, Marthen meninjau pabrik.", []),
    (
        "Didampingi Kepala Dinas Sosial Maybrat, Marthen Kocu, bupati meninjau pabrik.",
        [("Marthen Kocu", "Kepala", "Dinas Sosial Maybrat")],
    ),
    ("Ia datang bersama Kepala Dinas Sosial Maybrat, Marthen Kocu.", [("Marthen Kocu", "Kepala", "Dinas Sosial Maybrat")]),
    (
        "Koleganya dari Cabang Ternate, Nur Aini Daud, bicara. Sebagai Kepala Kantor Cabang Ternate, ia menerima laporan.",
        [("Nur Aini Daud", "Kepala", "Kantor Cabang Ternate")],
    ),
    ("Kepala Dinas Sosial Lombok Timur, H.M. Juaini, hadir.", [("M. Juaini", "Kepala", "Dinas Sosial Lombok Timur")]),
    ("Ketua DPRD Gianyar, I.B. Gede Sudarsana, hadir.", [("I.B. Gede Sudarsana", "Ketua", "DPRD Gianyar")]),
    ("Wali Nagari Sungai Pua Afdal Datuk Mangkuto hadir.", [("Afdal Datuk Mangkuto", "Wali Nagari", "Sungai Pua")]),
    ("Bupati Takalar Syamsari Daeng Ngitung hadir.", [("Syamsari Daeng Ngitung", "Bupati", "Takalar")]),
    ("Direktur PT Sinar Nabire Abadi, Hery Tan, hadir.", [("Hery Tan", "Direktur", "PT Sinar Nabire Abadi")]),
    (
        "Manajer PT Kayu Ambon Lestari Mandiri Agus Salim Latua hadir.",
        [("Agus Salim Latua", "Manajer", "PT Kayu Ambon Lestari Mandiri")],
    ),
    ("Direktur RSUD Abepura Daisy Urbinas hadir.", [("Daisy Urbinas", "Direktur", "RSUD Abepura")]),
    (
        "Kapolres Alor, AKBP Supriadi Rahman, bersama Dandim Alor, Letkol Inf Amir Syarifudin, hadir.",
        [("Supriadi Rahman", "Kapolres", "Alor"), ("Amir Syarifudin", "Dandim", "Alor")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), IN_ALL_ORDERS, ids=lambda value: str(value)[:48])
def test_titles_of_regions_firms_and_customary_bodies(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert triples(read(text)) == expected


HANDED_ON = [
    "Rini Astari, yang tiga tahun menjadi Kepala BPJS Ketenagakerjaan Cabang Palu, menyerahkan jabatannya kepada Hadi Prawira.",
    "Rini Astari menerima tongkat estafet dari Hadi Prawira dalam serah terima jabatan Kepala BPJS Ketenagakerjaan Cabang Palu.",
    "Kepala BPJS Ketenagakerjaan Cabang Palu, Rini Astari, datang bersama pendahulunya, Hadi Prawira.",
    "Rini Astari kini menempati kursi Kepala BPJS Ketenagakerjaan Cabang Palu. Perempuan itu menerima estafet dari Hadi Prawira.",
]


@pytest.mark.parametrize("text", HANDED_ON)
def test_both_holders_of_a_position(text: str) -> None:
    assert {(name, position) for name, position, _ in triples(read(text))} == {
        ("Rini Astari", "Kepala"),
        ("Hadi Prawira", "Kepala"),
    }


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(read(text))


PIECES = [
    "Kepala",
    "Bupati",
    "Wali Kota",
    "Budi",
    "Santoso",
    "Dinas",
    "BPJS Ketenagakerjaan",
    "Cabang",
    "Kisaran",
    "selaku",
    "yang juga",
    "kepada",
    "dijabat",
    "menggantikan",
    "(",
    ")",
    ",",
    ".",
    "dr.",
    "SH",
    "M.Si",
    "I",
    "Made",
    "akrab disapa",
    "itu",
    "koperasi",
    "“Ya,”",
    "kata",
    "\n",
    "İ",
    "1408/X",
    "-",
    "PT",
    "dan",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_any_order_of_telling_words(text: str) -> None:
    check(read(text))


def check(reading: Reading) -> None:
    for person in reading.people:
        assert person.name.strip()
        assert person.position.strip()
        assert person.organisation is None or person.organisation.strip()
        assert person.name not in person.aliases
        for start, end in person.mentions:
            assert 0 <= start < end <= len(reading.text)
            assert " ".join(reading.text[start:end].split()) in (person.name, *person.aliases)
    names = {person.name for person in reading.people}
    assert all(quote.speaker is None or quote.speaker in names for quote in reading.quotes)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "A" * n,
        lambda n: "Kepala " * (n // 7),
        lambda n: "(" * n,
        lambda n: "(Bupati " * (n // 8),
        lambda n: "Ketua Budi, " * (n // 12),
        lambda n: "Kepala BPJS " + "1" * n,
        lambda n: '"Ya," ujarnya. ' * (n // 15),
    ],
)
def test_long_texts_of_one_kind_are_read_to_the_end(make: Callable[[int], str]) -> None:
    check(read(make(40_000)))


@pytest.mark.parametrize("text", ["İSTANBUL Bupati", "ẞ", "ABC", "", "ŉ Budi", "ﬁ"])
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lowered(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pisah sambut Kepala BPJS Ketenagakerjaan Cabang Madiun berlangsung hangat. Doni Saputra menggantikan Rendra Wijaya.",
            ["Doni Saputra", "Rendra Wijaya"],
        ),
        (
            "Kepala BPJS Ketenagakerjaan Cabang Madiun, Doni Saputra, orang baru. Ia dilantik Mei menggantikan Rendra Wijaya.",
            ["Doni Saputra", "Rendra Wijaya"],
        ),
    ],
)
def test_both_holders_of_an_office(text: str, expected: list[str]) -> None:
    assert [name for name, position, _ in triples(read(text)) if position == "Kepala"] == expected
