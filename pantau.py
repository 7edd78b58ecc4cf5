"""The front door: one command, `pantau`, that loads a stage only when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click


class Stage(NamedTuple):
    """Where a command lives and the line that ``pantau --help`` shows for it without loading it."""

    module: str
    attribute: str
    summary: str


STAGES: Mapping[str, Stage] = {
    "run": Stage("extract.cli", "run", "Rayapi, ekstrak, dan gabungkan: satu putaran penuh."),
    "crawl": Stage("crawler.cli", "crawl", "Ambil halaman baru dari media terdaftar ke pages.db."),
    "import": Stage("crawler.cli", "import_files", "Masukkan berkas HTML, JSON, JSON Lines, atau WARC ke pages.db."),
    "extract": Stage("extract.cli", "extract", "Baca halaman tersimpan menjadi artikel dan fakta di news.db."),
    "merge": Stage("extract.cli", "merge", "Satukan laporan tentang kejadian yang sama."),
    "serve": Stage("db.cli", "serve", "Sajikan news.db lewat Datasette."),
    "status": Stage("db.cli", "status", "Keadaan basis data, sumber, dan putaran terakhir."),
    "sources": Stage("crawler.cli", "sources", "Daftar media: list, check."),
    "clean": Stage("extract.cli", "clean", "Bersihkan satu berkas HTML menjadi satu baris JSON."),
    "annotate": Stage("extract.cli", "annotate", "Baca artikel dari JSON Lines, tulis hasil bacanya."),
    "demo": Stage("demo", "demo", "Jalankan semuanya pada pers buatan di komputer ini."),
}


class Stages(click.Group):
    """A group whose commands are imported when called: help and completion answer at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a day's work."""
        return list(STAGES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the stage behind a name."""
        stage = STAGES.get(cmd_name)
        if stage is None:
            return None
        command = getattr(import_module(stage.module), stage.attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing one."""
        with formatter.section("Perintah"):
            formatter.write_dl([(name, stage.summary) for name, stage in STAGES.items()])


@click.group(cls=Stages, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pantau", prog_name="pantau")
def main() -> None:
    """Pantau membaca pers daerah tentang BPJS Ketenagakerjaan dan menyusunnya menjadi data kejadian."""


if __name__ == "__main__":
    main()
