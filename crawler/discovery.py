"""From the body of a list to the articles it shows: feeds, sitemaps, tag and search pages. Pure functions of their arguments."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser
from parsel import Selector

from crawler.listings import Changes, Entry, ListError, Listing
from crawler.sitemaps import is_sitemap, read_sitemap
from models.hosts import bare_host
from models.ids import canonical_url
from models.sources import Discovery, Family, Source

LONGEST_LINK = 1_000
"""Characters of a link beyond which it is no article's address."""


@dataclass(frozen=True, slots=True)
class Target:
    """An article: the canonical address it is known by and the address that shows all of it."""

    url: str
    address: str


def read_list(
    body: bytes, text: Callable[[], str], base: str, family: Family, keep: Callable[[Entry], bool] = lambda _: True
) -> Listing:
    """The entries of a list in whatever form it came.

    Args:
        body: the body as bytes, for XML with its own declaration of the encoding.
        text: gives the body decoded, for HTML: a sitemap of many megabytes is never decoded.
        base: the address it was fetched from.
        family: says where entries stand on its pages.
        keep: which entries of a sitemap are kept; other lists are short.

    Raises:
        ListError: the body is neither a readable feed, nor a sitemap, nor HTML.
    """
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise ListError("isi daftar kosong")
    if is_sitemap(body):
        return read_sitemap(body, keep)
    if body.startswith(b"\x1f\x8b"):
        raise ListError("berkas gzip yang bukan peta situs")
    if re.search(rb"<(?:rss|feed|rdf:rdf)\b", head) or (head.startswith(b"<?xml") and b"<html" not in head):
        return _feed(body)
    return _page(text(), base, family)


def _feed(body: bytes) -> Listing:
    # A stream, because a string could be taken for an address or a file name. The raw date is kept: feed parsers read WIB as UTC.
    parsed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    entries, changes = [], Changes()
    for entry in parsed.entries:
        if entry.get("link"):
            # Where there is no date of a change, feedparser gives that of publication, unless it is asked for first.
            changed = entry["updated"] if "updated" in entry else None  # noqa: SIM401 (get warns)
            entries.append(Entry(entry.link, entry.get("title"), entry.get("published") or changed, changed))
            changes.note(changed)
    if parsed.bozo and not entries:
        raise ListError(f"feed rusak: {parsed.get('bozo_exception')}")
    return Listing(tuple(entries), telling=changes.telling)


def _page(text: str, base: str, family: Family) -> Listing:
    selector = Selector(text=text, type="html")
    for css in family.entries:
        if links := selector.css(css):
            return Listing(tuple(_anchors(links, base)))
    return Listing(tuple(_anchors(selector.css("a[href]"), base)), trusted=False)


def _anchors(links: list[Selector], base: str) -> Iterator[Entry]:
    for link in links:
        href = (link.attrib.get("href") or "").strip()
        title = " ".join("".join(link.css("::text").getall()).split()) or link.attrib.get("title")
        if href:
            try:
                yield Entry(urljoin(base, href), title)
            except ValueError:  # an address with broken brackets
                continue


def locate(link: str, source: Source, discovery: Discovery) -> Target | None:
    """The article a link of a source leads to, ``None`` where it leads to none.

    AMP and mobile forms, numbered pages and tracking parameters all lead to the article itself; its address is built on the
    source's own scheme and host.
    """
    if len(link) > LONGEST_LINK:
        return None
    try:
        parts = urlsplit(link.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    home = urlsplit(source.homepage)
    if parts.scheme not in ("http", "https") or bare_host(host) != bare_host(home.hostname or ""):
        return None
    if port not in (None, 80, 443, home.port):
        return None
    path = re.sub(r"^/amp(?=/)|(?<=.)/amp/?$", "", re.sub(r"/{2,}", "/", parts.path) or "/")
    if path.strip("/").partition("/")[0].lower() in discovery.deny:
        return None
    for candidate in _forms(path, parts.query, source):
        if source.article.search(candidate):
            path, _, query = candidate.partition("?")
            slash = "/" if parts.path.endswith("/") and not path.endswith("/") and not query else ""
            address = f"{source.origin}{candidate}{slash}"
            return Target(canonical_url(address), whole(address, source))
    return None


def _forms(path: str, query: str, source: Source) -> Iterator[str]:
    """The path as an article's, most stripped first."""
    if source.whole and source.whole.startswith("/"):
        path = path.removesuffix("/").removesuffix(source.whole)
    if source.parts and (stripped := source.parts.sub("", path)) and stripped != path:
        yield stripped
    if number := parse_qs(query).get("p"):
        yield f"{path}?p={number[0]}"
    yield path


def whole(address: str, source: Source) -> str:
    """The address that shows an article with all its numbered pages."""
    if not source.whole or "?" in address:
        return address
    return (address.rstrip("/") if source.whole.startswith("/") else address) + source.whole


def names_agency(entry: Entry, discovery: Discovery) -> bool:
    """Whether headline or address of an entry name the agency, in any spelling."""
    if entry.title and discovery.names.search(entry.title):
        return True
    slug = urlsplit(entry.url).path.replace("_", "-").replace("/", " ")
    return discovery.names.search(slug) is not None


def further_parts(text: str, address: str, source: Source, limit: int) -> list[str]:
    """Addresses of an article's further numbered pages, in order, from the links on its first."""
    if source.parts is None or source.whole:
        return []
    first = urlsplit(address).path.rstrip("/")
    found: dict[int, str] = {}
    for href in Selector(text=text, type="html").css("a::attr(href)").getall():
        try:
            link = urlsplit(urljoin(address, href.strip()))
        except ValueError:
            continue
        ending = source.parts.search(link.path)
        if ending and link.path[: ending.start()] == first and bare_host(link.hostname or "") == bare_host(source.host):
            number = int(re.sub(r"\D", "", ending[0]) or 0)
            if number > 1:
                found.setdefault(number, f"{source.origin}{link.path}")
    return [found[number] for number in sorted(found)][:limit]
