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
        ([Status.HELD, Status.PLANNED], Status.PLANNED),
        ([Status.PLANNED, Status.CANCELLED], Status.CANCELLED),
        ([Status.PROPOSED, Status.PLANNED], Status.PLANNED),
    ],
)
def test_the_status_is_the_last_one_told(tell: Tell, said: list[Status], shown: Status) -> None:
    assert event_from([tell(f"a{n}", days=n, status=status) for n, status in enumerate(said)]).status is shown


def test_a_mention_beside_does_not_undo_what_was_news(tell: Tell) -> None:
    mention = tell("a2", days=9, status=Status.PLANNED, salience=Salience.MENTIONED)
    assert event_from([tell("a1"), mention]).status is Status.HELD


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
