"""Our Datasette plugin: routes, template helpers, and the headers of every response."""

import logging
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from functools import cache
from typing import Any

from asgi_csrf import error_messages  # type: ignore[import-untyped]
from datasette.app import Datasette
from datasette.utils.asgi import Forbidden, Request, Response
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker, Result

from db.calendars import spoken, spoken_day, spoken_instant
from db.labels import labels
from db.site import downloads, editing, feed, links, lists, pages, session
from db.site.cache import Cache, DataVersion
from db.site.dictionary import dictionary
from db.site.exports import disarmed
from db.site.faults import EXPIRED, MISSING, fault, said
from db.site.lanes import Lanes
from db.site.questions import LINKED, beside, picture, questions
from db.texts import printable

_log = logging.getLogger(__name__)

hookimpl = HookimplMarker("datasette")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY = b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

_HEADERS = (
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response | None]]]]:
    """The pages of :data:`db.site.pages.ROUTES`, feeds, files, and the forms of editors."""
    return [*lists.ROUTES, *pages.ROUTES, *feed.ROUTES, *downloads.ROUTES, *editing.ROUTES]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Filters and functions of the templates."""
    env.filters |= {"tanggal": spoken, "hari": spoken_day, "angka": _number, "maksud": said}
    env.globals |= {
        "tautan": links,
        "nama": lambda kind: labels()[kind],
        "rumah": lambda: pages.home(datasette),
        "waktu": spoken_instant,
        "kamus": dictionary,
        "pertanyaan": questions,
        "gambar": picture,
        "tersembunyi": beside,
    }


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Reading only, answers kept until the data change, and security headers on every response."""

    @cache  # asked late: Datasette wraps its application before the database has its name
    def version() -> DataVersion:
        database = datasette.get_database(pages.DATABASE)
        return DataVersion(str(database.path), immutable=not database.is_mutable)

    def wrap(app: App) -> App:
        tables = (f"{datasette.setting('base_url')}{pages.DATABASE}/", f"{datasette.setting('base_url')}{pages.DATABASE}.")
        laned = Lanes(app, tables, datasette.setting("num_sql_threads") // 2)
        kept = Cache(laned, lambda: version()())

        async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
            table = False

            async def sending(message: Scope) -> None:
                nonlocal table
                if table and message["type"] == "http.response.body" and message.get("body"):
                    message = {**message, "body": disarmed(message["body"])}
                if message["type"] == "http.response.start":
                    table = scope["path"].endswith(".csv") and message["status"] == 200
                    message = {**message, "headers": [*map(_at_home, message.get("headers", [])), *_HEADERS]}
                await send(message)

            if scope["type"] != "http":
                await app(scope, receive, send)
            elif scope["method"] not in ("GET", "HEAD"):
                refusal = editing.refusal(scope, datasette.setting("base_url"), open_=session.editors_of(datasette) is not None)
                await (refusal.asgi_send(sending) if refusal else app(scope, receive, _Expired(datasette, sending)))
            elif "/-/" in scope["path"]:  # Datasette's own workings: versions, settings, where the file lies
                await (await _bare(datasette, 404, MISSING)).asgi_send(sending)
            else:
                await kept(scope, receive, sending)

        return wrapped

    return wrap


async def _bare(datasette: Datasette, status: int, told: str) -> Response:
    """The page of a fault where Datasette has not seen the request."""
    return Response.html(await datasette.render_template("galat.html", {"status": status, "told": told}), status=status)


class _Expired:
    """Sends what it is given; a page of ours instead of the line in English about a form whose token is not the cookie's."""

    def __init__(self, datasette: Datasette, send: Send) -> None:
        self._datasette = datasette
        self._send = send
        self._start: Scope | None = None

    async def __call__(self, message: Scope) -> None:
        if message["type"] == "http.response.start" and message["status"] == 403:
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None and message.get("body", b"").decode("utf-8", "replace") in error_messages.values():
            await (await _bare(self._datasette, 403, EXPIRED)).asgi_send(self._send)
            return
        if start is not None:
            await self._send(start)
        await self._send(message)


def _at_home(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A redirect that cannot leave the site: Datasette would answer ``//host/`` with the address ``//host``."""
    name, value = header
    if name.lower() == b"location" and value[:1] == b"/":
        return name, b"/" + value.lstrip(b"/\\")
    return header


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, datasette: Datasette) -> Markup | str | None:
    """In tables of data the ids of events and articles lead to their pages, and in answers the names beside an id; other texts
    are made printable.
    """
    if not isinstance(value, str):
        return None
    if table is None and column in LINKED:
        key, address = LINKED[column]
        if key in row.keys() and row[key]:  # noqa: SIM118
            return Markup('<a href="{}"><bdi>{}</bdi></a>').format(datasette.urls.path(address(row[key])), printable(value))
    target = {"event_id": links.event, "article_id": links.article}.get(column)
    if column == "id":
        target = {"events": links.event, "articles": links.article, "event_records": links.event}.get(table or "")
    if target is not None:
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(target(value)), value)
    shown = printable(value)
    return shown if shown != value else None


@hookimpl(hookwrapper=True)
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Generator[None, Result[list[Callable[[], Awaitable[Response]]]], None]:
    """Every fault as a page of ours, or as JSON where JSON was asked for; what nobody expected is also logged.

    A wrapper, since Datasette would otherwise also print each missing page with all local variables.
    """
    status, told = fault(exception)
    if status == 500:
        _log.error("Halaman %s gagal", request.path, exc_info=exception)
    outcome = yield
    outcome.force_result([_answer(datasette, request, status, told)])


@hookimpl(tryfirst=True)
def forbidden(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Response]]:
    """What Datasette keeps to itself, as a page of ours."""
    return _answer(datasette, request, *fault(Forbidden("")))


def _answer(datasette: Datasette, request: Request, status: int, told: str) -> Callable[[], Awaitable[Response]]:
    """The answer about a fault: a page, or JSON where JSON was asked for."""

    async def answer() -> Response:
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "status": status, "error": told}, status=status)
        context = {"status": status, "told": told, "path": request.path}
        text = await datasette.render_template("galat.html", context, request=request, view_name=pages.PLUGIN)
        return Response.html(text, status=status, headers={"Retry-After": "5"} if status == 503 else {})

    return answer


def _number(value: float) -> str:
    """A number as Indonesian writes it: ``1.234.567``, ``39,52``."""
    text = f"{value:,.10g}" if value != int(value) else f"{int(value):,}"
    return text.translate(str.maketrans(",.", ".,"))
