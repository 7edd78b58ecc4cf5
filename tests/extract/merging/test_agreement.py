from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.merging.agreement import Bar, agreement, bar, points, same_body
from extract.merging.profiles import Body, Profile, entries, keys, look_ups
from extract.values.names import same_person, words_of
from models.merging import merge_weights
from models.records import Office
from models.tellings import ToldFigure
from models.vocab import EventType, Indicator, OfficeKind, Program, Status

WEIGHTS = merge_weights()
MEDAN = Office(OfficeKind.KC, "Medan Kota", "kc-medan-kota")
HALF = ToldFigure(Indicator.MANFAAT, "IDR", None, 500e6)
Made = Callable[..., Profile]

SICK = {"counterparties": ("RSUD Kisaran",)}
PLAN = SICK | {"status": Status.PLANNED, "date": "2025-11-28", "days": -3}
PUT_OFF = SICK | {"status": Status.PLANNED, "date": "2025-12-10", "days": -1, "sentence": "Monev itu diundur."}

PAID = {"type": EventType.SANTUNAN, "programs": (), "figures": (HALF,), "trigger": "menyerahkan santunan"}
LESS = PAID | {"figures": (ToldFigure(Indicator.MANFAAT, "IDR", None, 42e6),)}

ONE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"places": ("Kabupaten Asahan",)}, {"places": ("Kab. Asahan",)}),
    ({"date": "2025-11", "counterparties": ("Pemerintah Kabupaten Asahan",)}, {"counterparties": ("Pemkab Asahan",)}),
    (
        {"date": None, "counterparties": ("Dinas Tenaga Kerja (Disnaker) Asahan",)},
        {"date": None, "counterparties": ("Disnaker Asahan",)},
    ),
    ({"date": "2025-11-24/2025-11-26"}, {}),
    ({"status": Status.PLANNED, "days": -20}, {"days": 1}),
    (SICK | {"date": "2025-11-26", "officials": ("Budi Contoh",)}, SICK | {"officials": ("Budi Contoh",)}),
    (PLAN, PUT_OFF),
    ({"places": ("Sumatera Utara",)}, {"places": ("Kabupaten Asahan",)}),
    ({"programs": (Program.JKK, Program.JKM)}, {"programs": (Program.JKM,)}),
    (PAID | {"programs": (Program.JKK,)}, PAID | {"figures": (HALF,)}),
    (PAID | {"programs": (Program.JKK,)}, PAID | {"programs": (Program.JKM,)}),
    ({"venue": "TPI Tegalsari"}, {"venue": "aula"}),
    ({"venue": "kantor cabang"}, {"venue": "kantor BPJS Ketenagakerjaan Kisaran"}),
    (SICK | {"venue": "Ruang Sermo"}, SICK | {"venue": "Kompleks Pemkab Asahan"}),
]
APART: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {"type": EventType.MOU}),
    ({}, {"date": "2025-12-25"}),
    ({}, {"offices": (MEDAN,), "places": ("Kota Medan",)}),
    ({"date": None}, {"date": None, "days": 40}),
    ({"date": "2025"}, {"date": "2025", "places": ("Langkat",), "trigger": "monev lain"}),
    ({"counterparties": ("RS Asih",)}, {"counterparties": ("RSUD Kisaran",), "trigger": "evaluasi"}),
    ({"date": "2025-11-28", "status": Status.PLANNED, "days": -3}, {"date": "2025-12-10", "status": Status.PLANNED, "days": -1}),
    ({"date": "2025-11-24"}, {"counterparties": ("RSUD Kisaran",)}),
    ({"places": ("Kota Magelang",)}, {"places": ("Kabupaten Magelang",)}),
    ({"venue": "TPI Tegalsari"}, {"venue": "Aula Kemenag Asahan"}),
    (PAID | {"programs": (Program.JKK,)}, LESS | {"programs": (Program.JKM,)}),
]


@pytest.mark.parametrize(("first", "second"), ONE)
def test_reports_of_one_happening_reach_the_threshold(made: Made, first: dict[str, Any], second: dict[str, Any]) -> None:
    a, b = made("a1", **first), made("a2", **second)
    score = agreement(a, b, WEIGHTS)
    assert score is not None
    assert score >= WEIGHTS.threshold
    assert bar(a, b, WEIGHTS) is None


@pytest.mark.parametrize(("first", "second"), APART)
def test_reports_of_different_happenings_do_not(made: Made, first: dict[str, Any], second: dict[str, Any]) -> None:
    score = agreement(made("a1", **first), made("a2", **second), WEIGHTS)
    assert score is None or score < WEIGHTS.threshold


@pytest.mark.parametrize(("first", "second"), [*ONE, *APART])
def test_agreement_is_mutual_and_explained(made: Made, first: dict[str, Any], second: dict[str, Any]) -> None:
    a, b = made("a1", **first), made("a2", **second)
    assert agreement(a, b, WEIGHTS) == agreement(b, a, WEIGHTS)
    assert bar(a, b, WEIGHTS) == bar(b, a, WEIGHTS)
    assert sum(point.weight for point in points(a, b, WEIGHTS)) == pytest.approx(agreement(a, b, WEIGHTS) or 0)


@pytest.mark.parametrize(("first", "second"), ONE)
def test_each_finds_the_other_by_its_keys(made: Made, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Whichever comes later looks where the earlier one is entered."""
    for one, other in ((made("a1", **first), made("a2", **second)), (made("a2", **second), made("a1", **first))):
        assert keys(one) & keys(other)
        entered = entries(other)
        looked = look_ups(one, WEIGHTS)
        assert any(key in stretch.keys and stretch.low <= day <= stretch.high for stretch in looked for key, day in entered)


def test_one_article_never_reports_a_happening_twice(made: Made) -> None:
    assert agreement(made("a1"), made("a1", nth=2), WEIGHTS) is None
    assert bar(made("a1"), made("a1", nth=2), WEIGHTS) is Bar.ARTICLE


def test_a_plan_and_the_day_it_was_put_off_to_stand_together_only_through_the_report_that_says_so(made: Made) -> None:
    plan = made("a1", status=Status.PLANNED, date="2025-11-28", days=-3)
    later = made("a2", status=Status.PLANNED, date="2025-12-10", days=-1, sentence="Monev itu ditunda hingga 10 Desember.")
    held = made("a3", date="2025-12-10", days=16)
    assert bar(plan, held, WEIGHTS) is Bar.DAY
    assert bar(plan, held, WEIGHTS, [later]) is None
    assert bar(made("a4", date="2026-01-09", days=46), plan, WEIGHTS, [later]) is Bar.DAY


def test_copies_and_equal_sums_count_and_unequal_sums_weigh_little(made: Made) -> None:
    def names(**second: Any) -> dict[str, float]:
        return {
            p.name: p.weight for p in points(made("a1", figures=(HALF,), copies=frozenset({"a2"})), made("a2", **second), WEIGHTS)
        }

    assert names()["copy"] == WEIGHTS.agree.copy_
    assert "copy" not in names(trigger="evaluasi layanan")
    assert names(figures=(HALF,))["figure"] > 0
    other = ToldFigure(Indicator.MANFAAT, "IDR", None, 400e6)
    assert -1 < names(figures=(other,))["figure"] < 0


def body(name: str) -> Body:
    ordered = words_of(name)
    return Body(ordered, frozenset(ordered), frozenset(ordered) - WEIGHTS.words.generic)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Pemkab Kobar", "Pemkab Kotawaringin Barat", True),
        ("Pemprovsu", "Pemerintah Provinsi Sumatera Utara", True),
        ("Pemkab Asahan", "Pemerintah Kabupaten Asahan", True),
        ("RS Asih", "Rumah Sakit Asih Medika", True),
        ("rumah sakit", "rumah sakit", True),
        ("Disnaker", "Disnaker Asahan", True),
        ("Disnaker Kota Medan", "Disnaker Kota Binjai", False),
        ("PT Sumber Jaya", "PT Sumber Alam", False),
        ("Kejari Medan", "RSUD Medan", False),
        ("", "PT Maju", False),
    ],
)
def test_same_body(a: str, b: str, same: bool) -> None:
    assert same_body(body(a), body(b)) is same
    assert same_body(body(b), body(a)) is same


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_names_can_be_compared(a: str, b: str) -> None:
    assert same_body(body(a), body(b)) is same_body(body(b), body(a))


def test_names_made_to_be_slow_are_compared_at_once() -> None:
    assert not same_body(body("a" * 400), body(" ".join("a" * n for n in range(1, 60))))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Veronika Budihardjo", "Veronika B. Budihardjo", True),
        ("M. Ilyas Contoh", "Muhammad Ilyas Contoh", True),
        ("Budi", "Setia Budi", False),
        ("Budi Contoh", "Budi Lain", False),
        ("", "Budi", False),
    ],
)
def test_same_person(a: str, b: str, same: bool) -> None:
    assert same_person(a, b) is same


def test_the_generated_press_is_weighed_the_same_both_ways(happenings: Any, made: Made) -> None:
    from extract.merging.profiles import profile
    from models.ids import report_id
    from models.records import StoredReport
    from models.tellings import Telling

    profiles = [
        profile(
            Telling(StoredReport(report_id(told.article.id, r.type, r.nth), told.article.id, told.article.published, r)), WEIGHTS
        )
        for told in happenings.press(3, 25, 20)
        for r in told.extraction.reports
    ]
    for a, b in combinations(profiles, 2):
        assert agreement(a, b, WEIGHTS) == agreement(b, a, WEIGHTS)
        assert bar(a, b, WEIGHTS) == bar(b, a, WEIGHTS)
