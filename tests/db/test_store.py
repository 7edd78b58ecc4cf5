import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import migrations
from db.database import DatabaseError
from db.queries import query
from db.store import NewsStore
from models.ids import report_id
from models.records import Article, Event, Extraction, Quotation, Rejection, Span
from models.vocab import RejectionReason, RunState, Speech, Status

NOW = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
Pair = tuple[Article, Extraction]
Save = Callable[..., None]
Make = Callable[[list[Any]], Event]


def rows(path: Path, sql: str, *given: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, given).fetchall()
    finally:
        connection.close()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [line for line in connection.iterdump() if "_fts" not in line]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def pair(pairs: list[Pair]) -> Pair:
    """An article with several reports, figures and officials."""
    return next(p for p in pairs if len(p[1].reports) >= 3 and p[1].figures and p[1].officials and p[1].offices)


@pytest.fixture
def path(store: NewsStore, tmp_path: Path) -> Path:
    return tmp_path / "news.db"


class TestArticles:
    def test_reports_come_back_as_they_were(self, store: NewsStore, save_pair: Save, pairs: list[Pair]) -> None:
        for article, extraction in pairs:
            save_pair(store, article, extraction)
        found = {stored.id: stored for stored in store.unattached_reports()}
        given = {report_id(a.id, r.type, r.nth): (a, r) for a, x in pairs for r in x.reports}
        assert found.keys() == given.keys()
        for key, (article, report) in given.items():
            assert found[key].report == report
            assert found[key].published == article.published
            assert found[key].published.utcoffset() == article.published.utcoffset()

    def test_unattached_reports_come_in_order_and_across_batches(
        self, store: NewsStore, save_pair: Save, pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("db.store._BATCH", 7)
        for article, extraction in pairs[::-1]:
            save_pair(store, article, extraction)
        found = [(stored.published, stored.id) for stored in store.unattached_reports()]
        assert len(found) == sum(len(x.reports) for _, x in pairs) > 7
        assert found == sorted(found)

    def test_facts_keep_offsets_and_rules(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        article, extraction = pair
        save_pair(store, article, extraction)
        for table, count in (
            ("date_mentions", len(extraction.dates)),
            ("figures", len(extraction.figures)),
            ("article_offices", len(extraction.offices)),
            ("office_mentions", sum(len(o.spans) for o in extraction.offices)),
            ("article_officials", len(extraction.officials)),
            ("official_mentions", sum(len(p.spans) for p in extraction.officials)),
            ("program_mentions", len(extraction.programs)),
            ("issues", len(extraction.issues)),
            ("quotations", len(extraction.quotations)),
            ("people", len({p.name.casefold() for p in extraction.officials})),
        ):
            assert rows(path, f"SELECT count(*) FROM {table}") == [(count,)], table
        for start, end, text, rules in rows(path, "SELECT start_offset, end_offset, text, rules FROM figures"):
            assert article.text[start:end] == text
            assert rules == extraction.rules

    def test_every_mention_names_its_rule(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        save_pair(store, *pair)
        for table in ("date_mentions", "figures", "office_mentions", "official_mentions", "program_mentions", "quotations"):
            found = rows(path, f"SELECT rule FROM {table}")
            assert found, table
            assert all("." in rule for (rule,) in found), (table, found)

    def test_only_officials_of_the_article_are_speakers(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        article, extraction = pair
        private = Quotation(Span(0, 4), Speech.DIRECT, "Seorang Warga", "quote.tag")
        save_pair(store, article, replace(extraction, quotations=(*extraction.quotations, private)))
        told = rows(
            path,
            "SELECT q.start_offset, q.end_offset, q.kind, o.name FROM quotations AS q LEFT JOIN article_officials AS o "
            "ON o.article_id = q.article_id AND o.ord = q.official_ord ORDER BY q.ord",
        )
        assert told[:-1] == [(q.span.start, q.span.end, q.kind, q.speaker) for q in extraction.quotations]
        assert any(name for *_, name in told)
        assert told[-1] == (0, 4, "direct", None)

    def test_same_again_changes_nothing(self, store: NewsStore, path: Path, save_pair: Save, pairs: list[Pair]) -> None:
        for article, extraction in pairs[:6]:
            save_pair(store, article, extraction)
        before = dump(path)
        for article, extraction in pairs[:6]:
            save_pair(store, article, extraction)
        assert dump(path) == before
        assert store.dirty_events() == []

    def test_three_dates_are_three_columns(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        article = replace(pair[0], published=datetime.fromisoformat("2025-06-24T00:30:00+07:00"))
        save_pair(store, article, pair[1], when=NOW)
        save_pair(store, article, pair[1], when=LATER)
        assert rows(path, "SELECT published, published_day, published_offset, first_seen, fetched FROM articles") == [
            ("2025-06-23T17:30:00Z", "2025-06-24", 420, "2025-12-01T03:00:00Z", "2025-12-01T04:00:00Z")
        ]

    def test_outlet_is_the_registers_or_the_host(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        save_pair(store, replace(pair[0], source="metro", outlet="Metro", province="Jambi"), pair[1])
        other = replace(pair[0], id="a2", url="https://www.koran.example/1", outlet="")
        save_pair(store, other, replace(pair[1], article_id="a2"))
        assert rows(path, "SELECT id, name, province FROM outlets ORDER BY id") == [
            ("koran.example", "koran.example", None),
            ("metro", "Metro", "Jambi"),
        ]

    def test_read_with(self, store: NewsStore, pair: Pair) -> None:
        article, extraction = pair
        link = "https://canonical.example/x"
        assert store.read_with(link, "d1") is None
        store.save_article(article, extraction, page_digest="d1", fetched_at=NOW, link=link)
        assert store.read_with(link, "d1") == extraction.rules
        assert store.read_with(link, "d2") is None
        store.save_article(article, replace(extraction, rules="r2"), page_digest="d2", fetched_at=LATER, link=link)
        assert store.read_with(link, "d1") == extraction.rules, "an earlier version is not read again"
        assert store.read_with(link, "d2") == "r2"

    def test_rejection_keeps_the_article_and_article_ends_the_rejection(self, store: NewsStore, pair: Pair) -> None:
        article, extraction = pair
        rejection = Rejection(article.url, RejectionReason.EMPTY, "isi 12 huruf")
        store.save_rejection(rejection, page_digest="d0", rules="r0", fetched_at=NOW)
        assert store.read_with(article.url, "d0") == "r0"
        store.save_article(article, extraction, page_digest="d1", fetched_at=NOW, link=article.url)
        assert store.counts()["rejections"] == 0
        store.save_rejection(rejection, page_digest="d2", rules="r2", fetched_at=LATER)
        assert store.counts()["rejections"] == store.counts()["articles"] == 1
        assert store.read_with(article.url, "d1") == extraction.rules
        assert store.read_with(article.url, "d2") == "r2"

    def test_search_follows_the_text(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        save_pair(store, replace(pair[0], text="Kepesertaan kafé"), replace(pair[1], dates=(), figures=()))
        assert rows(path, sql, "kafe") == [(1,)]
        save_pair(store, replace(pair[0], text="Santunan"), pair[1])
        assert rows(path, sql, "kafe") == [(0,)]
        assert rows(path, sql, "santunan") == [(1,)]
        connection = sqlite3.connect(path)
        connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        connection.close()

    def test_refused_extractions_leave_what_was_there(self, store: NewsStore, path: Path, save_pair: Save, pair: Pair) -> None:
        article, extraction = pair
        save_pair(store, article, extraction)
        before = dump(path)
        first = extraction.reports[0]
        for wrong, words in (
            (replace(extraction, article_id="a0"), "given for article"),
            (replace(extraction, reports=(first, first)), "twice"),
            (replace(extraction, reports=(replace(first, date="2025-02-30"),)), "2025-02-30"),
            (replace(extraction, dates=(replace(extraction.dates[0], value="besok"),)), "besok"),
        ):
            with pytest.raises(ValueError, match=words):
                save_pair(store, replace(article, title="Lain"), wrong)
        with pytest.raises(ValueError, match="zone"):
            save_pair(store, article, extraction, when=datetime(2025, 1, 1))  # noqa: DTZ001
        assert dump(path) == before

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(title=st.text(), text=st.text(), name=st.text(), place=st.text())
    def test_any_text(self, store: NewsStore, pair: Pair, title: str, text: str, name: str, place: str) -> None:
        article, extraction = replace(pair[0], title=title, text=text, outlet=name, author=name), pair[1]
        report = replace(extraction.reports[0], places=(place,), counterparties=(name,), trigger=text, venue=name)
        extraction = replace(extraction, dates=(), figures=(), reports=(report,))
        store.save_article(article, extraction, page_digest="d", fetched_at=NOW, link=article.url)
        (stored,) = store.unattached_reports()
        kept = stored.report
        assert len(kept.trigger) == len(text)
        if not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in title + text + name + place):
            assert kept == report


class TestEvents:
    @pytest.fixture
    def event(self, store: NewsStore, save_pair: Save, pair: Pair, make_event: Make) -> Event:
        save_pair(store, *pair)
        made = make_event([next(iter(store.unattached_reports()))])
        store.save_event(made, now=NOW)
        return made

    def times(self, path: Path, event: Event) -> tuple[Any, ...]:
        return rows(path, "SELECT first_seen, updated, dirty, withdrawn IS NULL FROM events WHERE id = ?", event.id)[0]

    def test_round_trip(self, store: NewsStore, event: Event) -> None:
        assert store.event(event.id) == event
        assert [stored.id for stored in store.reports_of(event.id)] == list(event.reports)
        assert event.reports[0] not in {stored.id for stored in store.unattached_reports()}
        assert store.event("e0") is None

    def test_extraction_again_keeps_ids_and_event(
        self, store: NewsStore, path: Path, event: Event, save_pair: Save, pair: Pair
    ) -> None:
        article, extraction = pair
        save_pair(store, article, replace(extraction, rules="ffffffffffff"), when=LATER)
        assert store.event(event.id) == event
        assert store.dirty_events() == []
        assert rows(path, "SELECT DISTINCT rules FROM reports") == [("ffffffffffff",)]

    @pytest.mark.parametrize("change", ["status", "published", "gone"])
    def test_changed_or_lost_report_makes_its_event_dirty(
        self, store: NewsStore, event: Event, save_pair: Save, pair: Pair, change: str
    ) -> None:
        article, extraction = pair
        attached = next(r for r in extraction.reports if report_id(article.id, r.type, r.nth) == event.reports[0])
        rest = tuple(r for r in extraction.reports if r != attached)
        if change == "status":
            moved = replace(attached, status=Status.CANCELLED)
            save_pair(store, article, replace(extraction, reports=(*rest, moved)))
        elif change == "published":
            save_pair(store, replace(article, published=article.published + timedelta(days=1)), extraction)
        else:
            save_pair(store, article, replace(extraction, reports=rest))
        assert store.dirty_events() == [event.id]
        left = store.reports_of(event.id)
        assert [stored.id for stored in left] == ([] if change == "gone" else list(event.reports))

    def test_changed_neighbour_leaves_the_event_clean(self, store: NewsStore, event: Event, save_pair: Save, pair: Pair) -> None:
        article, extraction = pair
        others = tuple(
            r if report_id(article.id, r.type, r.nth) in event.reports else replace(r, venue="Aula lain")
            for r in extraction.reports
        )
        save_pair(store, article, replace(extraction, reports=others))
        assert store.dirty_events() == []

    def test_updated_moves_only_with_a_change(self, store: NewsStore, path: Path, event: Event) -> None:
        store.save_event(event, now=LATER)
        assert self.times(path, event) == ("2025-12-01T03:00:00Z", "2025-12-01T03:00:00Z", 0, 1)
        store.save_event(replace(event, venue="Pendopo"), now=LATER)
        assert self.times(path, event) == ("2025-12-01T03:00:00Z", "2025-12-01T04:00:00Z", 0, 1)
        assert rows(path, "SELECT kind, fields FROM event_changes ORDER BY sequence")[1:] == [("changed", '["venue"]')]

    def test_another_report_is_a_change(self, store: NewsStore, path: Path, event: Event) -> None:
        other = next(iter(store.unattached_reports()))
        store.save_event(replace(event, reports=(*event.reports, other.id)), now=LATER)
        assert self.times(path, event)[1] == "2025-12-01T04:00:00Z"
        assert {stored.id for stored in store.reports_of(event.id)} == {*event.reports, other.id}
        store.save_event(event, now=LATER)
        assert other.id in {stored.id for stored in store.unattached_reports()}

    def test_status_history(self, store: NewsStore, path: Path, event: Event) -> None:
        for step, (status, date) in enumerate(
            [
                (Status.PLANNED, "2025-07-01"),
                (Status.PLANNED, "2025-07-08"),
                (Status.PLANNED, "2025-07-08"),
                (Status.HELD, "2025-07-08"),
            ]
        ):
            store.save_event(replace(event, status=status, date=date), now=NOW + timedelta(days=step + 1))
        history = rows(path, "SELECT substr(noted, 1, 10), status, event_date FROM event_statuses ORDER BY id")
        assert history == [
            ("2025-12-01", str(event.status), event.date),
            ("2025-12-02", "planned", "2025-07-01"),
            ("2025-12-03", "planned", "2025-07-08"),
            ("2025-12-05", "held", "2025-07-08"),
        ]

    def test_taking_a_report_from_another_event_makes_that_dirty(self, store: NewsStore, event: Event) -> None:
        thief = replace(event, id="e-thief")
        store.save_event(thief, now=LATER)
        assert store.dirty_events() == [event.id]
        assert store.reports_of(event.id) == []

    def test_withdrawn_event_stays_as_a_tombstone_and_can_come_back(self, store: NewsStore, path: Path, event: Event) -> None:
        other = replace(event, id="e-other")
        store.save_event(other, now=NOW)
        store.withdraw_event(event.id, LATER, successor=other.id)
        assert self.times(path, event) == ("2025-12-01T03:00:00Z", "2025-12-01T04:00:00Z", 0, 0)
        assert rows(path, "SELECT successor FROM events WHERE id = ?", event.id) == [(other.id,)]
        store.withdraw_event(event.id, LATER + timedelta(days=1), successor=other.id)
        assert self.times(path, event)[1] == "2025-12-01T04:00:00Z"
        assert store.counts()["withdrawn"] == 1
        assert store.dirty_events() == []
        store.save_event(event, now=LATER + timedelta(days=2))
        assert self.times(path, event) == ("2025-12-01T03:00:00Z", "2025-12-03T04:00:00Z", 0, 1)
        assert store.event(event.id) == event

    def test_events_without_stored_reports_are_refused(self, store: NewsStore, event: Event) -> None:
        for reports in ((), ("a0.monev.1",), (event.reports[0], event.reports[0])):
            with pytest.raises(ValueError, match="stored"):
                store.save_event(replace(event, id="e2", reports=reports), now=NOW)
        with pytest.raises(ValueError, match="no such event"):
            store.withdraw_event("e2", NOW)
        assert store.event("e2") is None

    @pytest.mark.parametrize("name", sorted(f.name for f in files("db.queries").iterdir() if f.name.endswith(".sql")))
    def test_no_query_reads_a_whole_table_without_an_index(self, filled: Path, name: str) -> None:
        sql = query(name.removesuffix(".sql")).replace("{conditions}", "").replace("{among}", "")
        given = dict.fromkeys(re.findall(r":([a-z_]+)", sql), "1")
        connection = sqlite3.connect(filled)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
        connection.close()
        harmless = ("(subquery", "json_each", "CONSTANT", "near", "hit", "newest", "line", "titled", "waiting")
        scans = [step for step in plan if step.startswith("SCAN") and "INDEX" not in step and step.split()[1] not in harmless]
        assert [step for step in scans if not step.startswith("SCAN (subquery")] == []


class TestProvince:
    @pytest.mark.parametrize(
        ("places", "outlet", "code"),
        [
            (("Kabupaten Sumbawa",), None, "52"),
            (("Tempat Tak Dikenal", "Kota Medan"), None, "12"),
            (("Jambi",), None, "15"),
            (("Provinsi Bengkulu",), None, "17"),
            (("Tempat Tak Dikenal",), "Aceh", None),
            ((), "Aceh", None),
        ],
    )
    def test_province_comes_from_places(
        self,
        store: NewsStore,
        path: Path,
        save_pair: Save,
        pair: Pair,
        make_event: Make,
        places: tuple[str, ...],
        outlet: str | None,
        code: str | None,
    ) -> None:
        save_pair(store, replace(pair[0], province=outlet), pair[1])
        made = replace(make_event([next(iter(store.unattached_reports()))]), places=places, offices=())
        store.save_event(made, now=NOW)
        assert rows(path, "SELECT province_code FROM events") == [(code,)]


class TestRuns:
    def test_killed_run_is_marked_by_the_next(self, store: NewsStore) -> None:
        first = store.start_run("extract", NOW)
        other = store.start_run("merge", NOW)
        second = store.start_run("extract", LATER)
        assert first != second
        store.finish_run(second, RunState.FINISHED, {"articles": 3}, LATER)
        last = {run.stage: run for run in store.last_runs()}
        assert (last["extract"].state, last["extract"].counts) == (RunState.FINISHED, {"articles": 3})
        assert (last["merge"].id, last["merge"].state, last["merge"].finished) == (other, RunState.RUNNING, None)
        with pytest.raises(ValueError, match="no such run"):
            store.finish_run(99, RunState.FAILED, {}, LATER)

    def test_interrupted(self, store: NewsStore, path: Path) -> None:
        store.start_run("extract", NOW)
        store.start_run("extract", LATER)
        assert rows(path, "SELECT state FROM runs ORDER BY id") == [("interrupted",), ("running",)]


class TestFile:
    def test_newer_version_is_refused_untouched(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        NewsStore.open(path).close()
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {len(migrations.scripts()) + 1}")
        connection.close()
        before = path.read_bytes()
        with pytest.raises(DatabaseError, match="lebih baru"):
            NewsStore.open(path)
        assert path.read_bytes() == before

    def test_read_only_changes_nothing_and_refuses_an_older_version(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        NewsStore.open(path).close()
        before = path.read_bytes()
        with NewsStore.open(path, read_only=True) as store:
            assert store.counts()["articles"] == 0
            with pytest.raises(DatabaseError, match="tidak boleh ditulis"):
                store.start_run("merge", NOW)
        assert path.read_bytes() == before
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 0")
        connection.close()
        with pytest.raises(DatabaseError, match="lebih lama"):
            NewsStore.open(path, read_only=True)

    def test_missing_file_is_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match=r"news\.db"):
            NewsStore.open(tmp_path / "news.db", create=False)
        assert list(tmp_path.iterdir()) == []

    def test_every_table_is_strict_and_every_foreign_key_holds(self, filled: Path) -> None:
        tables = rows(filled, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        loose = [name for name, strict in tables if not strict and not name.startswith("sqlite_")]
        assert loose == []
        assert rows(filled, "PRAGMA foreign_key_check") == []
        assert rows(filled, "PRAGMA journal_mode") == [("wal",)]

    def test_full_text_indexes_agree_with_their_tables(self, filled: Path, tmp_path: Path) -> None:
        copy = sqlite3.connect(tmp_path / "copy.db")
        source = sqlite3.connect(filled)
        source.backup(copy)
        for name in ("articles_fts", "events_fts"):
            copy.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
        copy.execute("DROP TRIGGER articles_fts_update")
        copy.execute("UPDATE articles SET title = 'lain' WHERE number = 1")
        with pytest.raises(sqlite3.DatabaseError, match="malformed"):  # so the check is one
            copy.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
        copy.close()
        source.close()

    def test_lists_are_corrected_when_knowledge_changed_and_left_alone_otherwise(self, tmp_path: Path) -> None:
        path = tmp_path / "news.db"
        NewsStore.open(path).close()
        before = path.read_bytes()
        NewsStore.open(path).close()
        assert path.read_bytes() == before
        connection = sqlite3.connect(path)
        connection.execute("UPDATE offices SET name = 'Lama' WHERE id = 'kc-banda-aceh'")
        connection.execute("INSERT INTO offices VALUES ('kc-tutup', 'kc', 'Tutup', NULL, NULL, NULL)")
        connection.execute("UPDATE store_facts SET value = 'lama'")
        connection.commit()
        connection.close()
        NewsStore.open(path).close()
        names = rows(path, "SELECT id, name FROM offices WHERE id IN ('kc-banda-aceh', 'kc-tutup') ORDER BY id")
        assert names == [("kc-banda-aceh", "Banda Aceh"), ("kc-tutup", "Tutup")]

    def test_offices_and_regions_are_there(self, filled: Path) -> None:
        assert rows(filled, "SELECT count(*) FROM regions WHERE kind = 'provinsi'") == [(38,)]
        assert rows(filled, "SELECT kind, province_code FROM offices WHERE id = 'kc-banda-aceh'") == [("kc", "11")]
        assert rows(filled, "SELECT count(*) FROM offices WHERE region_code IS NULL") == [(0,)]


_CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import conftest
from db.store import NewsStore
pairs = [conftest.records_of(row) for row in conftest.gold_articles()]
with NewsStore.open(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    while True:
        for article, extraction in pairs:
            conftest.save(store, article, extraction)
            for stored in [s for s in store.unattached_reports() if s.article_id == article.id]:
                store.save_event(conftest.event_from([stored]), now=conftest.NOW)
"""


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.11, 0.29])
def test_killed_writer_leaves_whole_articles_and_events(tmp_path: Path, pairs: list[Pair], delay: float) -> None:
    path = tmp_path / "news.db"
    here = str(Path(__file__).parent)
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(path), here], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(delay)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
    known = {article.id: (article, extraction) for article, extraction in pairs}
    with NewsStore.open(path, create=False) as store:
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        assert rows(path, "PRAGMA foreign_key_check") == []
        for (key,) in rows(path, "SELECT id FROM articles"):
            article, extraction = known[key]
            facts = rows(
                path,
                "SELECT (SELECT count(*) FROM figures WHERE article_id = ?1), "
                "(SELECT count(*) FROM reports WHERE article_id = ?1), "
                "(SELECT count(*) FROM article_officials WHERE article_id = ?1)",
                key,
            )
            assert facts == [(len(extraction.figures), len(extraction.reports), len(extraction.officials))]
            store.save_article(article, extraction, page_digest="d1", fetched_at=LATER, link=article.url)
        assert store.dirty_events() == []
        for (key,) in rows(path, "SELECT id FROM events"):
            event = store.event(key)
            assert event is not None
            assert len(store.reports_of(key)) == len(event.reports) == 1


def test_span_of_title_survives(store: NewsStore, save_pair: Save, pairs: list[Pair]) -> None:
    article, extraction = next(p for p in pairs if p[1].reports)
    report = replace(extraction.reports[0], evidence=Span(0, 4), nth=9)
    save_pair(store, article, replace(extraction, reports=(report,)))
    assert [stored.report.evidence for stored in store.unattached_reports()] == [Span(0, 4)]
