"""A channel as the sender sees it: a child process that is given messages and must answer in time, and a bucket of tokens."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Protocol

from db.alerts.targets import AlertError


class Outcome(StrEnum):
    """What became of a message; see :mod:`db.alerts.courier`."""

    SENT = "sent"
    BUSY = "busy"
    DOWN = "down"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """An outcome, the seconds a service asks to wait, and why in words that are fit for logs."""

    outcome: Outcome
    wait: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of an opened channel: the service's name and how many characters a message may have (0: any)."""

    name: str
    room: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be sent, as plain text and as HTML."""

    title: str
    text: str
    html: str


class Courier:
    """A context manager around the child process of one channel; leaving it ends the process."""

    START_SECONDS = 60.0
    """How long the child may take to load Apprise, also on a busy machine."""

    def __init__(self, url: str, *, answer_seconds: float) -> None:
        """Args: the address, and how many seconds the service may take for each answer."""
        self._url = url
        self._answer_seconds = answer_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._kept = b""

    def __enter__(self) -> "Courier":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "db.alerts.courier"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def open(self) -> Service:
        """Load the service.

        Raises:
            AlertError: Apprise does not know the address, or does not start.
        """
        reply = self._asked({"url": self._url, "seconds": self._answer_seconds}, self.START_SECONDS)
        if reply is None:
            raise AlertError("Apprise tidak dapat dimulai dalam waktunya. Ulangi; bila menetap, periksa pemasangannya.")
        if not reply.get("ok"):
            raise AlertError(
                "Alamat tujuan tidak dikenal Apprise, atau ada bagiannya yang kurang. Periksa bentuknya di dokumentasi Apprise."
            )
        return Service(str(reply["service"]), int(reply["room"]))

    def send(self, letter: Letter) -> Result:
        """Send a message; one that is not answered in time may have arrived, and the child is of no use any longer."""
        asked = {"title": letter.title, "text": letter.text, "html": letter.html}
        # Connecting and answering each have their time; mail asks and answers several times.
        reply = self._asked(asked, 3 * self._answer_seconds)
        if reply is None:
            return Result(Outcome.UNKNOWN, why="tidak menjawab dalam waktunya")
        return Result(Outcome(reply["outcome"]), reply["wait"], str(reply["why"]))

    def _asked(self, question: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The child's reply; ``None``, and the child ended, where none comes in time."""
        process = self._process
        if process is None:
            return None
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            self._end()
            return None
        line = self._line(seconds)
        if line is None:
            self._end()
            return None
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _line(self, seconds: float) -> bytes | None:
        assert self._process is not None
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(handle, selectors.EVENT_READ)
            while b"\n" not in self._kept:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    return None
                if not (more := os.read(handle, 65_536)):
                    return None
                self._kept += more
        line, _, self._kept = self._kept.partition(b"\n")
        return line

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()
        self._process = None


class Sends(Protocol):
    """What messages are handed to."""

    def send(self, letter: Letter) -> Result:
        """Send a message and say what became of it."""
        ...


Opened = AbstractContextManager[tuple[Sends, Service]]


@contextmanager
def open_channel(url: str, answer_seconds: float) -> Iterator[tuple[Sends, Service]]:
    """A channel ready to send, and its service.

    Raises:
        AlertError: Apprise does not know the address, or does not start.
    """
    with Courier(url, answer_seconds=answer_seconds) as courier:
        service = courier.open()
        yield courier, service


@dataclass(slots=True)
class Bucket:
    """A token bucket that never lets more than ``per_minute`` messages through in any minute.

    A quarter of them may go at once; the rest come evenly over the minute, so that both together keep the limit.
    """

    per_minute: int
    tokens: float | None = None
    filled: float | None = None

    @property
    def size(self) -> int:
        """How many may go at once."""
        return max(1, self.per_minute // 4)

    @property
    def rate(self) -> float:
        """Tokens a second."""
        return max(self.per_minute - self.size, 0.5) / 60

    def wait(self, now: float) -> float:
        """Seconds until the next message may go; ``now`` are seconds of the clock on the wall, kept from run to run."""
        if self.tokens is None or self.filled is None or now < self.filled:
            self.tokens, self.filled = float(self.size), now
        self.tokens = min(float(self.size), self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        return 0.0 if self.tokens >= 1 - 1e-9 else (1 - self.tokens) / self.rate

    def take(self, now: float) -> None:
        """Note that a message goes."""
        self.wait(now)
        assert self.tokens is not None
        self.tokens = max(0.0, self.tokens - 1)
