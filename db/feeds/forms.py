"""The formats of feeds: each writes an event by itself, and puts a document together from written events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from db.feeds import atom, ics, jsonfeed, rss, syndication
from db.feeds.entries import Entry, Feed


@dataclass(frozen=True, slots=True)
class Form:
    """A format.

    ``entry`` writes an event, ``placed`` puts the public address of the site where :data:`db.feeds.entries.HOME` stands in what
    was written, ``document`` makes the feed of written events (the entries of the feed itself do not count).
    """

    content_type: str
    entry: Callable[[Entry], str]
    placed: Callable[[str, str], str]
    document: Callable[[Feed, Iterable[str]], bytes]

    def write(self, feed: Feed) -> bytes:
        """A feed with its entries."""
        return self.document(feed, (self.placed(self.entry(entry), feed.home) for entry in feed.entries))


FORMS: Mapping[str, Form] = {
    "atom": Form(atom.CONTENT_TYPE, atom.entry, syndication.placed, atom.document),
    "rss": Form(rss.CONTENT_TYPE, rss.entry, syndication.placed, rss.document),
    "json": Form(jsonfeed.CONTENT_TYPE, jsonfeed.entry, jsonfeed.placed, jsonfeed.document),
    "ics": Form(ics.CONTENT_TYPE, ics.entry, ics.placed, ics.document),
}
"""The formats by the ending of their address."""
