"""The command ``golden``: pages that outlets sent, and what a person read on them, held against what is read today."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from db.settings import load_settings
from extract.hints import Hints
from models.golden import GoldenError, goldens, read_golden, write_golden
from models.records import Page
from models.sources import RegisterError, load_register


@click.command()
@click.argument("place", required=False, metavar="[FOLDER|BERKAS]", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--fill", "filling", is_flag=True, help="Tulis yang terbaca sekarang sebagai yang diharapkan; lalu harus dibaca orang lagi."
)
@click.option("--read", "by", metavar="NAMA", help="Tandai sudah dibaca oleh NAMA.")
@click.option("--register", "folder", type=click.Path(path_type=Path, file_okay=False), help="Folder register media lain.")
def golden(place: Path | None, filling: bool, by: str | None, folder: Path | None) -> None:
    """Bandingkan halaman emas dengan yang terbaca sekarang; kode keluar 1 bila ada yang berbeda atau belum dibaca orang.

    Tanpa FOLDER: <data_dir>/golden, tempat pantau sources fixture menyimpannya.
    """
    from extract.golden import fill, hold
    from extract.pages import hints_for

    if filling and by:
        raise click.UsageError("--fill dan --read tidak bersamaan: yang baru ditulis harus dibaca dahulu.")
    settings = load_settings()
    place = place or settings.data_dir / "golden"
    paths = [place.with_suffix(".json")] if place.suffix in (".json", ".html") else goldens(place)
    if not paths:
        raise click.ClickException(f"Tidak ada halaman emas di {place}. Simpan satu dengan: pantau sources fixture ALAMAT")
    try:
        register = load_register(folder, local=settings.sources_dir)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None

    def hints(page: Page) -> Hints:
        return hints_for(page, register)

    try:
        for path in paths:
            if filling:
                write_golden(fill(read_golden(path), path, hints), path)
            elif by:
                mark = {"read_by": by, "read_on": datetime.now(UTC).date()}
                write_golden(type(read_golden(path)).model_validate(read_golden(path).model_dump() | mark), path)
    except (GoldenError, OSError, ValueError) as error:
        raise click.ClickException(str(error)) from None
    found = [hold(path, hints) for path in paths]
    for finding in found:
        for fault in finding.faults:
            click.echo(f"{finding.path.name}: {fault}", err=True)
    wrong = sum(bool(finding.faults) for finding in found)
    click.echo(f"{len(found)} halaman emas, {wrong} perlu dilihat.")
    if wrong and not filling:
        sys.exit(1)
