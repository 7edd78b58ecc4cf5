"""Lines that an outlet prints under story after story go; paragraphs of releases stay; the order of pages does not matter."""

import json
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.lines import STORIES
from db.pages import PageStore
from db.store import NewsStore
from extract.repetition import countable, story, without
from extract.run import extract_pages
from models.records import Article, Page
from models.sources import Register

NOW = datetime(2025, 11, 27, 3, 0, tzinfo=UTC)
LATE = datetime(2025, 11, 28, 3, 0, tzinfo=UTC)
PROMO = "Pasang iklan dan kirim rilis Anda melalui redaksi kami setiap hari kerja."
RELEASE = "Kepala cabang menyampaikan terima kasih atas dukungan semua pihak dalam kegiatan tersebut."
AGENCY = "BPJS Ketenagakerjaan menyelenggarakan lima program bagi pekerja."
TOPICS = ("pasar", "jembatan", "sekolah", "panen", "festival", "lomba", "terminal", "puskesmas", "taman", "pelabuhan")


def body(topic: str, *more: str) -> list[str]:
    return [
        f"Pemerintah kabupaten membuka {topic} baru di ibu kota kabupaten pada Selasa (25/11) pagi, disaksikan ratusan warga.",
        f"Pembangunan {topic} itu memakan waktu dua tahun dan dikerjakan oleh warga setempat secara bergotong royong.",
        *more,
    ]


def page(number: int, lines: Sequence[str], host: str = "kabarcontoh.id") -> Page:
    url = f"https://{host}/berita/{number}"
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    html = f"""<!doctype html><html><head><title>Kabar {number}</title>
<meta property="article:published_time" content="2025-11-26T09:10:00+08:00"></head><body><h1>Kabar nomor {number}</h1>
<div class="entry-content">{paragraphs}</div></body></html>"""
    return Page(url, url, None, 200, (("Content-Type", "text/html; charset=utf-8"),), html.encode(), NOW)


def read(folder: Path, pages: Sequence[Page], *, runs: int = 1) -> dict[str, str]:
    """Texts by address after the pages came in ``runs`` portions."""
    size = -(-len(pages) // runs)
    with PageStore.open(folder / "pages.db") as stored, NewsStore.open(folder / "news.db") as news:
        for at in range(0, len(pages), size):
            for item in pages[at : at + size]:
                stored.save(item)
            extract_pages(stored, news, Register(()), progress=lambda done: None)
    connection = sqlite3.connect(folder / "news.db")
    found = dict(connection.execute("SELECT url, body FROM articles"))
    connection.close()
    return found


STORIES_OF_ONE = [page(n, body(topic, AGENCY, PROMO)) for n, topic in enumerate(TOPICS)]


def test_a_line_under_many_stories_goes_from_all_of_them(tmp_path: Path) -> None:
    found = read(tmp_path, STORIES_OF_ONE)
    assert len(found) == len(TOPICS)
    assert not [text for text in found.values() if PROMO in text]
    assert all(AGENCY in text for text in found.values()), "what is said of the agency stays"


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("runs", [1, 4])
def test_the_order_of_pages_does_not_matter(tmp_path: Path, seed: int, runs: int) -> None:
    other = [page(100 + n, body(topic), "kabarlain.id") for n, topic in enumerate(TOPICS[:3])]
    pages = [*STORIES_OF_ONE, *other]
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    wanted = read(tmp_path / "a", pages)
    random.Random(seed).shuffle(pages)
    assert read(tmp_path / "b", pages, runs=runs) == wanted


def test_few_stories_prove_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, STORIES_OF_ONE[: STORIES - 1])
    assert all(PROMO in text for text in found.values())


def test_copies_of_one_release_are_one_story(tmp_path: Path) -> None:
    found = read(tmp_path, [page(n, body("pasar", RELEASE, f"Laporan ke-{n} dari lapangan.")) for n in range(2 * STORIES)])
    assert all(RELEASE in text for text in found.values())


def test_other_outlets_do_not_count(tmp_path: Path) -> None:
    found = read(tmp_path, [page(n, body(topic, RELEASE), f"kabar{n}.id") for n, topic in enumerate(TOPICS)])
    assert all(RELEASE in text for text in found.values())


def test_a_page_that_was_not_touched_is_not_read_again(tmp_path: Path) -> None:
    read(tmp_path, STORIES_OF_ONE)
    with PageStore.open(tmp_path / "pages.db") as stored, NewsStore.open(tmp_path / "news.db") as news:
        counts = extract_pages(stored, news, Register(()), progress=lambda done: None)
    assert (counts.unchanged, counts.articles, counts.again) == (len(TOPICS), 0, 0)


def article(text: str, origin: str = "url") -> Article:
    url = "https://kabarcontoh.id/1"
    return Article("a", url, "Kabar Contoh", "Judul", text, LATE, published_from=origin)


def test_an_article_is_never_emptied() -> None:
    short = article(f"{PROMO}\nBaris kedua yang pendek.")
    assert without(short, countable(short)) == short


def test_records_are_taken_as_they_stand() -> None:
    given = article("\n".join(body("pasar", PROMO)), "record")
    assert countable(given) == set()
    assert without(given, {0}) == given


def test_long_lines_and_lines_about_the_agency_do_not_count() -> None:
    assert len(countable(article("\n".join([PROMO, AGENCY, "Kalimat. " * 60])))) == 1


def test_a_story_is_told_by_its_first_long_line() -> None:
    one = article("\n".join(["KENDARI –", *body("pasar")]))
    assert story(one) == story(replace(one, text="\n".join([*body("pasar"), PROMO])))
    assert story(one) != story(replace(one, text="\n".join(body("sekolah"))))
    assert story(article("pendek"))


def test_records_from_outside_are_json(tmp_path: Path) -> None:
    record = {"published": "2025-11-26T09:00:00+08:00", "title": "Judul", "text": "\n".join(body("pasar", PROMO))}
    pages = []
    for n in range(2 * STORIES):
        url = f"https://kabarcontoh.id/{n}"
        head = (("Content-Type", "application/json"),)
        pages.append(Page(url, url, None, 200, head, json.dumps(record | {"url": url}).encode(), NOW))
    assert all(PROMO in text for text in read(tmp_path, pages).values())
