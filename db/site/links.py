"""Addresses: those of the site, and those of others, which are followed only when they are plain web addresses."""

from urllib.parse import quote, urlsplit

FEED = "/umpan/kejadian.atom"
CALENDAR = "/umpan/rencana.ics"
PLACES = "/kejadian.geojson"
SUBSCRIBE = "/langganan"
OUTLETS = "/media"
OFFICES = "/kantor"
ROBOTS = "/robots.txt"
SITEMAP = "/sitemap.xml"


def event(event_id: str) -> str:
    """The path of an event's page."""
    return f"/kejadian/{quote(event_id, safe='')}"


def article(article_id: str) -> str:
    """The path of an article's page."""
    return f"/artikel/{quote(article_id, safe='')}"


def outlet(outlet_id: str) -> str:
    """The path of an outlet's page."""
    return f"/media/{quote(outlet_id, safe='')}"


def office(office_id: str) -> str:
    """The path of an office's page."""
    return f"/kantor/{quote(office_id, safe='')}"


def region(code: str) -> str:
    """The path of a region's page."""
    return f"/wilayah/{quote(code, safe='')}"


def person(person_id: str) -> str:
    """The path of an office-holder's page."""
    return f"/pejabat/{quote(person_id, safe='')}"


def outward(url: str) -> str | None:
    """An address of another site, if it may stand in a link: absolute http or https. ``None`` for anything else
    (``javascript:``, ``data:``, a path, rubbish), which is then shown as text.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    harmless = url.isprintable() and not any(c in url for c in " \"'<>\\`")
    return url if parts.scheme in ("http", "https") and parts.hostname and harmless else None
