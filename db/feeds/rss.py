"""Events as RSS 2.0 (rssboard.org/rss-specification), paged after RFC 5005 by links of Atom, as it asks for."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Rss201rev2Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from db.feeds.entries import HOME, Entry, Feed

CONTENT_TYPE = "application/rss+xml; charset=utf-8"

_END = "</channel></rss>"
_MINUTES = "15"
"""How long a reader may keep the feed before it asks again."""


class _Rss(Rss201rev2Feed):  # type: ignore[misc]
    def latest_post_date(self) -> datetime:
        found: datetime = self.feed["changed"]
        return found

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, href in self.feed["pages"]:
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": href})

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())


def document(feed: Feed, entries: Iterable[str]) -> bytes:
    """A page of a feed as RSS."""
    pages = [("first", feed.first), ("next", feed.next), ("previous", feed.previous)]
    out = _Rss(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        language="id",
        feed_url=feed.url,
        ttl=_MINUTES,
        changed=feed.updated,
        pages=[(rel, href) for rel, href in pages if href],
    )
    head: str = out.writeString("utf-8")
    return "".join((head.removesuffix(_END), *entries, _END)).encode()


def entry(event: Entry) -> str:
    """An event as an item."""
    out = _Rss(title="", link="", description="")
    out.add_item(
        title=event.title,
        link=event.url,
        description=event.html,
        pubdate=event.first_seen,
        updateddate=event.updated,
        unique_id=event.urn,
        unique_id_is_permalink=False,
        categories=event.categories,
    )
    text = StringIO()
    out.write_items(SimplerXMLGenerator(text, "utf-8"))
    return text.getvalue()


def placed(text: str, home: str) -> str:
    """A written item on a site."""
    return text.replace(HOME, escape(home))
