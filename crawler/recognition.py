"""What an unknown outlet runs on, by the marks of its front page. Pure functions; the marks are in ``models/families.toml``."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from models.hosts import bare_host, registrable_domain
from models.sources import Families, Family
from models.vocab import Family as FamilyId

LEAST = 3
"""Links of a front page that must be as a family has them before it is taken for a candidate."""

_NARROW_FIRST = (FamilyId.BLOGGER, FamilyId.ANTARA, FamilyId.TRIBUN, FamilyId.DISWAY, FamilyId.PROMEDIA, FamilyId.WORDPRESS)
_DASH = re.compile(r"\s+[-–—|•·]\s+")


@dataclass(frozen=True, slots=True)
class Guess:
    """A family an outlet may be of, and why. One that is not certain has to be proved (see ``Family.proof``)."""

    family: Family
    why: str
    certain: bool


def recognise(host: str, html: str, families: Families) -> list[Guess]:
    """The families an outlet may be of, the likeliest first; the generic one, which fits any, comes last.

    A network's domain or a software's own marks are certain; links that look like a family's are a guess.
    """
    known = list(families.by_id.values())
    domain = registrable_domain(host)
    for family in known:
        if domain in family.domains:
            return [Guess(family, f"domain {domain}", certain=True)]
    lowered = html.lower()
    marked = {family.id: [mark for mark in family.marks if mark in lowered] for family in known}
    most = max(known, key=lambda family: len(marked[family.id]))
    if marked[most.id]:
        return [Guess(most, f"tanda {marked[most.id][0]}", certain=True)]
    page = Selector(text=html or "<html></html>", type="html")
    guesses = [Guess(families.by_id[key], "bentuk tautannya", certain=False) for key in _NARROW_FIRST]
    likely = [guess for guess in guesses if _alike(page, guess.family) >= LEAST]
    provable = [guess for guess in guesses if guess.family.proof and guess not in likely]
    generic = Guess(families.by_id[FamilyId.GENERIC], "tidak ada tanda perangkat lunak yang dikenal", certain=True)
    return [*likely, *provable, generic]


def _alike(page: Selector, family: Family) -> int:
    """How many of a front page's links stand where the family has them and lead where its articles are."""
    links = {href for css in family.entries for href in page.css(css).css("::attr(href)").getall()}
    return sum(family.article.search(path) is not None for path in map(_path, links))


def _path(href: str) -> str:
    try:
        return urlsplit(href.strip()).path
    except ValueError:
        return ""


def name_of(html: str, host: str) -> str:
    """What the outlet calls itself: its site name, else the part of its title that is most like its host."""
    page = Selector(text=html or "<html></html>", type="html")
    if told := (page.css("meta[property='og:site_name']::attr(content)").get() or "").strip():
        return " ".join(told.split())
    title = " ".join((page.css("title::text").get() or "").split())
    parts = [part for part in _DASH.split(title) if part]
    letters = re.sub(r"[^a-z0-9]", "", bare_host(host).split(".")[0])
    fitting = [part for part in parts if re.sub(r"[^a-z0-9]", "", part.lower()) in (letters, bare_host(host).replace(".", ""))]
    return (fitting or parts or [bare_host(host)])[0]


def feeds_of(html: str, base: str) -> list[str]:
    """Paths of the feeds that a front page names, on its own host, those of comments left out."""
    page = Selector(text=html or "<html></html>", type="html")
    css = "link[rel=alternate][type='application/rss+xml'], link[rel=alternate][type='application/atom+xml']"
    urls = (urljoin(base, link.attrib.get("href", "").strip()) for link in page.css(css))
    return list(dict.fromkeys(path for url in urls if (path := own_path(url, base)) and "comment" not in path))


def sitemaps_of(robots: str, base: str) -> list[str]:
    """Paths of the sitemaps that a robots.txt names, on its own host."""
    urls = re.findall(r"(?im)^\s*sitemap:\s*(\S+)", robots)
    return list(dict.fromkeys(path for url in urls if (path := own_path(urljoin(base, url), base))))


def own_path(url: str, base: str) -> str | None:
    """The path and query of an address on the same outlet; ``None`` where it is elsewhere."""
    try:
        parts = urlsplit(url)
        if bare_host(parts.hostname or "") != bare_host(urlsplit(base).hostname or "") or not parts.path.startswith("/"):
            return None
    except ValueError:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def shape_of(paths: Iterable[str], shapes: Sequence[str]) -> str | None:
    """The narrowest known shape of articles' addresses that nearly all of these have."""
    asked = list(dict.fromkeys(paths))
    for shape in shapes:
        if asked and sum(re.search(shape, path) is not None for path in asked) >= 0.9 * len(asked):
            return shape
    return None


def id_of(host: str) -> str:
    """The id that a host's row gets: ``www.kabar-satu.co.id`` → ``kabar-satu-co-id``."""
    return re.sub(r"[^a-z0-9]+", "-", bare_host(host)).strip("-")
