from typing import Any

import pytest

from db.site.agreement import differ, witnesses


@pytest.mark.parametrize(
    ("slot", "said", "expected"),
    [
        ("date", [], False),
        ("date", ["2025-06-12:a"], False),
        ("date", ["2025-06-12:a", "2025-06-12:b"], False),
        ("date", ["2025-06:a", "2025-06-12:b", "2025:c"], False),
        ("date", ["2025-06-12:a", "2025-06-13:b"], True),
        ("date", ["2025-06:a", "2025-06-12:b", "2025-06-13:c"], True),
        ("date", ["2025-06-10/2025-06-12:a", "2025-06-11/2025-06-13:b"], True),
        ("date", ["rubbish:a", "2025-06-11:b"], True),
        ("venue", ["Aula Balai Kota:a", "aula balai kota Jambi:b"], False),
        ("venue", ["Aula Balai Kota:a", "Hotel Abadi:b"], True),
        ("status", ["planned:a", "held:b"], False),
        ("status", ["proposed:a", "planned:b", "cancelled:c"], False),
        ("status", ["held:a", "planned:b"], True),
        ("status", ["held:a", "cancelled:b"], True),
        ("status", ["held:a", "rubbish:b"], True),
        ("figure:peserta:orang", ["100:a", "50:a"], False),
        ("figure:peserta:orang", ["100:a", "50:a", "50:b"], False),
        ("figure:peserta:orang", ["100:a", "120:b"], True),
        ("figure:peserta:orang", ["100:a", "50:a", "50:b", "100:c"], True),
    ],
)
def test_what_contradicts(slot: str, said: list[str], expected: bool) -> None:
    pairs = [tuple(item.rsplit(":", 1)) for item in said]
    assert differ(slot, [(value, article) for value, article in pairs]) is expected


def test_witnesses_are_outlets_and_copies_are_one_account() -> None:
    def report(outlet: str, salience: str, article: str, original: str | None = None) -> dict[str, Any]:
        return {"outlet_id": outlet, "salience": salience, "article_id": article, "original_id": original}

    assert witnesses([]) == {"accounts": 0, "outlets": 0, "main": 0}
    first, again = report("a", "main", "1"), report("a", "mentioned", "2")
    found = witnesses([first, again, report("b", "mentioned", "3", "1"), report("c", "main", "4", "1")])
    assert found == {"accounts": 2, "outlets": 3, "main": 2}
