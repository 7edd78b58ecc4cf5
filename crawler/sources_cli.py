"""The commands ``sources list|check|health``."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import click

from crawler.commands import contact_of, now, read_register, register_option, select
from db.settings import load_settings
from models.sources import Source


@click.group()
def sources() -> None:
    """Daftar media: list, check, health."""


@sources.command("list")
@register_option
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def list_sources(folder: Path | None, as_json: bool) -> None:
    """Tampilkan semua media di register."""
    register = read_register(folder)
    if as_json:
        click.echo(json.dumps([_record(source) for source in register.sources], ensure_ascii=False, indent=1))
        return
    rows = [("ID", "NAMA", "KELUARGA", "PROVINSI", "ZONA", "HOST", "KEADAAN")]
    rows += [
        (s.id, s.name, s.family, s.province, s.zone, s.host, "aktif" if s.enabled else f"nonaktif: {s.reason}")
        for s in register.sources
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for row in rows:
        click.echo("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[6]]).rstrip())
    click.echo(f"{len(register.sources)} media, {len(register.enabled)} aktif.", err=True)


def _record(source: Source) -> dict[str, object]:
    plain = (
        "id",
        "name",
        "host",
        "homepage",
        "owner",
        "family",
        "province",
        "province_code",
        "city",
        "zone",
        "enabled",
        "reason",
        "note",
    )
    return {
        **{key: getattr(source, key) for key in plain},
        "article": source.article.pattern,
        "lists": [asdict(rule) for rule in source.lists],
        "probe": dict(source.probe),
    }


UNWELL = 3
"""Exit code of ``sources health`` when a source needs looking at."""


@sources.command("health")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@register_option
@click.option("--all", "everything", is_flag=True, help="Tampilkan juga media yang baik.")
@click.option("--new", "days", type=click.IntRange(min=0), metavar="HARI", help="Hanya keadaan yang berubah dalam sekian hari.")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def show_health(ids: tuple[str, ...], folder: Path | None, everything: bool, days: int | None, as_json: bool) -> None:
    """Keadaan tiap media sejak kapan; kode keluar 3 bila ada yang menipis, diam, diblokir, rusak, atau tidak dirayapi."""
    from db.health import HISTORY, LABELS, healths
    from db.pages import PageStore

    settings = load_settings()
    chosen = select(read_register(folder), ids)
    today = now().date()
    with PageStore.open(settings.pages_db, create=False) as store:
        numbers = store.days(today - timedelta(days=HISTORY))
    found = healths(numbers, (source.id for source in chosen), today)
    counted = Counter(item.state for item in found)
    unwell = [item for item in found if not item.state.well and (days is None or (today - item.since).days <= days)]
    shown = found if everything else unwell
    if as_json:
        click.echo(
            json.dumps([{**asdict(item), "since": item.since.isoformat()} for item in shown], ensure_ascii=False, indent=1)
        )
    else:
        for item in shown:
            usual = f"{item.band[0]}-{item.band[1]}" if item.band else "-"
            click.echo(
                f"{item.source:<36} {LABELS[item.state]:<17} sejak {item.since}  {item.recent:>4} (biasa {usual})  {item.why}"
            )
        click.echo(", ".join(f"{number} {LABELS[state]}" for state, number in counted.most_common()) + ".", err=True)
    if unwell:
        raise click.exceptions.Exit(UNWELL)


@sources.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@register_option
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def check(ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Coba robots.txt, setiap daftar, dan satu artikel; katakan apa yang jalan dan isian mana yang perlu dibenahi."""
    settings = load_settings()
    register = read_register(folder)
    chosen = select(register, ids)
    contact = contact_of(settings, register)

    from crawler.checking import run_check
    from crawler.run import alone

    with alone(settings.pages_db):
        reports = run_check(register, chosen, contact=contact, clock=now)
    if as_json:
        click.echo(json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        for report in reports:
            click.echo(f"{report.source}: {'baik' if report.well else 'PERLU DIBENAHI'}")
            for finding in report.findings:
                mark = "ok " if finding.works else "-- "
                mend = f" → benahi: {finding.mend}" if finding.mend else ""
                click.echo(f"  {mark} {finding.what}: {finding.outcome}{mend}")
    if not all(report.well for report in reports):
        raise click.exceptions.Exit(1)
