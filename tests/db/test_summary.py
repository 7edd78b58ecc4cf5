import pytest

from db.labels import label, labels
from db.summary import listed, sentence, title
from models import vocab
from models.records import Event, Office
from models.vocab import EventType, OfficeKind, Status


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


@pytest.mark.parametrize(
    ("slots", "told"),
    [
        ({}, "Monitoring dan evaluasi telah berlangsung."),
        ({"status": Status.CANCELLED}, "Monitoring dan evaluasi dibatalkan."),
        (
            {
                "offices": (JAMBI,),
                "counterparties": ("RSUD Lawang",),
                "date": "2025-06-23",
                "venue": "Hotel A",
                "places": ("Kota Jambi",),
            },
            "Monitoring dan evaluasi yang melibatkan BPJS Ketenagakerjaan Kantor Cabang Jambi dan RSUD Lawang "  # noqa: ISC004
            "berlangsung pada Senin, 23 Juni 2025 di Hotel A, Kota Jambi.",
        ),
        ({"status": Status.PLANNED, "date": "2026"}, "Monitoring dan evaluasi direncanakan berlangsung pada tahun 2026."),
        ({"status": Status.PROPOSED, "date": "2026-05"}, "Monitoring dan evaluasi diusulkan berlangsung pada Mei 2026."),
        (
            {"status": Status.CANCELLED, "date": "2025-06-23"},
            "Monitoring dan evaluasi yang direncanakan berlangsung pada Senin, 23 Juni 2025 dibatalkan.",
        ),
        ({"date": "2025-01/2025-03"}, "Monitoring dan evaluasi berlangsung pada kurun Januari–Maret 2025."),
    ],
)
def test_sentence(slots: dict[str, object], told: str) -> None:
    assert sentence(event(**slots)) == told


@pytest.mark.parametrize("kind", list(EventType))
@pytest.mark.parametrize("status", list(Status))
def test_every_type_and_status_has_words(kind: EventType, status: Status) -> None:
    told = sentence(event(type=kind, status=status, date="2025-06-23"))
    assert told[0].isupper()
    assert told.endswith(".")
    assert "23 Juni 2025" in told


@pytest.mark.parametrize(
    ("count", "row"),
    [(0, ""), (1, "a"), (2, "a dan b"), (3, "a, b, dan c"), (4, "a, b, c, dan d"), (5, "a, b, c, dan 2 lainnya")],
)
def test_listed(count: int, row: str) -> None:
    assert listed("abcdefgh"[:count]) == row


def test_title_names_who_or_else_where() -> None:
    assert title(event()) == "Monitoring dan evaluasi"
    assert title(event(places=("Aceh",))) == "Monitoring dan evaluasi: Aceh"
    assert title(event(offices=(JAMBI,), counterparties=("X",))) == "Monitoring dan evaluasi: Kantor Cabang Jambi dan X"


def test_every_code_has_a_label() -> None:
    for name, table in labels().items():
        assert {str(code) for code in getattr(vocab, name)} == set(table)
    assert label("Indicator", "peserta") == "peserta"
    assert label("Indicator", "dari versi lain") == "dari versi lain"
