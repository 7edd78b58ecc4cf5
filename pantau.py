"""The front door: one command, `pantau`, that loads a stage only when it is asked for.

``run`` and ``demo`` call the stages as processes of their own: the crawl and the extraction never share one, and each can be
stopped anywhere and started again.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import click

NEWSROOM_PORT = 8765
"""Fixed, so that a second demo finds the addresses of the first and fetches nothing again."""
NEWSROOM_SECONDS = 30.0
"""How long the newsroom may take to answer before the demo gives up."""


class Stage(NamedTuple):
    """Where a command lives and the line that ``pantau --help`` shows for it without loading it."""

    module: str
    attribute: str
    summary: str


STAGES: Mapping[str, Stage] = {
    "run": Stage("pantau", "run", "Rayapi, ekstrak, gabungkan, nilai media, kirim kabar: satu putaran penuh."),
    "crawl": Stage("crawler.cli", "crawl", "Ambil halaman baru dari media terdaftar ke pages.db."),
    "backfill": Stage("crawler.backfill_cli", "backfill", "Ambil berita lama sebuah media lewat peta situs dan arsipnya."),
    "import": Stage("crawler.archives_cli", "import_files", "Masukkan berkas HTML, JSON, JSON Lines, atau WARC ke pages.db."),
    "export": Stage("crawler.archives_cli", "export_pages", "Tulis halaman tersimpan sebagai arsip web (WARC)."),
    "prune": Stage("crawler.prune_cli", "prune", "Hapus isi halaman lama yang sudah dibaca, atau pindahkan ke arsip."),
    "extract": Stage("extract.cli", "extract", "Baca halaman tersimpan menjadi artikel dan fakta di news.db."),
    "merge": Stage("extract.merging.cli", "merge", "Satukan laporan tentang kejadian yang sama."),
    "explain-merge": Stage("extract.merging.cli", "explain_merge", "Tunjukkan mengapa laporan disatukan menjadi satu kejadian."),
    "serve": Stage("db.cli", "serve", "Sajikan news.db lewat Datasette."),
    "publish": Stage("db.cli", "publish", "Tulis salinan publik tanpa isi lengkap berita ke sebuah folder."),
    "watch": Stage("pantau", "watch", "Putaran demi putaran, tanpa pewaktu, sampai dihentikan."),
    "health": Stage("db.health_cli", "health", "Nilai setiap media, catat, dan sebut yang berubah."),
    "status": Stage("db.cli", "status", "Keadaan basis data, sumber, dan putaran terakhir."),
    "alerts": Stage("db.alerts.cli", "alerts", "Kabar kejadian lewat surel, Telegram, webhook: add, list, send, status."),
    "bulletin": Stage("db.bulletin.cli", "bulletin", "Buletin sepekan untuk dicetak: HTML, dan PDF di mana dapat."),
    "correct": Stage("db.repair_cli", "correct", "Perbaiki isian sebuah kejadian, atau batalkan perbaikannya."),
    "corrections": Stage("db.repair_cli", "corrections", "Perbaikan orang: list, export."),
    "editors": Stage("db.repair_cli", "editors", "Penyunting situs: add, list, remove."),
    "sources": Stage("crawler.sources_cli", "sources", "Daftar media: list, check, health."),
    "golden": Stage("extract.golden_cli", "golden", "Bandingkan halaman emas dengan yang terbaca sekarang."),
    "clean": Stage("extract.cli", "clean", "Bersihkan satu berkas HTML menjadi satu baris JSON."),
    "annotate": Stage("extract.cli", "annotate", "Baca artikel dari JSON Lines, tulis hasil bacanya."),
    "explain": Stage("extract.cli", "explain", "Tunjukkan mengapa artikel dibaca demikian."),
    "evaluate": Stage("extract.cli", "evaluate", "Ukur hasil baca terhadap artikel beranotasi; jaga lantai mutu."),
    "rules": Stage("extract.cli", "rules", "Aturan dan leksikon: lint."),
    "demo": Stage("pantau", "demo", "Jalankan semuanya pada pers buatan di komputer ini."),
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


def _stage(*arguments: str, env: Mapping[str, str] | None = None) -> int:
    """Run one command of ours in a process of its own and wait for it; its exit code."""
    with subprocess.Popen([sys.executable, "-m", "pantau", *arguments], env=env) as process:  # noqa: S603
        try:
            return process.wait()
        except BaseException:
            # Interrupted: the stage gets the time to close what it has open.
            process.terminate()
            raise


_register_option = click.option(
    "--register",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder register media lain (berkas <provinsi>.toml).",
)


OVERLAP = 75
"""Exit code of ``run --lock`` while another round is running (EX_TEMPFAIL of sysexits.h)."""
ALERTS = "alerts.db"
"""The file without which a round has nobody to tell."""
CHANGED = 3
"""Exit code of a round in which all went well but a source went quiet; that of ``pantau health``."""


@contextmanager
def _locked(file: Path) -> Iterator[bool]:
    """Hold a lock for the time of a block; false where another process holds it. It ends with the process, however that ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@click.command()
@_register_option
@click.option("--lock", is_flag=True, help=f"Jangan tumpang tindih: bila putaran lain berjalan, berhenti dengan kode {OVERLAP}.")
@click.option("--log-json", is_flag=True, help="Tulis catatan sebagai baris JSON ke stderr.")
def run(register: Path | None, lock: bool, log_json: bool) -> None:
    """Satu putaran penuh: rayapi, ekstrak, gabungkan, nilai media, kirim kabar (bila ada peringatan).

    Sumber yang gagal tidak menahan tahap berikutnya; kode keluar 0 bila semua tahap berhasil, 3 bila ada media yang memburuk.
    """
    from db.settings import load_settings

    data = load_settings().data_dir
    file = data / "run.lock"
    with _ended_by_sigterm(), _locked(file) if lock else nullcontext(enter_result=True) as alone:
        if not alone:
            _say(f"Putaran lain sedang berjalan (kunci {file}); putaran ini dilewati.", log_json, code=OVERLAP)
            raise SystemExit(OVERLAP)
        chosen = ("--register", str(register)) if register else ()
        codes = {}
        for stage in (
            ("crawl", *chosen, *(["--log-json"] if log_json else [])),
            ("extract", *chosen),
            ("merge",),
            ("health", *chosen),
            *([("alerts", "send")] if (data / ALERTS).exists() else []),
        ):
            began = time.monotonic()
            codes[stage[0]] = _stage(*stage)
            if log_json:
                _say("tahap selesai", log_json, stage=stage[0], code=codes[stage[0]], seconds=round(time.monotonic() - began, 1))
    quiet = codes["health"] == CHANGED and not any(code for stage, code in codes.items() if stage != "health")
    if any(codes.values()):
        raise SystemExit(CHANGED if quiet else 1)


@click.command()
@_register_option
@click.option(
    "--every", type=click.IntRange(1, 1440), default=60, show_default=True, help="Menit dari awal putaran ke awal berikutnya."
)
@click.option("--rounds", type=click.IntRange(1), help="Berhenti setelah sekian putaran.  [bawaan: tidak berhenti]")
@click.option("--log-json", is_flag=True, help="Tulis catatan sebagai baris JSON ke stderr.")
def watch(register: Path | None, every: int, rounds: int | None, log_json: bool) -> None:
    """Jalankan putaran demi putaran sampai dihentikan (Ctrl+C atau SIGTERM); untuk mesin tanpa systemd dan cron.

    Putaran yang gagal dicatat dan tidak menghentikan yang berikutnya; yang lebih lama dari jedanya langsung disusul.
    """
    options = [*(("--register", str(register)) if register else ()), *(["--log-json"] if log_json else [])]
    with _ended_by_sigterm():
        for number in count(1):
            began = time.monotonic()
            code = _stage("run", "--lock", *options)
            _say(f"Putaran {number} selesai dengan kode {code}.", log_json, round=number, code=code)
            if number == rounds:
                return
            time.sleep(max(0.0, began + every * 60 - time.monotonic()))


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end a block as Ctrl+C does: the stage that runs gets the time to close what it has open."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _say(text: str, log_json: bool, **more: object) -> None:
    """A line of this command's own on standard error, as JSON on request."""
    if not log_json:
        click.echo(text, err=True)
        return
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"time": now, "level": "info", "logger": "pantau.run", "message": text, **more}
    click.echo(json.dumps(line, ensure_ascii=False), err=True)


@contextmanager
def _newsroom(folder: Path, port: int) -> Iterator[Path]:
    """The press of our own as a child process; gives the folder of its register once it answers."""
    register, ready = folder / "register", folder / "newsroom.port"
    folder.mkdir(parents=True, exist_ok=True)
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "crawler.newsroom", "--port", str(port), "--port-file", str(ready)]
    with subprocess.Popen([*command, "--write-register", str(register)]) as process:  # noqa: S603
        try:
            deadline = time.monotonic() + NEWSROOM_SECONDS
            while not ready.exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise click.ClickException(f"Pers buatan tidak dapat dimulai di porta {port}; pilih --newsroom-port lain.")
                time.sleep(0.05)
            yield register
        finally:
            process.send_signal(signal.SIGTERM)


@click.command()
@click.option("--no-serve", is_flag=True, help="Berhenti setelah ringkasan, tanpa menyajikan situs.")
@click.option("--newsroom-port", default=NEWSROOM_PORT, show_default=True, help="Porta pers buatan di 127.0.0.x.")
def demo(no_serve: bool, newsroom_port: int) -> None:
    """Jalankan semuanya pada pers buatan di komputer ini: rayapi, ekstrak, gabungkan, ringkas, lalu sajikan situsnya.

    Datanya di folder demo di bawah data_dir, terpisah dari data sungguhan.
    """
    from db.settings import load_settings

    folder = load_settings().data_dir / "demo"
    env = os.environ | {"PANTAU_DATA_DIR": str(folder)}
    with _newsroom(folder, newsroom_port) as register:
        for stage in (("crawl", "--register", str(register)), ("extract", "--register", str(register)), ("merge",)):
            if _stage(*stage, env=env):
                raise click.ClickException(f"Tahap {stage[0]} gagal; lihat pesan di atas.")
    if code := _stage("status", "--events", "10", env=env):
        raise SystemExit(code)
    if not no_serve:
        raise SystemExit(_stage("serve", env=env))


if __name__ == "__main__":
    main()
