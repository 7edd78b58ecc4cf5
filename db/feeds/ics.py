"""Events as iCalendar (RFC 5545, with RFC 7986): whole days, since no report of a date gives an hour."""

from collections.abc import Iterable
from datetime import date, timedelta

from icalendar import Calendar, Event
from icalendar.parser import Contentline

from db.feeds.entries import Entry, Feed
from models.vocab import Status

CONTENT_TYPE = "text/calendar; charset=utf-8"

LOOK = 2
"""The form of :func:`vevent`: a change of it renews what is kept of it (:mod:`db.feeds.vevents`)."""

_STATUS = {Status.HELD: "CONFIRMED", Status.PLANNED: "TENTATIVE", Status.PROPOSED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
_EVERY = timedelta(hours=1)
_LONGEST = timedelta(days=31)
"""What takes longer is a period somebody looks back on, and would lie over every day of a calendar."""
_END = "END:VEVENT\r\n"
_OCTETS = 75
"""The longest line that is not folded (RFC 5545, 3.1); an address has no character of several octets."""


def ics(feed: Feed) -> bytes:
    """The dated entries of a feed as a calendar."""
    return calendar(feed, (placed(vevent(entry), entry.url) for entry in feed.entries))


def calendar(feed: Feed, vevents: Iterable[str]) -> bytes:
    """The calendar that a feed (its entries do not count) makes of some written events."""
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
    return head.removesuffix(end) + "".join(vevents).encode() + end


def vevent(entry: Entry) -> str:
    """An event for any calendar, without the address of its page (:func:`placed` adds it); empty where it has no date, where that
    is a period of more than a month, or where no day follows it.

    Its UID is the id of the event, its SEQUENCE grows with each change.
    """
    if entry.start is None or entry.end is None or entry.end == date.max or entry.end - entry.start >= _LONGEST:
        return ""
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
    out.add("status", _STATUS[Status(entry.status)])
    out.add("transp", "TRANSPARENT")
    out.add("categories", entry.categories)
    found: bytes = out.to_ical()
    return found.decode()


def placed(vevent: str, url: str) -> str:
    """A written event with the address of its page on this site."""
    line = f"URL:{url}"
    if len(line) > _OCTETS:
        line = Contentline(line).to_ical().decode()  # type: ignore[no-untyped-call]
    return f"{vevent.removesuffix(_END)}{line}\r\n{_END}" if vevent else ""
