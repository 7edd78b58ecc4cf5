"""What a page says, apart from what surrounds an article: told from a new one, teasers, counters and tokens do not matter.

Hardly a page of a portal is sent twice byte for byte alike. A page that is asked for again is a new version only where its
headline, its time of publication, a sentence or a table on it differ; in doubt it is one.
"""

from lxml import etree, html
from scrapy.http import HtmlResponse

from models.ids import digest
from models.records import Page

_DROPPED = ("script", "style", "noscript", "template", "iframe", "svg", "form", "button", "nav", "footer", "aside")
"""What tells nothing: code, controls, and margins."""

_INLINE = frozenset("a abbr b bdi cite code em font i ins kbd mark q s small span strong sub sup time tt u var wbr br".split())

_SENTENCE = 6
"""Words from which on a line counts: counters, dates and labels in the margins have fewer."""

_LINKED = 12
"""The same, links apart, for a line with a link: teasers lead to whatever is new at the time, and tell its date."""

_ENOUGH = 40
"""Words a page must have in all; one with fewer shows its text by script, and is compared as it is."""


def gist(page: Page) -> str:
    """A digest of what a page and its further parts say; of the bytes themselves where there is no text."""
    bodies = (page.body, *page.parts)
    headers = {name: value for name, value in page.headers if name.lower() == "content-type"}
    lines = [line for body in bodies for line in _lines(HtmlResponse(page.url, body=body, headers=headers).text)]
    if sum(line.count(" ") + 1 for line in lines) < _ENOUGH:
        return digest(b"".join(bodies))
    return digest("\n".join(lines).encode())


def _lines(text: str) -> list[str]:
    """Headline, time of publication, and every line of some length or of a table."""
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return []
    lines = [
        " ".join(found.split()) for found in root.xpath("//title//text() | //meta[@property='article:published_time']/@content")
    ]
    etree.strip_elements(root, *_DROPPED, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    body = root.find("body")
    return [] if body is None else lines + _told(body)


def _told(body: html.HtmlElement) -> list[str]:
    lines: list[str] = []
    words: list[str] = []
    link: html.HtmlElement | None = None
    linked = False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        start = event == "start"
        if link is None and element.tag not in _INLINE:
            if len(words) >= (_LINKED if linked else _SENTENCE) or (words and element.tag in ("td", "th")):
                lines.append(" ".join(words))
            words, linked = [], False
        if link is None and start and element.tag == "a":
            link, linked = element, True
        elif link is element:
            link = None
        if link is None:
            words += ((element.text if start else element.tail) or "").split()
    return lines
