"""The guarantee, against whatever a service may do: every happening arrives, and a copy is marked and has a cause."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.alerts.channels import Letter, Outcome, Result
from db.alerts.sending import Pace

AGAIN = "(ulang) "

# What a service does with a message: what the sender is told, and whether it arrived.
_DOINGS = {
    "taken": (Outcome.SENT, True),
    "refused": (Outcome.REFUSED, False),
    "down": (Outcome.DOWN, False),
    "busy": (Outcome.BUSY, False),
    "lost": (Outcome.UNKNOWN, False),
    "silent": (Outcome.UNKNOWN, True),
}


@dataclass
class Moody:
    """A service that does as it is told, then takes everything."""

    doings: list[str]
    arrived: list[Letter] = field(default_factory=list)
    unknown: int = 0

    def send(self, letter: Letter) -> Result:
        outcome, arrives = _DOINGS[self.doings.pop(0) if self.doings else "taken"]
        self.unknown += outcome is Outcome.UNKNOWN
        if arrives:
            self.arrived.append(letter)
        return Result(outcome)


def code_of(letter: Letter) -> str:
    return letter.text.rpartition("Kode pesan: ")[2]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(_DOINGS)), max_size=14), st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_every_happening_arrives_and_copies_are_marked(
    post: Any, desk: Any, webhook: Any, doings: list[str], days: list[int]
) -> None:
    moody = Moody(list(doings))
    webhook.send = moody.send
    if post.place.alerts_db.exists():
        post.command("remove", "semua")
    post.pace = Pace(channel=100.0, tries=2, wait=0.0, longest_wait=0.0, patient=2, rest=timedelta(minutes=1))
    post.add("semua", webhook.url, digest_above=2)
    events: list[str] = []
    for number in days:
        events += desk.happen(number)
        post.send()
    for _ in range(len(doings) + 2):
        post.now += timedelta(hours=25)  # longer than any rest
        post.send()
    text = "\n".join(letter.text for letter in moody.arrived)
    assert [event for event in events if f"/kejadian/{event}" not in text] == []
    seen: dict[str, int] = {}
    for letter in moody.arrived:
        called = code_of(letter)
        assert letter.title.startswith(AGAIN) or called not in seen, "a copy that does not say so"
        seen[called] = seen.get(called, 0) + 1
    told = [event for letter in moody.arrived if not letter.title.startswith(AGAIN) for event in events if event in letter.text]
    assert len(told) == len(set(told)), "told twice without a mark"
    assert sum(seen.values()) - len(seen) <= moody.unknown, "a copy without a cause"
    assert post.command("status").exit_code == 0


@pytest.mark.parametrize("doings", [["silent"] * 5, ["lost"] * 5])
def test_one_copy_a_round_at_most(post: Any, desk: Any, webhook: Any, doings: list[str]) -> None:
    moody = Moody(list(doings))
    webhook.send = moody.send
    post.add("semua", webhook.url)
    desk.happen(4)
    for done in range(1, 3):
        post.send()
        assert moody.unknown == done
    assert len({code_of(letter) for letter in moody.arrived}) <= 1, "what is in doubt is settled before anything else is sent"
