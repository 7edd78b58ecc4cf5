"""Commands that show what is stored: the site and the state of the installation."""

import errno
import json
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import click

from db.database import DatabaseError
from db.labels import label
from db.settings import load_settings
from models.vocab import RunState

_WIB = timezone(timedelta(hours=7), "WIB")


@click.command()
@click.option("--host", help="Alamat tempat mendengarkan.  [bawaan: dari pengaturan]")
@click.option("--port", type=click.IntRange(0, 65535), help="Porta; 0 memilih yang bebas.  [bawaan: dari pengaturan]")
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis data yang disajikan.  [bawaan: dari pengaturan]")
@click.option("--public", type=click.Path(path_type=Path), help="Sajikan salinan publik di folder ini, bukan news.db.")
@click.option("--workers", type=click.IntRange(1, 64), help="Banyaknya proses yang menjawab.  [bawaan: dari pengaturan]")
def serve(host: str | None, port: int | None, news_db: Path | None, public: Path | None, workers: int | None) -> None:
    """Sajikan news.db, atau salinan publik, lewat Datasette sampai dihentikan (Ctrl+C)."""
    if public and news_db:
        raise click.UsageError("--public dan --news-db tidak dapat bersama-sama.")
    from db.editors import FILE

    settings = load_settings()
    known = "base_url" in settings.model_fields_set  # else what is said in feeds is where the site listens
    path = news_db or settings.news_db
    if public:
        from db.publishing import DATABASE, check

        path = check(public).folder / DATABASE
    serve_site(
        path,
        host or settings.host,
        settings.port if port is None else port,
        settings.base_url if known else None,
        public=public is not None,
        editors=None if public else settings.data_dir / FILE,
        workers=workers or settings.workers,
    )


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--news-db", type=click.Path(path_type=Path), help="Basis data yang diterbitkan.  [bawaan: dari pengaturan]")
def publish(folder: Path, news_db: Path | None) -> None:
    """Tulis salinan publik ke DIR: tanpa isi lengkap berita, dengan umpan, peta situs, dan sidik setiap berkas."""
    from db.publishing import publish as write
    from db.takeaway import parquet_available

    settings = load_settings()
    source = news_db or settings.news_db
    if not source.is_file():
        raise DatabaseError(f"Basis data {source} belum ada. Jalankan `pantau run` untuk mengisinya.")
    found = write(source, folder, base_url=settings.base_url, now=datetime.now(UTC))
    if not parquet_available():
        click.echo("Tanpa berkas Parquet: pasang dengan `pip install 'pantau[parquet]'` bila diperlukan.", err=True)
    click.echo(f"Salinan publik: {found.folder} ({len(found.files)} berkas). Sajikan dengan `pantau serve --public {folder}`.")


def serve_site(
    path: Path,
    host: str,
    port: int,
    base_url: str | None = None,
    *,
    public: bool = False,
    editors: Path | None = None,
    workers: int = 1,
) -> None:
    """Serve a news.db until SIGINT or SIGTERM, then return; ``base_url`` is by default the address listened on.

    With ``public`` it is the database of a public copy, which is not touched. ``editors`` is the file of those who may correct
    events; where it cannot be used the site is served all the same, and only read. ``workers`` processes answer.

    Raises:
        click.ClickException: no database there, one of a newer version, or the port cannot be had.
    """
    if not path.is_file():
        raise DatabaseError(
            f"Basis data {path} belum ada. Jalankan `pantau run` untuk mengisinya, atau `pantau demo` untuk melihat contohnya."
        )
    with listening(host, port) as sock:
        from db.site.app import build
        from db.site.serving import run
        from db.store import NewsStore

        NewsStore.open(path, create=False, read_only=public).close()
        editors = _usable(editors)
        address = f"http://{_bracketed(host)}:{sock.getsockname()[1]}"
        click.echo(f"Pantau menyajikan {path} di {address}/ (Ctrl+C untuk berhenti)")
        run(partial(build, path, base_url or address, public=public, editors=editors), sock, workers)


def _usable(path: Path | None) -> Path | None:
    from db.editors import EditorError, Editors

    if path is not None:
        try:
            Editors(path).prepare()
        except EditorError as error:
            click.echo(f"Penyuntingan dimatikan: {error.message}", err=True)
            return None
    return path


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to an address, so that a port in use is found out before anything else is done.

    Raises:
        click.ClickException: the address cannot be had; the message says why and what to do.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise click.ClickException(f"Alamat {host} tidak dikenal: {error}") from None
    with closing(found):
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(address)
            found.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                told = f"Porta {port} di {host} dipakai program lain. Hentikan program itu, atau pilih yang lain dengan --port."
            else:
                told = f"Tidak dapat mendengarkan di {host} porta {port}: {error.strerror}. Pilih alamat atau porta lain."
            raise click.ClickException(told) from None
        yield found


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
@click.option("--events", type=click.IntRange(0, 1000), default=0, help="Sertakan sekian kejadian terbaru.")
def status(as_json: bool, events: int) -> None:
    """Keadaan basis data, sumber, dan putaran terakhir."""
    settings = load_settings()
    found = state(settings.pages_db, settings.news_db, settings.sources_dir)
    found["health"] = _health(settings.pages_db, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    _print_numbers(found)
    if found["health"]:
        states = ", ".join(f"{number} {name}" for name, number in found["health"].items())
        click.echo(f"\nKeadaan media: {states}. Rinciannya: pantau sources health")
    _print_runs(found["runs"])
    if events and settings.news_db.is_file():
        _print_events(settings.news_db, events)


def state(pages_db: Path, news_db: Path, own_sources: Path | None = None) -> dict[str, Any]:
    """What the installation holds: ``pages`` and ``news`` (counts, ``None`` where the file is missing), ``sources``, ``runs``.

    ``own_sources`` is the folder of the operator's own rows of the register.

    Raises:
        DatabaseError: a database is there and cannot be read.
    """
    pages, crawls = _pages_state(pages_db)
    news, runs = _news_state(news_db)
    return {
        "pages_db": str(pages_db),
        "news_db": str(news_db),
        "sources": _sources(pages["sources"] if pages else {}, own_sources),
        "pages": pages,
        "news": news,
        "runs": [*crawls, *(run for run in runs if run["stage"] != "crawl")],
    }


def _news_state(path: Path) -> tuple[dict[str, int] | None, list[dict[str, Any]]]:
    from db.store import NewsStore

    if not path.is_file():
        return None, []
    with NewsStore.open(path, read_only=True) as store:
        runs = [_run_line(run.stage, run.started, run.finished, run.state, dict(run.counts)) for run in store.last_runs()]
        return store.counts(), runs


def _pages_state(path: Path) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    from db.pages import PageStore

    if not path.is_file():
        return None, []
    with PageStore.open(path, create=False, read_only=True) as store:
        runs = []
        for run in store.runs(limit=1):
            sums: Counter[str] = Counter()
            for counts in run.counts.values():
                sums.update(counts)
            runs.append(_run_line("crawl", run.started_at, run.finished_at, run.state, dict(sums)))
        return store.counts(), runs


def _run_line(
    stage: str, started: datetime, finished: datetime | None, state: RunState, counts: dict[str, int]
) -> dict[str, Any]:
    return {
        "stage": stage,
        "state": str(state),
        "started": started.isoformat(),
        "finished": finished and finished.isoformat(),
        "counts": counts,
    }


def _health(path: Path, now: datetime) -> dict[str, int]:
    """How many of the outlets that were crawled of late are in which state, most frequent first."""
    from db.health import HISTORY, LABELS, healths
    from db.pages import PageStore

    if not path.is_file():
        return {}
    today = now.astimezone(UTC).date()
    with PageStore.open(path, create=False, read_only=True) as store:
        numbers = store.days(today - timedelta(days=HISTORY))
    return dict(Counter(LABELS[item.state] for item in healths(numbers, sorted(numbers), today)).most_common())


def _sources(by_source: Mapping[str, Mapping[str, int]], own: Path | None) -> dict[str, int]:
    """How many outlets are registered, crawled, have given a page, and have so far only failed."""
    from models.sources import RegisterError, load_register

    try:
        register = load_register(local=own)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None
    given = {key for key, states in by_source.items() if key and states.get("fetched")}
    failed = {key for key, states in by_source.items() if key and states.get("failed")} - given
    return {
        "registered": len(register.sources),
        "enabled": len(register.enabled),
        "with_pages": len(given),
        "failing": len(failed),
    }


_ROWS: tuple[tuple[str, str, str], ...] = (
    ("Media terdaftar", "sources", "registered"),
    ("  dirayapi", "sources", "enabled"),
    ("  sudah memberi halaman", "sources", "with_pages"),
    ("  hanya gagal", "sources", "failing"),
    ("Halaman tersimpan", "pages", "pages"),
    ("  alamat berbeda", "pages", "articles"),
    ("  dihapus medianya", "pages", "deleted"),
    ("Artikel", "news", "articles"),
    ("  tentang BPJS Ketenagakerjaan", "news", "relevant"),
    ("Penolakan", "news", "rejections"),
    ("Laporan", "news", "reports"),
    ("  belum digabungkan", "news", "unattached"),
    ("Kejadian", "news", "events"),
    ("  ditarik", "news", "withdrawn"),
    ("Perlu diperiksa", "news", "issues"),
)


def _print_numbers(found: dict[str, Any]) -> None:
    for part, advice in (("pages", "pantau crawl"), ("news", "pantau extract")):
        if found[part] is None:
            click.echo(f"{found[f'{part}_db']} belum ada; `{advice}` membuatnya.")
    for name, part, key in _ROWS:
        if found[part] is not None:
            click.echo(f"{name:<32}{_grouped(found[part][key]):>12}")
    if found["pages"] is not None:
        for name, key in (("Alamat menunggu", "queued"), ("Alamat gagal", "failed")):
            click.echo(f"{name:<32}{_grouped(found['pages']['urls'][key]):>12}")


def _print_runs(runs: list[dict[str, Any]]) -> None:
    if not runs:
        click.echo("\nBelum ada tahap yang dijalankan.")
        return
    click.echo(f"\n{'Putaran terakhir':<18}{'Keadaan':<12}{'Mulai (WIB)':<19}Hitungan")
    for run in runs:
        started = datetime.fromisoformat(run["started"]).astimezone(_WIB)
        counts = ", ".join(f"{name} {_grouped(count)}" for name, count in run["counts"].items() if count)
        click.echo(f"{run['stage']:<18}{label('RunState', run['state']):<12}{started:%Y-%m-%d %H:%M}   {counts or '-'}")


def _print_events(path: Path, limit: int) -> None:
    from db.calendars import spoken
    from db.store import NewsStore

    with NewsStore.open(path, read_only=True) as store:
        found = store.newest_events(limit)
    click.echo(f"\n{'Tanggal':<28}{'Keadaan':<14}Kejadian")
    for _, status, title, date in found:
        click.echo(f"{spoken(date) if date else 'tanggal tidak disebut':<28}{label('Status', status):<14}{title}")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
