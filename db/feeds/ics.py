"""Events as iCalendar (RFC 5545, with RFC 7986): whole days, since no report of a date gives an hour."""

from datetime import timedelta
from functools import lru_cache

from icalendar import Calendar, Event

from db.feeds.entries import Entry, Feed
from models.vocab import Status

CONTENT_TYPE = "text/calendar; charset=utf-8"

_STATUS = {Status.HELD: "CONFIRMED", Status.PLANNED: "TENTATIVE", Status.PROPOSED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
_EVERY = timedelta(hours=1)


def ics(feed: Feed) -> bytes:
    """The dated entries of a feed as a calendar; the id of an entry is that of its event, its sequence grows with each change."""
    out = Calendar()
    out.add("prodid", "-//Pantau//Kejadian//ID")
    out.add("version", "2.0")
    out.add("calscale", "GREGORIAN")
    out.add("name", feed.title)
    out.add("x-wr-calname", feed.title)
    out.add("description", feed.description)
    out.add("x-wr-caldesc", feed.description)
    out.add("source", feed.url, parameters={"VALUE": "URI"})
    out.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    out.add("x-published-ttl", "PT1H")
    head: bytes = out.to_ical()
    end = b"END:VCALENDAR\r\n"
    return head.removesuffix(end) + b"".join(_written(entry) for entry in feed.entries if entry.start and entry.end) + end


@lru_cache(maxsize=4000)
def _written(entry: Entry) -> bytes:
    """An entry as bytes, kept: writing is slow, and the same events stand in many calendars."""
    assert entry.start is not None
    assert entry.end is not None
    out = Event()
    out.add("uid", f"{entry.id}@pantau")
    out.add("dtstamp", entry.updated)
    out.add("created", entry.first_seen)
    out.add("last-modified", entry.updated)
    out.add("sequence", entry.changes)
    out.add("dtstart", entry.start)
    out.add("dtend", entry.end + timedelta(days=1))
    out.add("summary", entry.title)
    out.add("description", entry.text)
    if entry.where:
        out.add("location", entry.where)
    if entry.point:
        out.add("geo", entry.point)
    out.add("url", entry.url)
    out.add("status", _STATUS[Status(entry.status)])
    out.add("transp", "TRANSPARENT")
    out.add("categories", entry.categories)
    found: bytes = out.to_ical()
    return found
