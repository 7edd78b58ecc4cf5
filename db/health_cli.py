"""The command that judges every source after a round and tells which of them changed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from db.health import HISTORY, LABELS, healths
from db.pages import PageStore
from db.settings import load_settings
from db.store import NewsStore
from models.sources import RegisterError, load_register

CHANGED = 3
"""Exit code when a source went from well to not: somebody should look."""


@click.command()
@click.option(
    "--register",
    "folder",
    type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="Folder register media lain (berkas <provinsi>.toml).",
)
def health(folder: Path | None) -> None:
    """Nilai setiap media, catat keadaannya di news.db, dan sebut yang berubah; kode keluar 3 bila ada yang memburuk."""
    settings = load_settings()
    try:
        register = load_register(folder, local=settings.sources_dir)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None
    now = datetime.now(UTC)
    with PageStore.open(settings.pages_db, create=False, read_only=True) as pages:
        days = pages.days(now.date() - timedelta(days=HISTORY))
    ids = [source.id for source in register.enabled]

    def source_of(url: str) -> str | None:
        found = register.of(url)
        return found.id if found else None

    with NewsStore.open(settings.news_db) as news:
        changes = news.note_health(lambda read: healths(days, ids, now.date(), read), source_of, now=now)
    for change in changes:
        before = f" (sebelumnya {LABELS[change.before]})" if change.before else ""
        click.echo(f"{change.source}: {LABELS[change.state]}{before}: {change.why}")
    if any(not change.state.well for change in changes):
        raise SystemExit(CHANGED)
