"""Tells from a response whether it is an article's page at all, or one of the pages outlets send in its place."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parsel import Selector

from models.nonarticles import NonArticle, load_non_articles

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
)
_TITLES = "title::text, meta[property='og:title']::attr(content), h1::text"
_WORD = re.compile(r"\w{2,}")
# What a page shows apart from its frame: text that is no link's, script's or form's.
_TEXT = (
    "//body//text()[normalize-space() and not(ancestor::script or ancestor::style or ancestor::a or ancestor::noscript"
    " or ancestor::form or ancestor::button or ancestor::nav or ancestor::template)]"
)
_ENOUGH = 400
"""Words after which counting ends: no rule asks for more."""


@dataclass(frozen=True, slots=True)
class _Face:
    """What the rules look at."""

    headers: dict[str, str]
    source: str
    page: Selector

    @property
    def titles(self) -> list[str]:
        return [" ".join(text.split()) for text in self.page.css(_TITLES).getall()[:6]]

    @property
    def classes(self) -> frozenset[str]:
        return frozenset((self.page.css("body::attr(class)").get() or "").lower().split())

    @property
    def types(self) -> frozenset[str]:
        scripts = self.page.css("script[type='application/ld+json']::text").getall()[:10]
        return frozenset(kind for script in scripts for kind in _types(_parsed(script)))

    @property
    def says_article(self) -> bool:
        """Whether the page calls itself an article: then its frame does not make it a list."""
        kind = self.page.css("meta[property='og:type']::attr(content)").get() or ""
        return kind.strip().lower() == "article" or bool(self.types & _ARTICLES)

    @property
    def words(self) -> int:
        count = 0
        for text in self.page.xpath(_TEXT).getall():
            count += len(_WORD.findall(text))
            if count >= _ENOUGH:
                break
        return count


def non_article(
    headers: Sequence[tuple[str, str]], text: str, kinds: Sequence[NonArticle] | None = None, *, page: Selector | None = None
) -> NonArticle | None:
    """What kind of page this is that is no article; ``None`` where nothing speaks against one.

    Args:
        headers: of the response, as sent.
        text: the page, decoded.
        kinds: the rules; those of ``models/nonarticles.toml`` where none are given.
        page: the page parsed, where the caller has done so.
    """
    lowered = {name.lower(): value.lower() for name, value in headers}
    face = _Face(lowered, text.lower(), page if page is not None else Selector(text=text or "<html></html>", type="html"))
    words = face.words
    return next((kind for kind in (kinds or load_non_articles()) if _fits(kind, face, words)), None)


def _fits(kind: NonArticle, face: _Face, words: int) -> bool:
    if any(value in face.headers.get(name, "") for name, value in kind.headers):
        return True
    if kind.below is not None and words >= kind.below:
        return False
    if any(marker in face.source for marker in kind.unless):
        return False
    return kind.bare or _shows(kind, face)


def _shows(kind: NonArticle, face: _Face) -> bool:
    if any(marker in face.source for marker in kind.markers):
        return True
    if kind.titles is not None and any(kind.titles.match(title) for title in face.titles):
        return True
    framed = bool(kind.classes & face.classes) and not kind.not_classes & face.classes
    return (framed or bool(kind.types & face.types)) and not face.says_article


def _parsed(script: str) -> Any:
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _types(data: Any, depth: int = 0) -> Iterator[str]:
    """The schema.org types of a node, of its graph and of what it is about, not of everything it mentions."""
    if depth > 3:
        return
    if isinstance(data, list):
        for item in data[:50]:
            yield from _types(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        yield from (kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))
        for key in ("@graph", "mainEntity"):
            yield from _types(data.get(key), depth + 1)
