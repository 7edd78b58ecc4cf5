"""What the newsroom prints: outlets, their stories, and the addresses they stand at. No clock, no chance."""

import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict

from models.sources import Source, load_register
from models.vocab import ZONE_HOURS, Family

THEMES = (
    "wordpress-entry", "wordpress-local", "wordpress-jnews", "blogger", "antara",
    "tribun", "disway", "promedia", "generic", "inews",
)  # fmt: skip

FILLERS_PER_OUTLET = 5

PAGE = 2
"""Stories on a page of a list: few, so that paging happens also where there are few stories."""


class _OutletRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    theme: Literal[THEMES]  # type: ignore[valid-type]
    carries: list[str]
    after: int = 0
    feed: Literal["right", "wrong_zone"] = "right"
    crawl_delay: float | None = None
    refuses: list[str] = []
    advertorial: bool = False


class Filler(BaseModel):
    """A headline and a body, with slots in braces."""

    model_config = ConfigDict(extra="forbid")

    title: str
    text: str


class _StoryRow(Filler):
    id: str
    host: str
    published: AwareDatetime


@dataclass(frozen=True, slots=True)
class Story:
    """An article as an outlet prints it. ``gold`` is the id of the annotated article, ``None`` for the other news.

    ``agency``: filed under the agency's tag. ``published`` is in the outlet's zone. ``edited`` and ``deleted`` say when a
    correction is put below it and when it is taken away.
    """

    gold: str | None
    agency: bool
    title: str
    text: str
    published: datetime
    path: str
    number: int
    author: str
    edited: datetime | None = None
    deleted: datetime | None = None

    def at(self, now: datetime) -> "Story | None":
        """The story as it stands at an instant, ``None`` before it is published and after it was taken away."""
        if self.published > now or (self.deleted is not None and self.deleted <= now):
            return None
        if self.edited is None or self.edited > now:
            return self
        return replace(self, text=f"{self.text}\n{CORRECTION}")

    @property
    def changed(self) -> datetime:
        """When the story as it stands was last changed."""
        return self.edited if self.edited is not None and self.text.endswith(CORRECTION) else self.published

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs."""
        return [line for line in self.text.split("\n") if line.strip()]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the newsroom: a row of the register, its look, and its stories, newest first; ``page`` of them on a page."""

    source: Source
    theme: str
    address: str
    after: int
    wrong_zone: bool
    crawl_delay: float | None
    refuses: tuple[str, ...]
    stories: tuple[Story, ...]
    page: int = PAGE

    @property
    def id(self) -> str:
        """The id of its row."""
        return self.source.id

    @property
    def family(self) -> Family:
        """The family of its row."""
        return self.source.family

    @property
    def tagged(self) -> tuple[Story, ...]:
        """The stories under the agency's tag."""
        return tuple(story for story in self.stories if story.agency)

    def at(self, now: datetime) -> "Outlet":
        """The outlet with what it shows at an instant."""
        return replace(self, stories=tuple(shown for story in self.stories if (shown := story.at(now)) is not None))


CORRECTION = "Ralat: berita ini telah diperbaiki setelah redaksi menerima keterangan tambahan."

AUTHORS = ("Rahmat Sanjaya", "Dewi Laksmi Putri", "Yusuf Hamdani", "Nur Aini Sapitri", "Togar Manulang", "Redaksi")


def load_press() -> tuple[Outlet, ...]:
    """All outlets with their stories.

    Raises:
        ValueError: an article that no outlet carries, an outlet that is not in the register, or a fault in a file.
    """
    folder = files("crawler.newsroom")
    rows = [_OutletRow.model_validate(row) for row in tomllib.loads((folder / "outlets.toml").read_text("utf-8"))["outlet"]]
    written = tomllib.loads((folder / "stories.toml").read_text("utf-8"))
    fillers = load_fillers()
    by_host: dict[str, list[_StoryRow]] = {}
    for article in (*_articles(), *(_StoryRow.model_validate(row) for row in written["story"])):
        by_host.setdefault(article.host, []).append(article)
    outlets = tuple(_outlet(number, row, by_host, fillers) for number, row in enumerate(rows))
    if by_host:
        raise ValueError(f"no outlet carries the articles of {', '.join(sorted(by_host))}: add the hosts in outlets.toml")
    return outlets


def load_fillers() -> list[Filler]:
    """The other news of a local paper."""
    written = tomllib.loads((files("crawler.newsroom") / "stories.toml").read_text("utf-8"))
    return [Filler.model_validate(row) for row in written["filler"]]


def make_story(
    source: Source, theme: str, draft: Filler, published: datetime, *, agency: bool, slots: Mapping[str, str]
) -> Story:
    """A story from a draft, its slots filled; what else stands in braces is left as it is."""
    title, text = (re.sub(r"\{(\w+)\}", lambda slot: slots.get(slot[1], slot[0]), part) for part in (draft.title, draft.text))
    return replace(_story(source, theme, None, title, text, published), agency=agency)


def _articles() -> Iterator[_StoryRow]:
    for file in sorted((files("crawler.newsroom") / "articles").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".json"):
            data: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
            yield _StoryRow(
                id=data["id"],
                host=urlsplit(data["url"]).hostname or "",
                published=data["published"],
                title=data["title"],
                text=data["text"],
            )


def _outlet(number: int, row: _OutletRow, by_host: dict[str, list[_StoryRow]], fillers: list[Filler]) -> Outlet:
    source = load_register().by_id.get(row.id)
    if source is None:
        raise ValueError(f"outlets.toml: {row.id} is not in the register")
    zone = timezone(timedelta(hours=ZONE_HOURS[source.zone]))
    own = [article for host in row.carries for article in by_host.pop(host, [])]
    stories = [_story(source, row.theme, a.id, a.title, a.text, a.published.astimezone(zone)) for a in own]
    newest = max((story.published for story in stories), default=datetime(2025, 6, 2, 9, 30, tzinfo=zone))
    city = source.city or source.province
    for turn in range(FILLERS_PER_OUTLET):
        filler = fillers[(number + turn) % len(fillers)]
        moment = newest - timedelta(hours=7 * turn + 3, minutes=11 * turn + number)
        stories.append(
            _story(source, row.theme, None, filler.title.format(city=city), filler.text.strip().format(city=city), moment)
        )
    if row.advertorial:
        # Named in the general feed, but under a path that robots.txt forbids.
        title = f"BPJS Ketenagakerjaan {city} Ucapkan Selamat Hari Jadi Daerah"
        path = f"/advetorial/{_slug(title)}/"
        stories.append(replace(_story(source, row.theme, None, title, "Selamat hari jadi.", newest), path=path))
    return Outlet(
        source=source,
        theme=row.theme,
        address=f"127.0.0.{number + 2}",
        after=row.after,
        wrong_zone=row.feed == "wrong_zone",
        crawl_delay=row.crawl_delay,
        refuses=tuple(row.refuses),
        stories=tuple(sorted(stories, key=lambda story: (story.published, story.path), reverse=True)),
    )


def _story(source: Source, theme: str, gold: str | None, title: str, text: str, published: datetime) -> Story:
    number = int(hashlib.sha256(f"{source.id} {title}".encode()).hexdigest()[:8], 16)
    slug = _slug(title)
    return Story(
        gold=gold,
        agency=gold is not None,
        title=title,
        text=text.strip(),
        published=published,
        path=_path(theme, number, slug, published),
        number=number % 900_000 + 100_000,
        author=AUTHORS[number % len(AUTHORS)],
    )


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _path(theme: str, number: int, slug: str, published: datetime) -> str:
    day = published.strftime("%Y/%m/%d")
    month = published.strftime("%Y/%m")
    short = slug if len(slug) <= 39 else slug[:40].rpartition("-")[0]
    number = number % 900_000 + 100_000
    return {
        "wordpress-entry": f"/{day}/{slug}/",
        "wordpress-local": f"/{slug}/",
        "wordpress-jnews": f"/{slug}/",
        "blogger": f"/{month}/{short}.html",
        "antara": f"/berita/{number}/{slug}",
        "tribun": f"/{day}/{slug}",
        "disway": f"/read/{number}/{slug}",
        "promedia": f"/daerah/94{number}/{slug}",
        "generic": f"/berita/{number}/{slug}",
        "inews": f"/read/{number}/{slug}",
    }[theme]
