"""Mentions of the agency, of its offices, and of regions. All sentences are invented."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.agency import Leftovers, find_agency
from extract.components.gazetteer import find_places
from extract.components.place_names import PlaceNames
from extract.components.sections import split_text
from extract.reading import Reading
from extract.record import to_extraction
from models import gazetteers
from models.records import Article
from models.vocab import IssueCode, OfficeKind


def _read(text: str, title: str = "Berita hari ini", province: str | None = None) -> Reading:
    article = Article("a", "https://contoh.id/a", "Contoh", title, text, datetime(2025, 6, 1, tzinfo=UTC), province=province)
    reading = Reading.of(article)
    split_text(None, reading)  # type: ignore[arg-type]
    find_places(None, reading)  # type: ignore[arg-type]
    return reading


def _offices(reading: Reading) -> list[tuple[str, str, str | None]]:
    return list(dict.fromkeys((found.kind.value, found.name, found.office_id) for found in reading.offices))


OFFICES: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("Kegiatan digelar BPJS Ketenagakerjaan Cabang Kisaran.", [("kc", "Kisaran", "kc-kisaran")]),
    ("Kantor Cabang BPJamsostek Pematangsiantar membagikan sembako.", [("kc", "Pematangsiantar", "kc-pematangsiantar")]),
    ("Sosialisasi oleh BPJAMSOSTEK Ungaran berlangsung ramai.", [("kc", "Ungaran", "kc-ungaran")]),
    ("Kepala Cabang BPJS Ketenagakerjaan Dumai, Budi Santoso, hadir.", [("kc", "Dumai", "kc-dumai")]),
    ("Kacab BPJS Ketenagakerjaan Palu menyerahkan santunan.", [("kc", "Palu", "kc-palu")]),
    ("Kacab BPJSTK Bitung Andi menyerahkan santunan.", [("kc", "Bitung", "kcp-bitung")]),
    ("Kepala KCP BPJS Ketenagakerjaan Temanggung, Sri, hadir.", [("kcp", "Temanggung", "kcp-temanggung")]),
    ("Data dimutakhirkan BPJS Ketenagakerjaan bersama Kantor Cabang Perintis Belitung.", [("kcp", "Belitung", "kcp-belitung")]),
    ("BPJS Ketenagakerjaan mencatat. Itu arahan Kanwil Sumbagut.", [("kanwil", "Sumbagut", "kanwil-sumbagut")]),
    ("BPJS Ketenagakerjaan Kantor Wilayah Sumbar Riau Kepri menilai.", [("kanwil", "Sumbar Riau Kepri", "kanwil-sumbarriau")]),
    (
        "BPJS Ketenagakerjaan Kanwil Sumbar, Riau, dan Kepri menilai.",
        [("kanwil", "Sumbar, Riau, dan Kepri", "kanwil-sumbarriau")],
    ),
    ("BPJS Ketenagakerjaan Kanwil Jateng dan DIY menilai.", [("kanwil", "Jateng dan DIY", "kanwil-jateng-diy")]),
    ("Kepala Kanwil BPJS Ketenagakerjaan Jateng-DIY, Budi, menilai.", [("kanwil", "Jateng-DIY", "kanwil-jateng-diy")]),
    (
        "Kepala BPJS Ketenagakerjaan Kanwil Bali, Nusa Tenggara dan Papua Budi.",
        [("kanwil", "Bali, Nusa Tenggara dan Papua", "kanwil-banuspa")],
    ),
    ("Asisten Deputi BPJS Ketenagakerjaan Kantor Pusat Budi membuka acara.", [("pusat", "Pusat", "kp-pusat")]),
    ("Deputi Direktur Bidang Pelayanan Kantor Pusat BPJS Ketenagakerjaan, Budi.", [("pusat", "Pusat", "kp-pusat")]),
    ("Permintaan kepada BPJS Ketenagakerjaan itu kewenangan Kantor Pusat.", [("pusat", "Pusat", "kp-pusat")]),
    (
        "Ada 4 Kantor Cabang BPJS Ketenagakerjaan di Kalbar, yakni di Kota Pontianak, Kota Singkawang, Sanggau dan Kapuas Hulu",
        [
            ("kc", "Pontianak", "kc-pontianak"),
            ("kc", "Singkawang", "kcp-singkawang"),
            ("kc", "Sanggau", "kcp-sanggau"),
            ("kc", "Kapuas Hulu", "kcp-kapuas-hulu"),
        ],
    ),
    (
        "BPJS Ketenagakerjaan Cabang Semarang Pemuda, Majapahit dan Ungaran bekerja sama.",
        [
            ("kc", "Semarang Pemuda", "kc-semarang-pemuda"),
            ("kc", "Semarang Majapahit", "kc-semarang-majapahit"),
            ("kc", "Ungaran", "kc-ungaran"),
        ],
    ),
    ("Kepala BPJS Ketenagakerjaan Sumbar Riau Kepri membuka.", [("kanwil", "Sumbar Riau Kepri", "kanwil-sumbarriau")]),
    ("Deputi Direktur Wilayah Banten BPJS Ketenagakerjaan membuka.", [("kanwil", "Banten", "kanwil-banten")]),
    ("Deputi Direktur BPJS Ketenagakerjaan Wilayah Banten, Budi.", [("kanwil", "Banten", "kanwil-banten")]),
    ("Kepala BPJS Ketenagakerjaan Cabang Semarang Pemuda Daulay hadir.", [("kc", "Semarang Pemuda", "kc-semarang-pemuda")]),
    ("Kepala BPJS Ketenagakerjaan Cabang Stabat Mariana hadir.", [("kc", "Stabat", "kcp-langkat")]),
    ("Kepala BPJS Ketenagakerjaan Pangkalpinang, Jayadi, hadir.", [("kc", "Pangkalpinang", "kc-pangkalpinang")]),
    ("Kepala BPJS Ketenagakerjaan Cabang Sukawangi Budiman Santoso mengatakan.", [("kc", "Sukawangi", None)]),
    ("Kepala BPJS Ketenagakerjaan Cabang Teluk Bayur, Budiman Santoso mengatakan.", [("kc", "Teluk Bayur", None)]),
    ("Warga mendatangi BPJS Ketenagakerjaan. BPJS Kesehatan Cabang Klaten membuka loket.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Bank BRI Cabang Klaten membuka loket.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. BRI Kantor Cabang Klaten membuka loket.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Kantor Pos Cabang Klaten membuka loket.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. PWI Cabang Klaten membuka loket.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Kepala Cabang Kejari Klaten hadir.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Kanwil Kemenkumham Banten hadir.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Kepala Cabang Dinas Pendidikan Klaten hadir.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Kantor pusat Bank Jatim ramai.", []),
    ("Warga mendatangi BPJS Ketenagakerjaan. Bank Mandiri KCP Batang ramai.", []),
    ("Peserta BPJS Ketenagakerjaan di Banten naik.", []),
    ("Seluruh kantor cabang BPJS Ketenagakerjaan di Jateng dan DIY membayar.", []),
    ("BPJS Ketenagakerjaan Gelar Sosialisasi di Klaten.", []),
    ("Direktur Utama BPJS Ketenagakerjaan Anggoro Eko hadir.", []),
    ("Kepala BPJS Ketenagakerjaan Cabang Kudus, Jawa Tengah, hadir.", [("kc", "Kudus", "kc-kudus")]),
    ("Kepala BPJS Ketenagakerjaan Kalimantan Barat hadir.", [("kc", "Kalimantan Barat", "kc-pontianak")]),
    ("Kepala BPJS Ketenagakerjaan Provinsi Kalimantan Barat hadir.", [("kc", "Kalimantan Barat", "kc-pontianak")]),
    ("Kepala Kantor Wilayah BPJS Ketenagakerjaan Regional Kalimantan, Budi.", [("kanwil", "Kalimantan", "kanwil-kalimantan")]),
    (
        "Pertemuan BPJS Ketenagakerjaan dihadiri kepala cabang di Palangka Raya, Sampit dan Muara Teweh.",
        [("kc", "Palangka Raya", "kc-palangka-raya"), ("kc", "Sampit", "kc-sampit"), ("kc", "Muara Teweh", "kcp-barito-utara")],
    ),
    ("BPJS Ketenagakerjaan (BPJAMSOSTEK) Cabang Yogyakarta hadir.", [("kc", "Yogyakarta", "kc-yogyakarta")]),
    ("BPJS Ketenagakerjaan membuka unit layanan Kepulauan Seribu di dermaga.", [("kcp", "Kepulauan Seribu", None)]),
    ("Kepala BPJS Ketenagakerjaan Jatim hadir.", [("kanwil", "Jatim", "kanwil-jawa-timur")]),
    (
        "Kepala BPJS Ketenagakerjaan Cabang Medan Kota, Jefri. BPJS Ketenagakerjaan Medan siap.",
        [("kc", "Medan Kota", "kc-medan-kota")],
    ),
    (
        "Kepala BPJS Ketenagakerjaan Batam Sekupang hadir. BPJS Ketenagakerjaan Batam siap.",
        [("kc", "Batam Sekupang", "kc-batam-sekupang")],
    ),
    ("Kepala KCP BPJS Ketenagakerjaan Tebo hadir. Gedung BPJS Ketenagakerjaan Tebo baru.", [("kcp", "Tebo", "kcp-tebo")]),
    ("Kepala Kantor Cabang Perintis (KCP) BPJS Ketenagakerjaan Tebo hadir.", [("kcp", "Tebo", "kcp-tebo")]),
    ("Kepala BPJS Ketenagakerjaan Kantor Cabang Perintis (KCP) Tebo hadir.", [("kcp", "Tebo", "kcp-tebo")]),
    ("Kanwil BPJS Ketenagakerjaan Sumut dan Aceh hadir.", [("kanwil", "Sumut dan Aceh", "kanwil-sumbagut")]),
    ("Kepala Kanwil Sumbagsel BPJS Ketenagakerjaan hadir.", [("kanwil", "Sumbagsel", "kanwil-sumbagsel")]),
    ("Pimpinan Wilayah BPJS Ketenagakerjaan Sulsel hadir.", [("kc", "Sulsel", "kc-makassar")]),
    (
        "Kepala BPJS Ketenagakerjaan Cabang Bandung Soekarno Hatta Budi hadir.",
        [("kc", "Bandung Soekarno Hatta", "kc-bandung-soekarno-hatta")],
    ),
    (
        "Kepala BPJS Ketenagakerjaan Cabang Surakarta, Budi. BPJS Ketenagakerjaan Solo siap.",
        [("kc", "Surakarta", "kc-surakarta")],
    ),
    ("BPJS Ketenagakerjaan cabang Klaten hadir.", [("kc", "Klaten", "kc-klaten")]),
    ("Kepala Kantor BPJS Ketenagakerjaan Kabupaten Bekasi hadir.", [("kc", "Kabupaten Bekasi", "kc-bekasi-cikarang")]),
    ("Peserta BPJS Ketenagakerjaan Kabupaten Demak bertambah.", []),
    ("Kepala BPJS Ketenagakerjaan Kabupaten Demak hadir.", [("kc", "Demak", None)]),
    ("Kepala Kantor Cabang Tanjungpinang BPJS Ketenagakerjaan hadir.", [("kc", "Tanjungpinang", "kc-tanjungpinang")]),
    ("Tim BPJS Ketenagakerjaan Cabang Klaten dan Pemkab Klaten hadir.", [("kc", "Klaten", "kc-klaten")]),
    ("BPJS Ketenagakerjaan Cabang Langsa, Aceh Tamiang, dan Aceh Timur bekerja sama.", [("kc", "Langsa", "kc-langsa")]),
    (
        "Pelatihan BPJS Ketenagakerjaan diikuti Cabang Pontianak, Sintang, dan Ketapang.",
        [("kc", "Pontianak", "kc-pontianak"), ("kc", "Sintang", "kcp-sintang"), ("kc", "Ketapang", "kcp-ketapang")],
    ),
    (
        "Petugas BPJS Ketenagakerjaan Cabang Jakarta Salemba dan Mangga Dua hadir.",
        [("kc", "Jakarta Salemba", "kc-jakarta-salemba"), ("kc", "Jakarta Mangga Dua", "kc-jakarta-mangga-dua")],
    ),
    ("Kepala BPJS Ketenagakerjaan Papua Barat hadir.", [("kc", "Papua Barat", "kc-papua-barat")]),
    ("Kepala BPJS Ketenagakerjaan NTT, Budi.", [("kc", "NTT", "kc-nusa-tenggara-timur")]),
    ("Kepala BPJS Ketenagakerjaan Riau, Budi.", [("kanwil", "Riau", "kanwil-sumbarriau")]),
    ("BPJS TK Cabang Bau-Bau hadir.", [("kc", "Bau-Bau", "kcp-baubau")]),
    ("BPJS Ketenagakerjaan Cabang\nKlaten", []),
    ("Kepala BPJS Cabang Klaten hadir bersama BPJS Ketenagakerjaan.", [("kc", "Klaten", "kc-klaten")]),
    ("BPJS Ketenagakerjaan Bali Denpasar hadir.", [("kc", "Bali Denpasar", "kc-bali-denpasar")]),
    ("Kepala Cabang BPJS Ketenagakerjaan, Budi Santoso, hadir.", []),
    ("Kantor Cabang BPJS Ketenagakerjaan terdekat melayani di Senin.", []),
    ("BPJS Ketenagakerjaan Kantor Cabang Utama Surakarta hadir.", [("kc", "Surakarta", "kc-surakarta")]),
    (
        "Kepala BPJS Ketenagakerjaan Cabang Bogor Kota hadir. Kepala BPJS Ketenagakerjaan Cabang Bogor Cileungsi hadir.",
        [("kc", "Bogor Kota", "kc-bogor-kota"), ("kc", "Bogor Cileungsi", "kc-bogor-cileungsi")],
    ),
    ("Kakanwil BPJS Ketenagakerjaan Sulawesi Maluku, Budi.", [("kanwil", "Sulawesi Maluku", "kanwil-sulawesi-maluku")]),
    ("Kakanwil BPJS Ketenagakerjaan Sulama Budi.", [("kanwil", "Sulama", "kanwil-sulawesi-maluku")]),
    ("Acara BPJS Ketenagakerjaan se-Kota Medan.", []),
    ("BPJS Ketenagakerjaan Pusat Layanan Kecelakaan Kerja.", []),
    ("Kejaksaan Negeri Klaten dan BPJS Ketenagakerjaan. Cabang Rengat akan menggelar bimtek.", [("kc", "Rengat", "kc-rengat")]),
    ("BPJS Ketenagakerjaan hadir. Kepala KCP Sungai Penuh, Budi, hadir.", [("kcp", "Sungai Penuh", "kcp-sungai-penuh")]),
    ("BPJS Ketenagakerjaan hadir. Unit Layanan Pengadaan Klaten sibuk.", []),
    ("Bupati meminta BPJS Ketenagakerjaan membuka unit layanan di Klaten.", []),
    ("Warga berharap BPJS Ketenagakerjaan mendirikan kantor perintis di Klaten.", []),
    ("Rakor Jamsostek Papua Selatan berlangsung. BPJS Ketenagakerjaan hadir.", []),
    ("Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Cabang Mempawah Hilir Budi.", [("kc", "Mempawah Hilir", None)]),
    ("Kepala Cabang BPJS Ketenagakerjaan Budi Santoso hadir.", []),
    ("Kantor Cabang BPJS Ketenagakerjaan Sukawangi ramai.", [("kc", "Sukawangi", None)]),
    ("Kacab BPJS Ketenagakerjaan Budi Santoso hadir.", []),
    ("BPJS Ketenagakerjaan hadir. Kacab Budi Santoso berharap.", []),
    ("BPJS Ketenagakerjaan hadir. Kepala Cabang Budi Santoso berharap.", []),
    ("BPJS Ketenagakerjaan hadir. Kepala Kantor Wilayah Budi Santoso berharap.", []),
    ("BPJS Ketenagakerjaan hadir. Peserta di KCP Sukawangi berharap.", [("kcp", "Sukawangi", None)]),
    ("Kepala BPJS Ketenagakerjaan wilayah Banten hadir.", [("kanwil", "Banten", "kanwil-banten")]),
    ("Peserta BPJS Ketenagakerjaan wilayah Banten naik.", []),
    ("Kepala Kantor Cabang (Kakacab) BPJS Ketenagakerjaan Palu hadir.", [("kc", "Palu", "kc-palu")]),
    ("Kepala Kantor Wilayah (Kakanwil) BPJS Ketenagakerjaan Jatim hadir.", [("kanwil", "Jatim", "kanwil-jawa-timur")]),
    ("Kepala BPJS Ketenagakerjaan Sumut, Budi, hadir.", [("kanwil", "Sumut", "kanwil-sumbagut")]),
    ("Dirut BPJS Ketenagakerjaan Bima Arya hadir.", []),
    ("Deputi Direktur BPJS Ketenagakerjaan Sumbagut hadir.", [("kanwil", "Sumbagut", "kanwil-sumbagut")]),
    ("Ada kantor cabang BPJS Ketenagakerjaan untuk peserta yang tinggal di Klaten, Boyolali dan Sragen.", []),
    (
        "Empat kepala cabang BPJS Ketenagakerjaan di pesisir, yakni Cilincing, Pluit dan Mangga Dua, hadir.",
        [
            ("kc", "Cilincing", "kc-jakarta-cilincing"),
            ("kc", "Pluit", "kc-jakarta-pluit"),
            ("kc", "Mangga Dua", "kc-jakarta-mangga-dua"),
        ],
    ),
    ("Peserta datang ke kantor cabang BPJS Ketenagakerjaan di Kisaran.", [("kc", "Kisaran", "kc-kisaran")]),
    ("Sosialisasi BPJS Ketenagakerjaan di Kisaran.", []),
    ("Kacab BPJS Ketenagakerjaan Cabang Medan Utara, Budi.", [("kc", "Medan Utara", "kc-medan-utara")]),
    (
        "BPJS Ketenagakerjaan Cabang Palu, Cabang Kendari, dan Cabang Manado bergabung.",
        [("kc", "Palu", "kc-palu"), ("kc", "Kendari", "kc-kendari"), ("kc", "Manado", "kc-manado")],
    ),
    ("BPJS Ketenagakerjaan Kabupaten Demak menyerahkan santunan.", [("kc", "Demak", None)]),
    ("Pemkab bersama BPJS Ketenagakerjaan Provinsi Maluku menyerahkan santunan.", [("kc", "Maluku", "kc-maluku")]),
    (
        "Badan Penyelenggara Jaminan Sosial atau BPJS Ketenagakerjaan Cabang Bekasi Kota hadir.",
        [("kc", "Bekasi Kota", "kc-bekasi-kota")],
    ),
    ("BPJS Ketenagakerjaan atau BPJAMSOSTEK Cabang Palu hadir.", [("kc", "Palu", "kc-palu")]),
    (
        "BPJS Ketenagakerjaan hadir. Kepala BPJS KCP Halmahera Selatan Amrullah mengatakan.",
        [("kcp", "Halmahera Selatan", "kcp-halmahera-selatan")],
    ),
    ("Kepala BPJS Ketenagakerjaan Kantor Cilacap Dewi mengatakan.", [("kc", "Cilacap", "kc-cilacap")]),
    (
        "Deputi Direktur BPJS Ketenagakerjaan Wilayah Jawa Tengah dan DIY Moch mengatakan.",
        [("kanwil", "Jawa Tengah dan DIY", "kanwil-jateng-diy")],
    ),
    ("Kepala Kantor Wilayah Kalimantan BPJS Ketenagakerjaan Ady menjelaskan.", [("kanwil", "Kalimantan", "kanwil-kalimantan")]),
    ("BPJS Ketenagakerjaan Kantor Wilayah (Kanwil) Jawa Barat memberi.", [("kanwil", "Jawa Barat", "kanwil-jawa-barat")]),
    (
        "Kepala Kantor BPJS Ketenagakerjaan Cabang Bekasi Deltamas menjelaskan.",
        [("kc", "Bekasi Deltamas", "kcp-bekasi-delta-mas")],
    ),
    ("Badan Pelayanan Jaminan Sosial (BPJS) Ketenagakerjaan Cabang Jayapura hadir.", [("kc", "Jayapura", "kc-papua-jayapura")]),
    ("BPJS Ketenagakerjaan Cabang Kendari Sulawesi Tenggara (Sultra) hadir.", [("kc", "Kendari", "kc-kendari")]),
    ("Kabid BPJS Ketenagakerjaan Kendari, Sultra, Bahtiar, hadir.", [("kc", "Kendari", "kc-kendari")]),
    ("BPJAMSOSTEK Cabang Ungaran, Kabupaten Semarang, Jawa Tengah menyerahkan.", [("kc", "Ungaran", "kc-ungaran")]),
    (
        "BPJS Ketenagakerjaan Cabang Tangerang Cikokol hadir, kata Kepala Kantor BPJS Ketenagakerjaan Cabang Cikokol Zaki.",
        [("kc", "Tangerang Cikokol", "kc-tangerang-cikokol")],
    ),
    (
        "Bpjamsostek Kantor Cabang Sulbar hadir, kata Kepala Cabang BPJS Ketenagakerjaan Sulawesi Barat, Makmun.",
        [("kc", "Sulawesi Barat", "kc-sulawesi-barat")],
    ),
    ("BPJS Ketenagakerjaan (BPJS-TK) Natuna, Kepulauan Riau hadir.", [("kc", "Natuna", "kcp-natuna")]),
]


@pytest.mark.parametrize(("text", "offices"), OFFICES, ids=[text[:60] for text, _ in OFFICES])
def test_names_offices(text: str, offices: list[tuple[str, str, str | None]]) -> None:
    assert sorted(map(str, _offices(_read(text)))) == sorted(map(str, offices))


@pytest.mark.parametrize(
    ("title", "offices"),
    [
        ("BPJS Ketenagakerjaan DKI Evaluasi Layanan", [("kanwil", "DKI", "kanwil-dki-jakarta")]),
        ("BPJAMSOSTEK JAMBI BEDAH KEPESERTAAN", [("kc", "JAMBI", "kc-jambi")]),
        ("BPJS Ketenagakerjaan Cabang Gelar Sosialisasi", []),
        ("Pekerja Dapat Iuran Gratis BPJS Ketenagakerjaan", []),
        ("Pemkab Klaten dan BPJS Ketenagakerjaan Teken MoU", []),
    ],
)
def test_names_offices_in_headlines(title: str, offices: list[tuple[str, str, str | None]]) -> None:
    assert _offices(_read("Klaten - Isi berita.", title)) == offices


def test_reads_no_office_from_leftover_lines() -> None:
    reading = _read("BPJS Ketenagakerjaan hadir.\nBaca juga: BPJS Ketenagakerjaan Cabang Klaten menyerahkan santunan di Sleman")
    assert (_offices(reading), len(reading.agency), reading.regions) == ([], 1, [])


def test_an_article_without_the_agency_names_no_office() -> None:
    assert _read("Kanwil Sumbagut dan Kantor Cabang Perintis Belitung.").offices == []


def test_spans_cover_the_names_and_mentions_share_the_fullest() -> None:
    reading = _read(
        "Kepala Cabang BPJS Ketenagakerjaan Solo hadir. Kantor Cabang Perintis Surakarta dan BPJAMSOSTEK Surakarta siap."
    )
    assert [reading.text[found.start : found.end] for found in reading.offices] == ["Solo", "Surakarta", "Surakarta"]
    assert {(found.kind, found.name) for found in reading.offices} == {(OfficeKind.KCP, "Surakarta")}


def test_unknown_offices_are_kept_and_doubted_once() -> None:
    reading = _read("BPJS Ketenagakerjaan Cabang Sukawangi hadir. Kepala BPJS Ketenagakerjaan Cabang Sukawangi, Budi, berharap.")
    assert _offices(reading) == [("kc", "Sukawangi", None)]
    assert [(issue.code, issue.detail) for issue in reading.issues] == [(IssueCode.OFFICE_UNKNOWN, "kc Sukawangi")]
    span = reading.issues[0].span
    assert span is not None
    assert reading.article.text[span.start : span.end] == "Sukawangi"


@pytest.mark.parametrize("office", gazetteers.offices(), ids=lambda office: office.id)
def test_every_office_is_found_by_its_name_and_aliases(office: gazetteers.GazetteerOffice) -> None:
    unit = {"pusat": "Kantor Pusat", "kanwil": "Kantor Wilayah", "kc": "Kantor Cabang", "kcp": "Kantor Cabang Perintis"}[
        office.kind
    ]
    if office.kind is OfficeKind.PUSAT:
        assert _offices(_read(f"Deputi BPJS Ketenagakerjaan {unit} hadir.")) == [("pusat", "Pusat", office.id)]
        return
    for name in (office.name, *office.aliases):
        if name.startswith(("KCP ", "Kanwil ", "Wilayah ", "Cabang ")):
            continue
        for phrase in (f"{unit} BPJS Ketenagakerjaan {name}, hadir.", f"BPJS Ketenagakerjaan {unit} {name}, hadir."):
            found = _read(phrase).offices
            assert [(one.kind, one.office_id) for one in found] == [(office.kind, office.id)], (phrase, found)


@pytest.mark.parametrize(
    "spelling",
    [
        "BPJS Ketenagakerjaan",
        "BPJS ketenagakerjaan",
        "bpjs ketenagakerjaan",
        "BPJS KETENAGAKERJAAN",
        "BPJS-Ketenagakerjaan",
        "BPJSKetenagakerjaan",
        "BPJS\xa0Ketenagakerjaan",
        "BPJSTK",
        "BPJS TK",
        "BPJS-TK",
        "BPJS Naker",
        "BPJS Tenaga Kerja",
        "BPJSK",
        "BPJAMSOSTEK",
        "BPJamsostek",
        "BP Jamsostek",
        "BP-Jamsostek",
        "Jamsostek",
        "PT Jamsostek",
        "BPJAMSOTEK",
        "BPJamsotek",
        "BPJmsostek",
        "BPJamostek",
        "BPJS Ketenagakejaan",
        "BPJS Ketenagerjaan",
        "BPJS Ketanagakerjaan",
        "BPJS Ketenaga kerjaan",
        "BPJS Ketenagakerjaaan",
        "BJPS Ketenagakerjaan",
        "Badan Penyelenggara Jaminan Sosial Ketenagakerjaan",
        "Badan Penyelenggara Jaminan Sosial (BPJS) Ketenagakerjaan",
        "Badan Penyelenggara Jaminan Sosial (BPJS) Ketenagakerjaan/BPJAMSOSTEK",
        "Badan Penyelenggara Jaminan Sosial Ketenagakerjaan (BPJS Ketenagakerjaan)",
        "BPJS Ketenagakerjaan (BPJAMSOSTEK)",
        "BPJS Ketenagakerjaan atau BPJAMSOSTEK",
        "BPJS) Ketenagakerjaan",
    ],
)
def test_knows_the_agency_by_every_spelling(spelling: str) -> None:
    text = f"peserta {spelling} di pabrik"
    found = find_agency(text, Leftovers(_read(""))).agency
    assert [text[one.start : one.end] for one in found] == [spelling]


@pytest.mark.parametrize(
    "text",
    [
        "BPJS Kesehatan",
        "BPJS Kes",
        "BPJS",
        "Universal Coverage Jamsostek",
        "aplikasi Jamsostek Mobile",
        "Menara Jamsostek",
        "XBPJSTK",
        "BPJSTKU",
        "BPJS Ketentuan",
        "Badan Penyelenggara Jaminan Sosial",
        "ketenagakerjaan",
        "Jamsos",
    ],
)
def test_takes_nothing_else_for_the_agency(text: str) -> None:
    assert find_agency(text, Leftovers(_read(""))).agency == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("BPJS Ketenagakerjaan dan pemerintah. BPJS berharap.", 2),
        ("BPJS Ketenagakerjaan dan BPJS Kesehatan. BPJS berharap.", 1),
        ("BPJS berharap.", 0),
    ],
)
def test_the_bare_abbreviation_depends_on_the_article(text: str, count: int) -> None:
    assert len(_read(text).agency) == count


REGIONS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Acara di Klaten.", [("Klaten", "33.10")]),
    ("KLATEN - Acara.", [("KLATEN", "33.10")]),
    ("Pemerintah Kabupaten Klaten hadir.", [("Kabupaten Klaten", "33.10")]),
    ("Pemkab Klaten hadir.", [("Klaten", "33.10")]),
    ("Warga Kab. Klaten hadir.", [("Kab. Klaten", "33.10")]),
    ("Warga Kota Medan di Provinsi Sumatera Utara.", [("Kota Medan", "12.71"), ("Provinsi Sumatera Utara", "12")]),
    ("Wali Kota Medan hadir.", [("Medan", "12.71")]),
    ("Bupati Semarang hadir.", [("Semarang", "33.22")]),
    ("Wali Kota Semarang hadir.", [("Semarang", "33.74")]),
    ("Walikota Semarang hadir.", [("Semarang", "33.74")]),
    ("Pemkot Bogor dan Pemkab Bogor.", [("Bogor", "32.71"), ("Bogor", "32.01")]),
    ("Gubernur Gorontalo hadir.", [("Gorontalo", "75")]),
    ("Bupati Gorontalo hadir.", [("Gorontalo", "75.01")]),
    ("Warga Semarang senang.", [("Semarang", "33.74")]),
    ("Pemkab Semarang bergerak. Semarang siap.", [("Semarang", "33.22"), ("Semarang", "33.22")]),
    ("Dari Banjar dan Martapura di Kalimantan Selatan.", [("Banjar", "63.03"), ("Kalimantan Selatan", "63")]),
    ("Dari Banjar, Jawa Barat.", [("Banjar", "32.79"), ("Jawa Barat", "32")]),
    ("Warga dari Mura di Kalteng.", [("Mura", "62.12"), ("Kalteng", "62")]),
    ("Acara di Bau-Bau.", [("Bau-Bau", "74.72")]),
    ("Acara di Pangkajene dan Kepulauan.", [("Pangkajene dan Kepulauan", "73.10")]),
    ("Acara di Tanjungbalai.", [("Tanjungbalai", "12.74")]),
    ("Acara di Tanjung Balai Karimun.", []),
    ("Acara di Kabupaten Administrasi Kepulauan Seribu.", [("Kabupaten Administrasi Kepulauan Seribu", "31.01")]),
    ("Acara di Kepulauan Riau.", [("Kepulauan Riau", "21")]),
    ("Acara di DIY dan DKI Jakarta.", [("DIY", "34"), ("DKI Jakarta", "31")]),
    ("Kinerja Pemko Batam.", [("Batam", "21.71")]),
    ("Mitra PLKK dan Batu akik serta Metro TV.", []),
    ("Nelayan Maros, Bone dan Gowa.", [("Maros", "73.09"), ("Bone", "73.08"), ("Gowa", "73.06")]),
    ("Acara di Kota Batu.", [("Kota Batu", "35.79")]),
    ("Sebanyak 30 warga tiba di Batu.", [("Batu", "35.79")]),
    ("Klatenan dan Solopos.", []),
    ("klaten dan semarang.", []),
    ("Hotel Patra Semarang.", [("Semarang", "33.74")]),
    ("Ahli waris dari Nias Barat dan Nias.", [("Nias Barat", "12.25"), ("Nias", "12.04")]),
]


@pytest.mark.parametrize(("text", "regions"), REGIONS, ids=[text for text, _ in REGIONS])
def test_names_regions(text: str, regions: list[tuple[str, str]]) -> None:
    reading = _read(text)
    assert [(found.name, found.code) for found in reading.regions] == regions
    assert all(reading.text[found.start : found.end] == found.name for found in reading.regions)


@pytest.mark.parametrize(
    ("text", "province", "code", "doubts"),
    [
        ("Warga dari Banjar hadir.", None, "32.79", 1),
        ("Warga dari Banjar hadir. Warga dari Banjar pulang.", None, "32.79", 1),
        ("Warga dari Banjar hadir.", "Kalimantan Selatan", "63.03", 0),
        ("Warga dari Banjar hadir.", "Kalsel", "63.03", 0),
        ("Warga dari Banjar hadir.", "Negeri Antah", "32.79", 1),
        ("Bupati Banjar hadir.", None, "63.03", 0),
        ("BPJS Ketenagakerjaan Cabang Banjarmasin hadir. Warga dari Banjar hadir.", None, "63.03", 0),
        ("Warga Semarang hadir.", None, "33.74", 0),
    ],
)
def test_settles_ambiguous_names(text: str, province: str | None, code: str, doubts: int) -> None:
    reading = _read(text, province=province)
    assert reading.regions[-1].code == code
    assert [issue.code for issue in reading.issues] == [IssueCode.REGION_AMBIGUOUS] * doubts


def test_an_office_is_no_region() -> None:
    reading = _read("BPJS Ketenagakerjaan Cabang Klaten di Sleman.")
    assert [found.name for found in reading.regions] == ["Sleman"]


@pytest.mark.parametrize(
    ("text", "loose", "found"),
    [
        ("Sumbar Riau Kepri", False, "Sumbar Riau Kepri"),
        ("Sumbar, Riau dan Kepri", False, "Sumbar"),
        ("Sumbar, Riau dan Kepri", True, "Sumbar, Riau dan Kepri"),
        ("SumbarRiau", False, None),
        ("Sumbar riau", False, "Sumbar"),
        ("sumbar", False, None),
        ("", False, None),
    ],
)
def test_walks_to_the_longest_name(text: str, loose: bool, found: str | None) -> None:
    hit = PlaceNames({"sumbar", "sumbarriaukepri"}).longest(text, 0, loose)
    assert (text[: hit[0]] if hit else None) == found


def _newsroom() -> list[dict[str, object]]:
    folder = files("crawler") / "newsroom" / "articles"
    return [json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir() if path.name.endswith(".json")]


def _canonical(kind: str, name: str) -> tuple[str, str]:
    office = gazetteers.office_named(name)
    return kind, office.id if office and office.kind.value == kind else gazetteers.fold(name)


def test_newsroom_articles_name_their_offices() -> None:
    articles = [gold for gold in _newsroom() if gold["relevant"]]
    assert len(articles) > 50
    for gold in articles:
        reading = _read(str(gold["text"]), str(gold["title"]))
        found = {_canonical(kind, name) for kind, name, _ in _offices(reading)}
        assert found == {_canonical(one["kind"], one["name"]) for one in gold["offices"]}, gold["id"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", range(5))
def test_real_articles_name_their_offices(number: int) -> None:
    path = Path(__file__).resolve().parents[4] / "shared" / "gold" / "seeds" / f"seed-00{number}.json"
    if not path.exists():
        pytest.skip(f"{path.name}: naskah pers tidak ada di mesin ini")
    gold = json.loads(path.read_text(encoding="utf-8"))
    reading = _read(gold["text"], gold["title"])
    found = {_canonical(kind, name) for kind, name, _ in _offices(reading)}
    assert found == {_canonical(one["kind"], one["name"]) for one in gold["offices"]}


_PIECES = st.sampled_from(
    [
        "BPJS Ketenagakerjaan",
        "BPJAMSOSTEK",
        "Cabang",
        "Kantor Wilayah",
        "Kanwil",
        "Kantor Pusat",
        "KCP",
        "Kepala",
        "Klaten",
        "Banjar",
        "Kota",
        "Sumbar",
        "Riau",
        "Semarang Pemuda",
        "Majapahit",
        "Budi",
        "di",
        "yakni",
        "dan",
        ", ",
        " ",
        " ",
        "\n",
        "(",
        ")",
        "-",
        "/",
        ".",
        "Baca juga: ",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=4), max_size=40).map("".join), st.text(max_size=20))
def test_any_text_gives_spans_inside_it(text: str, title: str) -> None:
    reading = _read(text, title)
    for found in (*reading.agency, *reading.offices, *reading.regions):
        assert 0 <= found.start < found.end <= len(reading.text)
        assert "\n" not in reading.text[found.start : found.end]
    for group in (reading.agency, reading.offices, reading.regions):
        assert [one.start for one in group] == sorted(one.start for one in group)
    reading.relevant = True
    assert len(to_extraction(reading, "x").offices) == len({(o.kind, o.name, o.office_id) for o in reading.offices})
