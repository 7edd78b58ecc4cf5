"""What Atom and RSS have in common: the library's writers, made to write an entry by itself and a document around entries."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from io import StringIO
from typing import Any, ClassVar

from feedgenerator.django.utils.feedgenerator import SyndicationFeed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from db.feeds.entries import HOME, Entry, Feed


class Paged(SyndicationFeed):  # type: ignore[misc]
    """Goes before one of the library's writers: the time of the newest change and the ways to other pages are given to it."""

    link: ClassVar[str]
    """The element that leads to another page."""
    link_attributes: ClassVar[Mapping[str, str]] = {}
    end: ClassVar[str]
    """What a document ends with, after its entries."""

    def latest_post_date(self) -> datetime:
        """The newest change; an empty feed says so with the epoch, instead of the present."""
        found: datetime = self.feed["changed"]
        return found

    def add_root_elements(self, handler: Any) -> None:
        """The usual ones, and the ways to the other pages."""
        super().add_root_elements(handler)
        for rel, href in self.feed["pages"]:
            handler.addQuickElement(self.link, None, {"rel": rel, "href": href, **self.link_attributes})


def document(writer: type[Paged], feed: Feed, entries: Iterable[str], **more: str) -> bytes:
    """A page of a feed around written entries; ``more`` is what only this format tells of a feed."""
    pages = [("first", feed.first), ("next", feed.next), ("previous", feed.previous)]
    out = writer(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        language="id",
        feed_url=feed.url,
        changed=feed.updated,
        pages=[(rel, href) for rel, href in pages if href],
        **more,
    )
    head: str = out.writeString("utf-8")
    return "".join((head.removesuffix(writer.end), *entries, writer.end)).encode()


def entry(writer: type[Paged], event: Entry, **more: Any) -> str:
    """A written entry; ``more`` is its text, and what only this format tells of an entry."""
    out = writer(title="", link="", description="")
    out.add_item(
        title=event.title,
        link=event.url,
        pubdate=event.first_seen,
        updateddate=event.updated,
        unique_id=event.urn,
        categories=event.categories,
        **more,
    )
    text = StringIO()
    out.write_items(SimplerXMLGenerator(text, "utf-8"))
    return text.getvalue()


def placed(text: str, home: str) -> str:
    """A written entry on a site."""
    return text.replace(HOME, escape(home))
