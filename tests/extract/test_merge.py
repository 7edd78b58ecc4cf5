import json
import random
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

from extract.merge import agreement, choose, event_from
from extract.values.names import same_person
from models.ids import report_id
from models.merging import merge_weights
from models.records import Office, Report, Span, StoredReport
from models.vocab import EventType, OfficeKind, Program, Salience, Status

DAY = datetime(2025, 11, 25, 3, tzinfo=UTC)
KISARAN = Office(OfficeKind.KC, "Kisaran", "kc-kisaran")
MEDAN = Office(OfficeKind.KC, "Medan Kota", "kc-medan-kota")


def told(article: str = "a1", *, days: float = 0, **changes: Any) -> StoredReport:
    slots: dict[str, Any] = {
        "type": EventType.MONEV,
        "nth": 1,
        "trigger": "menggelar monev",
        "trigger_span": Span(0, 15),
        "evidence": Span(0, 15),
        "status": Status.HELD,
        "salience": Salience.MAIN,
        "date": "2025-11-25",
        "venue": None,
        "places": ("Asahan",),
        "offices": (KISARAN,),
        "counterparties": (),
        "officials": (),
        "programs": (Program.PLKK,),
        "rule": "test",
    } | changes
    report = Report(**slots)
    return StoredReport(report_id(article, report.type, report.nth), article, DAY + timedelta(days=days), report)


ONE = [
    ({}, {}),
    ({"places": ("Kabupaten Asahan",)}, {"places": ("Kab. Asahan",)}),
    ({"date": "2025-11"}, {"counterparties": ("Pemkab Asahan",), "trigger": "menggelar monev"}),
    (
        {"date": None, "counterparties": ("Dinas Tenaga Kerja (Disnaker) Asahan",)},
        {"date": None, "counterparties": ("Disnaker Asahan",)},
    ),
]
APART = [
    ({}, {"type": EventType.MOU}),
    ({}, {"date": "2025-12-25"}),
    ({}, {"offices": (MEDAN,), "places": ("Kota Medan",)}),
    ({"date": None}, {"date": None, "days": 40}),
    ({"date": "2025"}, {"date": "2025", "places": ("Langkat",), "trigger": "monev lain"}),
]


@pytest.mark.parametrize(("first", "second"), ONE)
def test_reports_of_one_happening_are_joined(first: dict[str, Any], second: dict[str, Any]) -> None:
    if first.get("date") == "2025-11":
        first = first | {"counterparties": ("Pemerintah Kabupaten Asahan",)}
    assert choose(told("a2", **second), [("e1", [told("a1", **first)])], merge_weights())


@pytest.mark.parametrize(("first", "second"), APART)
def test_different_happenings_stay_apart(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert choose(told("a2", **second), [("e1", [told("a1", **first)])], merge_weights()) is None


def test_one_article_never_reports_a_happening_twice() -> None:
    assert agreement(told("a1"), told("a1", nth=2), merge_weights()) is None


def test_a_report_must_stand_beside_every_report_of_the_event() -> None:
    members = [told("a1", date=None), told("a3", date="2025-12-01")]
    assert choose(told("a2"), [("e1", members)], merge_weights()) is None


def test_the_event_takes_the_preferred_values_and_unites_the_rest() -> None:
    event = event_from(
        [
            told("a1", status=Status.PLANNED, date="2025-11", officials=("Aziz",), places=("Asahan",)),
            told("a2", days=1, officials=("Aziz Contoh",), places=("Kabupaten Asahan", "Batu Bara")),
            told("a3", days=2, venue="Hotel Melati"),
        ]
    )
    assert (event.status, event.date, event.venue) == (Status.HELD, "2025-11-25", "Hotel Melati")
    assert event.officials == ("Aziz Contoh",)
    assert event.places == ("Kabupaten Asahan", "Batu Bara")
    assert len(event.reports) == 3


def test_the_id_survives_later_reports() -> None:
    first = event_from([told("a1")])
    assert event_from([told("a1"), told("a0", days=-1)], known=first.id).id == first.id


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


def gold_reports() -> list[tuple[StoredReport, str]]:
    found = []
    for item in sorted(files("crawler.newsroom").joinpath("articles").iterdir(), key=lambda item: item.name):
        if not item.name.endswith(".json"):
            continue
        article = json.loads(item.read_text("utf-8"))
        for nth, event in enumerate(article["events"], 1):
            stored = told(
                article["id"],
                nth=nth,
                type=EventType(event["type"]),
                trigger=event["trigger"],
                status=Status(event["status"]),
                salience=Salience(event["salience"]),
                offices=tuple(Office(OfficeKind(o["kind"]), o["name"]) for o in event["offices"]),
                programs=tuple(map(Program, event["programs"])),
                date=event["date"],
                venue=event["venue"],
                **{key: tuple(event[key]) for key in ("places", "counterparties", "officials")},
            )
            published = datetime.fromisoformat(article["published"])
            stored = StoredReport(stored.id, stored.article_id, published, stored.report)
            found.append((stored, event.get("cluster", stored.id)))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_annotated_clusters_are_found_in_any_order(seed: int) -> None:
    """Pairwise precision and recall over the annotated events: at least 0.98 each."""
    reports = gold_reports()
    random.Random(seed).shuffle(reports)
    events: dict[str, list[StoredReport]] = {}
    for stored, _ in reports:
        found = choose(stored, events.items(), merge_weights())
        events.setdefault(found[0] if found else event_from([stored]).id, []).append(stored)
    merged = {stored.id: event for event, members in events.items() for stored in members}
    pairs = [(a[1] == b[1], merged[a[0].id] == merged[b[0].id]) for a, b in combinations(reports, 2)]
    right = sum(gold and found for gold, found in pairs)
    assert right / sum(found for _, found in pairs) >= 0.98
    assert right / sum(gold for gold, _ in pairs) >= 0.98
