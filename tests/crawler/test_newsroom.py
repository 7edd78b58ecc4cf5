"""The newsroom itself: every page, list and register row of it."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from crawler.discovery import locate, read_list
from crawler.newsroom import Fault, FaultKind, Newsroom
from crawler.newsroom.lists import answer
from crawler.newsroom.markup import article_page, printed, sheet_path, sheets_of
from crawler.newsroom.press import THEMES, Outlet, load_press
from models.sources import load_families
from models.vocab import Family, Zone

PRESS = load_press()
HOME = "http://127.0.0.2:8000"


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def test_breadth() -> None:
    assert {outlet.family for outlet in PRESS} == set(Family)
    assert {outlet.theme for outlet in PRESS} == set(THEMES)
    assert {outlet.source.zone for outlet in PRESS} == set(Zone)
    assert len({outlet.address for outlet in PRESS}) == len(PRESS)
    printed_ids = [story.gold for outlet in PRESS for story in outlet.tagged]
    ids = [
        json.loads(file.read_text("utf-8"))["id"]
        for file in (files("crawler.newsroom") / "articles").iterdir()
        if file.name.endswith(".json")
    ]
    assert set(ids) <= set(printed_ids)
    assert len(printed_ids) == len(set(printed_ids))


def test_nothing_changes_between_two_loads() -> None:
    assert load_press() == PRESS


@pytest.mark.parametrize("outlet", PRESS, ids=lambda outlet: outlet.id)
def test_every_story_in_every_form(outlet: Outlet) -> None:
    paths = [story.path for story in outlet.stories]
    assert len(paths) == len(set(paths))
    for story in outlet.stories:
        pages = sheets_of(outlet, story)
        assert [line for sheet in pages for line in sheet] == story.paragraphs
        html = article_page(outlet, story, HOME)
        assert html is not None
        assert "$" not in html.replace("US$", "")
        assert printed(outlet, story.published) in html
        assert article_page(outlet, story, HOME, page=len(pages) + 1) is None
        for number in range(1, len(pages) + 1):
            found = answer(outlet, HOME, sheet_path(outlet, story, number))
            assert found is not None, (story.path, number)
            assert found.location is None
        if not story.path.startswith("/advetorial/"):
            target = locate(f"http://{outlet.source.host}{story.path}", outlet.source, load_families().discovery)
            assert target is not None
            assert answer(outlet, HOME, target.address.removeprefix(outlet.source.origin)) is not None


def test_every_list_is_read(newsroom: Newsroom) -> None:
    register = newsroom.register()
    assert register.loopback
    assert {source.id for source in register.sources} == {outlet.id for outlet in PRESS}
    for outlet in newsroom.outlets:
        source = register.by_id[outlet.id]
        known = {newsroom.home(outlet) + story.path for story in outlet.stories}
        assert source.origin == newsroom.home(outlet)
        for rule in source.lists:
            url = source.origin + rule.first("BPJS Ketenagakerjaan", "bpjs-ketenagakerjaan")
            with urllib.request.urlopen(url) as response:
                body = response.read()
            listing = read_list(body, body.decode, url, load_families().by_id[source.family])
            assert listing.entries or listing.sitemaps, url
            assert {entry.url for entry in listing.entries} <= known
            assert {urlsplit(entry.url).netloc for entry in listing.sitemaps} <= {urlsplit(source.origin).netloc}


def test_conditional_requests_and_log(newsroom: Newsroom) -> None:
    url = f"{newsroom.home(newsroom.outlets[0])}/rss/terkini.xml"
    with urllib.request.urlopen(url) as response:
        etag = response.headers["ETag"]
        assert response.headers["Last-Modified"].endswith("GMT")
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag}))
    unchanged.value.close()
    assert unchanged.value.code == 304
    last = newsroom.requests[-1]
    assert (last.path, last.status, last.conditional, last.outlet) == ("/rss/terkini.xml", 304, True, newsroom.outlets[0].id)


@pytest.mark.parametrize(("kind", "code"), [(FaultKind.ERROR, 500), (FaultKind.NOT_FOUND, 404), (FaultKind.BUSY, 429)])
def test_faults_come_and_go(newsroom: Newsroom, kind: FaultKind, code: int) -> None:
    outlet = newsroom.outlets[0]
    url = f"{newsroom.home(outlet)}/rss/terkini.xml"
    with newsroom.during(Fault(outlet.id, "/rss", kind, times=1, value="7")):
        with pytest.raises(urllib.error.HTTPError) as failed:
            urllib.request.urlopen(url)
        failed.value.close()
        assert failed.value.code == code
        assert failed.value.headers.get("Retry-After") == ("7" if kind is FaultKind.BUSY else None)
        with urllib.request.urlopen(url) as response:
            assert response.status == 200


def test_feed_of_the_wrong_zone() -> None:
    outlet = next(outlet for outlet in PRESS if outlet.wrong_zone)
    found = answer(outlet, HOME, "/rss")
    assert found is not None
    local = outlet.stories[0].published.strftime("%H:%M:%S +0000").encode()
    assert local in found.body
