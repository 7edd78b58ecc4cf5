from collections.abc import Callable
from typing import Any

import pytest

from extract.merging.events import event_from, event_of, story_of
from extract.merging.profiles import Profile
from models.tellings import Telling, ToldFigure, ToldValue
from models.vocab import Indicator, Per, Qualifier, Salience, Status

Tell = Callable[..., Telling]
Made = Callable[..., Profile]


def money(value: float, qualifier: Qualifier | None = None, per: Per | None = None) -> ToldFigure:
    return ToldFigure(Indicator.MANFAAT, "IDR", per, value, qualifier)


def values(profiles: list[Profile]) -> dict[str, list[ToldValue]]:
    found: dict[str, list[ToldValue]] = {}
    for value in story_of(profiles, event_of(profiles)).values:
        found.setdefault(value.slot, []).append(value)
    return found


def test_the_event_takes_the_preferred_values_and_unites_the_rest(tell: Tell) -> None:
    event = event_from(
        [
            tell("a1", status=Status.PLANNED, date="2025-11", officials=("Aziz",), places=("Asahan",)),
            tell("a2", days=1, officials=("Aziz Contoh",), places=("Kabupaten Asahan", "Batu Bara")),
            tell("a3", days=2, venue="Hotel Melati"),
        ]
    )
    assert (event.status, event.date, event.venue) == (Status.HELD, "2025-11-25", "Hotel Melati")
    assert event.officials == ("Aziz Contoh",)
    assert event.places == ("Kabupaten Asahan", "Batu Bara")
    assert len(event.reports) == 3


def test_the_id_survives_later_reports(tell: Tell) -> None:
    first = event_from([tell("a1")])
    assert event_from([tell("a1"), tell("a0", days=-1)], known=first.id).id == first.id


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([("2025-11-25", "x"), ("2025-11-26", "y"), ("2025-11-26", "z")], "2025-11-26"),
        ([("2025-11-25", "x"), ("2025-11-25", "y"), ("2025-11-26", "z")], "2025-11-25"),
        ([("2025-11-25", "x"), ("2025-11-26", "y"), ("2025-11-26", "y"), ("2025-11-25", "z")], "2025-11-25"),
        ([("2025-11", "x"), ("2025-11", "y"), ("2025-11-25", "z")], "2025-11-25"),
        ([("2025-11-25", "x"), ("2025-11-26", "y")], "2025-11-26"),
        ([(None, "x"), ("2025-11", "y")], "2025-11"),
        ([(None, "x")], None),
    ],
    ids=["most", "most again", "copies are one account", "a day has its month's support", "last said", "the only one", "none"],
)
def test_the_date_that_most_accounts_support(tell: Tell, said: list[tuple[str | None, str]], shown: str | None) -> None:
    told = [tell(f"a{n}", days=n / 10, date=date, origin=origin) for n, (date, origin) in enumerate(said)]
    assert event_from(told).date == shown
    assert event_from(told[::-1]).date == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([Status.PLANNED, Status.HELD], Status.HELD),
        ([Status.HELD, Status.PLANNED], Status.HELD),
        ([Status.HELD, Status.CANCELLED], Status.CANCELLED),
        ([Status.PLANNED, Status.CANCELLED], Status.CANCELLED),
        ([Status.PLANNED, Status.CANCELLED, Status.PLANNED], Status.PLANNED),
        ([Status.PLANNED, Status.CANCELLED, Status.HELD], Status.HELD),
        ([Status.PLANNED, Status.HELD, Status.PROPOSED], Status.HELD),
        ([Status.PROPOSED, Status.PLANNED], Status.PLANNED),
    ],
)
def test_the_status_is_the_last_one_told(tell: Tell, said: list[Status], shown: Status) -> None:
    assert event_from([tell(f"a{n}", days=n, status=status) for n, status in enumerate(said)]).status is shown


def test_a_mention_beside_does_not_undo_what_was_news(tell: Tell) -> None:
    mention = tell("a2", days=9, status=Status.PLANNED, salience=Salience.MENTIONED)
    assert event_from([tell("a1"), mention]).status is Status.HELD


@pytest.mark.parametrize("same", [{"origin": "a0"}, {"sentence": "Monev akan digelar 25 November."}], ids=["copy", "sentence"])
@pytest.mark.parametrize("later", [Status.HELD, Status.CANCELLED])
def test_a_plan_printed_again_undoes_nothing(tell: Tell, same: dict[str, str], later: Status) -> None:
    plan, again = (tell(name, days=days, status=Status.PLANNED, **same) for name, days in (("a0", -3), ("a2", 2)))
    assert event_from([plan, tell("a1", days=1, status=later), again]).status is later


def test_what_is_held_before_its_day_is_no_fact(tell: Tell) -> None:
    early = tell("a1", days=-3)
    assert event_from([early, tell("a2", days=-2, status=Status.PLANNED)]).status is Status.PLANNED


def test_the_day_it_was_held_on_stands_above_those_it_was_planned_for(tell: Tell) -> None:
    plans = [tell(f"a{n}", days=-3, status=Status.PLANNED) for n in range(3)]
    assert event_from([*plans, tell("b", days=2, date="2025-11-26")]).date == "2025-11-26"
    assert event_from([*plans, tell("b", days=2, date="2025-11")]).date == "2025-11-25", "a month says less than a plan's day"
    assert event_from([*plans, tell("b", days=2, date=None)]).date == "2025-11-25"


@pytest.mark.parametrize(
    ("slot", "names", "kept"),
    [
        ("counterparties", ("Disnaker Kota Medan", "Disnaker Kota Binjai"), 2),
        ("counterparties", ("Pemkot Semarang", "Pemerintah Kota Salatiga"), 2),
        ("counterparties", ("Pemkab Kobar", "Pemkab Kotawaringin Barat"), 1),
        ("counterparties", ("RS Asih", "Rumah Sakit Asih Medika"), 1),
        ("places", ("Kota Magelang", "Kabupaten Magelang"), 2),
        ("places", ("Magelang", "Kabupaten Magelang"), 1),
    ],
)
def test_lists_hold_each_once_and_lose_none(tell: Tell, slot: str, names: tuple[str, str], kept: int) -> None:
    event = event_from([tell(f"a{n}", days=n, **{slot: (name,)}) for n, name in enumerate(names)])
    assert len(getattr(event, slot)) == kept
    assert getattr(event, slot)[0] == max(names, key=len) if kept == 1 else names[0]


def test_disagreement_is_kept_with_who_said_what_first(made: Made) -> None:
    told = values(
        [
            made("a1", figures=(money(500e6),), status=Status.PLANNED, origin="a1"),
            made("a2", days=1, figures=(money(400e6),), date="2025-11-26", origin="a2"),
            made("a3", days=2, figures=(money(500e6),), origin="a3"),
            made("a4", days=3, figures=(money(400e6), money(42e6, per=Per.ORANG)), origin="a2"),
        ]
    )
    sums = told["figure:manfaat:IDR"]
    assert [(v.value, v.accounts, v.preferred) for v in sums] == [("500000000", 2, True), ("400000000", 1, False)]
    assert sums[1].reports == ("a2.monev.1", "a4.monev.1")
    assert [v.value for v in told["figure:manfaat:IDR:orang"]] == ["42000000"]
    assert [(v.value, v.preferred) for v in told["date"]] == [("2025-11-25", True), ("2025-11-26", False)]
    assert [v.value for v in told["status"]] == ["held", "planned"]
    assert "venue" not in told


def test_goals_and_ceilings_are_no_sums(made: Made) -> None:
    assert set(values([made("a1", figures=(money(1e9, Qualifier.TARGET), money(2e9, Qualifier.MAX)))])) == {"status", "date"}


PLAN: dict[str, Any] = {"status": Status.PLANNED, "date": "2025-11-28", "days": -4}


@pytest.mark.parametrize(
    ("later", "date", "before"),
    [
        ({"date": "2025-12-10"}, "2025-12-10", "2025-11-28"),
        ({"date": None}, None, "2025-11-28"),
        ({"date": "2025-12-10", "sentence": "Monev akan digelar."}, "2025-12-10", None),
    ],
    ids=["to a day", "to no day", "not put off"],
)
def test_what_was_put_off_has_its_new_day_and_keeps_the_old_one(
    made: Made, later: dict[str, Any], date: str | None, before: str | None
) -> None:
    put_off = {"status": Status.PLANNED, "days": -1, "sentence": "Monev itu ditunda."} | later
    profiles = [made("a0", **PLAN), made("a1", **PLAN), made("a2", **put_off)]
    if before is None:
        profiles = profiles[1:]  # one each: the last said counts
    event = event_of(profiles)
    assert event.date == date
    assert story_of(profiles, event).postponed_from == before
    assert {v.value for v in story_of(profiles, event).values if v.slot == "date"} == {"2025-11-28", *([date] if date else [])}


PUT_OFF = {"status": Status.PLANNED, "sentence": "Monev itu ditunda."}


@pytest.mark.parametrize(
    ("later", "date", "before"),
    [
        ([{"date": "2025-12-05"}, {"date": "2025-12-10"}], "2025-12-10", "2025-12-05"),
        ([{"date": "2025-12-05"}, {"date": "2025-12-10"}, {"date": "2025-12-05"}], "2025-12-10", "2025-12-05"),
        ([{"date": "2025-12-05"}, {"date": "2025-11-28", "sentence": "Monev segera digelar."}], "2025-12-05", "2025-11-28"),
        ([{"date": "2025-12-05"}, {"date": "2025-12-05"}], "2025-12-05", "2025-11-28"),
        ([{"date": "2025-12-05"}, {"date": None}], "2025-12-05", "2025-11-28"),
        ([{"date": "2025-12-05"}, {"date": None, "wait": 5}], None, "2025-12-05"),
        ([{"date": None}, {"date": "2025-12-05", "sentence": "Monev segera digelar.", "wait": 3}], "2025-12-05", "2025-11-28"),
        (
            [{"date": None, "origin": "a"}, {"date": "2025-12-05", "wait": 3}, {"date": None, "origin": "a", "wait": 3}],
            "2025-12-05",
            "2025-11-28",
        ),
    ],
    ids=["twice", "the first notice again", "the plan again", "two tell it", "one says less", "again, to no day", "to no day yet",
         "an old notice again"],
)  # fmt: skip
def test_what_is_printed_again_puts_nothing_off(
    made: Made, later: list[dict[str, Any]], date: str | None, before: str | None
) -> None:
    told, days = [made("a0", **PLAN)], -3.0
    for number, each in enumerate(later, 1):
        days += each.get("wait", 0.2)
        slots = PUT_OFF | {key: value for key, value in each.items() if key != "wait"}
        told.append(made(f"a{number}", days=days, **slots))
    event = event_of(told)
    assert (event.date, story_of(told, event).postponed_from) == (date, before)


def test_held_on_the_day_it_was_put_off_from_counts(made: Made) -> None:
    told = [made("a0", **PLAN), made("a1", days=-3, **PUT_OFF | {"date": "2025-11-30"}), made("a2", days=4, date="2025-11-28")]
    assert event_of(told).date == "2025-11-28"
