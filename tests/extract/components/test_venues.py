from datetime import UTC, datetime

import pytest

from extract.components.venues import find_venues
from extract.reading import Reading, RegionFound
from models.records import Article


def found(text, regions=()):
    reading = Reading.of(Article("a1", "https://contoh.id/1", "Contoh", "Judul", text, datetime(2025, 1, 1, tzinfo=UTC)))
    for name, code in regions:
        at = reading.text.index(name)
        reading.regions.append(RegionFound(at, at + len(name), name, code))
    return [venue.name for venue in find_venues(reading)]


@pytest.mark.parametrize(
    ("text", "venues"),
    [
        ("berlangsung di Hotel Marina Kisaran pada Selasa, 25 November 2025", ["Hotel Marina Kisaran"]),
        ("diluncurkan di Balai Agung Serasan (BAS), Selasa", ["Balai Agung Serasan"]),
        ("di Ruang Kerja Sekda, Kantor Wali Kota Batam, di sela audiensi", ["Ruang Kerja Sekda, Kantor Wali Kota Batam"]),
        ("di ruang vicon, Rumah Dinas Bupati, Rabu", ["ruang vicon, Rumah Dinas Bupati"]),
        ("di sela penandatanganan di aula kantor cabang.", ["aula kantor cabang"]),
        ("berlangsung di Habitat Coffee pada awal Agustus", ["Habitat Coffee"]),
        ("bertempat di Aula Kantor Kecamatan Ciracas, Rabu (5/4)", ["Aula Kantor Kecamatan Ciracas"]),
        ("digelar di Nuwo Balak Agung, Rabu (11/6/2025).", ["Nuwo Balak Agung"]),
        ("dipanggil ke Kantor Kejaksaan Negeri (Kejari) Karimun karena menunggak", ["Kantor Kejaksaan Negeri (Kejari) Karimun"]),
        ("bekerja di kantor dan di lapangan", []),
        ("di Desa Makmur Jaya, Rabu (5/4)", []),
        ("naik ke lantai dua Kantor Kejari Enrekang, Selasa (2/4)", ["Kantor Kejari Enrekang"]),
        ("dirawat di RSUD Lasinrang sejak pagi", ["RSUD Lasinrang"]),
        ("dilepas menuju halaman Masjid Raya Parepare, Jumat (5/4)", ["halaman Masjid Raya Parepare"]),
        ("tersebar di kawasan industri Makassar", []),
        ("Acara di Rumah Makan Sari, Jalan Merdeka, Solo", ["Rumah Makan Sari"]),
    ],
)
def test_venues_by_name(text, venues):
    assert found(text) == venues


def test_an_area_is_no_venue():
    assert found("digelar di Labuan Bajo, Rabu (5/4)", regions=[("Labuan Bajo", "53.15")]) == []
