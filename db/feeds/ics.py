"""Events as iCalendar (RFC 5545, with RFC 7986): whole days, since no report of a date gives an hour."""

from collections.abc import Iterable
from datetime import date, timedelta

from icalendar import Calendar, Event
from icalendar.parser import Contentline

from db.feeds.entries import HOME, Entry, Feed
from models.vocab import Status

CONTENT_TYPE = "text/calendar; charset=utf-8"

_STATUS = {Status.HELD: "CONFIRMED", Status.PLANNED: "TENTATIVE", Status.PROPOSED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
_EVERY = timedelta(hours=1)
_LONGEST = timedelta(days=31)
"""What takes longer is a period somebody looks back on, and would lie over every day of a calendar."""
_OCTETS = 75
"""The longest line that is not folded (RFC 5545, 3.1); an address has no character of several octets."""


def document(feed: Feed, entries: Iterable[str]) -> bytes:
    """A calendar; it has no pages."""
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
    return head.removesuffix(end) + "".join(entries).encode() + end


def entry(event: Entry) -> str:
    """An event as a VEVENT; empty where it has no date, where that is a period of more than a month, or where no day follows it.

    Its UID is the id of the event, its SEQUENCE grows with each change.
    """
    if event.start is None or event.end is None or event.end == date.max or event.end - event.start >= _LONGEST:
        return ""
    out = Event()
    out.add("uid", f"{event.id}@pantau")
    out.add("dtstamp", event.updated)
    out.add("created", event.first_seen)
    out.add("last-modified", event.updated)
    out.add("sequence", event.changes)
    out.add("dtstart", event.start)
    out.add("dtend", event.end + timedelta(days=1))
    out.add("summary", event.title)
    out.add("description", event.text)
    if event.where:
        out.add("location", event.where)
    if event.point:
        out.add("geo", event.point)
    out.add("url", event.url)
    out.add("status", _STATUS[Status(event.status)])
    out.add("transp", "TRANSPARENT")
    out.add("categories", event.categories)
    found: bytes = out.to_ical()
    return found.decode()


def placed(text: str, home: str) -> str:
    """A written event on a site."""
    before, mark, rest = text.rpartition(f"\r\nURL:{HOME}")
    if not mark:
        return text
    path, _, after = rest.partition("\r\n")
    line = f"URL:{home}{path}"
    if len(line) > _OCTETS:
        line = Contentline(line).to_ical().decode()  # type: ignore[no-untyped-call]
    return f"{before}\r\n{line}\r\n{after}"
