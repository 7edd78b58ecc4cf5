"""What the pages about a region, an office-holder, an office and an outlet show; see :mod:`db.site.reading`."""

import sqlite3
from datetime import date

from db.labels import label
from db.queries import query
from db.site import charts, links, maps, outlets
from db.site.reading import Page, article_line, events, figure_line, plain
from db.summary import office_name
from db.texts import printable
from models.ids import person_id
from models.records import Office
from models.vocab import OfficeKind


def region(connection: sqlite3.Connection, code: str, page: int) -> Page | None:
    """A region's page: its map, events, offices and figures. ``None``: there is no such region."""
    row = connection.execute(query("site_region"), {"code": code}).fetchone()
    if row is None:
        return None
    found = plain(row)
    province = row["province_code"] or code
    counts = {r["code"]: r["events"] for r in connection.execute(query("site_region_counts"), {"province": province})}
    offices = connection.execute(query("site_region_offices"), {"code": code})
    return {
        "region": found,
        "map": maps.drawn(counts, links.region, province=province, chosen=code),
        "offices": [plain(r) | {"title": _office(r)} for r in offices],
        "figures": [figure_line(r) for r in connection.execute(query("site_region_figures"), {"code": code})],
        **events(connection, {"provinsi" if code == province else "wilayah": code}, page),
    }


def person(connection: sqlite3.Connection, key: str, page: int) -> Page | None:
    """An office-holder's page: positions and when the press gave them, events, articles. ``None``: nobody has that id."""
    given = {"id": key}
    row = connection.execute(query("site_person"), given).fetchone()
    if row is None:
        return None
    articles = connection.execute(query("site_person_articles"), {"id": key, "limit": 12})
    aliases = [plain(r)["name"] for r in connection.execute(query("site_person_aliases"), given)]
    return {
        "person": plain(row),
        "aliases": [name for name in aliases if name != row["name"]],
        "positions": [plain(r) for r in connection.execute(query("site_person_positions"), given)],
        "articles": [article_line(r) for r in articles],
        **events(connection, {"pejabat": key}, page),
    }


def office(connection: sqlite3.Connection, office_id: str, page: int) -> Page | None:
    """An office's page: its events, figures over time, and the people named with it. ``None``: there is no such office."""
    row = connection.execute(query("site_office"), {"id": office_id}).fetchone()
    if row is None:
        return None
    officials = connection.execute(query("site_office_officials"), {"id": office_id, "name": row["name"]}).fetchall()
    figures = [figure_line(r) for r in connection.execute(query("site_office_figures"), {"id": office_id})]
    return {
        "office": plain(row) | {"title": _office(row)},
        "officials": [plain(r) | {"id": person_id(r["name"])} for r in officials],
        "figures": figures,
        "chart": charts.lines(
            (figure["indicator_name"], figure["period"] or figure["published_day"], figure["value"])
            for figure in figures
            if figure["kind"] == "percent" and figure["indicator"] == "cakupan"
        ),
        **events(connection, {"kantor": office_id}, page),
    }


def outlet(connection: sqlite3.Connection, outlet_id: str) -> Page | None:
    """An outlet's page: how it is doing, what it covers, its articles. ``None``: there is no such outlet."""
    given = {"id": outlet_id}
    row = connection.execute(query("site_outlet"), given).fetchone()
    doing = outlets.doing(connection, outlet_id)
    if row is None and doing is None:
        return None
    known = plain(row) if row is not None else _NO_ARTICLES | (outlets.registered(outlet_id) or {"name": printable(outlet_id)})
    articles = connection.execute(query("site_outlet_articles"), {"outlet": outlet_id, "limit": 100})
    months = [plain(r) for r in connection.execute(query("site_outlet_months"), given)]
    types = connection.execute(query("site_outlet_types"), given)
    return {
        "outlet": {"id": printable(outlet_id)} | known | {"quiet": _days(known["relevant_last"], known["newest"])},
        "doing": doing,
        "months": charts.months(months),
        "types": [plain(r) | {"name": label("EventType", r["code"])} for r in types],
        "issues": [
            plain(r) | {"name": label("IssueCode", r["code"])} for r in connection.execute(query("site_outlet_issues"), given)
        ],
        "articles": [article_line(r) | {"relevant": r["relevant"]} for r in articles],
        "watched": [plain(r) for r in connection.execute(query("site_outlet_coverage"), given)],
    }


_NO_ARTICLES: Page = dict.fromkeys(("province", "first_day", "last_day", "fetched", "newest", "relevant_last"))
_NO_ARTICLES |= {"articles": 0, "relevant": 0}
"""What is known of an outlet that has been watched and gave no article."""


def _office(row: sqlite3.Row) -> str:
    return office_name(Office(OfficeKind(row["kind"]), row["name"]))


def _days(earlier: str | None, later: str | None) -> int | None:
    """Days between two stored instants."""
    if earlier is None or later is None:
        return None
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
