import pytest

from models.calendar_lexicon import calendar, month_numbers, weekday_numbers
from models.section_lexicon import sections


@pytest.mark.parametrize(
    ("name", "number"),
    [("januari", 1), ("pebruari", 2), ("mei", 5), ("may", 5), ("agt", 8), ("nopember", 11), ("des", 12)],
)
def test_months(name: str, number: int) -> None:
    assert month_numbers()[name] == number


@pytest.mark.parametrize(("name", "number"), [("senin", 0), ("jum'at", 4), ("ahad", 6), ("minggu", 6), ("sel", 1)])
def test_weekdays(name: str, number: int) -> None:
    assert weekday_numbers()[name] == number


def test_no_name_stands_for_two_months_or_two_days() -> None:
    months, days = calendar().months, calendar().weekdays
    assert len(month_numbers()) == sum(len(names) for table in (months.full, months.short) for names in table)
    assert len(weekday_numbers()) == sum(len(names) for table in (days.full, days.short) for names in table)


def test_scheduling_words_are_words_of_the_future_and_no_cue_tells_both() -> None:
    cues = calendar().cues
    assert set(cues.scheduled) <= set(cues.future)
    assert not set(cues.future) & set(cues.past)


def test_no_abbreviation_both_ends_a_sentence_and_never_does() -> None:
    short = sections().abbreviations
    never = {*short.before_names, *short.before_places, *short.before_bodies, *short.within}
    assert not never & set(short.maybe_last)
