"""Events as Atom (RFC 4287), paged after RFC 5005, section 3."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import ClassVar

from feedgenerator import Atom1Feed

from db.feeds import syndication
from db.feeds.entries import Entry, Feed, urn

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _Atom(syndication.Paged, Atom1Feed):  # type: ignore[misc]
    link = "link"
    link_attributes: ClassVar[Mapping[str, str]] = {"type": "application/atom+xml"}
    end = "</feed>"


def document(feed: Feed, entries: Iterable[str]) -> bytes:
    """A page of a feed as Atom."""
    guid = urn("feed", feed.first.removeprefix(feed.home).partition("?")[2] or "kejadian")
    return syndication.document(_Atom, feed, entries, author_name="Pantau", feed_guid=guid)


def entry(event: Entry) -> str:
    """An event as an entry."""
    return syndication.entry(_Atom, event, description=f"<p>{escape(event.summary)}</p>", content=event.html)
