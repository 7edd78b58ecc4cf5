"""The public form of an article: the sentences that say what happened, and nothing else of its text.

The full text belongs to the press. What stays of a body are the sentences its reports point to, one a report; every offset
into the body is moved along, and one that points elsewhere becomes :data:`NOWHERE`.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NOWHERE = -1

_SPANNED = ("date_mentions", "figures", "office_mentions", "official_mentions", "program_mentions", "issues", "quotations")

_INNER = ("article_bands", "article_signatures", "report_keys", "report_numbers", "waiting_articles", "waiting_reports")
"""What only merging needs."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A shortened text, and where its pieces (``starts`` to ``ends``) lay in the whole and lie now (``moved``)."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    moved: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the whole text lies now; nowhere if it is not wholly in one piece."""
        piece = bisect_right(self.starts, start) - 1
        if piece < 0 or start >= end or end > self.ends[piece]:
            return NOWHERE, NOWHERE
        by = self.moved[piece] - self.starts[piece]
        return start + by, end + by


def excerpt(text: str, sentences: Iterable[tuple[int, int]]) -> Excerpt:
    """The sentences of a text (given by start and end) in order, one a line; those that overlap become one."""
    pieces: list[list[int]] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in sentences):
        if pieces and start < pieces[-1][1]:
            pieces[-1][1] = max(end, pieces[-1][1])
        elif start < end:
            pieces.append([start, end])
    parts: list[str] = []
    moved: list[int] = []
    at = 0
    for start, end in pieces:
        moved.append(at)
        parts.append(text[start:end])
        at += end - start + 1
    return Excerpt("\n".join(parts), tuple(p[0] for p in pieces), tuple(p[1] for p in pieces), tuple(moved))


def shorten(connection: sqlite3.Connection) -> None:
    """Shorten every article of an open news.db for good: texts, offsets, search index, and what else is not for the public
    (authors, addresses in pages.db, rejected pages, what people say who hold no office). To be called inside a transaction;
    free pages still hold the old texts until the file is vacuumed.
    """
    for (key,) in connection.execute("SELECT id FROM articles ORDER BY number").fetchall():
        _shorten(connection, key)
    connection.execute("UPDATE articles SET author = NULL, page = url, page_digest = ''")
    connection.execute("DELETE FROM quotations WHERE official_ord IS NULL")
    for table in ("rejections", "readings", "outlet_lines", "repeated_lines", *_INNER):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608
    connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")


def _shorten(connection: sqlite3.Connection, key: str) -> None:
    body = connection.execute("SELECT body FROM articles WHERE id = ?", (key,)).fetchone()[0]
    reports = connection.execute(
        "SELECT id, evidence_start, evidence_end, trigger_field, trigger_start, trigger_end, evidence_field "
        "FROM reports WHERE article_id = ?",
        (key,),
    ).fetchall()
    kept = excerpt(body, [(r["evidence_start"], r["evidence_end"]) for r in reports if r["evidence_field"] == "text"])
    connection.execute("UPDATE articles SET body = ? WHERE id = ?", (kept.text, key))
    for report in reports:
        for name in ("evidence", "trigger"):
            if report[f"{name}_field"] == "text":
                span = kept.span(report[f"{name}_start"], report[f"{name}_end"])
                sql = f"UPDATE reports SET {name}_start = ?, {name}_end = ? WHERE id = ?"  # noqa: S608
                connection.execute(sql, (*span, report["id"]))
    for table in _SPANNED:
        _move(connection, table, key, kept)


def _move(connection: sqlite3.Connection, table: str, key: str, kept: Excerpt) -> None:
    keys = _keys(table)
    where = " AND ".join(f"{name} = ?" for name in keys)
    rows: Sequence[sqlite3.Row] = connection.execute(
        f"SELECT {', '.join(keys)}, start_offset, end_offset FROM {table} WHERE article_id = ? AND field = 'text'",  # noqa: S608
        (key,),
    ).fetchall()
    connection.executemany(
        f"UPDATE {table} SET start_offset = ?, end_offset = ? WHERE {where}",  # noqa: S608
        [(*kept.span(row["start_offset"], row["end_offset"]), *(row[name] for name in keys)) for row in rows],
    )


def _keys(table: str) -> tuple[str, ...]:
    owner = {"office_mentions": ("office_ord",), "official_mentions": ("official_ord",)}.get(table, ())
    return ("article_id", *owner, "ord")
