"""The queries of the program: one SQL file each, read once."""

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """The SQL of ``db/queries/<name>.sql``."""
    return (files("db.queries") / f"{name}.sql").read_text("utf-8")
