"""How far a list is read, and what is remembered of it: the spider's callbacks, fed with pages one by one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.desk import FIRST_RETRY, GIVE_UP_AFTER, Desk
from crawler.health import verdict
from crawler.run import spiders
from crawler.spiders.base import STALE_PAGES, Chain, PressSpider
from db.pages import Found, ListState, PageStore
from models.sources import ListRule, Register, load_families, load_register
from models.vocab import Family, ListKind

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
SOURCE = load_register().by_id["waspadaaceh-com"]
TAG = f"{SOURCE.origin}/tag/bpjs-ketenagakerjaan/"
RULE = ListRule(ListKind.TAG, "/tag/{tag}/", "/tag/{tag}/page/{page}/", pages=8, specific=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


@pytest.fixture
def open_spider(store: PageStore) -> Callable[..., PressSpider]:
    def inner(max_pages: int | None = None) -> PressSpider:
        desk = Desk(
            store=store,
            register=Register((SOURCE,)),
            families=load_families(),
            sources=[SOURCE],
            clock=lambda: NOW,
            max_pages=max_pages,
        )
        return spiders()[Family.WORDPRESS](desk=desk)

    return inner


def page(*names: str, status: int = 200) -> HtmlResponse:
    links = "".join(f'<article><h2 class="entry-title"><a href="/{name}/">Judul {name}</a></h2></article>' for name in names)
    html = f"<html><body>{links}</body></html>".encode()
    return HtmlResponse(
        TAG, status=status, body=html, headers={"ETag": '"satu"', "Last-Modified": "kemarin"}, request=Request(TAG)
    )


def names(start: int, count: int = 2) -> list[str]:
    return [f"berita-nomor-{number}" for number in range(start, start + count)]


def read_through(spider: PressSpider, pages: list[HtmlResponse]) -> tuple[int, list[str]]:
    """Feed the pages as the spider asks for them; how many it asked for, and the articles it wanted."""
    chain = spider._chain(SOURCE, RULE, TAG, (SOURCE,), tag="bpjs-ketenagakerjaan")
    wanted: list[str] = []
    for number, response in enumerate(pages, 1):
        following = None
        for request in spider.parse_list(response, chain):
            if "chain" in request.cb_kwargs:
                following = request
            else:
                wanted.append(request.cb_kwargs["found"].url)
        if following is None:
            return number, wanted
        chain = following.cb_kwargs["chain"]
        assert isinstance(chain, Chain)
        assert following.url == f"{SOURCE.origin}/tag/bpjs-ketenagakerjaan/page/{number + 1}/"
    return len(pages) + 1, wanted


MANY = [page(*names(2 * number)) for number in range(12)]


def test_a_new_list_is_read_to_its_bound(open_spider: Callable[..., PressSpider], store: PageStore) -> None:
    asked, wanted = read_through(open_spider(), MANY)
    assert asked == RULE.pages
    assert len(wanted) == 2 * RULE.pages
    assert store.list_state(TAG) == ListState(TAG, SOURCE.id, '"satu"', "kemarin", 2 * RULE.pages, complete=True)


def test_a_known_list_is_left_after_several_stale_pages(open_spider: Callable[..., PressSpider]) -> None:
    read_through(open_spider(), MANY)
    assert read_through(open_spider(), MANY) == (STALE_PAGES, [])


def test_one_old_page_does_not_stop_paging(open_spider: Callable[..., PressSpider]) -> None:
    read_through(open_spider(), MANY)
    mixed = [MANY[0], MANY[1], page(*names(900)), MANY[3], MANY[4], MANY[5], MANY[6]]
    asked, wanted = read_through(open_spider(), mixed)
    assert asked == 3 + STALE_PAGES
    assert len(wanted) == 2


def test_a_list_cut_off_is_read_again_through_stale_pages(open_spider: Callable[..., PressSpider], store: PageStore) -> None:
    """Killed after its first pages: what they showed is queued, and the next run goes on beyond them."""
    read_through(open_spider(), MANY[:5])
    state = store.list_state(TAG)
    assert state is not None
    assert (state.complete, state.etag) == (False, None)
    asked, wanted = read_through(open_spider(), MANY)
    assert asked == RULE.pages
    assert len(wanted) == 2 * (RULE.pages - 5)


@pytest.mark.parametrize(("last", "complete"), [(404, True), (410, True), (500, False), (403, False)])
def test_the_end_and_a_failure_are_told_apart(
    open_spider: Callable[..., PressSpider], store: PageStore, last: int, complete: bool
) -> None:
    spider = open_spider()
    read_through(spider, [*MANY[:2], page(status=last)])
    state = store.list_state(TAG)
    assert state is not None
    assert state.complete is complete
    assert (state.etag == '"satu"') is complete
    assert spider.desk.tallies[SOURCE.id].counts["lists_failed"] == (0 if complete else 1)


@pytest.mark.parametrize("second", [page(), MANY[0]], ids=["empty", "repeated"])
def test_an_empty_or_repeated_page_is_the_end(
    open_spider: Callable[..., PressSpider], store: PageStore, second: HtmlResponse
) -> None:
    assert read_through(open_spider(), [MANY[0], second]) == (2, [f"https://waspadaaceh.com/{name}" for name in names(0)])
    state = store.list_state(TAG)
    assert state is not None
    assert state.complete


def test_an_unchanged_list_counts_what_it_showed(open_spider: Callable[..., PressSpider]) -> None:
    read_through(open_spider(), MANY)
    spider = open_spider()
    chain = spider._chain(SOURCE, RULE, TAG, (SOURCE,), tag="bpjs-ketenagakerjaan")
    request = spider._list_request(chain)
    assert request.headers["If-None-Match"] == b'"satu"'
    assert request.headers["If-Modified-Since"] == b"kemarin"
    assert list(spider.parse_list(page(status=304), chain)) == []
    tally = spider.desk.tallies[SOURCE.id]
    assert (tally.counts["lists_answered"], tally.counts["links"]) == (1, 2 * RULE.pages)
    assert verdict(tally) is None


def test_general_lists_are_filtered_by_title(open_spider: Callable[..., PressSpider]) -> None:
    spider = open_spider()
    body = page("harga-cabai-naik", "bpjs-ketenagakerjaan-teken-mou", "bpjs-kesehatan-buka-layanan")
    general = spider._chain(SOURCE, replace(RULE, specific=False, next=None), TAG, (SOURCE,))
    assert [r.url for r in spider.parse_list(body, general)] == [f"{SOURCE.origin}/bpjs-ketenagakerjaan-teken-mou/"]
    specific = spider._chain(SOURCE, replace(RULE, next=None), TAG, (SOURCE,))
    assert len(list(spider.parse_list(body, specific))) == 2


def test_limit_keeps_the_rest_queued(open_spider: Callable[..., PressSpider], store: PageStore) -> None:
    assert len(read_through(open_spider(max_pages=3), MANY)[1]) == 3
    assert len(store.due(SOURCE.id, NOW)) == 2 * RULE.pages


def test_a_page_without_articles_is_no_success(open_spider: Callable[..., PressSpider]) -> None:
    spider = open_spider()
    assert "tidak satu pun daftar" in (verdict(spider.desk.tallies[SOURCE.id]) or "")
    read_through(spider, [page()])
    assert "tidak memuat satu pun tautan" in (verdict(spider.desk.tallies[SOURCE.id]) or "")


def test_intervals_grow_and_end(open_spider: Callable[..., PressSpider], store: PageStore) -> None:
    desk = open_spider().desk
    found = Found("https://waspadaaceh.com/a-b-c", "https://waspadaaceh.com/a-b-c/", SOURCE.id)
    desk.note_list(ListState(TAG, SOURCE.id, None, None, 1, complete=True), [found])
    waits = []
    for _ in range(GIVE_UP_AFTER - 1):
        desk.failed(SOURCE.id, found.url, "HTTP 500")
        waits.append(next(hours for hours in range(3000) if store.due(SOURCE.id, NOW + timedelta(hours=hours))))
    assert waits == [-(-FIRST_RETRY * 4**tries // timedelta(hours=1)) for tries in range(GIVE_UP_AFTER - 1)]
    desk.failed(SOURCE.id, found.url, "HTTP 500")
    assert store.due(SOURCE.id, NOW + timedelta(days=9999)) == []
