"""What later sentences go on with: places, programmes and speakers of what was told before, turns of others, delegates."""

from datetime import datetime

import pytest

from extract.nlp import build, read_one
from models.records import Article

NLP = build()
PUBLISHED = datetime.fromisoformat("2025-08-15T10:00:00+08:00")
FILLER = "Cuaca hari itu cerah. Warga datang sejak pagi.\nKantor itu ramai. Antrean mengular.\n"
LEAD = "PALU - BPJS Ketenagakerjaan Cabang Palu menandatangani perjanjian kerja sama dengan Pemkab Sigi, Rabu (13/8/2025).\n"


def read(text, lead=LEAD, filler=FILLER):
    return read_one(
        NLP, Article("a", "https://pers.test/a", "Pers", "BPJS Ketenagakerjaan Palu", lead + filler + text, PUBLISHED)
    )


def told(text, kind, lead=LEAD):
    """The last happening of a type."""
    return [h for h in read(text, lead).happenings if h.type == kind][-1]


@pytest.mark.parametrize("figures", ["Pada 2023 angkanya Rp 5,1 miliar.", "Pada 2023 baru Rp 5,1 miliar."])
def test_figures_alone_keep_the_places_told_before(figures):
    text = "Sepanjang 2024 kantornya membayar klaim Rp 6,7 miliar kepada 418 penerima di Donggala dan Parigi Moutong. "
    assert (told(text + figures, "santunan").date, told(text + figures, "santunan").places) == (
        "2023",
        ["Donggala", "Parigi Moutong"],
    )


def test_benefits_named_behind_a_sum_are_paid_too():
    text = (
        "Sepanjang 2024 kantornya mencairkan Rp 14 miliar, sebagian besar JHT. Termasuk di dalamnya santunan JKM bagi 19 warga."
    )
    assert set(told(text, "santunan").programs) == {"JHT", "JKM"}


def test_nobody_follows_a_wish_and_the_next_in_turn_is_where_its_government_rules():
    wish = "Ketua DPRD mengusulkan kepada Pemkab Sigi agar 2.800 guru ngaji didaftarkan.\n"
    turn = told(wish + "Setelah Sigi, giliran Pemkab Donggala Selasa (19/8/2025).", "pks")
    assert (turn.status, turn.date, turn.places, turn.counterparties) == (
        "planned",
        "2025-08-19",
        ["Donggala"],
        ["Pemkab Donggala"],
    )


def test_governments_that_send_delegates_say_what_a_meeting_covers():
    lead = "PALU - BPJS Ketenagakerjaan Cabang Palu menggelar rapat koordinasi di Hotel Santika, Rabu (13/8/2025).\n"
    (meeting,) = read("", lead + "Pesertanya Pemkab Sigi, Pemkab Donggala, dan Pemkab Poso.\n", "").happenings
    assert meeting.places == ["Sigi", "Donggala", "Poso"]


@pytest.mark.parametrize(
    ("text", "name", "body"),
    [
        (
            "Hadir HSE Manager PT Bahodopi Nikel Utama, Daniel Saputra. Acara selesai.",
            "Daniel Saputra",
            "PT Bahodopi Nikel Utama",
        ),
        ("Hadir Direktur PT Sinar Karya Utama, Budi Hartono. Sekitar 50 orang datang.", "Budi Hartono", "PT Sinar Karya Utama"),
    ],
)
def test_a_name_that_ends_its_sentence_ends_the_body_before_it(text, name, body):
    assert [(p.name, p.organisation) for p in read(text).people] == [(name, body)]


@pytest.mark.parametrize("joint", ["hingga", "sampai", "s.d.", "-"])
def test_closing_times_count_nobody(joint):
    assert read(f"Layanan buka pukul 08.00 {joint} 14.00 setiap hari kerja.").figures == []
