"""One digest over all declared knowledge and its loaders, stored with every extraction.

A row whose digest differs from the present one was read with other rules and is read again.
"""

import hashlib
from functools import cache
from importlib.resources import files

VERSION = "4"
"""Raised by hand when code in ``extract`` changes what is read from the same rules."""

_NO_RULES = ("floors.toml", "merge.toml", "word_forms.toml")
"""What is measured of the reading does not change it, nor do the weights of merging and the word forms of the search."""


@cache
def rules_digest() -> str:
    """The first 12 hex digits of a SHA-256 over every data file in ``models`` that reading depends on, and :data:`VERSION`."""
    found = hashlib.sha256(VERSION.encode())
    todo = [files("models")]
    data: list[tuple[str, bytes]] = []
    while todo:
        for item in todo.pop().iterdir():
            if item.is_dir() and item.name not in ("__pycache__", "sources"):
                todo.append(item)
            elif item.name.endswith((".toml", ".csv")) and item.name not in _NO_RULES:
                data.append((str(item.name), item.read_bytes()))
    for name, content in sorted(data):
        found.update(name.encode() + b"\0" + content)
    return found.hexdigest()[:12]
