"""Events as Atom (RFC 4287), paged after RFC 5005, section 3."""

from datetime import datetime
from html import escape
from typing import Any

from feedgenerator import Atom1Feed

from db.feeds.entries import Feed, urn

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _Atom(Atom1Feed):  # type: ignore[misc]
    def latest_post_date(self) -> datetime:
        """The newest change; an empty feed says so with the epoch, instead of the present."""
        found: datetime = self.feed["changed"]
        return found

    def add_root_elements(self, handler: Any) -> None:
        """The usual ones, and the ways to the other pages."""
        super().add_root_elements(handler)
        for rel, href in self.feed["pages"]:
            handler.addQuickElement("link", "", {"rel": rel, "href": href, "type": "application/atom+xml"})


def atom(feed: Feed) -> bytes:
    """A page of a feed as Atom."""
    pages = [("first", feed.first), ("next", feed.next), ("previous", feed.previous)]
    out = _Atom(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        language="id",
        author_name="Pantau",
        feed_url=feed.url,
        feed_guid=urn("feed", feed.first.removeprefix(feed.home).partition("?")[2] or "kejadian"),
        changed=feed.updated,
        pages=[(rel, href) for rel, href in pages if href],
    )
    for entry in feed.entries:
        out.add_item(
            title=entry.title,
            link=entry.url,
            description=f"<p>{escape(entry.summary)}</p>",
            content=entry.html,
            pubdate=entry.first_seen,
            updateddate=entry.updated,
            unique_id=entry.urn,
            categories=entry.categories,
        )
    text: str = out.writeString("utf-8")
    return text.encode()
