"""What the benchmarks of the extraction share: the project's own annotated articles, and time by the processor's clock."""

import time
from collections.abc import Callable, Iterable

import pytest

from extract.cli import own_gold
from extract.gold import read_gold
from models.records import Article


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """The articles of the newsroom that are annotated."""
    return [gold.article for gold in read_gold([own_gold()])]


@pytest.fixture(scope="session")
def best() -> Callable[..., list[float]]:
    """Seconds of processor time that jobs take over all items: each the best of several rounds, the jobs taking turns."""

    def measure(items: Iterable[object], *jobs: Callable[..., object], rounds: int = 5) -> list[float]:
        items = list(items)
        found = [float("inf")] * len(jobs)
        for _ in range(rounds):
            for i, job in enumerate(jobs):
                start = time.process_time()
                for item in items:
                    job(item)
                found[i] = min(found[i], time.process_time() - start)
        return found

    return measure
