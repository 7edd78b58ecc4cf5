"""What a crawl does about articles that are stored: whom it asks again, and what it makes of the answers."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime

from crawler.listings import Entry, instant_of
from db.pages import Found
from db.revisits import Revisit, Revisits

AT_ONCE = 10
"""Articles of an outlet that are asked for again in one crawl: what was due while the machine was off is spread."""

SHARE = 0.8
"""The part of a domain's daily budget up to which articles are asked for again, whoever used it: the rest is for new ones."""


class Revisiting:
    """The visits of one crawl. Each article is asked for again at most once in it."""

    def __init__(
        self,
        revisits: Revisits,
        *,
        clock: Callable[[], datetime],
        count: Callable[[str, str], None],
        guarded: Callable[[], AbstractContextManager[None]],
        limit: int = AT_ONCE,
    ) -> None:
        """Begin.

        Args:
            revisits: what is due, and where the answers are noted.
            clock: the time.
            count: adds to a source's numbers.
            guarded: keeps faults of the database.
            limit: articles that are asked for again per source.
        """
        self._revisits = revisits
        self._clock = clock
        self._count = count
        self._guarded = guarded
        self._limit = limit
        self._asked: dict[str, set[str]] = {}

    def due(self, source: str) -> list[Revisit]:
        """The articles of a source that are due."""
        with self._guarded():
            return self._chosen(self._revisits.due(source, self._clock(), self._limit))

    def told(self, kind: str, entries: Iterable[tuple[str, Entry]]) -> list[Revisit]:
        """The articles a list tells a change of, from canonical addresses and its entries; the others' dates are remembered."""
        told = [(url, moment) for url, entry in entries if entry.changed and (moment := instant_of(entry.changed))]
        if not told:
            return []
        with self._guarded():
            return self._chosen(self._revisits.note_told(kind, told, self._clock()))

    def _chosen(self, due: Iterable[Revisit]) -> list[Revisit]:
        """Those of them that this crawl asks for; the others stay due."""
        chosen = []
        for item in due:
            asked = self._asked.setdefault(item.found.source, set())
            if item.found.url not in asked and len(asked) < self._limit:
                asked.add(item.found.url)
                self._count(item.found.source, "revisits")
                chosen.append(item)
        return chosen

    # Answers

    def changed(self, source: str) -> None:
        """A new version was stored."""
        self._count(source, "revisits_changed")

    def still(self, found: Found) -> None:
        """An article is as it was."""
        with self._guarded():
            self._revisits.still(found.url, self._clock())
        self._count(found.source, "revisits_unchanged")

    def gone(self, found: Found) -> None:
        """An article is not there any more."""
        with self._guarded():
            self._revisits.gone(found.url, self._clock())
        self._count(found.source, "revisits_deleted")

    def failed(self, found: Found, *, final: bool) -> None:
        """An article could not be had this time; what is stored of it stays."""
        with self._guarded():
            self._revisits.failed(found.url, self._clock(), final=final)
        self._count(found.source, "revisits_failed")
