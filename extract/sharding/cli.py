"""Reading whole archives: ``pantau extract --archive`` makes shards, ``pantau merge --shards`` takes them in."""

from pathlib import Path

import click

from db.settings import load_settings
from extract.run import ExtractCounts, take_in
from extract.sharding.engines import EngineError, processes, ray
from extract.sharding.shards import SUFFIX, ShardError
from extract.sharding.work import Outcome, Task
from models.sources import RegisterError, load_register


def make_shards(archives: tuple[Path, ...], folder: Path, register: Path | None, workers: int, address: str | None) -> None:
    """Read each archive into its shard in ``folder`` and say what became of it.

    Raises:
        click.ClickException: two archives of one name, a register at fault, no such engine, or an archive that gave no shard
            (all others have been made).
    """
    if len({archive.name for archive in archives}) < len(archives):
        raise click.ClickException("Dua arsip bernama sama; pecahannya akan saling menimpa. Beri nama lain, atau folder lain.")
    local = load_settings().sources_dir
    try:
        load_register(register, local=local)
        engine = ray(address) if address else processes(workers)
        folder.mkdir(parents=True, exist_ok=True)
        chosen = register.absolute() if register else None
        tasks = [Task(archive.absolute(), folder.absolute(), chosen, local.absolute()) for archive in archives]
        outcomes = []
        for outcome in engine(tasks):
            click.echo(_line(outcome))
            outcomes.append(outcome)
    except (EngineError, RegisterError) as error:
        raise click.ClickException(str(error)) from None
    failed = [outcome for outcome in outcomes if outcome.fault]
    if failed:
        raise click.ClickException(f"{len(failed)} dari {len(outcomes)} arsip gagal; perbaiki, lalu ulangi perintah ini.")


def _line(outcome: Outcome) -> str:
    if outcome.fault:
        return f"{outcome.archive}: GAGAL: {outcome.fault}"
    if outcome.kept:
        return f"{outcome.archive}: pecahannya sudah ada"
    counts = outcome.counts
    return (
        f"{outcome.archive}: {counts['articles']} artikel ({counts['relevant']} tentang BPJS Ketenagakerjaan, "
        f"{counts['reports']} laporan kejadian), {counts['rejected']} halaman bukan artikel"
    )


def shards_in(folder: Path) -> list[Path]:
    """The shards of a folder, by name.

    Raises:
        click.ClickException: there is none.
    """
    found = sorted(folder.glob(f"*{SUFFIX}"))
    if not found:
        raise click.ClickException(f"Tidak ada pecahan arsip (*{SUFFIX}) di {folder}. `pantau extract --archive` membuatnya.")
    return found


def take_in_shards(folder: Path) -> ExtractCounts:
    """Store what the shards of a folder hold in news.db, which is made where it is missing.

    Raises:
        click.ClickException: no shard, or one that cannot be read; what was read before it is stored.
    """
    from db.store import NewsStore

    shards = shards_in(folder)
    try:
        with NewsStore.open(load_settings().news_db) as news:
            return take_in(shards, news)
    except ShardError as error:
        raise click.ClickException(str(error)) from None
