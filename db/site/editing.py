"""The one door by which the site writes: signed-in editors correct events. Everything else of the site only reads."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from db import corrections
from db.corrections import Author, CorrectionError
from db.database import DatabaseError
from db.editors import EditorError, Tries
from db.site import links, pages, session
from db.site.faults import EXPIRED

_log = logging.getLogger(__name__)

_WRITES = re.compile(r"/(?:masuk|keluar|kejadian/[^/]+/koreksi)")
_LARGEST = 64 * 1024
"""Bytes of a form."""
_FORM = b"application/x-www-form-urlencoded"

_tries = Tries()

Form = dict[str, str]


def refusal(scope: MutableMapping[str, Any], prefix: str, *, open_: bool) -> Response | None:
    """Why a request that is no ``GET`` or ``HEAD`` goes no further; ``None`` for a form of this module.

    Args:
        scope: the request.
        prefix: the path under which the site lies, beginning and ending with a slash.
        open_: whether anybody can edit here.
    """
    headers = dict(scope["headers"])
    path = str(scope["path"])
    path = f"/{path.removeprefix(prefix)}" if path.startswith(prefix) else path
    if not open_ or scope["method"] != "POST" or not _WRITES.fullmatch(path):
        return Response.text("Situs ini hanya dapat dibaca.", status=405, headers={"Allow": "GET, HEAD"})
    length = headers.get(b"content-length", b"")
    if not length.isdigit() or int(length[:9]) > _LARGEST:
        return Response.text(f"Isian terlalu besar: paling banyak {_LARGEST // 1024} KiB.", status=413)
    if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != _FORM:
        return Response.text("Yang diterima hanya formulir halaman ini.", status=415)
    if b"ds_csrftoken=" not in headers.get(b"cookie", b""):  # Datasette compares it with the form's, but only where cookies are
        return Response.text(EXPIRED, status=403)
    return None


async def log_in(datasette: Datasette, request: Request) -> Response:
    """``/masuk``: the form for a key, and the session it begins."""
    if session.editors_of(datasette) is None:
        return await pages.fault(datasette, request, 404, "Halaman ini tidak ada.")
    if request.method != "POST":
        return await _log_in_page(datasette, request, _inside(request.args.get("ke") or "/"))
    given = await _form(request)
    back = _inside(given.get("ke", "/"))
    try:
        found, told = await session.sign_in(datasette, request, given.get("kunci", ""), _tries)
    except EditorError as error:
        _log.error("%s", error.message)
        return await pages.fault(datasette, request, 503, "Penyuntingan sedang tidak dapat dipakai. Beri tahu pengelolanya.")
    if found is None:
        return await _log_in_page(datasette, request, back, told)
    response = Response.redirect(datasette.urls.path(back), status=303)
    session.begin(datasette, response, found, secure=pages.home(datasette).startswith("https:"))
    return response


async def log_out(datasette: Datasette, request: Request) -> Response:
    """``/keluar``: the end of a session."""
    response = Response.redirect(datasette.urls.path("/"), status=303)
    if request.method == "POST":
        session.end(response)
    return response


async def correct(datasette: Datasette, request: Request) -> Response:
    """``/kejadian/<id>/koreksi``: put a slot right, or take an entry back."""
    key = request.url_vars["id"]
    page = links.event(key)
    if request.method != "POST":
        return Response.redirect(datasette.urls.path(page), status=303)
    editor = await session.signed_in(datasette, request)
    if editor is None:
        address = f"/masuk?{urlencode({'ke': page})}"
        return Response.redirect(datasette.urls.path(address), status=303)
    given = await _form(request)
    path = Path(datasette.get_database(pages.DATABASE).path)
    try:
        author = Author(editor.name, " ".join(given.get("alasan", "").split()))
        await asyncio.to_thread(_write, path, key, given, author)
    except CorrectionError as error:
        return await pages.event_page(datasette, request, key, told=error.message, given=given, status=400)
    except DatabaseError as error:
        _log.error("%s", error.message)
        told = "Basis data sedang tidak dapat ditulis; koreksi ini belum tercatat. Coba lagi sebentar lagi."
        return await pages.event_page(datasette, request, key, told=told, given=given, status=503)
    return Response.redirect(f"{datasette.urls.path(page)}?tercatat=1#koreksi", status=303)


def _write(path: Path, event: str, given: Form, author: Author) -> None:
    now = datetime.now(UTC)
    if "batal" not in given:
        corrections.correct(path, event, given.get("isian", ""), given.get("nilai", ""), author, now)
        return
    number = given["batal"]
    if not number.isascii() or not number.isdigit():
        raise CorrectionError("Nomor koreksi yang dibatalkan harus bilangan.")
    corrections.undo(path, int(number[:15]), author, now)


async def _log_in_page(datasette: Datasette, request: Request, back: str, told: str = "") -> Response:
    response = await pages.render(datasette, request, "masuk.html", {"back": back, "told": told}, 403 if told else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _form(request: Request) -> Form:
    """The fields of a form; one that is given several times holds its values one a line."""
    found: Form = {}
    body = await request.post_body()
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        text = value.replace("\r\n", "\n")
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found


def _inside(path: str) -> str:
    """A path of this site to go back to; its front page for anything else."""
    return quote(path, safe="/%") if re.fullmatch(r"/[^/\\].*", path) and path.isprintable() else "/"


ROUTES: tuple[tuple[str, Callable[[Datasette, Request], Awaitable[Response]]], ...] = (
    (r"^/masuk$", log_in),
    (r"^/keluar$", log_out),
    (r"^/kejadian/(?P<id>[^/]+)/koreksi$", correct),
)
