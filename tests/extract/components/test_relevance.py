"""Articles about the agency, and articles that only name it. All texts are invented."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.components.gazetteer import find_places
from extract.components.relevance import judge_relevance
from extract.components.sections import split_text
from extract.reading import Reading
from models.records import Article

_FILLER = (
    "Kegiatan itu berlangsung hingga sore dan diikuti warga dari beberapa kecamatan.",
    "Sejumlah pedagang mengaku senang karena jalan di depan pasar akhirnya diperbaiki.",
    "Petugas mengatur lalu lintas agar kendaraan tidak menumpuk di simpang empat.",
    "Warga berharap kegiatan serupa digelar lagi tahun depan dengan persiapan lebih baik.",
    "Cuaca cerah membuat panitia tidak perlu memindahkan acara ke dalam gedung.",
    "Anggaran kegiatan berasal dari kas daerah dan sumbangan beberapa perusahaan.",
    "Kepala desa meminta pemuda ikut menjaga kebersihan sesudah acara selesai.",
    "Penonton memadati lapangan sejak pagi, sebagian datang dari kabupaten tetangga.",
)


def _judge(title: str, *paragraphs: str) -> bool:
    article = Article("a", "https://contoh.id/a", "Contoh", title, "\n".join(paragraphs), datetime(2025, 6, 1, tzinfo=UTC))
    reading = Reading.of(article)
    for step in (split_text, find_places, judge_relevance):
        step(None, reading)  # type: ignore[operator]
    return reading.relevant


PASSING = {
    "job fair": (
        "Ratusan Pencari Kerja Padati Job Fair",
        "KLATEN - Bursa kerja di alun-alun dibuka bupati, Senin (2/6).",
        *_FILLER[:4],
        "Perusahaan peserta wajib membayar upah sesuai UMK dan mendaftarkan karyawan ke BPJS Ketenagakerjaan.",
        *_FILLER[4:6],
    ),
    "accident": (
        "Pekerja Tewas Tertimpa Crane di Pelabuhan",
        "BATAM - Seorang pekerja galangan tewas tertimpa crane, Selasa malam.",
        "Polisi memeriksa lima saksi dan menyegel lokasi.",
        *_FILLER[:5],
        "Korban tercatat sebagai peserta BPJS Ketenagakerjaan sehingga keluarganya berhak atas santunan.",
        "Jenazah dibawa pulang ke kampung halaman.",
    ),
    "accident with a word from the branch": (
        "Bus Karyawan Terguling, Dua Meninggal",
        "Bus yang mengangkut karyawan pabrik terguling di tikungan, Rabu pagi.",
        "Kapolres mengatakan sopir diduga mengantuk.",
        *_FILLER[:6],
        "Kepala BPJS Ketenagakerjaan Cabang Klaten mengatakan kedua korban terdaftar sebagai peserta.",
        *_FILLER[6:],
    ),
    "minimum wage": (
        "UMK Naik 6,5 Persen, Buruh Minta Lebih",
        "Gubernur menetapkan upah minimum tahun depan naik 6,5 persen.",
        "Serikat pekerja menilai kenaikan itu belum menutup kebutuhan hidup.",
        *_FILLER[:4],
        "Pengusaha juga menanggung iuran BPJS Kesehatan dan BPJS Ketenagakerjaan setiap bulan.",
        *_FILLER[4:6],
    ),
    "crime": (
        "Polisi Bekuk Pencuri Motor di Parkiran Perkantoran",
        "Tim Resmob menangkap dua pencuri sepeda motor, Jumat dini hari.",
        "Keduanya beraksi di parkiran dekat kantor BPJS Ketenagakerjaan.",
        *_FILLER[:6],
    ),
    "sponsor": (
        "Jalan Sehat HUT Kota Diikuti Ribuan Warga",
        "Ribuan warga mengikuti jalan sehat, Minggu pagi.",
        *_FILLER[:4],
        "Hadiah disumbang Bank Jateng, PDAM, BPJS Ketenagakerjaan, dan beberapa toko.",
        *_FILLER[4:],
    ),
    "guest list": (
        "Bupati Lantik 120 Pejabat Eselon",
        "Bupati melantik 120 pejabat di pendapa, Kamis.",
        *_FILLER[:4],
        "Hadir pula pimpinan BPJS Kesehatan, BPJS Ketenagakerjaan, perbankan, dan perguruan tinggi.",
        *_FILLER[4:7],
    ),
    "layoffs": (
        "Pabrik Garmen Tutup, 1.200 Buruh Dirumahkan",
        "Sebanyak 1.200 buruh dirumahkan setelah pabrik berhenti beroperasi.",
        "Manajemen berjanji membayar pesangon bertahap.",
        *_FILLER[:6],
        "Buruh juga menanyakan saldo JHT mereka di BPJS Ketenagakerjaan.",
        *_FILLER[6:],
    ),
    "may day demands": (
        "May Day, Buruh Tuntut Hapus Outsourcing",
        "Ratusan buruh berunjuk rasa di depan kantor gubernur.",
        "Mereka menuntut penghapusan kerja kontrak dan upah layak.",
        *_FILLER[:5],
        "Tuntutan lain ialah pengawasan terhadap perusahaan yang tidak mendaftarkan pekerja ke BPJS Ketenagakerjaan.",
        *_FILLER[5:],
    ),
    "health agency": (
        "Pemkab dan BPJS Kesehatan Perpanjang Kerja Sama UHC",
        "Bupati dan Kepala BPJS Kesehatan Cabang Klaten menandatangani kerja sama Universal Health Coverage.",
        "Peserta JKN di kabupaten itu mencapai 98 persen.",
        "BPJS Kesehatan akan menempatkan petugas di puskesmas.",
        "Perusahaan diminta mendaftarkan karyawan ke BPJS Kesehatan dan BPJS Ketenagakerjaan.",
        *_FILLER[:3],
    ),
    "health agency alone": (
        "BPJS Kesehatan Nonaktifkan 2.000 Peserta PBI",
        "BPJS Kesehatan menonaktifkan 2.000 peserta penerima bantuan iuran.",
        "Warga bisa mengaktifkan kembali lewat Mobile JKN.",
        *_FILLER[:3],
    ),
    "health agency with health programmes": (
        "Jaminan Kesehatan Warga Ditanggung Pemkot",
        "Pemerintah kota menanggung iuran Jaminan Kesehatan Nasional (JKN) warga miskin melalui BPJS.",
        "Pasien BPJS cukup membawa KTP ke puskesmas.",
        *_FILLER[:4],
    ),
    "health agency naming the sister's programmes": (
        "BPJS Kesehatan Jelaskan Rujukan Kecelakaan Kerja",
        "BPJS Kesehatan menjelaskan bahwa kecelakaan kerja tidak ditanggung JKN.",
        "Biayanya masuk program JKK, sedangkan kematian masuk JKM.",
        "Pasien BPJS tetap dilayani puskesmas, kata BPJS Kesehatan.",
        *_FILLER[:3],
    ),
    "local death benefit": (
        "Pemkab Beri Santunan Kematian Rp1 Juta bagi Warga Miskin",
        "Pemerintah kabupaten menyalurkan santunan kematian bagi ahli waris warga miskin.",
        "Santunan kematian diambil dari kas daerah lewat Dinas Sosial.",
        "Ahli waris cukup membawa akta kematian dan kartu keluarga.",
        "Santunan itu berbeda dengan yang dibayar BPJS Ketenagakerjaan bagi peserta.",
        *_FILLER[:4],
    ),
    "local death benefit alone": (
        "Ahli Waris Terima Santunan Kematian dari Kas Desa",
        "Kepala desa menyerahkan santunan kematian kepada lima ahli waris.",
        "Program santunan kematian itu berjalan sejak 2021.",
        *_FILLER[:3],
    ),
    "traffic insurance": (
        "Jasa Raharja Serahkan Santunan Korban Kecelakaan",
        "Jasa Raharja menyerahkan santunan kepada ahli waris korban kecelakaan lalu lintas.",
        "Santunan Rp50 juta ditransfer ke rekening ahli waris.",
        *_FILLER[:3],
    ),
    "sidebar": (
        "Harga Beras Naik Jelang Lebaran",
        "Harga beras medium di pasar induk naik Rp500 per kilogram.",
        "Baca juga: BPJS Ketenagakerjaan Serahkan Santunan JKM",
        *_FILLER[:4],
        "Baca juga: Cara Cek Saldo JHT BPJS Ketenagakerjaan",
        "Baca juga: BPJS Ketenagakerjaan Klaten Gelar Sosialisasi",
    ),
    "sports": ("Persiba Menang Tipis", "Persiba menang 1-0 atas tamunya.", *_FILLER[:4]),
    "civil servants": (
        "4.000 PPPK Paruh Waktu Terima SK",
        "Wali kota menyerahkan surat keputusan kepada 4.000 PPPK paruh waktu.",
        "Mereka mulai bekerja pada 1 Juli.",
        *_FILLER[:5],
        "Selain gaji, mereka memperoleh jaminan kesehatan dan BPJS Ketenagakerjaan.",
        *_FILLER[5:],
    ),
    "migrant workers": (
        "Imigrasi Gagalkan Keberangkatan 12 Pekerja Nonprosedural",
        "Petugas imigrasi menunda keberangkatan 12 orang di bandara.",
        "Mereka tidak memiliki kontrak kerja, visa, maupun kepesertaan Jamsostek.",
        *_FILLER[:7],
    ),
    "market fire": (
        "Pasar Lama Terbakar, 80 Kios Hangus",
        "Api menghanguskan 80 kios pasar lama, Sabtu malam.",
        *_FILLER[:5],
        "Disnaker mendata pedagang yang ikut program pekerja rentan BPJAMSOSTEK.",
        *_FILLER[5:],
    ),
    "election": (
        "KPU Rekrut 3.000 Petugas KPPS",
        "KPU membuka pendaftaran petugas KPPS mulai Senin.",
        *_FILLER[:5],
        "Petugas akan didaftarkan ke BPJS Ketenagakerjaan selama masa tugas.",
        *_FILLER[5:],
    ),
    "office fire drill": (
        "Damkar Latih Pegawai Perkantoran Padamkan Api",
        "Dinas pemadam kebakaran melatih pegawai dari 15 kantor.",
        *_FILLER[:4],
        "Pelatihan diikuti antara lain pegawai Kantor Pos, BPJS Ketenagakerjaan, dan Bank BRI.",
        *_FILLER[4:6],
    ),
    "politician's past": (
        "Profil Calon Wakil Bupati",
        "Ia lahir di desa nelayan dan menamatkan sekolah di kota.",
        "Sebelum terjun ke politik, ia pernah bekerja di Jamsostek selama dua tahun.",
        *_FILLER[:6],
    ),
    "nothing": ("", ""),
}

ABOUT = {
    "handover": (
        "Ahli Waris Nelayan Terima Rp42 Juta",
        "BPJS Ketenagakerjaan Cabang Klaten menyerahkan santunan Jaminan Kematian (JKM) kepada ahli waris nelayan.",
        "Kepala cabang mengatakan iuran almarhum dibayar pemerintah desa.",
        "Perlindungan jaminan sosial ketenagakerjaan, katanya, murah dan manfaatnya besar.",
        _FILLER[3],
    ),
    "headline": (
        "BPJAMSOSTEK Ungaran Bagikan Sembako",
        "Buruh pabrik menerima bingkisan dari BPJAMSOSTEK Ungaran, Rabu.",
        *_FILLER[:3],
        "Kepala BPJAMSOSTEK Ungaran berharap buruh tenang bekerja.",
    ),
    "local government's enrolment": (
        "Seribu Petani Sawit Terlindungi",
        "Pemkab menanggung iuran seribu petani sawit sebagai peserta BPJS Ketenagakerjaan.",
        "Bupati menyerahkan kartu secara simbolis.",
        "Program JKK dan JKM itu berlaku sampai Desember.",
        *_FILLER[:3],
    ),
    "coverage": (
        "UCJ Kabupaten Baru 31 Persen",
        "Cakupan Universal Coverage Jamsostek baru 31 persen.",
        "Sekda meminta dinas bergerak.",
        "Data itu dari BPJS Ketenagakerjaan.",
        *_FILLER[:3],
    ),
    "a slip of the pen": (
        "BPJS Kesehatan Serahkan Santunan Kecelakaan Kerja",
        "BPJS Ketenagakerjaan Cabang Klaten menyerahkan santunan Jaminan Kecelakaan Kerja (JKK).",
        "Kepala BPJS Kesehatan Cabang Klaten itu mengatakan ahli waris menerima Rp70 juta.",
        "Klaim BPJS Kesehatan dibayar lewat program JKM dan JHT.",
        *_FILLER[:2],
    ),
    "a slip throughout": (
        "BPJS Kesehatan Bayar Klaim Dua Nelayan",
        "BPJS Kesehatan membayar klaim Jaminan Kematian (JKM) dua nelayan.",
        "Selain itu satu klaim Jaminan Kecelakaan Kerja (JKK) masih diproses.",
        "Nelayan lain diminta segera ikut.",
    ),
    "both sisters": (
        "Pemkot Evaluasi BPJS Ketenagakerjaan dan BPJS Kesehatan",
        "Wali kota mengevaluasi kepesertaan BPJS Ketenagakerjaan.",
        "Kepala BPJS Ketenagakerjaan Cabang Klaten memaparkan cakupan.",
        "Pekerja rentan menjadi perhatian, begitu pula pelayanan BPJS Kesehatan.",
        "Program JKK dan JKM ditanggung APBD.",
    ),
    "both sisters, the other more often": (
        "BPJS Ketenagakerjaan dan BPJS Kesehatan Turun Bersama",
        "Petugas BPJS Ketenagakerjaan dan BPJS Kesehatan mendatangi pabrik.",
        "BPJS Kesehatan memeriksa data JKN, sedangkan BPJS Ketenagakerjaan memeriksa iuran JHT.",
        "BPJS Kesehatan akan kembali bulan depan.",
        _FILLER[1],
    ),
    "short notice": ("BPJSTK Bitung Pindah Kantor", "BPJSTK Bitung pindah ke gedung baru mulai Senin."),
    "partner hospitals": (
        "38 Faskes PLKK Dievaluasi",
        "Evaluasi Pusat Layanan Kecelakaan Kerja (PLKK) digelar di hotel.",
        "Acara dibuka BPJS Ketenagakerjaan Cabang Klaten.",
        *_FILLER[:3],
    ),
    "enforcement": (
        "Jaksa Panggil Penunggak Iuran",
        "Kejari memanggil 30 perusahaan yang menunggak iuran BPJS Ketenagakerjaan.",
        "Pemanggilan atas kuasa dari BPJS Ketenagakerjaan Cabang Batam Sekupang.",
        *_FILLER[:4],
        "Tunggakan Jaminan Hari Tua mencapai Rp318 juta.",
    ),
    "late name": (
        "Buruh Tani Tembakau Dijamin Pemkab",
        "Jumlah buruh tani yang dijamin pemkab bertambah menjadi 8.250 orang.",
        "Iurannya Rp16.800 tiap orang.",
        "Adendum diteken bupati dan Kepala BPJS Ketenagakerjaan Magelang.",
        "Pekerja rentan lain menyusul tahun depan.",
        "Sejak Februari ada 11 santunan Jaminan Kematian (JKM) yang dibayar BPJS Ketenagakerjaan.",
        _FILLER[0],
    ),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_passing_mention_is_not_about_the_agency(name: str) -> None:
    assert not _judge(*PASSING[name])


@pytest.mark.parametrize("name", ABOUT)
def test_a_story_of_the_agency_is_about_it(name: str) -> None:
    assert _judge(*ABOUT[name])


def _agrees(gold: dict[str, object]) -> bool:
    return _judge(str(gold["title"]), *str(gold["text"]).split("\n")) == gold["relevant"]


def test_newsroom_articles() -> None:
    folder = files("crawler") / "newsroom" / "articles"
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".json")]
    assert texts
    assert [gold["id"] for gold in map(json.loads, texts) if not _agrees(gold)] == []


@pytest.mark.parametrize("batch", ["train", "dev", "test"])
def test_general_news_is_silent(batch: str) -> None:
    """Sentences of idner-news-2k (MIT licence), one by one and as articles of ten."""
    path = Path(__file__).resolve().parents[4] / "shared" / "data" / "idner-news-2k" / f"{batch}.txt"
    if not path.exists():
        pytest.skip(f"{path.name}: kumpulan berita umum tidak ada di mesin ini")
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    sentences = [" ".join(line.split(" ")[0] for line in block.splitlines() if line.strip()) for block in blocks]
    articles = [[sentence] for sentence in sentences] + [sentences[at : at + 10] for at in range(0, len(sentences), 10)]
    assert len(articles) > 100
    assert [article for article in articles if _judge("Berita", *article)] == []


_WORDS = st.sampled_from(
    [
        "BPJS Ketenagakerjaan",
        "BPJS Kesehatan",
        "JKM",
        "UCJ",
        "Kantor Cabang",
        "Klaten",
        ".",
        "\n",
        " ",
        "Baca juga: ",
        "BPJS",
        "JKN",
        "santunan",
    ]
)


@given(st.lists(_WORDS | st.text(max_size=6), max_size=30).map("".join))
def test_any_text_is_judged(text: str) -> None:
    assert _judge("Judul", text) in (True, False)


LATE_OR_PASSING = [
    (
        True,
        "Ayah Meninggal Saat Melaut, Anak Nelayan Ini Dijamin Kuliah",
        (
            "Tangis Mariana pecah ketika namanya dipanggil. Suaminya tewas saat melaut di perairan Selat Pantar dua bulan lalu.",
            "Hari itu ia menerima santunan Rp70 juta dan beasiswa untuk dua anaknya.",
            "Kepala BPJAMSOSTEK Cabang NTT, Armada Kaban, menyerahkan langsung santunan itu di rumah duka.",
            '"Almarhum baru tiga bulan menjadi peserta," katanya.',
            "Kepala Desa Wolwal berterima kasih. Ia meminta nelayan lain tidak menunggu musibah.",
            "Iuran para nelayan dibayar dari dana desa sebesar Rp16.800 per bulan.",
            "Mariana berencana membuka kios kecil.",
        ),
    ),
    (
        True,
        "Belum Semua Perusahaan Patuh, Jaksa Turun Tangan",
        (
            "MUARA TEWEH - Kejaksaan Negeri Barito Utara memanggil 12 perusahaan yang menunggak iuran.",
            "Pemanggilan dilakukan berdasarkan surat kuasa khusus dari BP Jamsostek Muara Teweh.",
            "Kasi Datun mengatakan, total tunggakan mencapai Rp1,2 miliar.",
            '"Kami minta segera dilunasi," tegasnya.',
            "Perusahaan yang tidak patuh bisa dikenai sanksi tidak mendapat layanan publik.",
        ),
    ),
    (
        True,
        "Guru Honorer Kini Tenang Bekerja",
        (
            "Sebanyak 312 guru honorer di Kabupaten Alor kini terlindungi Jamsostek.",
            "Bupati menyerahkan kartu secara simbolis, Senin.",
            "Guru-guru itu terlindungi program kecelakaan kerja dan kematian.",
            "Dana berasal dari APBD perubahan.",
        ),
    ),
    (
        True,
        "Empat Tahun Menanti, Ahli Waris Buruh Sawit Terima Haknya",
        (
            "Empat tahun lamanya Saniati menunggu.",
            "Suaminya meninggal tertimpa pohon di kebun milik perusahaan yang belum membayar iuran.",
            "Setelah mediasi tiga kali, perusahaan akhirnya melunasi tunggakan.",
            "Manfaat Jaminan Kematian dan beasiswa senilai Rp214 juta kemudian dicairkan.",
            '"Ini pelajaran bagi pengusaha," kata Kepala Disnaker.',
            "BPJS Ketenagakerjaan Cabang Pangkalan Bun mencatat masih ada delapan kasus serupa.",
            "Saniati ingin menyekolahkan anak bungsunya hingga sarjana.",
        ),
    ),
    (
        True,
        "RT dan RW se-Kota Dumai Bakal Dilindungi",
        (
            "Wali Kota Dumai memastikan seluruh ketua RT dan RW terlindungi jaminan sosial ketenagakerjaan.",
            "Jumlahnya 1.240 orang.",
            '"Mereka bekerja siang malam," ujarnya.',
            "Anggaran sudah disetujui DPRD.",
            "Kepala BPJamsostek Dumai menyebut perlindungan mencakup JKK dan JKM.",
        ),
    ),
    (
        True,
        '"Kalau Celaka, Siapa Menanggung?" Kisah Pemanjat Kelapa Minsel',
        (
            "Deny sudah 20 tahun memanjat kelapa tanpa pelindung apa pun.",
            "Tahun lalu rekannya jatuh dan lumpuh. Tak ada biaya berobat.",
            "Kini Deny punya kartu. Iurannya dibayar gereja.",
            '"Kalau jatuh, ada yang tanggung," kata Deny.',
            "Program itu digagas Jemaat GMIM bersama BPJAMSOSTEK Minahasa Selatan.",
            "Sebanyak 410 pemanjat kelapa, nelayan, dan tukang ojek telah terdaftar dalam program JKK dan JKM.",
            "Pendeta setempat berharap gereja lain meniru.",
            "BPJAMSOSTEK mencatat baru 18 persen pekerja informal terlindungi di Minsel.",
        ),
    ),
    (
        False,
        "UMK 2025 Naik 6,5 Persen, Apindo Minta Perusahaan Kecil Dikecualikan",
        (
            "Upah minimum kabupaten naik 6,5 persen mulai Januari.",
            "Dewan pengupahan menggelar rapat tiga kali.",
            "Apindo keberatan karena beban perusahaan sudah berat.",
            '"Ada iuran BPJS Ketenagakerjaan, ada THR, ada pajak," kata Ketua Apindo.',
            "Serikat pekerja menilai kenaikan itu belum cukup.",
            "Gubernur akan menetapkan UMK paling lambat pekan depan.",
        ),
    ),
    (
        False,
        "3 Terdakwa Korupsi Dana Desa Divonis",
        (
            "Majelis hakim memvonis tiga terdakwa korupsi dana desa.",
            "Kerugian negara Rp1,1 miliar.",
            "Salah satu modusnya, iuran BPJS Ketenagakerjaan perangkat desa tidak disetorkan.",
            "Jaksa menyatakan pikir-pikir.",
            "Kuasa hukum akan banding.",
            "Mantan kades itu tampak menangis.",
        ),
    ),
    (
        False,
        "Polisi Tangkap Penipu Berkedok Petugas Bansos",
        (
            "Polres menangkap pria yang mengaku petugas bansos.",
            "Ia meminta data KTP warga lansia.",
            "Korban dijanjikan santunan dari pemerintah.",
            "Pelaku juga pernah mengaku petugas BPJS Ketenagakerjaan.",
            "Ia dijerat pasal penipuan.",
        ),
    ),
    (
        False,
        "Dana Pensiun Bank Daerah Dibobol",
        (
            "Penyidik menahan dua pengelola dana pensiun.",
            "Kerugian ditaksir Rp37 miliar.",
            "Jaminan pensiun karyawan terancam.",
            "OJK mengawasi proses itu.",
            "Serikat karyawan meminta transparansi.",
        ),
    ),
    (
        False,
        "Mal Pelayanan Publik Diresmikan",
        (
            "Menteri PAN-RB meresmikan mal pelayanan publik.",
            "Ada 28 instansi dengan 210 layanan, mulai dari Dukcapil, Imigrasi, Samsat, hingga BPJS Ketenagakerjaan.",
            "Bupati berharap layanan makin cepat.",
            "Gedung dibangun dengan dana Rp12 miliar.",
            "Warga bisa datang pukul 08.00 sampai 15.00.",
        ),
    ),
    (
        False,
        "Nelayan Hilang Ditemukan Meninggal",
        (
            "Tim SAR menemukan nelayan yang hilang sejak Minggu.",
            "Jenazah dibawa ke rumah duka.",
            "Korban melaut sendirian.",
            "Camat menyebut korban terdaftar BPJS Ketenagakerjaan sehingga keluarga berhak atas santunan Rp70 juta.",
            "Basarnas mengimbau nelayan memakai pelampung.",
            "Operasi SAR ditutup.",
        ),
    ),
    (
        False,
        "Rekrutmen PPPK Dibuka",
        (
            "Pemkab membuka 600 formasi PPPK.",
            "Pendaftaran lewat SSCASN.",
            "Gaji dan tunjangan diatur perpres.",
            "PPPK juga memperoleh jaminan hari tua, jaminan kecelakaan kerja, jaminan kematian dari Taspen.",
            "BKPSDM membuka posko.",
            "Pelamar diminta waspada calo.",
        ),
    ),
    (
        False,
        "Bus Terguling, Jasa Raharja Serahkan Santunan",
        (
            "Jasa Raharja menyerahkan santunan kepada ahli waris korban bus terguling di Nagreg.",
            "Tiap ahli waris menerima Rp50 juta.",
            "Korban luka dirawat di tiga rumah sakit.",
            "Kepala Cabang Jasa Raharja Bandung mengatakan santunan diproses dalam dua hari.",
            "Sopir bus terdaftar pula di BPJS Ketenagakerjaan.",
            "Polisi menetapkan sopir sebagai tersangka.",
        ),
    ),
    (
        False,
        "Koperasi Desa Merah Putih Himpun Iuran Anggota",
        (
            "Koperasi desa mulai menghimpun iuran anggota.",
            "Iuran pokok Rp50 ribu, iuran wajib Rp10 ribu.",
            "Ketua koperasi menargetkan 500 anggota.",
            "Modal awal dari bank pelat merah.",
            "Karyawan koperasi akan ikut BPJS Ketenagakerjaan.",
        ),
    ),
    (
        False,
        "Korban Longsor Tambang Ditemukan",
        (
            "Tim gabungan menemukan dua jenazah korban longsor tambang emas.",
            "Total korban menjadi tujuh orang.",
            "Bupati menyerahkan santunan dari APBD kepada keluarga.",
            "Gubernur memerintahkan tambang ditutup.",
            "Ketujuhnya tidak terdaftar BPJS Ketenagakerjaan.",
            "Polisi memburu pemilik tambang.",
        ),
    ),
    (
        False,
        "Kebakaran Pasar, Pedagang Minta Relokasi",
        (
            "Ratusan kios hangus.",
            "Pedagang meminta relokasi secepatnya.",
            "Klaim asuransi kios masih dihitung.",
            "Dinas Perdagangan mendata kerugian.",
            "BPJS Ketenagakerjaan Cabang Sampit ikut membuka posko dapur umum bersama PMI dan BPBD.",
            "Bupati berjanji membangun pasar darurat.",
            "Listrik di sekitar pasar dipadamkan.",
        ),
    ),
]


@pytest.mark.parametrize(("expected", "title", "paragraphs"), LATE_OR_PASSING, ids=lambda value: str(value)[:32])
def test_named_late_or_in_passing(expected: bool, title: str, paragraphs: tuple[str, ...]) -> None:
    assert _judge(title, *paragraphs) is expected
