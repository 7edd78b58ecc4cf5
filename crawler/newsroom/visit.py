"""``python -m crawler.newsroom.visit``: one crawl of the newsroom at a simulated instant, as a process that may be killed."""

import json
import resource
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from crawler.desk import Desk
from crawler.run import alone, run_crawl
from db.pages import PageStore
from models.sources import load_families, load_register


@click.command()
@click.option("--pages-db", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--register", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--at", type=datetime.fromisoformat, help="The instant at which the crawl begins; now, when not given.")
@click.option("--pace", type=json.loads, default="{}", help="Settings of crawler.settings.PACE as JSON.")
def main(pages_db: Path, register: Path, at: datetime | None, pace: dict[str, Any]) -> None:
    """Crawl once, and write what came of it as a line of JSON: numbers, seconds, processor seconds, and peak memory in MB."""
    begun, first = time.monotonic(), at or datetime.now(UTC)

    def clock() -> datetime:
        return first + timedelta(seconds=time.monotonic() - begun)

    known = load_register(register)
    with alone(pages_db), PageStore.open(pages_db) as store:
        desk = Desk(store=store, register=known, families=load_families(), sources=known.enabled, clock=clock)
        start, used = time.monotonic(), time.process_time()
        outcome = run_crawl(desk, contact="pers buatan di komputer ini", pace=pace)
        seconds, processor = time.monotonic() - start, time.process_time() - used
    counts: Counter[str] = Counter()
    for tally in desk.tallies.values():
        counts.update(tally.counts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kilobytes on Linux
    result = {
        "state": outcome.state,
        "counts": counts,
        "unwell": outcome.unwell,
        "errors": outcome.errors,
        "seconds": seconds,
        "processor": processor,
        "peak": peak,
    }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
