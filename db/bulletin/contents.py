"""What stands in a bulletin, read from news.db: the events first told in a week, against the week before, and what is planned."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.bulletin.weeks import Week
from db.calendars import spoken, spoken_day
from db.feeds import entries, selection
from db.feeds.entries import Entry
from db.feeds.filters import Filters
from db.labels import label
from db.queries import query
from db.site import links, maps
from db.site.maps import Map
from db.summary import Figure, amount
from db.texts import printable
from models.gazetteers import region
from models.vocab import FigureKind, Indicator, Per, Qualifier, RegionKind, Status

WEEKS = 8
"""Weeks in the chart of how many events there were."""
HIGHLIGHTS = 3
FIGURES = 14
PLANS = 20
ARTICLES = 150
"""Articles listed as sources; the rest are counted."""
NO_BRANCH = "Kantor tidak disebut"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the week and that of the week before."""

    label: str
    value: int
    before: int

    @property
    def change(self) -> int:
        """How much more than in the week before."""
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class Told:
    """An event in the bulletin: as feeds tell it, with the number of its first source in the list of sources.

    ``main``: some article is about it; else it is only mentioned beside others.
    """

    entry: Entry
    day: str
    status: str
    notes: tuple[int, ...]
    main: bool = True


@dataclass(frozen=True, slots=True)
class Branch:
    """The events of an office."""

    name: str
    events: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The events of a type: what articles are about by office, then what they only mention. ``before`` is how many there were in
    the week before.
    """

    name: str
    count: int
    before: int
    branches: tuple[Branch, ...]
    mentions: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure that was reported: in words, what it counts, the event, and the numbers of its sources."""

    told: str
    about: str
    event: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A source: its number in the list, day and title; ``href`` is empty where its address may not be linked."""

    number: int
    day: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet with its articles of the week."""

    name: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """All of a bulletin."""

    week: Week
    about: str
    numbers: tuple[Number, ...]
    highlights: tuple[Told, ...]
    kinds: tuple[Kind, ...]
    series: tuple[tuple[Week, int], ...]
    map: Map
    map_about: str
    plans: tuple[Told, ...]
    more_plans: int
    figures: tuple[Amount, ...]
    outlets: tuple[Outlet, ...]
    more_articles: int


def read(connection: sqlite3.Connection, week: Week, filters: Filters, about: str, base_url: str) -> Bulletin:
    """The bulletin of a week.

    Args:
        connection: an open news.db.
        week: the week whose first reports are told.
        filters: which events.
        about: the region or office it is about, in words.
        base_url: the public address of the site.
    """
    home = base_url.rstrip("/")
    now, before = (_of_week(connection, filters, each) for each in (week, week.shifted(-1)))
    found = entries.load(connection, now.numbers, home)
    articles = _articles(connection, [entry.id for entry in found])
    notes = _numbered(articles)
    told = [_told(entry, articles, notes, main=entry.id in now.main) for entry in found]
    plans, more = _plans(connection, filters, week.shifted(1), home)
    return Bulletin(
        week=week,
        about=about,
        numbers=_numbers(now, before, local=_province(filters) is not None or bool(filters.office)),
        highlights=_highlights(told),
        kinds=_kinds(told, Counter(before.types)),
        series=tuple((each, len(_of_week(connection, filters, each).ids)) for each in map(week.shifted, range(1 - WEEKS, 1))),
        map=_map(found, connection, filters),
        map_about=_map_about(filters),
        plans=plans,
        more_plans=more,
        figures=_figures(connection, found, articles, notes),
        outlets=_outlets(articles, notes),
        more_articles=max(0, len({row["article_id"] for row in articles}) - ARTICLES),
    )


@dataclass(frozen=True, slots=True)
class _Events:
    ids: tuple[str, ...]
    numbers: tuple[int, ...]
    types: tuple[str, ...]
    provinces: frozenset[str]
    main: frozenset[str]
    articles: int
    outlets: int
    offices: int


def _of_week(connection: sqlite3.Connection, filters: Filters, week: Week) -> _Events:
    """The events of a filter that were first told in a week."""
    rows = connection.execute(_FIRST_TOLD, week.bounds).fetchall()
    chosen = selection.among(connection, filters, [row["id"] for row in rows])
    rows = [row for row in rows if row["id"] in chosen]
    told = connection.execute(_TOLD_BY, {"ids": json.dumps([row["id"] for row in rows]), "last": week.bounds[1]}).fetchone()
    return _Events(
        tuple(row["id"] for row in rows),
        tuple(row["number"] for row in rows),
        tuple(row["type"] for row in rows),
        frozenset(row["province_code"] for row in rows if row["province_code"]),
        frozenset(row["id"] for row in rows if row["main"]),
        told["articles"],
        told["outlets"],
        told["offices"],
    )


_FIRST_TOLD = """
SELECT id, number, type, province_code, main FROM events
WHERE withdrawn IS NULL AND published_day BETWEEN ? AND ? ORDER BY published, id
"""
_TOLD_BY = """
SELECT count(DISTINCT a.id) AS articles, count(DISTINCT a.outlet_id) AS outlets, (
    SELECT count(DISTINCT o.name) FROM json_each(:ids) AS k JOIN event_offices AS o ON o.event_id = k.value
    WHERE o.kind <> 'pusat'
) AS offices
FROM json_each(:ids) AS j JOIN reports AS r ON r.event_id = j.value JOIN articles AS a ON a.id = r.article_id
WHERE a.published_day <= :last
"""
_PLANNED = """
SELECT id, number FROM events
WHERE withdrawn IS NULL AND status = 'planned' AND event_start <= :last AND event_end >= :first
    AND julianday(event_end) - julianday(event_start) < 7
ORDER BY event_start, event_end, id
"""


def _numbers(now: _Events, before: _Events, *, local: bool) -> tuple[Number, ...]:
    return (
        Number("kejadian", len(now.ids), len(before.ids)),
        Number("berita", now.articles, before.articles),
        Number("media", now.outlets, before.outlets),
        Number("kantor", now.offices, before.offices) if local else Number("provinsi", len(now.provinces), len(before.provinces)),
    )


def _articles(connection: sqlite3.Connection, ids: Sequence[str]) -> list[sqlite3.Row]:
    """The articles that tell of some events, event by event."""
    return connection.execute(query("bulletin_articles"), {"ids": json.dumps(list(ids))}).fetchall()


def _numbered(articles: Iterable[sqlite3.Row]) -> dict[str, int]:
    """Articles numbered as they stand in the list of sources: by outlet, then by day."""
    single = {row["article_id"]: row for row in articles}
    ordered = sorted(single.values(), key=lambda row: (row["outlet_name"].casefold(), row["published"], row["article_id"]))
    return {row["article_id"]: number for number, row in enumerate(ordered[:ARTICLES], 1)}


def _told(entry: Entry, articles: Iterable[sqlite3.Row], notes: dict[str, int], *, main: bool) -> Told:
    own = sorted({notes[row["article_id"]] for row in articles if row["event_id"] == entry.id and row["article_id"] in notes})
    return Told(entry, spoken(entry.when, weekday=False) if entry.when else "", label("Status", entry.status), tuple(own), main)


def _highlights(told: Sequence[Told]) -> tuple[Told, ...]:
    """The events told most often; what many report is what directors are asked about."""
    ranked = sorted(told, key=lambda item: (-item.entry.reports, item.entry.status != Status.HELD, item.entry.first_seen))
    return tuple(item for item in ranked[:HIGHLIGHTS] if item.entry.reports > 1) if len(told) > HIGHLIGHTS else ()


def _kinds(told: Sequence[Told], before: Counter[str]) -> tuple[Kind, ...]:
    counted = Counter(item.entry.type for item in told)
    found = []
    for code, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        own = [item for item in told if item.entry.type == code]
        branches: dict[str, list[Told]] = {}
        for item in own:
            if item.main:
                branches.setdefault(item.entry.offices[0] if item.entry.offices else NO_BRANCH, []).append(item)
        ordered = sorted(branches.items(), key=lambda branch: (branch[0] == NO_BRANCH, branch[0]))
        listed = tuple(Branch(name, tuple(events)) for name, events in ordered)
        mentions = tuple(item for item in own if not item.main)
        found.append(Kind(label("EventType", code), count, before[code], listed, mentions))
    return tuple(found)


def _province(filters: Filters) -> str | None:
    codes = {region(code).province for code in (*filters.province, *filters.region)}
    return next(iter(codes)) if len(codes) == 1 else None


def _map(found: Sequence[Entry], connection: sqlite3.Connection, filters: Filters) -> Map:
    """Where the events are: by province, or by regency and city where the bulletin is about one province."""
    province = _province(filters)
    if province is None:
        counts = Counter(
            row[0]
            for row in connection.execute(
                "SELECT e.province_code FROM json_each(?) AS j JOIN events AS e ON e.id = j.value", (_ids(found),)
            )
        )
    else:
        counts = Counter(
            row[0]
            for row in connection.execute(
                "SELECT DISTINCT p.region_code, p.event_id FROM json_each(?) AS j JOIN event_places AS p ON p.event_id = j.value"
                " WHERE p.region_code IS NOT NULL",
                (_ids(found),),
            )
        )
    chosen = filters.region[0] if len(filters.region) == 1 else ""
    return maps.drawn({code: count for code, count in counts.items() if code}, links.region, province=province, chosen=chosen)


def _map_about(filters: Filters) -> str:
    province = _province(filters)
    return "Kejadian menurut provinsi" if province is None else f"Kejadian menurut kabupaten dan kota, {region(province).name}"


def _ids(found: Sequence[Entry]) -> str:
    return json.dumps([entry.id for entry in found])


def _plans(connection: sqlite3.Connection, filters: Filters, week: Week, home: str) -> tuple[tuple[Told, ...], int]:
    first, last = week.bounds
    rows = connection.execute(_PLANNED, {"first": first, "last": last}).fetchall()
    chosen = selection.among(connection, filters, [row["id"] for row in rows])
    numbers = [row["number"] for row in rows if row["id"] in chosen]
    found = entries.load(connection, numbers[:PLANS], home)
    told = tuple(Told(entry, spoken(entry.when) if entry.when else "", label("Status", entry.status), ()) for entry in found)
    return told, max(0, len(numbers) - PLANS)


def _figures(
    connection: sqlite3.Connection, found: Sequence[Entry], articles: Iterable[sqlite3.Row], notes: dict[str, int]
) -> tuple[Amount, ...]:
    """The figures in the sentences that tell of the events: money first, then people, the greatest first; each once an event."""
    titles = {entry.id: entry.title for entry in found}
    rows: dict[tuple[str, str, str], list[sqlite3.Row]] = {}
    for row in connection.execute(query("bulletin_figures"), {"ids": _ids(found)}):
        rows.setdefault((row["event_id"], _amount(row), row["indicator"]), []).append(row)
    rank = {FigureKind.MONEY: 0, FigureKind.COUNT: 1, FigureKind.PERCENT: 2}
    ordered = sorted(rows.items(), key=lambda item: (rank[FigureKind(item[1][0]["kind"])], -item[1][0]["value"], item[0]))
    per_kind: Counter[str] = Counter()
    chosen = []
    for (event, told, indicator), same in ordered:
        kind = same[0]["kind"]
        if per_kind[kind] < FIGURES // 2:
            per_kind[kind] += 1
            own = tuple(sorted({notes[row["article_id"]] for row in same if row["article_id"] in notes}))
            chosen.append(Amount(told, label("Indicator", indicator), titles[event], own))
    return tuple(chosen[:FIGURES])


def _amount(row: sqlite3.Row) -> str:
    figure = Figure(
        row["value"],
        FigureKind(row["kind"]),
        printable(row["unit"]),
        Indicator(row["indicator"]),
        Per(row["per"]) if row["per"] else None,
        Qualifier(row["qualifier"]) if row["qualifier"] else None,
    )
    return amount(figure)


def _outlets(articles: Iterable[sqlite3.Row], notes: dict[str, int]) -> tuple[Outlet, ...]:
    found: dict[str, list[Article]] = {}
    for row in sorted({row["article_id"]: row for row in articles}.values(), key=lambda row: notes.get(row["article_id"], 0)):
        if row["article_id"] in notes:
            href = links.outward(row["url"]) or ""
            article = Article(notes[row["article_id"]], spoken_day(row["published_day"]), printable(row["title"]), href)
            found.setdefault(printable(row["outlet_name"]), []).append(article)
    return tuple(Outlet(name, tuple(listed)) for name, listed in found.items())


def region_filter(code: str) -> list[tuple[str, str]]:
    """The filter of a region's code: of a province all events that lie in it, of a regency or city those that name it.

    Raises:
        KeyError: there is no such region.
    """
    found = region(code)
    return [("provinsi" if found.kind is RegionKind.PROVINSI else "wilayah", code)]
