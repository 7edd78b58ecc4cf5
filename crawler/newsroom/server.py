"""The newsroom's server: one process, one loopback address per outlet, one port, real HTTP."""

import asyncio
import hashlib
import json
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self, TextIO

from crawler.newsroom.faults import PAGES, Fault, FaultKind
from crawler.newsroom.lists import Answer, answer
from crawler.newsroom.markup import TAG_NUMBER
from crawler.newsroom.press import Outlet, load_press
from models.ids import canonical_url
from models.sources import Register, as_toml, load_provinces, load_register
from models.vocab import Family

_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 403: "Forbidden", 404: "Not Found",
            405: "Method Not Allowed", 429: "Too Many Requests", 500: "Internal Server Error"}  # fmt: skip
_LONGEST_REQUEST = 16_384
_HUGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A request the newsroom answered: outlet id, host, path with query, status, headers it came with, and when it came."""

    outlet: str
    host: str
    path: str
    status: int
    agent: str
    conditional: bool
    at: float


class Newsroom:
    """The press as a running server; a context manager, or :meth:`start` and :meth:`stop`.

    Args:
        port: the one port of all addresses; 0 takes a free one.
        faults: what goes wrong, and where; may be changed while it runs.
        outlets: ids to run, all when empty.
        log: a stream that gets each request as a line of JSON.
    """

    def __init__(
        self, *, port: int = 0, faults: Sequence[Fault] = (), outlets: Sequence[str] = (), log: TextIO | None = None
    ) -> None:
        self.outlets: tuple[Outlet, ...] = tuple(outlet for outlet in load_press() if not outlets or outlet.id in outlets)
        self.faults: list[Fault] = list(faults)
        self.requests: list[Served] = []
        self.port = port
        self._log = log
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None

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
            for outlet in self.outlets:
                server = await asyncio.start_server(
                    self._handler(outlet.id, connections), outlet.address, self.port, reuse_address=True
                )
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
        keys = {province.name: key for key, province in load_provinces().items()}
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
        # Looked up for each request: what an outlet publishes may change while it runs.
        outlet = next(outlet for outlet in self.outlets if outlet.id == outlet_id)
        if len(head) > _LONGEST_REQUEST:
            return False
        request, *lines = head.decode("latin-1").split("\r\n")
        method, _, rest = request.partition(" ")
        target = rest.rpartition(" ")[0] or "/"
        headers = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines) if key}
        fault = self._fault(outlet, target)
        if fault is not None and fault.kind in (FaultKind.TIMEOUT, FaultKind.CLOSED):
            self._note(outlet, target, 0, headers)
            if fault.kind is FaultKind.TIMEOUT:
                await asyncio.sleep(30)
            return False
        status, fields, body = self._respond(outlet, method, target, headers, fault)
        self._note(outlet, target, status, headers)
        fields |= {"Content-Length": str(len(body)), "Connection": "keep-alive", "Server": "newsroom"}
        lines_out = [f"HTTP/1.1 {status} {_REASONS[status]}", *(f"{key}: {value}" for key, value in fields.items()), "", ""]
        writer.write("\r\n".join(lines_out).encode("latin-1") + (b"" if method == "HEAD" or status == 304 else body))
        await writer.drain()
        return True

    def _respond(
        self, outlet: Outlet, method: str, target: str, headers: dict[str, str], fault: Fault | None
    ) -> tuple[int, dict[str, str], bytes]:
        if method not in ("GET", "HEAD"):
            return 405, {"Allow": "GET, HEAD"}, b""
        if fault is not None:
            return _faulty(fault, answer(outlet, self.home(outlet), target))
        found = answer(outlet, self.home(outlet), target)
        if found is None:
            return (
                404,
                {"Content-Type": "text/html; charset=UTF-8"},
                b"<html><body><h1>404</h1><p>Halaman tidak ditemukan</p></body></html>",
            )
        if found.location:
            return found.status, {"Location": found.location, "Content-Type": found.kind}, b""
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
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

    def _note(self, outlet: Outlet, target: str, status: int, headers: dict[str, str]) -> None:
        served = Served(
            outlet=outlet.id,
            host=headers.get("host", ""),
            path=target,
            status=status,
            agent=headers.get("user-agent", ""),
            conditional="if-none-match" in headers,
            at=time.monotonic(),
        )
        self.requests.append(served)
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


def _faulty(fault: Fault, real: Answer | None) -> tuple[int, dict[str, str], bytes]:
    html = {"Content-Type": "text/html; charset=UTF-8"}
    if (page := PAGES.get(fault.kind)) is not None:
        status, headers, body = page
        return status, html | headers, body
    match fault.kind:
        case FaultKind.NOT_FOUND:
            return 404, html, b"<h1>404</h1>"
        case FaultKind.BUSY:
            return 429, html | {"Retry-After": fault.value or "1"}, b"<h1>429</h1>"
        case FaultKind.REDIRECT:
            return 302, html | {"Location": fault.value}, b""
        case FaultKind.EMPTY:
            return 200, html, b""
        case FaultKind.IMAGE:
            return 200, {"Content-Type": "image/jpeg"}, b"\xff\xd8\xff\xe0"
        case FaultKind.HUGE:
            return 200, html, b"<p>" + b"x" * _HUGE
        case FaultKind.BROKEN:
            body = real.body if real else b""
            return 200, {"Content-Type": real.kind if real else "text/xml"}, body[: len(body) // 20] + b"<<&broken;"
        case _:
            return 500, html, b"<h1>500</h1>"


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
