"""A visitor of the site, who asks it in this process."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import lxml.html

from db.site.app import build


class Site:
    """The site over a database, asked in-process."""

    def __init__(self, path: Path, base_url: str = "http://127.0.0.1:8001") -> None:
        self.path = path
        self.datasette = build(path, base_url)

    def get(self, path: str, method: str = "get", **options: Any) -> Any:
        async def ask() -> Any:
            await self.datasette.invoke_startup()
            return await getattr(self.datasette.client, method)(path, **options)

        return asyncio.run(ask())

    def page(self, path: str, status: int = 200) -> lxml.html.HtmlElement:
        answer = self.get(path)
        assert answer.status_code == status, answer.text[-2000:]
        return lxml.html.document_fromstring(answer.text)

    def one(self, sql: str) -> Any:
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchone()[0]
        finally:
            connection.close()

    def all(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
