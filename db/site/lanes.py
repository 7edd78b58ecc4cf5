"""Heavy questions of visitors wait for one another, so that pages and feeds never wait for them.

Datasette runs all queries in a few threads. Its own tables and SQL, where anybody may ask for anything, get half of them.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Lanes:
    """An ASGI application in front of another.

    Args:
        app: the application.
        paths: what the paths of the slow lane begin with.
        room: how many requests of the slow lane run at once; the others wait their turn.
    """

    def __init__(self, app: App, paths: tuple[str, ...], room: int) -> None:
        self._app = app
        self._paths = paths
        self._free = asyncio.Semaphore(room)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, at once or in its turn."""
        if scope["type"] == "http" and scope["path"].startswith(self._paths):
            async with self._free:
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)
