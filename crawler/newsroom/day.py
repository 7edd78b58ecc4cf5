"""A day of the press at scale: hundreds of outlets, thousands of articles, and everything that goes wrong, by a seed.

What the outlets print stands in ``stories.toml``, ``articles/`` and ``day.toml``; which of it, where and when, and who suffers
which fault is drawn from a seed, so that a day is the same each time it is made.
"""

import random
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from crawler.newsroom.faults import Fault, FaultKind
from crawler.newsroom.markup import tag_path
from crawler.newsroom.press import Filler, Outlet, Story, load_fillers, load_press, make_story
from models.sources import Source, load_families, load_register
from models.vocab import ZONE_HOURS, Family, ListKind

OUTLETS = 300
ARTICLES = 2_000
AGENCY = 0.1
"""The part of a day's articles that is on the agency."""
WIRE = 40
"""Outlets of :data:`OUTLETS` that print the one story of the wire."""
ROUND = timedelta(hours=1)
HOURS = 24
CLOSING = 6
"""Rounds after the last article, in which what had failed is tried again."""

STRANGER = "127.200.0.1"
"""An address that answers and that nobody registered: whoever asks there is seen."""

_THEMES: dict[Family, tuple[str, ...]] = {
    Family.WORDPRESS: ("wordpress-entry", "wordpress-local", "wordpress-jnews"),
    Family.BLOGGER: ("blogger",),
    Family.ANTARA: ("antara",),
    Family.TRIBUN: ("tribun",),
    Family.DISWAY: ("disway",),
    Family.PROMEDIA: ("promedia",),
    Family.GENERIC: ("generic", "inews"),
}
_PAGE = 10
"""Stories on a page of a list, as WordPress has it from the start."""
_ARCHIVE = 3
"""Older stories an outlet has when the day begins."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Trouble(_Strict):
    kind: FaultKind
    where: str = Field(pattern="^(article|feed|search|tag|sitemap|robots|host)$")
    outlets: int = Field(ge=1)
    times: int = Field(ge=0)
    value: str = ""
    lost: bool = False


class _Refusal(_Strict):
    paths: list[str]
    outlets: int = Field(ge=1)
    lost: bool = False


class _DayFile(_Strict):
    places: list[str]
    agency: list[Filler]
    wire: Filler
    general: list[Filler]
    trouble: list[_Trouble]
    refusal: list[_Refusal]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the press: its outlets with all they print in it, what goes wrong, and what the rules leave no way to.

    ``lost`` holds (outlet, path) of the agency stories that cannot be had; all instants are aware.
    """

    start: datetime
    outlets: tuple[Outlet, ...]
    faults: tuple[Fault, ...]
    lost: frozenset[tuple[str, str]]

    @property
    def rounds(self) -> list[datetime]:
        """The instants at which the press is crawled: hourly, from the day's begin, and some rounds after its end."""
        return [self.start + turn * ROUND for turn in range(HOURS + CLOSING + 1)]

    def agency(self) -> dict[tuple[str, str], Story]:
        """The day's stories on the agency by outlet and path, those that cannot be had among them."""
        return {
            (outlet.id, story.path): story for outlet in self.outlets for story in outlet.tagged if story.published > self.start
        }

    def reachable(self) -> dict[tuple[str, str], Story]:
        """Those of :meth:`agency` that the rules leave a way to."""
        return {key: story for key, story in self.agency().items() if key not in self.lost}


def make_day(seed: int, start: datetime, *, outlets: int = OUTLETS, articles: int = ARTICLES, share: float = AGENCY) -> Day:
    """A day that begins at ``start`` (aware), the same for the same arguments; ``share`` of the articles are on the agency.

    Raises:
        ValueError: a fault in ``day.toml``, or more outlets than the register has.
    """
    written = _DayFile.model_validate(tomllib.loads((files("crawler.newsroom") / "day.toml").read_text("utf-8")))
    return _Printer(random.Random(seed), written, start, outlets, (round(articles * share), articles)).day()  # noqa: S311 (a simulation)


class _Printer:
    """Draws a day. Everything random comes from the one generator, in one order."""

    def __init__(
        self, chance: random.Random, written: _DayFile, start: datetime, outlets: int, articles: tuple[int, int]
    ) -> None:
        self.chance = chance
        self.written = written
        self.start = start
        self.agency, self.articles = articles
        self.general = [*load_fillers(), *written.general]
        self.outlets = [_bare(number, source, theme) for number, (source, theme) in enumerate(self._cast(outlets))]
        self.paths: dict[str, set[str]] = {outlet.id: set() for outlet in self.outlets}
        self.stories: dict[str, list[Story]] = {outlet.id: [] for outlet in self.outlets}

    def day(self) -> Day:
        self._archive()
        self._print()
        outlets = [replace(outlet, stories=_newest_first(self.stories[outlet.id])) for outlet in self.outlets]
        outlets, lost = self._refusals(self._manners(outlets))
        faults, spoilt = self._troubles(outlets, {outlet.id for outlet in outlets if outlet.refuses})
        deleted = {
            (outlet.id, story.path)
            for outlet in outlets
            for story in outlet.tagged
            if story.deleted and self._next_round(story.published) >= story.deleted
        }
        return Day(self.start, tuple(outlets), tuple(faults), frozenset(lost | spoilt | deleted))

    def _cast(self, number: int) -> list[tuple[Source, str]]:
        """Outlets of the register, of every family and theme first, then as they are spread there."""
        rows = sorted((row for row in load_register().enabled if row.section is None), key=lambda row: row.id)
        if number > len(rows):
            raise ValueError(f"{number} outlets asked for, the register has {len(rows)}")
        self.chance.shuffle(rows)
        firsts = [next(row for row in rows if row.family is family) for family, themes in _THEMES.items() for _ in themes]
        first = list({row.id: row for row in firsts}.values())
        taken = {row.id for row in first}
        chosen = (first + [row for row in rows if row.id not in taken])[:number]
        turns = dict.fromkeys(Family, 0)
        cast = []
        for row in chosen:
            themes = _THEMES[row.family]
            cast.append((row, themes[turns[row.family] % len(themes)]))
            turns[row.family] += 1
        return cast

    # Stories

    def _archive(self) -> None:
        for outlet in self.outlets:
            for turn in range(_ARCHIVE):
                self._general(outlet, self.start - timedelta(hours=5 + 9 * turn))
            if self.chance.random() < 0.3:
                self._agency(outlet, self.chance.choice(self.written.agency), self.start - timedelta(days=2))

    def _print(self) -> None:
        wired = self.chance.sample(self.outlets, round(WIRE * len(self.outlets) / OUTLETS))
        for outlet in wired:
            self._agency(outlet, self.written.wire, self.start + timedelta(hours=9, minutes=self.chance.randrange(150)))
        own = [Filler(title=story.title, text=story.text) for outlet in load_press() for story in outlet.tagged]
        self.chance.shuffle(own)
        drafts = (own + [self.chance.choice(self.written.agency) for _ in range(self.agency)])[: self.agency - len(wired)]
        for draft in drafts:
            self._agency(self.chance.choice(self.outlets), draft, self._moment())
        # Few outlets print much, many little.
        weights = [1 / (1 + place / 20) for place in range(len(self.outlets))]
        for outlet in self.chance.choices(self.outlets, weights, k=self.articles - self.agency):
            self._general(outlet, self._moment())

    def _moment(self) -> datetime:
        """A minute of the day, most of them between six in the morning and nine at night."""
        hour = self.chance.triangular(0, HOURS, 11)
        return self.start + timedelta(minutes=min(int(hour * 60) + 1, HOURS * 60 - 1))

    def _general(self, outlet: Outlet, moment: datetime) -> None:
        self._put(outlet, moment, lambda: self.chance.choice(self.general), agency=False)

    def _agency(self, outlet: Outlet, draft: Filler, moment: datetime) -> None:
        self._put(outlet, moment, lambda: draft, agency=True)

    def _put(self, outlet: Outlet, moment: datetime, draft: Callable[[], Filler], *, agency: bool) -> None:
        zone = timezone(timedelta(hours=ZONE_HOURS[outlet.source.zone]))
        for turn in range(50):
            chosen = draft() if turn < 20 else self.chance.choice(self.written.agency if agency else self.written.general)
            story = make_story(
                outlet.source, outlet.theme, chosen, moment.astimezone(zone), agency=agency, slots=self._slots(outlet)
            )
            if story.path not in self.paths[outlet.id]:
                self.paths[outlet.id].add(story.path)
                self.stories[outlet.id].append(story)
                return
        raise ValueError(f"{outlet.id}: no headline left for {moment}")

    def _slots(self, outlet: Outlet) -> dict[str, str]:
        return {
            "city": outlet.source.city or outlet.source.province,
            "place": self.chance.choice(self.written.places),
            "n": str(self.chance.randrange(2, 400)),
            "m": str(self.chance.randrange(12, 900)),
        }

    # What goes wrong

    def _some(self, outlets: Sequence[Outlet], of_three_hundred: int) -> list[Outlet]:
        number = max(1, round(of_three_hundred * len(self.outlets) / OUTLETS))
        return self.chance.sample(outlets, min(number, len(outlets)))

    def _manners(self, outlets: list[Outlet]) -> list[Outlet]:
        """Crawl-delays, feeds of the wrong zone, numbered pages, edited and deleted stories."""
        slow = {outlet.id for outlet in self._some(outlets, 15)}
        wrong = {outlet.id for outlet in self._some([o for o in outlets if o.source.zone != "WIB"], 15)}
        paged = {outlet.id for outlet in self._some(outlets, 30)}
        return [
            replace(
                outlet,
                crawl_delay=0.2 if outlet.id in slow else None,
                wrong_zone=outlet.id in wrong,
                after=4 if outlet.id in paged else 0,
                stories=tuple(map(self._fate, outlet.stories)),
            )
            for outlet in outlets
        ]

    def _fate(self, story: Story) -> Story:
        """One agency story in fifteen is edited later, one in twenty taken away: some before anybody could have seen them."""
        if not story.agency:
            return story
        draw = self.chance.random()
        if draw < 1 / 15:
            return replace(story, edited=story.published + timedelta(hours=2))
        if draw < 1 / 15 + 1 / 20:
            return replace(story, deleted=story.published + timedelta(minutes=self.chance.choice((15, 300))))
        return story

    def _next_round(self, moment: datetime) -> datetime:
        turns = -((self.start - moment) // ROUND)
        return self.start + max(0, turns) * ROUND

    def _refusals(self, outlets: list[Outlet]) -> tuple[list[Outlet], set[tuple[str, str]]]:
        lost: set[tuple[str, str]] = set()
        by_id = {outlet.id: outlet for outlet in outlets}
        for refusal in self.written.refusal:
            free = [outlet for outlet in by_id.values() if not outlet.refuses]
            for outlet in self._some(free, refusal.outlets):
                by_id[outlet.id] = replace(outlet, refuses=tuple(refusal.paths))
                if refusal.lost:
                    lost |= {(outlet.id, story.path) for story in outlet.tagged}
                elif any("/tag/" in path for path in refusal.paths):  # what is left is filtered by headline and address
                    names = load_families().discovery.names
                    lost |= {(outlet.id, story.path) for story in outlet.tagged if not names.search(story.title)}
        return list(by_id.values()), lost

    def _troubles(self, outlets: Iterable[Outlet], taken: set[str]) -> tuple[list[Fault], set[tuple[str, str]]]:
        """Who suffers what; nobody more than one thing."""
        faults: list[Fault] = []
        lost: set[tuple[str, str]] = set()
        for trouble in self.written.trouble:
            free = [outlet for outlet in outlets if outlet.id not in taken and self._concerns(trouble, outlet)]
            for outlet in self._some(free, trouble.outlets):
                taken.add(outlet.id)
                hit = self._today(outlet)[:1] if trouble.where == "article" else list(outlet.tagged)
                value = trouble.value.replace("{stranger}", STRANGER)
                times = trouble.times or 1_000_000
                faults.append(Fault(outlet.id, self._prefix(trouble.where, outlet), trouble.kind, times, value))
                if trouble.lost:
                    lost |= {(outlet.id, story.path) for story in hit}
        return faults, lost

    def _concerns(self, trouble: _Trouble, outlet: Outlet) -> bool:
        if trouble.where == "article":
            return any(self._today(outlet))
        return trouble.where in ("robots", "host") or any(rule.kind == trouble.where for rule in outlet.source.lists)

    def _today(self, outlet: Outlet) -> list[Story]:
        return [s for s in outlet.tagged if s.published > self.start and not s.deleted]

    def _prefix(self, where: str, outlet: Outlet) -> str:
        if where == "article":
            return self._today(outlet)[0].path
        if where in ("robots", "host"):
            return {"robots": "/robots.txt", "host": "/"}[where]
        if where == "tag":
            return tag_path(outlet)
        return next(rule.url for rule in outlet.source.lists if rule.kind == ListKind(where)).partition("{")[0]


def _bare(number: int, source: Source, theme: str) -> Outlet:
    """An outlet without stories, on an address of its own, with the lists of its family."""
    lists = load_families().by_id[source.family].lists
    if source.family is Family.DISWAY:
        # Its tag page is written by Outlet's register row.
        lists = (*lists, replace(lists[0], kind=ListKind.TAG, url="/listtag/", specific=True))
    return Outlet(
        source=replace(source, lists=lists),
        theme=theme,
        address=f"127.{1 + number // 200}.{number // 20 % 10}.{2 + number % 20}",
        after=0,
        wrong_zone=False,
        crawl_delay=None,
        refuses=(),
        stories=(),
        page=_PAGE,
    )


def _newest_first(stories: Iterable[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (story.published, story.path), reverse=True))
