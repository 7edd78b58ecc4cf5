"""One crawl from beginning to end: the spiders of all families in one process, and what came of it."""

import asyncio
import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.spider import iter_spider_classes

from crawler.desk import Desk
from crawler.health import verdict
from crawler.settings import scrapy_settings
from crawler.spiders.base import PressSpider
from db.logs import log_as_json
from models.vocab import Family, RunState


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl ended: what is wrong per source id, and faults of the program itself."""

    state: RunState
    unwell: dict[str, str]
    errors: tuple[str, ...]


def spiders() -> dict[Family, type[PressSpider]]:
    """The spider of each family."""
    found = (kind for module in walk_modules_iter("crawler.spiders") for kind in iter_spider_classes(module))
    return {kind.family: kind for kind in found if issubclass(kind, PressSpider)}


def run_crawl(
    desk: Desk, *, contact: str, verbose: bool = False, log_json: bool = False, pace: Mapping[str, Any] | None = None
) -> Outcome:
    """Crawl the desk's sources; blocks until the last spider has closed. Once per process: a reactor cannot start again.

    ``pace`` is for benchmarks on this machine alone, see :func:`~crawler.settings.scrapy_settings`.

    Raises:
        DatabaseError: pages.db failed in the middle; what was stored until then is safe.
    """
    process = AsyncCrawlerProcess(scrapy_settings(contact=contact, loopback=desk.register.loopback, verbose=verbose, pace=pace))
    if log_json:
        log_as_json()
    crawlers: list[Crawler] = []
    running: list[asyncio.Task[None]] = []
    for family, kind in sorted(spiders().items()):
        if any(desk.of(family)):
            crawlers.append(crawler := process.create_crawler(kind))
            running.append(process.crawl(crawler, desk=desk))
    if crawlers:
        process.start()
    # A crawler that could not even begin says so to nobody else.
    desk.errors += [f"{type(error).__name__}: {error}" for task in running if task.done() and (error := task.exception())]
    unwell = {source: why for source, tally in desk.tallies.items() if (why := verdict(tally))}
    stopped = any(crawler.stats.get_value("finish_reason") == "shutdown" for crawler in crawlers)
    state = RunState.INTERRUPTED if stopped else RunState.FAILED if unwell or desk.errors or desk.fault else RunState.FINISHED
    if desk.fault is not None:
        raise desk.fault
    desk.finish(state)
    return Outcome(state, unwell, tuple(dict.fromkeys(desk.errors)))


@contextmanager
def alone(pages_db: Path) -> Iterator[None]:
    """Hold the right to crawl into a pages.db: two crawls at once would double the requests to every host.

    The lock belongs to the process, so it ends with it however it ends.

    Raises:
        click.ClickException: another crawl is running.
    """
    pages_db.parent.mkdir(parents=True, exist_ok=True)
    with pages_db.with_name(pages_db.name + ".crawl").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"Perayapan lain ke {pages_db} sedang berjalan. Tunggu sampai selesai.") from None
        yield
