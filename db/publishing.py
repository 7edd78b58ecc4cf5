"""The public copy: a folder that holds a database without full texts, feeds, a sitemap, and a manifest with checksums.

``DIR/<release>/`` is written whole and never changed; ``DIR/current`` is a link to the newest, put in place in one step, so
that a reader sees the old copy or the new one and nothing between.
"""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import click

from db import takeaway
from db.calendars import stamp
from db.database import connect, guard, transaction
from db.excerpts import shorten
from db.feeds import documents
from db.site import exports, links, reading
from db.site.dictionary import columns_of, dictionary

CURRENT = "current"
DATABASE = "news.db"
MANIFEST = "manifest.json"

_KEPT = 2
"""Releases that stay: the new one, and the one that readers may still have open."""

_SITEMAP_URLS = 50_000
"""What one sitemap may hold (sitemaps.org)."""


class PublicationError(click.ClickException):
    """A public copy that cannot be made or is not whole; the message is for people and says what to do."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A public copy on disk: its folder, and the checksum (SHA-256) of every file in it by path."""

    folder: Path
    files: dict[str, str]


def publish(source: Path, target: Path, *, base_url: str, now: datetime) -> Publication:
    """Write a public copy of ``source`` into the folder ``target`` and make it the current one.

    Args:
        source: the news.db; only read, also while others write to it.
        target: the folder of all releases; made where it is missing.
        base_url: the public address of the site, for feeds and sitemap.
        now: when this is; names the release.

    Raises:
        DatabaseError: the source cannot be read.
        PublicationError: the target holds something else, or cannot be written.
    """
    release = f"{now:%Y%m%dT%H%M%SZ}"
    if target.exists() and not target.is_dir():
        raise PublicationError(f"{target} bukan folder. Pilih folder lain untuk salinan publik.")
    if target.is_dir() and any(target.iterdir()) and not (target / CURRENT).is_symlink():
        raise PublicationError(f"{target} sudah berisi hal lain. Pilih folder kosong, atau folder salinan publik sebelumnya.")
    final, draft = target / release, target / f".{release}.part"
    if final.exists():
        raise PublicationError(f"{final} sudah ada. Tunggu sedetik, lalu ulangi.")
    try:
        draft.mkdir(parents=True)
        _write(source, draft, base_url, now)
        draft.rename(final)
        _point(target, release)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise PublicationError(f"Salinan publik di {target} tidak dapat ditulis: {error.strerror}.") from error
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _forget(target)
    return check(target)


def check(target: Path) -> Publication:
    """The current public copy of a folder, every file compared with its checksum.

    Raises:
        PublicationError: there is none, or a file is missing or changed; the message names it.
    """
    folder = (target / CURRENT).resolve()
    try:
        listed = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise PublicationError(f"Tidak ada salinan publik di {target}. Buat dengan `pantau publish {target}`.") from None
    for entry in listed:
        path = folder / entry["path"]
        if not path.is_file() or _digest(path) != entry["sha256"]:
            raise PublicationError(
                f"{path} hilang atau berubah sejak diterbitkan. Terbitkan ulang dengan `pantau publish {target}`."
            )
    return Publication(folder, {entry["path"]: entry["sha256"] for entry in listed})


def _write(source: Path, folder: Path, base_url: str, now: datetime) -> None:
    database = folder / DATABASE
    with closing(connect(source, read_only=True)) as origin, guard(source):
        origin.execute("VACUUM INTO ?", (str(database),))
    with closing(connect(database, create=False)) as copy, guard(database):
        with transaction(copy):
            shorten(copy)
            _unname(copy)
            copy.execute("INSERT INTO store_facts VALUES ('published', ?)", (stamp(now),))
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("VACUUM")
        counts = _static(copy, folder, base_url)
        written = takeaway.write(copy, folder / takeaway.FOLDER, taken_away(copy))
    entries = [
        {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": _digest(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    manifest = {"published": stamp(now), "base_url": base_url, "counts": counts, "tables": written.rows, "files": entries}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)


def taken_away(connection: sqlite3.Connection) -> dict[str, Mapping[str, str]]:
    """The tables that go into a public copy as files as well, with what each column holds: those that people are shown."""
    there = {row["name"] for row in connection.execute("SELECT name FROM sqlite_schema")}
    return {
        name: columns_of(name)
        for name, told in dictionary()["tables"].items()
        if name in there and not told.get("hidden") and not name.endswith("_records") and name != "rejections"
    }


def _unname(connection: sqlite3.Connection) -> None:
    """Take the editors' names out of the ledger of corrections; what they changed and why stays."""
    kept = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'corrections' AND sql LIKE '%BEFORE UPDATE%'"
    ).fetchall()
    for row in kept:
        connection.execute(f"DROP TRIGGER {row['name']}")
    connection.execute("UPDATE corrections SET editor = ''")
    for row in kept:
        connection.execute(row["sql"])


def _static(connection: sqlite3.Connection, folder: Path, base_url: str) -> dict[str, int]:
    """Write feeds, places, robots rules and sitemap beside the database; how many events and articles it holds."""
    home = base_url.rstrip("/")
    for path, body in documents.static(connection, home):
        _put(folder, path, body)
    found = exports.places(reading.points(connection, {}, 100_000), base_url)
    _put(folder, links.PLACES, json.dumps(found, ensure_ascii=False).encode())
    urls = [
        f"{home}/",
        f"{home}/kejadian",
        f"{home}/media",
        f"{home}/kantor",
        f"{home}/pertanyaan",
        f"{home}/tentang",
        f"{home}/kamus",
        f"{home}/unduh",
    ]
    for sql, address in (
        ("SELECT id FROM events WHERE withdrawn IS NULL ORDER BY id", links.event),
        ("SELECT DISTINCT office_id FROM event_offices WHERE office_id IS NOT NULL ORDER BY 1", links.office),
        ("SELECT id FROM people ORDER BY id", links.person),
        ("SELECT code FROM regions ORDER BY code", links.region),
    ):
        urls += [f"{home}{address(row[0])}" for row in connection.execute(sql)]
    _sitemap(folder, urls, home)
    _put(folder, links.ROBOTS, f"{_ROBOTS}Sitemap: {home}{links.SITEMAP}\n".encode())
    row = connection.execute(
        "SELECT (SELECT count(*) FROM events WHERE withdrawn IS NULL) AS events, (SELECT count(*) FROM articles) AS articles"
    ).fetchone()
    return dict(row)


_ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {path}\n"
    for path in ("/cari", "/news", "/kejadian?", "/kejadian.csv", "/kejadian.json", "/langganan?", "/changes.json")
)
"""What robots need not read: any combination of filters. Every event is in the sitemap."""


def _sitemap(folder: Path, urls: list[str], home: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

    def entries(kind: str, found: list[str]) -> str:
        return "".join(f"<{kind}><loc>{escape(url)}</loc></{kind}>\n" for url in found)

    parts = [urls[at : at + _SITEMAP_URLS] for at in range(0, len(urls), _SITEMAP_URLS)]
    if len(parts) == 1:
        _put(folder, links.SITEMAP, f"{head}<urlset {space}>\n{entries('url', parts[0])}</urlset>\n".encode())
        return
    names = [links.SITEMAP.replace(".xml", f"-{number}.xml") for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        _put(folder, name, f"{head}<urlset {space}>\n{entries('url', part)}</urlset>\n".encode())
    index = entries("sitemap", [f"{home}{name}" for name in names])
    _put(folder, links.SITEMAP, f"{head}<sitemapindex {space}>\n{index}</sitemapindex>\n".encode())


def _put(folder: Path, address: str, body: bytes) -> None:
    path = folder / address.lstrip("/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _point(target: Path, release: str) -> None:
    """Make a release the current one in one step."""
    link = target / f".{CURRENT}.part"
    link.unlink(missing_ok=True)
    link.symlink_to(release, target_is_directory=True)
    link.replace(target / CURRENT)


def _forget(target: Path) -> None:
    """Remove releases but the newest, and what a killed run left."""
    current = (target / CURRENT).resolve().name
    releases = sorted(
        path for path in target.iterdir() if path.is_dir() and not path.is_symlink() and (path / MANIFEST).is_file()
    )
    old = [path for path in releases if path.name != current][: -(_KEPT - 1)]
    drafts = [path for path in target.iterdir() if path.name.startswith(".") and path.name.endswith(".part") and path.is_dir()]
    for path in (*old, *drafts):
        shutil.rmtree(path, ignore_errors=True)
