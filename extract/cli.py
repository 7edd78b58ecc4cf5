"""Commands of the extraction stage: those of the daily run, and those for people who write rules."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from typing import Any, TextIO

import click

from db.settings import load_settings
from models.records import Article, Page, Rejection
from models.sources import Register, RegisterError, load_register
from models.vocab import RunState

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
        return load_register(folder, local=load_settings().sources_dir)
    except RegisterError as error:
        raise click.ClickException(f"Register media keliru:\n{error}") from None


@contextmanager
def _progress(total: int, label: str) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere; the function given is told how many are done."""
    with click.progressbar(length=total, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda done: bar.update(done - bar.pos)


@click.command()
@_register_option
@click.option(
    "--archive",
    "archives",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Baca arsip web ini (.warc, .warc.gz) menjadi pecahan, bukan pages.db; boleh berulang.",
)
@click.option("--shards", type=click.Path(file_okay=False, path_type=Path), help="Folder pecahan arsip.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    help="Proses sekaligus untuk --archive.  [bawaan: semua inti]",
)
@click.option("--ray", metavar="ALAMAT", help="Bagikan arsip ke klaster Ray (auto, host:port, atau local).")
def extract(folder: Path | None, archives: tuple[Path, ...], shards: Path | None, workers: int, ray: str | None) -> None:
    """Baca halaman tersimpan yang baru, atau yang dibaca dengan aturan lama, menjadi artikel dan fakta di news.db.

    Dengan --archive, arsip web dibaca menjadi pecahan di folder --shards, yang lalu dimasukkan oleh `pantau merge --shards`.
    """
    if archives:
        if shards is None:
            raise click.UsageError("--archive memerlukan --shards FOLDER.")
        from extract.sharding.cli import make_shards

        make_shards(archives, shards, folder, workers, ray)
        return
    if shards or ray:
        raise click.UsageError("--shards dan --ray hanya bersama --archive.")
    settings = load_settings()
    register = _register(folder)

    from db.pages import PageStore
    from db.store import NewsStore
    from extract.run import extract_pages

    with PageStore.open(settings.pages_db, create=False, read_only=True) as pages, NewsStore.open(settings.news_db) as news:
        run = news.start_run("extract", _now())
        try:
            with _progress(pages.counts()["pages"], "Membaca") as progress:
                counts = extract_pages(pages, news, register, progress=progress)
            news.save_coverage(pages.watched())
        except BaseException:
            news.finish_run(run, RunState.FAILED, {}, _now())
            raise
        news.finish_run(run, RunState.FINISHED, counts.as_dict(), _now())
    click.echo(
        f"{counts.articles} artikel dibaca ({counts.relevant} tentang BPJS Ketenagakerjaan, {counts.reports} laporan kejadian), "
        f"{counts.unchanged} halaman tidak berubah, {counts.rejected.total()} halaman bukan artikel."
    )
    for reason, number in counts.rejected.most_common():
        click.echo(f"  {reason}: {number}", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="Alamat halaman itu; menentukan media menurut register dan, bila perlu, tanggal terbit.")
@_register_option
def clean(file: Path, url: str | None, folder: Path | None) -> None:
    """Bersihkan satu berkas HTML menjadi satu baris JSON: title, author, published, text, atau alasan penolakan."""
    from extract.clean import clean as clean_page
    from extract.pages import hints_for

    register = _register(folder)
    address = url or file.resolve().as_uri()
    source = register.of(address) if url else None
    page = Page(address, address, source.id if source else None, 200, (("content-type", "text/html"),), file.read_bytes(), _now())
    found = clean_page(page, hints_for(page, register))
    if isinstance(found, Rejection):
        click.echo(json.dumps({"rejected": found.reason.value, "detail": found.detail}, ensure_ascii=False))
        raise SystemExit(1)
    line = {"title": found.title, "author": found.author, "published": found.published.isoformat(), "text": found.text}
    click.echo(json.dumps(line, ensure_ascii=False))


@click.command()
@click.argument("source", type=click.File(encoding="utf-8"), default="-")
def annotate(source: TextIO) -> None:
    """Baca artikel (satu objek JSON per baris: id, url, published, title, text), tulis satu baris JSON per artikel.

    Baris yang keliru disebut di stderr dan dilewati; kode keluar lalu 1.
    """
    from extract.nlp import build, read_one
    from extract.record import to_extraction, to_gold
    from models.rules_digest import rules_digest

    nlp = build()
    faults = 0
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            name, article = _article(line)
        except ValueError as error:
            faults += 1
            click.echo(f"{source.name}, baris {number}: {error}", err=True)
            continue
        found = {"id": name, **to_gold(to_extraction(read_one(nlp, article), rules_digest()))}
        click.echo(json.dumps(found, ensure_ascii=False))
    if faults:
        raise SystemExit(1)


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Tulis laporan yang dapat dibaca ke berkas ini."
)
@click.option("--errors", is_flag=True, help="Sebut setiap yang terlewat dan yang keliru.")
@click.option("--json", "machine", is_flag=True, help="Tulis nilainya sebagai JSON.")
@click.option("--update-floors", is_flag=True, help="Naikkan lantai mutu ke nilai sekarang.")
@click.option("--allow-regression", is_flag=True, help="Dengan --update-floors: turunkan lantai yang terlanggar.")
@click.option("--why", help="Alasan menurunkan lantai; disimpan bersamanya.")
@click.option("--floors", "floors_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Berkas lantai lain.")
def evaluate(
    folders: tuple[Path, ...],
    page: Path | None,
    errors: bool,
    machine: bool,
    update_floors: bool,
    allow_regression: bool,
    why: str | None,
    floors_file: Path | None,
) -> None:
    """Ukur hasil baca terhadap artikel beranotasi dalam FOLDERS.

    Tanpa FOLDERS: artikel beranotasi milik proyek ini sendiri, yang dijaga lantai mutunya (models/floors.toml); bila satu tugas
    jatuh di bawah lantainya atau kumpulan itu berubah, kode keluar 1.
    """
    if allow_regression and not (why and update_floors):
        raise click.UsageError("--allow-regression hanya berlaku bersama --update-floors dan --why 'alasannya'.")
    if update_floors and folders:
        raise click.UsageError("Lantai dipatok pada artikel milik proyek; jalankan --update-floors tanpa FOLDERS.")
    from extract.evaluation import as_json, measured, overall, predict, score, table
    from extract.gold import GoldError, gold_digest, read_gold
    from extract.nlp import build
    from extract.report import render
    from models.floors import FloorError, broken, floors_path, read_floors, to_toml, updated

    try:
        gold = read_gold(folders or (own_gold(),))
    except GoldError as error:
        raise click.ClickException(f"Artikel beranotasi keliru:\n{error}") from None
    scores = score([item.data for item in gold], predict(build(), gold))
    floors = None if folders else read_floors(floors_file)
    if floors and update_floors:
        try:
            floors = updated(floors, measured(scores), gold_digest(gold), len(gold), why if allow_regression else None)
        except FloorError as error:
            raise click.ClickException(str(error)) from None
        (floors_file or floors_path()).write_text(to_toml(floors), encoding="utf-8")
    problems = broken(floors, measured(scores), gold_digest(gold)) if floors else []
    if page:
        page.write_text(render(scores, [item.data for item in gold], floors.tasks if floors else {}, problems), encoding="utf-8")
    if errors:
        click.echo("".join(f"{name.strip(' *')}: {note}\n" for name, tally in scores.items() for note in tally.notes), nl=False)
    if machine:
        click.echo(
            json.dumps({**as_json(scores, len(gold)), "overall": overall(scores), "problems": problems}, ensure_ascii=False)
        )
    else:
        click.echo(table(scores, len(gold)))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)


@click.command()
@click.argument("source", type=click.File(encoding="utf-8"), default="-")
@click.option("--json", "machine", is_flag=True, help="Tulis satu objek JSON per artikel.")
@click.option("--published", help="Saat terbit untuk teks polos, ISO 8601 dengan zona; bila tidak disebut: sekarang.")
def explain(source: TextIO, machine: bool, published: str | None) -> None:
    """Tunjukkan mengapa artikel dibaca demikian: setiap temuan, isyarat, aturan, dan alasan tiap kejadian.

    SOURCE berisi JSON Lines seperti untuk annotate, satu artikel beranotasi (.json), atau teks polos yang baris pertamanya judul.
    """
    from extract.explain import explain as explained
    from extract.explain import to_text
    from extract.nlp import build, read_one

    try:
        articles = list(_articles(source.read(), published))
    except ValueError as error:
        raise click.ClickException(f"{source.name}: {error}") from None
    nlp = build()
    for article in articles:
        found = explained(read_one(nlp, article))
        # click strips the colours where the output is no terminal.
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False) if machine else to_text(found, colour=True))


def _articles(text: str, published: str | None) -> Iterator[Article]:
    """The articles of a text in any of the forms that ``explain`` takes.

    Raises:
        ValueError: a line is no article, or there is none.
    """
    if not text.strip():
        raise ValueError("kosong")
    if not text.lstrip().startswith("{"):
        title, _, body = text.strip().partition("\n")
        when = published or datetime.now(UTC).astimezone(timezone(timedelta(hours=7))).isoformat()
        data = {"id": "teks", "url": "", "title": title, "text": body.strip(), "published": when}
        yield _article(json.dumps(data))[1]
        return
    try:
        json.loads(text)
    except ValueError:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    else:
        lines = [(1, text)]
    for number, line in lines:
        try:
            yield _article(line)[1]
        except ValueError as error:
            raise ValueError(f"baris {number}: {error}") from None


@click.group()
def rules() -> None:
    """Aturan dan pengetahuan yang dinyatakan di models/."""


@rules.command("lint")
@click.option("--hints", is_flag=True, help="Sebut juga pola yang tidak ditunjukkan satu contoh pun.")
def rules_lint(hints: bool) -> None:
    """Periksa semua aturan, isyarat, leksikon, gazetir, dan register; sebut setiap kesalahan dengan berkas dan barisnya."""
    from extract.linting import lint

    found = lint()
    for fault in found.faults:
        click.echo(f"kesalahan: {fault}")
    if hints:
        for hint in found.hints:
            click.echo(f"saran: {hint}")
    click.echo(
        f"{found.rules} aturan, {found.cues} isyarat, {found.patterns} ekspresi reguler diperiksa: "
        f"{len(found.faults)} kesalahan, {len(found.hints)} saran."
    )
    if found.faults:
        raise SystemExit(1)


def own_gold() -> Path:
    """The folder of the project's own annotated articles: those that the newsroom publishes."""
    return Path(str(files("crawler") / "newsroom" / "articles"))


def _article(line: str) -> tuple[Any, Article]:
    """The article of one line, and its id as given.

    Raises:
        ValueError: the line is no JSON object or a field is missing or wrong; the message names it.
    """
    try:
        data = json.loads(line)
    except ValueError as error:
        raise ValueError(f"bukan JSON: {error}") from None
    if not isinstance(data, dict):
        raise ValueError("bukan objek JSON")
    for name in ("url", "published", "title", "text"):
        if not isinstance(data.get(name), str):
            raise ValueError(f"medan {name!r} tidak ada atau bukan teks")
        if any("\ud800" <= char <= "\udfff" for char in data[name]):
            raise ValueError(f"medan {name!r} memuat separuh pasangan UTF-16, bukan Unicode yang sah")
    if "id" not in data:
        raise ValueError("medan 'id' tidak ada")
    published = datetime.fromisoformat(data["published"])
    if published.tzinfo is None:
        raise ValueError("'published' tanpa zona waktu; tulis misalnya 2025-11-26T09:00:00+07:00")
    outlet = data.get("outlet")
    return data["id"], Article(
        id=str(data["id"]),
        url=data["url"],
        outlet=outlet if isinstance(outlet, str) else "",
        title=data["title"],
        text=data["text"],
        published=published,
    )
