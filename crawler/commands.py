"""What the commands of the crawling stage share: the register, the contact, the choice of sources."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.settings import Settings, load_settings
from models.sources import Register, RegisterError, Source, load_register

if TYPE_CHECKING:
    from crawler.desk import Desk

register_option = click.option(
    "--register",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder register media lain (berkas <provinsi>.toml).",
)


def now() -> datetime:
    """The present instant (UTC): read here and passed on."""
    return datetime.now(UTC)


def read_register(folder: Path | None, *, faults: list[str] | None = None) -> Register:
    """The register of a folder, or the program's with the operator's own rows.

    Where ``faults`` is given, broken rows are put there and left out, see :func:`models.sources.load_register`.

    Raises:
        click.ClickException: a fault in its files, told with file and line.
    """
    try:
        register = load_register(folder, local=load_settings().sources_dir, faults=faults)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None
    mixed = [source.host for source in register.sources if source.homepage.startswith("http://127.")]
    if mixed and not register.loopback:
        raise click.ClickException(f"Register mencampur alamat di komputer ini dengan media sungguhan: {', '.join(mixed[:3])}")
    return register


def contact_of(settings: Settings, register: Register) -> str:
    """The address that outlets see in the user agent. Whoever is visited must be able to write to somebody.

    Raises:
        click.ClickException: there is none.
    """
    if settings.contact is not None:
        return settings.contact
    if register.loopback:
        return "pers buatan di komputer ini"
    raise click.ClickException(
        "Alamat kontak belum diatur. Media yang dikunjungi harus tahu siapa yang merayapi: tulis "
        'contact = "nama@lembaga.id" di pantau.toml, atau atur PANTAU_CONTACT.'
    )


def _chosen(register: Register, ids: Iterable[str]) -> list[Source]:
    chosen = []
    for name in dict.fromkeys(ids):
        source = register.by_id.get(name)
        if source is None:
            raise click.ClickException(f"Media {name!r} tidak ada di register. Lihat: pantau sources list")
        if not source.enabled:
            raise click.ClickException(f"Media {name!r} dinonaktifkan: {source.reason}")
        chosen.append(source)
    return chosen


def select(register: Register, ids: Iterable[str]) -> list[Source]:
    """The sources of the ids, all enabled ones where there are none.

    Raises:
        click.ClickException: an id that is not in the register, or disabled.
    """
    sources = _chosen(register, ids) or list(register.enabled)
    if not sources:
        raise click.ClickException("Tidak ada media yang aktif di register.")
    return sources


def progress(desk: "Desk") -> None:
    """Show how far a crawl is, on one line of standard error."""
    click.echo(
        f"\rDaftar {desk.total('lists_answered')}/{desk.total('lists')}  artikel baru {desk.total('stored')}"
        f"/{desk.total('asked')}  gagal {desk.total('failed')} ",
        nl=False,
        err=True,
    )
