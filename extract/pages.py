"""One stored page in, one article with its facts, or the reason why there is none, out."""

from dataclasses import dataclass
from datetime import datetime

from spacy.language import Language

from extract.clean import clean
from extract.hints import Hints
from extract.nlp import read_one
from extract.record import to_extraction
from models.ids import digest
from models.records import Article, Extraction, Page, Rejection
from models.sources import Register, load_families
from models.vocab import ZONE_HOURS


@dataclass(frozen=True, slots=True)
class PageReading:
    """What reading made of a version of a page.

    ``link`` is the page's canonical address, ``page_digest`` that of its content, ``rules`` that of the rules it was read with.
    ``extraction`` is there if and only if ``found`` is an article.
    """

    link: str
    page_digest: str
    fetched_at: datetime
    rules: str
    found: Article | Rejection
    extraction: Extraction | None


def page_digest(page: Page) -> str:
    """The identity of a page's content, its further parts included."""
    return digest(b"".join((page.body, *page.parts)))


def read_page(nlp: Language, page: Page, hints: Hints, rules: str) -> PageReading:
    """Clean a page and read its article; pure, so that any engine may run it anywhere.

    Args:
        nlp: the pipeline of :func:`extract.nlp.build`.
        page: the page as it was stored.
        hints: what the register knows of its source (:func:`hints_for`).
        rules: the digest of the rules of ``nlp``.
    """
    found = clean(page, hints)
    extraction = to_extraction(read_one(nlp, found), rules) if isinstance(found, Article) else None
    return PageReading(page.url, page_digest(page), page.fetched_at, rules, found, extraction)


def hints_for(page: Page, register: Register) -> Hints:
    """What the register and the family know of the source of a page; the defaults for a page from outside the register."""
    source = register.by_id.get(page.source or "")
    if source is None:
        return Hints()
    family = load_families().by_id[source.family]
    return Hints(
        outlet=source.name,
        source=source.id,
        province=source.province,
        hours=ZONE_HOURS[source.zone],
        title=family.title,
        date=family.date,
        author=family.author,
        body=family.body,
        drop=family.remove,
        lines=family.boilerplate,
    )
