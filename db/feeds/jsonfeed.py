"""Events as JSON Feed 1.1 (jsonfeed.org/version/1.1); what machines want besides stands under ``_pantau``."""

import json
from collections.abc import Iterable
from typing import Any

from db.feeds.entries import HOME, Entry, Feed
from db.site import links

CONTENT_TYPE = "application/feed+json; charset=utf-8"


def document(feed: Feed, entries: Iterable[str]) -> bytes:
    """A page of a feed as JSON."""
    head: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "language": "id",
        "authors": [{"name": "Pantau", "url": f"{feed.home}/"}],
        **({"next_url": feed.next} if feed.next else {}),
    }
    return f'{_text(head)[:-1]},"items":[{",".join(entries)}]}}'.encode()


def entry(event: Entry) -> str:
    """An event as an item."""
    return _text(_item(event))


def placed(text: str, home: str) -> str:
    """A written item on a site."""
    return text.replace(HOME, _text(home)[1:-1])


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.urn,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.first_seen.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": entry.categories,
        "language": "id",
        "_pantau": {
            "about": f"{HOME}{links.SUBSCRIBE}",
            "event": entry.id,
            "type": entry.type,
            "status": entry.status,
            "date": entry.when,
            "postponed_from": entry.postponed_from,
            "unconfirmed": entry.unconfirmed,
            "venue": entry.venue or None,
            "places": entry.places,
            "province": entry.province or None,
            "point": entry.point,
            "offices": entry.offices,
            "counterparties": entry.counterparties,
            "officials": entry.officials,
            "programs": entry.programs,
            "reports": entry.reports,
            "changes": entry.changes,
            "sources": [{"title": s.title, "outlet": s.outlet, "day": s.day, "url": s.href or None} for s in entry.sources],
        },
    }
