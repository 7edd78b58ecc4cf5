"""Lists that outlets of a network have in common: asked for once, each article to the outlet it is on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.desk import Desk
from crawler.run import spiders
from crawler.spiders.base import PressSpider
from db.pages import PageStore
from models.sources import load_families, load_register
from models.vocab import Family

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
REGISTER = load_register()


@pytest.fixture
def open_spider(tmp_path: Path) -> Iterator[Callable[..., PressSpider]]:
    with PageStore.open(tmp_path / "pages.db") as store:

        def inner(*ids: str) -> PressSpider:
            sources = [REGISTER.by_id[name] for name in ids]
            desk = Desk(store=store, register=REGISTER, families=load_families(), sources=sources, clock=lambda: NOW)
            return spiders()[Family.GENERIC](desk=desk)

        yield inner


def lists(spider: PressSpider) -> list[Request]:
    return [request for source in spider.desk.sources for request in spider._begin(source)]


@pytest.mark.parametrize(
    ("ids", "host"),
    [(("medan-kompas-com", "denpasar-kompas-com"), "www.kompas.com"), (("rri-ternate", "rri-ambon", "rri-palu"), "rri.co.id")],
)
def test_asked_for_once(open_spider: Callable[..., PressSpider], ids: tuple[str, ...], host: str) -> None:
    urls = [request.url for request in lists(open_spider(*ids)) if f"//{host}/" in request.url]
    assert urls
    assert len(urls) == len(set(urls))


def test_each_article_goes_to_its_outlet(open_spider: Callable[..., PressSpider]) -> None:
    spider = open_spider("medan-kompas-com", "denpasar-kompas-com")
    (request,) = (item for item in lists(spider) if item.url.startswith("https://www.kompas.com/tag/"))
    links = [
        f"https://{host}.kompas.com/read/2026/03/01/09000071/bpjs-ketenagakerjaan-di-{host}" for host in ("medan", "denpasar")
    ]
    # Of this network, but not of this crawl; and of no outlet at all.
    links += ["https://surabaya.kompas.com/read/2026/03/01/1/bpjs-ketenagakerjaan-c", "https://lain.example/read/bpjs-tk-a-b"]
    html = "".join(f'<article><h2><a href="{link}">BPJS Ketenagakerjaan</a></h2></article>' for link in links)
    response = HtmlResponse(request.url, body=html.encode(), request=request)
    asked = [item.cb_kwargs["found"] for item in spider.parse_list(response, **request.cb_kwargs) if "found" in item.cb_kwargs]
    assert {(found.source, found.url) for found in asked} == {
        ("medan-kompas-com", links[0]),
        ("denpasar-kompas-com", links[1]),
    }
    counted = {name: tally.counts for name, tally in spider.desk.tallies.items()}
    assert all(counts["lists_answered"] == 1 and counts["links"] >= 2 for counts in counted.values())


def test_what_belongs_to_outlets_outside_this_crawl_waits(open_spider: Callable[..., PressSpider]) -> None:
    spider = open_spider("medan-kompas-com")
    (request,) = (item for item in lists(spider) if item.url.startswith("https://www.kompas.com/tag/"))
    link = "https://denpasar.kompas.com/read/2026/03/01/09000072/bpjs-ketenagakerjaan-di-denpasar"
    response = HtmlResponse(request.url, body=f'<article><h2><a href="{link}">x</a></h2></article>'.encode(), request=request)
    assert not [item for item in spider.parse_list(response, **request.cb_kwargs) if "found" in item.cb_kwargs]
    later = open_spider("denpasar-kompas-com")
    assert [item.url for item in later.desk.due(REGISTER.by_id["denpasar-kompas-com"])] == [link]
