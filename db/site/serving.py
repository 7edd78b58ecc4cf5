"""The site on a socket: one process, or several beside each other, since Python runs on one core only.

All of them listen on the same socket and only read, but for the editors' forms; a commit by anybody renews what each has kept
(:mod:`db.site.cache`).
"""

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import FrameType

import uvicorn
from datasette.app import Datasette
from uvicorn.supervisors import Multiprocess

from db.feeds.documents import address
from db.feeds.forms import FORMS
from db.site.cache import App, Message, Receive, Send
from db.site.pages import DATABASE, compile_templates
from db.site.questions import questions

Make = Callable[[], Datasette]

_OF_DATASETTE = (f"/{DATABASE}/outlets?_size=1", f"/{DATABASE}/{next(iter(questions()))}")
_FIRST = ("/", "/kejadian", *(address(form) for form in FORMS), *_OF_DATASETTE)
"""A page of each sort, a table and a question of Datasette's among them: asked for once before anybody does, so that nobody waits
for what is done once in a process."""

_GRACE_S = 5
"""Seconds that readers have to take their answer when the site stops."""

_HUNG_S = 30
"""Seconds without a sign of life after which a process is replaced; on a busy machine one takes some to start."""


def run(make: Make, sock: socket.socket, workers: int = 1) -> None:
    """Serve until SIGINT or SIGTERM, then return.

    Args:
        make: makes the application; called in each process, so it must be picklable where there are several.
        sock: a listening socket.
        workers: how many processes answer. One that dies is replaced; all end when this one does, however that comes about.
    """
    config = uvicorn.Config(
        _Prepared(make),
        factory=True,
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=_GRACE_S,
        timeout_worker_healthcheck=_HUNG_S,
        workers=workers,
    )
    if workers > 1:
        crew = Multiprocess(config, [sock])
        _until_stopped(crew.run, lambda: crew.should_exit.set())
    else:
        server = uvicorn.Server(config)
        _until_stopped(lambda: asyncio.run(server.serve([sock])), lambda: setattr(server, "should_exit", True))


def _until_stopped(work: Callable[[], None], stop: Callable[[], None]) -> None:
    """Work until it is done or SIGINT or SIGTERM tells it to stop; Uvicorn would raise the signal once more in the end."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop()

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        work()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Prepared:
    """Makes the application of one process."""

    def __init__(self, make: Make) -> None:
        self._make = make

    def __call__(self) -> App:
        """The application, which says that it is ready once it has answered what is asked for most."""
        if (parent := multiprocessing.parent_process()) is not None:
            threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
        datasette = self._make()
        inner: App = datasette.app()

        async def application(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "lifespan":
                await datasette.invoke_startup()
                compile_templates(datasette)
                for path in _FIRST:
                    await datasette.client.get(path)
            await inner(scope, receive, send)

        return application


def _leave_with(parent: BaseProcess) -> None:
    """Stop when the process that started this one is gone: nobody would be left to stop it, and it holds the port."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
