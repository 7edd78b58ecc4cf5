"""Articles that are asked for again, at simulated instants: corrections are had, deletions noted, and nobody is pressed."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.desk import Desk
from crawler.newsroom.day import Day, make_day
from crawler.newsroom.press import CORRECTION
from crawler.newsroom.rounds import Watched, watch
from crawler.revisiting import AT_ONCE, SHARE
from crawler.run import spiders
from crawler.spiders.base import AGAIN, NEW, PressSpider
from db.pages import Found, PageStore
from db.revisits import CAP, RETRY, STAGES, Revisits, note_had
from models.records import Page
from models.sources import load_families, load_register
from models.vocab import Family

START = datetime(2026, 3, 2, 17, tzinfo=UTC)
NOW = START + timedelta(hours=24)
DAYS = (timedelta(0), timedelta(0), timedelta(hours=24), timedelta(hours=27), timedelta(days=2, hours=6), timedelta(days=9))
REGISTER = load_register()
SOURCE = REGISTER.by_id["waspadaaceh-com"]
HTML = (("Content-Type", "text/html; charset=utf-8"),)
TEXT = "Santunan senilai Rp42 juta diserahkan kepada ahli waris pekerja rentan di balai kota pada Senin siang. " * 4


# A press -------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def day() -> Day:
    """Half a dozen outlets without faults; of their stories some are corrected and some taken away a day after."""
    made = make_day(11, START, outlets=7, articles=42, share=0.5)
    outlets = []
    for outlet in made.outlets:
        stories = []
        for number, story in enumerate(outlet.stories):
            fate = (
                {"edited": START + timedelta(hours=26), "deleted": None},
                {"edited": None, "deleted": START + timedelta(hours=30)},
                {"edited": None, "deleted": None},
            )[number % 3 if story.agency else 2]
            stories.append(replace(story, **fate))
        outlets.append(replace(outlet, stories=tuple(stories), refuses=(), crawl_delay=None))
    return replace(made, outlets=tuple(outlets), faults=())


@pytest.fixture(scope="module")
def crawled(day: Day, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Watched]:
    folder = tmp_path_factory.mktemp("revisits")
    return folder, watch(day, folder, rounds=[START + after for after in DAYS])


def articles(day: Day, watched: Watched, turn: int) -> Counter[tuple[str, str]]:
    """How often each article was asked for in a round, numbered pages apart."""
    known = {(outlet.id, story.path.rstrip("/")) for outlet in day.outlets for story in outlet.stories}
    item = watched.rounds[turn]
    asked = (
        (r.outlet, r.path.partition("?")[0].removesuffix("/all").rstrip("/")) for r in watched.requests[item.first : item.last]
    )
    return Counter(key for key in asked if key in known)


def test_a_second_run_asks_for_no_article(day: Day, crawled: tuple[Path, Watched]) -> None:
    _, watched = crawled
    assert articles(day, watched, 0)
    assert articles(day, watched, 1) == {}


def test_corrections_are_had(day: Day, crawled: tuple[Path, Watched]) -> None:
    folder, watched = crawled
    edited = {watched.url((outlet.id, story.path)) for outlet in day.outlets for story in outlet.stories if story.edited}
    with PageStore.open(folder / "pages.db", read_only=True) as store:
        stored = Counter(item.page.url for item in store.stored())
        corrected = {
            url
            for url in edited & set(stored)
            if CORRECTION.encode() in b"".join(((page := store.latest(url).page).body, *page.parts))  # type: ignore[union-attr]
        }
    assert len(edited & set(stored)) >= 5
    assert corrected == edited & set(stored)
    assert {url for url, versions in stored.items() if versions > 1} == corrected, "margins alone make no version"
    # Told by lists at once, an hour after the correction, where they tell: by feeds and sitemaps.
    assert watched.rounds[3].report["counts"]["revisits_changed"] >= 3


def test_deletions_are_noted_and_nothing_is_lost(day: Day, crawled: tuple[Path, Watched]) -> None:
    folder, watched = crawled
    taken = {watched.url((outlet.id, story.path)) for outlet in day.outlets for story in outlet.stories if story.deleted}
    with PageStore.open(folder / "pages.db", read_only=True) as store:
        stored = {item.page.url for item in store.stored()}
        deleted = {item.url: item.at for item in Revisits(store).deleted()}
        kept = store.counts()
    assert len(taken & stored) >= 3
    assert set(deleted) == taken & stored
    assert all(START + timedelta(days=2) <= at for at in deleted.values())
    assert (kept["deleted"], kept["urls"]["failed"]) == (len(deleted), 0)


def test_nobody_is_pressed(day: Day, crawled: tuple[Path, Watched]) -> None:
    _, watched = crawled
    rounds = [articles(day, watched, turn) for turn in range(len(DAYS))]
    parted = {(outlet.id, story.path.rstrip("/")) for outlet in day.outlets if outlet.after for story in outlet.stories}
    for asked in rounds:
        assert all(number == 1 for key, number in asked.items() if key not in parted)
    totals: Counter[tuple[str, str]] = sum(rounds, Counter())
    edited = {(outlet.id, story.path.rstrip("/")) for outlet in day.outlets for story in outlet.stories if story.edited}
    assert max(number for key, number in totals.items() if key not in parted | edited) <= 1 + len(STAGES)
    assert watched.refused() == []
    assert [item.report["errors"] for item in watched.rounds if item.report["errors"]] == []


# One crawl -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


@pytest.fixture
def open_spider(store: PageStore) -> Callable[..., PressSpider]:
    def inner(now: datetime = NOW, **options: Any) -> PressSpider:
        desk = Desk(store=store, register=REGISTER, families=load_families(), sources=[SOURCE], clock=lambda: now, **options)
        return spiders()[Family.WORDPRESS](desk=desk)

    return inner


def have(store: PageStore, name: str, at: datetime = START, body: str = TEXT) -> Found:
    url = f"https://waspadaaceh.com/berita-tentang-{name}"
    headers = (*HTML, ("ETag", f'"{name}"'), ("Last-Modified", "kemarin"))
    page = Page(url, url + "/", SOURCE.id, 200, headers, f"<p>{body}</p>".encode(), at)
    store.save(page, also=lambda rows: note_had(rows, page, url, at))
    return Found(url, url + "/", SOURCE.id)


def visits(spider: PressSpider) -> list[Request]:
    return [request for request in spider._begin(SOURCE) if request.meta.get("again")]


def reply(spider: PressSpider, request: Request, status: int = 200, body: str = TEXT, **meta: Any) -> None:
    asked = request.replace(meta=request.meta | meta)
    response = HtmlResponse(request.url, status, headers=dict(HTML), body=f"<p>{body}</p>".encode(), request=asked)
    for item in spider.parse_article(response, **request.cb_kwargs):
        spider.desk.save(item)


def test_a_visit_is_conditional_and_comes_last(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    have(store, "satu")
    assert visits(open_spider(NOW - timedelta(hours=1))) == []
    (request,) = visits(open_spider())
    assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == (b'"satu"', b"kemarin")
    assert request.priority == AGAIN < NEW


@pytest.mark.parametrize(
    ("status", "body", "counted", "versions", "due"),
    [
        (304, "", "revisits_unchanged", 1, STAGES[1]),
        (200, TEXT, "revisits_unchanged", 1, STAGES[1]),
        (200, TEXT.replace("42", "24"), "revisits_changed", 2, STAGES[1]),
        (404, "tidak ada", "revisits_deleted", 1, STAGES[1]),
        (410, "", "revisits_deleted", 1, STAGES[1]),
        (200, "</p><title>404 - halaman tidak ditemukan</title><p>", "revisits_deleted", 1, STAGES[1]),
        (200, "", "revisits_failed", 1, timedelta(days=1) + RETRY),
        (500, "galat", "revisits_failed", 1, timedelta(days=1) + RETRY),
        (403, "ditolak", "revisits_failed", 1, timedelta(days=1) + RETRY),
    ],
)
def test_answers(
    store: PageStore, open_spider: Callable[..., PressSpider], status: int, body: str, counted: str, versions: int, due: timedelta
) -> None:
    found = have(store, "satu")
    spider = open_spider()
    reply(spider, visits(spider)[0], status, body)
    counts = spider.desk.tallies[SOURCE.id].counts
    assert {key: number for key, number in counts.items() if key.startswith("revisits")} == {"revisits": 1, counted: 1}
    assert {"stored", "unchanged", "failed"} & set(counts) == set(), "what is known says nothing about the outlet's news"
    assert store.counts()["pages"] == versions
    assert store.latest(found.url) is not None
    assert store.counts()["urls"] == {"queued": 0, "fetched": 1, "failed": 0}
    assert visits(open_spider(START + due - timedelta(minutes=1))) == []
    assert len(visits(open_spider(START + due))) == 1


def test_what_is_redirected_elsewhere_is_left_to_the_next_stage(
    store: PageStore, open_spider: Callable[..., PressSpider]
) -> None:
    have(store, "satu")
    spider = open_spider()
    (request,) = visits(spider)
    reply(spider, request.replace(url="https://waspadaaceh.com/"), redirect_urls=[request.url])
    assert spider.desk.tallies[SOURCE.id].counts["revisits_failed"] == 1
    assert visits(open_spider(START + STAGES[1] - timedelta(minutes=1))) == []
    assert len(visits(open_spider(START + STAGES[1]))) == 1


def test_killed_before_the_answer_it_is_due_again(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    have(store, "satu")
    assert len(visits(open_spider())) == 1
    assert len(visits(open_spider())) == 1


def test_a_backlog_is_spread(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    for number in range(2 * AT_ONCE):
        have(store, f"nomor-{number}")
    spider = open_spider()
    first = visits(spider)
    assert len(first) == AT_ONCE
    for request in first:
        reply(spider, request, 304)
    assert not {request.url for request in visits(open_spider())} & {request.url for request in first}
    assert len(visits(open_spider(max_pages=1))) == 1


def test_new_articles_keep_their_part_of_the_budget(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    desk = open_spider().desk
    limit = desk.families.budget.of("waspadaaceh.com", 1)
    again = sum(desk.spends("waspadaaceh.com", again=True) for _ in range(limit))
    assert again == int(limit * SHARE)
    assert desk.spent == {}, "the day's budget is not spent"
    assert sum(desk.spends("waspadaaceh.com") for _ in range(limit)) == limit - again


# What lists tell -----------------------------------------------------------------------------------------------------------


def feed(*changed: tuple[str, datetime]) -> HtmlResponse:
    entries = "".join(
        f"<entry><title>BPJS Ketenagakerjaan</title><link href='https://waspadaaceh.com/berita-tentang-{name}/'/>"
        f"<published>{START.isoformat()}</published><updated>{moment.isoformat()}</updated></entry>"
        for name, moment in changed
    )
    url = "https://waspadaaceh.com/feed/"
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()
    return HtmlResponse(url, body=body, request=Request(url))


def told(spider: PressSpider, response: HtmlResponse) -> list[str]:
    rule = next(rule for rule in SOURCE.lists if rule.kind == "feed")
    chain = spider._chain(SOURCE, replace(rule, next=None), response.url, (SOURCE,))
    requests = [request for request in spider.parse_list(response, chain) if "found" in request.cb_kwargs]
    return [request.url.removesuffix("/").rpartition("-")[2] for request in requests if request.cb_kwargs["again"]]


def test_a_list_tells_of_a_change(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    have(store, "satu", NOW)
    have(store, "dua", NOW)
    before = (("satu", START), ("dua", START + timedelta(hours=2)))
    assert told(open_spider(NOW), feed(*before)) == []
    for turn in range(1, CAP + 2):
        now = NOW + turn * timedelta(hours=1)
        after = (("satu", now - timedelta(minutes=20)), before[1])
        spider = open_spider(now)
        assert told(spider, feed(*after)) == (["satu"] if turn <= CAP else [])
        assert told(spider, feed(*after)) == [], "asked for once"
        spider.desk.revisiting.still(Found("https://waspadaaceh.com/berita-tentang-satu", "", SOURCE.id))


def test_a_list_that_says_now_is_not_believed(store: PageStore, open_spider: Callable[..., PressSpider]) -> None:
    names = ("satu", "dua", "tiga")
    for name in names:
        have(store, name, NOW)
    for hours in (0, 1, 2):
        now = NOW + timedelta(hours=hours)
        moments = [(name, now - timedelta(seconds=turn)) for turn, name in enumerate(names)]
        assert told(open_spider(now), feed(*moments)) == []
    assert store.rows("SELECT * FROM told") == []
