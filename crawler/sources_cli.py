"""The commands ``sources list|add|check|health|fixture``."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands import contact_of, now, read_register, register_option, select
from db.settings import load_settings
from models.hosts import is_loopback
from models.sources import NATIONAL, Register, Source, load_provinces
from models.vocab import Family, Zone

if TYPE_CHECKING:
    from crawler.checking import Report


@click.group()
def sources() -> None:
    """Daftar media: list, add, check, health, fixture."""


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


def _findings(report: "Report") -> None:
    for finding in report.findings:
        mark = "ok " if finding.works else "-- "
        mend = f" → benahi: {finding.mend}" if finding.mend else ""
        click.echo(f"  {mark} {finding.what}: {finding.outcome}{mend}")


def _told(report: "Report", register: Register) -> dict[str, object]:
    findings = [asdict(finding) for finding in report.findings]
    probes = report.probes(register.by_id[report.source])
    return {"source": report.source, "well": report.well, "example": report.example, "findings": findings, "probe": probes}


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
        click.echo(json.dumps([_told(report, register) for report in reports], ensure_ascii=False, indent=1))
    else:
        for report in reports:
            click.echo(f"{report.source}: {'baik' if report.well else 'PERLU DIBENAHI'}")
            _findings(report)
            if probes := report.probes(register.by_id[report.source]):
                click.echo("  probe: " + ", ".join(f'{key} = "{value}"' for key, value in probes.items()))
    if not all(report.well for report in reports):
        raise click.exceptions.Exit(1)


@sources.command()
@click.argument("url", metavar="ALAMAT")
@click.option(
    "--province",
    required=True,
    type=click.Choice([*load_provinces(), NATIONAL.key]),
    metavar="PROVINSI",
    help="Provinsinya: aceh … papua, atau nasional.",
)
@click.option("--city", help="Kota redaksinya.")
@click.option("--zone", type=click.Choice([str(zone) for zone in Zone]), help="Zona waktunya, bila lain dari provinsinya.")
@click.option("--name", help="Namanya, bila lain dari yang tertulis di halaman depan.")
@click.option("--family", type=click.Choice([str(family) for family in Family]), help="Keluarganya, bila tidak dikenali.")
@register_option
@click.option("--dry-run", is_flag=True, help="Hanya tampilkan barisnya.")
def add(
    url: str,
    province: str,
    city: str | None,
    zone: str | None,
    name: str | None,
    family: str | None,
    folder: Path | None,
    dry_run: bool,
) -> None:
    """Kenali sebuah media dari halaman depannya, coba daftar dan satu artikelnya, lalu tulis barisnya ke register.

    Ditulis ke <data_dir>/sources/<provinsi>.toml, register milik pemasang; dengan --register ke folder itu.
    """
    from crawler.adding import AddError, as_row, look_at, prospect_of, write_row
    from crawler.run import alone

    settings = load_settings()
    register = _register_or_none(folder)
    try:
        told = {"city": city, "zone": zone, "name": name, "family": family}
        prospect = prospect_of(url, province, register, told)
        here = is_loopback(prospect.row["host"])
        if here and not (folder is not None and (register.loopback or not register.sources)):
            raise AddError(f"{prospect.url} ada di komputer ini; hanya untuk register pers buatan (--register).")
        contact = contact_of(settings, Register((prospect.source(),)))
        with alone(settings.pages_db):
            report = look_at(prospect, contact=contact, clock=now)
        click.echo(f"{prospect.row['name']}: {prospect.row['family']} ({prospect.why})")
        _findings(report)
        click.echo(f"\n{as_row(prospect.row)}")
        if not dry_run:
            path = write_row(prospect.row, province, folder or settings.sources_dir, whole=folder is not None)
            click.echo(f"Ditulis ke {path}. Periksa lagi kapan saja: pantau sources check {prospect.row['id']}")
    except AddError as error:
        raise click.ClickException(str(error)) from None


def _register_or_none(folder: Path | None) -> Register:
    """The register that a row is added to; a folder that holds none yet is an empty one."""
    if folder is not None and not (folder.is_dir() and any(folder.glob("*.toml"))):
        return Register(())
    return read_register(folder)


@sources.command()
@click.argument("url", metavar="ALAMAT")
@click.option(
    "--folder", "place", type=click.Path(path_type=Path, file_okay=False), help="Tempat menyimpannya; biasanya <data_dir>/golden."
)
@register_option
def fixture(url: str, place: Path | None, folder: Path | None) -> None:
    """Simpan satu artikel sebagai halaman emas: HTML-nya, dan JSON berisi yang seharusnya terbaca.

    Isinya milik medianya: simpan di folder data yang pribadi, jangan diterbitkan. `pantau golden` gagal sampai seseorang
    membandingkan keduanya, membenahi JSON-nya, dan menandainya dengan --read.
    """
    from crawler.fixtures import FixtureError, fetch_article, keep
    from crawler.run import alone

    settings = load_settings()
    register = read_register(folder)
    contact = contact_of(settings, register)
    place = place or settings.data_dir / "golden"
    try:
        with alone(settings.pages_db):
            page = fetch_article(url, register, contact=contact, clock=now)
        path = keep(page, place)
    except FixtureError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{place} tidak dapat ditulis: {error.strerror}.") from None
    click.echo(f"Disimpan: {path} ({len(page.parts) + 1} halaman).")
    # Cleaning is another stage, in a process of its own.
    chosen = ("--register", str(folder)) if folder else ()
    filled = subprocess.run([sys.executable, "-m", "pantau", "golden", str(path), "--fill", *chosen], check=False)  # noqa: S603
    click.echo(f"Baca halamannya, benahi JSON-nya, lalu tandai: pantau golden {path} --read NAMA")
    if filled.returncode:
        raise click.exceptions.Exit(1)
