"""Feeds, sitemaps, tag and search pages of the newsroom: how each family lists its stories."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import feedgenerator

from crawler.newsroom.markup import TAG_NUMBER, article_page, list_page, sheet_path, sheets_of, tag_path
from crawler.newsroom.press import Outlet, Story
from models.vocab import Family

FEED = 10

_HTML = "text/html; charset=UTF-8"
_RSS = "application/rss+xml; charset=UTF-8"
_ATOM = "application/atom+xml; charset=UTF-8"
_XML = "text/xml; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers with; ``location`` makes it a redirect."""

    body: bytes
    kind: str = _HTML
    status: int = 200
    location: str | None = None


def answer(outlet: Outlet, home: str, target: str) -> Answer | None:
    """The answer to a path and query; ``None`` where the outlet has nothing there."""
    parts = urlsplit(target)
    query = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if parts.path == "/robots.txt":
        return Answer(robots(outlet, home).encode(), "text/plain; charset=UTF-8")
    return _LISTS[outlet.family](outlet, home, parts.path, query) or _article(outlet, home, parts.path, query)


def robots(outlet: Outlet, home: str) -> str:
    """The outlet's robots.txt."""
    lines = ["User-agent: *", "Disallow: /wp-admin/", "Disallow: /advetorial/", *(f"Disallow: {path}" for path in outlet.refuses)]
    if outlet.crawl_delay:
        lines.append(f"Crawl-delay: {outlet.crawl_delay}")
    lines += ["", "User-agent: GPTBot", "Disallow: /", "", f"Sitemap: {home}{_SITEMAPS.get(outlet.family, '/sitemap.xml')}"]
    return "\n".join(lines) + "\n"


# Articles


def _article(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    if "p" in query and path == "/" and outlet.family is Family.WORDPRESS:
        for story in outlet.stories:
            if str(story.number) == query["p"]:
                return Answer(b"", status=301, location=home + story.path)
        return None
    plain = re.sub(r"^/amp(?=/)|/amp/?$", "", path)
    for story in outlet.stories:
        if _stem(plain) == _stem(story.path):
            if outlet.family is Family.WORDPRESS and not path.endswith("/"):
                return Answer(b"", status=301, location=f"{home}{path}/")
            page = int(query["page"]) if query.get("page", "").isdigit() else 1
            everything = query.get("page") == "all" and outlet.family not in (Family.WORDPRESS, Family.DISWAY)
            return _sheet(outlet, story, home, page, complete=everything)
        if outlet.theme == "inews" and plain.rstrip("/") == f"{story.path}/all":
            return _sheet(outlet, story, home, 1, complete=True)
        for number in range(2, len(sheets_of(outlet, story)) + 1):
            if plain == sheet_path(outlet, story, number):
                return _sheet(outlet, story, home, number, complete=False)
    return None


def _stem(path: str) -> str:
    return path.rstrip("/")


def _sheet(outlet: Outlet, story: Story, home: str, page: int, *, complete: bool) -> Answer | None:
    html = article_page(outlet, story, home, page=page, complete=complete)
    if html is None:
        return None
    if outlet.theme == "generic":
        # An old software: Windows-1252 under the name of ISO-8859-1, told in the page alone.
        return Answer(html.encode("cp1252", "xmlcharrefreplace"), "text/html")
    return Answer(html.encode())


# Lists


def _wordpress(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    page = _number(query.get("paged"))
    if path == "/" and query.get("feed") == "rss2":
        return _feed_page(outlet, home, search(outlet, query.get("s", "")), page, outlet.page)
    if path in ("/feed/", "/feed"):
        return _feed_page(outlet, home, outlet.stories, page, FEED)
    if found := re.fullmatch(r"/tag/([^/]+)/(?:page/(\d+)/)?", path):
        tagged = outlet.tagged if found[1] == "bpjs-ketenagakerjaan" else ()
        base = f"/tag/{found[1]}/"
        return _paged(outlet, f"Tag: {found[1]}", tagged, home, _number(found[2]), lambda number: f"{base}page/{number}/")
    if path == "/sitemap_index.xml":
        return _index(home, ["/page-sitemap.xml", "/post-sitemap.xml"], outlet)
    if path == "/post-sitemap.xml":
        return _sitemap(outlet, home, outlet.stories, news=False)
    if path == "/page-sitemap.xml":
        return _sitemap(outlet, home, (), news=False)
    return _front(outlet, home, path, query)


def _blogger(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    if path == "/feeds/posts/default":
        size = min(_number(query.get("max-results"), 25), outlet.page + 1 if "q" in query else FEED)
        stories = search(outlet, query["q"]) if "q" in query else list(outlet.stories)
        start = _number(query.get("start-index"))
        shown = stories[start - 1 : start - 1 + size]
        return _feed(outlet, home, shown, rss=query.get("alt") == "rss")
    if path in ("/search/label/BPJS%20Ketenagakerjaan", "/search/label/BPJS Ketenagakerjaan"):
        return Answer(list_page(outlet, "BPJS Ketenagakerjaan", outlet.tagged[: outlet.page], home, None).encode())
    if path == "/sitemap.xml":
        return _sitemap(outlet, home, outlet.stories, news=False)
    return _front(outlet, home, path, query)


def _antara(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    return _portal(outlet, home, path, query, feed="/rss/terkini.xml", sitemap="/sitemap.xml", searches=True)


def _tribun(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    if path == "/search":
        return Answer(b"Forbidden", "text/plain", 403)
    return _portal(outlet, home, path, query, feed="/rss", sitemap="/sitemap-news.xml", searches=False)


def _disway(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    if found := re.fullmatch(rf"/listtag/{TAG_NUMBER}/([^/]+)(?:/(\d+))?", path):
        page = int(found[2] or 0) // 30 + 1
        tagged = outlet.tagged if found[1] == "bpjs-ketenagakerjaan" else ()
        base = tag_path(outlet, found[1])
        return _paged(outlet, f"Tag {found[1]}", tagged, home, page, lambda number: f"{base}/{30 * (number - 1)}")
    return _portal(outlet, home, path, query, feed="/rss", sitemap="/sitemap.xml", searches=False)


def _promedia(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    return _portal(outlet, home, path, query, feed="/rss", sitemap="/sitemap.xml", searches=True)


def _generic(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    feed = next((rule.url for rule in outlet.source.lists if rule.kind == "feed"), "/rss")
    return _portal(outlet, home, path, query, feed=feed, sitemap="/sitemap.xml", searches=False)


def _portal(
    outlet: Outlet, home: str, path: str, query: dict[str, str], *, feed: str, sitemap: str, searches: bool
) -> Answer | None:
    page = _number(query.get("page"))
    if path == feed:
        return _feed(outlet, home, outlet.stories[:FEED], rss=outlet.theme != "inews")
    if path == sitemap:
        return _sitemap(outlet, home, outlet.stories, news="news" in sitemap)
    if found := re.fullmatch(r"/tag/([^/]+)", path):
        tagged = outlet.tagged if found[1] == "bpjs-ketenagakerjaan" else ()
        return _paged(outlet, f"Tag: {found[1]}", tagged, home, page, lambda number: f"{path}?page={number}")
    if searches and path == "/search":
        words = query.get("q", "")
        following = f"/search?q={quote_plus(words)}&page="
        return _paged(
            outlet, f"Hasil pencarian {words}", search(outlet, words), home, page, lambda number: f"{following}{number}"
        )
    return _front(outlet, home, path, query)


_LISTS: dict[Family, Callable[[Outlet, str, str, dict[str, str]], Answer | None]] = {
    Family.WORDPRESS: _wordpress,
    Family.BLOGGER: _blogger,
    Family.ANTARA: _antara,
    Family.TRIBUN: _tribun,
    Family.DISWAY: _disway,
    Family.PROMEDIA: _promedia,
    Family.GENERIC: _generic,
}
_SITEMAPS = {Family.WORDPRESS: "/sitemap_index.xml", Family.TRIBUN: "/sitemap-news.xml"}


def search(outlet: Outlet, words: str) -> list[Story]:
    """The stories whose headline or body hold every word."""
    wanted = words.lower().split()
    return [story for story in outlet.stories if wanted and all(word in f"{story.title} {story.text}".lower() for word in wanted)]


def _front(outlet: Outlet, home: str, path: str, query: dict[str, str]) -> Answer | None:
    if path == "/" and not query:
        return Answer(list_page(outlet, outlet.source.name, outlet.stories[:8], home, None).encode())
    return None


def _paged(
    outlet: Outlet, heading: str, stories: Sequence[Story], home: str, page: int, path: Callable[[int], str]
) -> Answer | None:
    start = (page - 1) * outlet.page
    if page > 1 and start >= len(stories):
        return None
    following = path(page + 1) if start + outlet.page < len(stories) else None
    return Answer(list_page(outlet, heading, stories[start : start + outlet.page], home, following).encode())


def _feed_page(outlet: Outlet, home: str, stories: Sequence[Story], page: int, size: int) -> Answer | None:
    start = (page - 1) * size
    if page > 1 and start >= len(stories):
        return None
    return _feed(outlet, home, stories[start : start + size], rss=True)


class _Dated:
    """A feed without entries is dated by the clock in feedgenerator; the newsroom's pages depend on no clock."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=datetime(2025, 1, 1, tzinfo=UTC))


class _Rss(_Dated, feedgenerator.Rss201rev2Feed):  # type: ignore[misc]
    pass


class _Atom(_Dated, feedgenerator.Atom1Feed):  # type: ignore[misc]
    pass


def _feed(outlet: Outlet, home: str, stories: Sequence[Story], *, rss: bool) -> Answer:
    feed = (_Rss if rss else _Atom)(
        title=outlet.source.name, link=f"{home}/", description=f"Berita {outlet.source.city}", language="id"
    )
    for story in stories:
        # Some portals call local time GMT.
        moment, changed = (
            moment.replace(tzinfo=UTC) if outlet.wrong_zone else moment for moment in (story.published, story.changed)
        )
        feed.add_item(
            title=story.title,
            link=home + story.path,
            description=story.paragraphs[0],
            pubdate=moment,
            updateddate=changed,
            unique_id=f"{home}/?p={story.number}",
        )
    return Answer(feed.writeString("utf-8").encode(), _RSS if rss else _ATOM)


def _sitemap(outlet: Outlet, home: str, stories: Sequence[Story], *, news: bool) -> Answer:
    def url(story: Story) -> str:
        extra = ""
        if news:
            extra = (
                f"<news:news><news:publication><news:name>{escape(outlet.source.name)}</news:name><news:language>id</news:language>"
                f"</news:publication><news:publication_date>{story.published.isoformat()}</news:publication_date>"
                f"<news:title>{escape(story.title)}</news:title></news:news>"
            )
        return f"<url><loc>{escape(home + story.path)}</loc><lastmod>{story.changed.isoformat()}</lastmod>{extra}</url>"

    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n' + "\n".join(map(url, stories)) + "\n</urlset>\n"
    )
    return Answer(text.encode(), _XML)


def _index(home: str, paths: Sequence[str], outlet: Outlet) -> Answer:
    newest = outlet.stories[0].published.isoformat() if outlet.stories else ""
    items = "".join(f"<sitemap><loc>{home}{path}</loc><lastmod>{newest}</lastmod></sitemap>" for path in paths)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/xsl" href="/main-sitemap.xsl"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</sitemapindex>\n'
    )
    return Answer(text.encode(), _XML)


def _number(text: str | None, default: int = 1) -> int:
    return int(text) if text and text.isdigit() and int(text) > 0 else default
