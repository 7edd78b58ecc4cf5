"""Forms of telling, crossed with what is told: plans, delays, cancellations, sums of a period, enrolments, wishes."""

from datetime import datetime
from itertools import product

import pytest

from extract.nlp import build, read_one
from models.records import Article

NLP = build()
PUBLISHED = datetime.fromisoformat("2025-08-15T10:00:00+08:00")
PAGE = (
    "PALU - BPJS Ketenagakerjaan Cabang Palu terus bergerak.\nCuaca hari itu cerah dan warga datang sejak pagi. Kantor BPJS"
    " Ketenagakerjaan Palu ramai.\n{}\nBPJS Ketenagakerjaan Palu melayani peserta."
)


def told(sentence):
    article = Article(
        "a", "https://pers.test/a", "Pers", "BPJS Ketenagakerjaan Palu dan Pekerja", PAGE.format(sentence), PUBLISHED
    )
    return [(h.type.value, h.status.value, h.date) for h in read_one(NLP, article).happenings]


OCCASIONS = {
    "monev": ("Monitoring dan evaluasi PLKK", "Evaluasi program pekerja rentan"),
    "addendum": ("Penandatanganan adendum dengan RSUD",),
    "mou": ("Penandatanganan nota kesepahaman dengan Pemkab Buol",),
    "pks": ("Penandatanganan PKS dengan Bank Sulteng",),
    "sosialisasi": ("Sosialisasi di Pasar Inpres", "Penyuluhan bagi nelayan", "Gelar wicara di kampus"),
    "santunan": ("Penyerahan santunan kepada tiga ahli waris",),
    "penghargaan": ("Penganugerahan Paritrana Award", "Penyerahan penghargaan bagi perusahaan patuh"),
    "koordinasi": ("Rapat koordinasi dengan OPD", "Audiensi dengan gubernur", "Kunjungan kerja ke Pemkab Poso"),
    "peresmian": ("Peresmian kantor cabang perintis di Banggai", "Peluncuran layanan mobil keliling"),
    "kepesertaan": ("Pembagian kartu peserta bagi nelayan", "Penyerahan kartu kepesertaan"),
    "penegakan": ("Pemanggilan 12 perusahaan penunggak", "Sidak ke pabrik"),
    "pelatihan": ("Bimbingan teknis bagi HRD", "Pelatihan agen Perisai"),
    "bantuan": ("Donor darah di kantor cabang", "Pembagian sembako bagi korban banjir", "Bakti sosial di Tawaeli"),
    "pelantikan": ("Pisah sambut kepala cabang", "Serah terima jabatan Kepala KCP Poso"),
}
TIMES = (
    ("{} dijadwalkan 10 September 2025.", "planned", "2025-09-10"),
    ("{} akan digelar Rabu (10/9/2025).", "planned", "2025-09-10"),
    ("{} berikutnya direncanakan September 2025.", "planned", "2025-09"),
    ("{} digeser ke 10 September 2025.", "planned", "2025-09-10"),
    ("{} yang mestinya Rabu (20/8/2025) diundur menjadi 10 September 2025.", "planned", "2025-09-10"),
    ("{} ditunda sampai waktu yang belum ditentukan.", "planned", None),
    ("{} yang sedianya digelar Rabu (20/8/2025) dibatalkan.", "cancelled", "2025-08-20"),
    ("{}, yang semula dijadwalkan Rabu (20/8/2025), batal karena cuaca.", "cancelled", "2025-08-20"),
    ("{} Rabu (20/8/2025) terpaksa ditiadakan.", "cancelled", "2025-08-20"),
    ("{} dilaksanakan pada 9 Juli 2025.", "held", "2025-07-09"),
)
PERIODS = (
    ("Sepanjang 2024,", "2024"),
    ("Tahun lalu", "2024"),
    ("Januari hingga Juni 2025", "2025-01/2025-06"),
    ("Selama semester I 2025,", "2025-01/2025-06"),
)
SUMS = (
    ("santunan", "kantornya membayarkan klaim Rp41 miliar."),
    ("santunan", "klaim yang dibayarkan mencapai Rp41 miliar."),
    ("santunan", "manfaat yang tersalurkan Rp41 miliar untuk 3.200 kasus."),
    ("santunan", "tercatat 3.200 klaim dengan nilai Rp41 miliar."),
    ("santunan", "pembayaran manfaat menyentuh Rp41 miliar."),
    ("santunan", "3.200 peserta telah menerima manfaat JHT senilai Rp41 miliar."),
    ("kepesertaan", "iuran 4.000 petani dibayar Pemkab Sigi."),
    ("kepesertaan", "4.000 petani diikutsertakan lewat APBD."),
    ("kepesertaan", "Pemkab Sigi membiayai kepesertaan 4.000 petani."),
    ("kepesertaan", "anggaran Rp806 juta dikucurkan pemkab untuk iuran 4.000 petani."),
    ("penegakan", "kejaksaan memulihkan iuran Rp2 miliar dari 30 perusahaan."),
    ("penegakan", "30 badan usaha diperiksa petugas pengawas dan pemeriksa."),
)
ASKING = (
    "Ketua DPRD Sigi meminta {} {}.",
    "Ia mendorong {} {}.",
    "Rektor Untad mengusulkan agar {} {}.",
    "Gubernur berharap {} {}.",
    "Sekda menginstruksikan {} untuk {}.",
    "Ketua SPSI menyarankan supaya {} {}.",
)
WISHES = (
    ("kepesertaan", "Pemkab Poso", "menanggung iuran pekerja rentan"),
    ("kepesertaan", "perusahaan tambang", "mendaftarkan pekerja kontraknya"),
    ("sosialisasi", "BPJS Ketenagakerjaan", "menggelar sosialisasi di pulau terluar"),
    ("pelatihan", "BPJS Ketenagakerjaan", "mengadakan pelatihan bagi operator desa"),
    ("peresmian", "BPJS Ketenagakerjaan", "menambah loket di Parigi"),
    ("penegakan", "dinas", "mencabut izin perusahaan yang menunggak iuran"),
    ("pks", "BPJS Ketenagakerjaan", "menggandeng puskesmas sebagai mitra PLKK"),
    ("mou", "Pemkab Buol", "menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan"),
    ("bantuan", "BPJS Ketenagakerjaan", "membagikan sembako di pengungsian"),
)


@pytest.mark.parametrize("form", TIMES, ids=[form[0][3:40] for form in TIMES])
@pytest.mark.parametrize(("kind", "noun"), [(kind, noun) for kind, nouns in OCCASIONS.items() for noun in nouns])
def test_an_occasion_is_planned_put_off_called_off_or_held(kind, noun, form):
    sentence, status, day = form
    assert told(sentence.format(noun)) == [(kind, status, day)]


@pytest.mark.parametrize(("opening", "period"), PERIODS, ids=[opening for opening, _ in PERIODS])
@pytest.mark.parametrize(("kind", "sentence"), SUMS, ids=[sentence[:40] for _, sentence in SUMS])
def test_a_sum_belongs_to_the_period_that_opens_its_sentence(kind, sentence, opening, period):
    assert told(f"{opening} {sentence}") == [(kind, "held", period)]


@pytest.mark.parametrize(("wish", "asking"), list(product(WISHES, ASKING)))
def test_what_is_asked_of_a_body_is_proposed(wish, asking):
    kind, body, act = wish
    assert told(asking.format(body, act)) == [(kind, "proposed", None)]
