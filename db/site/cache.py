"""Answers kept while the database does not change: between two crawls every reader sees the same pages.

Only whole answers to ``GET`` with status 200 are kept, and never for somebody who is signed in. An answer is given again only
while ``PRAGMA data_version`` tells that nobody has committed since, and not after :data:`AGE_S`, for some pages speak of today.
Readers who ask for the same page at once wait for one making of it.
"""

import asyncio
import hashlib
import sqlite3
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = tuple[tuple[bytes, bytes], ...]

AGE_S = 60.0
"""How long an answer is given again at most."""

ROOM = 64 * 2**20
"""Bytes of bodies that are kept; the one not asked for longest goes first."""

_LARGEST = ROOM // 16
_NOT_IN_304 = (b"content-length", b"content-type")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its headers with an ``ETag``, its body, and the state of the database and the time it is of."""

    headers: Headers
    body: bytes
    version: int
    made: float

    @property
    def etag(self) -> bytes:
        """The validator of this answer."""
        return next(value for name, value in self.headers if name.lower() == b"etag")


class Cache:
    """An ASGI application in front of another.

    Args:
        app: the application whose answers are kept.
        version: the state of the data now; ``None`` where that cannot be told, and nothing is kept.
        clock: seconds, for the age of answers.
    """

    def __init__(self, app: App, version: Callable[[], int | None], *, clock: Callable[[], float] = monotonic) -> None:
        self._app = app
        self._version = version
        self._clock = clock
        self._kept: OrderedDict[bytes, Answer] = OrderedDict()
        self._size = 0
        self._making: dict[bytes, asyncio.Lock] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer from what is kept, else from the application."""
        version = self._version() if _keepable(scope) else None
        if version is None:
            await self._app(scope, receive, send)
            return
        key = _key(scope)
        answer = self._find(key, version)
        if answer is None:
            lock = self._making.setdefault(key, asyncio.Lock())
            try:
                async with lock:
                    answer = self._find(key, version)
                    if answer is None:
                        answer = await self._make(scope, receive, send, version)
                        if answer is None:
                            return
                        self._keep(key, answer)
            finally:
                if not lock.locked():
                    self._making.pop(key, None)
        await _give(answer, scope, send)

    def _find(self, key: bytes, version: int) -> Answer | None:
        answer = self._kept.get(key)
        if answer is None or answer.version != version or self._clock() - answer.made > AGE_S:
            return None
        self._kept.move_to_end(key)
        return answer

    async def _make(self, scope: Message, receive: Receive, send: Send, version: int) -> Answer | None:
        """The application's answer, or ``None`` where it was not one to keep and has been sent."""
        start: Message = {}
        body: bytes | None = None
        passed = False

        async def sending(message: Message) -> None:
            nonlocal start, body, passed
            if message["type"] == "http.response.start" and message["status"] == 200:
                start = message
                return
            first = bool(start) and body is None and not passed
            if first and not message.get("more_body") and len(message.get("body", b"")) <= _LARGEST:
                body = message.get("body", b"")
                return
            if first:
                await send(start)
            passed = True
            await send(message)

        # Conditions are answered here, from the whole answer; the application must not see them.
        plain = {**scope, "headers": [h for h in scope["headers"] if h[0] not in (b"if-none-match", b"if-modified-since")]}
        await self._app(plain, receive, sending)
        if passed or body is None:
            return None
        headers = tuple((bytes(name), bytes(value)) for name, value in start.get("headers", ()))
        if any(name.lower() == b"set-cookie" for name, _ in headers):
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return None
        if not any(name.lower() == b"etag" for name, _ in headers):
            headers += ((b"etag", b'W/"' + hashlib.sha256(body).hexdigest()[:24].encode() + b'"'),)
        return Answer(headers, body, version, self._clock())

    def _keep(self, key: bytes, answer: Answer) -> None:
        before = self._kept.pop(key, None)
        self._size += len(answer.body) - (len(before.body) if before else 0)
        self._kept[key] = answer
        while self._size > ROOM:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


class DataVersion:
    """The state of a SQLite file as a number that another connection's commit changes; closed with the process."""

    def __init__(self, path: str, *, immutable: bool) -> None:
        self._path, self._immutable = path, immutable
        self._connection: sqlite3.Connection | None = None

    def __call__(self) -> int | None:
        """The number now; ``None`` where the file cannot be read at this moment."""
        if self._immutable:
            return 0
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=0, check_same_thread=False)
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            return None


def _keepable(scope: Message) -> bool:
    return scope["type"] == "http" and scope["method"] == "GET" and not any(name == b"cookie" for name, _ in scope["headers"])


def _key(scope: Message) -> bytes:
    """What an answer depends on: the address, and the host it is asked for, which may stand in links."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return b"\0".join((host, scope.get("raw_path") or scope["path"].encode(), scope.get("query_string", b"")))


async def _give(answer: Answer, scope: Message, send: Send) -> None:
    if _unchanged(answer, scope["headers"]):
        headers = [pair for pair in answer.headers if pair[0].lower() not in _NOT_IN_304]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": answer.body})


def _unchanged(answer: Answer, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the reader has this answer already (RFC 9110, 13.2.2: a tag counts before a date)."""
    given = dict(headers)
    if (tags := given.get(b"if-none-match")) is not None:
        return tags.strip() == b"*" or _opaque(answer.etag) in {_opaque(tag.strip()) for tag in tags.split(b",")}
    since = given.get(b"if-modified-since")
    changed = next((value for name, value in answer.headers if name.lower() == b"last-modified"), None)
    return since is not None and since == changed


def _opaque(tag: bytes) -> bytes:
    """A tag for the weak comparison."""
    return tag.removeprefix(b"W/")
