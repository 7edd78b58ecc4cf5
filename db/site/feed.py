"""The Atom feed of events (RFC 4287): one entry an event, whose id never changes and whose ``updated`` moves only with it."""

import hashlib
import uuid
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from xml.sax.saxutils import escape

from feedgenerator import Atom1Feed

from db.calendars import instant, spoken, spoken_day
from db.labels import label
from db.site import links
from db.summary import sentence, title
from db.texts import printable

LIMIT = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = uuid.UUID("6f2a7d1e-9c53-5c1b-8a54-0d5e1b7a9f10")
"""The namespace of our entry ids: independent of host and path, so that moving the site renews nothing."""


class _EventsFeed(Atom1Feed):  # type: ignore[misc]
    def latest_post_date(self) -> datetime:
        """The newest change; an empty feed has none and says so with the epoch, instead of the present."""
        return max((item["updateddate"] for item in self.items), default=_EPOCH)


def urn(kind: str, key: str) -> str:
    """A lasting id for a feed or an entry."""
    return uuid.uuid5(_NAMES, f"{kind}:{key}").urn


def atom(events: list[dict[str, Any]], base_url: str) -> tuple[bytes, datetime]:
    """The feed of some events (as :func:`db.site.reading.feed` gives them) and the instant of its newest change."""
    home = base_url.rstrip("/")
    feed = _EventsFeed(
        title="Pantau: kejadian BPJS Ketenagakerjaan dalam pers daerah",
        link=f"{home}/",
        description="Satu entri untuk setiap kejadian, dengan semua berita yang melaporkannya.",
        language="id",
        author_name="Pantau",
        feed_url=f"{home}{links.FEED}",
        feed_guid=urn("feed", "kejadian"),
    )
    for event in events:
        record = event["record"]
        feed.add_item(
            title=printable(title(record)),
            link=f"{home}{links.event(record.id)}",
            description=f"<p>{escape(printable(sentence(record)))}</p>",
            content=printable(_content(event)),
            pubdate=instant(event["first_seen"]),
            updateddate=instant(event["updated"]),
            unique_id=urn("event", record.id),
            categories=[label("EventType", record.type), *([printable(event["province"])] if event["province"] else [])],
        )
    text: str = feed.writeString("utf-8")
    return text.encode(), feed.latest_post_date()


def _content(event: dict[str, Any]) -> str:
    """The entry in HTML: the sentence, the slots, the sources."""
    record = event["record"]
    slots = [
        ("Status", label("Status", record.status)),
        ("Waktu", spoken(record.date) if record.date else ""),
        ("Tempat", ", ".join(filter(None, [record.venue, *record.places]))),
        ("Pihak lain", ", ".join(record.counterparties)),
        ("Pejabat", ", ".join(record.officials)),
        ("Program", ", ".join(record.programs)),
    ]
    rows = "".join(f"<li>{name}: {escape(value)}</li>" for name, value in slots if value)
    sources = "".join(f"<li>{_source(source)}</li>" for source in event["sources"])
    return f"<p>{escape(sentence(record))}</p><ul>{rows}</ul><p>Sumber:</p><ul>{sources}</ul>"


def _source(source: dict[str, Any]) -> str:
    told = f"{escape(source['outlet_name'])}, {spoken_day(source['published_day'])}: {escape(source['title'])}"
    return f'<a href="{escape(source["href"], {chr(34): "&quot;"})}">{told}</a>' if source["href"] else told


def validators(body: bytes, changed: datetime) -> dict[str, str]:
    """The headers by which a reader can ask whether the feed changed."""
    return {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": "public, max-age=60",
    }


def unchanged(headers: dict[str, str], body: bytes, changed: datetime) -> bool:
    """Whether a conditional request (its header names in lower case) already has this feed (RFC 9110, 13.2.2)."""
    if (tags := headers.get("if-none-match")) is not None:
        own = validators(body, changed)["ETag"]
        return tags.strip() == "*" or own in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    try:
        since = parsedate_to_datetime(headers["if-modified-since"])
    except (KeyError, TypeError, ValueError):
        return False
    return since.tzinfo is not None and changed <= since
