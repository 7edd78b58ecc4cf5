"""The article's node in a page's JSON-LD, whatever wraps it."""

import json
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    {"NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "AdvertiserContentArticle"}
)
_DEEPEST = 8


def article_node(tree: HtmlElement) -> dict[str, Any]:
    """The first node of an article type in any JSON-LD script of the page; empty where there is none or it cannot be read."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            # Portals leave raw newlines in strings, which strict JSON forbids.
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        if node := _find(data, 0):
            return node
    return {}


def _find(data: object, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        return {}
    if isinstance(data, list):
        return next((node for item in data if (node := _find(item, depth + 1))), {})
    if not isinstance(data, dict):
        return {}
    kinds = data.get("@type")
    if ARTICLE_TYPES.intersection(kinds if isinstance(kinds, list) else [kinds] if isinstance(kinds, str) else []):
        return data
    for key in ("@graph", "mainEntity", "mainEntityOfPage"):
        if node := _find(data.get(key), depth + 1):
            return node
    return {}


def text_of(value: object) -> str:
    """A JSON-LD value that should be text or name something: the first string found in it."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return next((t for item in value if (t := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    return ""
