"""Taking the data away: what there is in which form, and the whole tables of a public copy."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response, asgi_send_file

from db.site import pages
from db.site.dictionary import dictionary
from db.takeaway import FOLDER

MANIFEST = "manifest.json"
_CHUNK = 64 * 1024


async def downloads(datasette: Datasette, request: Request) -> Response:
    """``/unduh``: every way of taking the data away; in a public copy also its whole tables as files."""
    found = await asyncio.to_thread(_files, _public(datasette))
    return await pages.render(datasette, request, "unduh.html", {"tables": dictionary()["tables"], "files": found})


async def whole_table(datasette: Datasette, request: Request, send: Callable[..., Awaitable[None]]) -> Response | None:
    """``/data/<file>``: a whole table of a public copy; only files of its manifest."""
    folder, name = _public(datasette), request.url_vars["name"]
    if folder is None or f"{FOLDER}/{name}" not in {found["path"] for found in await asyncio.to_thread(_files, folder)}:
        return await pages.fault(datasette, request, 404, "Berkas ini tidak ada.")
    kind = "application/gzip" if name.endswith(".gz") else "application/vnd.apache.parquet"
    await asgi_send_file(send, folder / FOLDER / name, filename=name, content_type=kind, chunk_size=_CHUNK)
    return None


async def icon(datasette: Datasette, request: Request) -> Response:
    """``/favicon.ico``: ours, for whoever asks for it without reading a page."""
    text = (files("db.site") / "static" / "pantau.svg").read_text("utf-8")
    return Response(text, content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


def _files(folder: Path | None) -> list[dict[str, Any]]:
    """The whole tables among the files of a public copy, as its manifest has them, each with its number of rows."""
    if folder is None:
        return []
    listed = json.loads((folder / MANIFEST).read_text("utf-8"))
    found = [entry for entry in listed["files"] if entry["path"].startswith(f"{FOLDER}/")]
    return [entry | {"rows": listed["tables"][_table(entry["path"])]} for entry in found]


def _table(path: str) -> str:
    return path.removeprefix(f"{FOLDER}/").partition(".")[0]


def _public(datasette: Datasette) -> Path | None:
    folder = (datasette.plugin_config(pages.PLUGIN) or {}).get("public")
    return Path(folder) if folder else None


ROUTES: tuple[tuple[str, Callable[..., Awaitable[Response | None]]], ...] = (
    (r"^/unduh$", downloads),
    (r"^/favicon\.ico$", icon),
    (r"^/data/(?P<name>[a-z_]+\.(?:ndjson\.gz|parquet))$", whole_table),
)
