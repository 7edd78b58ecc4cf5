"""Arguments are tested on short invented articles with the earlier components' findings set by hand."""

import json
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.arguments import SOURCES, fill_arguments
from extract.components.bodies import find_bodies
from extract.components.sections import split_text
from extract.reading import Happening, OfficeFound, PersonFound, ProgramFound, Reading, RegionFound
from models.arguments import SLOTS, arguments
from models.records import Article
from models.vocab import EventType, OfficeKind, Program, Salience, Status

REGIONS = {"Kabupaten Sleman": "34.04", "Sleman": "34.04", "Bantul": "34.02", "Kota Medan": "12.71", "Jawa Tengah": "33"}
OFFICES = {"Yogyakarta": OfficeKind.KC, "Wates": OfficeKind.KCP}
PEOPLE = {
    "Budi Santoso": ("Kepala", "BPJS Ketenagakerjaan Cabang Yogyakarta", ["Budi"]),
    "Sri Wahyuni": ("Bupati", "Sleman", ["Sri"]),
    "Joko Anwar": ("Kepala", "BPJS Ketenagakerjaan Kantor Cabang Perintis Wates", []),
    "Rini Hartati": ("Kepala", "Dinas Sosial Bantul", ["Rini"]),
    "Tono Basuki": ("Ketua Komisi D", "DPRD Sleman", ["Tono"]),
    "Dewi Lestari": ("Rektor", "UMS", ["Dewi"]),
    "Agus Salim": ("Ketua", "Serikat Pekerja Nasional Sleman", ["Agus"]),
}


def places(text, piece):
    at = text.find(piece)
    while at >= 0:
        yield at, at + len(piece)
        at = text.find(piece, at + 1)


def read(text, *happenings, title="Judul"):
    """A reading with arguments filled; a happening is (trigger, type, status, salience, date)."""
    reading = Reading.of(Article("a1", "https://contoh.id/1", "Contoh", title, text, datetime(2025, 1, 1, tzinfo=UTC)))
    split_text(None, reading)
    body = reading.text
    for name, kind in OFFICES.items():
        spots = [span for word in ("Cabang ", "Perintis ") for span in places(body, word + name)]
        reading.offices += [OfficeFound(e - len(name), e, kind, name, None) for _, e in spots]
    taken = {office.start for office in reading.offices}
    for name, code in REGIONS.items():
        reading.regions += [RegionFound(s, e, name, code) for s, e in places(body, name) if s not in taken]
    whole = {(r.start, r.end) for r in reading.regions}
    reading.regions = [r for r in reading.regions if not any(s < r.start and r.end == e for s, e in whole)]
    for name, (position, organisation, aliases) in PEOPLE.items():
        spans = {span for form in (name, *aliases) for span in places(body, form)}
        spans = {span for span in spans if not any(s <= span[0] and span[1] <= e and (s, e) != span for s, e in spans)}
        if spans:
            reading.people.append(PersonFound(name, position, organisation, list(aliases), sorted(spans)))
    reading.programs = [ProgramFound(s, e, code) for code in Program for s, e in places(body, code.value)]
    for found in (reading.offices, reading.regions, reading.programs):
        found.sort(key=lambda item: item.start)
    find_bodies(None, reading)
    for trigger, kind, status, salience, date in happenings:
        start = body.index(trigger)
        sentence = next(i for i, s in enumerate(reading.sentences) if s.start <= start < s.end)
        reading.happenings.append(
            Happening(start, start + len(trigger), EventType(kind), Status(status), Salience(salience), sentence, "t", date)
        )
    fill_arguments(None, reading)
    return reading.happenings


LEAD = (
    "Pemerintah Kabupaten Sleman dan BPJS Ketenagakerjaan Cabang Yogyakarta meneken nota kesepahaman "
    "di Hotel Melati, Selasa (7/1/2025). "
    "Naskah diteken Bupati Sleman Sri Wahyuni dan Kepala BPJS Ketenagakerjaan Cabang Yogyakarta, Budi Santoso."
)
MOU = ("meneken nota kesepahaman", "mou", "held", "main", "2025-01-07")


def test_the_main_happening_gets_the_scene():
    (mou,) = read(LEAD, MOU)
    assert mou.venue == "Hotel Melati"
    assert mou.places == ["Kabupaten Sleman"]
    assert [(o.kind, o.name) for o in mou.offices] == [(OfficeKind.KC, "Yogyakarta")]
    assert mou.counterparties == ["Pemerintah Kabupaten Sleman"]
    assert mou.officials == ["Sri Wahyuni", "Budi Santoso"]
    assert mou.programs == []


SIDE = ("Di sela acara itu santunan JKM diserahkan Budi.", "santunan JKM diserahkan", "santunan", "held", "2025-01-07")
SAME_SPOT = ("Pada kesempatan itu kartu peserta dibagikan Budi.", "kartu peserta dibagikan", "kepesertaan", "held", None)
PAST = ("Perjanjian kerja sama pertama diteken pada 2023.", "Perjanjian kerja sama pertama diteken", "pks", "held", "2023")
PAID = ("Menurut Budi, sepanjang 2024 kantornya membayar klaim JHT.", "membayar klaim JHT", "santunan", "held", "2024")
THEIRS = ("Menurut Budi, pada 2024 Pemkab Sleman menanggung iuran.", "menanggung iuran", "kepesertaan", "held", "2024")
OURS = ("Sri menambahkan, pada 2024 Pemkab Sleman menanggung iuran.", "menanggung iuran", "kepesertaan", "held", "2024")
TOLD = ("Budi menambahkan, sosialisasi akan digelar di Bantul.", "sosialisasi akan digelar", "sosialisasi", "planned", "2025-05")
UNTOLD = ("Sosialisasi akan digelar di Aula Kecamatan.", "Sosialisasi akan digelar", "sosialisasi", "planned", "2025-05")
WISH = ("Bupati meminta perusahaan mendaftarkan pekerjanya.", "meminta perusahaan mendaftarkan", "kepesertaan", "proposed", None)
HOPE = ("Budi berharap Bantul segera menyusul.", "segera menyusul", "mou", "proposed", None)


@pytest.mark.parametrize(
    ("case", "slot", "expected"),
    [
        # what is told beside the main happening shares its venue and place, not its other side
        (SIDE, "venue", "Hotel Melati"),
        (SIDE, "places", ["Kabupaten Sleman"]),
        (SIDE, "counterparties", []),
        (SIDE, "officials", ["Budi Santoso"]),
        (SIDE, "programs", [Program.JKM]),
        (SAME_SPOT, "venue", "Hotel Melati"),
        # background names only who acts in it; who tells of the own body's payment acts
        (PAST, "officials", []),
        (PAST, "counterparties", ["Pemerintah Kabupaten Sleman"]),
        (PAST, "venue", None),
        (PAID, "officials", ["Budi Santoso"]),
        (PAID, "places", []),
        (PAID, "programs", [Program.JHT]),
        (THEIRS, "officials", []),
        (OURS, "officials", ["Sri Wahyuni"]),
        # plans: their own place, who announces them
        (TOLD, "places", ["Bantul"]),
        (TOLD, "officials", ["Budi Santoso"]),
        (UNTOLD, "officials", []),
        (UNTOLD, "venue", "Aula Kecamatan"),
        # wishes: who asks, whom, and no office where a government asks
        (WISH, "officials", ["Sri Wahyuni"]),
        (WISH, "counterparties", ["perusahaan"]),
        (WISH, "offices", []),
        (HOPE, "counterparties", ["Bantul"]),
    ],
)
def test_roles(case, slot, expected):
    tail, trigger, kind, status, date = case
    found = read(f"{LEAD}\n{tail}", MOU, (trigger, kind, status, "mentioned", date))[-1]
    assert getattr(found, slot) == expected


ELSEWHERE = ("Pelatihan dijadwalkan di Samigaluh.", "Pelatihan dijadwalkan", "pelatihan", "planned", "2025-05")
HALL = ("Pelatihan dijadwalkan di Aula Kecamatan.", "Pelatihan dijadwalkan", "sosialisasi", "planned", "2025-05")
VISIT = ("Tim berangkat ke Samigaluh.", "Tim berangkat", "bantuan", "planned", "2025-05")
VISITED = ("Tim berangkat ke Samigaluh.", "Tim berangkat", "bantuan", "held", "2024-05")
REGION = ("Bantul mendaftarkan 500 nelayan.", "mendaftarkan 500 nelayan", "kepesertaan", "held", "2024")
ASKED = ("Sri meminta seluruh pengusaha angkutan mendaftarkan sopir.", "meminta seluruh", "kepesertaan", "proposed", None)
ASKED_LPD = ("Sri mengajak LPD se-Sleman menyisihkan dana.", "mengajak LPD", "kepesertaan", "proposed", None)
OWN_WISH = ("Sri berkata, mitra Dinas Sosial Bantul kami usulkan masuk.", "kami usulkan", "kepesertaan", "proposed", None)
OPENED = ("Sri meminta gerai dibuka di semua desa.", "meminta gerai dibuka", "peresmian", "proposed", None)
THEIR_PLAN = ("Sri mengatakan sosialisasi akan digelar Mei.", "sosialisasi akan digelar", "sosialisasi", "planned", "2025-05")
SUED = ("Jaksa memanggil 12 perusahaan.", "memanggil 12 perusahaan", "penegakan", "held", "2024")


@pytest.mark.parametrize(
    ("case", "slot", "expected"),
    [
        (ELSEWHERE, "places", ["Samigaluh"]),
        (HALL, "places", []),
        (VISIT, "places", ["Samigaluh"]),
        (VISITED, "places", []),
        (REGION, "counterparties", ["Bantul"]),
        (REGION, "places", ["Bantul"]),
        (ASKED, "counterparties", ["pengusaha angkutan"]),
        (ASKED_LPD, "counterparties", ["LPD"]),
        (OWN_WISH, "counterparties", ["Pemerintah Kabupaten Sleman"]),
        (OPENED, "counterparties", []),
        (THEIR_PLAN, "counterparties", ["Pemerintah Kabupaten Sleman"]),
        (SUED, "counterparties", ["Kejari Sleman", "perusahaan"]),
    ],
)
def test_what_a_sentence_names_itself(case, slot, expected):
    tail, trigger, kind, status, date = case
    found = read(f"{LEAD}\nHadir pula utusan Kejari Sleman.\n{tail}", MOU, (trigger, kind, status, "mentioned", date))[-1]
    assert getattr(found, slot) == expected


def test_a_sentence_of_two_happenings_shares_out_its_places():
    text = f"{LEAD}\nSosialisasi digelar di Bantul dan pelatihan menyusul di Kota Medan."
    plans = [("Sosialisasi digelar", "sosialisasi", "planned", "mentioned", "2025-05")]
    plans += [("pelatihan menyusul", "pelatihan", "planned", "mentioned", "2025-06")]
    assert [found.places for found in read(text, MOU, *plans)[1:]] == [["Bantul"], ["Kota Medan"]]


def test_a_list_of_regions_soon_after_is_what_the_occasion_covers():
    text = "Cabang Yogyakarta menggelar pelatihan, Selasa (7/1/2025).\nPeserta datang dari Sleman, Bantul dan Kota Medan."
    (course,) = read(text, ("menggelar pelatihan", "pelatihan", "held", "main", "2025-01-07"))
    assert course.places == ["Sleman", "Bantul", "Kota Medan"]


def test_a_forum_hears_all_and_a_signing_those_who_take_part():
    tail = "\nKepala Dinas Sosial Bantul Rini Hartati meminta perusahaan mendaftar."
    wish = ("meminta perusahaan", "kepesertaan", "proposed", "mentioned", None)
    for kind, expected in (("koordinasi", True), ("mou", False)):
        main, _ = read(LEAD + tail, (MOU[0], kind, *MOU[2:]), wish)
        assert ("Rini Hartati" in main.officials) is expected


def test_people_who_are_absent_or_only_quoted_do_not_take_part():
    tail = (
        '\nKepala Dinas Sosial Bantul Rini Hartati berhalangan hadir. "Ini berkat Joko Anwar," kata Budi.'
        "\nSri menyambut baik langkah itu."
    )
    (mou,) = read(LEAD + tail, MOU)
    assert mou.officials == ["Sri Wahyuni", "Budi Santoso"]


def test_people_of_other_happenings_stay_with_them_unless_said_to_be_there():
    plan = ("akan dibuka", "peresmian", "planned", "mentioned", "2025-03")
    away = "\nKepala Kantor Cabang Perintis Wates Joko Anwar mengatakan loket akan dibuka Maret."
    there = away.replace("Joko Anwar", "Joko Anwar yang turut hadir")
    for tail, expected in ((away, False), (there, True)):
        mou, opening = read(LEAD + tail, MOU, plan)
        assert ("Joko Anwar" in mou.officials) is expected
        assert opening.officials == ["Joko Anwar"]
        assert [o.name for o in opening.offices] == ["Wates"]


@pytest.mark.parametrize(
    ("line", "offices"),
    [
        ("Budi kini memimpin Kantor Cabang Perintis Wates.", ["Yogyakarta"]),
        ("Budi, yang sebelumnya lama bekerja di Cabang Perintis Wates, hadir.", ["Yogyakarta"]),
        ("Acara dihadiri petugas Kantor Cabang Perintis Wates.", ["Yogyakarta", "Wates"]),
    ],
)
def test_a_post_before_or_after_is_no_office_taking_part(line, offices):
    text = f"Kepala BPJS Ketenagakerjaan Cabang Yogyakarta Budi Santoso dilantik, Selasa (7/1/2025).\n{line}"
    (post,) = read(text, ("dilantik", "pelantikan", "held", "main", "2025-01-07"))
    assert [office.name for office in post.offices] == offices


@pytest.mark.parametrize(
    ("kind", "who", "expected"),
    [
        ("koordinasi", "Ketua Komisi D DPRD Sleman Tono Basuki", False),
        ("penegakan", "Ketua Serikat Pekerja Nasional Sleman Agus Salim", False),
        ("koordinasi", "Ketua Serikat Pekerja Nasional Sleman Agus Salim", True),
    ],
)
def test_legislatures_and_unions_that_only_speak_are_no_other_side(kind, who, expected):
    text = f"Petugas BPJS Ketenagakerjaan Cabang Yogyakarta turun ke lapangan, Selasa (7/1/2025).\n{who} mendukung langkah itu."
    (act,) = read(text, ("turun ke lapangan", kind, "held", "main", "2025-01-07"))
    assert bool(act.counterparties) is expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        # a short form stands for the full name, also where only an official carries it
        (
            "Universitas Melati Sleman (UMS) meneken perjanjian, Selasa (7/1/2025).\nHadir Rektor UMS Dewi Lestari.",
            "pks",
            ["Universitas Melati Sleman"],
        ),
        # prosecutions of one area are one by whatever form
        (
            "Kejaksaan Negeri Kabupaten Sleman meneken perjanjian, Selasa (7/1/2025).\nKejari Sleman hadir.",
            "pks",
            ["Kejaksaan Negeri Kabupaten Sleman"],
        ),
        # a subdistrict is where a village lies
        ("Desa Mekar, Kecamatan Depok meneken perjanjian, Selasa (7/1/2025).", "mou", ["Desa Mekar"]),
    ],
)
def test_one_party_is_named_once_in_full(text, kind, expected):
    (deal,) = read(text, ("meneken perjanjian", kind, "held", "main", "2025-01-07"))
    assert deal.counterparties == expected


def test_what_the_own_office_did_is_told_by_who_spoke_last_also_in_a_new_paragraph():
    text = f"{LEAD}\nBudi mengapresiasi bupati.\nSepanjang 2024 klaim yang dibayar kantornya Rp2 miliar."
    _, paid = read(text, MOU, ("klaim yang dibayar", "santunan", "held", "mentioned", "2024"))
    assert paid.officials == ["Budi Santoso"]
    assert [office.name for office in paid.offices] == ["Yogyakarta"]


def test_a_wish_takes_its_place_from_the_sentence_before():
    text = f"{LEAD}\nDi Bantul masih banyak buruh tanpa perlindungan. Karena itu Budi meminta perusahaan diperiksa."
    _, wish = read(text, MOU, ("meminta perusahaan diperiksa", "penegakan", "proposed", "mentioned", None))
    assert wish.places == ["Bantul"]


def test_the_city_behind_the_venue_is_a_place_and_the_dateline_is_none():
    text = "MEDAN - Pemkab Sleman menerima penghargaan di Hotel Mawar, Kota Medan, Rabu (8/1/2025)."
    (award,) = read(text, ("menerima penghargaan", "penghargaan", "held", "main", "2025-01-08"))
    assert award.places[-1] == "Kota Medan"
    assert award.counterparties == ["Pemkab Sleman"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Acara diikuti wakil rumah sakit dan klinik.", ["rumah sakit", "klinik"]),
        ("Acara diikuti wakil rumah sakit, antara lain RS Bunda dan RS Kasih.", ["RS Bunda", "RS Kasih"]),
        ("Mitranya RS Satu, RS Dua, dan RS Tiga.", ["RS Satu", "RS Dua", "RS Tiga"]),
    ],
)
def test_plain_plurals_give_way_to_names_of_their_kind(line, expected):
    text = f"BPJS Ketenagakerjaan Cabang Yogyakarta menggelar evaluasi PLKK, Selasa (7/1/2025).\n{line}"
    (review,) = read(text, ("menggelar evaluasi", "monev", "held", "main", "2025-01-07"))
    assert review.counterparties == expected
    assert review.programs == [Program.PLKK]


def test_no_happenings_leave_a_reading_alone():
    assert read(LEAD) == []


def test_every_source_of_the_rules_exists_and_every_slot_is_filled():
    rules = arguments()
    named = {
        (slot, source)
        for role in rules.roles
        for kind in EventType
        for slot in SLOTS
        for source in rules.sources(role, kind, slot)
    }
    known = {(slot, source) for slot, sources in SOURCES.items() for source in sources} | {(slot, "scene") for slot in SLOTS}
    assert named <= known
    assert {slot for slot, _ in named} == set(SLOTS)


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet="ABdi kataBudi.,\n\"PTSleman()Hotel'", max_size=150),
    st.sampled_from(list(EventType)),
    st.sampled_from(list(Status)),
)
def test_any_text_around_gives_known_values(noise, kind, status):
    found = read(f"{noise}\n{LEAD}\n{noise}", MOU, ("Naskah diteken", kind, status, "mentioned", None))
    for happening in found:
        assert set(happening.officials) <= set(PEOPLE)
        assert {o.name for o in happening.offices} <= set(OFFICES)
        assert happening.venue is None or happening.venue


def test_the_newsrooms_articles_are_read_without_errors():
    folder = files("crawler") / "newsroom" / "articles"
    if not folder.is_dir():
        pytest.skip("crawler/newsroom/articles belum ada")
    seen = 0
    for path in sorted((p for p in folder.iterdir() if p.name.endswith(".json")), key=lambda p: p.name)[:10]:
        article = json.loads(path.read_text(encoding="utf-8"))
        first = article["text"].split(" ")[3]
        read(article["text"], (first, "monev", "held", "main", None), title=article["title"])
        seen += 1
    if not seen:
        pytest.skip("tidak ada artikel yang dapat dibaca")
