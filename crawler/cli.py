"""Commands of the crawling stage: ``crawl``, ``sources list|check``, ``import``."""

import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.settings import Settings, load_settings
from models.nonarticles import load_non_articles
from models.sources import Register, RegisterError, Source, load_families, load_register

if TYPE_CHECKING:
    from crawler.desk import Desk
    from crawler.run import Outcome

_register_option = click.option(
    "--register",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder register media lain (berkas <provinsi>.toml).",
)


def _now() -> datetime:
    return datetime.now(UTC)


def _register(folder: Path | None) -> Register:
    try:
        register = load_register(folder, local=load_settings().sources_dir)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None
    mixed = [source.host for source in register.sources if source.homepage.startswith("http://127.")]
    if mixed and not register.loopback:
        raise click.ClickException(f"Register mencampur alamat di komputer ini dengan media sungguhan: {', '.join(mixed[:3])}")
    return register


def _contact(settings: Settings, register: Register) -> str:
    """The address that outlets see in the user agent. Whoever is visited must be able to write to somebody."""
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


def _selected(register: Register, ids: Iterable[str]) -> list[Source]:
    sources = _chosen(register, ids) or list(register.enabled)
    if not sources:
        raise click.ClickException("Tidak ada media yang aktif di register.")
    return sources


@click.command()
@click.option("--source", "ids", multiple=True, metavar="ID", help="Hanya media ini (boleh diulang).")
@_register_option
@click.option("--max-pages", type=click.IntRange(min=1), help="Paling banyak sekian artikel per media; sisanya tetap di antrean.")
@click.option("--verbose", is_flag=True, help="Tulis catatan perayap ke stderr.")
@click.option("--log-json", is_flag=True, help="Tulis catatan dan ringkasan sebagai baris JSON ke stderr.")
def crawl(ids: tuple[str, ...], folder: Path | None, max_pages: int | None, verbose: bool, log_json: bool) -> None:
    """Ambil halaman baru dari media terdaftar ke pages.db."""
    settings = load_settings()
    register = _register(folder)
    sources = _selected(register, ids)
    contact = _contact(settings, register)

    from crawler.desk import Desk
    from crawler.run import alone, run_crawl
    from db.pages import PageStore

    quiet = sys.stderr.isatty() and not verbose and not log_json
    with alone(settings.pages_db), PageStore.open(settings.pages_db) as store:
        desk = Desk(
            store=store,
            register=register,
            families=load_families(),
            sources=sources,
            clock=_now,
            max_pages=max_pages,
            insist=bool(ids),
            changed=_progress if quiet else lambda _: None,
        )
        outcome = run_crawl(desk, contact=contact, verbose=verbose, log_json=log_json)
        if quiet:
            click.echo(err=True)
        (_log_summary if log_json else _summary)(desk, outcome)
    if outcome.state != "finished":
        raise click.exceptions.Exit(1)


def _progress(desk: "Desk") -> None:
    click.echo(
        f"\rDaftar {desk.total('lists_answered')}/{desk.total('lists')}  artikel baru {desk.total('stored')}"
        f"/{desk.total('asked')}  gagal {desk.total('failed')} ",
        nl=False,
        err=True,
    )


def _summary(desk: "Desk", outcome: "Outcome") -> None:
    total = desk.total
    click.echo(
        f"{len(desk.sources)} media: {total('lists_answered')} dari {total('lists')} daftar menjawab, "
        f"{total('new')} tautan baru, "
        f"{total('stored')} halaman disimpan, {total('unchanged')} tidak berubah, {total('failed')} gagal."
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


@click.group()
def sources() -> None:
    """Daftar media: list, check, health."""


@sources.command("list")
@_register_option
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def list_sources(folder: Path | None, as_json: bool) -> None:
    """Tampilkan semua media di register."""
    register = _register(folder)
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
@_register_option
@click.option("--all", "everything", is_flag=True, help="Tampilkan juga media yang baik.")
@click.option("--new", "days", type=click.IntRange(min=0), metavar="HARI", help="Hanya keadaan yang berubah dalam sekian hari.")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def show_health(ids: tuple[str, ...], folder: Path | None, everything: bool, days: int | None, as_json: bool) -> None:
    """Keadaan tiap media sejak kapan; kode keluar 3 bila ada yang menipis, diam, diblokir, rusak, atau tidak dirayapi."""
    from db.health import HISTORY, LABELS, healths
    from db.pages import PageStore

    settings = load_settings()
    chosen = _selected(_register(folder), ids)
    today = _now().date()
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
@_register_option
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def check(ids: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Coba robots.txt, setiap daftar, dan satu artikel; katakan apa yang jalan dan isian mana yang perlu dibenahi."""
    settings = load_settings()
    register = _register(folder)
    chosen = _selected(register, ids)
    contact = _contact(settings, register)

    from crawler.checking import run_check
    from crawler.run import alone

    with alone(settings.pages_db):
        reports = run_check(register, chosen, contact=contact, clock=_now)
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


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="Alamat halaman, bila berkas HTML tidak memuatnya (hanya untuk satu berkas HTML).")
@click.option("--source", "source_id", metavar="ID", help="Media asal menurut register.")
@_register_option
def import_files(files: tuple[Path, ...], url: str | None, source_id: str | None, folder: Path | None) -> None:
    """Masukkan berkas HTML, JSON, JSON Lines, atau WARC ke pages.db."""
    from crawler.importing import Refusal, read_file
    from db.pages import PageStore

    settings = load_settings()
    register = _register(folder)
    if source_id is not None and source_id not in register.by_id:
        raise click.ClickException(f"Media {source_id!r} tidak ada di register. Lihat: pantau sources list")
    if url is not None and (len(files) != 1 or files[0].suffix.lower() not in (".html", ".htm")):
        raise click.ClickException("--url hanya untuk satu berkas .html")
    stored = known = refused = 0
    with PageStore.open(settings.pages_db) as store:
        for path in files:
            for item in read_file(path, register=register, now=_now(), url=url, source=source_id):
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
