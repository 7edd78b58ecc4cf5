"""The command ``backfill``."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands import contact_of, now, progress, read_register, register_option, select
from db.settings import load_settings
from models.sources import Register, load_families

if TYPE_CHECKING:
    from crawler.backfill import BackfillDesk, Outcome
    from db.backfills import Backfill, Backfills

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("source_id", metavar="[MEDIA]", required=False)
@click.option("--since", type=_DAY, help="Hari pertama yang dicari.")
@click.option("--until", type=_DAY, help="Hari terakhir yang dicari; bila tidak disebut: hari ini.")
@click.option(
    "--share", type=click.FloatRange(0.05, 1.0), default=0.5, show_default=True, help="Bagian jatah harian yang boleh terpakai."
)
@click.option("--max-pages", type=click.IntRange(min=1), help="Paling banyak sekian artikel per media; sisanya tetap di antrean.")
@register_option
@click.option("--verbose", is_flag=True, help="Tulis catatan perayap ke stderr.")
def backfill(
    source_id: str | None,
    since: datetime | None,
    until: datetime | None,
    share: float,
    max_pages: int | None,
    folder: Path | None,
    verbose: bool,
) -> None:
    """Ambil berita lama sebuah media lewat peta situs dan arsipnya, sebagian jatah harian setiap kali.

    Tanpa MEDIA: lanjutkan semua yang belum selesai. Boleh dihentikan kapan saja; perayapan harian selalu didahulukan.
    """
    settings = load_settings()
    register = read_register(folder)
    wanted = _asked(register, source_id, since, until)
    contact = contact_of(settings, register)

    from crawler.backfill import BackfillDesk, run_backfill
    from crawler.run import alone
    from crawler.turns import history, turn_wanted
    from db.backfills import Backfills
    from db.pages import PageStore

    pages_db = settings.pages_db
    with history(pages_db), alone(pages_db), PageStore.open(pages_db) as store:
        jobs = [wanted] if wanted else _unfinished(Backfills(store), register, source_id)
        desk = BackfillDesk(
            store=store,
            register=register,
            families=load_families(),
            jobs=jobs,
            clock=now,
            share=share,
            max_pages=max_pages,
            yields=lambda: turn_wanted(pages_db),
            changed=progress if sys.stderr.isatty() and not verbose else lambda _: None,
        )
        outcome = run_backfill(desk, contact=contact, verbose=verbose)
        _summary(desk, outcome)
    if outcome.errors:
        raise click.exceptions.Exit(1)


def _asked(register: Register, source_id: str | None, since: datetime | None, until: datetime | None) -> "Backfill | None":
    """The backfill that the arguments name, ``None`` where they ask to go on with what is there."""
    from db.backfills import Backfill

    if source_id is not None:
        select(register, [source_id])
    if since is None:
        if until is not None:
            raise click.UsageError("--until hanya bersama --since.")
        return None
    if source_id is None:
        raise click.UsageError("Sebut media yang riwayatnya dicari: pantau backfill MEDIA --since 2024-01-01")
    today = now().astimezone(UTC).date()
    first, last = since.date(), until.date() if until else today
    if not first <= last <= today:
        raise click.UsageError(
            f"Masa {first} sampai {last} keliru: mulai tidak boleh sesudah akhir, akhir tidak boleh sesudah hari ini."
        )
    return Backfill(source_id, first, last)


def _unfinished(backfills: "Backfills", register: Register, source_id: str | None) -> "list[Backfill]":
    found = [
        job for job in backfills.unfinished(source_id) if job.source in register.by_id and register.by_id[job.source].enabled
    ]
    if not found:
        raise click.ClickException(
            "Tidak ada pengisian riwayat yang belum selesai. Mulai dengan: pantau backfill MEDIA --since 2024-01-01"
        )
    return found


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} sampai {last.isoformat()}"


def _summary(desk: "BackfillDesk", outcome: "Outcome") -> None:
    from db.backfills import ROBOTS

    for job in desk.jobs:
        progress_of = [item for item in desk.backfills.progress(job) if item.kind != ROBOTS]
        states = {state: sum(item.state == state for item in progress_of) for state in ("done", "open", "failed")}
        waiting = desk.backfills.waiting(job.source)
        end = "selesai" if job in outcome.finished else "belum selesai; lanjutkan dengan: pantau backfill"
        click.echo(
            f"{job.source}, {_span(job.since, job.until)}: {states['done']} daftar habis dibaca, {states['open']} belum, "
            f"{states['failed']} tidak menjawab; {waiting} artikel menunggu. {end.capitalize()}."
        )
        if job in outcome.finished and not states["done"]:
            click.echo(f"  Tidak satu pun daftar {job.source} dapat dibaca; masa itu tidak dicatat sebagai diamati.", err=True)
    total = desk.total
    click.echo(f"{total('new')} tautan baru, {total('stored')} halaman disimpan, {total('failed')} gagal.")
    if desk.yielded:
        click.echo("Berhenti: perayapan harian didahulukan.", err=True)
    for domain, limit in desk.spent.items():
        click.echo(f"Bagian riwayat dari jatah harian {domain} ({limit} permintaan) habis; sisanya menunggu besok.", err=True)
    for source, tally in desk.tallies.items():
        for trouble in tally.troubles[:5]:
            click.echo(f"  {source}: {trouble}", err=True)
    for error in outcome.errors:
        click.echo(f"Kesalahan program: {error}", err=True)
