"""Rounds of sending: each happening once, whatever the service on the other side does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from db.alerts.gathering import MENTIONED
from db.alerts.ledger import AlertStore
from db.alerts.sending import LIMITED, OverlapError, Pace, alone, send_all
from models.vocab import Salience, Status

AGAIN = "(ulang) "


def test_what_was_there_before_is_not_told(post: Any, desk: Any, webhook: Any) -> None:
    desk.happen(3)
    post.add("semua", webhook.url)
    assert post.send()[0].problem is None
    assert webhook.taken == []
    desk.happen(2)
    assert post.send()[0].sent == 2
    assert post.send()[0].sent == 0
    assert len(webhook.taken) == 2
    assert all(title.startswith("[Pantau] Baru: ") for title in webhook.titles)


def test_only_status_and_date_are_told_as_changes(post: Any, desk: Any, webhook: Any, planned: dict[str, Any]) -> None:
    post.add("semua", webhook.url)
    (event,) = desk.happen(**planned)
    post.send()
    desk.change(event, venue="Aula Kantor Bupati")
    desk.change(event, officials=("Seseorang",))
    post.send()
    assert len(webhook.taken) == 1
    desk.change(event, date="2026-03-12")
    post.send()
    desk.change(event, status=Status.HELD)
    post.send()
    first, moved, held = webhook.taken
    assert "Direncanakan" in first["message"]
    assert "Tanggal: Selasa, 10 Maret 2026 → Kamis, 12 Maret 2026" in moved["message"]
    assert "Status: Direncanakan → Terlaksana" in held["message"]
    assert "Tanggal: Kamis, 12 Maret 2026 →" not in held["message"]


def test_what_is_only_mentioned_says_so_and_comes_last(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url, digest_above=5)
    desk.happen(1, salience=Salience.MENTIONED)
    desk.happen(1, salience=Salience.MAIN)
    post.send()
    assert [MENTIONED in sent["message"] for sent in webhook.taken] == [True, False]
    mentioned = desk.happen(4, salience=Salience.MENTIONED)
    main = desk.happen(3, salience=Salience.MAIN)
    post.send()
    told = webhook.taken[-1]["message"]
    assert told.count(MENTIONED) == 4
    assert max(told.index(key) for key in main) < min(told.index(key) for key in mentioned)


def test_each_change_says_how_it_is_known(post: Any, desk: Any, webhook: Any, planned: dict[str, Any]) -> None:
    """By the report that gave it, or by a correction; never by a report that told something else."""
    post.add("semua", webhook.url)
    (event,) = desk.happen(**planned)
    post.send()
    desk.change(event, cause=True, status=Status.HELD)
    desk.correct(event, "date", "2026-03-11")
    desk.change(event, venue="Aula", cause=True)
    post.send()
    lines = [line for line in webhook.taken[1]["message"].splitlines() if "→" in line]
    assert lines[0].startswith("Status: Direncanakan → Terlaksana (menurut ")
    assert lines[1] == "Tanggal: Selasa, 10 Maret 2026 → Rabu, 11 Maret 2026 (dikoreksi)"
    desk.correct(event, "status", "cancelled")
    post.send()
    assert "Status: Terlaksana → Dibatalkan (dikoreksi)" in webhook.taken[2]["message"]


def test_a_change_that_no_report_made_names_none(post: Any, desk: Any, webhook: Any, planned: dict[str, Any]) -> None:
    post.add("semua", webhook.url)
    (event,) = desk.happen(**planned)
    desk.change(event, cause=True, date="2026-03-12")
    post.send()
    desk.change(event, date="2026-03-13")
    post.send()
    assert "Tanggal: Kamis, 12 Maret 2026 → Jumat, 13 Maret 2026\n" in webhook.taken[1]["message"]


def test_changes_between_rounds_are_one(post: Any, desk: Any, webhook: Any, planned: dict[str, Any]) -> None:
    post.add("semua", webhook.url)
    (event,) = desk.happen(**planned)
    desk.change(event, date="2026-03-11")
    post.send()
    desk.change(event, date="2026-03-20")
    desk.change(event, date="2026-03-11")
    post.send()
    assert len(webhook.taken) == 1, "told with its newest date, and what came back to what was told is no news"


def test_a_told_event_is_followed_out_of_its_filter(post: Any, desk: Any, webhook: Any, planned: dict[str, Any]) -> None:
    post.add("rencana", webhook.url, "status=planned")
    (event,) = desk.happen(**planned)
    desk.happen(status=Status.HELD)
    post.send()
    assert len(webhook.taken) == 1
    desk.change(event, status=Status.CANCELLED)
    post.send()
    assert "Direncanakan → Dibatalkan" in webhook.taken[1]["message"]


def test_an_event_that_comes_to_match_is_new(post: Any, desk: Any, webhook: Any) -> None:
    (event,) = desk.happen(status=Status.HELD)
    post.add("rencana", webhook.url, "status=planned")
    desk.change(event, status=Status.PLANNED)
    post.send()
    assert [title.startswith("[Pantau] Baru") for title in webhook.titles] == [True]


def test_a_merged_event_was_told_already(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url)
    (first,) = desk.happen()
    post.send()
    (second,) = desk.happen()
    desk.merge(first, second)
    post.send()
    assert len(webhook.taken) == 1
    desk.change(second, date="2026-04-01")
    post.send()
    assert webhook.titles[1].startswith("[Pantau] Tanggal berubah: ")


def test_a_withdrawn_event_is_not_told(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url)
    (event,) = desk.happen()
    desk.withdraw(event)
    assert post.send()[0].sent == 0
    assert webhook.taken == []


def test_a_database_made_anew_repeats_nothing(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url)
    desk.happen(3)
    post.send()
    desk.path.unlink()
    desk.count = 0
    desk.happen(5)  # three of them are the same as before
    post.send()
    assert len(webhook.taken) == 5
    assert len({message["message"].split("Halaman: ")[1].split()[0] for message in webhook.taken}) == 5


def test_two_alerts_tell_each_their_own(post: Any, desk: Any, open_webhook: Callable[..., Any], planned: dict[str, Any]) -> None:
    plans, all_ = open_webhook(), open_webhook()
    post.add("rencana", plans.url, "status=planned")
    post.add("semua", all_.url)
    desk.happen(**planned)
    desk.happen(status=Status.HELD)
    post.send()
    assert (len(plans.taken), len(all_.taken)) == (1, 2)
    assert "peringatan “rencana” (direncanakan)" in plans.taken[0]["message"]


def test_many_become_one_message(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url, digest_above=5)
    desk.happen(5)
    post.send()
    assert len(webhook.taken) == 5
    desk.happen(6)
    post.send()
    assert len(webhook.taken) == 6
    assert "6 kejadian" in webhook.titles[-1]
    assert "6 seluruhnya: 6 baru, 0 berubah." in webhook.taken[-1]["message"]
    assert webhook.taken[-1]["message"].count("https://pantau.example/kejadian/") == 6


def test_the_threshold_is_that_of_the_channel(post: Any, desk: Any, webhook: Any) -> None:
    post.add("satu", webhook.url, digest_above=3)
    post.add("dua", webhook.url, digest_above=3)
    desk.happen(2)
    post.send()
    assert len(webhook.taken) == 2, "one digest of two for each alert"


@pytest.mark.parametrize("answers", [[(500, {})], [(503, {}), (500, {})], [(429, {"Retry-After": "0"}), (429, {})]])
def test_what_was_refused_for_now_is_tried_again(
    post: Any, desk: Any, webhook: Any, answers: list[tuple[int, dict[str, str]]]
) -> None:
    webhook.answers = answers
    post.add("semua", webhook.url)
    desk.happen()
    (told,) = post.send()
    assert (told.sent, told.problem) == (1, None)
    assert len(webhook.taken) == 1
    assert not webhook.titles[0].startswith(AGAIN), "it certainly did not arrive before"


def test_a_real_service_that_is_busy(post: Any, desk: Any, real_webhook: Any) -> None:
    real_webhook.answers = [(429, {"Retry-After": "0"}), (500, {}), (429, {"Retry-After": "900"})]
    post.add("semua", real_webhook.url)
    desk.happen()
    assert post.send()[0].problem == "HTTP 429"
    assert post.send()[0].sent == 0
    assert len(real_webhook.refused) == 3
    post.now += timedelta(minutes=15)
    assert post.send()[0].sent == 1
    assert len(real_webhook.taken) == 1


def test_a_failing_service_loses_nothing(post: Any, desk: Any, webhook: Any) -> None:
    webhook.answers = [(500, {})] * 3
    post.add("semua", webhook.url)
    desk.happen(3)
    (told,) = post.send()
    assert (told.sent, told.left, told.problem) == (0, 3, "HTTP 500")
    assert len(webhook.refused) == 3, "one message, three tries; the others wait"
    desk.happen(4)
    post.send()
    assert len(webhook.taken) == 1, "what waited is told with what came since"
    assert "7 kejadian" in webhook.titles[0]
    assert post.send()[0].left == 0


def test_a_service_that_asks_to_wait_is_left_alone(post: Any, desk: Any, webhook: Any) -> None:
    webhook.answers = [(429, {"Retry-After": "600"})]
    post.add("semua", webhook.url)
    desk.happen()
    assert post.send()[0].left == 1
    assert post.send()[0].problem is not None
    assert len(webhook.refused) == 1, "not asked again within ten minutes"
    post.now += timedelta(minutes=10)
    assert post.send()[0].sent == 1
    assert not webhook.titles[0].startswith(AGAIN)


def test_a_message_that_is_refused_for_good_holds_up_no_other(post: Any, desk: Any, webhook: Any) -> None:
    webhook.answers = [(400, {})]
    post.add("semua", webhook.url)
    desk.happen(3)
    (told,) = post.send()
    assert (told.sent, told.left, told.problem) == (2, 1, "HTTP 400")
    post.send()
    assert len({message["message"] for message in webhook.taken}) == 3


def test_a_stalling_service_delays_nobody_and_is_repeated_with_a_mark(
    post: Any, desk: Any, open_webhook: Callable[..., Any], mailbox: Any
) -> None:
    slow, quick = open_webhook(stalls=True), open_webhook()
    post.pace = Pace(answer=1.0, channel=60.0, tries=3, wait=0.01)
    post.add("lambat", slow.url)
    post.add("cepat", quick.url)
    post.add("surel", mailbox.url)
    desk.happen(2)
    done = {told.names[0]: told for told in post.send()}
    assert done["cepat"].sent == done["surel"].sent == 2
    assert (done["lambat"].sent, done["lambat"].left) == (0, 2)
    assert len(slow.taken) == 1, "what may have arrived is not repeated in the same round"
    slow.stalls = False
    slow.let_go.set()
    post.pace = Pace(answer=30.0)
    done = {told.names[0]: told for told in post.send()}
    assert done["lambat"].sent == 2
    first, again, other = slow.titles
    assert again == AGAIN + first
    assert not other.startswith(AGAIN)
    assert slow.taken[0]["message"] in slow.taken[1]["message"], "the very same words, after the mark"
    assert "mungkin sudah terkirim" in slow.taken[1]["message"]
    assert len(quick.taken) == len(mailbox.letters) == 2


def test_others_are_served_while_one_stalls(post: Any, desk: Any, open_webhook: Callable[..., Any], mailbox: Any) -> None:
    """However long it stalls: the others have everything before it has answered at all."""
    slow, quick = open_webhook(stalls=True), open_webhook()
    post.pace = Pace(answer=60.0, channel=120.0)
    for name, target in (("a-lambat", slow.url), ("b-cepat", quick.url), ("c-surel", mailbox.url)):
        post.add(name, target)
    desk.happen(3)
    with ThreadPoolExecutor(1) as pool:
        round_ = pool.submit(post.send)
        deadline = time.monotonic() + 60
        while len(quick.taken) + len(mailbox.letters) < 6 and not round_.done() and time.monotonic() < deadline:
            time.sleep(0.05)
        served, stalled = len(quick.taken) + len(mailbox.letters), not round_.done()
        slow.let_go.set()
        assert [told.sent for told in round_.result(60)] == [3, 3, 3]
    assert (served, stalled) == (6, True)


def test_a_service_that_never_answers_is_asked_less_and_less(post: Any, desk: Any, open_webhook: Callable[..., Any]) -> None:
    slow = open_webhook(stalls=True)
    post.pace = Pace(answer=0.3, channel=60.0, patient=2)
    post.add("lambat", slow.url)
    desk.happen()
    for _ in range(6):
        post.send()
    assert len(slow.taken) == 2
    post.now += timedelta(minutes=10)
    post.send()
    assert len(slow.taken) == 3
    status = post.command("status")
    assert status.exit_code == 3
    assert "MACET" in status.stdout


def test_a_service_that_is_not_there(post: Any, desk: Any) -> None:
    post.add("mati", "json://127.0.0.1:9/")  # the discard port: nobody listens
    desk.happen()
    (told,) = post.send()
    assert (told.sent, told.left, told.problem) == (0, 1, "tidak tersambung")


def test_killed_between_sending_and_noting(post: Any, desk: Any, real_webhook: Any) -> None:
    """The one case in which a message comes twice: it says so, and nothing is lost."""
    webhook = real_webhook
    post.add("semua", webhook.url)
    desk.happen(3)
    webhook.stalls = True
    environment = {**os.environ, "PANTAU_DATA_DIR": str(post.folder)}
    command = [sys.executable, "-m", "pantau", "alerts", "send"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert webhook.arrived.wait(60)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert len(webhook.taken) == 1
    webhook.stalls = False
    webhook.let_go.set()
    (told,) = post.send()
    assert (told.sent, told.left) == (3, 0)
    first, again, *others = webhook.titles
    assert again == AGAIN + first
    assert len(others) == 2
    assert not any(title.startswith(AGAIN) for title in others)
    assert post.send()[0].sent == 0


@pytest.mark.parametrize("moment", ["compose", "begin", "sent"])
def test_ended_at_any_moment(post: Any, desk: Any, webhook: Any, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Whatever the moment at which a round is broken off, every happening arrives, and twice only what was under way."""
    post.add("semua", webhook.url)
    desk.happen(3)
    for count in range(1, 4):
        left = [count]
        whole = getattr(AlertStore, moment)

        def broken(*given: Any, _whole: Any = whole, _left: list[int] = left, **named: Any) -> Any:
            _left[0] -= 1
            if not _left[0]:
                raise KeyboardInterrupt
            return _whole(*given, **named)

        post.now += timedelta(minutes=1)
        with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
            patched.setattr(AlertStore, moment, broken)
            send_all(post.place)
    post.send()
    bare = [message["message"].split("kode pesannya sama.")[-1].strip() for message in webhook.taken]
    assert len(set(bare)) == 3
    assert sum(title.startswith(AGAIN) for title in webhook.titles) == len(bare) - 3
    assert len(bare) <= (6 if moment == "sent" else 3)


def test_a_channel_takes_no_more_than_its_limit(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url, per_minute=4, digest_above=100)
    post.pace = Pace(answer=30.0, channel=5.0)
    desk.happen(6)
    (told,) = post.send()
    assert (told.sent, told.problem) == (1, None)
    assert told.left == 5
    for _ in range(5):
        post.now += timedelta(minutes=1)
        post.send()
    assert len(webhook.taken) == 6
    assert LIMITED not in str(webhook.taken)


def test_two_rounds_at_once_are_refused(post: Any, desk: Any, webhook: Any) -> None:
    post.add("semua", webhook.url)
    with alone(post.place.lock), pytest.raises(OverlapError, match="sedang berjalan"):
        post.send()


def test_mail_is_both_text_and_html(post: Any, desk: Any, mailbox: Any) -> None:
    post.add("surel", mailbox.url)
    desk.happen(title="Judul <script>alert(1)</script> & *tebal* [tautan](https://jahat.example) @semua")
    post.send()
    (letter,) = mailbox.letters
    assert letter["Subject"].startswith("[Pantau] Baru: ")
    assert {part.get_content_type() for part in letter.walk()} >= {"text/plain", "text/html"}
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "https://pantau.example/kejadian/" in text
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'href="https://kabar.example/' in html
    assert "jahat.example" not in "".join(part for part in html.split('"') if part.startswith("http"))
    assert "@semua" not in text
    ids = desk.happen(7)
    post.send()
    text, html = (mailbox.letters[-1].get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "7 kejadian" in mailbox.letters[-1]["Subject"]
    assert all(f"https://pantau.example/kejadian/{key}" in part for key in ids for part in (text, html))


@pytest.mark.parametrize(("answer", "sent"), [("451 tunggu", 1), ("554 tidak", 0)])
def test_mail_that_is_not_taken(post: Any, desk: Any, mailbox: Any, answer: str, sent: int) -> None:
    mailbox.answers = [answer]
    post.add("surel", mailbox.url)
    desk.happen()
    (told,) = post.send()
    assert told.sent == sent
    post.send()
    (letter,) = mailbox.letters
    assert not letter["Subject"].startswith(AGAIN)


@pytest.mark.parametrize("schedule", [("daily", None, 7 * 60), ("weekly", 0, 7 * 60)])
def test_scheduled_digests(post: Any, desk: Any, webhook: Any, schedule: tuple[str, int | None, int]) -> None:
    post.add("ringkas", webhook.url, schedule=schedule)
    desk.happen(2)
    assert post.send()[0].sent == 0, "noon: the hour is past"
    step = timedelta(days=1 if schedule[0] == "daily" else 7)
    post.now += step
    desk.happen(1)
    assert post.send()[0].sent == 1
    assert post.send()[0].sent == 0
    assert "3 seluruhnya: 3 baru, 0 berubah." in webhook.taken[0]["message"]
    post.now += step
    assert post.send()[0].sent == 1
    assert "Tidak ada kejadian baru" in webhook.titles[1]
    assert "Ringkasan sebelumnya memuat 3." in webhook.taken[1]["message"]
    post.now += 5 * step  # the machine was off: one digest, not five
    desk.happen(1)
    assert post.send()[0].sent == 1


def test_a_scheduled_digest_that_was_refused_is_not_lost(post: Any, desk: Any, webhook: Any) -> None:
    webhook.answers = [(400, {})]
    post.add("ringkas", webhook.url, schedule=("daily", None, 7 * 60))
    desk.happen(2)
    post.now += timedelta(days=1)
    assert post.send()[0].sent == 0
    assert post.send()[0].sent == 1
    assert webhook.taken == webhook.refused


def test_health_of_sources(post: Any, desk: Any, webhook: Any) -> None:
    import sqlite3
    from contextlib import closing

    def note(source: str, before: str | None, state: str) -> None:
        with closing(sqlite3.connect(desk.path)) as connection, connection:
            connection.execute(
                "INSERT INTO source_health_changes (source, noted, state_before, state, why) VALUES (?, '2026-03-02', ?, ?, ?)",
                (source, before, state, "9 hari tanpa berita"),
            )

    post.add("operator", webhook.url, kind="health")
    post.add("kejadian", webhook.url)
    note("kabar-a", "working", "silent")
    note("kabar-b", "learning", "working")
    post.send()
    assert webhook.titles == ["[Pantau] Berubah: Media kabar-a: diam"]
    assert "Keadaan: bekerja → diam" in webhook.taken[0]["message"]
    note("kabar-a", "silent", "working")
    post.send()
    assert webhook.titles[1:] == ["[Pantau] Berubah: Media kabar-a: bekerja"]
