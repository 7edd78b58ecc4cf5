import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from db.feeds.entries import Source
from db.feeds.forms import FORMS
from db.texts import printable

HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "&lt;b&gt;",
    '" onclick="x',
    "😀" * 60,
    "a;b,c\\d\\n:e",
    "BEGIN:VEVENT",
    "x\u2028y",
]


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(form: str, text: str, make_entry: Any, make_feed: Any, checked: Any) -> None:
    body = FORMS[form].write(make_feed(make_entry(text), title=text))
    (entry,) = checked(form, body)
    if form == "ics":
        assert str(entry["SUMMARY"]) == text
        return
    if form == "json":
        assert entry["title"] == text
        html = entry["content_html"]
    else:
        raw = feedparser.parse(body, sanitize_html=False).entries[0]
        html = raw.content[0].value if form == "atom" else raw.description
    shown = etree.HTML(f"<div>{html}</div>")
    assert shown.xpath("//script | //@onclick | //b") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
@pytest.mark.parametrize("form", list(FORMS))
def test_any_text_gives_a_valid_document(form: str, text: str, make_entry: Any, make_feed: Any, checked: Any) -> None:
    shown = " ".join(printable(text).split())
    checked(form, FORMS[form].write(make_feed(make_entry(shown or "x"), title=shown or "x")))


@pytest.mark.parametrize("form", list(FORMS))
def test_an_empty_feed_is_one(form: str, make_feed: Any, checked: Any) -> None:
    assert checked(form, FORMS[form].write(make_feed())) == []


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("atom", b"<updated>", b"<updatet>"),
        ("rss", b"<guid isPermaLink", b"<guid isPermalink"),
        ("rss", b"+0000", b"WIB"),
        ("rss", b"<rss ", b'<rss foo="1" '),
        ("json", b'"id":', b'"ide":'),
        ("json", b'"version":', b'"verson":'),
        ("ics", b"UID:", b"IUD:"),
        ("ics", b"STATUS:CONFIRMED", b"STATUS:SELESAI"),
        ("ics", b"\r\n", b"\n"),
        ("ics", b"SUMMARY:Kota Jambi", b"SUMMARY:Kota, Jambi"),
        ("ics", b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
    ],
)
def test_the_validators_find_faults(form: str, old: bytes, new: bytes, make_entry: Any, make_feed: Any, checked: Any) -> None:
    body = FORMS[form].write(make_feed(make_entry()))
    checked(form, body)
    assert old in body
    with pytest.raises((AssertionError, etree.DocumentInvalid, etree.XMLSyntaxError, ValueError, KeyError, Exception)):  # noqa: PT012
        checked(form, body.replace(old, new))
        pytest.fail("no fault found")


def test_pages_are_linked(make_entry: Any, make_feed: Any, checked: Any) -> None:
    feed = make_feed(make_entry())
    for form in ("atom", "rss"):
        links = {link["rel"]: link["href"] for link in feedparser.parse(FORMS[form].write(feed)).feed.links}
        assert links["next"].endswith("?sebelum=5")
        assert links["previous"].endswith("?sesudah=9")
        assert links["first"] == links["self"] == "https://pantau.example/feeds/events.atom"
    assert json.loads(FORMS["json"].write(feed))["next_url"] == feed.next


def test_only_web_addresses_are_links(make_entry: Any, make_feed: Any) -> None:
    body = FORMS["atom"].write(make_feed(make_entry()))
    assert b"&lt;a href" not in body
    linked = make_entry(sources=(Source("t", "o", "2025-06-24", 'https://koran.example/?a=1&b="'),))
    value = feedparser.parse(FORMS["atom"].write(make_feed(linked)), sanitize_html=False).entries[0].content[0].value
    assert etree.fromstring(f"<div>{value}</div>").xpath("//a/@href") == ['https://koran.example/?a=1&b="']


@pytest.mark.parametrize(
    ("status", "told"), [("held", "CONFIRMED"), ("planned", "TENTATIVE"), ("proposed", "TENTATIVE"), ("cancelled", "CANCELLED")]
)
def test_calendar_entry(status: str, told: str, make_entry: Callable[..., Any], make_feed: Any, checked: Any) -> None:
    entry = make_entry(status=status, start=date(2031, 2, 27), end=date(2031, 2, 28))
    (found,) = checked("ics", FORMS["ics"].write(make_feed(entry, replace(entry, id="e2", start=None, end=None))))
    assert str(found["UID"]) == "e1@pantau"
    assert found["STATUS"] == told
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2031, 2, 27), date(2031, 3, 1))
    assert found["SEQUENCE"] == 2
    assert (found["GEO"].latitude, found["GEO"].longitude) == (-1.6, 103.6)
    assert str(found["LOCATION"]) == "Kota Jambi"


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), True),
        (date(2026, 1, 1), date(2026, 12, 31), False),
        (date(2026, 3, 1), date(2026, 4, 1), False),
        (date.max, date.max, False),
        (date.min, date.min, True),
    ],
    ids=["a month", "a year", "more than a month", "the last day there is", "the first"],
)
def test_what_lies_over_many_days_is_in_no_calendar(
    start: date, end: date, there: bool, make_entry: Any, make_feed: Any, checked: Any
) -> None:
    found = checked("ics", FORMS["ics"].write(make_feed(make_entry(id="e1"), make_entry(id="e2", start=start, end=end))))
    assert ["e2@pantau" in str(event["UID"]) for event in found] == [False, *([True] if there else [])]


def test_many_sources_are_counted(make_entry: Any) -> None:
    assert "dan 5 laporan lain" in make_entry(reports=6).html
    assert "laporan lain" not in make_entry(reports=1).html
