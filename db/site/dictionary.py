"""The data dictionary: what every table and column holds, in Indonesian (``dictionary.toml``)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def dictionary() -> dict[str, Any]:
    """Title and description of the site, and ``tables``: by name, with title, description and columns, as Datasette has it."""
    return tomllib.loads((files("db.site") / "dictionary.toml").read_text("utf-8"))
