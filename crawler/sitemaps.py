"""Sitemaps and indexes of them, read as streams: unpacked and parsed piece by piece, and filtered before anything is kept.

A sitemap may hold 50,000 addresses in 50 MB (sitemaps.org protocol); an outlet's archive is an index of dozens of them. What
is kept in memory is the body as it came (mostly packed), one piece of it unpacked, and the few entries that are wanted.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.listings import Changes, Entry, ListError, Listing
from models.hosts import bare_host
from models.sources import Source

MAX_ENTRIES = 50_000
"""The most addresses one sitemap may hold (sitemaps.org protocol); what stands beyond them is not read."""

LARGEST = 50 * 1024 * 1024
"""Bytes a sitemap may have unpacked (sitemaps.org protocol). What unpacks to more is refused, however small it came."""

MAX_NAMED = 20
"""The most sitemaps of one robots.txt that are read: archives cut by months stand in an index."""

_NAMED = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(r"image|gambar|foto|video|tag|categor|kategori|author|penulis", re.IGNORECASE)
_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
_HEAD = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")


def is_sitemap(body: bytes) -> bool:
    """Whether a body is a sitemap or an index of sitemaps, packed with gzip or not."""
    try:
        head = next(_pieces(body, 4096), b"")
    except ListError:
        return False
    return _HEAD.search(head[:4096].lower()) is not None


def read_sitemap(body: bytes, keep: Callable[[Entry], bool] = lambda _: True) -> Listing:
    """The entries of a sitemap that are wanted, or the sitemaps of an index.

    Args:
        body: as it came, packed with gzip or not.
        keep: asked for each entry as it is read; what it refuses is forgotten at once. Sitemaps of an index are all kept.

    Raises:
        ListError: it cannot be read from its first lines on, or unpacks to more than the protocol allows.
    """
    entries: list[Entry] = []
    sitemaps: list[Entry] = []
    seen, changes = 0, Changes()
    try:
        for name, entry in _entries(_pieces(body, _PIECE)):
            seen += 1
            changes.note(entry.changed)
            if name == "sitemap":
                sitemaps.append(entry)
            elif keep(entry):
                entries.append(entry)
            if seen >= MAX_ENTRIES:
                break
    except etree.XMLSyntaxError as error:
        if not seen:
            raise ListError(f"peta situs rusak: {error}") from None
    return Listing(tuple(entries), tuple(sitemaps), seen=seen, telling=changes.telling)


def _pieces(body: bytes, size: int) -> Iterator[bytes]:
    """A body in pieces, unpacked where it is packed."""
    if not body.startswith(_GZIP):
        body = body.lstrip(b"\xef\xbb\xbf \t\r\n") if body[:1] in b"\xef \t\r\n" else body
        for at in range(0, len(body), size):
            yield body[at : at + size]
        return
    unpacking, total = zlib.decompressobj(wbits=31), 0
    for at in range(0, len(body), size):
        packed = body[at : at + size]
        while packed:
            try:
                piece = unpacking.decompress(packed, size)
            except zlib.error as error:
                raise ListError(f"peta situs rusak: gzip: {error}") from None
            packed = unpacking.unconsumed_tail
            total += len(piece)
            if total > LARGEST:
                raise ListError(f"peta situs lebih besar dari {LARGEST // 2**20} MB setelah dibuka")
            if piece:
                yield piece
            if unpacking.eof:  # another member may follow
                packed, unpacking = unpacking.unused_data, zlib.decompressobj(wbits=31)
                if not packed.startswith(_GZIP[: len(packed)]):
                    return
    # What is still inside of one that was cut off, or whose last piece was larger than asked for.
    while piece := unpacking.decompress(b"", size):
        yield piece


def _entries(pieces: Iterable[bytes]) -> Iterator[tuple[str, Entry]]:
    """Each ``url`` or ``sitemap`` of a document, as soon as it is closed; what was read is let go."""
    parser = etree.XMLPullParser(events=("end",), tag=("{*}url", "{*}sitemap"), resolve_entities=False, no_network=True)
    for piece in pieces:
        broken = None
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            broken = error
        for _, element in parser.read_events():
            if (entry := _entry(element)) is not None:
                yield etree.QName(element).localname, entry
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        if broken is not None:
            raise broken
    parser.close()


def _entry(element: etree._Element) -> Entry | None:
    fields = {etree.QName(child).localname: (child.text or "").strip() for child in element.iter() if isinstance(child.tag, str)}
    if not fields.get("loc"):
        return None
    changed = fields.get("lastmod") or None
    return Entry(fields["loc"], fields.get("title") or None, fields.get("publication_date") or changed, changed)


def named_sitemaps(robots: str, source: Source) -> list[str]:
    """The sitemaps of articles a robots.txt names (sitemaps.org protocol), on the source's own hosts and under its own origin.

    Others' are none of ours to ask for; those of pictures, films, tags and people lead to no article that is not elsewhere.
    """
    found = []
    for line in _NAMED.findall(robots):
        try:
            parts = urlsplit(urljoin(source.homepage, line))
        except ValueError:  # an address with broken brackets
            continue
        host = bare_host(parts.hostname or "")
        if parts.scheme not in ("http", "https") or host not in source.hosts or _OTHER.search(parts.path):
            continue
        origin = source.origin if host == bare_host(source.host) else f"{parts.scheme}://{parts.netloc}"
        found.append(origin + parts.path + (f"?{parts.query}" if parts.query else ""))
    return list(dict.fromkeys(found))[:MAX_NAMED]


def day_after(dated: str | None) -> datetime | None:
    """The end of what a sitemap's date (W3C Datetime: year, month, day or instant) may mean; ``None`` where it means nothing.

    A day stands for any instant of it wherever the outlet is, so that nothing is taken for older than it is.
    """
    text = (dated or "").strip()
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", text):
        try:
            first = date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10])
        except ValueError:
            return None
        days = {4: 366, 7: 31, 10: 1}[len(text)]
        return datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=days)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC) + timedelta(hours=12)


def newest_sitemaps(sitemaps: tuple[Entry, ...], limit: int) -> list[Entry]:
    """The sitemaps of an index worth reading: those of news and posts first, and of those the newest."""
    rank = re.compile(r"news|berita", re.IGNORECASE)
    posts = re.compile(r"post|artikel|article", re.IGNORECASE)
    ordered = sorted(sitemaps, key=lambda item: (item.dated or "", item.url), reverse=True)
    return sorted(ordered, key=lambda item: 0 if rank.search(item.url) else 1 if posts.search(item.url) else 2)[:limit]
