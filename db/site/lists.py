"""Events as data: the list of events under its filters as CSV or JSON, and everything about one event as JSON."""

import csv
import json
import sqlite3
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from db.queries import query
from db.site import links, pages
from db.site.reading import FILTER_CONDITIONS, known_value, plain

ROWS = {"csv": 200, "json": 100}
"""Events in one answer; ``hal`` pages on."""

_REPORTS = 500

Row = dict[str, Any]


async def events(datasette: Datasette, request: Request) -> Response:
    """``/kejadian.csv`` and ``/kejadian.json``: the columns of ``event_overview`` and the address of each event's page, filtered
    as the list is, the last reported first; ``Link`` (and ``next_url``) lead to older ones.
    """
    form = request.url_vars["form"]
    try:
        given, page = pages.paged(request)
        rows = await pages.filtered(datasette, given, lambda connection: listed(connection, given, page, ROWS[form]))
    except pages.FilterError as error:
        return _refused(400, str(error))
    home = pages.home(datasette)
    told = [row | {"url": f"{home}{links.event(row['event_id'])}"} for row in rows[: ROWS[form]]]
    after = f"{home}/kejadian.{form}?{urlencode(given | {'hal': str(page + 1)})}" if len(rows) > ROWS[form] else None
    headers = {"Link": f'<{after}>; rel="next"'} if after else {}
    if form == "json":
        return _json({"events": told, "next_url": after}, headers)
    headers["Content-Disposition"] = 'attachment; filename="kejadian.csv"'
    return Response(written(told), headers=headers, content_type="text/csv; charset=utf-8")


async def event(datasette: Datasette, request: Request) -> Response:
    """``/kejadian/<id>.json``: an event with its reports and their sentences, what they say of each slot, and its statuses."""
    key = request.url_vars["id"]
    found = await pages.read_page(datasette, lambda connection: whole(connection, key))
    if found is None:
        return _refused(404, "Kejadian ini tidak ada.")
    if found.get("successor"):
        return Response.redirect(datasette.urls.path(f"{links.event(found['successor'])}.json"), status=301)
    if found.get("withdrawn"):
        return _refused(410, "Kejadian ini ditarik: tidak ada lagi berita yang melaporkannya.")
    home = pages.home(datasette)
    reports = [row | {"page": f"{home}{links.article(row['article_id'])}"} for row in found["report_list"]]
    return _json({**found, "report_list": reports, "url": f"{home}{links.event(key)}"}, {})


def listed(connection: sqlite3.Connection, given: dict[str, str], page: int, rows: int) -> list[Row]:
    """A page (from 1) of so many of the events under filters, and one more where there are more.

    Raises:
        UnknownValueError: a filter has a value that is not known.
    """
    for name, value in given.items():
        known_value(connection, name, value)
    conditions = " ".join(FILTER_CONDITIONS[name] for name in given)
    values = {**given, "limit": rows + 1, "offset": (page - 1) * rows}
    return [plain(row) for row in connection.execute(query("site_event_rows").format(conditions=conditions), values)]


def whole(connection: sqlite3.Connection, event_id: str) -> Row | None:
    """All that is known of an event; of a withdrawn one the marker and its successor alone. ``None``: there is none."""
    given = {"id": event_id, "limit": _REPORTS}
    marker = connection.execute("SELECT withdrawn, successor FROM events WHERE id = :id", given).fetchone()
    if marker is None:
        return None
    if marker["withdrawn"]:
        return plain(marker)

    found = {name: [plain(row) for row in connection.execute(sql, given)] for name, sql in _PARTS.items()}
    return found.pop("event")[0] | found


_PARTS = {
    "event": "SELECT * FROM event_overview WHERE event_id = :id",
    "report_list": "SELECT * FROM report_overview WHERE event_id = :id ORDER BY published, report_id LIMIT :limit",
    "values": "SELECT slot, value, preferred, accounts, first_said FROM event_values WHERE event_id = :id "
    "ORDER BY slot, ord LIMIT :limit",
    "statuses": "SELECT noted, status, event_date FROM event_statuses WHERE event_id = :id ORDER BY id LIMIT :limit",
}


def written(rows: list[Row]) -> str:
    """Rows as CSV with a line of names."""
    out = StringIO()
    writer = csv.DictWriter(out, rows[0] if rows else ("event_id",))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _json(found: Row, headers: dict[str, str]) -> Response:
    text = json.dumps(found, ensure_ascii=False)
    return Response(text, headers=headers, content_type="application/json; charset=utf-8")


def _refused(status: int, told: str) -> Response:
    return Response.json({"ok": False, "status": status, "error": told}, status=status)


ROUTES: tuple[tuple[str, pages.View], ...] = (
    (r"^/kejadian\.(?P<form>csv|json)$", events),
    (r"^/kejadian/(?P<id>[^/.]+)\.json$", event),
)
