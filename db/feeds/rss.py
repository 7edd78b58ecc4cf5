"""Events as RSS 2.0 (rssboard.org/rss-specification), paged after RFC 5005 by links of Atom, as it asks for."""

from collections.abc import Iterable
from typing import Any

from feedgenerator import Rss201rev2Feed

from db.feeds import syndication
from db.feeds.entries import Entry, Feed

CONTENT_TYPE = "application/rss+xml; charset=utf-8"

_MINUTES = "15"
"""How long a reader may keep the feed before it asks again."""


class _Rss(syndication.Paged, Rss201rev2Feed):  # type: ignore[misc]
    link = "atom:link"
    end = "</channel></rss>"

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())


def document(feed: Feed, entries: Iterable[str]) -> bytes:
    """A page of a feed as RSS."""
    return syndication.document(_Rss, feed, entries, ttl=_MINUTES)


def entry(event: Entry) -> str:
    """An event as an item."""
    return syndication.entry(_Rss, event, description=event.html, unique_id_is_permalink=False)
