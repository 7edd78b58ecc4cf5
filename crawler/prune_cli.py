"""The command ``prune``."""

from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import click

from crawler.commands import now
from db.settings import load_settings


@click.command()
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=1),
    default=365,
    show_default=True,
    metavar="HARI",
    help="Hanya yang diambil lebih lama dari ini.",
)
@click.option("--newest", is_flag=True, help="Juga versi terakhir setiap berita; ia tidak dapat dibaca ulang dengan aturan baru.")
@click.option(
    "--warc",
    "archive",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Pindahkan dahulu ke arsip baru ini (.warc atau .warc.gz).",
)
@click.option("--yes", is_flag=True, help="Sungguh hapus; tanpa ini hanya dihitung.")
@click.option("--compact", is_flag=True, help="Susutkan berkasnya sesudahnya.")
def prune(days: int, newest: bool, archive: Path | None, yes: bool, compact: bool) -> None:
    """Hapus isi halaman lama dari pages.db: versi yang sudah digantikan, dan hanya yang sudah dibaca dengan aturan sekarang.

    Alamat, sidik, dan waktunya tetap; isinya dapat dikembalikan dari arsip dengan pantau import.
    """
    from db.archives import write_warc
    from db.pages import PageStore
    from db.retention import prunable
    from db.retention import prune as remove
    from db.store import NewsStore
    from models.rules_digest import rules_digest

    if archive is not None and not archive.name.lower().endswith((".warc", ".warc.gz")):
        raise click.ClickException(f"{archive}: nama arsip harus berakhir .warc atau .warc.gz")
    if archive is not None and archive.exists():
        raise click.ClickException(f"{archive} sudah ada; Pantau tidak menimpanya. Pilih nama lain.")
    settings = load_settings()
    with PageStore.open(settings.pages_db, create=False) as pages, NewsStore.open(settings.news_db, read_only=True) as news:
        before = now() - timedelta(days=days)
        found = list(prunable(pages, news.read_with, rules_digest(), before=before, newest=newest))
        size = sum(item.size for item in found)
        old = sum(item.superseded for item in found)
        click.echo(
            f"{len(found)} isi halaman ({size / 2**20:.1f} MB) dapat dihapus: {old} versi lama, {len(found) - old} terakhir."
        )
        if not yes:
            click.echo("Belum ada yang dihapus; ulangi dengan --yes." if found else "Tidak ada yang perlu dihapus.")
            return
        if archive is not None and found:
            try:
                written = write_warc((pages.read(item.seq) for item in found), archive, software=f"Pantau/{version('pantau')}")
            except OSError as error:
                raise click.ClickException(
                    f"{archive} tidak dapat ditulis: {error.strerror or error}. Tidak ada yang dihapus."
                ) from None
            click.echo(f"{written} halaman dipindahkan ke {archive}.")
        remove(pages, (item.seq for item in found), now())
        click.echo(f"{len(found)} isi halaman dihapus.")
        if compact:
            pages.vacuum()
            click.echo(f"{settings.pages_db} disusutkan.")
