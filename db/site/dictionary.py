"""The data dictionary: what every table and column holds, in Indonesian (``dictionary.toml``) and English
(``dictionary.en.toml``).
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("id", "en")

_LIKE = {"report_records": "reports", "telling_records": "reports", "event_records": "events"}
"""Views that have the columns of a table and some more."""


@cache
def dictionary(language: str = "id") -> dict[str, Any]:
    """Title and description of the site, and ``tables``: by name, with title, description and columns, as Datasette has it.

    Raises:
        KeyError: no such language.
    """
    name = {"id": "dictionary.toml", "en": "dictionary.en.toml"}[language]
    read = tomllib.loads((files("db.site") / name).read_text("utf-8"))
    return read if language == "id" else _completed(read)


def columns_of(table: str, language: str = "id") -> Mapping[str, str]:
    """What each column of a table or view holds, the columns of the table that a view repeats included."""
    tables = dictionary(language)["tables"]
    own = tables.get(table, {}).get("columns", {})
    if table not in _LIKE:
        return dict(own)
    common = dict.fromkeys(("places", "offices", "counterparties", "officials", "programs"), _SLOTS[language])
    if _LIKE[table] == "reports":
        common["published_offset"] = _OFFSET[language]
    return {**columns_of(_LIKE[table], language), **common, **own}


_SLOTS = {"id": "isian berganda, berurutan (JSON)", "en": "a slot with several values, in order (JSON)"}
_OFFSET = {"id": "zona media, menit di timur UTC", "en": "the outlet's time zone, minutes east of UTC"}


def _completed(read: dict[str, Any]) -> dict[str, Any]:
    """The English dictionary with what is said once for all tables put in its place in each."""
    tables = {}
    for name, told in dictionary()["tables"].items():
        given = read["tables"].get(name, {})
        own = given.get("columns", {})
        known = {column: own.get(column) or read["common"].get(column, "") for column in told.get("columns", {})}
        tables[name] = {"title": given.get("title", ""), "description": given.get("description", ""), "columns": {**own, **known}}
    return {**read, "tables": tables}
