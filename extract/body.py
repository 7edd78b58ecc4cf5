"""The paragraphs of an article: what the page marks as its body, what trafilatura finds, and which of them to believe."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import trafilatura
from lxml.html import HtmlElement

from extract.hints import Hints
from extract.markup import select

BODY_SELECTORS = (
    "[itemprop=articleBody]",
    ".entry-content",
    ".post-body",
    ".td-post-content",
    ".content-inner",
    ".read__content",
    ".txt-article",
    ".post-content",
    ".detail-text",
    ".article-content",
    ".amp-wp-article-content",
)
"""Where the common systems and themes of Indonesian portals keep the body (cms_families notes; conventions)."""

_SILENT = frozenset(
    "script style noscript template iframe form nav aside footer header button select figure figcaption ins svg video audio "
    "table".split()
)
_BLOCKS = frozenset(
    "p div section article main ul ol li blockquote h1 h2 h3 h4 h5 h6 pre br hr tr td dd dt dl body center".split()
)
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:related|terkait|baca-?juga|bacajuga|share|sharing|social|sosmed|caption|wp-caption(?:-text)?|ads?|adsbygoogle"
    r"|iklan|banner|tags?|tagcloud|author-?box|comments?|komentar|newsletter|breadcrumbs?|pagination|paging|page-links|jeg_share"
    r"|post-navigation|recommend\w*|populer|popular|sidebar|widget|credits?)(?:$|[\s_-])",
    re.IGNORECASE,
)
SHORTEST_BODY = 160
"""Characters of sentences from which a marked block is believed to be the body: teasers and empty shells are shorter."""

_SENTENCE_END = re.compile(r"(?:[.!?…][\"”’)\]]*|[\"”])(?:\s{0,3}\([^()]{1,40}\))?$")


def paragraphs(tree: HtmlElement, node: dict[str, Any], hints: Hints, page: str, *, shortest: int = SHORTEST_BODY) -> list[str]:
    """The body's paragraphs before line rules, best candidate first believed: the family's selector, the page's own marks
    (``itemprop``, known themes), trafilatura, and the JSON-LD ``articleBody`` as the last resort. Empty if nothing reads as text.
    What is marked is believed from ``shortest`` characters on.
    """
    marked = _longest(tree, hints, shortest)
    if _weight(marked) >= shortest:
        return marked
    found = trafilatura.extract(
        page, include_comments=False, include_tables=False, include_images=False, deduplicate=False, favor_precision=True
    )
    candidates = [marked, (found or "").splitlines()]
    told = node.get("articleBody")
    if isinstance(told, str):
        candidates.append(re.split(r"\s*\n\s*", told.strip()))
    return [line for line in max(candidates, key=_weight) if line.strip()]


def _longest(tree: HtmlElement, hints: Hints, shortest: int) -> list[str]:
    """The text under the first selector that holds a body; of several elements it matches, the longest."""
    for selector in (*hints.body, *BODY_SELECTORS):
        options = [list(lines_of(element, hints.drop)) for element in select(tree, (selector,))]
        if options:
            best = max(options, key=_weight)
            if _weight(best) >= shortest:
                return best
    return []


def _weight(lines: list[str]) -> int:
    """Characters in lines that end as sentences do: menus, teasers and captions weigh nothing."""
    return sum(len(line) for line in lines if len(line) > 40 and _SENTENCE_END.search(line.rstrip()))


def lines_of(element: HtmlElement, drop: tuple[str, ...] = ()) -> Iterator[str]:
    """The visible lines below an element: blocks and ``<br>`` end a line; blocks that are not the article's are left out."""
    if drop:
        element = deepcopy(element)
        for foreign in list(select(element, drop)):
            if foreign is not element and foreign.getparent() is not None:
                foreign.drop_tree()
    pieces: list[str] = []
    for piece in _pieces(element):
        if piece is not None:
            pieces.append(piece)
            continue
        if line := " ".join("".join(pieces).split()):
            yield line
        pieces.clear()
    if line := " ".join("".join(pieces).split()):
        yield line


def _pieces(root: HtmlElement) -> Iterator[str | None]:
    """Texts in order, ``None`` where a line ends. A stack instead of recursion: pages nest without bound."""
    stack: list[HtmlElement | str | None] = [root]
    while stack:
        item = stack.pop()
        if item is None or isinstance(item, str):
            yield item
            continue
        block = item.tag in _BLOCKS
        if not isinstance(item.tag, str) or _is_silent(item.tag) or (item is not root and is_foreign(item)):
            yield None
            continue
        after: list[HtmlElement | str | None] = [None] if block else []
        inner: list[HtmlElement | str | None] = [None] if block else []
        if item.text:
            inner.append(item.text)
        for child in item:
            inner.append(child)
            if child.tail:
                inner.append(child.tail)
        stack.extend(reversed(inner + after))


def _is_silent(tag: str) -> bool:
    """Whether an element holds no text of the article; all components of AMP do: pictures, advertisements, share bars."""
    return tag in _SILENT or tag.startswith("amp-")


def is_foreign(element: HtmlElement) -> bool:
    """Whether an element's class or id says that it holds something beside the article: teasers, share bars, captions."""
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(marks) > 1 and bool(_FOREIGN.search(marks))
