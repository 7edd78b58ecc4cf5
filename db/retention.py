"""Which stored bodies may go: old ones that the present rules have read, so that nothing is lost that has not been taken out.

A pruned page keeps address, digest, headers and times; only its body is gone. It comes back when the same body is imported.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from db.pages import PageStore, stamp

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Prunable:
    """A stored version whose body may go; ``size`` in bytes as stored."""

    seq: int
    size: int
    superseded: bool


def prunable(
    store: PageStore, read_with: Callable[[str, str], str | None], rules: str, *, before: datetime, newest: bool
) -> Iterator[Prunable]:
    """The bodies that may go, in order of storing.

    Args:
        store: where they are.
        read_with: the digest of the rules that a version (address, digest) was last read with.
        rules: the digest of the present rules. An address whose newest version was not read with them keeps all its bodies.
        before: only what was fetched before.
        newest: also the newest version of each address, which no later rule can then read again.
    """
    after = 0
    sql = (
        "SELECT p.seq, p.url, length(p.body) + coalesce((SELECT sum(length(body)) FROM parts WHERE page = p.seq), 0) AS size,"
        " last.seq AS last, last.digest AS last_digest FROM pages AS p"
        " JOIN pages AS last ON last.url = p.url AND last.seq = (SELECT max(seq) FROM pages WHERE url = p.url)"
        " WHERE p.seq > ? AND p.pruned_at IS NULL AND p.fetched_at < ? AND (? OR last.seq > p.seq) ORDER BY p.seq LIMIT ?"
    )
    while rows := store.rows(sql, after, stamp(before), newest, _BATCH):
        for row in rows:
            if read_with(row["url"], row["last_digest"]) == rules:
                yield Prunable(row["seq"], row["size"], row["last"] > row["seq"])
        after = rows[-1]["seq"]


def prune(store: PageStore, seqs: Iterable[int], now: datetime) -> None:
    """Remove the bodies of versions; safe to be stopped anywhere."""
    waiting = list(seqs)
    for at in range(0, len(waiting), _BATCH):
        with store.writing() as connection:
            batch = [(seq,) for seq in waiting[at : at + _BATCH]]
            connection.executemany(
                "UPDATE pages SET body = x'', pruned_at = ? WHERE seq = ? AND pruned_at IS NULL",
                [(stamp(now), *key) for key in batch],
            )
            connection.executemany("DELETE FROM parts WHERE page = ?", batch)
