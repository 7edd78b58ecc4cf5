"""The commands of merging: the stage of the daily run, and why an event is one."""

import sys
from datetime import UTC, datetime

import click

from db.settings import load_settings
from models.vocab import RunState


def _now() -> datetime:
    return datetime.now(UTC)


@click.command()
def merge() -> None:
    """Satukan laporan tentang kejadian yang sama menjadi satu kejadian."""
    settings = load_settings()

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
    click.echo(
        f"{counts.new} kejadian baru, {counts.joined} laporan bergabung, "
        f"{counts.refreshed} kejadian diperbarui, {counts.withdrawn} ditarik "
        f"({counts.redirected} menjadi bagian kejadian lain), {counts.split} dipisahkan, "
        f"{counts.unconfirmed} rencana belum terkonfirmasi, {counts.copies} artikel salinan."
    )
