"""What a list holds, whatever form it came in."""

from dataclasses import dataclass


class ListError(ValueError):
    """A list that cannot be read; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: address as written, headline if it has one, and its date string untouched."""

    url: str
    title: str | None = None
    dated: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list holds. ``trusted`` is false where the entries could not be told from the page's margins.

    ``seen`` counts the lines that were read where only some of them were kept (see :func:`crawler.sitemaps.read_sitemap`).
    """

    entries: tuple[Entry, ...]
    sitemaps: tuple[Entry, ...] = ()
    trusted: bool = True
    seen: int | None = None
