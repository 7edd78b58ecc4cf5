import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.word_forms import family, forms, stems

WORDS = set(
    "santun santunan menyantuni disantuni penyantun penyantunan kesantunan jamin jaminan menjamin dijamin penjamin "
    "daftar mendaftar mendaftarkan didaftarkan terdaftar pendaftaran pendaftarannya bayar membayar dibayarkan "
    "pembayaran pembayarannya lindung melindungi dilindungi perlindungan pelindung terlindungi kerja bekerja "
    "pekerja pekerjaan mempekerjakan serta peserta kepesertaan disertai tulis menulis penulis tulisan pukul memukul "
    "kirim mengirim pengiriman dikirimkan uji menguji pengujian diuji daya memberdayakan pemberdayaan raih meraih "
    "peraih sertifikat berita kantor tuan bantu bantuan membantu rima terima menerima penerima penerimaan oleh "
    "memperoleh diperoleh perolehan ubah mengubah perubahan".split()
)


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("santunan", "menyantuni disantuni penyantun penyantunan"),
        ("menyantuni", "santunan disantuni"),
        ("jaminan", "menjamin dijamin penjamin"),
        ("pendaftaran", "mendaftar mendaftarkan didaftarkan terdaftar pendaftarannya"),
        ("pembayarannya", "membayar dibayarkan pembayaran"),
        ("perlindungan", "melindungi dilindungi pelindung terlindungi"),
        ("mempekerjakan", "bekerja pekerja pekerjaan"),
        ("menulis", "penulis tulisan"),
        ("pengiriman", "mengirim dikirimkan"),
        ("pengujian", "menguji diuji"),
        ("pemberdayaan", "memberdayakan"),
        ("meraih", "peraih"),
        ("penerima", "terima menerima penerimaan"),
        ("perubahan", "mengubah"),
        ("kepesertaan", "peserta disertai"),
        ("diperoleh", "memperoleh perolehan"),
    ],
)
def test_family(word: str, others: str) -> None:
    found = family(word, WORDS.__contains__)
    assert found[0] == word
    assert set(others.split()) <= set(found)


@pytest.mark.parametrize(
    ("word", "not_there"),
    [
        ("kepesertaan", "serta"),
        ("diperoleh", "oleh"),
        ("bantuan", "tuan"),
        ("terima", "rima"),
        ("berita", "ita"),
        ("kantor", "antor"),
        ("serta", "peserta"),
        ("jaminan", "santunan"),
    ],
)
def test_what_only_looks_alike_is_left_out(word: str, not_there: str) -> None:
    assert not_there not in family(word, WORDS.__contains__)


def test_a_word_of_which_nothing_is_known_stands_for_itself() -> None:
    assert family("xyzzy", lambda _: False) == ("xyzzy",)
    assert family("jht2015", lambda _: True) == ("jht2015",)


@given(st.text(max_size=60))
def test_any_text_has_a_bounded_family(word: str) -> None:
    asked: list[str] = []

    def occurs(form: str) -> bool:
        asked.append(form)
        return True

    found = family(word, occurs)
    assert found[0] == word
    assert len(set(found)) == len(found)
    assert len(asked) <= 4000
    assert len(stems(word)) <= 120


@given(st.sampled_from(sorted(WORDS)))
def test_a_stem_is_among_the_stems_of_its_forms(stem: str) -> None:
    missed = [form for form in forms(stem) if stem not in stems(form)]
    assert len(missed) <= len(forms(stem)) // 4, missed
