"""The newsroom's server: one process, one loopback address per outlet, one port, real HTTP."""

import asyncio
import gzip
import hashlib
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Self, TextIO

from crawler.newsroom.faults import PAGES, Fault, FaultKind
from crawler.newsroom.lists import Answer, answer
from crawler.newsroom.markup import TAG_NUMBER
from crawler.newsroom.press import Outlet, load_press
from models.ids import canonical_url
from models.sources import NATIONAL, Register, as_toml, load_provinces, load_register
from models.vocab import Family

_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 403: "Forbidden", 404: "Not Found",
            405: "Method Not Allowed", 429: "Too Many Requests", 500: "Internal Server Error",
            503: "Service Unavailable"}  # fmt: skip
_LONGEST_REQUEST = 16_384
_HUGE = 64 * 1024 * 1024
_CHUNK = 256 * 1024
_BOMB = gzip.compress(b"<p>" + bytes(_HUGE), 1)
_PATIENCE = 30
"""Seconds after which the newsroom itself ends what was never to end."""


@dataclass(frozen=True, slots=True)
class Served:
    """A request the newsroom answered: outlet id, host, path with query, status, headers it came with, and when it came.

    ``at`` is the machine's monotonic clock, ``now`` the newsroom's own time, empty where it has none. A request to an address
    that no outlet has carries no outlet id.
    """

    outlet: str
    host: str
    path: str
    status: int
    agent: str
    conditional: bool
    at: float
    now: str = ""


class Newsroom:
    """The press as a running server; a context manager, or :meth:`start` and :meth:`stop`.

    Args:
        port: the one port of all addresses; 0 takes a free one.
        faults: what goes wrong, and where; may be changed while it runs.
        outlets: ids to run, all when empty.
        press: the outlets there are; those of ``outlets.toml`` when not given.
        strangers: further addresses that answer and stand in no register.
        log: a stream that gets each request as a line of JSON.
        watch: told the number of requests so far at each, before it is answered.

    Attributes:
        now: the newsroom's time; what is published later is not shown yet. ``None``: everything is.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        faults: Sequence[Fault] = (),
        outlets: Sequence[str] = (),
        press: Sequence[Outlet] | None = None,
        strangers: Sequence[str] = (),
        log: TextIO | None = None,
        watch: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.now: datetime | None = None
        self.outlets = tuple(outlet for outlet in press or load_press() if not outlets or outlet.id in outlets)
        self.faults: list[Fault] = list(faults)
        self.requests: list[Served] = []
        self.watch = watch
        self._strangers = tuple(strangers)
        self.port = port
        self._log = log
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None

    # What stands in it

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets with all their stories; may be changed while it runs."""
        return self._outlets

    @outlets.setter
    def outlets(self, outlets: tuple[Outlet, ...]) -> None:
        self._outlets = outlets
        self._shown: dict[str, Outlet] = {}
        self._answers: dict[tuple[str, str], tuple[Answer | None, str]] = {}

    def turn_to(self, now: datetime) -> None:
        """Set the newsroom's time: what it shows from now on is what is published then."""
        self.now = now
        self.outlets = self.outlets

    def _edition(self, outlet_id: str) -> Outlet:
        if not self._shown:
            self._shown = {outlet.id: outlet if self.now is None else outlet.at(self.now) for outlet in self.outlets}
        return self._shown[outlet_id]

    def _answer(self, outlet: Outlet, target: str) -> tuple[Answer | None, str]:
        """What stands at an address now, and its ETag. Printed once: a benchmark measures who asks, not who answers."""
        key = outlet.id, target
        if key not in self._answers:
            found = answer(outlet, self.home(outlet), target)
            self._answers[key] = found, f'"{hashlib.sha256(found.body).hexdigest()[:16]}"' if found else ""
        return self._answers[key]

    # Life

    def start(self) -> Self:
        """Listen on every outlet's address; returns once it does.

        Raises:
            OSError: an address or the port cannot be had. Systems other than Linux need 127.0.0.2 and the following set up first.
        """
        self._thread = threading.Thread(target=self._run, name="newsroom", daemon=True)
        self._thread.start()
        self._ready.wait(30)
        if self._failure is not None:
            self._thread.join(5)
            raise self._failure
        return self

    def stop(self) -> None:
        """Stop listening and end the thread."""
        if self._loop is not None and self._end is not None and self._thread is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end.set)
            self._thread.join(10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 (told to whoever waits in start)
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        servers = []
        connections: set[asyncio.StreamWriter] = set()
        try:
            places = [(outlet.id, outlet.address) for outlet in self.outlets] + [("", address) for address in self._strangers]
            for outlet_id, address in places:
                server = await asyncio.start_server(self._handler(outlet_id, connections), address, self.port, reuse_address=True)
                self.port = server.sockets[0].getsockname()[1]
                servers.append(server)
            self._ready.set()
            await self._end.wait()
        finally:
            for server in servers:
                server.close()
            for writer in connections:
                writer.close()
            await asyncio.sleep(0.05)

    # What is printed

    def home(self, outlet: Outlet) -> str:
        """The outlet's origin."""
        return f"http://{outlet.address}:{self.port}"

    @property
    def articles(self) -> dict[str, str]:
        """Canonical addresses of the articles on the agency that may be fetched, and their ids."""
        return {
            canonical_url(self.home(outlet) + story.path): story.gold
            for outlet in self.outlets
            for story in outlet.tagged
            if story.gold
        }

    @property
    def others(self) -> set[str]:
        """Canonical addresses of the other news."""
        return {
            canonical_url(self.home(outlet) + story.path) for outlet in self.outlets for story in outlet.stories if not story.gold
        }

    def write_register(self, folder: Path) -> None:
        """Write the register of the newsroom as ``<province>.toml`` files."""
        folder.mkdir(parents=True, exist_ok=True)
        keys = {province.name: province.key for province in (*load_provinces().values(), NATIONAL)}
        texts: dict[str, str] = {}
        for outlet in self.outlets:
            key = keys[outlet.source.province]
            texts.setdefault(
                key, f"# The newsroom: outlets on this machine, for demonstration and tests.\n\nprovince = {as_toml(key)}\n"
            )
            texts[key] += _row(outlet, self.home(outlet))
        for key, text in texts.items():
            (folder / f"{key}.toml").write_text(text, encoding="utf-8")

    def register(self) -> Register:
        """The register of the newsroom."""
        with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
            self.write_register(Path(folder))
            return load_register(Path(folder))

    # HTTP

    def _handler(self, outlet_id: str, connections: set[asyncio.StreamWriter]) -> Any:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.add(writer)
            try:
                while await self._exchange(outlet_id, reader, writer):
                    pass
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
                pass
            finally:
                connections.discard(writer)
                writer.close()

        return handle

    async def _exchange(self, outlet_id: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        if len(head) > _LONGEST_REQUEST:
            return False
        request, *lines = head.decode("latin-1").split("\r\n")
        method, _, rest = request.partition(" ")
        target = rest.rpartition(" ")[0] or "/"
        headers = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines) if key}
        if not outlet_id:
            self._note("", target, 200, headers)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            return True
        # Looked up for each request: what an outlet publishes may change while it runs.
        outlet = self._edition(outlet_id)
        fault = self._fault(outlet, target)
        if fault is not None and fault.kind in (FaultKind.TIMEOUT, FaultKind.CLOSED):
            self._note(outlet_id, target, 0, headers)
            if fault.kind is FaultKind.TIMEOUT:
                await asyncio.sleep(_PATIENCE)
            return False
        status, fields, body = self._respond(outlet, method, target, headers, fault)
        self._note(outlet_id, target, status, headers)
        kind = fault.kind if fault is not None else None
        length = {"Transfer-Encoding": "chunked"} if kind is FaultKind.FLOOD else {"Content-Length": str(len(body))}
        fields |= length | {"Connection": "keep-alive", "Server": "newsroom"}
        lines_out = [f"HTTP/1.1 {status} {_REASONS[status]}", *(f"{key}: {value}" for key, value in fields.items()), "", ""]
        writer.write("\r\n".join(lines_out).encode("latin-1"))
        if kind in _SENT:
            return await _SENT[kind](writer, body)
        writer.write(b"" if method == "HEAD" or status == 304 else body)
        await writer.drain()
        return True

    def _respond(
        self, outlet: Outlet, method: str, target: str, headers: dict[str, str], fault: Fault | None
    ) -> tuple[int, dict[str, str], bytes]:
        if method not in ("GET", "HEAD"):
            return 405, {"Allow": "GET, HEAD"}, b""
        found, etag = self._answer(outlet, target)
        if fault is not None:
            return _faulty(replace(fault, value=fault.value.replace("{port}", str(self.port))), found, target)
        if found is None:
            return (
                404,
                {"Content-Type": "text/html; charset=UTF-8"},
                b"<html><body><h1>404</h1><p>Halaman tidak ditemukan</p></body></html>",
            )
        if found.location:
            return found.status, {"Location": found.location, "Content-Type": found.kind}, b""
        fields = {"Content-Type": found.kind, "ETag": etag}
        if outlet.stories:
            fields["Last-Modified"] = format_datetime(outlet.stories[0].published.astimezone(UTC), usegmt=True)
        if found.status == 200 and headers.get("if-none-match") == etag:
            return 304, {"ETag": etag}, b""
        return found.status, fields, found.body

    def _fault(self, outlet: Outlet, target: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.outlet == outlet.id and target.startswith(fault.path):
                fault.times -= 1
                return fault
        return None

    def _note(self, outlet: str, target: str, status: int, headers: dict[str, str]) -> None:
        served = Served(
            outlet=outlet,
            host=headers.get("host", ""),
            path=target,
            status=status,
            agent=headers.get("user-agent", ""),
            conditional="if-none-match" in headers,
            at=time.monotonic(),
            now=self.now.isoformat() if self.now else "",
        )
        self.requests.append(served)
        self.watch(len(self.requests))
        if self._log is not None:
            self._log.write(json.dumps(asdict(served)) + "\n")
            self._log.flush()

    @contextmanager
    def during(self, *faults: Fault) -> Iterator[None]:
        """Faults for the time of a block."""
        before = list(self.faults)
        self.faults.extend(faults)
        try:
            yield
        finally:
            self.faults[:] = before


async def _drip(writer: asyncio.StreamWriter, body: bytes) -> bool:
    for at in range(_PATIENCE):
        writer.write(body[at : at + 1])
        await writer.drain()
        await asyncio.sleep(1)
    return False


async def _truncate(writer: asyncio.StreamWriter, body: bytes) -> bool:
    writer.write(body[: len(body) // 2])
    await writer.drain()
    return False


async def _flood(writer: asyncio.StreamWriter, body: bytes) -> bool:
    for at in range(0, len(body), _CHUNK):
        part = body[at : at + _CHUNK]
        writer.write(b"%x\r\n%b\r\n" % (len(part), part))
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    return True


_SENT = {FaultKind.DRIP: _drip, FaultKind.TRUNCATED: _truncate, FaultKind.FLOOD: _flood}
"""How bodies are sent that do not simply come; each tells whether the connection may be used again."""


_HTML = {"Content-Type": "text/html; charset=UTF-8"}
_STATUS = {FaultKind.NOT_FOUND: 404, FaultKind.ERROR: 500, FaultKind.BUSY: 429, FaultKind.UNAVAILABLE: 503}


def _faulty(fault: Fault, real: Answer | None, target: str) -> tuple[int, dict[str, str], bytes]:
    if (page := PAGES.get(fault.kind)) is not None:
        status, headers, body = page
        return status, _HTML | headers, body
    if (code := _STATUS.get(fault.kind)) is not None:
        seconds = {FaultKind.BUSY: fault.value or "1", FaultKind.UNAVAILABLE: fault.value}.get(fault.kind)
        return code, _HTML | ({"Retry-After": seconds} if seconds else {}), f"<h1>{code}</h1>".encode()
    if fault.kind in (FaultKind.REDIRECT, FaultKind.LOOP):
        return 302, _HTML | {"Location": fault.value or target}, b""
    return 200, *_spoilt(fault, real or Answer(b""))


def _spoilt(fault: Fault, real: Answer) -> tuple[dict[str, str], bytes]:
    match fault.kind:
        case FaultKind.IMAGE:
            return {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0"
        case FaultKind.HUGE | FaultKind.FLOOD:
            return _HTML.copy(), _huge()
        case FaultKind.BOMB:
            return _HTML | {"Content-Encoding": "gzip"}, _BOMB
        case FaultKind.DRIP | FaultKind.TRUNCATED:
            return {"Content-Type": real.kind}, real.body or b"<p></p>" * 50
        case FaultKind.CHARSET:
            return {"Content-Type": f"{real.kind.partition(';')[0]}; charset={fault.value or 'ISO-8859-1'}"}, real.body
        case FaultKind.BROKEN:
            return {"Content-Type": real.kind}, real.body[: len(real.body) // 20] + b"<<&broken;"
        case _:
            return _HTML.copy(), b""


@cache
def _huge() -> bytes:
    return b"<p>" + b"x" * _HUGE


def _row(outlet: Outlet, home: str) -> str:
    source = outlet.source
    fields: dict[str, Any] = {
        "id": source.id,
        "name": source.name,
        "host": outlet.address,
        "homepage": f"{home}/",
        "family": source.family.value,
        "city": source.city,
        "zone": source.zone.value,
    }
    if outlet.theme == "inews":
        fields["whole"] = "/all"
    if outlet.wrong_zone:
        fields["feed_zone"] = "local"
    lines = "".join(f"{key} = {as_toml(value)}\n" for key, value in fields.items() if value is not None)
    own = [rule for rule in source.lists if rule.kind == "feed" and outlet.family is Family.GENERIC]
    lists = "".join(f'[[source.lists]]\nkind = "feed"\nurl = {as_toml(rule.url)}\n' for rule in own)
    if outlet.family is Family.DISWAY:
        path = f"/listtag/{TAG_NUMBER}/{{tag}}"
        lists += f'[[source.lists]]\nkind = "tag"\nurl = "{path}"\nnext = "{path}/{{offset}}"\nsize = 30\nspecific = true\n'
    return f"\n[[source]]\n{lines}{lists}"
