"""Sixty days of a subscriber's life: what readers of the feeds and of the ledger hear, against what the store holds."""

import asyncio
import json
import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from db.corrections import Author, correct, undo
from db.site.app import build
from db.store import NewsStore
from extract.merging.run import merge_reports
from models.gazetteers import offices, regions_named
from models.ids import article_id
from models.records import Article, Extraction, Office, Report, Span
from models.vocab import EventType, OfficeKind, Salience, Status

HOME = "https://pantau.example"
START = datetime(2025, 3, 1, 2, tzinfo=UTC)
SEATS = [(o, found[0].name) for o in offices() if o.kind is OfficeKind.KC and (found := regions_named(o.seat))]
TYPES = (EventType.MONEV, EventType.SOSIALISASI, EventType.SANTUNAN, EventType.PKS)
SHOWN = "type status event_date venue province_code reports postponed_from unconfirmed withdrawn successor"


@dataclass(slots=True)
class Told:
    """An article: which happening it tells, and how; ``None`` where it tells none."""

    happening: int | None
    status: Status
    venue: str | None
    when: datetime


@dataclass(slots=True)
class Reader:
    """A reader of a paged feed that asks conditionally and follows pages back to what it knows."""

    form: str
    by: str = "etag"
    query: str = ""
    known: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    new: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    pages: int = 0

    def poll(self, get: Callable[..., Any]) -> tuple[set[str], set[str]]:
        path, heard = f"/feeds/events.{self.form}{self.query}", dict[str, str]()
        headers = self.headers
        while path:
            answer = get(path, **headers)
            if answer.status_code == 304:
                self.unchanged += 1
                return set(), set()
            if not heard and path.find("sebelum") < 0:
                names = {"etag": ("if-none-match", "etag"), "date": ("if-modified-since", "last-modified")}[self.by]
                self.headers = {names[0]: answer.headers[names[1]]}
            headers, self.pages = {}, self.pages + 1
            entries, path = self.read(answer.content)
            for key, updated in entries:
                if self.known.get(key) == updated:
                    path = ""
                    break
                assert key not in heard
                heard[key] = updated
        new, changed = set(heard) - set(self.known), set(heard) & set(self.known)
        self.known |= heard
        self.new.update(new)
        self.updated.update(changed)
        return new, changed

    def read(self, body: bytes) -> tuple[list[tuple[str, str]], str]:
        if self.form == "json":
            found = json.loads(body)
            return [(i["_pantau"]["event"], i["date_modified"]) for i in found["items"]], found.get("next_url", "")[len(HOME) :]
        feed = feedparser.parse(body)
        links = {link.rel: link.href for link in feed.feed.links}
        return [(e.link.rpartition("/")[2], e.updated) for e in feed.entries], links.get("next", "")[len(HOME) :]


class World:
    """The store, the press that fills it, and the site that serves it."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.dice, self.now = path, random.Random(seed), START
        self.articles: list[Told] = []
        self.happenings = 0
        self.plans: dict[int, datetime] = {}
        self.rules = 1
        self.corrected: list[int] = []
        self.restart()

    def restart(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
        self.store = NewsStore.open(self.path)
        self.site = build(self.path, HOME)
        asyncio.run(self.site.invoke_startup())

    def get(self, path: str, **headers: str) -> Any:
        async def ask() -> Any:
            return await self.site.client.get(path, headers=headers)

        return asyncio.run(ask())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def publish(self, happening: int, status: Status = Status.HELD) -> None:
        self.articles.append(Told(happening, status, None, self.now))
        self.save(len(self.articles) - 1)

    def happen(self, many: int) -> None:
        for _ in range(many):
            planned = self.dice.random() < 0.2
            self.plans[self.happenings] = self.now + timedelta(days=3 if planned else -1)
            for _ in range(self.dice.choice((1, 1, 2, 3))):
                self.publish(self.happenings, Status.PLANNED if planned else Status.HELD)
            self.happenings += 1

    def save(self, number: int) -> None:
        told = self.articles[number]
        url = f"https://koran{number % 7}.example/{number}"
        reports: tuple[Report, ...] = ()
        if (key := told.happening) is not None:
            seat, place = SEATS[key % len(SEATS)]
            reports = (
                Report(
                    TYPES[key // len(SEATS) % len(TYPES)], 1, "Giat", Span(0, 4), Span(0, 15), told.status, Salience.MAIN,
                    self.plans[key].date().isoformat(), told.venue, (place,), (Office(seat.kind, seat.name, seat.id),),
                    (f"PT Mitra {key}",), (), (), "uji",
                ),
            )  # fmt: skip
        words = random.Random(number)
        body = "Giat digelar. " + " ".join(f"kata{words.randrange(10**6)}" for _ in range(40))
        article = Article(article_id(url), url, f"koran{number % 7}", f"Berita {number}", body, told.when)
        self.store.save_article(
            article,
            Extraction(article.id, True, f"r{self.rules}", reports=reports),
            page_digest="d",
            fetched_at=self.now,
            link=url,
        )

    def merge(self) -> None:
        self.now += timedelta(minutes=5)
        merge_reports(self.store, now=lambda: self.now, progress=lambda _: None)

    def shown(self) -> dict[str, Any]:
        """Every event with all that a reader is told of it, read past the code that notes changes."""
        found = {row[0]: list(row[1:]) for row in self.rows(f"SELECT id, {SHOWN.replace(' ', ', ')} FROM events")}
        for event, report in self.rows("SELECT event_id, id FROM reports WHERE event_id IS NOT NULL ORDER BY id"):
            found[event].append(report)
        return found

    def in_force(self) -> set[str]:
        return {key for (key,) in self.rows("SELECT id FROM events WHERE withdrawn IS NULL")}

    # What happens to a press

    def edit(self) -> None:
        number = self.dice.randrange(len(self.articles))
        self.articles[number].venue = f"Aula {self.dice.randrange(5)}"
        self.save(number)

    def join(self) -> None:
        """All articles of a happening turn out to tell another one."""
        one, two = self.dice.sample([t.happening for t in self.articles if t.happening is not None], 2)
        for number, told in enumerate(self.articles):
            if told.happening == one:
                told.happening = two
                self.save(number)

    def split(self) -> None:
        """An article turns out to tell a happening of its own."""
        many = Counter(t.happening for t in self.articles)
        number = next((n for n, t in enumerate(self.articles) if t.happening is not None and many[t.happening] > 1), None)
        if number is not None:
            self.plans[self.happenings] = self.now
            self.articles[number].happening = self.happenings
            self.happenings += 1
            self.save(number)

    def drop(self) -> None:
        number = self.dice.randrange(len(self.articles))
        self.articles[number].happening = None
        self.save(number)

    def correct(self) -> None:
        event = self.dice.choice(sorted(self.in_force()))
        author = Author("Rina", "keliru")
        if self.corrected and self.dice.random() < 0.4:
            undo(self.path, self.corrected.pop(), author, self.now)
        else:
            self.corrected.append(correct(self.path, event, "venue", f"Balai {self.now:%j %H%M}", author, self.now).number)

    def reread(self) -> None:
        self.rules += 1
        for number in range(len(self.articles)):
            self.save(number)


@pytest.mark.parametrize("seed", [1])
def test_sixty_days(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path / "news.db", seed)
    readers = [Reader("atom"), Reader("atom", "date"), Reader("json")]
    moved = [set[str]() for _ in readers]
    ever = [set[str]() for _ in readers]
    told: Counter[tuple[str, str]] = Counter()
    since, before = 0, dict[str, Any]()
    done: Counter[str] = Counter()
    for day in range(60):
        world.now = START + timedelta(days=day)
        world.happen(60 if day == 30 else world.dice.randrange(4) + (day == 0) * 3)
        world.merge()
        acts = [world.edit, world.join, world.split, world.drop, world.correct]
        for act in [None, *world.dice.sample(acts, 2), *([world.reread] if day % 20 == 19 else [])]:
            if act is not None:
                world.now += timedelta(minutes=5)
                act()
                done[act.__name__] += 1
                world.merge()
            if day % 9 == 8:
                world.restart()
            after = world.shown()
            changed = {key for key in after if after[key] != before.get(key)}
            if act == world.reread:
                assert changed == set()
            found = world.get(f"/changes.json?since={since}&limit=1000").json()
            assert not found["more"]
            since = found["last"]
            assert {c["event"] for c in found["changes"]} == changed, [(act, before.get(key), after[key]) for key in changed]
            assert {c["event"] for c in found["changes"] if c["kind"] == "new"} == set(after) - set(before)
            told.update((c["event"], c["kind"]) for c in found["changes"] if c["kind"] == "new")
            force = world.in_force()
            assert {c["event"] for c in found["changes"] if c["now"]["withdrawn"]} == changed - force
            before = after
            for place, reader in enumerate(readers):
                moved[place] |= changed
                if world.dice.random() < 0.4 and day % 30 < 22:  # away at times, and for a week
                    new, updated = reader.poll(world.get)
                    assert new == force - ever[place]
                    assert updated == moved[place] & force & ever[place]
                    ever[place] |= new
                    moved[place] -= force
                    assert reader.poll(world.get) == (set(), set())
        groups: dict[int, set[str]] = {}
        for number, article in enumerate(world.articles):
            if article.happening is not None:
                groups.setdefault(article.happening, set()).add(article_id(f"https://koran{number % 7}.example/{number}"))
        stored: dict[str, set[str]] = {}
        for event, name in world.rows("SELECT event_id, article_id FROM reports"):
            stored.setdefault(event, set()).add(name)
        assert sorted(map(sorted, stored.values())) == sorted(map(sorted, groups.values()))
    assert set(told.values()) == {1}
    for reader in readers:
        assert set(reader.new.values()) == {1}
        assert reader.unchanged > 20
        assert sum(reader.updated.values()) > 10
    assert min(done.values()) >= 3
    assert world.rows("SELECT count(*) FROM events WHERE successor IS NOT NULL")[0][0] > 3
    assert world.rows("SELECT count(*) FROM events WHERE unconfirmed IS NOT NULL")[0][0] > 0
    world.store.close()
