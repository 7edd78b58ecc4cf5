"""Small readers of an HTML tree."""

from collections.abc import Iterable, Iterator
from functools import cache

import lxml.html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement


class MarkupError(ValueError):
    """The text holds no HTML tree."""


def parse(text: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        MarkupError: there is no element in it.
    """
    # An XML declaration with an encoding is refused by lxml in text that is already decoded.
    if text.lstrip().startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    try:
        return lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True, remove_comments=True))
    except (lxml.etree.ParserError, ValueError) as error:
        raise MarkupError(f"tidak ada markah HTML yang terbaca: {error}") from error


@cache
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(tree: HtmlElement, selectors: Iterable[str]) -> Iterator[HtmlElement]:
    """All elements that match, in the order of the selectors, then of the page."""
    for selector in selectors:
        yield from _compiled(selector)(tree)


def visible(element: HtmlElement | None) -> str:
    """The text of an element on one line."""
    return "" if element is None else " ".join(element.text_content().split())


def meta(tree: HtmlElement, name: str) -> str:
    """The content of the first ``<meta>`` whose ``property``, ``name`` or ``itemprop`` is that, in any case; else empty."""
    wanted = name.casefold()
    for element in tree.iter("meta"):
        if any(wanted == (element.get(key) or "").casefold() for key in ("property", "name", "itemprop")):
            content = " ".join((element.get("content") or "").split())
            if content:
                return content
    return ""
