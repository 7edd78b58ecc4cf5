"""The desk of a crawl: what the spiders of all families share, and where they report what they saw."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from crawler.gist import gist
from crawler.listings import Entry
from crawler.revisiting import AT_ONCE, SHARE, Revisiting
from crawler.sieve import day_of
from db.database import DatabaseError
from db.pages import Found, ListState, PageStore, RunKind
from db.revisits import Revisits, note_had
from db.robots import Rules, RulesKept
from models.hosts import registrable_domain
from models.nonarticles import NonArticle
from models.records import Page
from models.sources import Discovery, Families, Register, Source
from models.vocab import Family, RunState

GIVE_UP_AFTER = 6
"""Tries after which a failing address is left for good: with the growing intervals, after two weeks."""

FIRST_RETRY = timedelta(minutes=50)
"""A little less than an hour, so that a visit every hour is not made to skip one for seconds."""

LOT = 5
"""Requests that are reserved of a domain's budget at a time: so many at most does a killed crawl forfeit of each."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page on its way to the store, and the article it was asked for as; ``again``: one that is stored already."""

    page: Page
    found: Found
    again: bool = False


@dataclass(slots=True)
class Tally:
    """What a crawl saw of one source."""

    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def trouble(self, text: str) -> None:
        """Note what went wrong, each thing once and not without bound."""
        if text not in self.troubles and len(self.troubles) < 20:
            self.troubles.append(text)


class Desk:
    """One crawl. Spiders ask it what to fetch and tell it what came of it; it writes pages.db.

    The first fault of the database is kept in ``fault``; spiders stop when they see it.
    """

    def __init__(
        self,
        *,
        store: PageStore,
        register: Register,
        families: Families,
        sources: Iterable[Source],
        clock: Callable[[], datetime],
        max_pages: int | None = None,
        changed: Callable[["Desk"], None] = lambda _: None,
        insist: bool = False,
        share: float = 1.0,
        kind: RunKind = "crawl",
    ) -> None:
        """Begin a run.

        Args:
            store: where pages and states are kept.
            register: every outlet there is.
            families: what is asked for, and the budget.
            sources: the outlets of this crawl.
            clock: the time.
            max_pages: articles to be fetched per source at the most.
            changed: told whenever a number has changed.
            insist: ask for lists that are resting, too.
            share: the part of a domain's daily budget up to which this run may go.
            kind: what the run is noted as.
        """
        self.store = store
        self.register = register
        self.families = families
        self.clock = clock
        self.max_pages = max_pages
        self.run = store.start_run(clock(), kind)
        self.insist = insist
        chosen = tuple(sources)
        # Another outlet comes first in each run: where a network's budget does not last, it is not always the same that miss out.
        turn = (self.run - 1) % len(chosen) if chosen else 0
        self.sources = chosen[turn:] + chosen[:turn]
        self.tallies = {source.id: Tally() for source in self.sources}
        self.pauses = store.paused(clock())
        self.errors: list[str] = []
        self.fault: DatabaseError | None = None
        self.revisiting = Revisiting(
            Revisits(store),
            clock=clock,
            count=self.count,
            guarded=self.guarded,
            limit=AT_ONCE if max_pages is None else min(AT_ONCE, max_pages),
        )
        self._rules = RulesKept(store)
        self._changed = changed
        self._lists = _shared_lists(register)
        self._asked: set[str] = set()
        self._share = share
        hosts = {source.host: source.domain for source in register.enabled}
        self._hosts = Counter(hosts.values())
        self._reserved: dict[tuple[str, date, bool], int] = {}
        self.spent: dict[str, int] = {}

    @property
    def discovery(self) -> Discovery:
        """What is asked for."""
        return self.families.discovery

    def of(self, family: Family) -> Iterator[Source]:
        """The sources of this crawl that belong to a family."""
        return (source for source in self.sources if source.family is family)

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Keep the first fault of the database."""
        try:
            yield
        except DatabaseError as error:
            self.fault = self.fault or error
            raise

    # Lists

    def asks(self, source: Source, url: str) -> bool:
        """Whether this source is the one to ask for a list: of those that share it the first that comes."""
        if len(self.sharing(source, url)) == 1:
            return True
        first = url not in self._asked
        self._asked.add(url)
        return first

    def sharing(self, source: Source, url: str) -> tuple[Source, ...]:
        """The sources whose articles a list may show, the asking one first. What is none of this crawl's stays queued."""
        return (source, *(other for other in self._lists.get(url, ()) if other is not source))

    def list_state(self, url: str) -> ListState | None:
        """What is remembered of a list."""
        with self.guarded():
            return self.store.list_state(url)

    def note_list(self, state: ListState, found: Iterable[Found]) -> list[Found]:
        """Queue what a list shows; the new ones come back."""
        with self.guarded():
            new = self.store.note_list(state, found, self.clock())
        self.count(state.source, "new", len(new))
        return new

    def resting(self, state: ListState | None) -> bool:
        """Whether a list has not changed for so long that it is not asked for this time."""
        return not self.insist and state is not None and state.next_check is not None and state.next_check > self.clock()

    def rest_list(self, url: str, *, changed: bool) -> None:
        """Note whether a list had changed."""
        with self.guarded():
            self.store.rest_list(url, changed=changed, now=self.clock())

    def due(self, source: Source) -> list[Found]:
        """Addresses of earlier runs that are still to be fetched."""
        with self.guarded():
            return self.store.due(source.id, self.clock())

    def admits(self, source: str) -> bool:
        """Count a page to be fetched from a source, as far as this run's limit allows; the rest stays queued."""
        if source not in self.tallies:
            return False
        if self.max_pages is not None and self.tallies[source].counts["asked"] >= self.max_pages:
            return False
        self.count(source, "asked")
        return True

    # Budget

    def spends(self, host: str, *, again: bool = False) -> bool:
        """Take one request out of the daily budget of a host's domain; false when it is spent.

        For an article that is asked for ``again`` there is less, so that the rest is left for new ones. Requests are reserved in
        lots, so that not each of them writes; what is left of a lot is given back at the end.
        """
        domain, day = registrable_domain(host), self.clock().astimezone(UTC).date()
        left = self._reserved.get((domain, day, again), 0)
        if not left:
            limit = self.families.budget.of(domain, self._hosts[domain])
            share = self._share * SHARE if again else self._share
            with self.guarded():
                left = self.store.reserve(domain, day, LOT, int(limit * share))
            if not left:
                if not again:
                    self.spent[domain] = limit
                return False
        self._reserved[domain, day, again] = left - 1
        return True

    def finish(self, state: RunState) -> None:
        """End the run: give back what of the budgets was not used, and keep the numbers."""
        for (domain, day, _), left in self._reserved.items():
            if left:
                self.store.give_back(domain, day, left)
        self._reserved.clear()
        counts = {source: dict(tally.counts) for source, tally in self.tallies.items()}
        self.store.finish_run(self.run, state, counts, self.clock())

    # Pages

    def save(self, item: Fetched) -> None:
        """Store a page, and note when it is to be asked for again."""
        page, asked = item.page, item.found.url
        with self.guarded():
            if item.again and (known := self.store.latest(page.url)) is not None and gist(known.page) == gist(page):
                self.revisiting.still(item.found)
                return
            appeared = self.appeared(item)
            seq = self.store.save(page, asked=asked, run=self.run, also=lambda rows: note_had(rows, page, asked, appeared))
        if item.again:
            self.revisiting.changed(item.found.source)
        else:
            self.count(item.found.source, "unchanged" if seq is None else "stored")

    def appeared(self, item: Fetched) -> datetime:
        """When an article appeared, as far as its address and the list that showed it tell; at the latest when it was fetched."""
        day = day_of(Entry(item.found.url, dated=item.found.dated))
        fetched = item.page.fetched_at
        return fetched if day is None else min(fetched, datetime.combine(day, time(), UTC) + timedelta(days=1))

    def failed(self, source: str, url: str, reason: str, *, final: bool = False, after: datetime | None = None) -> None:
        """Note that an article could not be had; it is tried again after a growing interval, or at ``after``."""
        with self.guarded():
            tries = self.store.tries(url)
            last = final or tries + 1 >= GIVE_UP_AFTER
            self.store.fail(url, reason, None if last else after or self.clock() + FIRST_RETRY * 4**tries)
        self.count(source, "failed")
        self.tallies[source].trouble(f"{url}: {reason}")

    def no_article(self, source: str, url: str, kind: NonArticle) -> None:
        """Note that a page was sent that is no article: counted by its kind, and never stored."""
        self.count(source, f"non_article_{kind.id}")
        self.failed(source, url, f"bukan artikel: {kind.says}", final=kind.final)

    def pause(self, host: str, until: datetime, reason: str) -> None:
        """Leave a host alone until then, in this run and the next ones."""
        self.pauses[host] = until
        with self.guarded():
            self.store.pause(host, until, reason)

    # What hosts allow

    def rules_of(self, url: str) -> Rules | None:
        """What a robots.txt said when it was last asked for."""
        with self.guarded():
            return self._rules.of(url)

    def keep_rules(self, rules: Rules) -> None:
        """Remember what a robots.txt says."""
        with self.guarded():
            self._rules.keep(rules)

    # Tally

    def count(self, source: str, what: str, by: int = 1) -> None:
        """Add to a source's numbers; of sources that are not crawled now nothing is counted."""
        if source in self.tallies:
            self.tallies[source].counts[what] += by
            self._changed(self)

    def trouble(self, source: str, text: str) -> None:
        """Note what went wrong with a list."""
        if source in self.tallies:
            self.tallies[source].trouble(text)

    def total(self, what: str) -> int:
        """A number over all sources."""
        return sum(tally.counts[what] for tally in self.tallies.values())


def _shared_lists(register: Register) -> dict[str, tuple[Source, ...]]:
    """The lists that several sources have in common, by address."""
    lists: dict[str, tuple[Source, ...]] = {}
    for source in register.enabled:
        for rule in source.lists:
            for query, tag in rule.asked(source.queries, source.tags):
                url = source.list_url(rule, query, tag)
                lists[url] = (*lists.get(url, ()), source)
    return {url: sources for url, sources in lists.items() if len(sources) > 1}
