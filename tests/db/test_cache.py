import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from db.site import cache
from db.site.cache import AGE_S, Cache, DataVersion


class App:
    """An application that counts how often it is asked and answers with that number."""

    def __init__(self, *, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = (), parts: int = 1) -> None:
        self.asked = 0
        self.seen: list[list[tuple[bytes, bytes]]] = []
        self.status, self.headers, self.parts = status, headers, parts

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        self.asked += 1
        self.seen.append(scope["headers"])
        number = self.asked
        await asyncio.sleep(0)
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"content-type", b"x"), *self.headers]})
        for part in range(1, self.parts + 1):
            await send({"type": "http.response.body", "body": str(number).encode(), "more_body": part < self.parts})


async def ask(app: Any, path: str = "/", *, method: str = "GET", headers: dict[str, str] | None = None, query: str = "") -> Any:
    """Status, headers and body of an answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing to read")

    given = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": given}
    await app(scope, receive, send)
    assert [m["type"] for m in sent[:1]] == ["http.response.start"]
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


class Setting:
    """A cache before an application, with a clock and a state of the data to set."""

    def __init__(self, app: App) -> None:
        self.now, self.version = 0.0, 1
        self.cache = Cache(app, lambda: self.version, clock=lambda: self.now)


def test_an_answer_is_given_again_until_the_data_change() -> None:
    app = App()
    setting = Setting(app)

    async def story() -> list[bytes]:
        found = [(await ask(setting.cache))[2] for _ in range(3)]
        setting.version = 2
        return [*found, (await ask(setting.cache))[2]]

    assert run(story()) == [b"1", b"1", b"1", b"2"]


def test_an_answer_grows_old() -> None:
    setting = Setting(App())

    async def story() -> list[bytes]:
        found = []
        for second in (0.0, AGE_S, AGE_S + 1):
            setting.now = second
            found.append((await ask(setting.cache))[2])
        return found

    assert run(story()) == [b"1", b"1", b"2"]


@pytest.mark.parametrize(
    "other",
    [{"path": "/x"}, {"query": "a=1"}, {"headers": {"host": "other"}}, {"headers": {"cookie": "ds_actor=x"}}, {"method": "HEAD"}],
)
def test_another_question_gets_another_answer(other: dict[str, Any]) -> None:
    setting = Setting(App())

    async def story() -> tuple[bytes, bytes]:
        return (await ask(setting.cache))[2], (await ask(setting.cache, **other))[2]

    assert run(story()) == (b"1", b"2")


def test_nobody_else_sees_the_pages_of_somebody_signed_in() -> None:
    app = App()
    setting = Setting(app)

    async def story() -> list[bytes]:
        signed = {"headers": {"cookie": "ds_actor=x"}}
        return [(await ask(setting.cache, **given))[2] for given in (signed, signed, {}, signed)]

    assert run(story()) == [b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    "app",
    [App(status=404), App(status=500), App(parts=2), App(headers=((b"set-cookie", b"a=b"),))],
    ids=["404", "500", "stream", "cookie"],
)
def test_what_must_not_be_kept_passes_whole(app: App) -> None:
    setting = Setting(app)

    async def story() -> list[Any]:
        return [await ask(setting.cache) for _ in range(2)]

    first, second = run(story())
    assert (first[0], first[2]) == (app.status, b"1" * app.parts)
    assert second[2] == b"2" * app.parts


def test_nothing_is_kept_where_the_state_of_the_data_is_not_known() -> None:
    app = App()
    found = Cache(app, lambda: None)

    async def story() -> list[bytes]:
        return [(await ask(found))[2] for _ in range(2)]

    assert run(story()) == [b"1", b"2"]


def test_readers_who_ask_at_once_wait_for_one_making() -> None:
    app = App()
    setting = Setting(app)

    async def story() -> list[Any]:
        return await asyncio.gather(*(ask(setting.cache) for _ in range(20)))

    assert {found[2] for found in run(story())} == {b"1"}
    assert app.asked == 1


def test_a_failure_frees_those_who_wait() -> None:
    class Failing(App):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if not self.asked:
                self.asked += 1
                await asyncio.sleep(0)
                raise RuntimeError("gone")
            await super().__call__(scope, receive, send)

    setting = Setting(Failing())

    async def story() -> list[Any]:
        return await asyncio.gather(*(ask(setting.cache) for _ in range(3)), return_exceptions=True)

    failed, *others = run(story())
    assert isinstance(failed, RuntimeError)
    assert [found[2] for found in others] == [b"2", b"2"]


def test_a_reader_who_has_the_answer_gets_304() -> None:
    app = App()
    setting = Setting(app)

    async def story() -> list[Any]:
        first = await ask(setting.cache)
        tag = first[1][b"etag"].decode()
        return [
            first,
            *[await ask(setting.cache, headers={"if-none-match": given}) for given in (tag, f'"a", {tag}', "*", '"a"')],
        ]

    first, *others = run(story())
    assert first[0] == 200
    assert [found[0] for found in others] == [304, 304, 304, 200]
    assert others[0][2] == b""
    assert b"content-type" not in others[0][1]
    assert app.asked == 1


def test_a_tag_and_a_date_of_the_application_are_used() -> None:
    app = App(headers=((b"ETag", b'"own"'), (b"Last-Modified", b"Tue, 24 Jun 2025 01:12:00 GMT")))
    setting = Setting(app)

    async def story() -> list[int]:
        given: list[dict[str, str]] = [
            {"if-none-match": '"own"'},
            {"if-modified-since": "Tue, 24 Jun 2025 01:12:00 GMT"},
            {"if-none-match": '"other"', "if-modified-since": "Tue, 24 Jun 2025 01:12:00 GMT"},
            {"if-modified-since": "rubbish"},
        ]
        return [(await ask(setting.cache, headers=headers))[0] for headers in given]

    assert run(story()) == [304, 304, 200, 200]
    assert all(name not in (b"if-none-match", b"if-modified-since") for headers in app.seen for name, _ in headers)


def test_room_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "ROOM", 5)
    app = App()
    setting = Setting(app)

    async def story() -> list[bytes]:
        for number in range(8):
            await ask(setting.cache, f"/{number}")
        return [(await ask(setting.cache, f"/{number}"))[2] for number in (7, 0)]

    assert run(story()) == [b"8", b"9"]


def test_the_state_of_a_database_changes_with_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writer = sqlite3.connect(path)
    writer.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (a)")
    version = DataVersion(str(path), immutable=False)
    before = version()
    assert before is not None
    assert version() == before
    writer.execute("INSERT INTO t VALUES (1)")
    assert version() == before, "not before it is committed"
    writer.commit()
    assert version() not in (None, before)
    writer.close()
    assert DataVersion(str(tmp_path / "none.db"), immutable=False)() is None
    assert DataVersion(str(path), immutable=True)() == 0
