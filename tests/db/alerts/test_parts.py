"""The parts of alerts by themselves: what became of a message, limits, schedules, targets, filters, words."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.alerts import choosing, digest, schedule, targets, wording
from db.alerts.channels import Bucket, Letter
from db.alerts.courier import LONGEST_WAIT, Seen, judged
from db.alerts.digest import Period
from db.alerts.notices import Change, Notice
from db.alerts.targets import AlertError
from db.alerts.wording import Alert
from db.database import connect
from db.feeds.entries import Source
from db.feeds.filters import NAMES

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
URL = "https://pantau.example/kejadian/x"


@pytest.mark.parametrize(
    ("accepted", "seen", "outcome", "wait", "why"),
    [
        (True, Seen(), "sent", None, ""),
        (False, Seen([(429, "7")]), "busy", 7.0, "HTTP 429"),
        (False, Seen([(429, None)]), "busy", None, "HTTP 429"),
        (False, Seen([(429, "999999")]), "busy", LONGEST_WAIT, "HTTP 429"),
        (False, Seen([(429, "Mon, 02 Mar 2026 05:01:00 GMT")]), "busy", 60.0, "HTTP 429"),
        (False, Seen([(429, "sebentar")]), "busy", None, "HTTP 429"),
        (False, Seen([], ["Failed to send Telegram: Too Many Requests: retry after 35, error=429."]), "busy", 35.0, "HTTP 429"),
        (False, Seen([(503, "5")]), "busy", 5.0, "HTTP 503"),
        (False, Seen([(503, None)]), "down", None, "HTTP 503"),
        (False, Seen([(500, None)]), "down", None, "HTTP 500"),
        (False, Seen([(504, None)]), "unknown", None, "HTTP 504"),
        (False, Seen([(401, None)]), "refused", None, "HTTP 401"),
        (False, Seen([(200, None), (400, None)]), "unknown", None, "hanya sebagian penerima yang menerima"),
        (False, Seen([], ["Sent Email to a"], sent=True), "unknown", None, "hanya sebagian penerima yang menerima"),
        (False, Seen([], ["(451, b'tunggu')"]), "down", None, "SMTP 451"),
        (False, Seen([], ["SMTP recipient a@b was refused: 550 b'no'"]), "refused", None, "SMTP 550"),
        (False, Seen([], ["[Errno 111] Connection refused"]), "down", None, "tidak tersambung"),
        (False, Seen([], ["HTTPSConnectionPool(): Read timed out."]), "unknown", None, "tidak menjawab"),
        (False, Seen([], ["Connection unexpectedly closed"]), "unknown", None, "tidak menjawab"),
        (False, Seen(), "unknown", None, "tidak menjawab"),
    ],
)
def test_what_became_of_a_message(accepted: bool, seen: Seen, outcome: str, wait: float | None, why: str) -> None:
    assert judged(accepted, seen, NOW) == {"outcome": outcome, "wait": wait, "why": why}


@given(st.lists(st.tuples(st.integers(100, 599), st.none() | st.text())), st.lists(st.text()), st.booleans())
def test_no_log_line_gets_out(answers: list[tuple[int, str | None]], lines: list[str], sent: bool) -> None:
    found = judged(False, Seen(answers, [f"{line} tgram://rahasia" for line in lines], sent), NOW)
    assert found["outcome"] != "sent"
    assert "rahasia" not in found["why"]
    assert found["wait"] is None or 0 <= found["wait"] <= LONGEST_WAIT


@given(st.integers(1, 120), st.lists(st.floats(0, 30), min_size=1, max_size=150))
def test_no_minute_holds_more_than_the_limit(per_minute: int, pauses: list[float]) -> None:
    bucket, now, sent = Bucket(per_minute), 1_000_000.0, list[float]()
    for pause in pauses:
        now += pause
        now += bucket.wait(now)
        bucket.take(now)
        sent.append(now)
    allowed = per_minute if per_minute > 1 else 2  # a limit of one is kept on average
    assert all(sum(at <= other < at + 60 for other in sent) <= allowed for at in sent)


@given(st.integers(0, 1439), st.none() | st.integers(0, 6), st.integers(1_577_836_800, 2_208_988_800))
def test_the_last_due_instant(minute: int, weekday: int | None, seconds: int) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    due = schedule.last_due(now, minute, weekday)
    assert timedelta() <= now - due < timedelta(days=1 if weekday is None else 7)
    assert due.hour * 60 + due.minute == minute
    assert weekday is None or due.weekday() == weekday
    assert schedule.last_due(due, minute, weekday) == due


@pytest.mark.parametrize(("text", "found"), [("07:00", (0, 420)), ("jumat 16.30", (4, 990)), ("Jum'at 7:05", (4, 425))])
def test_days_and_hours(text: str, found: tuple[int, int]) -> None:
    assert schedule.week_of(text) == found


@given(st.text())
def test_any_hour_is_read_or_refused(text: str) -> None:
    try:
        day, minute = schedule.week_of(text)
    except AlertError:
        return
    assert 0 <= day < 7
    assert 0 <= minute < 1440


@given(st.text())
def test_any_target_is_kept_or_refused_without_being_told(text: str) -> None:
    marked = f"{text}rahasia-9911"
    told = ""
    try:
        kept = targets.kept(marked)
        if not kept.startswith(("env:", "file:")):
            told = targets.shown(kept, kept)
    except AlertError as error:
        told = error.message
    assert "rahasia-9911" not in told


# Filters


@given(st.lists(st.tuples(st.sampled_from(list(NAMES)) | st.text(), st.text()), max_size=4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_filter_becomes_all_by_mistake(filled: Path, pairs: list[tuple[str, str]]) -> None:
    """Hostile filters are refused with words, or mean what they say: never everything."""
    text = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    with closing(connect(filled, read_only=True)) as connection:
        try:
            kept = choosing.canonical(connection, text)
        except AlertError:
            return
        assert bool(kept) == any(name != "laporan_min" or value != "1" for name, value in pairs)
        assert choosing.canonical(connection, kept) == kept
        every = [row["id"] for row in choosing.rows(connection, kept)]
        assert len(every) == len(set(every))
        assert choosing.among(connection, kept, every) == set(every)


def test_rows_are_all_of_them(filled: Path) -> None:
    with closing(connect(filled, read_only=True)) as connection:
        for text, where in (("", "1"), ("status=held", "status = 'held'"), ("provinsi=33", "province_code = '33'")):
            found = {row["id"] for row in choosing.rows(connection, text)}
            expected = connection.execute(f"SELECT id FROM events WHERE withdrawn IS NULL AND {where}").fetchall()
            assert found == {row["id"] for row in expected}
            assert found


# Words


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.hrefs: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs |= {value or "" for name, value in attrs if name == "href"}


def notice(text: str, key: str = "k", *, changed: bool = False, group: str = "Sosialisasi") -> Notice:
    return Notice(
        key=key,
        state="s",
        sequence=1,
        title=text,
        summary=text,
        group=group,
        place=text,
        facts={"Status": "Terlaksana", "Tanggal": text, "Provinsi": text},
        changes=(Change("Status", text, text, text),) if changed else (),
        url=URL,
        sources=(Source(text, text, "2026-03-01", "https://kabar.example/1"), Source(text, text, "2026-03-01", "")),
        reports=12,
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((), "Baru"),
        ((Change("Status", "Direncanakan", "Terlaksana"), Change("Tanggal", "1 Mei 2026", "2 Mei 2026")), "Terlaksana"),
        ((Change("Tanggal", "1 Mei 2026", "2 Mei 2026"),), "Tanggal berubah"),
        ((Change("Status", "Direncanakan", "Dibatalkan"),), "Berubah"),
        ((Change("Keadaan", "bekerja", "diam"),), "Berubah"),
    ],
)
def test_a_subject_says_what_happened(changes: tuple[Change, ...], told: str) -> None:
    found = wording.single(replace(notice("Monev"), changes=changes), Alert("humas", ""))
    assert found.title == f"[Pantau] {told}: Monev"


def letters(text: str) -> list[Letter]:
    alert = Alert(text, text)
    period = Period(NOW - timedelta(days=1), NOW, 3)
    several = [notice(text, str(n), changed=n % 2 == 0, group=f"{text}{n % 3}") for n in range(5)]
    found = [wording.single(notice(text), alert), wording.single(notice(text, changed=True), alert), wording.sample(alert)]
    found += [letter for letter, _ in digest.digests(several, alert, 0)]
    found += [letter for letter, _ in digest.digests(several, alert, 2000, period)]
    return [*found, *map(wording.doubted, found)]


@given(st.text(max_size=60))
def test_words_of_the_press_are_never_markup(text: str) -> None:
    hostile = f'{text}<script>x</script><img src=x onerror=y>"\'><a href="https://jahat.example">'
    for letter in letters(hostile):
        read = _Tags()
        read.feed(letter.html)
        read.close()
        assert read.tags <= {"div", "p", "b", "ul", "li", "a", "h2", "span", "br"}
        assert read.attributes <= {"style", "href"}
        assert read.hrefs <= {URL, "https://kabar.example/1"}
        assert "\n" not in letter.title


def test_a_sample_says_what_it_is() -> None:
    found = wording.sample(Alert("humas", "Aceh"))
    assert found.title == "[Pantau] Percobaan: humas"
    for part in (found.text, found.html):
        assert "Bila pesan ini sampai" in part
        assert "peringatan “humas” (Aceh)" in part


@pytest.mark.parametrize("text", ["@channel", "https://jahat.example", "a@b.example", "baris\nbaru\r\nSubject: lain"])
def test_words_of_the_press_call_nobody_and_link_nowhere(text: str) -> None:
    for letter in letters(text):
        bare = letter.text.replace(URL, "").replace("https://kabar.example/1", "")
        assert "@" not in bare + letter.title
        assert "://" not in bare + letter.title
        assert not [line for line in letter.text.splitlines() if line.startswith("Subject")]


@given(st.lists(st.text(min_size=1, max_size=300), max_size=40), st.sampled_from([0, 2000, 4096]))
def test_a_digest_tells_each_once_and_fits(texts: list[str], room: int) -> None:
    notices = [notice(text, str(number)) for number, text in enumerate(texts)]
    found = list(digest.digests(notices, Alert("a", ""), room))
    assert sorted(part.key for _, told in found for part in told) == sorted(part.key for part in notices)
    for letter, told in found:
        assert letter.text.count(URL) == len(told)
        assert not room or len(told) < 2 or len(letter.text) <= room
    if len(found) > 1:
        assert all(f"(bagian {number} dari {len(found)})" in letter.title for number, (letter, _) in enumerate(found, 1))


def test_the_same_content_is_called_the_same(filled: Path, make_event: Callable[[list[Any]], Any]) -> None:
    alert = Alert("a", "")
    one, same, other = (wording.single(notice(text, key), alert) for text, key in (("x", "1"), ("y", "1"), ("x", "2")))
    codes = [letter.text.rpartition("Kode pesan: ")[2] for letter in (one, same, other)]
    assert codes[0] == codes[1] != codes[2]
