"""A store filled from the newsroom's annotated articles, as if extraction had read them without a fault."""

import json
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from db.health import Health, Quality, Reads, SourceHealth
from db.health_notes import note
from db.store import NewsStore
from models.gazetteers import office_named
from models.ids import article_id, event_id
from models.records import (
    Article,
    DateMention,
    Event,
    Extraction,
    FigureMention,
    Issue,
    Office,
    Official,
    ProgramMention,
    Quotation,
    Report,
    Span,
)
from models.vocab import (
    EventType,
    Field,
    FigureKind,
    Indicator,
    IssueCode,
    OfficeKind,
    Per,
    Program,
    Qualifier,
    Salience,
    Speech,
    Status,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)

RULES = "0123456789ab"
NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)

HEALTHY = (
    SourceHealth(
        "aceh-antaranews-com",
        Health.WORKING,
        date(2023, 1, 20),
        6,
        (2, 10),
        "6 berita dalam seminggu",
        Quality(Reads(8, 7, 2100), Reads(40, 38, 2350)),
    ),
    SourceHealth("aceh-tribunnews-com", Health.BLOCKED, date(2023, 2, 1), 0, None, "daftarnya menolak perayap"),
    SourceHealth("media0.example", Health.THINNING, date(2023, 2, 12), 1, (3, 12), "1 berita dalam seminggu, biasanya 7.2"),
)
"""Two sources of the register and one of the generated press, as judged."""


def find(text: str, words: str, nth: int = 1) -> Span | None:
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return Span(at, at + len(words))


def everywhere(gold: dict[str, Any], words: str) -> tuple[Span, ...]:
    found = []
    for field in (Field.TITLE, Field.TEXT):
        at = gold[str(field)].find(words)
        while at >= 0:
            found.append(Span(at, at + len(words), field))
            at = gold[str(field)].find(words, at + len(words))
    return tuple(found)


def sentence_around(text: str, span: Span) -> Span:
    start = max(text.rfind("\n", 0, span.start), text.rfind(". ", 0, span.start) + 1) + 1
    ends = [at for at in (text.find("\n", span.end), text.find(". ", span.end) + 1) if at > 0]
    return Span(start, min(ends, default=len(text)), span.field)


def offices_of(gold: dict[str, Any], listed: list[dict[str, str]]) -> tuple[Office, ...]:
    found = []
    for row in listed:
        kind = OfficeKind(row["kind"])
        known = office_named(row["name"])
        named = known.id if known is not None and known.kind is kind else None
        spans = everywhere(gold, row["name"])
        found.append(Office(kind, row["name"], named, spans, ("office.gold",) * len(spans)))
    return tuple(found)


def officials_of(gold: dict[str, Any]) -> tuple[Official, ...]:
    found = []
    for row in gold["officials"]:
        spans = tuple(span for name in (row["name"], *row["aliases"]) for span in everywhere(gold, name))
        rules = ("official.gold",) * len(spans)
        found.append(Official(row["name"], row["position"], row["organisation"], tuple(row["aliases"]), spans, rules))
    return tuple(found)


def quotations_of(gold: dict[str, Any]) -> tuple[Quotation, ...]:
    """Everything between quotation marks; the officials take turns with people not in office."""
    speakers = [None, *(row["name"] for row in gold["officials"])]
    return tuple(
        Quotation(Span(*found.span()), Speech.DIRECT, speakers[number % len(speakers)], "quote.gold")
        for number, found in enumerate(re.finditer(r'["“][^"”\n]{20,}["”]', gold["text"]), 1)
    )


def report_of(gold: dict[str, Any], row: dict[str, Any], nth: int) -> Report:
    span = find(gold["text"], row["trigger"], row.get("nth", 1))
    if span is None:
        found = find(gold["title"], row["trigger"])
        assert found is not None, row["trigger"]
        span = Span(found.start, found.end, Field.TITLE)
    evidence = sentence_around(gold["text" if span.field is Field.TEXT else "title"], span)
    return Report(
        type=EventType(row["type"]),
        nth=nth,
        trigger=row["trigger"],
        trigger_span=span,
        evidence=evidence,
        status=Status(row["status"]),
        salience=Salience(row["salience"]),
        date=row["date"],
        venue=row["venue"],
        places=tuple(row["places"]),
        offices=offices_of(gold, row["offices"]),
        counterparties=tuple(row["counterparties"]),
        officials=tuple(row["officials"]),
        programs=tuple(map(Program, row["programs"])),
        rule=f"{row['type']}.gold",
    )


def records_of(gold: dict[str, Any]) -> tuple[Article, Extraction]:
    """An annotated article as the records that a perfect extraction would give."""
    article = Article(
        id=article_id(gold["url"]),
        url=gold["url"],
        outlet=gold["outlet"],
        title=gold["title"],
        text=gold["text"],
        published=datetime.fromisoformat(gold["published"]),
    )
    text = gold["text"]
    count: dict[str, int] = {}
    reports = []
    for row in gold["events"]:
        count[row["type"]] = count.get(row["type"], 0) + 1
        reports.append(report_of(gold, row, count[row["type"]]))
    return article, Extraction(
        article_id=article.id,
        relevant=gold["relevant"],
        rules=RULES,
        dates=tuple(
            DateMention(span, row["text"], row["value"], "dates.gold")
            for row in gold["dates"]
            if (span := find(text, row["text"], row.get("nth", 1)))
        ),
        offices=offices_of(gold, gold["offices"]),
        officials=officials_of(gold),
        figures=tuple(
            FigureMention(
                span,
                row["text"],
                row["value"],
                FigureKind(row["kind"]),
                row["unit"],
                Indicator(row["indicator"]),
                "figures.gold",
                Per(row["per"]) if row.get("per") else None,
                Qualifier(row["qualifier"]) if row.get("qualifier") else None,
            )
            for row in gold["figures"]
            if (span := find(text, row["text"], row.get("nth", 1)))
        ),
        programs=tuple(
            ProgramMention(Program(code), span, "program.gold") for code in gold["programs"] for span in everywhere(gold, code)
        ),
        reports=tuple(reports),
        issues=(Issue(IssueCode.OFFICE_UNKNOWN, "Kantor X", Span(0, 5)),) if gold["relevant"] else (),
        quotations=quotations_of(gold) if gold["relevant"] else (),
    )


def gold_articles() -> list[dict[str, Any]]:
    folder = files("crawler.newsroom") / "articles"
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".json")), key=lambda item: item.name)
    return [json.loads(item.read_text("utf-8")) for item in found]


def save(store: NewsStore, article: Article, extraction: Extraction, *, digest: str = "d1", when: datetime = NOW) -> None:
    store.save_article(article, extraction, page_digest=digest, fetched_at=when, link=article.url)


def fill(path: Path, gold: list[dict[str, Any]]) -> None:
    """Store annotated articles, and their happenings as the annotators grouped them."""
    groups: dict[str, list[str]] = {}
    with NewsStore.open(path) as store:
        for number, row in enumerate(gold):
            article, extraction = records_of(row)
            save(store, article, extraction, when=NOW + timedelta(minutes=number))
            for event, report in zip(row["events"], extraction.reports, strict=True):
                own = f"{article.id}.{report.type}.{report.nth}"
                groups.setdefault(event.get("cluster") or own, []).append(own)
        stored = {report.id: report for report in store.unattached_reports()}
        for number, ids in enumerate(groups.values()):
            store.save_event(event_from([stored[key] for key in ids]), now=NOW + timedelta(hours=1, seconds=number))


def event_from(reports: list[Any]) -> Event:
    """The plainest event of some reports: the first one's slots."""
    first = reports[0].report
    return Event(
        id=event_id(reports[0].id),
        type=first.type,
        status=first.status,
        date=first.date,
        venue=first.venue,
        places=first.places,
        offices=first.offices,
        counterparties=first.counterparties,
        officials=first.officials,
        programs=first.programs,
        reports=tuple(report.id for report in reports),
    )


@pytest.fixture(scope="session")
def gold() -> list[dict[str, Any]]:
    return gold_articles()


@pytest.fixture(scope="session")
def pairs(gold: list[dict[str, Any]]) -> list[tuple[Article, Extraction]]:
    return [records_of(row) for row in gold]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, gold: list[dict[str, Any]]) -> Path:
    """A database of all annotated articles; tests only read it."""
    path = tmp_path_factory.mktemp("filled") / "news.db"
    fill(path, gold)
    return path


@pytest.fixture(scope="session")
def serving() -> Callable[[Callable[[str], Any]], AbstractContextManager[str]]:
    """Serve what a function builds for an address, on a port of its own, by a real server."""

    @contextmanager
    def serve(build: Callable[[str], Any]) -> Iterator[str]:
        sock = socket.socket()
        sock.bind(("127.0.0.1", 0))
        found = f"http://127.0.0.1:{sock.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(build(found).app(), log_level="warning", lifespan="on"))
        thread = threading.Thread(target=lambda: server.run(sockets=[sock]), daemon=True)
        thread.start()
        try:
            deadline = time.monotonic() + 60
            while not server.started and time.monotonic() < deadline:
                time.sleep(0.02)
            assert server.started
            yield found
        finally:
            server.should_exit = True
            thread.join(10)
            sock.close()

    return serve


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """The machine's own Chromium. Not for longer than a module: its event loop runs in this thread meanwhile."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[NewsStore]:
    with NewsStore.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def save_pair() -> Callable[..., None]:
    return save


@pytest.fixture(scope="session")
def make_event() -> Callable[[list[Any]], Event]:
    return event_from


@pytest.fixture(scope="session")
def convert() -> Callable[[dict[str, Any]], tuple[Article, Extraction]]:
    return records_of


@pytest.fixture(scope="session")
def fill_store() -> Callable[[Path, list[dict[str, Any]]], None]:
    return fill


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a generated press (``tests/happenings.py``), merged in rounds: copies, disputes, plans put off and forgotten;
    with the health of some sources. Tests only read it.
    """
    import sys
    from importlib.util import module_from_spec, spec_from_file_location

    from extract.merging.run import merge_reports

    spec = spec_from_file_location("happenings", Path(__file__).parents[1] / "happenings.py")
    assert spec is not None
    assert spec.loader is not None
    happenings = sys.modules["happenings"] = module_from_spec(spec)
    spec.loader.exec_module(happenings)
    stream = happenings.press(3, 110, 40)
    path = tmp_path_factory.mktemp("pressed") / "news.db"
    with NewsStore.open(path) as store:
        for start in range(0, len(stream), 40):
            batch = stream[start : start + 40]
            day = max(told.article.published for told in batch)
            for told in batch:
                save(store, told.article, told.extraction, digest=str(start), when=told.article.published)
            merge_reports(store, now=lambda day=day: day, progress=lambda _: None)
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    with connection:
        first, second, third = HEALTHY
        note(connection, [first, second], "2023-02-20T03:00:00Z")
        note(
            connection,
            [replace(first, state=Health.SILENT, why="12 hari tanpa berita, biasanya 5.1 seminggu"), third],
            "2023-03-05T03:00:00Z",
        )
    connection.close()
    return path
