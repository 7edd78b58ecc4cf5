"""Commands by which people put data right: corrections, and the editors who may make them on the site."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from db import corrections as ledger
from db import migrations, slots
from db.calendars import spoken_day
from db.corrections import Author, CorrectionError, Entry
from db.database import DatabaseError, connect, guard
from db.editors import FILE, Editors
from db.settings import load_settings
from db.slots import SLOTS

_INDONESIAN = {slot.label.casefold().replace(" ", "-"): name for name, slot in SLOTS.items()} | {"programmes": "programs"}
"""Other names of slots that are taken."""


@click.command()
@click.argument("event", metavar="[KEJADIAN]", required=False)
@click.argument("field", metavar="[ISIAN]", required=False)
@click.argument("value", metavar="[NILAI]", required=False)
@click.option("--undo", type=click.IntRange(min=1), metavar="N", help="Batalkan koreksi nomor N.")
@click.option("--by", required=True, metavar="NAMA", help="Siapa yang memperbaiki.")
@click.option("--why", required=True, metavar="SEBAB", help="Mengapa; tampil bagi pembaca, juga dalam salinan publik.")
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis datanya.  [bawaan: dari pengaturan]")
def correct(
    event: str | None, field: str | None, value: str | None, undo: int | None, by: str, why: str, news_db: Path | None
) -> None:
    """Perbaiki isian sebuah kejadian: `pantau correct KEJADIAN ISIAN NILAI --by NAMA --why SEBAB`.

    ISIAN: type, status, date, venue, places, offices, counterparties, officials, programs. Daftar ditulis dengan titik koma di
    antaranya; NILAI kosong ("") berarti tidak disebut. Perbaikan berlaku seketika, dan tetap berlaku setelah berita dibaca
    ulang atau kejadian digabungkan. `pantau correct --undo N --by NAMA --why SEBAB` membatalkannya.
    """
    given = [part for part in (event, field, value) if part is not None]
    if (undo is None and len(given) < 3) or (undo is not None and given):
        raise click.UsageError("Tulis KEJADIAN ISIAN NILAI, atau --undo N saja.")
    path = news_db or load_settings().news_db
    author = Author(" ".join(by.split()), " ".join(why.split()))
    now = datetime.now(UTC)
    if undo is not None:
        entry = ledger.undo(path, undo, author, now)
        click.echo(f"Koreksi {undo} dibatalkan (entri {entry.number}).")
    else:
        assert event is not None
        assert field is not None
        assert value is not None
        entry = ledger.correct(path, event, _INDONESIAN.get(field.casefold(), field.casefold()), value, author, now)
        click.echo(f"Koreksi {entry.number} dicatat untuk kejadian {entry.event}.")
    if entry.waits:
        click.echo("Kejadian ini sedang tanpa laporan; koreksinya tampak setelah `pantau merge`.")
    else:
        click.echo(
            f"{SLOTS[entry.field].label}: {slots.told(entry.field, entry.before)} → {slots.told(entry.field, entry.value)}"
        )


@click.group()
def corrections() -> None:
    """Perbaikan yang dicatat orang."""


@corrections.command("list")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON, satu entri sebaris.")
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis datanya.  [bawaan: dari pengaturan]")
def list_corrections(as_json: bool, news_db: Path | None) -> None:
    """Semua entri, yang lama lebih dahulu."""
    with _reading(news_db) as connection:
        count = 0
        for entry in ledger.everything(connection):
            click.echo(json.dumps(entry.plain(), ensure_ascii=False) if as_json else _line(entry))
            count += 1
        if not count and not as_json:
            click.echo("Belum ada koreksi.")


@corrections.command("export")
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis datanya.  [bawaan: dari pengaturan]")
def export_corrections(file: Path, news_db: Path | None) -> None:
    """Tulis setiap berita yang kejadiannya diperbaiki sebagai calon baku emas, satu JSON sebaris.

    BERKAS memuat isi lengkap beritanya: hanya dapat dibaca pemiliknya, dan tidak untuk diterbitkan.
    """
    with _reading(news_db) as connection:
        lines = (json.dumps(found, ensure_ascii=False) for found in ledger.export(connection))
        if str(file) == "-":
            for line in lines:
                click.echo(line)
            return
        try:
            with _private(file) as opened:
                count = sum(bool(opened.write(f"{line}\n")) for line in lines)
        except OSError as error:
            raise CorrectionError(f"{file} tidak dapat ditulis: {error.strerror}.") from None
    click.echo(f"{count} calon baku emas ditulis ke {file} (memuat isi lengkap berita; jangan diterbitkan).")


@click.group()
def editors() -> None:
    """Orang yang boleh memperbaiki isian lewat situs."""


@editors.command("add")
@click.argument("name", metavar="NAMA")
def add_editor(name: str) -> None:
    """Buat kunci masuk untuk NAMA; kunci itu hanya ditunjukkan sekali."""
    settings = load_settings()
    key = _editors().add(name, datetime.now(UTC))
    click.echo(f"Penyunting {name} ditambahkan. Kunci masuknya (tidak dapat ditunjukkan lagi):\n\n    {key}\n")
    click.echo(f"Masuk di {settings.base_url.rstrip('/')}/masuk dengan kunci itu.")


@editors.command("list")
def list_editors() -> None:
    """Siapa saja penyunting."""
    found = _editors().all()
    for editor in found:
        click.echo(f"{editor.name:<40}sejak {spoken_day(editor.added[:10])}")
    if not found:
        click.echo("Belum ada penyunting. Buat dengan `pantau editors add NAMA`.")


@editors.command("remove")
@click.argument("name", metavar="NAMA")
def remove_editor(name: str) -> None:
    """Cabut kunci dan sesi NAMA; koreksi yang pernah dicatatnya tetap ada."""
    _editors().remove(name)
    click.echo(f"Penyunting {name} dihapus; kunci dan sesinya tidak berlaku lagi.")


def _editors() -> Editors:
    return Editors(load_settings().data_dir / FILE)


@contextmanager
def _reading(news_db: Path | None) -> Iterator[sqlite3.Connection]:
    path = news_db or load_settings().news_db
    with closing(connect(path, read_only=True)) as connection, guard(path):
        if migrations.check(connection) < len(migrations.scripts()):
            raise DatabaseError(f"{path} dari versi Pantau yang lebih lama. Jalankan `pantau extract` untuk memperbaruinya.")
        yield connection


@contextmanager
def _private(file: Path) -> Iterator[TextIO]:
    """A file that nobody but its owner can read, also where it was there before."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "w", encoding="utf-8") as opened:  # noqa: PTH123
        os.fchmod(handle, 0o600)
        yield opened


def _line(entry: Entry) -> str:
    what = f"membatalkan {entry.undoes}" if entry.undoes else _change(entry)
    state = f" [dibatalkan oleh {entry.undone}]" if entry.undone else ""
    return f"{entry.number:>5}  {entry.noted[:10]}  {entry.event}  {entry.field}: {what}  ({entry.editor}: {entry.reason}){state}"


def _change(entry: Entry) -> str:
    return f"{slots.told(entry.field, entry.before)} → {slots.told(entry.field, entry.value)}"
