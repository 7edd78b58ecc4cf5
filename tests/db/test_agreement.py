from typing import Any

import pytest

from db.site.agreement import agreement, disputes


def report(outlet: str, date: str | None = None, status: str = "held", salience: str = "main") -> dict[str, Any]:
    return {
        "outlet_id": outlet,
        "outlet_name": outlet.upper(),
        "event_date": date,
        "status": status,
        "status_name": status,
        "salience": salience,
    }


@pytest.mark.parametrize(
    ("dates", "agree"),
    [
        ([None, None], True),
        (["2025-06-12", None], True),
        (["2025-06-12", "2025-06-12"], True),
        (["2025-06", "2025-06-12", "2025"], True),
        (["2025-06-12", "2025-06-13"], False),
        (["2025-06", "2025-06-12", "2025-06-13"], False),
        (["2025-06-10/2025-06-12", "2025-06-11/2025-06-13"], False),
    ],
)
def test_dates_agree_where_one_lies_in_the_other(dates: list[str | None], agree: bool) -> None:
    assert agreement([report(f"o{n}", date) for n, date in enumerate(dates)])["dates_agree"] is agree


def test_outlets_are_counted_once_and_named_by_what_they_say() -> None:
    found = agreement([report("a", "2025"), report("a", "2025"), report("b", "2024", "planned", "mentioned")])
    assert (found["outlets"], found["main"]) == (2, 1)
    assert found["dates"] == {"2025": ["A"], "2024": ["B"]}
    assert not found["statuses_agree"]
    assert not found["dates_agree"]


@pytest.mark.parametrize(
    ("told", "disputed"),
    [
        ([("A", 1), ("B", 2)], True),
        ([("A", 1), ("B", 1)], False),
        ([("A", 1), ("A", 2)], False),
        ([("A", 1), ("A", 2), ("B", 2)], False),
        ([("A", 1), ("B", 1), ("C", 3)], True),
        ([], False),
    ],
)
def test_a_dispute_needs_two_outlets_and_no_common_value(told: list[tuple[str, float]], disputed: bool) -> None:
    figures = [
        {
            "indicator": "peserta",
            "unit": "orang",
            "per": None,
            "outlet_name": name,
            "value": value,
            "text": str(value),
            "inside": 1,
        }
        for name, value in told
    ]
    assert bool(disputes(figures)) is disputed
    assert disputes([figure | {"inside": 0} for figure in figures]) == []
    apart = [figure | {"unit": f"u{n}"} for n, figure in enumerate(figures)]
    assert disputes(apart) == []
