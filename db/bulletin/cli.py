"""The command that writes the weekly bulletin."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import click

from db.bulletin import contents, page
from db.bulletin.weeks import Week
from db.feeds.filters import FilterError, Filters, check, described
from db.migrations import reading
from db.settings import load_settings
from models.gazetteers import region

_WIB = timezone(timedelta(hours=7), "WIB")


class BulletinError(click.ClickException):
    """A bulletin that cannot be written; the message is for people and says what to do."""


@click.command()
@click.option("--week", metavar="2025-W47", help="Pekan ISO.  [bawaan: pekan terakhir yang sudah selesai]")
@click.option("--region", "region_code", metavar="KODE", help="Hanya provinsi (11) atau kabupaten/kota (11.71) itu.")
@click.option("--office", metavar="ID", help="Hanya kantor itu.")
@click.option("--filter", "filter_", default="", metavar="SARINGAN", help="Saringan umpan, mis. 'jenis=santunan'.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas HTML yang ditulis.")
@click.option("--pdf", "as_pdf", is_flag=True, help="Tulis juga PDF di sebelahnya (perlu pantau[pdf]).")
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis datanya.  [bawaan: dari pengaturan]")
def bulletin(
    week: str | None, region_code: str | None, office: str | None, filter_: str, out: Path, as_pdf: bool, news_db: Path | None
) -> None:
    """Tulis buletin sepekan untuk dicetak atau diteruskan: kejadian, peta, rencana, angka, dan sumbernya."""
    if as_pdf and not page.pdf_available():
        raise BulletinError("PDF memerlukan WeasyPrint: `pip install pantau[pdf]`. Atau cetak HTML-nya dari peramban.")
    settings = load_settings()
    path = news_db or settings.news_db
    now = datetime.now(UTC)
    chosen = _week(week, now)
    with reading(path) as connection:
        try:
            filters = Filters.parse([*_pairs(filter_), *_region(region_code), *([("kantor", office)] if office else [])])
            check(connection, filters)
        except FilterError as error:
            raise BulletinError(str(error)) from None
        found = contents.read(connection, chosen, filters, described(connection, filters), settings.base_url)
    text = page.html(found, settings.base_url, now)
    _put(out, text.encode())
    click.echo(f"Buletin {chosen}: {out} ({found.numbers[0].value} kejadian)")
    if as_pdf:
        printed = out.with_suffix(".pdf")
        _put(printed, page.pdf(text))
        click.echo(f"PDF: {printed}")


def _week(text: str | None, now: datetime) -> Week:
    """The week that was asked for, or the last whole one."""
    if text is None:
        return Week.of(now.astimezone(_WIB).date()).shifted(-1)
    try:
        return Week.read(text)
    except ValueError:
        raise BulletinError(f"Pekan {text!r} tidak ada. Tulis seperti 2025-W47 (pekan ISO, Senin sampai Minggu).") from None


def _pairs(filter_: str) -> tuple[tuple[str, str], ...]:
    try:
        return Filters.from_query(filter_.removeprefix("?")).pairs
    except FilterError:
        raise
    except ValueError:
        raise BulletinError("Saringan tidak terbaca. Tulis seperti 'jenis=santunan&status=held'.") from None


def _region(code: str | None) -> list[tuple[str, str]]:
    if not code:
        return []
    try:
        region(code)
    except KeyError:
        raise BulletinError(f"Wilayah {code!r} tidak dikenal. Tulis kode provinsi (11) atau kabupaten/kota (11.71).") from None
    return contents.region_filter(code)


def _put(path: Path, content: bytes) -> None:
    """Write a file whole, in one step."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise BulletinError(f"{path} tidak dapat ditulis: {error.strerror}. Pilih folder lain dengan --out.") from None
