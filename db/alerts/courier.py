"""The child process that sends through one channel; the only place that imports Apprise.

It reads one JSON object a line and answers each with one. Being a process of its own, it can be ended at any moment when it does
not answer, whatever the service on the other side does, and nothing that Apprise logs (addresses, payloads) can reach a log of
ours: only the words of this module leave it. Started with ``python -m db.alerts.courier``; the address comes by standard input.

What became of a message is one of:

- ``sent``: the service accepted it.
- ``busy``: the service asks to wait (429, or a Retry-After); nothing was delivered.
- ``down``: nothing was delivered, and trying again may help (no connection, 5xx).
- ``refused``: the service answered that it does not take the message (4xx, SMTP 5xx).
- ``unknown``: no answer after the message left (time-out, broken connection, some recipients only): it may have arrived.
"""

import json
import logging
import os
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST_WAIT = 3600.0
"""Seconds a service may ask us to wait; more is taken as this."""

_NOT_CONNECTED = re.compile(
    r"refused|NewConnectionError|ConnectTimeout|NameResolution|getaddrinfo|Name or service|No route|unreachable"
    r"|CERTIFICATE_VERIFY_FAILED|WRONG_VERSION_NUMBER|Temporary failure in name",
    re.IGNORECASE,
)
_SMTP_ANSWER = re.compile(r"^\(?'?([45]\d\d)\b|\(([45]\d\d), b|was refused: ([45]\d\d)")
_HTTP_ANSWER = re.compile(r"\berror=(\d{3})\b")
_RETRY_AFTER = re.compile(r"retry[ -]after:? (\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Seen:
    """What was seen of one sending: HTTP answers (code, Retry-After), and what Apprise logged."""

    answers: list[tuple[int, str | None]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    sent: bool = False


def judged(accepted: bool, seen: Seen, now: datetime) -> dict[str, Any]:
    """What became of a message, from what was seen: ``outcome``, ``wait`` (seconds or none), ``why`` (fit for logs)."""
    if accepted:
        return _outcome("sent")
    text = "\n".join(seen.lines)
    codes = [code for code, _ in seen.answers] + [int(found[1]) for found in _HTTP_ANSWER.finditer(text)]
    if seen.sent or any(200 <= code < 300 for code in codes):
        return _outcome("unknown", why="hanya sebagian penerima yang menerima")
    if codes:
        header = next((value for code, value in reversed(seen.answers) if value is not None), None)
        told = _RETRY_AFTER.search(text)
        return _http(codes[-1], _seconds(header, now) if header else float(told[1]) if told else None)
    if found := [next(filter(None, match.groups())) for line in seen.lines if (match := _SMTP_ANSWER.search(line))]:
        return _outcome("down" if found[-1].startswith("4") else "refused", why=f"SMTP {found[-1]}")
    if _NOT_CONNECTED.search(text):
        return _outcome("down", why="tidak tersambung")
    return _outcome("unknown", why="tidak menjawab")


def _http(code: int, wait: float | None) -> dict[str, Any]:
    why = f"HTTP {code}"
    if code == 429 or (code == 503 and wait is not None):
        return _outcome("busy", wait=None if wait is None else min(max(wait, 0.0), LONGEST_WAIT), why=why)
    if code in (408, 502, 504):  # somebody in between gave up waiting: what stands behind may have it
        return _outcome("unknown", why=why)
    return _outcome("down" if code >= 500 else "refused", why=why)


def _outcome(outcome: str, *, wait: float | None = None, why: str = "") -> dict[str, Any]:
    return {"outcome": outcome, "wait": wait, "why": why}


def _seconds(header: str, now: datetime) -> float | None:
    """The seconds of a Retry-After header: a number, or a date (RFC 9110, 10.2.3)."""
    if header.strip().isdigit():
        return float(header)
    try:
        return (parsedate_to_datetime(header).astimezone(UTC) - now).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None


class _Watch(logging.Handler):
    """Takes what Apprise logs; nothing of it goes anywhere else."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen = Seen()

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if record.levelno == logging.INFO and line.startswith("Sent "):
            self.seen.sent = True
        self.seen.lines.append(line.removeprefix("Socket Exception: ")[:500])


class _Service:
    """An opened channel."""

    def __init__(self, url: str, seconds: float) -> None:
        import apprise
        from requests import sessions

        self._watch = _Watch()
        log = logging.getLogger("apprise")
        log.handlers[:] = [self._watch]
        log.propagate = False
        log.setLevel(logging.DEBUG)
        # Apprise tells neither code nor headers of an answer; each session of requests begins with these hooks.
        vars(sessions)["default_hooks"] = lambda: {"response": [self._note]}
        asset = apprise.AppriseAsset(app_id="Pantau", app_desc="Pantau", async_mode=False, service_timeout=0)
        self._plugin: Any = apprise.Apprise.instantiate(url, asset=asset)
        if self._plugin is None:
            return
        self._plugin.retry = 0  # a retry is ours to decide, and to note; so is the pace
        self._plugin.request_rate_per_sec = 0
        self._plugin.socket_read_timeout = self._plugin.socket_connect_timeout = seconds
        formats: Any = self._plugin.notify_format
        first = formats[0] if isinstance(formats, tuple) else formats
        wanted = re.search(r"[?&]format=(text|html|markdown)\b", url)
        self._html = (wanted[1] if wanted else str(first.value)) == "html"
        self._apprise = apprise.Apprise(asset=asset)
        self._apprise.add(self._plugin)

    def told(self) -> dict[str, Any]:
        """What the sender needs to know of the service."""
        if self._plugin is None:
            return {"ok": False}
        room = self._plugin.body_maxlen if not str(self._plugin.service_name).startswith("E-Mail") else 0
        return {"ok": True, "service": str(self._plugin.service_name), "room": room}

    def send(self, title: str, text: str, html: str) -> dict[str, Any]:
        """Send one message and say what became of it."""
        self._watch.seen = Seen()
        body = html if self._html else text
        if not self._plugin.title_maxlen:  # it has no titles: the title is the first line
            body = f"<p><b>{_escaped(title)}</b></p>{body}" if self._html else f"{title}\n\n{body}"
            title = ""
        accepted = bool(self._apprise.notify(body=body, title=title, body_format="html" if self._html else "text"))
        return judged(accepted, self._watch.seen, datetime.now(UTC))

    def _note(self, response: Any, *_: object, **__: object) -> None:
        self._watch.seen.answers.append((response.status_code, response.headers.get("Retry-After")))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    """Answer requests until standard input ends: first ``{"url", "seconds"}``, then ``{"title", "text", "html"}`` each."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever prints something, it is no reply
    service: _Service | None = None
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if service is None:
                service = _Service(asked["url"], asked["seconds"])
                reply = service.told()
            else:
                reply = service.send(asked["title"], asked["text"], asked["html"])
        except Exception:  # noqa: BLE001 - a plugin's own fault; its text may hold the address
            reply = _outcome("unknown", why="kesalahan di dalam Apprise") | {"ok": False}
        replies.write(f"{json.dumps(reply)}\n")


if __name__ == "__main__":
    main()
