"""The commands that take pages in from files and write them out: ``import``, ``export``."""

from collections import Counter
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands import now, read_register, register_option
from db.settings import load_settings

if TYPE_CHECKING:
    from crawler.imports import Importing, Refusal
    from db.pages import PageStore
    from models.records import Page


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Alamat halaman, bila berkas HTML tidak memuatnya (hanya untuk satu berkas HTML).")
@click.option("--source", "source_id", metavar="ID", help="Media asal menurut register.")
@click.option("--everything", is_flag=True, help="Dari arsip web, juga halaman host di luar register.")
@click.option("--agency-only", is_flag=True, help="Dari arsip web pihak lain, hanya halaman yang menyebut lembaga.")
@click.option("--again", is_flag=True, help="Baca arsip web dari awal, juga bila sudah pernah dimasukkan.")
@register_option
def import_files(
    files: tuple[Path, ...],
    url: str | None,
    source_id: str | None,
    everything: bool,
    agency_only: bool,
    again: bool,
    folder: Path | None,
) -> None:
    """Masukkan berkas HTML, JSON, JSON Lines, atau WARC (juga CC-NEWS dari Common Crawl) ke pages.db.

    Arsip web dibaca sedikit demi sedikit; bila terhenti, perintah yang sama melanjutkannya.
    """
    from crawler.importing import read_file
    from crawler.imports import Importing
    from db.pages import PageStore

    settings = load_settings()
    register = read_register(folder)
    if source_id is not None and source_id not in register.by_id:
        raise click.ClickException(f"Media {source_id!r} tidak ada di register. Lihat: pantau sources list")
    if url is not None and (len(files) != 1 or files[0].suffix.lower() not in (".html", ".htm")):
        raise click.ClickException("--url hanya untuk satu berkas .html")
    counts = Counter[str]()
    with PageStore.open(settings.pages_db) as store:
        for path in files:
            if path.name.lower().endswith((".warc", ".warc.gz")) and path.is_file():
                importing = Importing(path, register, now(), url, source_id, everything, agency_only)
                counts.update(_import_archive(store, importing, again=again))
            else:
                for item in read_file(path, register=register, now=now(), url=url, source=source_id):
                    counts[_take(store, item)] += 1
    click.echo(f"{counts[STORED]} halaman masuk, {counts[KNOWN]} sudah ada, {counts[REFUSED]} ditolak.")
    skipped = {kind: number for kind, number in counts.most_common() if kind not in (STORED, KNOWN, REFUSED)}
    if skipped:
        click.echo(f"{sum(skipped.values())} rekaman dilewati: " + ", ".join(f"{kind} {n}" for kind, n in skipped.items()) + ".")
    if counts[REFUSED]:
        raise click.exceptions.Exit(1)


STORED, KNOWN, REFUSED = "stored", "known", "refused"

EVERY = 200
"""Records of an archive after which the place is noted."""


def _take(store: "PageStore", item: "Page | Refusal") -> str:
    """Store a page; what became of the item."""
    from crawler.imports import Refusal, Skipped

    if isinstance(item, Skipped):
        return item.kind
    if isinstance(item, Refusal):
        click.echo(f"Ditolak: {item}", err=True)
        return REFUSED
    return KNOWN if store.save(item) is None else STORED


def _import_archive(store: "PageStore", importing: "Importing", *, again: bool) -> Counter[str]:
    """Take in what of an archive was not read yet; what was counted of all of it."""
    from crawler.warcs import read_archive
    from db.imports import Import, archive_id, import_of, note_import

    key, name = archive_id(importing.path), importing.path.name
    progress = Import(key) if again else import_of(store, key)
    if progress.finished:
        click.echo(f"{importing.path}: sudah pernah dimasukkan seluruhnya; ulangi dengan --again.", err=True)
        return Counter()
    if progress.place:
        click.echo(f"{importing.path}: dilanjutkan dari letak {progress.place}.", err=True)
    counts = Counter(progress.counts)
    try:
        for number, (place, item) in enumerate(read_archive(importing, progress.place), 1):
            counts[_take(store, item)] += 1
            if number % EVERY == 0:
                note_import(store, Import(key, place, counts), name, now())
    except OSError as error:
        raise click.ClickException(f"{importing.path} tidak dapat dibaca: {error.strerror or error}.") from None
    note_import(store, Import(key, importing.path.stat().st_size, counts, finished=not counts[REFUSED]), name, now())
    return counts


@click.command("export")
@click.option(
    "--warc", "path", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Arsip baru: .warc atau .warc.gz."
)
@click.option("--source", "source_id", metavar="ID", help="Hanya halaman media ini.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Hanya yang diambil sejak tanggal ini (UTC).")
@click.option(
    "--split", type=click.IntRange(1), metavar="N", help="Bagi menjadi NAMA-0001, NAMA-0002, …, masing-masing N halaman."
)
def export_pages(path: Path, source_id: str | None, since: datetime | None, split: int | None) -> None:
    """Tulis halaman tersimpan dari pages.db sebagai arsip web; dibaca kembali oleh pantau import."""
    from db.archives import write_warc
    from db.pages import PageStore

    ending = next((ending for ending in (".warc.gz", ".warc") if path.name.lower().endswith(ending)), None)
    if ending is None:
        raise click.ClickException(f"{path}: nama arsip harus berakhir .warc atau .warc.gz")
    first = since.replace(tzinfo=UTC) if since else None
    with PageStore.open(load_settings().pages_db, create=False, read_only=True) as store:
        pages = (
            item.page
            for item in store.stored()
            if (source_id is None or item.page.source == source_id) and (first is None or item.page.fetched_at >= first)
        )
        for number in count(1):
            page = next(pages, None)
            if page is None:
                break
            part = path.with_name(f"{path.name[: -len(ending)]}-{number:04}{ending}") if split else path
            if part.exists():
                raise click.ClickException(f"{part} sudah ada; Pantau tidak menimpanya. Pilih nama lain.")
            try:
                rest = pages if split is None else islice(pages, split - 1)
                written = write_warc(chain([page], rest), part, software=f"Pantau/{version('pantau')}")
            except OSError as error:
                raise click.ClickException(f"{part} tidak dapat ditulis: {error.strerror or error}.") from None
            click.echo(f"{written} halaman ditulis ke {part}.")
    if number == 1:
        raise click.ClickException("Tidak ada halaman yang cocok; arsip tidak dibuat.")
