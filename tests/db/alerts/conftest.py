"""A news.db that grows, a webhook and a mail server of our own on loopback, and rounds of sending in front of them."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from db.alerts.channels import Letter, Outcome, Sends, Service, open_channel
from db.alerts.channels import Result as SendingResult
from db.alerts.courier import Seen, judged
from db.alerts.gathering import news_of
from db.alerts.ledger import AlertStore
from db.alerts.sending import Pace, Place, Told, alerts_db, send_all
from db.corrections import Author, correct
from db.migrations import reading
from db.store import NewsStore
from models.ids import article_id
from models.records import Article, Event, Extraction
from models.tellings import Story
from models.vocab import Salience, Status
from pantau import main

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # a Monday, noon in WIB


@dataclass
class Newsdesk:
    """News that come in: each call is what a round of reading and merging leaves in news.db."""

    path: Path
    pairs: list[tuple[Article, Extraction]]
    make: Callable[[list[Any]], Event]
    save: Callable[..., None]
    now: datetime = NOW
    count: int = 0

    def happen(self, number: int = 1, *, title: str | None = None, salience: Salience | None = None, **slots: Any) -> list[str]:
        """New events, each told by an article of its own; their ids."""
        found = []
        template, extraction = next(pair for pair in self.pairs if pair[1].reports)
        with NewsStore.open(self.path) as store:
            for _ in range(number):
                self.count += 1
                url = f"https://kabar.example/{self.count}"
                article = replace(template, id=article_id(url), url=url, title=title or f"Berita {self.count}")
                report = extraction.reports[0]
                report = replace(report, salience=salience or report.salience)
                self.save(store, article, replace(extraction, article_id=article.id, reports=(report,)))
                (stored,) = store.unattached_reports()
                event = replace(self.make([stored]), **slots)
                store.save_event(event, now=self._tick())
                found.append(event.id)
        return found

    def change(self, event: str, *, cause: bool = False, **slots: Any) -> None:
        """An event is told otherwise now, by its report if that is the cause."""
        with NewsStore.open(self.path) as store:
            known = store.event(event)
            assert known is not None
            story = Story(cause=known.reports[0]) if cause else None
            store.save_event(replace(known, **slots), now=self._tick(), story=story)

    def correct(self, event: str, field: str, value: str) -> None:
        """Somebody puts a slot of an event right."""
        correct(self.path, event, field, value, Author("Ani", "menurut undangan"), self._tick())

    def merge(self, event: str, into: str) -> None:
        """An event becomes part of another."""
        with NewsStore.open(self.path) as store:
            gone, kept = store.event(event), store.event(into)
            assert gone is not None
            assert kept is not None
            store.save_event(replace(kept, reports=tuple(sorted(kept.reports + gone.reports))), now=self._tick())
            store.withdraw_event(event, self._tick(), successor=into)

    def withdraw(self, event: str) -> None:
        with NewsStore.open(self.path) as store:
            store.withdraw_event(event, self._tick())

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "news.db"
    NewsStore.open(path).close()
    return path


@pytest.fixture
def desk(
    tmp_path: Path,
    empty: Path,
    pairs: list[tuple[Article, Extraction]],
    make_event: Callable[[list[Any]], Event],
    save_pair: Callable[..., None],
) -> Newsdesk:
    found = Newsdesk(tmp_path / "news.db", pairs, make_event, save_pair)
    shutil.copyfile(empty, found.path)
    return found


@dataclass
class Webhook:
    """A web server that takes what is posted to it, and answers as told: a code, headers, or not before it is let go."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    stalls: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/kait-rahasia-7788"

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.taken]


@pytest.fixture
def open_webhook() -> Iterator[Callable[..., Webhook]]:
    opened: list[tuple[ThreadingHTTPServer, threading.Thread, Webhook]] = []

    def inner(**given: Any) -> Webhook:
        hook = Webhook(**given)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                code, headers = hook.answers.pop(0) if hook.answers else (200, {})
                (hook.taken if code < 300 else hook.refused).append(message)
                hook.arrived.set()
                if hook.stalls:
                    hook.let_go.wait(60)
                try:
                    self.send_response(code)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass  # whoever asked is gone

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        hook.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        opened.append((server, thread, hook))
        return hook

    yield inner
    for server, thread, hook in opened:
        hook.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def real_webhook(open_webhook: Callable[..., Webhook]) -> Webhook:
    return open_webhook()


@dataclass
class Wire:
    """A webhook without a network and a child process: for what the sender does, whatever carries its messages."""

    url: str
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.taken]

    def send(self, letter: Letter) -> SendingResult:
        code, headers = self.answers.pop(0) if self.answers else (200, {})
        (self.taken if code < 300 else self.refused).append({"title": letter.title, "message": letter.text})
        found = judged(code < 300, Seen([(code, headers.get("Retry-After"))]), NOW)
        return SendingResult(Outcome(found["outcome"]), found["wait"], found["why"])


@pytest.fixture
def webhook() -> Iterator[Wire]:
    wire = Wire("uji://kait-rahasia-7788")
    _WIRES[wire.url] = wire
    yield wire
    del _WIRES[wire.url]


_WIRES: dict[str, Wire] = {}


@contextmanager
def opened(url: str, seconds: float) -> Iterator[tuple[Sends, Service]]:
    """A wire, or the real thing."""
    if url in _WIRES:
        yield _WIRES[url], Service("Uji", 0)
        return
    with open_channel(url, seconds) as found:
        yield found


@dataclass
class Mailbox:
    """A mail server that keeps what it is given; ``answers`` are told first, one to a message."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"mailto://127.0.0.1:{self.port}/?from=pantau@kantor.example&to=humas@kantor.example&mode=insecure"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("2"):
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.letters.append(found)
        return answer


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox(port)
    controller = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=60)
    controller.start()
    yield box
    controller.stop()


_QUICK = Pace(answer=30.0, channel=100.0, tries=3, wait=0.01, longest_wait=0.02)


@dataclass
class Post:
    """Alerts in front of a newsdesk; ``now`` is the clock, which tests move."""

    folder: Path
    now: datetime = NOW + timedelta(hours=1)
    pace: Pace = _QUICK
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return Place(
            alerts_db(self.folder),
            self.folder / "news.db",
            "https://pantau.example",
            self.environment,
            lambda: self.now,
            self.pace,
            opened,
        )

    def add(
        self,
        name: str,
        target: str,
        filter_: str = "",
        *,
        kind: str = "events",
        digest_above: int = 5,
        schedule: tuple[str, int | None, int | None] = ("now", None, None),
        per_minute: int = 600,
    ) -> None:
        with reading(self.place.news_db) as connection, AlertStore.open(self.place.alerts_db, create=True) as store:
            news = news_of(connection, kind, filter_, "")
            newest = news.newest()
            store.subscribe(
                name,
                kind=kind,
                filter=filter_,
                target=(target, Service("Uji", 0).name, "uji://…", per_minute),
                digest_above=digest_above,
                schedule=schedule,
                read_to=(newest, news.mark(newest)),
                known=news.known(),
                now=self.now,
            )

    def send(self) -> list[Told]:
        self.now += timedelta(minutes=1)
        return send_all(self.place)

    def command(self, *arguments: str) -> Result:
        environment = {"PANTAU_DATA_DIR": str(self.folder), "PANTAU_BASE_URL": "https://pantau.example", **self.environment}
        return CliRunner(env=environment).invoke(main, ["alerts", *arguments])


@pytest.fixture
def post(desk: Newsdesk, tmp_path: Path) -> Post:
    return Post(tmp_path)


@pytest.fixture
def planned() -> dict[str, Any]:
    return {"status": Status.PLANNED, "date": "2026-03-10"}
