"""Forms in which data are taken away: CSV that no spreadsheet runs, a calendar of plans (RFC 5545), and places (RFC 7946)."""

import csv
import re
from collections.abc import Iterable
from datetime import date, timedelta
from io import StringIO
from typing import Any

from db.calendars import instant
from db.labels import label
from db.site import links
from db.texts import printable
from models.gazetteers import region

CALENDAR_TYPE = "text/calendar; charset=utf-8"
GEOJSON_TYPE = "application/geo+json; charset=utf-8"

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?")
_OCTETS = 75


def disarmed(chunk: bytes) -> bytes:
    """Whole rows of CSV in which no cell begins as a formula: an apostrophe goes before one that would. Numbers stay.

    See OWASP, "CSV Injection".
    """
    out = StringIO()
    writer = csv.writer(out)
    for row in csv.reader(StringIO(chunk.decode("utf-8", "replace"), newline="")):
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell for cell in row])
    return out.getvalue().encode()


def calendar(events: Iterable[dict[str, Any]], base_url: str) -> bytes:
    """Planned events as an iCalendar: whole days, never a time of day, which no report of a date gives.

    The id of an entry is that of its event; its stamp is the event's last change.
    """
    home = base_url.rstrip("/")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pantau//Rencana//ID", "X-WR-CALNAME:Rencana BPJS Ketenagakerjaan"]
    for event in events:
        end = date.fromisoformat(event["event_end"]) + timedelta(days=1)
        where = ", ".join(filter(None, [event["venue"], event["province"]]))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event['id']}@pantau",
            f"DTSTAMP:{instant(event['updated']):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event['event_start'].replace('-', '')}",
            f"DTEND;VALUE=DATE:{end:%Y%m%d}",
            f"SUMMARY:{_escaped(event['title'])}",
            f"DESCRIPTION:{_escaped(event['summary'])}",
            *([f"LOCATION:{_escaped(where)}"] if where else []),
            f"URL:{home}{links.event(event['id'])}",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _escaped(text: str) -> str:
    text = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", printable(text))
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> list[str]:
    """A line as lines of at most 75 octets, those after the first begun with a space; no character is cut."""
    found, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _OCTETS:
            found.append(" ")
            size = 1
        found[-1] += char
        size += octets
    return found


def places(events: Iterable[dict[str, Any]], base_url: str) -> dict[str, Any]:
    """Events as GeoJSON: one feature for each place an event names, at a point inside that region.

    An event that names no listed place lies at its province; ``exact`` is false then.
    """
    home = base_url.rstrip("/")
    features = []
    for event in events:
        codes = event["regions"] or ([event["province_code"]] if event["province_code"] else [])
        for code in codes:
            where = region(code)
            features.append(
                {
                    "type": "Feature",
                    "id": f"{event['id']}-{code}",
                    "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]},
                    "properties": {
                        "event": event["id"],
                        "title": printable(event["title"]),
                        "type": event["type"],
                        "type_name": label("EventType", event["type"]),
                        "status": event["status"],
                        "date": event["event_date"],
                        "region": code,
                        "region_name": where.name,
                        "exact": bool(event["regions"]),
                        "url": f"{home}{links.event(event['id'])}",
                    },
                }
            )
    return {"type": "FeatureCollection", "features": features}
