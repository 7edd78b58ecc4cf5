"""One round of sending: look what changed, put it into words, hand it over, note what became of it.

Channels are served at the same time, each by a thread and a child process of its own with a bounded time, so that one that
stalls delays no other. What is promised (at least once; once more only where the outcome is not known, and marked) is told in
docs/alerts.md; the order of ``begin``, ``send`` and ``sent`` here is what keeps it.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential

from db.alerts import choosing, digest, schedule, wording
from db.alerts.channels import Letter, Opened, Outcome, Result, Sends, open_channel
from db.alerts.digest import Period
from db.alerts.gathering import News, news_of
from db.alerts.ledger import FILE, AlertStore, Channel, Item, Open, Subscription
from db.alerts.notices import Notice
from db.alerts.targets import AlertError, address
from db.alerts.wording import Alert
from db.calendars import instant, stamp
from db.database import DatabaseError
from db.migrations import reading

LOCK = "alerts.lock"
LIMITED = "batas kirim per menit tercapai"
"""Why a turn ends that would send more than its channel takes in a minute: no failure, the rest goes with the next round."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long and how often: seconds for an answer, seconds for a channel in one round, tries of a message that certainly did
    not arrive and the seconds between them (growing twofold up to the longest), refusals in a row that end a channel's turn.

    A channel that has not answered in ``patient`` rounds in a row rests: ``rest``, then twice as long each time, up to the
    longest.
    """

    answer: float = 15.0
    channel: float = 120.0
    tries: int = 3
    wait: float = 2.0
    longest_wait: float = 30.0
    refusals: int = 2
    patient: int = 3
    rest: timedelta = timedelta(minutes=10)
    longest_rest: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round works: the databases, the address of the site, the environment that may hold addresses, the clock."""

    alerts_db: Path
    news_db: Path
    base_url: str
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    pace: Pace = Pace()
    opened: Callable[[str, float], Opened] = open_channel

    @property
    def lock(self) -> Path:
        """The file whose lock keeps two rounds apart."""
        return self.alerts_db.with_name(LOCK)


@dataclass(slots=True)
class Told:
    """What a round did through one channel: messages sent, happenings told, and why not all of it, if so."""

    shown: str
    sent: int = 0
    happenings: int = 0
    left: int = 0
    problem: str | None = None
    names: list[str] = field(default_factory=list)


class OverlapError(AlertError):
    """Another round is being sent; exit code 75 (EX_TEMPFAIL of sysexits.h), as that of ``pantau run --lock``."""

    exit_code = 75


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold the lock of sending for the time of a block; it ends with the process, however that ends.

    Raises:
        OverlapError: another process holds it.
    """
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise OverlapError(f"Pengiriman lain sedang berjalan (kunci {lock}). Tunggu sampai selesai, lalu ulangi.") from None
    try:
        yield
    finally:
        os.close(handle)


def send_all(place: Place) -> list[Told]:
    """Send what is to be sent; what became of each channel.

    Raises:
        OverlapError: another round is being sent.
        AlertError, DatabaseError: a database cannot be used.
    """
    with alone(place.lock), AlertStore.open(place.alerts_db) as store:
        store.recover()
        _gather(store, place)
        channels = list(store.channels().values())
        if not channels:
            return []
        with ThreadPoolExecutor(max_workers=min(32, len(channels)), thread_name_prefix="channel") as pool:
            return list(pool.map(lambda channel: _serve(channel, place), channels))


def _gather(store: AlertStore, place: Place) -> None:
    """Put on each subscription's waiting list what changed since it was last looked at."""
    with reading(place.news_db) as connection:
        for subscription in store.subscriptions():
            news = news_of(connection, subscription.kind, subscription.filter, place.base_url)
            newest = news.newest()
            # A database made anew counts from the start: the ledger knows what was told all the same.
            after = subscription.read_to if news.mark(subscription.read_to) == subscription.read_mark else 0
            if newest == after:
                continue
            changed = news.changed(after)
            keys = [key for key, _ in changed]
            known = store.told(subscription.number, keys)
            inherited = _inherited(store, subscription, news, [key for key in keys if key not in known])
            store.know(subscription.number, inherited.items())
            store.expect(subscription.number, news.concerning(changed, known | inherited), (newest, news.mark(newest)))


def _inherited(store: AlertStore, subscription: Subscription, news: News, keys: list[str]) -> dict[str, str]:
    """What is known under the keys that have become part of others: that happening was told, whatever it is called now."""
    found: dict[str, str] = {}
    for key in keys:
        parts = news.absorbed(key)
        known = store.told(subscription.number, parts) if parts else {}
        if known:
            found[key] = next(known[part] for part in parts if part in known)
    return found


def _serve(channel: Channel, place: Place) -> Told:
    """A channel's turn. Whatever goes wrong in it stays in it."""
    done = Told(channel.shown)
    try:
        with AlertStore.open(place.alerts_db) as store:
            turn = _Turn(channel, place, store, done)
            turn.run()
    except (AlertError, DatabaseError) as error:
        done.problem = error.message
    except (sqlite3.Error, OSError, ValueError) as error:
        done.problem = f"kesalahan program ({type(error).__name__})"
    return done


class _Turn:
    """What is done for one channel in one round."""

    def __init__(self, channel: Channel, place: Place, store: AlertStore, done: Told) -> None:
        self._channel = channel
        self._place = place
        self._store = store
        self._done = done
        self._ends = time.monotonic() + place.pace.channel
        self._subscriptions = {s.number: s for s in store.subscriptions() if s.channel == channel.number}
        done.names = [s.name for s in self._subscriptions.values()]

    def run(self) -> None:
        """Compose and send; note what is left and why."""
        now = self._place.clock()
        if self._channel.rest_until and now < instant(self._channel.rest_until):
            self._done.left = self._left()
            if self._done.left:
                self._done.problem = f"beristirahat sampai {self._channel.rest_until} ({self._channel.problem})"
            return
        if not self._something(now):
            return
        result: Result | None = None
        try:
            url = address(self._channel.target, self._place.environment)
            with self._place.opened(url, self._place.pace.answer) as (courier, service):
                self._compose(service.room, now)
                result = self._deliver(courier)
        except AlertError as error:
            result = Result(Outcome.DOWN, why=error.message)
        self._done.left = self._left()
        if result is not None and result.why != LIMITED:
            self._done.problem = result.why
            now = self._place.clock()
            self._store.failed(self._channel.number, result.why, now, self._rest(result, now))

    def _something(self, now: datetime) -> bool:
        """Whether there is anything to send; no process is started for nothing."""
        if self._store.open_messages(self._channel.number):
            return True
        return any(
            self._due(s, now) if s.schedule != "now" else self._store.waiting(s.number) for s in self._subscriptions.values()
        )

    def _left(self) -> int:
        return len(self._store.open_messages(self._channel.number)) + sum(
            len(self._store.waiting(s.number)) for s in self._subscriptions.values() if s.schedule == "now"
        )

    def _rest(self, result: Result, now: datetime) -> datetime | None:
        """Until when the channel is left alone: as it asks, or longer and longer where it does not answer."""
        pace = self._place.pace
        if result.outcome is Outcome.BUSY and result.wait is not None:
            return now + timedelta(seconds=result.wait)
        silent = self._channel.failures + 1 - pace.patient
        if result.outcome is not Outcome.UNKNOWN or silent < 0:
            return None
        return now + min(pace.rest * float(2 ** min(silent, 20)), pace.longest_rest)

    # Composing

    def _compose(self, room: int, now: datetime) -> None:
        with reading(self._place.news_db) as connection:
            ready: list[tuple[Subscription, list[Notice]]] = []
            alerts: dict[int, Alert] = {}
            for subscription in self._subscriptions.values():
                due = self._due(subscription, now)
                if subscription.schedule == "now" or due:
                    alert = Alert(subscription.name, choosing.told(connection, subscription.filter))
                    alerts[subscription.number] = alert
                    news = news_of(connection, subscription.kind, subscription.filter, self._place.base_url)
                    notices = self._notices(subscription, news)
                    if due:
                        self._scheduled(subscription, alert, notices, room, due)
                    else:
                        ready.append((subscription, notices))
        total = sum(len(notices) for _, notices in ready)
        for subscription, notices in ready:
            alert = alerts[subscription.number]
            if total > subscription.digest_above:
                for letter, told in digest.digests(notices, alert, room) if notices else ():
                    self._keep(subscription, letter, told, "digest", None)
            else:
                for notice in notices:
                    self._keep(subscription, wording.single(notice, alert), [notice], "single", None)

    def _notices(self, subscription: Subscription, news: News) -> list[Notice]:
        """What is to be told; what needs no telling leaves the list."""
        waiting = self._store.waiting(subscription.number)
        known = self._store.told(subscription.number, [key for key, _ in waiting])
        notices = news.notices(waiting, known)
        told = {notice.key for notice in notices}
        self._store.pass_over(subscription.number, [key for key, _ in waiting if key not in told])
        return notices

    def _due(self, subscription: Subscription, now: datetime) -> datetime | None:
        """The instant of a scheduled digest that is to be sent now."""
        if subscription.schedule == "now" or subscription.minute is None:
            return None
        due = schedule.last_due(now, subscription.minute, subscription.weekday)
        told = max(subscription.told_to or "", subscription.created)
        return due if stamp(due) > told and not self._store.has_due(subscription.number, stamp(due)) else None

    def _scheduled(self, subscription: Subscription, alert: Alert, notices: list[Notice], room: int, due: datetime) -> None:
        since = instant(subscription.told_to or subscription.created)
        before = self._store.told_by(subscription.number, subscription.told_to) if subscription.told_to else None
        for letter, told in digest.digests(notices, alert, room, Period(since, due, before)):
            self._keep(subscription, letter, told, "scheduled", stamp(due))

    def _keep(self, subscription: Subscription, letter: Letter, told: list[Notice], form: str, due: str | None) -> None:
        items = [Item(notice.key, notice.state, notice.sequence) for notice in told]
        self._store.compose(subscription.number, letter, items, form=form, due=due, now=self._place.clock())

    # Sending

    def _deliver(self, courier: Sends) -> Result | None:
        """Send message by message; the result that ended the turn early, ``None`` where all are sent."""
        refused: Result | None = None
        in_row = 0
        for message in self._store.open_messages(self._channel.number):
            result = self._insist(courier, message)
            if result.outcome is Outcome.SENT:
                in_row = 0
                continue
            if result.outcome is not Outcome.REFUSED:
                return result
            refused, in_row = result, in_row + 1
            if in_row >= self._place.pace.refusals:
                break
        return refused

    def _insist(self, courier: Sends, message: Open) -> Result:
        """Send a message, again and again while it certainly did not arrive and there is time."""
        pace = self._place.pace

        def wait(state: RetryCallState) -> float:
            assert state.outcome is not None
            asked = state.outcome.result().wait
            return float(wait_exponential(pace.wait, pace.longest_wait)(state) if asked is None else asked)

        def over(state: RetryCallState) -> bool:
            return stop_after_attempt(pace.tries)(state) or time.monotonic() + wait(state) > self._ends

        retrying = Retrying(
            retry=lambda state: state.outcome is not None and state.outcome.result().outcome in (Outcome.BUSY, Outcome.DOWN),
            wait=wait,
            stop=over,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
            sleep=time.sleep,
        )
        result: Result = retrying(self._once, courier, message)
        return result

    def _once(self, courier: Sends, message: Open) -> Result:
        bucket = self._store.bucket(self._channel.number)
        wait = bucket.wait(self._place.clock().timestamp())
        if time.monotonic() + wait > self._ends:
            return Result(Outcome.BUSY, wait, LIMITED)
        time.sleep(wait)
        now = self._place.clock()
        bucket.take(now.timestamp())
        letter = wording.doubted(message.letter) if message.doubtful else message.letter
        self._store.begin(message.number, bucket, self._channel.number, now)
        result = courier.send(letter)
        if result.outcome is Outcome.SENT:
            self._store.sent(message.number, self._channel.number, self._place.clock())
            self._done.sent += 1
            self._done.happenings += self._store.items_of(message.number)
        else:
            self._store.unsent(message.number, doubtful=result.outcome is Outcome.UNKNOWN)
        return replace(result, why=result.why or str(result.outcome))


def try_out(place: Place, name: str) -> Result:
    """Send a test message through the channel of an alert, beside the ledger.

    Raises:
        AlertError: there is no such alert, or its address cannot be had.
    """
    with AlertStore.open(place.alerts_db) as store:
        subscription = store.subscription(name)
        channel = store.channels()[subscription.channel]
        with place.opened(address(channel.target, place.environment), place.pace.answer) as (courier, _):
            result = courier.send(wording.sample(Alert(subscription.name, subscription.filter)))
        if result.outcome is Outcome.SENT:
            store.well(channel.number, place.clock())
    return result


def alerts_db(data_dir: Path) -> Path:
    """Where the alerts of an installation lie."""
    return data_dir / FILE
