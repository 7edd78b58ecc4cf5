"""The daily budget a network's hosts share, and lists that rest because they do not change."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.desk import LOT, Desk
from crawler.health import verdict
from crawler.newsroom import Newsroom
from crawler.politeness import HostGuard
from crawler.refusals import BudgetSpent
from crawler.run import spiders
from crawler.spiders.base import PressSpider
from db.database import connect
from db.pages import FIRST_REST, LONGEST_REST, UNCHANGED_VISITS, ListState, PageStore
from models.sources import load_families, load_register
from models.vocab import Family, RunState

REGISTER = load_register()
NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
NETWORK = ("aceh-antaranews-com", "jatim-antaranews-com")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


@pytest.fixture
def open_desk(store: PageStore, clock: Clock) -> Callable[..., Desk]:
    def inner(*ids: str, **options: Any) -> Desk:
        sources = [REGISTER.by_id[name] for name in ids or NETWORK]
        return Desk(store=store, register=REGISTER, families=load_families(), sources=sources, clock=clock, **options)

    return inner


def spend(desk: Desk, hosts: tuple[str, ...], most: int = 50_000) -> int:
    for number in range(most):
        if not desk.spends(hosts[number % len(hosts)]):
            return number
    return most


@pytest.mark.parametrize(
    ("hosts", "domain"),
    [
        (("aceh.antaranews.com", "jatim.antaranews.com", "bali.antaranews.com"), "antaranews.com"),
        (("medan.kompas.com", "www.kompas.com"), "kompas.com"),
        (("waspadaaceh.com", "www.waspadaaceh.com"), "waspadaaceh.com"),
        (("kabarbanten.pikiran-rakyat.com",), "pikiran-rakyat.com"),
        # Nineteen stations, but one host.
        (("rri.co.id",), "rri.co.id"),
    ],
)
def test_hosts_of_a_network_share_a_budget(
    open_desk: Callable[..., Desk], store: PageStore, clock: Clock, hosts: tuple[str, ...], domain: str
) -> None:
    known = {source.host for source in REGISTER.enabled if source.domain == domain}
    limit = load_families().budget.of(domain, len(known))
    assert spend(open_desk(), hosts) == limit
    # The next run of the day gets nothing, whichever host it asks; the next day does.
    later = open_desk()
    assert not any(later.spends(host) for host in hosts)
    assert later.spent == {domain: limit}
    assert later.spends("ajnn.net"), "another domain is not concerned"
    clock.now += timedelta(days=1)
    assert later.spends(hosts[0])
    assert store.visits(NOW.date())[domain] == limit


def test_what_is_not_used_is_given_back(open_desk: Callable[..., Desk], store: PageStore) -> None:
    desk = open_desk()
    for _ in range(3):
        assert desk.spends("aceh.antaranews.com")
    assert store.visits(NOW.date()) == {"antaranews.com": LOT}, "of a process that is killed now the whole lot counts"
    desk.finish(RunState.FINISHED)
    assert store.visits(NOW.date()) == {"antaranews.com": 3}


def test_a_share_of_the_budget(open_desk: Callable[..., Desk]) -> None:
    whole = load_families().budget.of("ajnn.net", 1)
    assert spend(open_desk(share=0.5), ("ajnn.net",)) == whole // 2
    assert spend(open_desk(), ("ajnn.net",)) == whole - whole // 2


@pytest.mark.parametrize(("wanted", "limit", "granted"), [(20, 100, 20), (20, 15, 15), (20, 0, 0), (1, 1, 1)])
def test_reserve(store: PageStore, wanted: int, limit: int, granted: int) -> None:
    assert store.reserve("a.id", date(2026, 3, 1), wanted, limit) == granted
    store.give_back("a.id", date(2026, 3, 1), 1000)
    assert all(number == 0 for number in store.visits(date(2026, 3, 1)).values())


def test_the_guard_refuses_but_for_robots(open_desk: Callable[..., Desk]) -> None:
    from types import SimpleNamespace

    desk = open_desk("ajnn-net")
    spend(desk, ("ajnn.net",))
    guard = HostGuard(SimpleNamespace(spider=SimpleNamespace(desk=desk)))  # type: ignore[arg-type]
    with pytest.raises(BudgetSpent, match=r"jatah harian ajnn\.net habis"):
        guard.process_request(Request("https://ajnn.net/feed", meta={"source": "ajnn-net"}))
    guard.process_request(Request("https://ajnn.net/robots.txt"))


def test_the_order_of_sources_turns(open_desk: Callable[..., Desk]) -> None:
    first, second = open_desk(), open_desk()
    assert [source.id for source in first.sources] == list(NETWORK)
    assert [source.id for source in second.sources] == list(reversed(NETWORK))


def test_a_spent_budget_ends_a_crawl_without_loss(pantau: Any, open_newsroom: Callable[..., Newsroom]) -> None:
    newsroom = open_newsroom(pantau, outlets=("waspada-id", "kalbaronline-com"))
    outlet = newsroom.outlets[0]
    today, limit = datetime.now(UTC).date(), load_families().budget.of(outlet.address, 1)
    with PageStore.open(pantau.pages_db) as store:
        for day in (today, today + timedelta(days=1)):
            store.reserve(outlet.address, day, limit - 6, limit)
    done = pantau.crawl()
    assert done.returncode == 0, done.stderr
    assert f"Jatah harian {outlet.address} ({limit} permintaan) habis" in done.stderr
    # Six, and robots.txt, which may always be read.
    assert sum(request.outlet == outlet.id for request in newsroom.requests) <= 7
    with PageStore.open(pantau.pages_db) as store:
        assert store.counts()["sources"][outlet.id].get("failed", 0) == 0
        connection = connect(pantau.pages_db)
        connection.execute("DELETE FROM visits")
        connection.close()
    assert pantau.crawl().returncode == 0
    assert sorted(pantau.stored()) == sorted(newsroom.articles)


# Lists that rest ---------------------------------------------------------------------------------------------------------

URL = "https://waspadaaceh.com/tag/bpjs-ketenagakerjaan/"


REPEATING = urljoin(URL, "/?s=BPJAMSOSTEK&feed=rss2")
"""The search for the agency's other name."""


def note(store: PageStore, url: str = URL) -> None:
    store.note_list(ListState(url, "waspadaaceh-com", None, None, 3, complete=True), (), NOW)


def test_rest_grows_and_ends(store: PageStore) -> None:
    note(store)
    rests = []
    for _ in range(UNCHANGED_VISITS + 6):
        store.rest_list(URL, changed=False, now=NOW)
        state = store.list_state(URL)
        assert state is not None
        rests.append((state.next_check - NOW) / FIRST_REST if state.next_check else 0)
    assert rests[:UNCHANGED_VISITS] == [0] * UNCHANGED_VISITS
    assert [round(rest / 0.9, 6) for rest in rests[UNCHANGED_VISITS:]] == [1, 2, 4] + [LONGEST_REST / FIRST_REST] * 3
    store.rest_list(URL, changed=True, now=NOW)
    state = store.list_state(URL)
    assert state is not None
    assert state.next_check is None


def test_an_unknown_list_cannot_rest(store: PageStore) -> None:
    store.rest_list("https://lain.example/", changed=False, now=NOW)
    assert store.list_state("https://lain.example/") is None


def visit(spider: PressSpider, url: str) -> bool:
    """Ask for a list if it is due; an outlet that answers "not modified"."""
    source = REGISTER.by_id["waspadaaceh-com"]
    due = [request for request in spider._begin(source) if request.url == url]
    for request in due:
        list(spider.parse_list(HtmlResponse(url, status=304, request=request), **request.cb_kwargs))
    return bool(due)


@pytest.mark.parametrize("url", [URL, urljoin(URL, "/?s=BPJS+Ketenagakerjaan&feed=rss2"), urljoin(URL, "/feed/")])
def test_what_shows_news_first_never_rests(open_desk: Callable[..., Desk], store: PageStore, clock: Clock, url: str) -> None:
    """An article of a quiet outlet is found at the next visit, too."""
    note(store, url)
    for _ in range(12):
        assert visit(spiders()[Family.WORDPRESS](desk=open_desk("waspadaaceh-com")), url)
        clock.now += timedelta(hours=1)


def test_an_unchanged_list_that_repeats_others_is_asked_less_often(
    open_desk: Callable[..., Desk], store: PageStore, clock: Clock
) -> None:
    note(store, REPEATING)

    def asked(**options: Any) -> bool:
        return visit(spiders()[Family.WORDPRESS](desk=open_desk("waspadaaceh-com", **options)), REPEATING)

    days: list[bool] = []
    for _ in range(24):
        days.append(asked())
        clock.now += timedelta(hours=1)
    assert all(days[: UNCHANGED_VISITS + 1])
    assert UNCHANGED_VISITS + 3 <= sum(days) <= 10
    clock.now -= timedelta(hours=1)
    assert asked(insist=True), "who names a source gets it asked"


def test_resting_is_no_failure(open_desk: Callable[..., Desk], store: PageStore) -> None:
    desk = open_desk("waspadaaceh-com")
    desk.count("waspadaaceh-com", "lists_resting", 4)
    assert verdict(desk.tallies["waspadaaceh-com"]) is None
    desk.count("waspadaaceh-com", "lists", 1)
    assert verdict(desk.tallies["waspadaaceh-com"]), "what was asked must answer, whatever rests"
    desk.count("waspadaaceh-com", "lists_over_budget", 1)
    assert verdict(desk.tallies["waspadaaceh-com"]) is None


def test_resting_beside_what_robots_forbid_is_no_failure(open_desk: Callable[..., Desk], store: PageStore) -> None:
    """Lists that rest leave only those closed to us in a run: the outlet is well. One that is out of order is told."""
    desk = open_desk("waspadaaceh-com")
    tally = desk.tallies["waspadaaceh-com"]
    desk.count("waspadaaceh-com", "lists_resting", 3)
    desk.count("waspadaaceh-com", "lists", 2)
    desk.count("waspadaaceh-com", "lists_forbidden", 2)
    assert verdict(tally) is None
    desk.count("waspadaaceh-com", "lists", 1)
    desk.count("waspadaaceh-com", "lists_failed", 1)
    assert verdict(tally)


def test_an_outlet_that_forbids_every_list_is_told(open_desk: Callable[..., Desk], store: PageStore) -> None:
    desk = open_desk("waspadaaceh-com")
    desk.count("waspadaaceh-com", "lists", 2)
    desk.count("waspadaaceh-com", "lists_forbidden", 2)
    assert verdict(desk.tallies["waspadaaceh-com"])
