import pytest

from models.verb_forms import active, voices


@pytest.mark.parametrize(
    ("stem", "form"),
    [
        ("daftarkan", "mendaftarkan"), ("santuni", "menyantuni"), ("tanggung", "menanggung"), ("kucurkan", "mengucurkan"),
        ("pulihkan", "memulihkan"), ("bayar", "membayar"), ("gelontorkan", "menggelontorkan"), ("ikutkan", "mengikutkan"),
        ("lindungi", "melindungi"), ("cairkan", "mencairkan"), ("proteksi", "memproteksi"), ("rogoh", "merogoh"),
        ("proses", "memproses"), ("jamin", "menjamin"), ("hadiri", "menghadiri"), ("vaksin", "memvaksin"),
    ],
)  # fmt: skip
def test_active(stem: str, form: str) -> None:
    assert active(stem) == form


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("didaftarkan", ("mendaftarkan", "daftarkan")),
        ("ditanggung", ("menanggung", "kami tanggung", "kita tanggung")),
        ("dilindungi", ("melindungi", "lindungi")),
        ("santunan", ()),
        ("di-cover", ()),
        ("dia", ()),
        ("didaftarkan baru", ()),
    ],
)
def test_voices(word: str, forms: tuple[str, ...]) -> None:
    assert voices(word) == forms
