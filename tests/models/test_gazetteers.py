from collections import Counter

import pytest

from models import gazetteers as g
from models.vocab import OfficeKind, RegionKind

REGIONS = """code,kind,name,province_code,lat,lon,aliases,seat
33,provinsi,Jawa Tengah,,-7.2,110.2,Jateng|Pemprov Jateng,Semarang
33.10,kabupaten,Kabupaten Klaten,33,-7.7,110.6,Klaten,Klaten
33.74,kota,Kota Semarang,33,-7.0,110.4,Semarang,Semarang
"""
OFFICES = """office_id,kind,name,kanwil,province,regency_or_city,aliases,evidence
kp-pusat,pusat,Kantor Pusat,,Jawa Tengah,Kota Semarang,Pusat,list
kanwil-jateng,kanwil,Jateng,Jateng,Jawa Tengah,Kota Semarang,Kanwil Jateng,list
kc-klaten,kc,Klaten,Jateng,Jawa Tengah,Kabupaten Klaten,,list
"""


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Pangkal Pinang", "pangkalpinang"),
        ("PANGKALPINANG", "pangkalpinang"),
        ("Bau-Bau", "baubau"),
        ("Jateng & DIY", "jatengdiy"),
        ("Jateng dan DIY", "jatengdiy"),
        ("D.I. Yogyakarta", "diyogyakarta"),
        ("Pangkajene dan Kepulauan", "pangkajenekepulauan"),
        ("Danau", "danau"),
        ("", ""),
    ],
)
def test_folds_names(name: str, folded: str) -> None:
    assert g.fold(name) == folded


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Kabupaten Klaten", "Klaten"),
        ("Kab. Klaten", "Klaten"),
        ("Kota Administrasi Jakarta Pusat", "Jakarta Pusat"),
        ("Daerah Istimewa Yogyakarta", "Yogyakarta"),
        ("Pemkab Agara", "Agara"),
        ("Kotabaru", "Kotabaru"),
        ("Provinsi", "Provinsi"),
    ],
)
def test_strips_the_word_for_the_kind(name: str, short: str) -> None:
    assert g.bare(name) == short


def test_the_country_is_complete() -> None:
    assert Counter(region.kind for region in g.regions()) == {
        RegionKind.PROVINSI: 38,
        RegionKind.KABUPATEN: 416,
        RegionKind.KOTA: 98,
    }
    assert Counter(office.kind for office in g.offices()) == {
        OfficeKind.PUSAT: 1,
        OfficeKind.KANWIL: 11,
        OfficeKind.KC: 124,
        OfficeKind.KCP: 203,
    }


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Klaten", {"33.10"}),
        ("kabupaten  klaten", {"33.10"}),
        ("Semarang", {"33.22", "33.74"}),
        ("Kota Semarang", {"33.74"}),
        ("Gorontalo", {"75", "75.01", "75.71"}),
        ("Banjar", {"32.79", "63.03"}),
        ("Mura", {"16.05", "62.12"}),
        ("Jateng", {"33"}),
        ("Atlantis", set()),
    ],
)
def test_finds_regions_by_name(name: str, codes: set[str]) -> None:
    assert {region.code for region in g.regions_named(name)} == codes


@pytest.mark.parametrize(
    ("name", "office_id"),
    [
        ("Kisaran", "kc-kisaran"),
        ("PEMATANG SIANTAR", "kc-pematangsiantar"),
        ("Bali, Nusa Tenggara dan Papua", "kanwil-banuspa"),
        ("Banuspa", "kanwil-banuspa"),
        ("Jateng-DIY", "kanwil-jateng-diy"),
        ("Stabat", "kcp-langkat"),
        ("KCP Langkat", "kcp-langkat"),
        ("DKI", "kanwil-dki-jakarta"),
        ("Kalbar", "kc-pontianak"),
        ("Kantor Pusat", "kp-pusat"),
        ("Atlantis", None),
    ],
)
def test_finds_offices_by_name(name: str, office_id: str | None) -> None:
    found = g.office_named(name)
    assert (found.id if found else None) == office_id


def test_walks_between_offices_and_regions() -> None:
    assert g.province_of(g.office("kc-klaten")).code == "33"
    assert g.province_of(g.office("kc-yogyakarta")).code == "34"
    assert g.region("33.10").province == "33" == g.region("33").province
    assert {region.province_code for region in g.regions_of("36")} == {"36"}
    assert len(g.regions_of("36")) == 8
    assert g.regions_of("33.10") == ()
    assert {region.code for region in g.seats_named("Muara Teweh")} == {"62.05"}
    assert g.kanwil_of("34") == g.office("kanwil-jateng-diy")
    assert g.kanwil_of("00") is None
    assert g.province_named("Kalbar") == g.region("61")
    assert g.province_named("Klaten") is None


@pytest.mark.parametrize("look", [g.region, g.office])
def test_unknown_keys_raise(look: object) -> None:
    with pytest.raises(KeyError):
        look("99.99")  # type: ignore[operator]


@pytest.mark.parametrize("office", g.offices(), ids=lambda office: office.id)
def test_every_office_is_reachable_and_placed(office: g.GazetteerOffice) -> None:
    for name in (office.name, *office.aliases):
        assert g.office_named(name) is office
    assert g.province_of(office).kind is RegionKind.PROVINSI
    assert any(region.name == office.seat for region in g.regions_named(office.seat))


def test_every_region_is_reachable() -> None:
    for region in g.regions():
        for name in (region.name, region.bare, *region.aliases):
            assert region in g.regions_named(name), (region, name)
        assert g.region(region.code) is region


def test_small_files_read() -> None:
    places = g.read_regions(REGIONS)
    assert [place.code for place in places] == ["33", "33.10", "33.74"]
    assert places[0].province_code is None
    assert places[0].aliases == ("Jateng", "Pemprov Jateng")
    offices = g.read_offices(OFFICES, places)
    assert offices[0].kanwil is None
    assert offices[2].aliases == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("33.74,kota", "33.10,kota", "r.csv:4: kode 33.10 sudah ada di baris 3"),
        ("33.74,kota", "33.74,desa", "r.csv:4: kind"),
        (
            "33.10,kabupaten,Kabupaten Klaten,33",
            "33.10,kabupaten,Kabupaten Klaten,34",
            "r.csv:3: kode 33.10 tidak berada di provinsi 34",
        ),
        ("33,provinsi", "34,provinsi", "r.csv:3: provinsi 33 tidak ada"),
        ("33.10,kabupaten,Kabupaten Klaten,33", "33.10,kabupaten,Kabupaten Klaten,", "r.csv:3: Kabupaten Klaten"),
        ("110.6", "210.6", "r.csv:3: lon"),
        ("-7.7", "x", "r.csv:3: lat"),
        ("code,kind", "kode,kind", "r.csv:1: kolom"),
        ("Klaten,Klaten", "Klaten,Klaten,lebih", "r.csv:3:"),
        ("Klaten,Klaten", 'Kla"ten,"Klaten', "r.csv:"),
    ],
)
def test_wrong_regions_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(g.GazetteerError) as error:
        g.read_regions(REGIONS.replace(old, new), "r.csv")
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kc-klaten", "kanwil-jateng", "o.csv:4: id kanwil-jateng sudah ada di baris 3"),
        ("kc-klaten,kc,", "kc-klaten,warung,", "o.csv:4: kind"),
        ("kc-klaten,kc,", "klaten,kc,", "o.csv:4: office_id"),
        ("Klaten,Jateng,Jawa Tengah", "Klaten,Jateng,Jawa Utara", "o.csv:4: provinsi 'Jawa Utara' tidak dikenal"),
        ("Kabupaten Klaten", "Kabupaten Kleten", "o.csv:4: kabupaten/kota 'Kabupaten Kleten' tidak dikenal"),
        ("Klaten,Jateng,", "Klaten,Jatim,", "o.csv:4: kanwil 'Jatim' dari kc-klaten tidak ada"),
        ("Klaten,Jateng,", "Klaten,,", "o.csv:4: kanwil None dari kc-klaten tidak ada"),
        ("Kabupaten Klaten,,", "Kabupaten Klaten,JATENG,", "o.csv:4: nama 'JATENG' sudah dipakai kanwil-jateng di baris 3"),
        (",list\nkanwil", ",\nkanwil", "o.csv:2: evidence"),
    ],
)
def test_wrong_offices_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(g.GazetteerError) as error:
        g.read_offices(OFFICES.replace(old, new), g.read_regions(REGIONS), "o.csv")
    assert str(error.value).startswith(said)
