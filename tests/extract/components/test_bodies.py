from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.bodies import find_bodies, is_spot, kind_of
from extract.reading import AgencyFound, OfficeFound, PersonFound, Reading, RegionFound, Sentence
from models.records import Article
from models.vocab import OfficeKind


def reading_of(text, *, title="Judul", regions=(), people=()):
    """A reading of one sentence with the regions and people named, each at all its places."""
    article = Article("a1", "https://contoh.id/1", "Contoh", title, text, datetime(2025, 1, 1, tzinfo=UTC))
    reading = Reading.of(article)
    reading.sentences = [Sentence(0, len(title), -1), Sentence(reading.body, len(reading.text), 0)]

    def places(piece):
        at = reading.text.find(piece)
        while at >= 0:
            yield at, at + len(piece)
            at = reading.text.find(piece, at + 1)

    found = [RegionFound(s, e, name, code) for name, code in regions for s, e in places(name)]
    reading.regions = sorted(found, key=lambda region: region.start)
    reading.people = [PersonFound(name, "Kepala", None, [], list(places(name))) for name in people]
    return reading


def names(reading, *, proper=True):
    find_bodies(None, reading)
    return [body.name for body in reading.bodies if body.proper is proper]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bersama Dinas Pemberdayaan Masyarakat dan Desa (PMD) kemarin.", ["Dinas Pemberdayaan Masyarakat dan Desa"]),
        (
            "oleh Dinas Penanaman Modal, Tenaga Kerja dan Pelayanan Terpadu Satu Pintu bersama",
            ["Dinas Penanaman Modal, Tenaga Kerja dan Pelayanan Terpadu Satu Pintu"],
        ),
        ("Dinas Tenaga Kerja dan Dinas Sosial diminta hadir", ["Dinas Tenaga Kerja", "Dinas Sosial"]),
        ("duduk Bappeda dan BPKAD Provinsi Riau di meja itu", ["Bappeda", "BPKAD Provinsi Riau"]),
        ("antara lain RS Harapan Kita, RS Bunda Sehat, dan RSUD Mutiara.", ["RS Harapan Kita", "RS Bunda Sehat", "RSUD Mutiara"]),
        ("dari RSUP Dr Kariadi serta RSUD dr R Sutomo hadir", ["RSUP Dr Kariadi", "RSUD dr R Sutomo"]),
        ("dengan PT. Maju Jaya dan CV Karya Abadi Rabu lalu", ["PT. Maju Jaya", "CV Karya Abadi"]),
        ("Bank Mandiri, Bank BJB menjadi mitra", ["Bank Mandiri", "Bank BJB"]),
        ("Kejaksaan Negeri (Kejari) Karimun memanggil", ["Kejaksaan Negeri Karimun"]),
        ("kata Ketua DPC SPSI Jakarta Pusat itu", ["DPC SPSI Jakarta Pusat"]),
        ("Badan Penyelenggara Jaminan Sosial dan Badan Pusat Statistik mencatat", []),
        ("warga Desa Sukamaju dan Gampong Peuribu", ["Desa Sukamaju", "Gampong Peuribu"]),
        ("PT itu dan Dinas itu belum menjawab", []),
    ],
)
def test_names_as_they_stand(text, expected):
    assert names(reading_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pemerintah Kota (Pemko) Batam meneken naskah. Pemko menanggung iuran.", ["Pemerintah Kota Batam"] * 2),
        (
            "Pemerintah Kabupaten Nias Barat hadir. Pemkab Nias Barat dan pemerintah kabupaten siap.",
            ["Pemerintah Kabupaten Nias Barat"] * 3,
        ),
        ("Universitas Sanata Dharma (USD) hadir. Rektor USD menyambut.", ["Universitas Sanata Dharma"] * 2),
        ("PT Kawasan Nusantara (KINRA) hadir. Direktur PT KINRA menyambut.", ["PT Kawasan Nusantara"] * 2),
        ("Dinas Tenaga Kerja (Disnaker) Paluta hadir. Disnaker Paluta menyusul.", ["Dinas Tenaga Kerja Paluta"] * 2),
        ("Pemkab Kudus hadir. Seluruh pemerintah kabupaten diajak.", ["Pemkab Kudus"]),
    ],
)
def test_short_and_bare_mentions_carry_the_full_name(text, expected):
    assert names(reading_of(text)) == expected


def test_a_short_form_with_another_area_is_another_body():
    text = "Majelis Desa Adat Badung (MDA) hadir. MDA Kabupaten Bangli menyusul."
    assert names(reading_of(text)) == ["Majelis Desa Adat Badung", "MDA Kabupaten Bangli"]


def test_bodies_of_officials_and_the_lists_they_begin():
    reading = reading_of("Hadir Kilat, Rantau, Lajur, serta dinas. Manajer Kilat Rina menyanggupi.", people=["Rina"])
    reading.people[0] = PersonFound("Rina", "Manajer", "Kilat", [], reading.people[0].mentions)
    assert names(reading) == ["Kilat", "Rantau", "Lajur", "Kilat"]


@pytest.mark.parametrize("text", ["PT PT PT PT", "Desa Adat Sukawana 118 orang", "Dinas Dinas Dinas"])
def test_no_name_out_of_heads_and_counts(text):
    assert all(name == "Desa Adat Sukawana" for name in names(reading_of(text)))


def test_one_government_under_two_names_of_its_area():
    text = "Pemerintah Kabupaten Lampung Selatan menyambut. Kata Pemkab Lamsel, itu perlu."
    reading = reading_of(text, regions=[("Lampung Selatan", "18.01"), ("Lamsel", "18.01")])
    assert names(reading) == ["Pemerintah Kabupaten Lampung Selatan"] * 2


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        ("hadir pula Kepala Dinas Sosial Rini Wati kemarin", ["Rini Wati"], ["Dinas Sosial"]),
        ("Direktur RSI Mulia dr H Abdul Fattah menyambut", ["Abdul Fattah"], ["RSI Mulia"]),
        ("Direktur PT Maju Budi Santoso menyambut", ["Budi Santoso"], ["PT Maju"]),
    ],
)
def test_a_name_ends_where_a_person_begins(text, people, expected):
    assert names(reading_of(text, people=people)) == expected


def test_the_agency_and_its_offices_are_no_bodies():
    text = "Forum BPJS Ketenagakerjaan dan Kejari Sragen di Kota Solo"
    reading = reading_of(text)
    at = reading.text.index("BPJS")
    reading.agency = [AgencyFound(at, at + len("BPJS Ketenagakerjaan"))]
    reading.offices = [OfficeFound(reading.text.index("Solo"), len(reading.text), OfficeKind.KC, "Solo", None)]
    assert names(reading) == ["Kejari Sragen"]


def test_a_headline_names_bodies_without_its_capitalised_verbs():
    reading = reading_of("Rumah sakit itu langsung menjadi mitra.", title="RS Awal Dumai Langsung Jadi Mitra")
    assert names(reading) == ["RS Awal Dumai"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wakil rumah sakit, klinik, dan serikat pekerja/buruh hadir", ["rumah sakit", "klinik", "serikat pekerja/buruh"]),
        ("meminta perusahaan besar swasta ikut", ["perusahaan besar swasta"]),
        ("utusan pemerintah kabupaten/kota", ["pemerintah kabupaten/kota"]),
        ("seluruh PLKK hadir, layanan PLKK baik", ["PLKK"]),
        ("rumah-rumah sakit-sakitan", []),
    ],
)
def test_plain_plurals(text, expected):
    assert names(reading_of(text), proper=False) == expected


def test_lines_that_are_not_the_articles_are_skipped():
    reading = reading_of("Baca juga: Dinas Sosial Kota Solo bergerak")
    reading.sentences[1].leftover = True
    assert names(reading) == []


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("Sosialisasi di Desa Makmur", True),
        ("30 utusan dari lima desa", True),
        ("utusan dari rumah sakit", False),
        ("bersama Desa Makmur", False),
        ("warga Kelurahan Jenggot", True),
    ],
)
def test_spots(text, spot):
    reading = reading_of(text)
    find_bodies(None, reading)
    assert [is_spot(reading, body) for body in reading.bodies] == [spot]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("RSUD Mutiara", "hospital"),
        ("Dinas Sosial", "service"),
        ("Pemkab Kudus", "government"),
        ("UGM", "school"),
        ("Antah", None),
    ],
)
def test_kinds(name, kind):
    assert kind_of(name) == kind


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Dinas PTRumahSkt()., dKejri\nXyz1", max_size=200))
def test_spans_lie_in_the_text(text):
    reading = reading_of(text)
    find_bodies(None, reading)
    assert all(0 <= body.start < body.end <= len(reading.text) for body in reading.bodies)
