from itertools import islice

import pytest

from extract.merging.identity import Given, assign, mintable
from models.ids import event_id

CASES = {
    "new": ([["a", "b"]], {"a": None, "b": None}, {}, [Given(("a", "b"), None)], []),
    "grown": ([["a", "b"]], {"a": "e1", "b": None}, {"e1": 1}, [Given(("a", "b"), "e1")], []),
    "two become one, the older stays": (
        [["a", "b", "c"]],
        {"a": "e2", "b": "e2", "c": "e1"},
        {"e1": 1, "e2": 2},
        [Given(("a", "b", "c"), "e1")],
        [("e2", 0)],
    ),
    "split, most of it keeps the id": (
        [["a"], ["b", "c"]],
        {"a": "e1", "b": "e1", "c": "e1"},
        {"e1": 1},
        [Given(("a",), None, "e1"), Given(("b", "c"), "e1")],
        [],
    ),
    "split in halves, the first part keeps the id": (
        [["a"], ["b"]],
        {"a": "e1", "b": "e1"},
        {"e1": 1},
        [Given(("a",), "e1"), Given(("b",), None, "e1")],
        [],
    ),
    "a report changes sides": (
        [["a"], ["b", "c"]],
        {"a": "e1", "b": "e1", "c": "e2"},
        {"e1": 1, "e2": 2},
        [Given(("a",), "e1"), Given(("b", "c"), "e2")],
        [],
    ),
    "withdrawn events claim nothing": ([["a"]], {"a": "e1"}, {}, [Given(("a",), None, "e1")], []),
}


@pytest.mark.parametrize("name", CASES)
def test_assign(name: str) -> None:
    groups, homes, ages, events, ended = CASES[name]
    found = assign(groups, homes, ages)
    assert list(found.events) == events
    assert list(found.ended) == ended


def test_ids_are_those_of_the_reports_and_never_run_out() -> None:
    found = list(islice(mintable(["a", "b"]), 10))
    assert found[:2] == [event_id("a"), event_id("b")]
    assert len(set(found)) == 10
