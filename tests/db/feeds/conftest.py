"""Validators of feeds that are not ours, and a press of one's own: reports made at will in a store."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from db.feeds.entries import Entry, Feed, Source
from db.store import NewsStore
from models.ids import article_id
from models.records import Article, Extraction, Report, Span
from models.vocab import EventType, Salience, Status

HERE = Path(__file__).parent
ATOM = etree.RelaxNG(etree.parse(HERE.parent / "atom.rng"))
RSS = etree.RelaxNG(etree.parse(HERE / "rss.rng"))
JSON = Draft202012Validator(json.loads((HERE / "jsonfeed.schema.json").read_text("utf-8")))
NEEDED = {"UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "URL", "LAST-MODIFIED"}


def xml_checked(body: bytes, schema: etree.RelaxNG) -> Any:
    schema.assertValid(etree.fromstring(body, etree.XMLParser(huge_tree=True)))
    parsed = feedparser.parse(body)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return parsed


def json_checked(body: bytes) -> Any:
    found = json.loads(body)
    JSON.validate(found)
    return found


def ics_checked(body: bytes) -> list[Any]:
    """The events of a calendar that keeps to RFC 5545: line lengths, line ends, properties once, values escaped, folds mended."""
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert b"\r" not in body.replace(b"\r\n", b"")
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")  # no fold cuts a character
    logical = body.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    names = [line.partition(":")[0].partition(";")[0] for line in logical]
    assert all(name.replace("-", "").isalnum() and name.isupper() for name in names)
    assert names.count("BEGIN") == names.count("END")
    head = names[: names.index("BEGIN", 1)] if names.count("BEGIN") > 1 else names
    assert head.count("VERSION") == head.count("PRODID") == 1
    for name, line in zip(names, logical, strict=True):
        assert all(ord(c) >= 32 and ord(c) != 127 for c in line)
        if name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            value = (
                line.partition(":")[2]
                .replace("\\\\", "")
                .replace("\\,", "")
                .replace("\\;", "")
                .replace("\\n", "")
                .replace("\\N", "")
            )
            assert not set(value) & set("\\;,"), line
    read = icalendar.Calendar.from_ical(body)
    assert not read.errors
    events = list(read.walk("VEVENT"))
    for event in events:
        assert not event.errors
        assert set(event) >= NEEDED
        assert event["DTSTART"].dt < event["DTEND"].dt
        assert isinstance(event["DTSTART"].dt, date)
        assert event["STATUS"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert icalendar.Calendar.from_ical(read.to_ical()).to_ical() == read.to_ical()
    return events


CHECKS: dict[str, Callable[[bytes], Any]] = {
    "atom": lambda body: xml_checked(body, ATOM).entries,
    "rss": lambda body: xml_checked(body, RSS).entries,
    "json": lambda body: json_checked(body)["items"],
    "ics": ics_checked,
}


@pytest.fixture(scope="session")
def checked() -> Callable[[str, bytes], Any]:
    """The entries of a document, after every validator of its format found nothing."""
    return lambda form, body: CHECKS[form](body)


@pytest.fixture(scope="session")
def opened() -> Callable[[Path], Any]:
    def connect(path: Path) -> Any:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        return closing(connection)

    return connect


@pytest.fixture
def reading(filled: Path, opened: Callable[[Path], Any]) -> Iterator[sqlite3.Connection]:
    """A connection to the store of all annotated articles."""
    with opened(filled) as connection:
        yield connection


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    def make(text: str = "Kota Jambi", **changes: Any) -> Entry:
        found = Entry(
            id="e1",
            url="https://pantau.example/kejadian/e1",
            title=text or "x",
            summary=text,
            type="monev",
            status="held",
            when="2025-06-23",
            start=date(2025, 6, 23),
            end=date(2025, 6, 23),
            venue=text,
            places=(text,),
            offices=(text,),
            counterparties=(text,),
            officials=(text,),
            programs=("JKK",),
            province=text,
            point=(-1.6, 103.6),
            first_seen=datetime(2025, 6, 24, tzinfo=UTC),
            updated=datetime(2025, 6, 25, tzinfo=UTC),
            changes=2,
            postponed_from=None,
            unconfirmed=False,
            reports=1,
            sources=(Source(text, text, "2025-06-24", ""),),
        )
        return replace(found, **changes)

    return make


@pytest.fixture(scope="session")
def make_feed() -> Callable[..., Feed]:
    def make(*entries: Entry, title: str = "Pantau") -> Feed:
        home = "https://pantau.example"
        first = f"{home}/feeds/events.atom"
        return Feed(
            title, "Tentang", home, first, first, f"{home}/langganan", datetime(2025, 6, 25, tzinfo=UTC), entries,
            f"{first}?sebelum=5", f"{first}?sesudah=9",
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def tell() -> Callable[..., str]:
    """Store an article of one report; the id of the report."""

    def save(store: NewsStore, number: int, when: datetime, **slots: Any) -> str:
        url = f"https://koran{number % 3}.example/{number}"
        kind = slots.pop("type", EventType.MONEV)
        text = slots.pop("text", "Evaluasi digelar.")
        article = Article(article_id(url), url, f"koran{number % 3}", slots.pop("headline", f"Berita {number}"), text, when)
        report = Report(
            kind, 1, text[:3], Span(0, 3), Span(0, len(text)), slots.pop("status", Status.HELD), Salience.MAIN,
            slots.pop("date", None), slots.pop("venue", None), slots.pop("places", ()), slots.pop("offices", ()),
            slots.pop("counterparties", ()), slots.pop("officials", ()), slots.pop("programs", ()), "uji",
        )  # fmt: skip
        assert not slots
        store.save_article(
            article, Extraction(article.id, True, "r1", reports=(report,)), page_digest=f"d{number}", fetched_at=when, link=url
        )
        return f"{article.id}.{kind}.1"

    return save
