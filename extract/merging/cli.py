"""The commands of merging: the stage of the daily run, and why an event is one."""

import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from db.settings import load_settings
from models.vocab import RunState


def _now() -> datetime:
    return datetime.now(UTC)


@click.command()
@click.option(
    "--shards",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Masukkan lebih dahulu pecahan arsip di folder ini (dari `pantau extract --archive`).",
)
def merge(shards: Path | None) -> None:
    """Satukan laporan tentang kejadian yang sama menjadi satu kejadian."""
    settings = load_settings()
    if shards is not None:
        from extract.sharding.cli import take_in_shards

        taken = take_in_shards(shards)
        click.echo(
            f"{taken.articles} artikel masuk ({taken.relevant} tentang BPJS Ketenagakerjaan, {taken.reports} laporan kejadian), "
            f"{taken.unchanged} sudah ada, {taken.rejected.total()} halaman bukan artikel."
        )

    from db.database import connect
    from db.feeds import kept
    from db.store import NewsStore
    from extract.merging.run import merge_reports

    with NewsStore.open(settings.news_db, create=False) as news:
        run = news.start_run("merge", _now())
        try:
            total = news.links.waiting_count()
            with click.progressbar(length=total, label="Menyatukan", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
                counts = merge_reports(news, now=_now, progress=lambda done: bar.update(done - bar.pos))
        except BaseException:
            news.finish_run(run, RunState.FAILED, {}, _now())
            raise
        news.finish_run(run, RunState.FINISHED, counts.as_dict(), _now())
    with (
        closing(connect(settings.news_db)) as connection,
        click.progressbar(
            length=kept.waiting(connection), label="Menulis umpan", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar,
    ):
        kept.keep(connection, lambda done: bar.update(done - bar.pos))
    click.echo(
        f"{counts.new} kejadian baru, {counts.joined} laporan bergabung, "
        f"{counts.refreshed} kejadian diperbarui, {counts.withdrawn} ditarik "
        f"({counts.redirected} menjadi bagian kejadian lain), {counts.split} dipisahkan, "
        f"{counts.unconfirmed} rencana belum terkonfirmasi, {counts.copies} artikel salinan."
    )


@click.command("explain-merge")
@click.argument("event")
@click.option("--json", "machine", is_flag=True, help="Tulis sebagai satu objek JSON.")
def explain_merge(event: str, machine: bool) -> None:
    """Tunjukkan mengapa laporan-laporan disatukan menjadi kejadian EVENT, dan apa yang menahan laporan lain.

    EVENT adalah nomor kejadian (e…). Kejadian yang sudah menjadi bagian dari yang lain dialihkan ke sana.
    """
    settings = load_settings()

    from db.store import NewsStore
    from db.texts import printable
    from extract.merging.reasons import to_text
    from extract.merging.run import reasons_for

    with NewsStore.open(settings.news_db, create=False, read_only=True) as news:
        line = news.successors(event)
        if not line:
            raise click.ClickException(f"Tidak ada kejadian bernomor {event} di {settings.news_db}.")
        found = reasons_for(news, line[-1])
    if found is None:
        raise click.ClickException(f"Kejadian {line[-1]} sudah ditarik: tidak ada lagi laporan yang menceritakannya.")
    if len(line) > 1:
        click.echo(f"Kejadian {' menjadi bagian dari '.join(line)}.", err=True)
    click.echo(json.dumps(found.as_dict(), ensure_ascii=False) if machine else printable(to_text(found)))
