"""``python -m crawler.newsroom``: the press as a process of its own, until it is told to stop."""

import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import TextIO

import click

from crawler.newsroom.server import Newsroom


@click.command()
@click.option("--port", default=0, help="Porta bersama semua alamat; 0 memilih yang bebas.")
@click.option("--port-file", type=click.Path(path_type=Path, dir_okay=False), help="Tulis porta ke berkas ini begitu siap.")
@click.option(
    "--write-register", type=click.Path(path_type=Path, file_okay=False), help="Tulis register media buatan ke folder ini."
)
@click.option("--log", "log_file", type=click.File("w", encoding="utf-8"), help="Catat setiap permintaan sebagai baris JSON.")
def main(port: int, port_file: Path | None, write_register: Path | None, log_file: TextIO | None) -> None:
    """Jalankan pers buatan di alamat loopback komputer ini."""
    ended = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    newsroom = Newsroom(port=port, log=log_file)
    try:
        newsroom.start()
    except OSError as error:
        raise click.ClickException(f"Pers buatan tidak dapat membuka porta {port or 'bebas'} di 127.0.0.x: {error}") from None
    try:
        if write_register is not None:
            newsroom.write_register(write_register)
        if port_file is not None:
            # The file appears whole or not at all: whoever waits for it may read it at once.
            draft = port_file.with_name(port_file.name + ".part")
            draft.write_text(f"{newsroom.port}\n", encoding="utf-8")
            draft.replace(port_file)
        click.echo(f"{len(newsroom.outlets)} media di porta {newsroom.port}", err=True)
        sys.stderr.flush()
        ended.wait()
    finally:
        newsroom.stop()


if __name__ == "__main__":
    main()
