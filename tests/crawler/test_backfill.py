"""The past of a source: found through archives and sitemaps, within a share of the budget, over several runs, killed anywhere."""

import fcntl
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.backfill import BackfillDesk, ways
from crawler.listings import Entry
from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.sieve import day_of
from crawler.turns import before_history, history, turn_wanted
from db.backfills import TRIES, Backfill, Backfills
from db.pages import Found, ListState, PageStore
from models.ids import canonical_url
from models.sources import load_families, load_register
from models.vocab import ListKind

Open = Callable[..., Newsroom]
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
JOB = Backfill("waspadaaceh-com", date(2025, 1, 1), date(2025, 3, 31))
URL = "https://waspadaaceh.com/tag/bpjs-ketenagakerjaan/"
SINCE = ("--since", "2020-01-01")
SOURCES = ("waspada-id", "jambibaba-id", "babel-antaranews-com", "palpos-disway-id", "kobar-inews-id")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


def found(name: str) -> Found:
    return Found(f"https://waspadaaceh.com/{name}", f"https://waspadaaceh.com/{name}/", JOB.source)


def backfill(pantau: Any, *arguments: str) -> Any:
    return pantau("backfill", *arguments, "--register", str(pantau.register))


def of(newsroom: Newsroom, source: str) -> set[str]:
    outlet = next(outlet for outlet in newsroom.outlets if outlet.id == source)
    return {canonical_url(newsroom.home(outlet) + story.path) for story in outlet.tagged}


@pytest.mark.parametrize("source", SOURCES)
def test_the_past_is_found(pantau: Any, open_newsroom: Open, source: str) -> None:
    newsroom = open_newsroom(pantau, outlets=SOURCES)
    done = backfill(pantau, source, *SINCE)
    assert done.returncode == 0, done.stderr
    assert "Selesai." in done.stdout
    assert set(pantau.stored()) == of(newsroom, source)
    with PageStore.open(pantau.pages_db) as store:
        (seen,) = store.watched()
        assert (seen.source, seen.first) == (source, date(2020, 1, 1))
        # What a backfill brings is none of the day's numbers, from which the usual is taken.
        assert store.days(date(2020, 1, 1)) == {}
        assert Backfills(store).unfinished() == []
    assert "Tidak ada pengisian riwayat" in backfill(pantau).stderr


def test_only_the_days_that_were_asked_for(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    stories = sorted((story for outlet in newsroom.outlets for story in outlet.tagged), key=lambda story: story.published)
    since, until = stories[1].published.date(), stories[-2].published.date()
    assert stories[0].published.date() < since <= until < stories[-1].published.date()
    done = backfill(pantau, "waspada-id", "--since", str(since), "--until", str(until))
    assert done.returncode == 0, done.stderr
    home = newsroom.home(newsroom.outlets[0])
    wanted = {canonical_url(home + story.path) for story in stories if since <= story.published.date() <= until}
    assert set(pantau.stored()) == wanted


def test_a_share_of_the_budget_a_day(pantau: Any, open_newsroom: Open) -> None:
    """The rest waits, and a crawl of the same day still has its part."""
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    budget = load_families().budget.requests
    done = backfill(pantau, "waspada-id", *SINCE, "--share", "0.05", "--max-pages", "1")
    assert "Belum selesai" in done.stdout
    assert len(pantau.stored()) == 1
    with PageStore.open(pantau.pages_db) as store:
        ((domain, spent),) = store.visits(datetime.now(UTC).date()).items()
        store.reserve(domain, datetime.now(UTC).date(), int(budget * 0.05) - spent, budget)
    assert spent <= budget * 0.05
    before = len(newsroom.requests)
    held = backfill(pantau, "--share", "0.05")
    assert "habis; sisanya menunggu besok" in held.stderr
    assert [r.path for r in newsroom.requests[before:] if r.path != "/robots.txt"] == []
    rest = backfill(pantau)
    assert rest.returncode == 0, rest.stderr
    assert "Selesai." in rest.stdout
    assert set(pantau.stored()) == of(newsroom, "waspada-id")


def test_killed_and_resumed(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id", "babel-antaranews-com"))
    assert backfill(pantau, "babel-antaranews-com", *SINCE, "--max-pages", "1").returncode == 0
    arguments = ("waspada-id", *SINCE)
    for point in (4, 8, 12):
        before = len(newsroom.requests)
        with pantau.start("backfill", *arguments, "--register", str(pantau.register)) as process:
            deadline = time.monotonic() + 30
            while len(newsroom.requests) - before < point and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=10)
        arguments = ()
    assert backfill(pantau).returncode in (0, 1)  # 1: the last kill came after the end
    stored = pantau.stored()
    assert len(stored) == len(set(stored))
    assert set(stored) == of(newsroom, "waspada-id") | of(newsroom, "babel-antaranews-com")


def test_last_resorts_are_asked_only_where_nothing_else_answers(pantau: Any, open_newsroom: Open) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    newsroom.faults += [Fault("waspada-id", path, FaultKind.NOT_FOUND) for path in ("/?s=", "/tag/", "/sitemap_index.xml")]
    done = backfill(pantau, "waspada-id", "--since", "2026-01-01", "--until", "2026-02-28")
    assert done.returncode == 0, done.stderr
    asked = [r.path for r in newsroom.requests]
    assert "/2026/02/" in asked
    assert "/2026/01/" in asked
    assert "tidak dicatat sebagai diamati" in done.stderr
    with PageStore.open(pantau.pages_db) as store:
        assert store.watched() == []


@pytest.mark.parametrize("named", [True, False], ids=["named", "not there"])
def test_sitemaps_that_robots_txt_names(pantau: Any, open_newsroom: Open, named: bool) -> None:
    """An outlet whose register row knows no list into the past: its robots.txt does, or else the last resort is asked."""
    newsroom = open_newsroom(pantau, outlets=("waspada-id",))
    for path in pantau.register.iterdir():
        path.write_text(path.read_text().replace("[[source]]", '[[source]]\nwithout = ["search", "tag", "sitemap"]'))
    if not named:
        newsroom.faults.append(Fault("waspada-id", "/sitemap_index.xml", FaultKind.NOT_FOUND, times=1))
    done = backfill(pantau, "waspada-id", "--since", "2022-01-01", "--until", "2026-11-01")
    assert done.returncode == 0, done.stderr
    asked = {r.path for r in newsroom.requests}
    assert "/sitemap_index.xml" in asked
    assert ("/post-sitemap.xml" in asked) is named
    assert any(re.fullmatch(r"/20\d\d/\d\d/", path) for path in asked) is not named
    names = load_families().discovery.names
    wanted = {
        canonical_url(newsroom.home(outlet) + story.path)
        for outlet in newsroom.outlets
        for story in outlet.tagged
        if names.search(story.title) and date(2022, 1, 1) <= story.published.date()
    }
    assert wanted
    if named:
        assert wanted <= set(pantau.stored())
        assert "Selesai." in done.stdout


def test_the_daily_crawl_comes_first(tmp_path: Path) -> None:
    pages_db = tmp_path / "pages.db"
    with history(pages_db):
        assert not turn_wanted(pages_db)
        with pytest.raises(Exception, match="tidak berhenti dalam"), before_history(pages_db, patience=0.2):
            pass
        with pytest.raises(Exception, match="Pengisian riwayat lain"), history(pages_db):
            pass
        with (tmp_path / "pages.db.turn").open("a") as crawl:
            fcntl.flock(crawl, fcntl.LOCK_EX)
            assert turn_wanted(pages_db)
    with before_history(pages_db):
        assert turn_wanted(pages_db)
        with pytest.raises(Exception, match="riwayat menunggu"), history(pages_db):
            pass


def test_a_backfill_stops_when_a_crawl_wants_its_turn(store: PageStore) -> None:
    waiting = False
    desk = BackfillDesk(
        store=store,
        register=load_register(),
        families=load_families(),
        jobs=[JOB],
        clock=lambda: NOW,
        yields=lambda: waiting,
    )
    assert desk.spends("waspadaaceh.com")
    waiting = True
    assert not desk.spends("waspadaaceh.com")
    waiting = False  # once is enough: what was begun is ended
    assert not desk.spends("waspadaaceh.com")


def test_what_a_backfill_queued_is_not_the_crawls_unless_it_finds_it(store: PageStore) -> None:
    backfills = Backfills(store)
    backfills.begin(JOB, NOW)
    backfills.plan(JOB, [(URL, "tag")])
    new = backfills.advance(JOB, URL, page=2, found=[found("satu"), found("dua")], now=NOW)
    assert [item.url for item in new] == [found("satu").url, found("dua").url]
    assert backfills.advance(JOB, URL, page=2, found=[found("satu")], now=NOW) == []
    assert store.due(JOB.source, NOW) == []
    assert len(store.due(JOB.source, NOW, history=True)) == 2
    state = ListState(URL, JOB.source, None, None, 1, complete=True)
    assert [item.url for item in store.note_list(state, [found("satu")], NOW)] == [found("satu").url]
    assert store.note_list(state, [found("satu")], NOW) == []
    assert [item.url for item in store.due(JOB.source, NOW)] == [found("satu").url]
    assert [item.url for item in store.due(JOB.source, NOW, history=True)] == [found("dua").url]


def test_progress_is_kept_and_failures_end(store: PageStore) -> None:
    backfills = Backfills(store)
    backfills.begin(JOB, NOW)
    backfills.plan(JOB, [(URL, "tag"), (URL + "b", "tag")])
    backfills.advance(JOB, URL, page=5, found=(), now=NOW)
    backfills.plan(JOB, [(URL, "tag")])
    assert backfills.progress(JOB)[0].page == 5
    for tried in range(TRIES):
        assert backfills.progress(JOB)[1].state == "open", tried
        backfills.fail(JOB, URL + "b", "HTTP 500", final=False)
    assert backfills.progress(JOB)[1].state == "failed"
    assert not backfills.finish(JOB, NOW)
    backfills.advance(JOB, URL, page=None, found=[found("satu")], now=NOW)
    assert not backfills.finish(JOB, NOW)  # an article is still to be fetched
    store.fail(found("satu").url, "HTTP 500", NOW + timedelta(hours=1))
    assert backfills.finish(JOB, NOW)
    # What failed is the crawl's from now on.
    assert [item.url for item in store.due(JOB.source, NOW + timedelta(hours=2))] == [found("satu").url]
    assert [(w.first, w.last) for w in store.watched()] == [(JOB.since, JOB.until)]


@pytest.mark.parametrize(
    ("entry", "day"),
    [
        (Entry("https://x/2025/03/04/judul-berita/"), date(2025, 3, 4)),
        (Entry("https://x/judul", None, "Tue, 04 Mar 2025 23:30:00 +0700"), date(2025, 3, 4)),
        (Entry("https://x/judul", None, "2025-03-04T23:30:00+07:00"), date(2025, 3, 4)),
        (Entry("https://x/judul", None, "Sel, 04 Mar 2025"), None),
        (Entry("https://x/2025/02/31/judul/"), None),
        (Entry("https://x/judul"), None),
    ],
)
def test_days_of_entries(entry: Entry, day: date | None) -> None:
    assert day_of(entry) == day


@pytest.mark.parametrize(
    "source", [s for s in load_register().enabled if s.id.endswith(("a-com", "s-id", "disway-id"))], ids=lambda s: s.id
)
def test_every_source_has_a_way_into_its_past(source: Any) -> None:
    found_ways = ways(source, load_families().by_id[source.family], date(2025, 1, 15), date(2025, 3, 1))
    urls = [way.url for way in found_ways]
    assert len(urls) == len(set(urls))
    assert any(not way.otherwise for way in found_ways)
    for way in found_ways:
        following = way.address(source, 2)
        assert way.address(source, 1) == way.url
        assert following is None or (following != way.url and way.rule.kind is not ListKind.SITEMAP)
    assert replace(found_ways[0], url="x").address(source, 1) == "x"
