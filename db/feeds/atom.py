"""Events as Atom (RFC 4287), paged after RFC 5005, section 3."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from io import StringIO
from typing import Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from db.feeds.entries import HOME, Entry, Feed, urn

CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_END = "</feed>"


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


def document(feed: Feed, entries: Iterable[str]) -> bytes:
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
    head: str = out.writeString("utf-8")
    return "".join((head.removesuffix(_END), *entries, _END)).encode()


def entry(event: Entry) -> str:
    """An event as an event."""
    out = _Atom(title="", link="", description="")
    out.add_item(
        title=event.title,
        link=event.url,
        description=f"<p>{escape(event.summary)}</p>",
        content=event.html,
        pubdate=event.first_seen,
        updateddate=event.updated,
        unique_id=event.urn,
        categories=event.categories,
    )
    text = StringIO()
    out.write_items(SimplerXMLGenerator(text, "utf-8"))
    return text.getvalue()


def placed(text: str, home: str) -> str:
    """A written entry on a site."""
    return text.replace(HOME, escape(home))
