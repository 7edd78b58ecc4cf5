"""When articles are due again, and what lists are believed of changes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.pages import Found, ListState, PageStore
from db.revisits import CAP, EARLY, RETRY, STAGES, TRIES, Revisits, next_visit, note_had
from models.records import Page

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY, WEEK = STAGES
HOUR = timedelta(hours=1)
HOME = "https://kabar.example"
HEADERS = (("ETag", '"satu"'), ("Last-Modified", "Mon, 02 Mar 2026 07:00:00 GMT"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PageStore]:
    with PageStore.open(tmp_path / "pages.db") as opened:
        yield opened


@pytest.fixture
def revisits(store: PageStore) -> Revisits:
    return Revisits(store)


@pytest.fixture
def had(store: PageStore) -> Callable[..., str]:
    def inner(name: str = "satu", at: datetime = NOW, parts: tuple[bytes, ...] = (), appeared: datetime | None = None) -> str:
        url = f"{HOME}/{name}"
        page = Page(url, url + "/", "kabar-example", 200, HEADERS, f"{name} {at}".encode(), at, parts=parts)
        store.save(page, also=lambda rows: note_had(rows, page, url, appeared or at))
        return url

    return inner


def due(revisits: Revisits, at: datetime) -> list[str]:
    return [item.found.url for item in revisits.due("kabar-example", at, 100)]


@given(age=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_an_article_is_due_twice_at_the_most(age: timedelta) -> None:
    moments = []
    moment: datetime | None = NOW + age
    while (moment := next_visit(NOW, moment)) is not None:
        moments.append(moment)
        assert moment > NOW + age
    assert moments == [NOW + stage for stage in STAGES if stage * EARLY > age]


def test_after_a_day_and_after_a_week(revisits: Revisits, had: Callable[..., str]) -> None:
    url = had()
    assert due(revisits, NOW + DAY - HOUR) == []
    (visit,) = revisits.due("kabar-example", NOW + DAY, 100)
    assert (visit.found.url, visit.found.address) == (url, url + "/")
    assert (visit.etag, visit.last_modified) == ('"satu"', HEADERS[1][1])
    revisits.still(url, NOW + DAY)
    assert due(revisits, NOW + WEEK - HOUR) == []
    assert due(revisits, NOW + WEEK) == [url]
    had(at=NOW + WEEK)  # a new version is no new article
    assert due(revisits, NOW + 50 * WEEK) == []


@pytest.mark.parametrize(("age", "visits"), [(timedelta(), 2), (DAY, 1), (WEEK, 0), (100 * WEEK, 0)])
def test_an_old_article_is_left_alone(revisits: Revisits, had: Callable[..., str], age: timedelta, visits: int) -> None:
    url, made = had(appeared=NOW - age), 0
    for turn in range(60):
        for _ in due(revisits, now := NOW + turn * 6 * HOUR):
            made += 1
            revisits.still(url, now)
    assert made == visits


def test_of_an_article_in_parts_nothing_is_taken_on_trust(revisits: Revisits, had: Callable[..., str]) -> None:
    had(parts=(b"dua",))
    (visit,) = revisits.due("kabar-example", NOW + DAY, 100)
    assert (visit.etag, visit.last_modified) == (None, None)


def test_what_is_gone_stays_stored_and_may_come_back(store: PageStore, revisits: Revisits, had: Callable[..., str]) -> None:
    url = had()
    revisits.gone(url, NOW + DAY)
    (deleted,) = revisits.deleted()
    assert (deleted.url, deleted.source, deleted.at) == (url, "kabar-example", NOW + DAY)
    assert store.counts()["deleted"] == 1
    assert store.latest(url) is not None
    assert due(revisits, NOW + WEEK) == [url]
    revisits.still(url, NOW + WEEK)
    assert revisits.deleted() == []


@pytest.mark.parametrize(("final", "tries"), [(False, TRIES), (True, 1)])
def test_what_fails_is_tried_again_and_left(revisits: Revisits, had: Callable[..., str], final: bool, tries: int) -> None:
    url, now = had(), NOW + DAY
    for _ in range(tries):
        assert due(revisits, now) == [url]
        revisits.failed(url, now, final=final)
        now += RETRY
    assert due(revisits, now) == []
    assert due(revisits, NOW + WEEK) == [url]


def test_a_change_that_a_list_tells(revisits: Revisits, had: Callable[..., str]) -> None:
    url = had()
    told = [(url, NOW - HOUR), (f"{HOME}/tak-dikenal", NOW + HOUR)]
    assert revisits.note_told("feed", told, NOW + 2 * HOUR) == []
    for turn in range(1, CAP + 3):
        now = NOW + turn * 3 * HOUR
        asked = revisits.note_told("feed", [(url, now - HOUR)], now)
        assert [item.found.url for item in asked] == ([url] if turn <= CAP else [])
        assert revisits.note_told("feed", [(url, now - HOUR)], now + HOUR) == [], "told once"
        assert due(revisits, now) == ([url] if turn <= CAP else []), "kept until somebody asks"
        revisits.still(url, now)


@pytest.mark.parametrize(
    ("shift", "asked"),
    [(-HOUR, 0), (HOUR, 1), (7 * HOUR, 0)],
    ids=["before we had it", "after we had it", "local time under the name of UTC"],
)
def test_the_first_that_a_list_tells(revisits: Revisits, had: Callable[..., str], shift: timedelta, asked: int) -> None:
    url = had()
    assert len(revisits.note_told("sitemap", [(url, NOW + shift)], NOW + 2 * HOUR)) == asked


def test_each_kind_of_list_is_compared_with_itself(revisits: Revisits, had: Callable[..., str]) -> None:
    url = had()
    assert revisits.note_told("feed", [(url, NOW + 7 * HOUR)], NOW) == []
    assert revisits.note_told("sitemap", [(url, NOW)], NOW) == []
    assert revisits.note_told("feed", [(url, NOW + 7 * HOUR)], NOW + 9 * HOUR) == []
    assert len(revisits.note_told("feed", [(url, NOW + 8 * HOUR)], NOW + 9 * HOUR)) == 1


@pytest.mark.parametrize(("known", "moved", "asked"), [(1, 1, 1), (2, 2, 2), (3, 3, 0), (10, 6, 0), (10, 5, 5)])
def test_a_list_that_says_almost_everything_changed(
    revisits: Revisits, had: Callable[..., str], known: int, moved: int, asked: int
) -> None:
    urls = [had(f"berita-{number}") for number in range(known)]
    assert revisits.note_told("feed", [(url, NOW) for url in urls], NOW) == []
    later = [(url, NOW + (3 * HOUR if number < moved else timedelta(0))) for number, url in enumerate(urls)]
    assert len(revisits.note_told("feed", later, NOW + 4 * HOUR)) == asked


def test_what_was_never_had_is_not_asked_again(store: PageStore, revisits: Revisits) -> None:
    url = f"{HOME}/antre"
    state = ListState(f"{HOME}/feed", "kabar-example", None, None, 1, complete=False)
    store.note_list(state, [Found(url, url, "kabar-example")], NOW)
    for hours in (1, 2):
        assert revisits.note_told("feed", [(url, NOW + hours * HOUR)], NOW + 3 * HOUR) == []
    assert due(revisits, NOW + WEEK) == []


def test_later_versions_are_no_news(store: PageStore, had: Callable[..., str]) -> None:
    had()
    had(at=NOW + DAY)
    assert {day: numbers["pages"] for day, numbers in store.days(NOW.date())["kabar-example"].items()} == {NOW.date(): 1}


def test_an_outlet_may_go_back_to_what_it_said_before(store: PageStore) -> None:
    url = f"{HOME}/satu"

    def save(body: str, hours: int) -> int | None:
        return store.save(Page(url, url, "kabar-example", 200, HEADERS, body.encode(), NOW + hours * HOUR))

    versions = [save("benar", 0), save("keliru", 1), save("benar", 2)]
    assert None not in versions
    assert [store.read(item.seq).body for item in store.newest()] == [b"benar"]
    # Neither the same once more nor an archive that is read again makes another.
    assert [save("benar", 3), save("keliru", 1), save("benar", 0), save("benar", 2)] == [None] * 4
    assert len({save("keliru", 4), save("benar", 5), *versions}) == 5
    assert [store.read(item.seq).body for item in store.newest()] == [b"benar"]
