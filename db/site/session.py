"""Who is signed in: Datasette's own signed actor cookie, checked against the file of editors at every request."""

import asyncio
import logging
from pathlib import Path
from time import monotonic, time
from typing import Any

from datasette.app import Datasette
from datasette.utils import baseconv
from datasette.utils.asgi import Request, Response

from db.editors import Editor, EditorError, Editors, Tries

_log = logging.getLogger(__name__)

COOKIE = "ds_actor"
DAYS = 30
"""How long a session lasts."""


def editors_of(datasette: Datasette) -> Editors | None:
    """The editors of a site; ``None`` where nobody can edit, as in a public copy."""
    path = (datasette.plugin_config("pantau") or {}).get("editors")
    return Editors(Path(path)) if path else None


async def signed_in(datasette: Datasette, request: Request) -> Editor | None:
    """The editor who asks, if they have a session and still are one."""
    editors = editors_of(datasette)
    actor: dict[str, Any] = request.actor or {}
    if editors is None or not isinstance(actor.get("mark"), str):
        return None
    try:
        return await asyncio.to_thread(editors.of_session, str(actor.get("id")), actor["mark"])
    except EditorError as error:
        _log.warning("%s", error.message)
        return None


async def sign_in(datasette: Datasette, request: Request, key: str, tries: Tries) -> tuple[Editor | None, str]:
    """The editor of a key, or none and what to tell; the key itself is never told or logged.

    Raises:
        EditorError: the file of editors cannot be used.
    """
    editors = editors_of(datasette)
    address = str((request.scope.get("client") or ("?",))[0])
    if editors is None or tries.wait(address, monotonic()):
        return None, "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
    found = await asyncio.to_thread(editors.by_key, key.strip())
    if found is None:
        tries.wrong(address, monotonic())
        _log.warning("Kunci penyunting keliru dari %s", address)
        return None, "Kunci itu tidak dikenal. Mintalah yang baru kepada pengelola (pantau editors add NAMA)."
    return found, ""


def begin(datasette: Datasette, response: Response, editor: Editor, *, secure: bool) -> None:
    """Set the cookie of a session; scripts cannot read it and other sites cannot send it along with a form."""
    expires = baseconv.base62.encode(int(time()) + DAYS * 86_400)
    value = datasette.sign({"a": {"id": editor.name, "mark": editor.mark}, "e": expires}, "actor")
    response.set_cookie(COOKIE, value, max_age=DAYS * 86_400, httponly=True, samesite="lax", secure=secure)


def end(response: Response) -> None:
    """Take the cookie away."""
    response.set_cookie(COOKIE, "", max_age=0, expires=0, httponly=True, samesite="lax")
