import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from db.site import feed as feeds
from db.site.app import build
from db.site.feed import atom, unchanged, urn
from db.store import NewsStore
from models.records import Article, Event, Extraction, Office
from models.vocab import EventType, OfficeKind, Status

URL = "/umpan/kejadian.atom"
NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def get(path: Path, base_url: str = "https://pantau.example", **headers: str) -> Any:
    site = build(path, base_url)
    return asyncio.run(site.client.get(URL, headers=headers))


def check(body: bytes, schema: etree.RelaxNG) -> Any:
    """The parsed feed, after both validators found nothing."""
    schema.assertValid(etree.fromstring(body, etree.XMLParser(huge_tree=True)))
    parsed = feedparser.parse(body)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return parsed


def entry(**changes: Any) -> dict[str, Any]:
    text = changes.pop("text", "Kota Jambi")
    record = Event(
        id="e1",
        type=EventType.MONEV,
        status=Status.HELD,
        date="2025-06-23",
        venue=text,
        places=(text,),
        offices=(Office(OfficeKind.KC, text),),
        counterparties=(text,),
        officials=(text,),
        programs=(),
        reports=("r1",),
    )
    source = {"title": text, "url": text, "href": None, "outlet_name": text, "published_day": "2025-06-24"}
    stamps = {"first_seen": "2025-06-24T00:00:00Z", "updated": "2025-06-25T00:00:00Z"}
    return stamps | {"record": record, "sources": [source], "province": text} | changes


def test_the_schema_finds_faults(schema: etree.RelaxNG) -> None:
    body, _ = atom([entry()], "https://pantau.example")
    assert schema.validate(etree.fromstring(body))
    for old, new in ((b"<updated>", b"<updatedd>"), (b"2025-06-25T00:00:00+00:00", b"25 Juni"), (b" rel=", b" rell=")):
        assert old in body
        broken = body.replace(old, new).replace(b"</updated>", b"</updatedd>" if old == b"<updated>" else b"</updated>")
        assert not schema.validate(etree.fromstring(broken)), new


def test_feed_of_the_gold_events_validates(filled: Path, schema: etree.RelaxNG) -> None:
    answer = get(filled)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    parsed = check(answer.content, schema)
    assert len(parsed.entries) == feeds.LIMIT
    assert parsed.feed.language == "id"
    updated = [e.updated for e in parsed.entries]
    assert updated == sorted(updated, reverse=True)
    assert parsed.feed.updated == updated[0]
    assert len({e.id for e in parsed.entries}) == feeds.LIMIT
    for e in parsed.entries:
        assert e.link.startswith("https://pantau.example/kejadian/e")
        assert e.id.startswith("urn:uuid:")
        assert e.summary
        assert "Sumber" in e.content[0].value


def test_empty_feed_is_well_formed(store: NewsStore, tmp_path: Path, schema: etree.RelaxNG) -> None:
    first, second = get(tmp_path / "news.db"), get(tmp_path / "news.db")
    parsed = check(first.content, schema)
    assert parsed.entries == []
    assert first.content == second.content, "an empty feed does not change with the clock"


def test_ids_do_not_depend_on_the_host(filled: Path) -> None:
    ids = [
        [e.id for e in feedparser.parse(get(filled, base).content).entries]
        for base in ("https://a.example", "http://b.example/p")
    ]
    assert ids[0] == ids[1]
    assert urn("event", "e1") != urn("event", "e2") != urn("feed", "e2")


def test_conditional_requests(filled: Path) -> None:
    first = get(filled)
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-Modified-Since": changed},
        {"If-None-Match": "*"},
    ):
        answer = get(filled, **headers)
        assert (answer.status_code, answer.content) == (304, b""), headers
        assert answer.headers["etag"] == tag
    for headers in (
        {"If-None-Match": '"x"'},
        {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"If-Modified-Since": "kemarin"},
        {"If-None-Match": '"x"', "If-Modified-Since": changed},
    ):
        assert get(filled, **headers).status_code == 200, headers


def test_a_change_of_an_event_changes_the_feed_and_only_its_entry(
    tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]
) -> None:
    path = tmp_path / "news.db"
    fill_store(path, gold[:4])
    before = get(path)
    with NewsStore.open(path) as store:
        connection = sqlite3.connect(path)
        key = connection.execute("SELECT id FROM events ORDER BY id LIMIT 1").fetchone()[0]
        connection.close()
        event = store.event(key)
        assert event is not None
        store.save_event(event, now=NOW + timedelta(days=3))
        assert get(path).content == before.content
        store.save_event(replace(event, venue="Pendopo Baru"), now=NOW + timedelta(days=3))
    after = get(path)
    assert after.headers["etag"] != before.headers["etag"]
    old, new = ({e.id: e.updated for e in feedparser.parse(a.content).entries} for a in (before, after))
    assert old.keys() == new.keys()
    assert [k for k in old if old[k] != new[k]] == [urn("event", key)]
    assert feedparser.parse(after.content).entries[0].updated == "2025-12-04T03:00:00+00:00"


@settings(max_examples=80, deadline=None)
@given(st.text())
def test_any_text_gives_a_valid_feed(text: str) -> None:
    schema = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
    body, _ = atom([entry(text=text)], "https://pantau.example")
    check(body, schema)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "]]>", "&lt;b&gt;", "\x00\x1b\u202e\ufffe", '" onclick="x', "😀" * 3]
)
def test_hostile_text_stays_text(hostile: str, schema: etree.RelaxNG) -> None:
    body, _ = atom([entry(text=hostile)], "https://pantau.example")
    parsed = check(body, schema)
    shown = etree.fromstring(parsed.entries[0].content[0].value.join(("<div>", "</div>")))
    assert shown.xpath("//script | //@onclick") == []


def test_javascript_addresses_are_no_links(store: NewsStore, tmp_path: Path, pairs: list[tuple[Article, Extraction]]) -> None:
    body, _ = atom([entry()], "https://pantau.example")
    assert b"&lt;a href" not in body
    linked = entry()
    linked["sources"][0]["href"] = 'https://koran.example/?a=1&b="'
    body, _ = atom([linked], "https://pantau.example")
    value = feedparser.parse(body, sanitize_html=False).entries[0].content[0].value
    assert etree.fromstring(f"<div>{value}</div>").xpath("//a/@href") == ['https://koran.example/?a=1&b="']


def test_unchanged_without_validators() -> None:
    assert not unchanged({}, b"x", NOW)
    assert unchanged({"if-modified-since": format_datetime(NOW + timedelta(days=1), usegmt=True)}, b"x", NOW)
    assert not unchanged({"if-modified-since": "Mon, 01 Dec 2025 03:00:00"}, b"x", NOW)
