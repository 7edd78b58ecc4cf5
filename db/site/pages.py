"""The site's own pages: each reads what it shows in one go and renders one template."""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlencode

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from db.calendars import spoken_day
from db.labels import labels
from db.site import dossiers, exports, links, named, outlets, reading, session
from db.site import search as searching
from db.site.dictionary import LANGUAGES, columns_of, dictionary
from db.site.questions import provinces
from db.slots import SLOTS
from db.texts import printable

PLUGIN = "pantau"
DATABASE = "news"

View = Callable[[Datasette, Request], Awaitable[Response]]
T = TypeVar("T")

_PAGES = 10_000
_PAGE_MS = 5000
"""How long reading one page may take, also on a busy machine; a visitor's own SQL has less (:mod:`db.site.app`)."""

_POINTS = 300
"""Events in one GeoJSON."""

_SEARCH = 200
"""Characters of a search that are read."""


async def front(datasette: Datasette, request: Request) -> Response:
    """``/``: the latest events and what there is."""
    return await render(datasette, request, "depan.html", await read_page(datasette, reading.front))


async def events(datasette: Datasette, request: Request) -> Response:
    """``/kejadian``: the list of events, filtered by :data:`db.site.reading.FILTERS`; ``hal`` pages on."""
    try:
        given, page = paged(request)
        found = await filtered(datasette, given, lambda connection: reading.listing(connection, given, page))
    except FilterError as error:
        return await fault(datasette, request, 400, str(error))
    found["address"] = _pager("/kejadian", given)
    found["given"] = given
    found["choices"] = {"jenis": labels()["EventType"], "status": labels()["Status"]}
    return await render(datasette, request, "daftar_kejadian.html", found)


async def places(datasette: Datasette, request: Request) -> Response:
    """``/kejadian.geojson``: the places of the newest events, filtered as the list is."""
    try:
        given = once(request)
        found = await filtered(datasette, given, lambda connection: reading.points(connection, given, _POINTS))
    except FilterError as error:
        return Response.json({"ok": False, "status": 400, "error": str(error)}, status=400)
    text = json.dumps(exports.places(found, home(datasette)), ensure_ascii=False)
    return Response(text, content_type=exports.GEOJSON_TYPE)


async def beside(datasette: Datasette, request: Request) -> Response:
    """``/robots.txt`` and the sitemaps of a public copy; without one, robots are told to stay away."""
    folder = (datasette.plugin_config(PLUGIN) or {}).get("public")
    if folder:
        path = Path(folder) / request.path.rsplit("/", 1)[1]
        if path.is_file():
            kind = "text/plain" if path.suffix == ".txt" else "application/xml"
            return Response(path.read_text("utf-8"), content_type=f"{kind}; charset=utf-8")
    elif request.path.endswith(links.ROBOTS):
        return Response.text("User-agent: *\nDisallow: /\n")
    return await fault(datasette, request, 404, "Halaman ini tidak ada.")


async def event(datasette: Datasette, request: Request) -> Response:
    """``/kejadian/<id>``: an event; 410 for a withdrawn one, or the way to the one it became part of."""
    told = "Tercatat. Terima kasih." if request.args.get("tercatat") else ""
    return await event_page(datasette, request, request.url_vars["id"], told=told)


async def event_page(
    datasette: Datasette, request: Request, key: str, *, told: str = "", given: dict[str, str] | None = None, status: int = 200
) -> Response:
    """An event's page; ``told`` is said about a correction, ``given`` is what an editor wrote and could not be taken."""
    found = await read_page(datasette, lambda connection: reading.event(connection, key))
    if found is None:
        return await fault(datasette, request, 404, "Kejadian ini tidak ada.")
    if found["event"]["successor"]:
        return Response.redirect(datasette.urls.path(links.event(found["event"]["successor"])), status=301)
    if found["event"]["withdrawn"]:
        return await fault(datasette, request, 410, "Kejadian ini ditarik: tidak ada lagi berita yang melaporkannya.")
    changed = spoken_day(found["event"]["updated"][:10])
    found["citation"] = f"“{found['event']['title'][:300]}”. Pantau, keadaan {changed}. {home(datasette)}{links.event(key)}"
    context = {"told": printable(told), "given": given or {}, "slots": SLOTS}
    return await render(datasette, request, "kejadian.html", found | context, status)


async def article(datasette: Datasette, request: Request) -> Response:
    """``/artikel/<id>``: an article with its extracted spans."""
    key = request.url_vars["id"]
    found = await read_page(datasette, lambda connection: reading.article(connection, key))
    if found is None:
        return await fault(datasette, request, 404, "Artikel ini tidak ada.")
    return await render(datasette, request, "artikel.html", found)


async def office(datasette: Datasette, request: Request) -> Response:
    """``/kantor/<id>``: an office's events, figures and people."""
    return await _dossier(datasette, request, dossiers.office, "kantor.html", "Kantor ini tidak ada dalam daftar.")


async def office_list(datasette: Datasette, request: Request) -> Response:
    """``/kantor``: all offices and regions by province."""
    return await render(datasette, request, "daftar_kantor.html", named.directory())


async def region(datasette: Datasette, request: Request) -> Response:
    """``/wilayah/<code>``: a province's, regency's or city's map, events, offices and figures."""
    return await _dossier(datasette, request, dossiers.region, "wilayah.html", "Wilayah ini tidak ada dalam daftar.")


async def person(datasette: Datasette, request: Request) -> Response:
    """``/pejabat/<id>``: an office-holder's positions and events."""
    return await _dossier(datasette, request, dossiers.person, "pejabat.html", "Pejabat ini tidak ada.")


async def outlet_list(datasette: Datasette, request: Request) -> Response:
    """``/media``: the outlets by province, filtered by :data:`db.site.outlets.FILTERS`; ``hal`` pages on."""
    try:
        given, page = paged(request)
        found = await filtered(datasette, given, lambda connection: outlets.directory(connection, given, page), outlets.FILTERS)
    except FilterError as error:
        return await fault(datasette, request, 400, str(error))
    context = {"address": _pager(links.OUTLETS, given), "given": given}
    return await render(datasette, request, "daftar_media.html", found | context)


async def outlet(datasette: Datasette, request: Request) -> Response:
    """``/media/<id>``: an outlet's articles, and how it is doing."""
    key = unquote(request.url_vars["id"])
    found = await read_page(datasette, lambda connection: dossiers.outlet(connection, key))
    if found is None:
        return await fault(datasette, request, 404, "Media ini tidak ada.")
    return await render(datasette, request, "media.html", found)


async def search(datasette: Datasette, request: Request) -> Response:
    """``/cari?q=…``: events and articles that hold the words, filtered by :data:`db.site.search.FILTERS`; with ``bentuk=ya`` the
    words' other forms count as well.
    """
    try:
        given, page = paged(request)
        words = given.pop("q", "").strip()[:_SEARCH]
        widened = given.pop("bentuk", "") == "ya"
        found = await filtered(
            datasette,
            given,
            lambda connection: searching.search(connection, words, given, widened=widened, page=page),
            searching.FILTERS,
        )
    except FilterError as error:
        return await fault(datasette, request, 400, str(error))
    choices = {"jenis": labels()["EventType"], "status": labels()["Status"], "provinsi": provinces()}
    asked = {"q": words, **given} | ({"bentuk": "ya"} if widened else {})
    context = {"words": printable(words), "given": given, "choices": choices, "widened": widened, "examined": searching.EXAMINED}
    context |= {"page": page, "each": searching.LIMIT, "address": _pager("/cari", asked)}
    return await render(datasette, request, "cari.html", found | context)


async def about(datasette: Datasette, request: Request) -> Response:
    """``/tentang``: what this is, and how to read it."""
    return await render(datasette, request, "tentang.html", {})


async def glossary(datasette: Datasette, request: Request) -> Response:
    """``/kamus``: what every table and column holds; ``bahasa=en`` says it in English."""
    language = request.args.get("bahasa") or "id"
    if language not in LANGUAGES:
        return await fault(datasette, request, 400, f"Bahasa “{printable(language)[:20]}” tidak ada. Yang ada: id, en.")
    tables = dictionary(language)["tables"]
    found = {name: told | {"columns": columns_of(name, language)} for name, told in tables.items()}
    return await render(datasette, request, "kamus.html", {"language": language, "tables": found})


async def question_list(datasette: Datasette, request: Request) -> Response:
    """``/pertanyaan``: the questions ready to ask."""
    return await render(datasette, request, "pertanyaan.html", {})


class FilterError(ValueError):
    """A filter that is not known, told for people."""


def once(request: Request) -> dict[str, str]:
    """The parameters of a request that are not empty.

    Raises:
        FilterError: one is given twice; none is dropped in silence.
    """
    given: dict[str, str] = {}
    for name, value in parse_qsl(request.query_string):
        if name in given:
            raise FilterError(f"Saringan “{printable(name)[:80]}” diberikan lebih dari satu kali; pilih satu nilai.")
        given[name] = value
    return given


def paged(request: Request) -> tuple[dict[str, str], int]:
    """The parameters of a list and the page of it that is asked for (``hal``, from 1).

    Raises:
        FilterError: as :func:`once`; or ``hal`` is no page.
    """
    given = once(request)
    page = _number(given.pop("hal", "1"))
    if page is None:
        raise FilterError(f"Saringan “hal” harus bilangan dari 1 sampai {_PAGES}.")
    return given, page


async def filtered(
    datasette: Datasette,
    given: dict[str, str],
    read: Callable[[sqlite3.Connection], T],
    filters: tuple[str, ...] = reading.FILTERS,
) -> T:
    """Read under filters.

    Raises:
        FilterError: a filter or its value is not known; the message names it and those that are.
    """
    unknown = sorted(set(given) - set(filters))
    if unknown:
        known = ", ".join(filters)
        raise FilterError(f"Saringan “{printable(unknown[0])[:80]}” tidak dikenal. Yang ada: {known}, hal.")
    try:
        return await read_page(datasette, read)
    except reading.UnknownValueError as error:
        allowed = ", ".join(error.allowed)
        told = f"Nilai “{error.value}” untuk saringan “{error.name}” tidak dikenal. Yang dikenal: {allowed}."
        raise FilterError(told) from None


def home(datasette: Datasette) -> str:
    """The public address of the site, without a slash at its end."""
    found: str = (datasette.plugin_config(PLUGIN) or {}).get("base_url", "")
    return found.rstrip("/")


ROUTES: tuple[tuple[str, View], ...] = (
    (r"^/$", front),
    (r"^/kejadian$", events),
    (rf"^{links.PLACES}$".replace(".", r"\."), places),
    (r"^/kejadian/(?P<id>[^/]+)$", event),
    (r"^/artikel/(?P<id>[^/]+)$", article),
    (rf"^{links.OFFICES}$", office_list),
    (r"^/kantor/(?P<id>[^/]+)$", office),
    (rf"^{links.OUTLETS}$", outlet_list),
    (r"^/media/(?P<id>[^/]+)$", outlet),
    (r"^/wilayah/(?P<id>[^/]+)$", region),
    (r"^/pejabat/(?P<id>[^/]+)$", person),
    (r"^/(?:robots\.txt|sitemap(?:-[0-9]+)?\.xml)$", beside),
    (r"^/cari$", search),
    (r"^/kamus$", glossary),
    (r"^/pertanyaan$", question_list),
    (r"^/tentang$", about),
)


async def read_page(datasette: Datasette, read: Callable[[sqlite3.Connection], T]) -> T:
    """Read everything a page needs from one snapshot, within :data:`_PAGE_MS`."""

    def snapshot(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, _PAGE_MS):
            connection.execute("BEGIN")
            try:
                return read(connection)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, "page", {}) from None
                raise
            finally:
                connection.rollback()

    result: T = await datasette.get_database(DATABASE).execute_fn(snapshot)
    return result


async def _dossier(
    datasette: Datasette,
    request: Request,
    read: Callable[[sqlite3.Connection, str, int], dict[str, Any] | None],
    template: str,
    missing: str,
) -> Response:
    """A page about one thing with the list of its events, which ``hal`` pages through."""
    key, page = request.url_vars["id"], _number(request.args.get("hal") or "1")
    if page is None:
        return await fault(datasette, request, 400, f"Halaman harus bilangan dari 1 sampai {_PAGES}.")
    found = await read_page(datasette, lambda connection: read(connection, key, page))
    if found is None:
        return await fault(datasette, request, 404, missing)
    return await render(datasette, request, template, found | {"address": _pager(quote(request.path), {})})


async def render(datasette: Datasette, request: Request, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """A page of a template, with what every page needs to know."""
    editor = await session.signed_in(datasette, request)
    shared = {
        "path": request.path,
        "public": bool((datasette.plugin_config(PLUGIN) or {}).get("public")),
        "editor": editor and printable(editor.name),
        "editable": session.editors_of(datasette) is not None,
    }
    text = _plainly(datasette).get_template(template).render(shared | context | _given(datasette, request))
    return Response.html(text, status=status, headers={"Cache-Control": "private, no-store"} if editor else {})


def compile_templates(datasette: Datasette) -> None:
    """Compile every template of ours, which else the first reader of each kind of page waits for. Those that Datasette itself
    renders are compiled a second time when it does.
    """
    for path in (files("db.site") / "templates").iterdir():
        _plainly(datasette).get_template(path.name)


@lru_cache(maxsize=8)
def _plainly(datasette: Datasette) -> Environment:
    """Datasette's templates compiled without coroutines: nothing is waited for while a page of ours is written."""
    found: Environment = datasette.jinja_env.overlay(enable_async=False)
    return found


def _given(datasette: Datasette, request: Request) -> dict[str, Any]:
    """What Datasette itself would give a template, as far as ours use it."""
    return {"request": request, "urls": datasette.urls, "csrftoken": request.scope["csrftoken"]}


async def fault(datasette: Datasette, request: Request, status: int, told: str) -> Response:
    """The page of a fault."""
    return await render(datasette, request, "galat.html", {"status": status, "told": told}, status)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _PAGES else None


def _pager(path: str, given: dict[str, str]) -> Callable[[int], str]:
    """The address of a page of a list."""

    def address(page: int) -> str:
        return f"{path}?{urlencode(given | ({'hal': str(page)} if page > 1 else {}))}".rstrip("?")

    return address
