"""The tables that declared knowledge fills: types, programmes, regions, offices. Rows are added and corrected, never removed,
for facts may point at them.
"""

import json
import sqlite3

from db.database import transaction
from db.labels import labels
from models.gazetteers import offices, province_of, regions, regions_named
from models.ids import digest
from models.rules_digest import rules_digest
from models.vocab import EVENT_LABELS, RegionKind


def refresh(connection: sqlite3.Connection) -> None:
    """Bring the tables in line with ``models``; nothing is written where they already are."""
    state = f"{rules_digest()} {digest(json.dumps([EVENT_LABELS, labels()['Program']]).encode())[:12]}"
    if _known(connection) == state:
        return
    with transaction(connection):
        connection.executemany(
            "INSERT INTO event_types VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name",
            [(str(code), name) for code, name in EVENT_LABELS.items()],
        )
        connection.executemany(
            "INSERT INTO programs VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name",
            labels()["Program"].items(),
        )
        connection.executemany(
            "INSERT INTO regions VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, "
            "name = excluded.name, province_code = excluded.province_code, latitude = excluded.latitude, "
            "longitude = excluded.longitude, seat = excluded.seat",
            [
                (r.code, str(r.kind), r.name, r.province_code, r.lat, r.lon, r.seat)
                for r in sorted(regions(), key=lambda r: r.kind is not RegionKind.PROVINSI)
            ],
        )
        connection.executemany(
            "INSERT INTO offices VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, "
            "name = excluded.name, kanwil = excluded.kanwil, province_code = excluded.province_code, "
            "region_code = excluded.region_code",
            [(o.id, str(o.kind), o.name, o.kanwil, province_of(o).code, _seat(o.seat)) for o in offices()],
        )
        connection.execute(
            "INSERT INTO store_facts VALUES ('lookups', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (state,),
        )


def _known(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM store_facts WHERE key = 'lookups'").fetchone()
    return None if row is None else str(row[0])


def _seat(name: str) -> str | None:
    return next((r.code for r in regions_named(name) if r.name == name), None)
