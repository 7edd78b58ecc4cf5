from datetime import date, datetime

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.dates import find_dates
from extract.components.sections import split_text
from extract.reading import Reading
from extract.values import edtf
from models.records import Article
from models.vocab import IssueCode

NLP = spacy.blank("id")
THURSDAY = "2025-11-27T09:00:00+07:00"


def read(text: str, published: str = THURSDAY, title: str = "Judul") -> Reading:
    reading = Reading.of(Article("a", "https://x.test/a", "X", title, text, datetime.fromisoformat(published)))
    doc = NLP.make_doc("")
    split_text(doc, reading)
    find_dates(doc, reading)
    return reading


def found(text: str, published: str = THURSDAY) -> list[tuple[str, str]]:
    reading = read(text, published)
    return [(reading.text[d.start : d.end], d.value) for d in reading.dates if d.start >= reading.body]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a day goes on with the month and year told right before it
        ("Gempa terjadi 14 Juli 2019. Tim tiba 18 Juli.", [("14 Juli 2019", "2019-07-14"), ("18 Juli", "2019-07-18")]),
        ("Gempa terjadi 14 Juli 2019. Tim tiba 18 Agustus.", [("14 Juli 2019", "2019-07-14"), ("18 Agustus", "2025-08-18")]),
        ("Gempa terjadi 14 Juli 2019.\nTim tiba 18 Juli.", [("14 Juli 2019", "2019-07-14"), ("18 Juli", "2025-07-18")]),
        # what is valid until a month lies ahead
        ("Perjanjian itu berlaku sampai Oktober.", [("Oktober", "2026-10")]),
        ("Data dihimpun sampai Oktober.", [("Oktober", "2025-10")]),
        # terms of studies are no stretch of the calendar
        ("Kampus menanggung iuran semester pertama.", []),
        ("Realisasi semester pertama naik.", [("semester pertama", "2025-01/2025-06")]),
        # "today" is the day on which it was said
        (
            'Acara digelar Rabu (26/11).\n"Sampai hari ini sudah cair semua," kata Ani di Ambon, Kamis.',
            [("Rabu (26/11)", "2025-11-26"), ("hari ini", "2025-11-27"), ("Kamis", "2025-11-27")],
        ),
        (
            'Acara digelar Rabu (26/11).\n"Sampai hari ini sudah cair semua," kata Ani.',
            [("Rabu (26/11)", "2025-11-26"), ("hari ini", "2025-11-26")],
        ),
    ],
)
def test_what_is_told_around(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "2025-11-27T15:00:00+07:00") == expected


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        # full days in all spellings
        ("Digelar pada <Selasa, 25 November 2025> di aula.", "2025-11-25"),
        ("Digelar <Selasa (25/11)>, kata dia.", "2025-11-25"),
        ("Digelar <Jumat (16/5/25)> di aula.", "2025-05-16"),
        ("Digelar <Selasa (17 Januari 2023)>.", "2023-01-17"),
        ("Digelar <Kamis 28-08-2025> di aula.", "2025-08-28"),
        ("Digelar <Rabu (3/6/2024)> di aula.", "2024-06-03"),
        ("Digelar <Kamis, 15/5/2025> di aula.", "2025-05-15"),
        ("Digelar <Kamis 19/12/2024>, bersamaan.", "2024-12-19"),
        ("Digelar <Kamis ( 07/09/2023 )> di aula.", "2023-09-07"),
        ("Digelar <Selasa, 26 Agt 2025>.", "2025-08-26"),
        ("Digelar <26 Agust 2025>.", "2025-08-26"),
        ("Digelar <26 Ags. 2025> di aula.", "2025-08-26"),
        ("Digelar <8 Pebruari 2024> di aula.", "2024-02-08"),
        ("Digelar <8 Nopember 2024> di aula.", "2024-11-08"),
        ("Digelar <8 Nop 2024> di aula.", "2024-11-08"),
        ("Digelar <8 Des 2024> di aula.", "2024-12-08"),
        ("Digelar <8 Sept 2024> di aula.", "2024-09-08"),
        ("Digelar <Jum'at, 8 April 2022>.", "2022-04-08"),
        ("Digelar <Jum’at (8/4/2022)>.", "2022-04-08"),
        ("Digelar <Ahad (9/11/2025)> di aula.", "2025-11-09"),
        ("Digelar <Minggu (9/11/2025)> di aula.", "2025-11-09"),
        ("Digelar <12-Agustus-2025> di aula.", "2025-08-12"),
        ("Digelar <2025-08-12> di aula.", "2025-08-12"),
        ("Digelar <12/8/2025> di aula.", "2025-08-12"),
        ("Digelar <12.08.2025> di aula.", "2025-08-12"),
        ("Digelar tanggal <12 Agustus 2025> di aula.", "2025-08-12"),
        ("Digelar <hari Selasa (25/11/2025)> di aula.", "2025-11-25"),
        ("Digelar <Selasa malam (25/11)> di aula.", "2025-11-25"),
        ("Digelar <Rabu (26/11)> malam.", "2025-11-26"),
        ("Digelar <SELASA, 25 NOVEMBER 2025>.", "2025-11-25"),
        ("Digelar <Agustus 18, 2025> di aula.", "2025-08-18"),
        ("Tertanggal <12 Mei 2025> itu.", "2025-05-12"),
        ("Nabire, <18 Agustus 2025> – Kantor itu ramai.", "2025-08-18"),
        ("Diundangkan pada <31 Desember> lalu.", "2024-12-31"),
        ("Digelar <Senin lalu (24/11)> di aula.", "2025-11-24"),
        ("Digelar <hari Minggu mendatang (30/11)> di aula.", "2025-11-30"),
        ("Digelar <minggu (23/11)> di aula.", "2025-11-23"),
        ("Digelar <Selasa,25 November 2025> di aula.", "2025-11-25"),
        ("Digelar <Selasa, tanggal 25 November 2025> di aula.", "2025-11-25"),
        ("Digelar <Selasa, (25/11)> di aula.", "2025-11-25"),
        ("Digelar <Selasa(25/11)> di aula.", "2025-11-25"),
        ("Digelar <25 November> kemarin.", "2025-11-25"),
        ("Pelatihan yang digelar <Rabu (3/12)> diikuti 30 orang.", "2025-12-03"),
        ("Semua sudah siap untuk <Rabu (3/12)> di aula.", "2025-12-03"),
        # ranges
        ("Digelar <Senin-Rabu, 24-26 November 2025> di aula.", "2025-11-24/2025-11-26"),
        ("Digelar <Senin s.d. Rabu, 24 s.d. 26 November 2025> di aula.", "2025-11-24/2025-11-26"),
        ("Digelar <Senin dan Selasa (24 dan 25 November)> di aula.", "2025-11-24/2025-11-25"),
        ("Digelar <24 – 26 November> di aula.", "2025-11-24/2025-11-26"),
        ("Digelar <24/11 - 26/11/2025> di aula.", "2025-11-24/2025-11-26"),
        ("Berlaku <1 Januari 2025 - 31 Maret 2025> di sana.", "2025-01-01/2025-03-31"),
        ("Berlaku <1 Januari 2025 sampai dengan 31 Maret 2025> di sana.", "2025-01-01/2025-03-31"),
        ("Periode <Januari – Juni 2025> naik.", "2025-01/2025-06"),
        ("Anggota periode <2021-2026> hadir.", "2021/2026"),
        ("Rencana <tahun 2024 s.d. 2026> disusun.", "2024/2026"),
        ("Rencana <tahun 2024 hingga tahun 2026> disusun.", "2024/2026"),
        ("Digelar <20-22 Juni 2023> di aula.", "2023-06-20/2023-06-22"),
        ("Digelar <20 s.d. 22 Juni 2023> di aula.", "2023-06-20/2023-06-22"),
        ("Digelar <20 s/d 22 Juni 2023> di aula.", "2023-06-20/2023-06-22"),
        ("Digelar <20 sampai dengan 22 Juni 2023> di aula.", "2023-06-20/2023-06-22"),
        ("Digelar <20 dan 21 Juni 2023> di aula.", "2023-06-20/2023-06-21"),
        ("Digelar <20, 21, dan 22 Juni 2023> di aula.", "2023-06-20/2023-06-22"),
        ("Digelar <Rabu 8 hingga Kamis 9 Mei 2019>.", "2019-05-08/2019-05-09"),
        ("Digelar <Rabu-Kamis (26-27/11)> di aula.", "2025-11-26/2025-11-27"),
        ("Digelar <Rabu dan Kamis (26-27/11/2025)> di aula.", "2025-11-26/2025-11-27"),
        ("Digelar <8-9/5/2019> di aula.", "2019-05-08/2019-05-09"),
        ("Digelar <30 Juni hingga 2 Juli 2025> di aula.", "2025-06-30/2025-07-02"),
        ("Digelar <30 Desember 2024 hingga 2 Januari 2025> di aula.", "2024-12-30/2025-01-02"),
        ("Digelar <Senin (24/11) hingga Rabu (26/11)> di aula.", "2025-11-24/2025-11-26"),
        ("Digelar <Senin hingga Rabu> di aula.", "2025-11-24/2025-11-26"),
        ("Iuran <Januari sampai Juni 2022> lunas.", "2022-01/2022-06"),
        ("Iuran <Januari-September 2019> lunas.", "2019-01/2019-09"),
        ("Iuran <Januari hingga Oktober> lunas.", "2025-01/2025-10"),
        ("Iuran <November 2024 hingga Januari 2025> lunas.", "2024-11/2025-01"),
        ("Iuran <November hingga Januari 2025> lunas.", "2024-11/2025-01"),
        ("Iuran <Januari dan Februari 2025> lunas.", "2025-01/2025-02"),
        ("Iuran <Januari, Februari, dan Maret 2025> lunas.", "2025-01/2025-03"),
        ("Iuran <Mei dan Juli 2025> lunas.", "2025-05/2025-07"),
        ("Iuran <Januari sampai Juni tahun ini> lunas.", "2025-01/2025-06"),
        ("Data <Tahun 2020-2022> dipakai.", "2020/2022"),
        ("Data <tahun 2020 dan 2021> dipakai.", "2020/2021"),
        ("Naik sejak <2021 hingga 2024> di sana.", "2021/2024"),
        ("Menjabat <2019 hingga 2024> di sana.", "2019/2024"),
        ("Pelatihan <Senin hingga Rabu> di Medan.", "2025-11-24/2025-11-26"),
        ("Antara <tahun 2022 dan 2024> naik.", "2022/2024"),
        ("Dalam lima tahun (<2020-2024>) naik.", "2020/2024"),
        ("Baru 49,35 persen (<2024>) di sana.", "2024"),
        # parts of years
        ("Pada <triwulan III 2025> naik.", "2025-07/2025-09"),
        ("Pada <triwulan pertama 2025> naik.", "2025-01/2025-03"),
        ("Pada <kuartal I/2025> naik.", "2025-01/2025-03"),
        ("Pada <kuartal IV tahun lalu> naik.", "2024-10/2024-12"),
        ("Pada <semester I 2025> naik.", "2025-01/2025-06"),
        ("Pada <semester kedua tahun 2024> naik.", "2024-07/2024-12"),
        ("Pada <kuartal ke dua tahun ini> naik.", "2025-04/2025-06"),
        ("Pada <akhir triwulan II 2025> naik.", "2025-04/2025-06"),
        ("Pada <triwulan III> naik.", "2025-07/2025-09"),
        # relative words
        ("Ramai <hari ini> di sana.", "2025-11-27"),
        ("Ramai <kemarin> di sana.", "2025-11-26"),
        ("Ramai <kemarin lusa> di sana.", "2025-11-25"),
        ("Buka <besok> pagi.", "2025-11-28"),
        ("Buka <lusa> pagi.", "2025-11-29"),
        ("Ramai <kemarin (26/11)> di sana.", "2025-11-26"),
        ("Naik <bulan ini> di sana.", "2025-11"),
        ("Naik <bulan lalu> di sana.", "2025-10"),
        ("Naik <bulan depan> di sana.", "2025-12"),
        ("<Tahun ini> naik.", "2025"),
        ("<Tahun lalu> naik.", "2024"),
        ("<Tahun kemarin> naik.", "2024"),
        ("<Tahun depan> naik.", "2026"),
        ("<Tahun 2025 ini> naik.", "2025"),
        ("Buka <Sabtu lusa> pagi.", "2025-11-29"),
        ("Digelar <Rabu kemarin> di aula.", "2025-11-26"),
        ("Digelar <Kamis kemarin> di aula.", "2025-11-20"),
        ("Terbit <Agustus tahun lalu> di sini.", "2024-08"),
        ("Terbit <17 Agustus tahun lalu> di sini.", "2024-08-17"),
        # bare weekdays
        ('"Kami akan datang," katanya di Kolaka, <Kamis>.', "2025-11-27"),
        ("Pelatihan di Banda Aceh, <Jumat>.", "2025-11-21"),
        ("Rapat akan digelar di Medan, <Jumat>.", "2025-11-28"),
        ("Rapat dijadwalkan <Senin> di Medan.", "2025-12-01"),
        ("Rapat digelar <Senin> mendatang.", "2025-12-01"),
        ("Rapat digelar <Kamis> depan.", "2025-12-04"),
        ("Rapat digelar <Kamis> lalu.", "2025-11-20"),
        ("Rapat digelar <Senin pekan depan> di Medan.", "2025-12-01"),
        ("Rapat digelar <Senin pekan lalu> di Medan.", "2025-11-17"),
        ("Rapat digelar pada <Minggu> pagi.", "2025-11-23"),
        ("Bupati berharap program berlanjut saat membuka acara, <Senin>.", "2025-11-24"),
        ("Pelatihan dimulai <Senin> dan ramai.", "2025-11-24"),
        ("Tim akan meninjau kapal yang terbakar <Selasa> itu.", "2025-11-25"),
        ("Rapat yang dijadwalkan <Selasa> itu penting.", "2025-12-02"),
        ("Rapat digelar <Jumat ini> di Medan.", "2025-11-28"),
        ("Apel digelar di halaman depan kantor bupati, <Kamis>.", "2025-11-27"),
        ("Doa bersama menyusul kebakaran <Selasa> pagi.", "2025-11-25"),
        # edges
        ("Kartu dibagikan mulai <awal Desember>.", "2025-12"),
        ("Lunas <pertengahan Agustus> itu.", "2025-08"),
        ("Lunas <akhir Mei 2023> itu.", "2023-05"),
        ("Lunas <akhir tahun ini> juga.", "2025"),
        ("Lunas hingga <akhir tahun>, katanya.", "2025"),
        ("Lunas <akhir tahun> nanti.", "2025"),
        ("Lunas <awal tahun depan> nanti.", "2026"),
        ("Lunas sejak <awal 2021> lalu.", "2021"),
        ("Lunas <akhir bulan ini> juga.", "2025-11"),
        # months without a year
        ("Diteken pada <September> lalu.", "2025-09"),
        ("Rampung <Februari> mendatang.", "2026-02"),
        ("Diteken <Maret> di aula.", "2025-03"),
        ("Akan diteken <Maret> di aula.", "2026-03"),
        ("Tim akan menilai perjanjian yang diteken <Maret> itu.", "2025-03"),
        ("Perjanjian diteken pada <Maret> akan diperluas.", "2025-03"),
        ("Pada <Maret> akan diteken perjanjian baru.", "2026-03"),
        ("Tertahan sejak <Desember> karena data.", "2024-12"),
        ("MoU-nya dulu, <bulan September>, katanya.", "2025-09"),
        ("Kartu terbit <3 Desember> di aula.", "2025-12-03"),
        ("Kartu terbit <3 Oktober> di aula.", "2025-10-03"),
        ("Santunan <17 Agustus> di lapangan itu.", "2025-08-17"),
        ("Evaluasi dijadwalkan <Mei> di Medan.", "2026-05"),
        ("Mundur <november> lalu.", "2025-11"),
        ("Rampung <Juni> silam di Beutong.", "2025-06"),
        ("Dana cair di Beutong <Januari> silam.", "2025-01"),
        # years
        ("Setahun sebelumnya, <2021>, baru sembilan persen.", "2021"),
        ("Bandingkan dengan <2022>. Waktu itu sepi.", "2022"),
        ("Naik pada <2023> di sana.", "2023"),
        ("Naik sepanjang <2024>, katanya.", "2024"),
        ("Naik sejak <2021>.", "2021"),
        ("Setahun penuh <2021>, katanya, nilainya naik.", "2021"),
        ("Setahun penuh <2024> nilainya naik.", "2024"),
        ("Sejak <2014> kantor perintis itu menyewa ruko.", "2014"),
        ("Semenjak <2019> perusahaan itu menunggak.", "2019"),
        ("Rencana <tahun 2026> disusun.", "2026"),
        ("Turun dibanding periode yang sama <2023> di sana.", "2023"),
        ("Monev PLKK <Tahun 2025> digelar.", "2025"),
        ("APBD <Tahun Anggaran 2025> dipakai.", "2025"),
        ("Anggaran <TA 2025> dipakai.", "2025"),
        ("Naik melampaui target <2025> di sana.", "2025"),
        ("Rapat Tahap 2 <Tahun 2025> digelar.", "2025"),
    ],
)
def test_an_expression(marked: str, value: str) -> None:
    shown = marked[marked.index("<") + 1 : marked.index(">")]
    assert found(marked.replace("<", "").replace(">", "")) == [(shown, value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Naik dari 2022 ke 2023 dan 2024.", ["2022", "2023", "2024"]),
        ("Pada 2022, 2023, dan 2024 naik.", ["2022", "2023", "2024"]),
        ("Rabu (26/11), dan berlangsung sampai Kamis (27/11).", ["2025-11-26", "2025-11-27"]),
        ("Senin (24/11) dan Selasa (25/11) ramai.", ["2025-11-24", "2025-11-25"]),
        ("Dinas mengecek alat mulai Senin (1/12) sampai akhir Desember.", ["2025-12-01", "2025-12"]),
        ("Saya sudah perintahkan, tunggakan itu kami lunasi akhir Januari.", ["2026-01"]),
        ("Digelar 5 Mei 2025 dan 9 Mei 2025.", ["2025-05-05", "2025-05-09"]),
        ("Pada tahun 2022 dan 2024 naik.", ["2022", "2024"]),
        ("Bulan ini, Mei dan Juli ramai.", ["2025-11", "2025-05", "2025-07"]),
        ("Dari Maret 2024 menjadi April.", ["2024-03", "2025-04"]),
        ("Nabire, 18 Agustus 2025 - Senin (11/8/2025) ramai.", ["2025-08-18", "2025-08-11"]),
    ],
)
def test_several_expressions(text: str, expected: list[str]) -> None:
    assert [value for _, value in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sesuai UU Nomor 24 Tahun 2011 tentang BPJS.",
        "Sesuai Inpres Nomor 2 Tahun 2021 dan Nomor 4 Tahun 2022.",
        "Sesuai Inpres No. 8 Tahun 2025 itu.",
        "Sesuai PP 44 Tahun 2015 dan PP 44/2015.",
        "Sesuai Permenaker 5/2021 dan Perda No 12/2023.",
        "Sesuai Qanun Kota Langsa Nomor 5 Tahun 2019.",
        "Surat Edaran Nomor 140/792/DPMD-IV/2025 terbit.",
        "Surat bernomor 500.15/112/2025 terbit.",
        "APBD 2025 dan APBD Perubahan 2025 dipakai.",
        "Paritrana Award 2023 diraih.",
        "HUT ke-45 digelar.",
        "Sebanyak 2.025 orang dan 2024 pekerja hadir.",
        "Naik 2,2 persen, 31.98 persen, 12,8 persen.",
        "Pukul 10.27 WIB atau 10:27:01 WIB.",
        "Layanan 24/7 dan nilai 3/4.",
        "Skor 2-1 dan 3-2.",
        "Telepon 0812-2025-1990 atau 021-2025.",
        "Rp2.025.000 dan Rp 2025 juta.",
        "Selama tiga tahun, sebulan, dua bulan lalu, beberapa tahun lalu.",
        "Selama dua tahun ini naik, lima tahun mendatang juga.",
        "Setahun lalu dan tahun-tahun mendatang.",
        "Pekan lalu, minggu depan, dua minggu lagi.",
        "Minggu lalu mereka datang.",
        "Rumah di Jalan 17 Agustus Nomor 5.",
        "Rapat di Universitas 17 Agustus 1945 Surabaya.",
        "Ibu Mei Lestari dan Bapak Agustus Nugroho hadir.",
        "Direktur, Juli Hartono, hadir.",
        "Program Jumat Berkah dan Jumat Bersih.",
        "Loket buka setiap Senin dan tiap Jumat.",
        "Bayar setiap tanggal 5 Mei.",
        "Semester ganjil tahun ajaran baru.",
        "Usianya 45 tahun.",
        "Warga Pasar Minggu hadir.",
        "Pekan Paralimpik dan Pekanbaru.",
        "Naik dari 20 ke 22 persen.",
        "Rasio 5-6 Kali.",
        "Ada 12 Marga dan 5 Desa di sana.",
        "Dalam beberapa hari ini, pekan kemarin, minggu kemarin.",
        "Buka Senin hingga Jumat pukul 08.00 dan setiap Sabtu.",
        "Minggu depan mereka datang.",
        "Pada Minggu kedua mereka datang.",
        "Era 1960-an dan tahun 1990-an.",
        "Setiap akhir bulan dan tiap awal tahun.",
        "Hingga 2000 paket dan dari 2024 pelamar.",
        "Peringatan May Day di sana.",
        "Tahun Ajaran 2024/2025 dimulai.",
        "Baca juga: Dermaga Rampung Tahun Depan",
    ],
)
def test_no_dates(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("Digelar Jumat (24/10/2024) di aula.", IssueCode.WEEKDAY_MISMATCH, ["2024-10-24"]),
        ("Digelar Senin, 25 November 2025.", IssueCode.WEEKDAY_MISMATCH, ["2025-11-25"]),
        ("Digelar Senin-Rabu (25-26/11/2025).", IssueCode.WEEKDAY_MISMATCH, ["2025-11-25/2025-11-26"]),
        ("Digelar Selasa (31/2/2025) di aula.", IssueCode.DATE_IMPOSSIBLE, []),
        ("Digelar 30 Februari 2025 di aula.", IssueCode.DATE_IMPOSSIBLE, []),
        ("Digelar Selasa (12/13) di aula.", IssueCode.DATE_IMPOSSIBLE, []),
    ],
)
def test_doubts_are_recorded(text: str, code: IssueCode, values: list[str]) -> None:
    reading = read(text)
    assert [d.value for d in reading.dates] == values
    assert [issue.code for issue in reading.issues] == [code]
    span = reading.issues[0].span
    assert span is not None
    assert text[span.start : span.end] in text


def test_relative_words_count_from_the_local_day_of_publication() -> None:
    assert found("Ramai kemarin.", "2025-08-12T00:30:00+09:00") == [("kemarin", "2025-08-11")]
    assert found("Ramai kemarin.", "2025-08-11T23:30:00+07:00") == [("kemarin", "2025-08-10")]


def test_today_in_direct_speech_is_the_day_of_speaking() -> None:
    text = "Kartu dibagikan Rabu (26/11). “Bagi kami hari ini penting sekali,” katanya. Hari ini kantor tutup."
    assert [value for _, value in found(text)] == ["2025-11-26", "2025-11-26", "2025-11-27"]


def test_the_headline_is_read_too() -> None:
    reading = read("Isi.", title="Rotasi Terbesar Sejak 2018")
    assert [(d.start, d.value) for d in reading.dates] == [(22, "2018")]


_PIECES = [
    "Selasa",
    "Jum'at",
    "minggu",
    "(",
    ")",
    ",",
    " ",
    "-",
    "/",
    "25",
    "31",
    "12",
    "2",
    "2025",
    "11",
    "November",
    "Mei",
    "Agt",
    "hingga",
    "dan",
    "s.d.",
    "tahun",
    "bulan",
    "awal",
    "akhir",
    "ini",
    "lalu",
    "depan",
    "triwulan",
    "III",
    "pada",
    "akan",
    "kemarin",
    "hari ini",
    ".",
    "\n",
    "“",
    "”",
    "setiap",
    "Nomor",
    "1999",
    "tanggal",
    "é",
    "٣",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(_PIECES), max_size=40), st.sampled_from(["", " "]), st.dates(date(1950, 1, 1), date(2099, 1, 1)))
def test_any_mixture_gives_valid_values_inside_the_text(pieces: list[str], glue: str, published: date) -> None:
    reading = read(glue.join(pieces), f"{published}T09:00:00+07:00")
    at = 0
    for mention in reading.dates:
        assert at <= mention.start < mention.end <= len(reading.text)
        assert edtf.is_valid(mention.value)
        assert not reading.text[mention.start].isspace()
        at = mention.end


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_any_text_gives_valid_values(text: str) -> None:
    reading = read(text)
    assert all(edtf.is_valid(d.value) and d.end <= len(reading.text) for d in reading.dates)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1/",
        "1-",
        "12, ",
        "2025 ",
        "2025-",
        "(",
        "(1",
        "Selasa ",
        "Selasa, ",
        "Mei ",
        "JANUARI",
        "A",
        " ",
        "awal ",
        "tahun ",
        "pada ",
        "12 Mei ",
        "1 dan ",
        "Januari, ",
        "Januari, Februari, ",
        "akhir dan ",
    ],
)
def test_long_runs_are_read_without_going_back(piece: str) -> None:
    reading = read(piece * (10_000 // len(piece)))
    assert all(edtf.is_valid(d.value) for d in reading.dates)


@pytest.mark.parametrize(
    ("marked", "value", "published"),
    [
        ("Agen dilatih <Sabtu-Senin (29/6-1/7)>, di kantor.", "2019-06-29/2019-07-01", "2019-07-04T06:00:00+07:00"),
        ("Dilatih <Sabtu hingga Senin (29 Juni-1 Juli)>.", "2019-06-29/2019-07-01", "2019-07-04T06:00:00+07:00"),
        ("<Juni ini> BSU mulai cair.", "2025-06", "2025-06-18T10:00:00+07:00"),
        ("Perpanjangannya serentak <1 Desember>.", "2025-12-01", "2025-06-18T10:00:00+07:00"),
        ("Kesepakatan itu diteken <5 Januari> di balai kota.", "2025-01-05", "2025-08-15T10:00:00+07:00"),
        ("Layanan Sabtu dibuka mulai <Sabtu (7/3)>.", "2026-03-07", "2026-02-27T06:15:00+07:00"),
        ("Pada <2024> koperasi itu mendaftarkan anggotanya.", "2024", "2025-06-18T10:00:00+07:00"),
    ],
)
def test_what_the_writing_leaves_open(marked: str, value: str, published: str) -> None:
    shown = marked[marked.index("<") + 1 : marked.index(">")]
    assert found(marked.replace("<", "").replace(">", ""), published) == [(shown, value)]


def test_since_speaks_for_its_own_date_alone() -> None:
    text = (
        "Pemko sejak Januari melindungi 4.000 nelayan dan pada Juni menambah 1.500 sopir. Tahun lalu iuran lunas pada Desember."
    )
    assert [value for _, value in found(text, "2024-04-30T21:00:00+07:00")] == ["2024-01", "2024-06", "2023", "2023-12"]
