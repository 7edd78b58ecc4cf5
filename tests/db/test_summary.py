# ruff: noqa: E501, ISC004
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.labels import label, labels
from db.summary import Figure, SummaryError, amount, listed, main_figure, phrases, read_phrases, sentence, title
from models import vocab
from models.records import Event, Office
from models.vocab import EventType, FigureKind, Indicator, OfficeKind, Per, Program, Qualifier, Status


def event(**changes: object) -> Event:
    slots: dict[str, object] = {
        "id": "e1",
        "type": EventType.MONEV,
        "status": Status.HELD,
        "date": None,
        "venue": None,
        "places": (),
        "offices": (),
        "counterparties": (),
        "officials": (),
        "programs": (),
        "reports": ("r1",),
    }
    return Event(**(slots | changes))  # type: ignore[arg-type]


JAMBI = Office(OfficeKind.KC, "Jambi")
KERINCI = Office(OfficeKind.KCP, "Kerinci")
PUSAT = Office(OfficeKind.PUSAT, "Pusat")
FULL = {
    "offices": (JAMBI,),
    "counterparties": ("Pemerintah Kota Jambi",),
    "date": "2025-06-23",
    "venue": "Hotel A",
    "places": ("Kota Jambi",),
    "programs": (Program.JKK, Program.JKM),
}
PEOPLE = Figure(4300, FigureKind.COUNT, "buruh tani", Indicator.PESERTA)
MONEY = Figure(2_150_000_000, FigureKind.MONEY, "IDR", Indicator.MANFAAT)


@pytest.mark.parametrize(
    ("slots", "figure", "short", "long"),
    [
        ({}, None, "Monitoring dan evaluasi", "Monitoring dan evaluasi telah berlangsung."),
        ({"places": ("Aceh",)}, None, "Monitoring dan evaluasi di Aceh", "Monitoring dan evaluasi berlangsung di Aceh."),
        (
            {"type": EventType.MOU, **FULL},
            None,
            "BPJS Ketenagakerjaan Jambi dan Pemerintah Kota Jambi teken nota kesepahaman",
            "BPJS Ketenagakerjaan Kantor Cabang Jambi dan Pemerintah Kota Jambi menandatangani nota kesepahaman (MoU) pada Senin, "
            "23 Juni 2025 di Hotel A, Kota Jambi. Program yang disebut: Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM).",
        ),
        (
            {"type": EventType.PKS, "status": Status.PLANNED, "counterparties": ("Unja",), "date": "2026-05"},
            PEOPLE,
            "Penandatanganan perjanjian kerja sama untuk 4.300 buruh tani antara BPJS Ketenagakerjaan dan Unja direncanakan pada "
            "Mei 2026",
            "Penandatanganan perjanjian kerja sama (PKS) untuk 4.300 buruh tani antara BPJS Ketenagakerjaan dan Unja direncanakan "
            "pada Mei 2026.",
        ),
        (
            {"type": EventType.SANTUNAN, "offices": (JAMBI,), "date": "2025-01/2025-03", "programs": (Program.JHT,)},
            MONEY,
            "BPJS Ketenagakerjaan Jambi salurkan manfaat JHT senilai Rp2,15 miliar",
            "BPJS Ketenagakerjaan Kantor Cabang Jambi menyalurkan manfaat Jaminan Hari Tua (JHT) senilai Rp2,15 miliar sepanjang "
            "Januari sampai Maret 2025.",
        ),
        (
            {"type": EventType.KEPESERTAAN, "counterparties": ("Desa Selo",), "date": "2025"},
            PEOPLE,
            "Desa Selo lindungi 4.300 buruh tani",
            "Desa Selo mengikutsertakan 4.300 buruh tani dalam jaminan sosial ketenagakerjaan pada tahun 2025.",
        ),
        (
            {"status": Status.CANCELLED, **FULL, "programs": (), "offices": (JAMBI, KERINCI)},
            None,
            "Monitoring dan evaluasi oleh BPJS Ketenagakerjaan Jambi dan Kerinci bersama Pemerintah Kota Jambi yang direncanakan "
            "pada Senin, 23 Juni 2025 dibatalkan",
            "Monitoring dan evaluasi oleh BPJS Ketenagakerjaan Kantor Cabang Jambi dan Kantor Cabang Perintis Kerinci bersama "
            "Pemerintah Kota Jambi yang direncanakan pada Senin, 23 Juni 2025 di Hotel A, Kota Jambi dibatalkan.",
        ),
        (
            {"type": EventType.PENEGAKAN, "status": Status.PROPOSED, "offices": (JAMBI,), "counterparties": ("A", "B", "C", "D", "E")},
            None,
            "Penegakan kepatuhan oleh BPJS Ketenagakerjaan Jambi yang melibatkan A dan 4 lainnya diusulkan",
            "Penegakan kepatuhan oleh BPJS Ketenagakerjaan Kantor Cabang Jambi yang melibatkan A, B, C, dan 2 lainnya diusulkan.",
        ),
        (
            {"type": EventType.PENEGAKAN, "offices": (JAMBI,), "counterparties": ("Kejari Jambi",)},
            Figure(20, FigureKind.COUNT, "perusahaan", Indicator.BADAN),
            "BPJS Ketenagakerjaan Jambi gelar penegakan kepatuhan terhadap 20 perusahaan yang melibatkan Kejari Jambi",
            "BPJS Ketenagakerjaan Kantor Cabang Jambi melakukan penegakan kepatuhan terhadap 20 perusahaan yang melibatkan Kejari "
            "Jambi.",
        ),
        (
            {"type": EventType.PELATIHAN, "status": Status.PROPOSED, "date": "2024-08", "places": ("Sragen",)},
            None,
            "Pelatihan di Sragen diusulkan berlangsung pada Agustus 2024",
            "Pelatihan diusulkan berlangsung pada Agustus 2024 di Sragen.",
        ),
        (
            {"type": EventType.KEPESERTAAN, "counterparties": ("Desa",), "places": ("Mempawah",), "date": "2024"},
            Figure(100, FigureKind.COUNT, "ketua rt", Indicator.PESERTA),
            "Desa di Mempawah lindungi 100 ketua RT",
            "Desa mengikutsertakan 100 ketua RT dalam jaminan sosial ketenagakerjaan pada tahun 2024 di Mempawah.",
        ),
        (
            {"type": EventType.KEPESERTAAN, "status": Status.PLANNED, "counterparties": ("Pemkab Tebo",), "date": "2024-05"},
            PEOPLE,
            "Kepesertaan 4.300 buruh tani oleh Pemkab Tebo direncanakan pada Mei 2024",
            "Kepesertaan jaminan sosial ketenagakerjaan bagi 4.300 buruh tani oleh Pemkab Tebo direncanakan pada Mei 2024.",
        ),
        (
            {"type": EventType.MOU, "counterparties": ("Unja",), "programs": (Program.JKM,)},
            Figure(412, FigureKind.COUNT, "karyawan", Indicator.PESERTA),
            "Unja dan BPJS Ketenagakerjaan teken nota kesepahaman untuk 412 karyawan",
            "Unja dan BPJS Ketenagakerjaan menandatangani nota kesepahaman (MoU) untuk 412 karyawan. Program yang disebut: Jaminan "
            "Kematian (JKM).",
        ),
        (
            {"type": EventType.PERESMIAN, "offices": (JAMBI,), "programs": (Program.PLKK,)},
            None,
            "BPJS Ketenagakerjaan Jambi gelar peresmian PLKK",
            "BPJS Ketenagakerjaan Kantor Cabang Jambi menggelar peresmian Pusat Layanan Kecelakaan Kerja (PLKK).",
        ),
        (
            {"type": EventType.ADDENDUM, "offices": (JAMBI,), "counterparties": ("klinik", "RSUP A", "RSUD B")},
            None,
            "BPJS Ketenagakerjaan Jambi serta RSUP A dan 2 lainnya teken adendum perjanjian",
            "BPJS Ketenagakerjaan Kantor Cabang Jambi serta RSUP A, RSUD B, dan klinik menandatangani adendum perjanjian.",
        ),
        (
            {
                "type": EventType.MOU,
                "offices": (Office(OfficeKind.KANWIL, "Jateng dan DIY"), JAMBI),
                "counterparties": ("Dinas Tenaga Kerja dan Transmigrasi Jambi", "Unja"),
            },
            None,
            "BPJS Ketenagakerjaan Kanwil Jateng dan DIY serta Jambi bersama Dinas Tenaga Kerja dan Transmigrasi Jambi serta Unja "
            "teken nota kesepahaman",
            "BPJS Ketenagakerjaan Kantor Wilayah Jateng dan DIY serta Kantor Cabang Jambi bersama Dinas Tenaga Kerja dan "
            "Transmigrasi Jambi serta Unja menandatangani nota kesepahaman (MoU).",
        ),
        (
            {"type": EventType.MOU, "status": Status.PLANNED, "offices": (JAMBI,), "counterparties": ("Unja", "Dinas A dan B")},
            None,
            "Penandatanganan nota kesepahaman antara BPJS Ketenagakerjaan Jambi dengan Unja serta Dinas A dan B direncanakan",
            "Penandatanganan nota kesepahaman (MoU) antara BPJS Ketenagakerjaan Kantor Cabang Jambi dengan Unja serta Dinas A dan B "
            "direncanakan.",
        ),
    ],
)  # fmt: skip
def test_headline_and_sentences(slots: dict[str, object], figure: Figure | None, short: str, long: str) -> None:
    assert title(event(**slots), figure) == short
    assert sentence(event(**slots), figure) == long


def test_a_plan_put_off_says_both_days() -> None:
    found = event(type=EventType.SOSIALISASI, status=Status.PLANNED, offices=(JAMBI,), date="2025-06-23")
    assert title(found, postponed_from="2025-06-16") == (
        "Sosialisasi oleh BPJS Ketenagakerjaan Jambi ditunda, jadwal baru pada Senin, 23 Juni 2025"
    )
    assert sentence(found, postponed_from="2025-06-16") == (
        "Sosialisasi oleh BPJS Ketenagakerjaan Kantor Cabang Jambi yang semula direncanakan pada Senin, 16 Juni 2025 ditunda; "
        "jadwal barunya pada Senin, 23 Juni 2025."
    )
    undated = event(type=EventType.SOSIALISASI, status=Status.PLANNED)
    told = "Sosialisasi yang semula direncanakan pada tahun 2025 ditunda, jadwal barunya belum disebut"
    assert (title(undated, postponed_from="2025"), sentence(undated, postponed_from="2025")) == (told, f"{told}.")
    undated = event(type=EventType.SOSIALISASI, status=Status.PLANNED, venue="Hotel A")
    assert sentence(undated, postponed_from="2025-06-16") == (
        "Sosialisasi yang semula direncanakan pada Senin, 16 Juni 2025 di Hotel A ditunda, jadwal barunya belum disebut."
    )


@pytest.mark.parametrize("venue", ["kantor BPJS Ketenagakerjaan Jambi", "Kantor BPJAMSOSTEK", "BPJS Ketenagakerjaan"])
def test_the_agency_is_named_once(venue: str) -> None:
    slots = {
        "offices": (JAMBI, PUSAT),
        "venue": venue,
        "counterparties": ("BPJS Ketenagakerjaan", "Klinik BPJS Ketenagakerjaan A"),
    }
    for kind in EventType:
        for status in Status:
            for told in (title(event(type=kind, status=status, **slots)), sentence(event(type=kind, status=status, **slots))):
                assert told.count("BPJS Ketenagakerjaan") == 1, told
                assert "BPJAMSOSTEK" not in told


STATUS_WORDS = {Status.PLANNED: "direncanakan", Status.PROPOSED: "diusulkan", Status.CANCELLED: "dibatalkan"}


@pytest.mark.parametrize("kind", list(EventType))
@pytest.mark.parametrize("status", list(Status))
def test_every_type_and_status_has_words(kind: EventType, status: Status) -> None:
    whole = {**FULL, "type": kind, "status": status}
    for missing in (set[str](), {"offices"}, {"counterparties"}, {"offices", "counterparties"}, {"date"}, {"venue", "places"}):
        found = event(**{key: value for key, value in whole.items() if key not in missing})
        told, head = sentence(found, PEOPLE), title(found, PEOPLE)
        well_formed(told, head)
        assert ("23 Juni 2025" in told) == ("date" not in missing)
        assert ("Pemerintah Kota Jambi" in told) == ("counterparties" not in missing)
        assert ("Kantor Cabang Jambi" in told) == ("offices" not in missing)
        assert STATUS_WORDS.get(status, "") in told
        assert STATUS_WORDS.get(status, "") in head


def well_formed(told: str, head: str) -> None:
    """No hole, no doubled or dangling blank, no word that lost what it leads to."""
    for text in (told, head):
        assert text == " ".join(text.split()), text
        assert "{" not in text
        assert "}" not in text
        assert not re.search(r" [,.;:]|\(\)|,,", text), text
        assert not re.search(
            r"\b(?:di|pada|sepanjang|bersama|dan|serta|oleh|antara|melibatkan|senilai|untuk|bagi)[.;]?$", text
        ), text
        assert not re.search(
            r"\b(di|pada|oleh|bersama|antara) (?:di|pada|oleh|bersama|antara|berlangsung|direncanakan)\b", text
        ), text
    assert told.endswith(".")
    assert not head.endswith(".")


names = st.one_of(st.sampled_from(["", "  ", "\n\t", ",", "BPJS Ketenagakerjaan"]), st.text("abc DE\n", max_size=8))


@given(
    kind=st.sampled_from(EventType),
    status=st.sampled_from(Status),
    date=st.sampled_from([None, "2025", "2025-06", "2025-06-23", "2025-01/2025-03", "2025-06-23/2025-07-02", "2025/2026"]),
    venue=st.none() | names,
    places=st.lists(names, max_size=6),
    offices=st.lists(st.builds(Office, st.sampled_from(OfficeKind), names), max_size=6),
    counterparties=st.lists(names, max_size=8),
    programs=st.lists(st.sampled_from(Program), max_size=5),
    figure=st.none()
    | st.builds(
        Figure,
        st.floats(0, 1e13) | st.integers(0, 10**13),
        st.sampled_from(FigureKind),
        names,
        st.sampled_from(Indicator),
        st.none() | st.sampled_from(Per),
        st.none() | st.sampled_from(Qualifier),
    ),
    put_off=st.none() | st.just("2025-06-01"),
)
def test_any_slots_give_whole_sentences(figure: Figure | None, put_off: str | None, **slots: object) -> None:
    found = event(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in slots.items() if key != "kind"},
        type=slots["kind"],
    )
    for told in (title(found, figure, postponed_from=put_off), sentence(found, figure, postponed_from=put_off)):
        assert told
        assert told == " ".join(told.split())
        assert "{" not in told
        assert not re.search(r" [.;]|,,|\(\)", told), told
        assert "BPJS Ketenagakerjaan BPJS" not in told


def test_braces_and_long_names_stay_text() -> None:
    found = event(type=EventType.MOU, counterparties=("{kantor} {0}", "Dinas " + "Panjang, " * 40))
    assert "{kantor} {0}" in sentence(found)
    assert "…" in sentence(found)
    assert len(title(found)) < 300


@pytest.mark.parametrize(
    ("count", "row"),
    [(0, ""), (1, "a"), (2, "a dan b"), (3, "a, b, dan c"), (4, "a, b, c, dan d"), (5, "a, b, c, dan 2 lainnya")],
)
def test_listed(count: int, row: str) -> None:
    assert listed("abcdefgh"[:count]) == row
    assert listed("abc", at_most=1) == "a dan 2 lainnya"
    assert listed(["Kanwil Jateng dan DIY", "A", "B"], at_most=1) == "Kanwil Jateng dan DIY serta 2 lainnya"
    assert listed(["A", "Dinas B dan C"]) == "A serta Dinas B dan C"


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (MONEY, "Rp2,15 miliar"),
        (Figure(181_888_896, FigureKind.MONEY, "IDR", Indicator.MANFAAT), "Rp181.888.896"),
        (Figure(42_000_000, FigureKind.MONEY, "IDR", Indicator.MANFAAT, Per.ORANG), "Rp42 juta per orang"),
        (Figure(19000, FigureKind.COUNT, "orang", Indicator.PESERTA, None, Qualifier.APPROX), "sekitar 19.000 orang"),
        (Figure(47.5, FigureKind.PERCENT, "percent", Indicator.CAKUPAN), "47,5 persen"),
        (Figure(18240, FigureKind.COUNT, "klaim jht", Indicator.PENERIMA), "18.240 klaim JHT"),
        (Figure(6730, FigureKind.COUNT, "ketua rt", Indicator.PESERTA), "6.730 ketua RT"),
        (Figure(12, FigureKind.COUNT, "pelaku umkm", Indicator.HADIRIN), "12 pelaku UMKM"),
    ],
)
def test_amounts(figure: Figure, told: str) -> None:
    assert amount(figure) == told


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([], None),
        ([("figure:manfaat:IDR", "42000000", True, 1)], "Rp42 juta"),
        ([("figure:manfaat:IDR:orang", "42000000", True, 1), ("figure:penerima:orang", "2", True, 1)], "Rp42 juta per orang"),
        ([("figure:manfaat:IDR", "1000000", True, 2), ("figure:manfaat:IDR", "2000000", False, 1)], "Rp1 juta"),
        ([("figure:manfaat:IDR", "1000000", True, 1), ("figure:manfaat:IDR", "2000000", False, 1)], None),
        ([("figure:penerima:orang", "2", True, 1), ("status", "held", True, 1)], "2 orang"),
        ([("figure:hadirin:orang", "2", True, 1)], None),
    ],
)  # fmt: skip
def test_the_main_figure_is_the_one_beyond_doubt(told: list[tuple[str, str, bool, int]], found: str | None) -> None:
    figure = main_figure(EventType.SANTUNAN, told)
    assert (figure and amount(figure)) == found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[types.monev]", "[types.makan]", "makan"),
        ('role = "kantor"', 'role = "kanto"', "kanto"),
        ("{laku} bersama {pihak}", "{lakku} bersama {pihak}", "lakku"),
        ('clause.office = "{kantor} {laku}"\n', "", "keys must be"),
        ("[status.held]", "[status.hold]", "held"),
        ("agency =", "agenci =", "agenc"),
        ('agency = "', "agency = ", "summary.toml"),
    ],
)
def test_faults_of_the_file_are_named(old: str, new: str, told: str) -> None:
    from importlib.resources import files

    text = (files("db") / "summary.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(SummaryError, match=told):
        read_phrases(text.replace(old, new, 1))
    assert set(phrases().types) == set(EventType)


def test_every_code_has_a_label() -> None:
    for name, table in labels().items():
        assert {str(code) for code in getattr(vocab, name)} == set(table)
    assert label("Indicator", "peserta") == "peserta"
    assert label("Indicator", "dari versi lain") == "dari versi lain"
