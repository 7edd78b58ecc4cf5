"""A news.db of any size for the benchmarks of the site: synthetic, seeded, streamed, written in bulk.

The texts are sentences of the newsroom's annotated articles, mixed anew for each article, so that words are as frequent as in
the press. Offices, regions and people follow the law of Zipf and Mandelbrot: some are in the news every week, most seldom. Rows
are written past :class:`db.store.NewsStore`, which would take hours for a million articles; the schema's own keys, checks and
triggers hold.
"""

import json
import random
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from db.database import connect
from db.feeds import kept
from db.store import NewsStore
from db.summary import sentence, title
from extract.cli import own_gold
from models.gazetteers import offices, province_of, regions
from models.ids import article_id, event_id, person_id, report_id
from models.records import Event, Office
from models.vocab import EventType, Indicator, Program, RegionKind, Status

FIRST, DAYS = date(2016, 1, 1), 3650
OUTLETS, PEOPLE = 600, 20_000
RELEVANT = 0.4
"""Share of the articles that speak of the agency."""

_BATCH = 2000
_GIVEN = "Andi Budi Citra Dewi Eka Fajar Gita Hadi Indra Joko Kartika Lestari Made Nanda Oki Putri Rizal Sari Tono Wahyu".split()
_FAMILY = "Lubis Nasution Siregar Wijaya Santoso Hutabarat Pratama Saragih Mandala Kusuma Tarigan Halim Suryadi Rangkuti".split()
_POSITIONS = ("Kepala Cabang", "Kepala Kantor Wilayah", "Bupati", "Wali Kota", "Kepala Dinas Tenaga Kerja", "Sekretaris Daerah")
Row = tuple[Any, ...]


def build(path: Path, *, articles: int, events: int, seed: int = 17) -> Path:
    """Write a database of that many articles and events to ``path`` (which must not exist); returns ``path``.

    Every event has one to twelve reports, each in an article of its own; every relevant article has dates, figures, an office,
    officials and a programme. The same numbers and seed give the same database.
    """
    NewsStore.open(path).close()
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;")
    made = _Press(seed, articles)
    connection.executemany("INSERT INTO outlets VALUES (?, ?, ?)", made.outlets)
    connection.executemany("INSERT OR IGNORE INTO people VALUES (?, ?)", [(person_id(name), name) for name in made.people])
    _pour(connection, made.articles())
    _pour(connection, made.events(events))
    connection.execute("ANALYZE")
    connection.close()
    with closing(connect(path)) as connection:
        kept.keep(connection)
    return path


def _pour(connection: sqlite3.Connection, rows: Iterator[tuple[str, Row]]) -> None:
    """Insert rows given with their statements, many at a time; what others belong to comes first, as in the store."""
    while batch := list(islice(rows, _BATCH * 10)):
        by_statement: dict[str, list[Row]] = {}
        for statement, row in batch:
            by_statement.setdefault(statement, []).append(row)
        with connection:
            for statement in sorted(by_statement, key=lambda one: one not in (_ARTICLE, _EVENT)):
                connection.executemany(statement, by_statement[statement])


@cache
def _sentences() -> tuple[str, ...]:
    texts = (json.loads(path.read_text("utf-8"))["text"] for path in sorted(own_gold().glob("*.json")))
    return tuple(s for text in texts for s in re.split(r"(?<=[.”])\s+|\n+", text) if 40 <= len(s) <= 400)


def _insert(table: str, columns: str) -> str:
    names = columns.split()
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


_ARTICLE = _insert(
    "articles",
    "number id url page outlet_id outlet_name title body published published_day published_offset province relevant first_seen"
    " fetched page_digest rules",
)
_DATE = _insert("date_mentions", "article_id ord field start_offset end_offset text date date_start date_end rule rules")
_FIGURE = _insert("figures", "article_id ord field start_offset end_offset text value kind unit indicator rule rules region_code")
_OFFICE = _insert("article_offices", "article_id ord kind name office_id rules")
_OFFICIAL = _insert("article_officials", "article_id ord person_id name position organisation aliases rules")
_PROGRAM = _insert("program_mentions", "article_id ord code field start_offset end_offset rules")
_ISSUE = _insert("issues", "article_id ord code detail rules")
_EVENT = _insert(
    "events",
    "id type status event_date event_start event_end venue province_code title summary words reports main published"
    " published_last published_day first_seen updated",
)
_REPORT = _insert(
    "reports",
    "id article_id type nth published trigger_text trigger_field trigger_start trigger_end evidence_field evidence_start"
    " evidence_end status salience event_date event_start event_end rule rules event_id",
)
_STATUS = _insert("event_statuses", "event_id noted status event_date")
_CHANGE = _insert("event_changes", "event_id noted kind fields")
_SLOTS = {
    "places": "name region_code",
    "offices": "kind name office_id",
    "counterparties": "name",
    "officials": "name",
    "programs": "code",
}
_SLOT = {
    (owner, slot): _insert(f"{owner}_{slot}", f"{owner}_id ord {columns}")
    for owner in ("event", "report")
    for slot, columns in _SLOTS.items()
}


class _Press:
    """Ten years of a press that never was; every method draws from generators of its own, so that rows can be streamed."""

    def __init__(self, seed: int, articles: int) -> None:
        self.seed, self.number = seed, articles
        draw = random.Random(seed)
        self.offices = [o for o in offices() if o.kind in ("kc", "kcp")]
        self.regions = [r for r in regions() if r.kind is not RegionKind.PROVINSI]
        draw.shuffle(self.offices)
        draw.shuffle(self.regions)
        provinces = sorted({r.province for r in self.regions})
        names = {r.code: r.name for r in regions()}
        self.outlets = [(f"media-{n:03}", f"Media {n:03}", names[provinces[n % len(provinces)]]) for n in range(OUTLETS)]
        self.people = [f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)} {n:x}".title() for n in range(PEOPLE)]
        self.relevant = [n for n in range(articles) if draw.random() < RELEVANT]
        self.office = _zipf(self.offices)
        self.region = _zipf(self.regions)
        self.person = _zipf(self.people)

    def when(self, number: int) -> tuple[str, str]:
        """Instant and day of publication of an article: they come in order, evenly over the years."""
        day = FIRST + timedelta(days=number * DAYS // self.number)
        return f"{day}T{number % 24:02}:{number // 24 % 60:02}:00Z", day.isoformat()

    def articles(self) -> Iterator[tuple[str, Row]]:
        """All rows that hang on articles."""
        draw = random.Random(self.seed + 1)
        relevant = set(self.relevant)
        lines = _sentences()
        for number in range(self.number):
            url = f"https://media-{number % OUTLETS:03}.example/berita/{number}"
            key, (at, day) = article_id(url), self.when(number)
            outlet, name, province = self.outlets[number % OUTLETS]
            body = "\n".join(" ".join(draw.choices(lines, k=3)) for _ in range(4))
            heading = f"{' '.join(draw.choice(lines).split()[:9])} {number}"
            told = int(number in relevant)
            yield _ARTICLE, (
                number + 1, key, url, url, outlet, name, heading, body, at, day, 420, province, told, at, at, f"{number:064x}",
                "r",
            )  # fmt: skip
            if told:
                yield from self._facts(draw, key, day)

    def _facts(self, draw: random.Random, key: str, day: str) -> Iterator[tuple[str, Row]]:
        office = self.office(draw)
        yield _DATE, (key, 0, "text", 0, 10, day, day, day, day, "dates.day", "r")
        yield _OFFICE, (key, 0, str(office.kind), office.name, office.id, "r")
        yield _PROGRAM, (key, 0, str(draw.choice(list(Program))), "text", 5, 8, "r")
        indicators = list(Indicator)
        for ord_ in range(2):
            value = float(int(10 ** draw.uniform(1, 9)))
            kind, unit = ("money", "IDR") if ord_ else ("count", "orang")
            where = self.region(draw).code if draw.random() < 0.5 else None
            yield _FIGURE, (
                key, ord_, "text", 11, 20, str(int(value)), value, kind, unit, str(draw.choice(indicators)), "figures.x", "r",
                where,
            )  # fmt: skip
        person = self.person(draw)
        yield _OFFICIAL, (key, 0, person_id(person), person, draw.choice(_POSITIONS), f"Kantor Cabang {office.name}", "[]", "r")
        if draw.random() < 0.02:
            yield _ISSUE, (key, 0, "date_future", "contoh", "r")

    def events(self, number: int) -> Iterator[tuple[str, Row]]:
        """All rows that hang on events; the articles must be stored."""
        draw = random.Random(self.seed + 2)
        types, taken = list(EventType), 0
        for left in range(number, 0, -1):
            most = len(self.relevant) - taken - (left - 1)
            size = max(1, min(most, draw.choices((1, 2, 3, 5, 12), (60, 22, 10, 6, 2))[0]))
            told = self.relevant[taken : taken + size]
            taken += size
            yield from self._event(draw, draw.choice(types), told)

    def _event(self, draw: random.Random, kind: EventType, told: Sequence[int]) -> Iterator[tuple[str, Row]]:
        sources = [article_id(f"https://media-{n % OUTLETS:03}.example/berita/{n}") for n in told]
        instants = [self.when(n) for n in told]
        office, place = self.office(draw), self.region(draw)
        status = draw.choices(list(Status), (80, 14, 5, 1))[0]
        day = str(date.fromisoformat(instants[0][1]) + timedelta(days=3 if status is Status.PLANNED else -draw.randint(0, 3)))
        record = Event(
            id=event_id(report_id(sources[0], kind, 1)),
            type=kind,
            status=status,
            date=day,
            venue=None,
            places=(place.name,),
            offices=(Office(office.kind, office.name, office.id),),
            counterparties=(f"Pemerintah {place.name}",),
            officials=(self.person(draw),),
            programs=(draw.choice(list(Program)),),
            reports=tuple(report_id(source, kind, 1) for source in sources),
        )
        heading, line = title(record), sentence(record)
        words = f"{heading}\n{' '.join(draw.choices(_sentences(), k=2))}"
        yield _EVENT, (
            record.id, str(kind), str(status), day, day, day, None, province_of(office).code, heading, line, words, len(told), 1,
            instants[0][0], instants[-1][0], instants[0][1], instants[0][0], instants[-1][0],
        )  # fmt: skip
        yield _STATUS, (record.id, instants[0][0], str(status), day)
        yield _CHANGE, (record.id, instants[0][0], "new", "[]")
        yield from _slots("event", record.id, record, place.code)
        for source, (at, _) in zip(sources, instants, strict=True):
            key = report_id(source, kind, 1)
            yield _REPORT, (
                key, source, str(kind), 1, at, "kegiatan", "text", 0, 8, "text", 0, 120, str(status), "main", day, day, day, "x",
                "r", record.id,
            )  # fmt: skip
            yield from _slots("report", key, record, place.code)


def _slots(owner: str, key: str, record: Event, place: str) -> Iterator[tuple[str, Row]]:
    yield _SLOT[owner, "places"], (key, 0, record.places[0], place)
    yield _SLOT[owner, "offices"], (key, 0, str(record.offices[0].kind), record.offices[0].name, record.offices[0].office_id)
    yield _SLOT[owner, "counterparties"], (key, 0, record.counterparties[0])
    yield _SLOT[owner, "officials"], (key, 0, record.officials[0])
    yield _SLOT[owner, "programs"], (key, 0, str(record.programs[0]))


def _zipf(items: Sequence[Any]) -> Callable[[random.Random], Any]:
    """A draw of an item, the nth with weight 1 / (n + 10): of 400 offices the first is in every fortieth happening."""
    weights = list(accumulate(1 / (n + 10) for n in range(len(items))))
    return lambda draw: draw.choices(items, cum_weights=weights)[0]
