"""Forms in which data are taken away: CSV that no spreadsheet runs, and places (RFC 7946)."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Any

from db.labels import label
from db.site import links
from db.texts import printable
from models.gazetteers import region

GEOJSON_TYPE = "application/geo+json; charset=utf-8"

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?")


def disarmed(chunk: bytes) -> bytes:
    """Whole rows of CSV in which no cell begins as a formula: an apostrophe goes before one that would. Numbers stay.

    See OWASP, "CSV Injection".
    """
    out = StringIO()
    writer = csv.writer(out)
    for row in csv.reader(StringIO(chunk.decode("utf-8", "replace"), newline="")):
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) and not _PLAIN_NUMBER.fullmatch(cell) else cell for cell in row])
    return out.getvalue().encode()


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
