"""The feeds of events on the site: their documents, the ledger of changes, and the page where an address is put together."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qsl
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from db.feeds import changes as ledger
from db.feeds.documents import PLANS, Ask, Shelf, address, asked
from db.feeds.filters import FilterError, Filters, choices, described
from db.feeds.forms import FORMS
from db.labels import label
from db.site import links, pages
from db.texts import printable

T = TypeVar("T")

_MS = 5000
"""How long reading may take, also on a busy machine."""

_FOUND = 12
"""People shown of a search by name."""

_PREVIEW = 8

_LONGEST = 500
"""Characters of a value; no name or code is that long, and an address has to fit into other programs."""

_FORMS = {"atom": "Atom", "rss": "RSS 2.0", "json": "JSON Feed", "ics": "iCalendar"}
_KEY = "nama"
"""The parameter of the page that looks for people; it is no filter."""

_shelves: WeakKeyDictionary[Datasette, Shelf] = WeakKeyDictionary()


async def events(datasette: Datasette, request: Request) -> Response:
    """``/feeds/events.<form>``: the feed of a filter (:data:`db.feeds.filters.NAMES`), with conditional requests."""
    form = request.url_vars["form"]
    try:
        ask = asked(form, _pairs(request))
        return await _sent(datasette, request, ask)
    except FilterError as error:
        return await _refused(datasette, request, error)


async def newest(datasette: Datasette, request: Request) -> Response:
    """``/umpan/kejadian.atom``: the feed of everything at its first address."""
    return await _sent(datasette, request, Ask("atom"))


async def plans(datasette: Datasette, request: Request) -> Response:
    """``/umpan/rencana.ics``: planned events for a calendar, at its first address."""
    return await _sent(datasette, request, PLANS)


async def changes(datasette: Datasette, request: Request) -> Response:
    """``/changes.json?since=…&limit=…``: every change in order, for machines."""
    try:
        ask = ledger.asked(_pairs(request))
        found = await _read(datasette, lambda connection: ledger.changes(connection, ask, pages.home(datasette)))
    except FilterError as error:
        return await _refused(datasette, request, error)
    return Response.json(found, headers={"Cache-Control": "public, max-age=60"})


async def subscribe(datasette: Datasette, request: Request) -> Response:
    """``/langganan``: a form that makes the address of a feed, and what that feed holds now. Empty fields count for nothing."""
    told, status, filters, wanted = "", 200, Filters(), ""
    try:
        given = [(name, value.strip()) for name, value in _pairs(request)]
        wanted = next((value for name, value in given if name == _KEY), "")
        filters = Filters.parse((name, value) for name, value in given if name != _KEY and value)
        found = await _read(datasette, lambda connection: _shown(connection, _shelf(datasette), filters, wanted))
    except FilterError as error:
        told, status, filters = str(error), 400, Filters()
        found = await _read(datasette, lambda connection: _choosing(connection, filters, wanted))
    home = pages.home(datasette)
    urls = [(name, f"{home}{address(form, filters.query)}") for form, name in _FORMS.items()]
    calendar = f"webcal://{urls[-1][1].partition('://')[2]}"
    context = {"told": told, "filters": filters, "addresses": urls, "calendar": calendar, "wanted": printable(wanted)[:100]}
    return await pages.render(datasette, request, "langganan.html", found | context, status)


ROUTES: tuple[tuple[str, pages.View], ...] = (
    (rf"^/feeds/events\.(?P<form>{'|'.join(FORMS)})$", events),
    (r"^/changes\.json$", changes),
    (rf"^{links.SUBSCRIBE}$", subscribe),
    (rf"^{links.FEED}$".replace(".", r"\."), newest),
    (rf"^{links.CALENDAR}$".replace(".", r"\."), plans),
)


def _pairs(request: Request) -> list[tuple[str, str]]:
    """The pairs of the query string, empty values included.

    Raises:
        FilterError: there are far too many, or one is far too long.
    """
    try:
        found = parse_qsl(request.query_string, keep_blank_values=True, max_num_fields=400)
    except ValueError:
        raise FilterError("Terlalu banyak saringan dalam satu alamat.", name="", allowed=[]) from None
    for name, value in found:
        if len(value) > _LONGEST:
            told = f"Saringan “{printable(name)[:80]}” terlalu panjang: paling banyak {_LONGEST} huruf."
            raise FilterError(told, name=name, allowed=[])
    return found


def _shelf(datasette: Datasette) -> Shelf:
    return _shelves.setdefault(datasette, Shelf(pages.home(datasette)))


async def _sent(datasette: Datasette, request: Request, ask: Ask) -> Response:
    found = await _read(datasette, lambda connection: _shelf(datasette).document(connection, ask))
    if found.known_by({name.lower(): value for name, value in request.headers.items()}):
        return Response("", status=304, headers=found.headers, content_type=found.content_type)
    return Response(found.body.decode(), headers=found.headers, content_type=found.content_type)


async def _refused(datasette: Datasette, request: Request, error: FilterError) -> Response:
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": 400, "error": str(error), "allowed": error.allowed}, status=400)
    return await pages.fault(datasette, request, 400, str(error))


async def _read(datasette: Datasette, read: Callable[[sqlite3.Connection], T]) -> T:
    """Read from one snapshot, within :data:`_MS`."""

    def snapshot(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, _MS):
            connection.execute("BEGIN")
            try:
                return read(connection)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, "feed", {}) from None
                raise
            finally:
                connection.rollback()

    result: T = await datasette.get_database(pages.DATABASE).execute_fn(snapshot)
    return result


def _shown(connection: sqlite3.Connection, shelf: Shelf, filters: Filters, wanted: str) -> dict[str, Any]:
    """What the page shows of a filter."""
    feed = shelf.feed(connection, Ask("atom", filters))
    preview = [
        {"entry": entry, "type_name": label("EventType", entry.type), "status_name": label("Status", entry.status)}
        for entry in feed.entries[:_PREVIEW]
    ]
    found = {"preview": preview, "shown": len(feed.entries), "more": feed.next is not None}
    return _choosing(connection, filters, wanted) | found | {"description": described(connection, filters)}


def _choosing(connection: sqlite3.Connection, filters: Filters, wanted: str) -> dict[str, Any]:
    """What can be chosen on the page."""
    chosen = "SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))"
    people = {row["id"]: row["name"] for row in connection.execute(chosen, (json.dumps(filters.official),))}
    if wanted:
        like = f"%{wanted[:100].replace('%', '').replace('_', '')}%"
        named = connection.execute("SELECT id, name FROM people WHERE name LIKE ? ORDER BY name, id LIMIT ?", (like, _FOUND))
        people |= {row["id"]: row["name"] for row in named}
    outlets = connection.execute("SELECT id, name FROM outlets ORDER BY name, id LIMIT 2000")
    return {
        "preview": [],
        "shown": 0,
        "more": False,
        "description": "",
        "people": {key: printable(name) for key, name in people.items()},
        "outlets": {row["id"]: printable(row["name"]) for row in outlets},
        "choices": {name: choices(name) for name in ("jenis", "status", "program", "provinsi", "wilayah", "kantor")},
    }
