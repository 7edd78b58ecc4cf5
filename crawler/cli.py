"""The command ``crawl``."""

import logging
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands import contact_of, now, progress, read_register, register_option, select
from db.settings import load_settings
from models.nonarticles import load_non_articles
from models.sources import load_families

if TYPE_CHECKING:
    from crawler.desk import Desk
    from crawler.run import Outcome


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="Hanya media ini (boleh diulang).")
@register_option
@click.option("--max-pages", type=click.IntRange(min=1), help="Paling banyak sekian artikel per media; sisanya tetap di antrean.")
@click.option("--verbose", is_flag=True, help="Tulis catatan perayap ke stderr.")
@click.option("--log-json", is_flag=True, help="Tulis catatan dan ringkasan sebagai baris JSON ke stderr.")
def crawl(ids: tuple[str, ...], folder: Path | None, max_pages: int | None, verbose: bool, log_json: bool) -> None:
    """Ambil halaman baru dari media terdaftar ke pages.db."""
    settings = load_settings()
    faults: list[str] = []
    register = read_register(folder, faults=faults)
    for fault in faults:
        click.echo(f"Baris register keliru, medianya dilewati: {fault}", err=True)
    sources = select(register, ids)
    contact = contact_of(settings, register)

    from crawler.desk import Desk
    from crawler.run import alone, run_crawl
    from crawler.turns import before_history
    from db.pages import PageStore

    quiet = sys.stderr.isatty() and not verbose and not log_json
    with before_history(settings.pages_db), alone(settings.pages_db), PageStore.open(settings.pages_db) as store:
        desk = Desk(
            store=store,
            register=register,
            families=load_families(),
            sources=sources,
            clock=now,
            max_pages=max_pages,
            insist=bool(ids),
            changed=progress if quiet else lambda _: None,
        )
        outcome = run_crawl(desk, contact=contact, verbose=verbose, log_json=log_json)
        if quiet:
            click.echo(err=True)
        (_log_summary if log_json else _summary)(desk, outcome)
    if outcome.state != "finished" or faults:
        raise click.exceptions.Exit(1)


def _summary(desk: "Desk", outcome: "Outcome") -> None:
    total = desk.total
    click.echo(
        f"{len(desk.sources)} media: {total('lists_answered')} dari {total('lists')} daftar menjawab, "
        f"{total('new')} tautan baru, "
        f"{total('stored')} halaman disimpan, {total('unchanged')} tidak berubah, {total('failed')} gagal."
    )
    if again := total("revisits"):
        click.echo(
            f"{again} artikel lama ditanyakan lagi: {total('revisits_changed')} berubah, {total('revisits_unchanged')} tetap, "
            f"{total('revisits_deleted')} dihapus medianya, {total('revisits_failed')} tidak menjawab."
        )
    if resting := total("lists_resting") + total("lists_over_budget"):
        click.echo(f"{resting} daftar tidak ditanyakan: lama tidak berubah, atau jatah hariannya habis.")
    for domain, limit in desk.spent.items():
        click.echo(f"Jatah harian {domain} ({limit} permintaan) habis; sisanya menunggu besok.", err=True)
    sent = {kind: total(f"non_article_{kind.id}") for kind in load_non_articles()}
    for kind, number in sent.items():
        if number:
            click.echo(f"{number} halaman bukan artikel: {kind.says} ({kind.id}).")
    for source, tally in desk.tallies.items():
        for trouble in tally.troubles[:5] if source not in outcome.unwell else ():
            click.echo(f"  {source}: {trouble}", err=True)
    for source, why in outcome.unwell.items():
        click.echo(f"Media {source} GAGAL: {why}. Periksa dengan: pantau sources check {source}", err=True)
    for error in outcome.errors:
        click.echo(f"Kesalahan program: {error}", err=True)


def _log_summary(desk: "Desk", outcome: "Outcome") -> None:
    """What :func:`_summary` says, as log records: one for each trouble, one for each source that failed, one for the run."""
    log = logging.getLogger("pantau.crawl")
    for source, tally in desk.tallies.items():
        for trouble in tally.troubles if source not in outcome.unwell else ():
            log.warning(trouble, extra={"source": source})
    for domain, limit in desk.spent.items():
        log.warning("jatah harian habis", extra={"domain": domain, "limit": limit})
    for source, why in outcome.unwell.items():
        log.error(why, extra={"source": source, "counts": dict(desk.tallies[source].counts)})
    for error in outcome.errors:
        log.critical(error)
    counts = Counter[str]()
    for tally in desk.tallies.values():
        counts.update(tally.counts)
    log.info(
        "perayapan selesai",
        extra={"run": desk.run, "state": str(outcome.state), "sources": len(desk.sources), "counts": dict(counts)},
    )
