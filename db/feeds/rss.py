"""Events as RSS 2.0 (rssboard.org/rss-specification), paged after RFC 5005 by links of Atom, as it asks for."""

from datetime import datetime
from typing import Any

from feedgenerator import Rss201rev2Feed

from db.feeds.entries import Feed

CONTENT_TYPE = "application/rss+xml; charset=utf-8"

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


def rss(feed: Feed) -> bytes:
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
    for entry in feed.entries:
        out.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.html,
            pubdate=entry.first_seen,
            updateddate=entry.updated,
            unique_id=entry.urn,
            unique_id_is_permalink=False,
            categories=entry.categories,
        )
    text: str = out.writeString("utf-8")
    return text.encode()
