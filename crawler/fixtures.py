"""``pantau sources fixture``: one article of a listed outlet, fetched as a crawl would, kept as a golden page."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.desk import Desk
from crawler.run import run_crawl, spiders
from db.pages import Found, ListState, PageStore
from models.golden import Golden, write_golden
from models.records import Page
from models.sources import Register, load_families


class FixtureError(ValueError):
    """A page that cannot be kept; the message says why, in Indonesian."""


def fetch_article(url: str, register: Register, *, contact: str, clock: Callable[[], datetime]) -> Page:
    """The article at an address, with its numbered pages; blocks until it is there. Once per process.

    It is fetched by the outlet's own spider under all rules of a crawl, into a database that is thrown away.

    Raises:
        FixtureError: the address is of no listed outlet or no article's, or the outlet does not give it.
    """
    source = register.of(url)
    if source is None:
        raise FixtureError(f"{url} bukan alamat media di register. Tambahkan dahulu: pantau sources add")
    alone = replace(source, lists=(), enabled=True)
    with tempfile.TemporaryDirectory(prefix="pantau-golden-") as folder, PageStore.open(Path(folder) / "pages.db") as store:
        desk = Desk(store=store, register=Register((alone,)), families=load_families(), sources=[alone], clock=clock)
        target = spiders()[source.family](desk=desk).locate(url, alone)
        if target is None:
            raise FixtureError(f"{url} tidak cocok dengan pola artikel {source.id} ({source.article.pattern})")
        found = Found(target.url, target.address, source.id)
        store.note_list(ListState(source.homepage, source.id, None, None, 1, complete=False), [found], clock())
        outcome = run_crawl(desk, contact=contact)
        stored = next(store.stored(), None)
        if stored is None:
            why = (*outcome.errors, *desk.tallies[source.id].troubles, "tidak dijawab")[0]
            raise FixtureError(f"{url} tidak dapat disimpan: {why}")
        return stored.page


def keep(page: Page, folder: Path) -> Path:
    """Write a page as a golden page that nobody has read yet; its description.

    Raises:
        FixtureError: it is kept already.
        OSError: the files cannot be written.
    """
    last = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    slug = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:60].strip("-") or "artikel"
    stem = f"{page.source}--{slug}"
    path = folder / f"{stem}.json"
    if path.exists():
        raise FixtureError(f"{path} sudah ada. Hapus dahulu bila hendak diganti, atau baca ulang dengan: pantau golden --fill")
    folder.mkdir(parents=True, exist_ok=True)
    bodies = (page.body, *page.parts)
    names = [f"{stem}.html", *(f"{stem}.{number}.html" for number in range(2, len(bodies) + 1))]
    for name, body in zip(names, bodies, strict=True):
        (folder / name).write_bytes(body)
    kind = page.header("content-type") or "text/html"
    write_golden(
        Golden(url=page.fetched_url, source=page.source, fetched_at=page.fetched_at, content_type=kind, pages=names), path
    )
    return path
