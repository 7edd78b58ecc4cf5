"""The outlets by province with how each is doing; see :mod:`db.site.reading`.

Those that were watched and gave no article are there as well: their names come from the register.
"""

import json
import sqlite3
from collections import Counter
from typing import Any

from db.health import LABELS, Health
from db.queries import query
from db.site.reading import Page, UnknownValueError, plain
from db.texts import printable
from models.gazetteers import province_named
from models.sources import load_register

PAGE = 60
"""Outlets on one page of the list."""

FILTERS = ("provinsi", "keadaan")
"""The filters of the list of outlets."""

UNKNOWN = "belum dinilai"
_NOWHERE = "Provinsi tidak tercatat"
_CHANGES = 12


def directory(connection: sqlite3.Connection, given: dict[str, str], page: int) -> Page:
    """A page (from 1) of the list of outlets under :data:`FILTERS`, by province and name.

    ``states`` and ``provinces`` say what can be chosen: code, name and number of outlets.

    Raises:
        UnknownValueError: a filter has a value that is not known.
    """
    every = _every(connection)
    provinces = sorted({(o["province_code"], o["province"]) for o in every}, key=lambda item: _place(item[0], item[1]))
    if "keadaan" in given and given["keadaan"] not in (allowed := [*map(str, Health), "baru"]):
        raise UnknownValueError("keadaan", printable(given["keadaan"])[:80], allowed)
    if "provinsi" in given and given["provinsi"] not in (codes := [code for code, _ in provinces]):
        raise UnknownValueError("provinsi", printable(given["provinsi"])[:80], codes[:60])
    here = [o for o in every if given.get("provinsi") in (None, o["province_code"])]
    states = Counter(o["state_code"] for o in here)
    found = [o for o in here if given.get("keadaan") in (None, o["state_code"])]
    found.sort(key=lambda o: (_place(o["province_code"], o["province"]), o["name"].casefold(), o["id"]))
    shown = found[(page - 1) * PAGE : page * PAGE]
    last = _last(connection, [o["id"] for o in shown])
    groups: list[Page] = []
    for outlet in shown:
        if not groups or groups[-1]["code"] != outlet["province_code"]:
            groups.append({"code": outlet["province_code"], "name": outlet["province"], "outlets": []})
        groups[-1]["outlets"].append(outlet | {"last": last.get(outlet["id"])})
    return {
        "groups": groups,
        "count": len(found),
        "page": page,
        "pages": max(1, -(-len(found) // PAGE)),
        "provinces": [{"code": code, "name": name} for code, name in provinces],
        "states": [
            {"code": code, "name": _named(None if code == "baru" else code), "outlets": states[code]}
            for code in (*map(str, Health), "baru")
            if states[code] or given.get("keadaan") == code
        ],
        "here": sum(states.values()),
    }


def doing(connection: sqlite3.Connection, outlet: str) -> Page | None:
    """How an outlet is doing as last judged, with its last changes, the newest first; ``None`` where nobody judged it."""
    row = connection.execute(query("site_outlet_health"), {"id": outlet}).fetchone()
    if row is None:
        return None
    rows = connection.execute(query("site_outlet_changes"), {"id": outlet, "limit": _CHANGES})
    changes = [plain(r) | {"before": r["state_before"] and _named(r["state_before"]), "name": _named(r["state"])} for r in rows]
    return plain(row) | {"name": _named(row["state"]), "changes": changes}


def registered(outlet: str) -> Page | None:
    """What the register knows of an outlet: its name and province."""
    source = load_register().by_id.get(outlet)
    return None if source is None else {"name": source.name, "province": source.province}


def _every(connection: sqlite3.Connection) -> list[Page]:
    judged = {row["source"]: row for row in connection.execute(query("site_outlet_states"))}
    found = {row["id"]: (row["name"], row["province"]) for row in connection.execute(query("site_outlets"))}
    return [_outlet(key, *found.get(key, (None, None)), judged.get(key)) for key in {**found, **judged}]


def _outlet(key: str, name: str | None, province: str | None, judged: sqlite3.Row | None) -> dict[str, Any]:
    known = registered(key) or {"name": key, "province": None}
    place = printable(province or known["province"] or "")
    region = province_named(place) if place else None
    state = None if judged is None else judged["state"]
    return {
        "id": key,
        "name": printable(name or known["name"]),
        "province": place or _NOWHERE,
        "province_code": region.code if region else (place.casefold() or "tidak-tercatat"),
        "region": region is not None,
        "state_code": state if state in set(Health) else "baru",
        "state": _named(state),
        "since": None if judged is None else judged["since"],
    }


def _place(code: str, name: str) -> tuple[bool, str]:
    """Provinces by name, outlets of none at the end."""
    return not code.isdigit(), name


def _named(state: str | None) -> str:
    if state is None:
        return UNKNOWN
    return LABELS[Health(state)] if state in set(Health) else printable(state)


def _last(connection: sqlite3.Connection, outlets: list[str]) -> dict[str, Page]:
    """The newest article of each outlet."""
    rows = connection.execute(query("site_outlets_last"), {"outlets": json.dumps(outlets)})
    return {row["outlet_id"]: plain(row) for row in rows}
