"""Commands for alerts: who hears of what, by which way, and whether it arrives."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import click

from db.alerts import choosing, schedule, targets
from db.alerts.channels import Outcome, Service, open_channel
from db.alerts.gathering import news_of
from db.alerts.ledger import FILE, AlertStore, Channel, Subscription
from db.alerts.sending import Pace, Place, Told, send_all, try_out
from db.alerts.targets import AlertError
from db.calendars import spoken_instant
from db.migrations import reading
from db.settings import load_settings
from db.texts import printable

FAILING = 3
"""Exit code of ``alerts status`` where a channel does not deliver; that of ``pantau health`` where a source went quiet."""
DIGEST_ABOVE = 5
LONGEST_NAME = 60


@click.group()
def alerts() -> None:
    """Peringatan lewat surel, Telegram, webhook, dan lainnya; setiap kejadian sekali."""


@alerts.command("add")
@click.argument("name", metavar="NAMA")
@click.option("--filter", "filter_", default="", metavar="SARINGAN", help="Saringan umpan, mis. 'jenis=santunan&provinsi=11'.")
@click.option("--health", is_flag=True, help="Kabari media yang diam, rusak, atau pulih, bukan kejadian.")
@click.option("--to", "target", required=True, metavar="TUJUAN", help="Alamat Apprise, env:NAMA, atau file:JALUR (berkas 0600).")
@click.option(
    "--digest-above",
    type=click.IntRange(0, 1000),
    default=DIGEST_ABOVE,
    show_default=True,
    help="Lebih dari sekian kabar seputaran menjadi satu pesan.",
)
@click.option("--daily", metavar="HH:MM", help="Satu ringkasan sehari pada jam itu (WIB), bukan seketika.")
@click.option("--weekly", metavar="'HARI HH:MM'", help="Satu ringkasan sepekan, misalnya 'Senin 07:00' (WIB).")
@click.option("--per-minute", type=click.IntRange(1, 600), help="Pesan paling banyak semenit.  [bawaan: Telegram 20, lain 30]")
def add(
    name: str,
    filter_: str,
    health: bool,
    target: str,
    digest_above: int,
    daily: str | None,
    weekly: str | None,
    per_minute: int | None,
) -> None:
    """Kabari TUJUAN tentang kejadian baru, dan tentang perubahan status atau tanggalnya, mulai sekarang.

    Alamat Apprise biasanya memuat kata sandi: simpan dalam variabel lingkungan atau berkas tersendiri, dan tulis env:NAMA atau
    file:JALUR. Alamat yang ditulis langsung disimpan di alerts.db, yang hanya dapat dibaca pemiliknya.
    """
    if daily and weekly:
        raise click.UsageError("--daily dan --weekly tidak dapat bersama-sama.")
    if health and filter_:
        raise click.UsageError("--health tidak memakai --filter.")
    name = _name(name)
    times = _times(daily, weekly)
    settings = load_settings()
    with reading(settings.news_db) as connection:
        kind = "health" if health else "events"
        filter_ = choosing.canonical(connection, filter_)
        stored, service, seen, limit = _target(target)
        news = news_of(connection, kind, filter_, settings.base_url)
        newest = news.newest()
        with AlertStore.open(settings.data_dir / FILE, create=True) as store:
            store.subscribe(
                name,
                kind=kind,
                filter=filter_,
                target=(stored, service.name, seen, per_minute or limit),
                digest_above=digest_above,
                schedule=times,
                read_to=(newest, news.mark(newest)),
                known=news.known(),
                now=datetime.now(UTC),
            )
    click.echo(f"Peringatan {name} ditambahkan: {service.name} ({seen}), {schedule.told(times[1], times[2])}.")
    click.echo(f"Coba dengan `pantau alerts test {name}`; kabar dikirim oleh `pantau alerts send`, tahap terakhir `pantau run`.")


@alerts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def list_alerts(as_json: bool) -> None:
    """Peringatan yang berlaku; alamatnya tersamar."""
    with _store() as store:
        channels = store.channels()
        found = [_line(item, channels[item.channel]) for item in store.subscriptions()]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("Belum ada peringatan. Buat dengan `pantau alerts add NAMA --filter … --to …`.")
    for line in found:
        what = "kesehatan media" if line["kind"] == "health" else line["filter"] or "semua kejadian"
        click.echo(f"{line['name']:<24}{what:<40}{line['schedule']:<26}{line['service']} ({line['to']})")


@alerts.command("remove")
@click.argument("name", metavar="NAMA")
def remove(name: str) -> None:
    """Hentikan peringatan NAMA; catatan tentang yang sudah dikirim tetap ada."""
    with _store() as store:
        store.unsubscribe(name, datetime.now(UTC))
    click.echo(f"Peringatan {name} dihentikan.")


@alerts.command("test")
@click.argument("name", metavar="NAMA")
def test(name: str) -> None:
    """Kirim pesan percobaan lewat peringatan NAMA."""
    with _store() as store:
        store.subscription(name)
    result = try_out(_place(), name)
    if result.outcome is not Outcome.SENT:
        raise AlertError(f"Pesan percobaan {name} tidak terkirim: {result.why}. Periksa alamat tujuannya, lalu ulangi.")
    click.echo(f"Pesan percobaan {name} terkirim.")


@alerts.command("send")
@click.option("--json", "as_json", is_flag=True, help="Tulis hasilnya sebagai JSON.")
def send(as_json: bool) -> None:
    """Kirim kabar yang menunggu; kode keluar 1 bila ada yang belum terkirim (dicoba lagi pada putaran berikut)."""
    with _store():  # told in good words where there is none
        pass
    done = send_all(_place())
    if as_json:
        click.echo(json.dumps([_told(item) for item in done], ensure_ascii=False, indent=2))
    else:
        for item in done:
            _print(item)
    if any(item.problem for item in done):
        raise SystemExit(1)


@alerts.command("status")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def status(as_json: bool) -> None:
    """Apakah kabar sampai: kode keluar 3 bila ada saluran yang macet."""
    with _store() as store:
        channels = store.channels()
        found = [
            _line(item, channels[item.channel]) | store.numbers(item.number) | _health(channels[item.channel])
            for item in store.subscriptions()
        ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print_status(found)
    if any(line["failures"] for line in found):
        raise SystemExit(FAILING)


def _print(item: Told) -> None:
    names = ", ".join(item.names)
    if item.sent or not (item.left or item.problem):
        click.echo(f"{names} ({item.shown}): {item.sent} pesan terkirim, {item.happenings} kabar.")
    if item.left or item.problem:
        click.echo(f"{names} ({item.shown}): {item.left} menunggu putaran berikut. {item.problem or ''}".rstrip(), err=True)


def _told(item: Told) -> dict[str, Any]:
    return {
        "alerts": item.names,
        "to": item.shown,
        "sent": item.sent,
        "happenings": item.happenings,
        "left": item.left,
        "problem": item.problem,
    }


def _print_status(found: list[dict[str, Any]]) -> None:
    if not found:
        click.echo("Belum ada peringatan.")
    for line in found:
        last = spoken_instant(line["last_sent"], 420) if line["last_sent"] else "belum pernah"
        click.echo(f"{line['name']}: {line['sent']} pesan, terakhir {last}; menunggu {line['waiting']} kabar.")
        if line["doubtful"]:
            click.echo(f"  {line['doubtful']} pesan mungkin sudah terkirim dan akan diulang dengan tanda.")
        if line["failures"]:
            since = spoken_instant(line["failing_since"], 420)
            click.echo(f"  MACET ({line['service']}, {line['to']}) sejak {since}, {line['failures']} putaran: {line['problem']}.")


def _line(item: Subscription, channel: Channel) -> dict[str, Any]:
    return {
        "name": item.name,
        "kind": item.kind,
        "filter": item.filter,
        "schedule": schedule.told(item.weekday, item.minute),
        "digest_above": item.digest_above,
        "service": channel.service,
        "to": channel.shown,
        "per_minute": channel.per_minute,
        "created": item.created,
    }


def _health(channel: Channel) -> dict[str, Any]:
    return {
        "failures": channel.failures,
        "failing_since": channel.failing_since,
        "problem": channel.problem,
        "rest_until": channel.rest_until,
    }


def _name(name: str) -> str:
    tidy = " ".join(printable(name).split())
    if not any(map(str.isalnum, tidy)) or len(tidy) > LONGEST_NAME:
        raise AlertError(f"Nama peringatan: 1 sampai {LONGEST_NAME} huruf.")
    return tidy


def _times(daily: str | None, weekly: str | None) -> tuple[str, int | None, int | None]:
    if daily:
        return "daily", None, schedule.minute_of(daily)
    if weekly:
        return "weekly", *schedule.week_of(weekly)
    return "now", None, None


def _target(target: str) -> tuple[str, Service, str, int]:
    """The target as it is stored, its service, how it is shown, and its usual limit."""
    stored = targets.kept(target)
    found = targets.address(stored, os.environ)
    with open_channel(found, Pace().answer) as (_, service):
        pass
    return stored, service, targets.shown(stored, found), targets.per_minute(found)


def _place() -> Place:
    settings = load_settings()
    return Place(settings.data_dir / FILE, settings.news_db, settings.base_url, os.environ, lambda: datetime.now(UTC), Pace())


def _store() -> AlertStore:
    path = load_settings().data_dir / FILE
    if not path.is_file():
        raise AlertError("Belum ada peringatan. Buat dengan `pantau alerts add NAMA --filter … --to …`.")
    return AlertStore.open(path)
