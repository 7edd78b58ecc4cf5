"""Search: events and articles that hold all words asked for, those with the words in the title first, then the newest.

That order is said on the page and can be followed by hand. It also keeps a search fast where every second article holds the
word: of the full-text index only the newest hits are read (:data:`EXAMINED`), and no score is computed over all of them.
"""

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import Any

from db.queries import query
from db.site.marks import Piece
from db.site.named import pages_named
from db.site.reading import FILTER_CONDITIONS, Page, article_line, event_line, known_value
from db.texts import bare, printable
from models.word_forms import family

LIMIT = 30
"""Events, and articles, on the page."""
EXAMINED = 2_000
"""The newest hits of the index that filters and order are applied to."""
TERMS = 12
"""Words of a search that are looked for; the rest of a longer one is ignored, and said to be."""
WIDENED = 4
"""Words that are looked for in their other forms as well."""

_SEARCHED = {
    "jenis": "AND EXISTS (SELECT 1 FROM reports WHERE article_id = articles.id AND type = :jenis)",
    "status": "AND EXISTS (SELECT 1 FROM reports WHERE article_id = articles.id AND status = :status)",
    "provinsi": "AND EXISTS (SELECT 1 FROM reports AS r JOIN events AS e ON e.id = r.event_id "
    "WHERE r.article_id = articles.id AND e.province_code = :provinsi)",
    "media": "AND outlet_id = :media",
    "dari": "AND published_day >= :dari",
    "sampai": "AND published_day <= :sampai",
}
_OF_EVENTS = {
    "media": "AND EXISTS (SELECT 1 FROM reports AS r JOIN articles AS a ON a.id = r.article_id "
    "WHERE r.event_id = events.id AND a.outlet_id = :media)",
    "dari": _SEARCHED["dari"],
    "sampai": _SEARCHED["sampai"],
}
_AMONG = "AND +rowid IN (SELECT number FROM {table} INDEXED BY {index} WHERE published_day BETWEEN :dari AND :sampai{standing})"
"""Up to a day the newest hits may all be too new: then only those of the days asked for are hits at all. The plus keeps SQLite
from asking the index of words once for each article."""
_OF_ARTICLES = _AMONG.format(table="articles", index="articles_by_day", standing="")
_STANDING = _AMONG.format(table="events", index="events_by_published_day", standing=" AND withdrawn IS NULL")
_FIRST_DAY = "0000-00-00"

FILTERS = tuple(_SEARCHED)
"""The filters of a search; those of days speak of the day of publication."""

_WORD = re.compile(r"(~?)(\w+)")
_BEFORE, _LENGTH = 80, 240
"""Characters of an extract before its first hit, and in all."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is looked for: any of its ``forms`` will do; with ``open_end`` it may be the beginning of a longer one."""

    forms: tuple[str, ...]
    open_end: bool = False

    @property
    def match(self) -> str:
        """The term in the language of FTS5."""
        forms = " OR ".join(f'"{form}"' for form in self.forms)
        return f"({forms}{' *' if self.open_end else ''})"


def terms_of(connection: sqlite3.Connection, words: str, *, widened: bool = False) -> tuple[list[Term], int]:
    """The terms of a search, and how many words are ignored.

    A word with ``~`` before it, or with ``widened`` every word, stands for all forms of its family that an article holds. A last
    word that no article holds is taken for a beginning: to look up every beginning would cost more than all the rest.
    """

    def occurs(form: str) -> bool:
        sql = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1"
        return connection.execute(sql, (f'"{form}"',)).fetchone() is not None

    asked = _WORD.findall(unicodedata.normalize("NFC", words).casefold())
    found: list[Term] = []
    left = WIDENED
    for tilde, word in asked[:TERMS]:
        wide = (bool(tilde) or widened) and left > 0
        left -= wide
        found.append(Term(family(word, occurs) if wide else (word,)))
    if found and len(asked) <= TERMS and words[-1:].isalnum() and not any(occurs(form) for form in found[-1].forms):
        found[-1] = Term(found[-1].forms, open_end=True)
    return found, max(0, len(asked) - TERMS)


def search(
    connection: sqlite3.Connection,
    words: str,
    filters: dict[str, str] | None = None,
    *,
    widened: bool = False,
    page: int = 1,
) -> Page:
    """What a search finds: a page (from 1) of at most :data:`LIMIT` of each. ``following`` says that there is a next page,
    ``more`` that older hits were not looked at.

    Raises:
        UnknownValueError: a filter (:data:`FILTERS`) has a value that is not known.
    """
    filters = filters or {}
    told = {name: known_value(connection, name, value) for name, value in filters.items()}
    terms, ignored = terms_of(connection, words, widened=widened)
    if not terms:
        return {
            "pages": [],
            "events": [],
            "articles": [],
            "ignored": 0,
            "filters": told,
            "also": [],
            "more": False,
            "following": False,
        }
    match = " AND ".join(term.match for term in terms)
    given: dict[str, Any] = {**filters, "words": match, "limit": LIMIT + 1, "offset": (page - 1) * LIMIT, "examined": EXAMINED}
    of_events = " ".join({**_SEARCHED, **FILTER_CONDITIONS, **_OF_EVENTS}[name] for name in filters)
    of_articles = " ".join(_SEARCHED[name] for name in filters)
    among_articles, among_events = (_OF_ARTICLES, _STANDING) if "sampai" in filters else ("", "")
    given.setdefault("dari", _FIRST_DAY)
    hits = _pattern(terms)
    events = connection.execute(
        query("search_events").format(conditions=of_events, among=among_events),
        given | {"titled": f"{{title summary}} : ({match})"},
    ).fetchall()
    articles = connection.execute(
        query("search_articles").format(conditions=of_articles, among=among_articles), given | {"titled": f"title : ({match})"}
    ).fetchall()
    following = max(len(events), len(articles)) > LIMIT
    events, articles = events[:LIMIT], articles[:LIMIT]
    return {
        "pages": pages_named(connection, [term.forms[0] for term in terms], [row["id"] for row in events]) if page == 1 else [],
        "events": [event_line(row) | {"extract": marked(_telling(row, hits), hits)} for row in events],
        "articles": [
            {key: value for key, value in article_line(row).items() if key != "body"} | {"extract": extract(row["body"], hits)}
            for row in articles
        ],
        "ignored": ignored,
        "following": following,
        "filters": told,
        "also": [printable(form) for term in terms for form in term.forms[1:]],
        "more": any(row["examined"] >= EXAMINED for row in (*events[:1], *articles[:1])),
    }


def _telling(row: sqlite3.Row, hits: re.Pattern[str]) -> str:
    """What to show of an event: its sentence, or its summary where only that holds a word searched for."""
    sentence = row["evidence"] or ""
    return row["summary"] if not hits.search(bare(sentence)) and hits.search(bare(row["summary"])) else sentence


def extract(text: str, hits: re.Pattern[str]) -> list[Piece]:
    """A stretch of a text around its first hit, from word to word, the hits marked."""
    found = hits.search(bare(text))
    start = max(0, (found.start() if found else 0) - _BEFORE)
    if start:
        start = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
        start = max(start, (found.start() if found else 0) - 2 * _BEFORE)
    end = min(len(text), start + _LENGTH)
    pieces = marked(" ".join(text[start:end].split()), hits)
    return [*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else [])]


def marked(text: str, hits: re.Pattern[str]) -> list[Piece]:
    """A text with the words searched for marked, whatever their diacritics, as the index finds them."""
    found: list[Piece] = []
    at = 0
    for hit in hits.finditer(bare(text)):
        found += [Piece(printable(text[at : hit.start()])), Piece(printable(text[hit.start() : hit.end()]), ("temuan",))]
        at = hit.end()
    return [piece for piece in (*found, Piece(printable(text[at:]))) if piece.text]


_MARK = "\u0300-\u036f"
"""Combining characters, which a text in decomposed form has after its letters."""


def _pattern(terms: list[Term]) -> re.Pattern[str]:
    words = sorted({(bare(form), term.open_end) for term in terms for form in term.forms}, key=lambda item: -len(item[0]))
    letters = ("".join(f"{re.escape(letter)}[{_MARK}]*" for letter in form) for form, _ in words)
    told = (word + (rf"[\w{_MARK}]*" if open_end else "") for word, (_, open_end) in zip(letters, words, strict=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?![\w{_MARK}])", re.IGNORECASE)
