import random
from collections.abc import Callable
from itertools import combinations

import pytest

from extract.merging.agreement import Bar, agreement
from extract.merging.groups import Link, Step, grouped
from extract.merging.profiles import Profile
from models.merging import merge_weights
from models.vocab import Status

WEIGHTS = merge_weights()
Made = Callable[..., Profile]


def links(profiles: list[Profile]) -> list[Link]:
    found = []
    for a, b in combinations(sorted(profiles, key=lambda p: p.id), 2):
        score = agreement(a, b, WEIGHTS)
        if score is not None and score >= WEIGHTS.threshold:
            found.append((a.id, b.id, score))
    return found


def articles(profiles: list[Profile]) -> tuple[list[list[str]], list[Step]]:
    groups, steps = grouped({p.id: p for p in profiles}, links(profiles), WEIGHTS)
    return [[key.partition(".")[0] for key in group] for group in groups], steps


def test_reports_without_links_stay_alone(made: Made) -> None:
    groups, steps = articles([made("a2", days=1, date="2026-01-05"), made("a1")])
    assert groups == [["a1"], ["a2"]]
    assert steps == []


def test_an_undated_report_does_not_join_two_days(made: Made) -> None:
    """It agrees with both; the stronger link wins, and the two days stay apart."""
    bodies = ("RSUD Kisaran",)
    first = made("a1", counterparties=bodies, officials=("Budi Contoh",))
    undated = made("a2", date=None, days=3, counterparties=bodies, officials=("Budi Contoh",))
    second = made("a3", date="2025-12-01", days=6, counterparties=bodies)
    groups, steps = articles([first, undated, second])
    assert groups == [["a1", "a2"], ["a3"]]
    assert [(step.joined, step.bar) for step in steps] == [(True, None), (False, Bar.DAY)]


def test_a_report_that_says_little_does_not_join_two_happenings(made: Made) -> None:
    """Two signings of one office on one day with different bodies, and an account that names none."""
    one = [made(f"a{n}", counterparties=("RS Asih Husada",), venue="Hotel Melati") for n in (1, 2)]
    other = [made(f"b{n}", counterparties=("PT Karya Tani",), venue="Aula Kopi") for n in (1, 2)]
    groups, steps = articles([*one, *other, made("c1", days=1)])
    assert sorted(map(len, groups)) == [2, 3]
    assert [step.named for step in steps if not step.joined] == [pytest.approx(8.0 + WEIGHTS.disagree.counterparty)] * 2


def test_a_plan_put_off_stays_with_what_became_of_it(made: Made) -> None:
    told = [
        made("a1", status=Status.PLANNED, date="2025-11-28", days=-4, counterparties=("RSUD Kisaran",)),
        made(
            "a2", status=Status.PLANNED, date="2025-12-10", days=-1, sentence="Monev diundur.", counterparties=("RSUD Kisaran",)
        ),
        made("a3", date="2025-12-10", days=16, counterparties=("RSUD Kisaran",)),
        made("a4", date="2026-01-10", days=47, counterparties=("RSUD Kisaran",)),
    ]
    assert articles(told)[0] == [["a1", "a2", "a3"], ["a4"]]
    assert articles([told[0], *told[2:]])[0] == [["a1"], ["a3"], ["a4"]]


@pytest.mark.parametrize("which", ["plan", "notice"])
def test_what_is_printed_again_after_it_was_put_off_stays_with_it(made: Made, which: str) -> None:
    body = {"counterparties": ("RSUD Kisaran",), "status": Status.PLANNED}
    plan = body | {"date": "2025-11-28", "sentence": "Monev akan digelar 28 November."}
    notice = body | {"date": "2025-12-05", "sentence": "Monev diundur ke 5 Desember."}
    told = [
        made("a1", days=-4, **plan),
        made("a2", days=-1, **notice),
        made("a3", days=6, **body | {"date": "2025-12-10", "sentence": "Monev diundur lagi ke 10 Desember."}),
        made("a4", days=6.2, **(plan if which == "plan" else notice)),
        made("a5", days=16, date="2025-12-10", counterparties=("RSUD Kisaran",)),
    ]
    assert articles(told)[0] == [["a1", "a2", "a3", "a4", "a5"]]
    other = made("b1", days=6.2, **plan | {"date": "2025-12-20", "sentence": "Monev akan digelar 20 Desember."})
    assert ["b1"] in articles([*told, other])[0]


@pytest.mark.parametrize("seed", range(4))
def test_groups_know_no_order(made: Made, seed: int) -> None:
    dice = random.Random(seed)
    names = ("RSUD Kisaran", "RS Asih Husada", "PT Karya Tani")
    profiles = [
        made(
            f"a{n:02}",
            days=dice.randint(0, 8),
            date=dice.choice((None, "2025-11", "2025-11-25", "2025-11-26", "2025-11-29")),
            counterparties=tuple(dice.sample(names, dice.randint(0, 2))),
            officials=tuple(dice.sample(("Budi Contoh", "Ani Misal"), dice.randint(0, 2))),
        )
        for n in range(40)
    ]
    known = links(profiles)
    wanted = grouped({p.id: p for p in profiles}, known, WEIGHTS)
    assert max(map(len, wanted[0])) > 3
    for _ in range(3):
        dice.shuffle(profiles)
        dice.shuffle(known)
        assert grouped({p.id: p for p in profiles}, known, WEIGHTS) == wanted
