"""The stage that merges reports into events, a few hundred reports a transaction.

What a new report can change is small: the reports it is linked to and those that are linked to these. Their groups are formed
anew; everything else stays untouched. It can be stopped anywhere: what was not committed still waits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from db.store import NewsStore
from db.texts import printable
from extract.merging.agreement import agreement
from extract.merging.copies import bands, copied, origins, signature
from extract.merging.events import event_of, story_of
from extract.merging.groups import Link, grouped
from extract.merging.identity import Given, assign, mintable
from extract.merging.profiles import Profile, entries, look_ups, profile
from extract.merging.reasons import Reasons, Source, explain
from models.merging import MergeWeights, merge_digest, merge_weights
from models.tellings import CopyPair, Signed

BATCH = 200
"""Reports or articles a transaction; others that write wait that long."""

_FETCHED = 20_000
"""Waiting reports put in order of publication at a time."""

_REMEMBERED = 20_000
"""Profiles kept in memory."""

_WIB = timedelta(hours=7)


@dataclass(slots=True)
class MergeCounts:
    """What a run of merging did.

    Events that are ``new``, reports that ``joined`` one known, events ``refreshed`` because a report changed, ``withdrawn`` (of
    them ``redirected`` to another) or ``split``, plans now ``unconfirmed``, articles that are ``copies``. ``crowded`` counts the
    look-ups that found more reports than are compared: only there may the order of arrival matter.
    """

    new: int = 0
    joined: int = 0
    refreshed: int = 0
    withdrawn: int = 0
    redirected: int = 0
    split: int = 0
    unconfirmed: int = 0
    copies: int = 0
    crowded: int = 0

    def as_dict(self) -> dict[str, int]:
        """Flat counts for the table of runs."""
        return asdict(self)


def merge_reports(
    news: NewsStore, *, now: Callable[[], datetime], progress: Callable[[int], None], batch: int = BATCH
) -> MergeCounts:
    """Bring copies and events up to date with the articles and reports that wait, then mark the plans whose day has passed.

    ``progress`` is told how many reports are done. The groups that come out do not depend on the order or the batches in which
    reports came.
    """
    weights = merge_weights()
    work = _Work(news, weights, now=now)
    work.renew()
    work.copies(batch)
    work.empty_events()
    done = 0
    while waiting := news.links.waiting(_FETCHED):
        for start in range(0, len(waiting), batch):
            chunk = waiting[start : start + batch]
            with news.together():
                work.merge(chunk)
            done += len(chunk)
            progress(done)
    work.counts.crowded = work.crowded
    today = (now() + _WIB).date()
    work.counts.unconfirmed = news.doubt_plans(now(), today - timedelta(days=weights.days.confirm))
    return work.counts


def reasons_for(news: NewsStore, event: str) -> Reasons | None:
    """Why an event is one, by the weights in force; ``None`` where there is no such event or it has no reports."""
    members = [report.id for report in news.reports_of(event)]
    if not members:
        return None
    work = _Neighbourhood(news, merge_weights())
    inside = list(work.known(members).values())
    near = {other for found in inside for other in work.near(found)}
    around = work.around([*members, *near])
    links: list[Link] = [(key, other, score) for key, found in around.items() for other, score in found.items() if key < other]
    others = work.known(key for key in around if key not in members)
    return explain(event, inside, others.values(), links, work.weights, lambda reports: _sources(news, reports))


def _sources(news: NewsStore, reports: Iterable[str]) -> dict[str, Source]:
    return {key: Source(*map(printable, told)) for key, told in news.links.sources(reports).items()}


@dataclass(slots=True)
class _Neighbourhood:
    """Reports as they are met: the store, the weights, and the profiles remembered."""

    news: NewsStore
    weights: MergeWeights
    profiles: dict[str, Profile] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    crowded: int = 0

    def known(self, reports: Iterable[str]) -> dict[str, Profile]:
        """Reports by id, from memory where they are remembered."""
        wanted = list(reports)
        missing = [key for key in wanted if key not in self.profiles]
        found = {key: self.profiles[key] for key in wanted if key in self.profiles}
        if missing:
            read = [profile(telling, self.weights) for telling in self.news.links.tellings(missing)]
            found |= {made.id: made for made in read}
            self.profiles |= {made.id: made for made in read}
        return found

    def near(self, found: Profile) -> set[str]:
        """The reports that one is compared with."""
        store, limit = self.news.links, self.weights.bounds.candidates
        numbers: set[int] = set()
        for stretch in look_ups(found, self.weights):
            some, crowded = store.nearby(stretch.keys, low=stretch.low, high=stretch.high, limit=limit)
            numbers |= some
            self.crowded += crowded
        unknown = [number for number in numbers if number not in self.numbers]
        if unknown:
            self.numbers |= store.ids(unknown)
        near = {self.numbers[number] for number in numbers}
        if found.copies:
            near |= set(store.of_articles(found.copies, found.type))
        return near - {found.id}

    def around(self, touched: Iterable[str]) -> dict[str, dict[str, float]]:
        """The links of some reports and of all reports that links or common events connect with them."""
        found: dict[str, dict[str, float]] = {}
        todo, events = list(touched), set[str]()
        while todo:
            for key in todo:
                if key not in found:
                    found[key] = self.news.links.links(key)
            todo = [other for key in todo for other in found[key] if other not in found]
            if not todo:
                homes = {event for event in self.news.links.events_of(found).values() if event} - events
                events |= homes
                todo = [report.id for event in sorted(homes) for report in self.news.reports_of(event) if report.id not in found]
        return found


@dataclass(slots=True)
class _Work(_Neighbourhood):
    """One run of merging."""

    now: Callable[[], datetime] = field(kw_only=True)
    counts: MergeCounts = field(default_factory=MergeCounts)

    def renew(self) -> None:
        """Let everything wait that was merged by other weights."""
        digest = merge_digest()
        if self.news.fact("merge_weights") == digest:
            return
        with self.news.together():
            self.news.copies.expect_all()
            self.news.links.expect_all()
            self.news.set_fact("merge_weights", digest)

    # Copies

    def copies(self, batch: int) -> None:
        """Sign the articles that wait, and group those that are copies of each other."""
        while waiting := self.news.copies.waiting(batch):
            with self.news.together():
                touched = {
                    article for number, key, published, body in waiting for article in self._sign(number, key, published, body)
                }
                self._regroup(touched)

    def _sign(self, number: int, key: str, published: str, body: str) -> set[str]:
        """Sign one article and find its copies; the articles whose group may be another now."""
        store, rules = self.news.copies, self.weights.copies
        touched = {key} | {pair.second for pair in store.pairs_of(key)}
        if (old := store.signed(key)) is not None:
            store.forget(number, key, bands(old.signature, rules))
        article = Signed(number, key, published, signature(body, rules))
        wanted = bands(article.signature, rules)
        store.save(article, wanted)
        near = store.alike(article, wanted, days=rules.days, limit=self.weights.bounds.copies) if wanted else []
        pairs = copied(article, near, rules)
        store.add_pairs(pairs)
        store.done(number)
        return touched | {name for pair in pairs for name in (pair.first, pair.second)}

    def _regroup(self, touched: Iterable[str]) -> None:
        """Find anew whose words the articles have that pairs connect with some."""
        store = self.news.copies
        pairs: dict[tuple[str, str], CopyPair] = {}
        found: dict[str, Signed] = {}
        todo = list(touched)
        while todo:
            key = todo.pop()
            if key in found or (article := store.signed(key)) is None:
                continue
            found[key] = article
            for pair in store.pairs_of(key):
                pairs[min(pair.first, pair.second), max(pair.first, pair.second)] = pair
                todo.append(pair.second)
        changed = store.set_origins(
            origins(found.values(), sorted(pairs.values(), key=lambda p: (p.first, p.second)), self.weights.copies)
        )
        self.counts.copies += sum(1 for key in changed if (origin := store.origin(key)) and origin.original != key)

    # Events

    def empty_events(self) -> None:
        """Withdraw the events that lost all reports; let the reports wait of those that lost some."""
        for event in self.news.dirty_events():
            with self.news.together():
                members = self.news.reports_of(event)
                self.news.links.expect(report.id for report in members)
                if not members:
                    self.news.withdraw_event(event, now=self.now())
                    self.counts.withdrawn += 1

    def merge(self, chunk: Sequence[str]) -> None:
        """Link some reports, form the groups around them anew, and save the events that changed."""
        fresh = self._read(chunk)
        touched = {other for found in fresh for other in self._link(found)}
        members = self.around(touched)
        homes = self.news.links.events_of(members)
        groups = [group for component in self._components(members) for group in self._grouped(component)]
        first = self.known(group[0] for group in groups)
        groups.sort(key=lambda group: (first[group[0]].published, group[0]))
        self._settle(groups, homes, {found.id for found in fresh})
        self.news.links.done(chunk)

    def _read(self, reports: Iterable[str]) -> list[Profile]:
        """Read reports from the store, whatever is remembered of them."""
        found = [profile(telling, self.weights) for telling in self.news.links.tellings(reports)]
        while len(self.profiles) > _REMEMBERED:
            self.profiles.pop(next(iter(self.profiles)))
        self.profiles.update((made.id, made) for made in found)
        for made in found:
            self.numbers[self.news.links.enter(made.id, entries(made))] = made.id
        return found

    def _link(self, found: Profile) -> set[str]:
        """Compare a report with those near it and keep the links; all reports whose group may be another now."""
        near = self.known(self.near(found))
        scores = ((other.id, agreement(found, other, self.weights)) for other in near.values())
        links = {key: round(score, 4) for key, score in scores if score is not None and score >= self.weights.threshold}
        gone = self.news.links.set_links(found.id, links)
        return {found.id, *links, *gone}

    def _components(self, members: dict[str, dict[str, float]]) -> Iterator[dict[str, dict[str, float]]]:
        seen: set[str] = set()
        for start in sorted(members):
            component: dict[str, dict[str, float]] = {}
            todo = [start]
            while todo:
                key = todo.pop()
                if key not in seen:
                    seen.add(key)
                    component[key] = members[key]
                    todo.extend(members[key])
            if component:
                yield component

    def _grouped(self, component: dict[str, dict[str, float]]) -> list[list[str]]:
        profiles = self.known(component)
        links: list[Link] = [
            (key, other, score) for key, near in component.items() for other, score in near.items() if key < other
        ]
        return grouped(profiles, links, self.weights)[0]

    def _settle(self, groups: Sequence[Sequence[str]], homes: dict[str, str | None], fresh: set[str]) -> None:
        """Save the groups that changed as events; end the events that became part of others."""
        members: dict[str, set[str]] = {}
        for report, home in homes.items():
            if home is not None:
                members.setdefault(home, set()).add(report)
        found = assign(groups, homes, self.news.ages(members))
        ids: list[str] = []
        for given in found.events:
            known = given.known
            if known is None or not fresh.isdisjoint(given.group) or members[known] != set(given.group):
                ids.append(self._save(given, fresh, homes))
            else:
                ids.append(known)
        for event, place in found.ended:
            cause = self._cause(groups[place], fresh)
            self.news.withdraw_event(event, now=self.now(), successor=ids[place], cause=cause)
            self.counts.withdrawn += 1
            self.counts.redirected += 1

    def _save(self, given: Given, fresh: set[str], homes: dict[str, str | None]) -> str:
        known = given.known or self.news.free_id(mintable(given.group))
        profiles = list(self.known(given.group).values())
        event = event_of(profiles, known)
        story = story_of(profiles, event, cause=self._cause(given.group, fresh), came_from=given.came_from)
        self.news.save_event(event, now=self.now(), story=story)
        if given.known is None:
            self.counts.new += 1
            self.counts.split += given.came_from is not None
        else:
            came = sum(homes.get(report) is None for report in given.group)
            self.counts.joined += came
            self.counts.refreshed += not came
        return known

    @staticmethod
    def _cause(group: Sequence[str], fresh: set[str]) -> str | None:
        """The report that changed a group: the newest of those looked at."""
        return next((report for report in reversed(group) if report in fresh), None)
