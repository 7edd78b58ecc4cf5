"""The commands that take pages in from files and write them out: ``import``, ``export``."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from crawler.commands import now, read_register, register_option
from db.settings import load_settings


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Alamat halaman, bila berkas HTML tidak memuatnya (hanya untuk satu berkas HTML).")
@click.option("--source", "source_id", metavar="ID", help="Media asal menurut register.")
@register_option
def import_files(files: tuple[Path, ...], url: str | None, source_id: str | None, folder: Path | None) -> None:
    """Masukkan berkas HTML, JSON, JSON Lines, atau WARC ke pages.db."""
    from crawler.importing import Refusal, read_file
    from db.pages import PageStore

    settings = load_settings()
    register = read_register(folder)
    if source_id is not None and source_id not in register.by_id:
        raise click.ClickException(f"Media {source_id!r} tidak ada di register. Lihat: pantau sources list")
    if url is not None and (len(files) != 1 or files[0].suffix.lower() not in (".html", ".htm")):
        raise click.ClickException("--url hanya untuk satu berkas .html")
    stored = known = refused = 0
    with PageStore.open(settings.pages_db) as store:
        for path in files:
            for item in read_file(path, register=register, now=now(), url=url, source=source_id):
                if isinstance(item, Refusal):
                    refused += 1
                    click.echo(f"Ditolak: {item}", err=True)
                elif store.save(item) is None:
                    known += 1
                else:
                    stored += 1
    click.echo(f"{stored} halaman masuk, {known} sudah ada, {refused} ditolak.")
    if refused:
        raise click.exceptions.Exit(1)


@click.command("export")
@click.option(
    "--warc", "path", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Arsip baru: .warc atau .warc.gz."
)
@click.option("--source", "source_id", metavar="ID", help="Hanya halaman media ini.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Hanya yang diambil sejak tanggal ini (UTC).")
def export_pages(path: Path, source_id: str | None, since: datetime | None) -> None:
    """Tulis halaman tersimpan dari pages.db sebagai arsip web; dibaca kembali oleh pantau import."""
    from crawler.exporting import write_warc
    from db.pages import PageStore

    if not path.name.lower().endswith((".warc", ".warc.gz")):
        raise click.ClickException(f"{path}: nama arsip harus berakhir .warc atau .warc.gz")
    if path.exists():
        raise click.ClickException(f"{path} sudah ada; Pantau tidak menimpanya. Pilih nama lain.")
    first = since.replace(tzinfo=UTC) if since else None
    with PageStore.open(load_settings().pages_db, create=False, read_only=True) as store:
        pages = (
            item.page
            for item in store.stored()
            if (source_id is None or item.page.source == source_id) and (first is None or item.page.fetched_at >= first)
        )
        try:
            number = write_warc(pages, path, software=f"Pantau/{version('pantau')}")
        except OSError as error:
            raise click.ClickException(f"{path} tidak dapat ditulis: {error.strerror or error}.") from None
    if not number:
        path.unlink()
        raise click.ClickException("Tidak ada halaman yang cocok; arsip tidak dibuat.")
    click.echo(f"{number} halaman ditulis ke {path}.")
