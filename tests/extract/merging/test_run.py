"""The stage of merging, through the store: order, time, ids, and what readers are told of changes."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from db.store import NewsStore
from extract.merging.reasons import to_text
from extract.merging.run import MergeCounts, merge_reports, reasons_for
from models.ids import article_id, event_id, report_id
from models.records import Article, Extraction, FigureMention, Span
from models.tellings import Telling
from models.vocab import FigureKind, Indicator, Status
from pantau import main

NOW = datetime(2025, 11, 26, 5, tzinfo=UTC)
Tell = Callable[..., Telling]
Pair = tuple[Article, Extraction]


def merge(store: NewsStore, now: datetime = NOW, batch: int = 200) -> MergeCounts:
    return merge_reports(store, now=lambda: now, progress=lambda _: None, batch=batch)


def save(store: NewsStore, pair: Pair) -> None:
    store.save_article(*pair, page_digest="d", fetched_at=NOW, link=pair[0].url)


def rows(path: Path, sql: str, *given: object) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, given).fetchall()
    finally:
        connection.close()


def groups(path: Path) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for report, event in rows(path, "SELECT id, event_id FROM reports"):
        assert event is not None
        found.setdefault(event, set()).add(report)
    assert set(found) == {key for (key,) in rows(path, "SELECT id FROM events WHERE withdrawn IS NULL")}
    assert rows(path, "SELECT count(*) FROM events WHERE dirty = 1") == [(0,)]
    return {frozenset(group) for group in found.values()}


def seen(path: Path) -> list[Any]:
    """All that does not depend on history: events without their ids and instants, values, copies."""
    return [
        groups(path),
        sorted(
            rows(
                path,
                "SELECT type, status, event_date, venue, title, reports, postponed_from, unconfirmed IS NULL FROM events "
                "WHERE withdrawn IS NULL",
            ),
            key=str,
        ),
        sorted(
            rows(
                path,
                "SELECT v.slot, v.value, v.preferred, v.accounts, v.reports, v.first_said FROM event_values AS v "
                "JOIN events AS e ON e.id = v.event_id WHERE e.withdrawn IS NULL",
            )
        ),
        sorted(rows(path, "SELECT * FROM article_origins")),
        sorted(rows(path, "SELECT * FROM report_links")),
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[NewsStore]:
    with NewsStore.open(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def gold(gold_press: ModuleType) -> list[Pair]:
    return [gold_press.records_of(row) for row in gold_press.gold_articles()]


@pytest.fixture(scope="module")
def mixed(gold: list[Pair], happenings: ModuleType) -> list[Pair]:
    """Half of the annotated articles and a generated press, corrected articles in their last form."""
    last = {told.article.id: (told.article, told.extraction) for told in happenings.press(5, 25, 12)}
    return [*gold[::2], *last.values()]


@pytest.fixture(scope="module")
def at_once(mixed: list[Pair], tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What merging all in one go gives."""
    path = tmp_path_factory.mktemp("once") / "news.db"
    with NewsStore.open(path) as store:
        fill(store, mixed, len(mixed), 10_000)
    return seen(path)


def fill(store: NewsStore, pairs: Sequence[Pair], size: int, batch: int) -> None:
    for start in range(0, len(pairs), size):
        with store.together():
            for pair in pairs[start : start + size]:
                save(store, pair)
        merge(store, batch=batch)


class TestOrder:
    @pytest.mark.parametrize(
        ("seed", "size", "batch"),
        [(1, 1000, 200), (2, 1000, 1), (3, 1, 200), (4, 17, 5), (5, 40, 200)],
        ids=["all, in chunks", "all, one by one", "article by article", "small rounds, small chunks", "rounds"],
    )
    def test_the_outcome_does_not_depend_on_it(
        self, store: NewsStore, path: Path, mixed: list[Pair], at_once: list[Any], seed: int, size: int, batch: int
    ) -> None:
        pairs = mixed[:]
        random.Random(seed).shuffle(pairs)
        fill(store, pairs, size, batch)
        for found, wanted in zip(seen(path), at_once, strict=True):
            assert found == wanted

    def test_what_was_read_otherwise_before_leaves_no_trace(
        self, store: NewsStore, path: Path, mixed: list[Pair], at_once: list[Any]
    ) -> None:
        """Articles come first without some reports and with other dates, bodies and texts, then as they are."""
        dice = random.Random(6)
        for article, extraction in mixed:
            kept = tuple(
                replace(r, date=dice.choice((None, r.date, "2025-11-26")), counterparties=r.counterparties[:1])
                for r in extraction.reports
                if dice.random() < 0.8
            )
            body = article.text if dice.random() < 0.7 else mixed[dice.randrange(len(mixed))][0].text
            save(store, (replace(article, text=body), replace(extraction, reports=kept, rules="earlier")))
        merge(store)
        fill(store, mixed, 30, 200)
        for found, wanted in zip(seen(path), at_once, strict=True):
            assert found == wanted

    def test_again_changes_nothing(self, store: NewsStore, path: Path, mixed: list[Pair]) -> None:
        fill(store, mixed, 1000, 200)
        tables = ("events", "event_changes", "event_statuses", "event_values", "report_links", "article_origins", "report_keys")
        before = {table: rows(path, f"SELECT * FROM {table}") for table in tables}
        for pair in mixed:
            save(store, (pair[0], replace(pair[1], rules="read again")))
        counts = merge(store, NOW + timedelta(hours=1))
        assert (counts.new, counts.joined, counts.withdrawn, counts.split, counts.copies) == (0, 0, 0, 0, 0)
        assert {table: rows(path, f"SELECT * FROM {table}") for table in tables} == before

    @pytest.mark.parametrize("fails", [1, 9, 40])
    def test_a_run_that_dies_is_finished_by_the_next(
        self, store: NewsStore, path: Path, mixed: list[Pair], at_once: list[Any], monkeypatch: pytest.MonkeyPatch, fails: int
    ) -> None:
        for pair in mixed:
            save(store, pair)
        saved = NewsStore.save_event
        calls = iter(range(10_000))

        def dying(*given: Any, **more: Any) -> None:
            saved(*given, **more)
            if next(calls) == fails:
                raise KeyboardInterrupt

        monkeypatch.setattr(NewsStore, "save_event", dying)
        with pytest.raises(KeyboardInterrupt):
            merge(store, batch=7)
        monkeypatch.undo()
        merge(store)
        assert seen(path) == at_once


class TestGroups:
    def test_annotated_clusters(self, store: NewsStore, path: Path, gold: list[Pair], gold_press: ModuleType) -> None:
        """Pairwise precision and recall over the annotated events: at least 0.98 each, and no false merge."""
        fill(store, gold, len(gold), 200)
        wanted = {
            report_id(article.id, report.type, report.nth): event.get("cluster") or f"{article.id}.{number}"
            for (article, extraction), row in zip(gold, gold_press.gold_articles(), strict=True)
            for number, (report, event) in enumerate(zip(extraction.reports, row["events"], strict=True))
        }
        found = dict(rows(path, "SELECT id, event_id FROM reports"))
        pairs = [(wanted[a] == wanted[b], found[a] == found[b]) for a, b in combinations(wanted, 2)]
        right = sum(gold and ours for gold, ours in pairs)
        assert right >= 15
        assert right == sum(ours for _, ours in pairs), "a false merge"
        assert right / sum(gold for gold, _ in pairs) >= 0.98

    def test_events_that_were_there_before_keep_their_ids(self, path: Path, gold_press: ModuleType) -> None:
        """As in a database of an earlier version: events without links, keys or values."""
        gold_press.fill(path, gold_press.gold_articles()[::3])
        before = rows(path, "SELECT id, event_id FROM reports ORDER BY id")
        with NewsStore.open(path) as store:
            counts = merge(store)
        assert (counts.new, counts.withdrawn, counts.split) == (0, 0, 0)
        assert rows(path, "SELECT id, event_id FROM reports ORDER BY id") == before
        assert rows(path, "SELECT count(*) FROM event_values")[0][0] > len(groups(path))

    def test_the_second_gold_set_has_no_clusters_and_gets_none(
        self, store: NewsStore, path: Path, gold_press: ModuleType
    ) -> None:
        folder = Path(__file__).parents[2] / "gold"
        articles = [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))]
        assert len(articles) >= 50
        assert not any(event.get("cluster") for article in articles for event in article["events"])
        fill(store, [gold_press.records_of(article) for article in articles], len(articles), 200)
        assert all(len(group) == 1 for group in groups(path))

    def test_a_generated_press_of_two_thousand_reports(self, store: NewsStore, path: Path, happenings: ModuleType) -> None:
        stream = happenings.press(11, 600, 60)
        counts = MergeCounts()
        for start in range(0, len(stream), 300):
            with store.together():
                for told in stream[start : start + 300]:
                    save(store, (told.article, told.extraction))
            counts = merge(store)
        found = dict(rows(path, "SELECT id, event_id FROM reports"))
        wanted = {report: key for report, key in happenings.truth(stream).items() if report in found}
        precision, recall, f1 = happenings.b_cubed(found, wanted)
        assert len(wanted) >= 1800
        assert (precision > 0.98, recall > 0.94, f1 >= 0.97) == (True, True, True), (precision, recall, f1)
        assert counts.crowded == 0

    def test_candidates_are_bounded(
        self, store: NewsStore, path: Path, happenings: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from models.merging import merge_weights

        weights = merge_weights()
        tight = weights.model_copy(update={"bounds": weights.bounds.model_copy(update={"candidates": 1})})
        monkeypatch.setattr("extract.merging.run.merge_weights", lambda: tight)
        for told in happenings.press(5, 60, 5):
            save(store, (told.article, told.extraction))
        assert merge(store).crowded > 0
        assert groups(path)


class _Desk:
    """Writes articles of one report each; an article named again is that article corrected."""

    def __init__(self, store: NewsStore, tell: Tell) -> None:
        self.store = store
        self.tell = tell
        self.now = NOW

    def write(self, name: str, *, amount: int | None = None, text: str | None = None, **slots: Any) -> str:
        """Store an article; the id of its report."""
        url = f"https://{name}.example/1"
        key = article_id(url)
        body = text or f"Monev digelar {name}" + (f" senilai Rp{amount}" if amount else "") + "."
        found = self.tell(key, **slots).stored
        report = replace(found.report, evidence=Span(0, len(body)), trigger_span=Span(0, 5))
        told = f"Rp{amount}"
        figures = (
            (FigureMention(Span(body.index(told), body.index(told) + len(told)), told, amount, FigureKind.MONEY, "IDR",
                           Indicator.MANFAAT, "test"),)
            if amount
            else ()
        )  # fmt: skip
        article = Article(key, url, name, f"Berita {name}", body, found.published)
        save(self.store, (article, Extraction(key, relevant=True, rules="r", figures=figures, reports=(report,))))
        return found.id

    def take_back(self, name: str) -> None:
        """Store an article again, without its report."""
        url = f"https://{name}.example/1"
        article = Article(article_id(url), url, name, f"Berita {name}", "Ralat.", NOW)
        save(self.store, (article, Extraction(article.id, relevant=True, rules="r")))

    def merge(self, hours: float = 0) -> MergeCounts:
        """Merge so many hours later."""
        self.now += timedelta(hours=hours)
        return merge(self.store, self.now)


@pytest.fixture
def desk(store: NewsStore, tell: Tell) -> _Desk:
    return _Desk(store, tell)


BODY = {"counterparties": ("RSUD Kisaran",)}


class TestTime:
    def changes(self, path: Path, event: str) -> list[tuple[Any, ...]]:
        found = rows(path, "SELECT kind, fields, cause, details FROM event_changes WHERE event_id = ? ORDER BY sequence", event)
        return [(kind, json.loads(fields), cause, json.loads(details)) for kind, fields, cause, details in found]

    def state(self, path: Path, event: str) -> tuple[Any, ...]:
        columns = "status, event_date, postponed_from, unconfirmed, updated, withdrawn, successor"
        return rows(path, f"SELECT {columns} FROM events WHERE id = ?", event)[0]

    def test_a_plan_becomes_a_fact(self, desk: _Desk, path: Path) -> None:
        plan = desk.write("a", days=-3, status=Status.PLANNED, date="2025-11-27", **BODY)
        desk.merge()
        event = event_id(plan)
        held = desk.write("b", days=2, date="2025-11-27", **BODY)
        assert desk.merge(24).joined == 1
        assert self.state(path, event)[:2] == ("held", "2025-11-27")
        kind, fields, cause, details = self.changes(path, event)[-1]
        assert (kind, cause) == ("changed", held)
        assert fields == ["status", "reports"]
        assert details == {"status": ["planned", "held"], "reports": {"joined": [held], "left": []}}
        assert rows(path, "SELECT status, mark, report_id FROM event_statuses ORDER BY id") == [
            ("planned", None, plan),
            ("held", None, held),
        ]
        said = rows(path, "SELECT value, preferred, first_report FROM event_values WHERE slot = 'status' ORDER BY ord")
        assert said == [("held", 1, held), ("planned", 0, plan)]

    def test_a_plan_whose_day_passes_is_marked_once_until_news_comes(self, desk: _Desk, path: Path) -> None:
        event = event_id(desk.write("a", status=Status.PLANNED, date="2025-11-28", days=-1, **BODY))
        desk.merge()
        assert desk.merge(24 * 2).unconfirmed == 0, "28 November in Jakarta"
        assert desk.merge(24).unconfirmed == 1
        marked = self.state(path, event)
        assert marked[3] == marked[4] == "2025-11-29T05:00:00Z"
        assert self.changes(path, event)[-1] == ("changed", ["unconfirmed"], None, {"unconfirmed": [None, marked[3]]})
        assert desk.merge(24).unconfirmed == 0
        desk.write("a", status=Status.PLANNED, date="2025-11-28", days=-1, venue=None, **BODY)
        desk.merge(1)
        assert self.state(path, event)[3:5] == marked[3:5], "read again, nothing new"
        held = desk.write("b", date="2025-11-28", days=3, **BODY)
        desk.merge(1)
        assert self.state(path, event)[3] is None
        assert self.changes(path, event)[-1][1:3] == (["status", "reports", "unconfirmed"], held)
        marks = rows(path, "SELECT status, mark FROM event_statuses WHERE event_id = ? ORDER BY id", event)
        assert marks == [("planned", None), ("planned", "unconfirmed"), ("held", None)]

    def test_a_plan_put_off_keeps_its_id_and_says_from_when(self, desk: _Desk, path: Path) -> None:
        event = event_id(desk.write("a", status=Status.PLANNED, date="2025-11-28", days=-3, **BODY))
        desk.merge()
        text = "Monev itu diundur ke 10 Desember karena hujan."
        moved = desk.write("b", text=text, status=Status.PLANNED, date="2025-12-10", days=-1, **BODY)
        desk.merge(5)
        assert self.state(path, event)[:3] == ("planned", "2025-12-10", "2025-11-28")
        assert self.changes(path, event)[-1][1:3] == (["date", "reports", "postponed_from"], moved)
        marks = rows(path, "SELECT event_date, mark, report_id FROM event_statuses ORDER BY id")
        assert marks[1:] == [("2025-12-10", "postponed", moved)]
        assert desk.merge(24 * 10).unconfirmed == 0
        desk.write("c", date="2025-12-10", days=16, **BODY)
        desk.merge(24 * 5)
        assert self.state(path, event)[:3] == ("held", "2025-12-10", "2025-11-28")
        assert len(groups(path)) == 1

    def test_two_become_one_and_the_younger_redirects_until_it_turns_out_otherwise(self, desk: _Desk, path: Path) -> None:
        first = desk.write("a", offices=(), places=(), counterparties=("RSUD Kisaran",), officials=("Budi Contoh",))
        desk.merge()
        second = desk.write("b", days=1, offices=(), places=(), counterparties=("Klinik Mawar Putih",), officials=("Ani Misal",))
        desk.merge(1)
        assert len(groups(path)) == 2
        bridge = {"counterparties": ("RSUD Kisaran", "Klinik Mawar Putih"), "officials": ("Budi Contoh", "Ani Misal")}
        third = desk.write("c", days=2, **bridge)
        fourth = desk.write("d", days=2, **bridge)
        counts = desk.merge(1)
        assert (counts.joined, counts.redirected, counts.withdrawn) == (2, 1, 1)
        older, younger = event_id(first), event_id(second)
        assert groups(path) == {frozenset((first, second, third, fourth))}
        assert self.state(path, younger)[6] == older
        assert self.changes(path, younger)[-1][0::3] == ("withdrawn", {"successor": older})
        assert self.changes(path, younger)[-1][2] in (third, fourth)
        assert desk.store.successors(younger) == [younger, older]
        desk.take_back("c")
        desk.take_back("d")
        assert desk.merge(1).split == 1
        assert len(groups(path)) == 2
        assert self.state(path, younger)[5:] == (None, None), "its id is what it was minted from"
        assert self.changes(path, younger)[-1][3]["came_from"] == older

    def test_an_event_without_reports_is_a_tombstone(self, desk: _Desk, path: Path) -> None:
        event = event_id(desk.write("a"))
        desk.merge()
        desk.take_back("a")
        assert desk.merge(1).withdrawn == 1
        assert self.state(path, event)[5:] == ("2025-11-26T06:00:00Z", None)
        assert self.changes(path, event)[-1][0] == "withdrawn"
        assert rows(path, "SELECT count(*) FROM report_keys") == [(0,)]

    def test_two_sums_are_kept_and_the_better_supported_is_shown(self, desk: _Desk, path: Path) -> None:
        event = event_id(desk.write("a", amount=500_000_000, **BODY))
        desk.merge()
        desk.write("b", days=1, amount=400_000_000, **BODY)
        late = desk.write("c", days=1.1, amount=400_000_000, **BODY)
        desk.merge(1)
        sql = "SELECT value, preferred, accounts FROM event_values WHERE slot = 'figure:manfaat:IDR' ORDER BY ord"
        assert rows(path, sql) == [("400000000", 1, 2), ("500000000", 0, 1)]
        change = self.changes(path, event)[-1]
        assert change[1:3] == (["reports", "figures"], late)
        assert change[3]["figures"] == [[["figure:manfaat:IDR", "500000000"]], [["figure:manfaat:IDR", "400000000"]]]

    def test_copies_are_one_account(self, desk: _Desk, path: Path) -> None:
        dice = random.Random(1)
        release = " ".join("".join(dice.choices("bdgklmnprst", k=6)) for _ in range(120))
        desk.write("a", amount=500_000_000, text=f"Monev Rp500000000. {release}", **BODY)
        copy = desk.write("b", days=1, amount=500_000_000, text=f"KISARAN - Monev Rp500000000. {release}", **BODY)
        assert desk.merge().copies == 1
        assert rows(path, "SELECT likeness FROM article_origins ORDER BY likeness") == [("copy",), ("original",)]
        assert rows(path, "SELECT DISTINCT accounts FROM event_values") == [(1,)]
        desk.write("b", days=1, amount=500_000_000, **BODY)
        desk.merge(1)
        assert rows(path, "SELECT likeness FROM article_origins WHERE article_id = ?", copy.partition(".")[0]) == [("original",)]
        assert rows(path, "SELECT DISTINCT accounts FROM event_values") == [(2,)]
        assert rows(path, "SELECT count(*) FROM copy_pairs") == [(0,)]

    def test_other_weights_link_all_anew(self, desk: _Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.write("a")
        desk.merge()
        assert desk.store.links.waiting_count() == 0
        monkeypatch.setattr("extract.merging.run.merge_digest", lambda: "other")
        assert desk.merge(1).refreshed == 1
        assert desk.store.fact("merge_weights") == "other"


class TestReasons:
    @pytest.fixture
    def events(self, desk: _Desk) -> tuple[str, str]:
        first = desk.write("a", **BODY)
        desk.write("b", days=1, date=None, **BODY)
        other = desk.write("c", date="2025-12-20", days=25, **BODY)
        desk.merge()
        return event_id(first), event_id(other)

    def test_points_and_what_was_kept_apart(self, store: NewsStore, events: tuple[str, str]) -> None:
        found = reasons_for(store, events[0])
        assert found is not None
        assert [(pair.verdict, pair.score) for pair in found.joined] == [
            ("menyatukan", sum(p[1] for p in found.joined[0].points))
        ]
        assert ("pihak lain", 2.0, "RSUD Kisaran") in found.joined[0].points
        alone = reasons_for(store, events[1])
        assert alone is not None
        assert alone.joined == ()

    def test_words_of_the_press_move_no_cursor(self, desk: _Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
        event = event_id(desk.write("a", trigger="menggelar\x1b[2J\u202emonev", venue="Aula\x9b2J"))
        desk.write("b", days=1, venue="Aula")
        desk.merge()
        told = CliRunner().invoke(main, ["explain-merge", event]).output
        assert "menggelar[2Jmonev" in told
        assert not set("\x1b\x9b\u202e") & set(told)

    def test_reports_that_stayed_apart_are_named_with_what_differs(self, desk: _Desk, store: NewsStore) -> None:
        first = desk.write("a", amount=500_000_000, places=("Kota Magelang",), status=Status.PLANNED, days=-1)
        desk.write("b", amount=42_000_000, places=("Kabupaten Magelang",), days=1)
        desk.merge()
        found = reasons_for(store, event_id(first))
        assert found is not None
        assert [said.source.outlet for said in found.others] == ["b"]
        told = to_text(found)
        for words in (
            "wilayah: Kota Magelang / Kabupaten Magelang",
            "angka: Rp500.000.000 / Rp42.000.000",
            "Laporan lain:",
            "  2  b, ",
        ):
            assert words in told

    def test_the_command_tells_it(
        self, events: tuple[str, str], desk: _Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
        told = CliRunner().invoke(main, ["explain-merge", events[0]])
        assert told.exit_code == 0, told.output
        for words in (
            "2 laporan (ambang 5,25)",
            "  1  a, terbit 2025-11-25 03.00: terlaksana, tanggal 2025-11-25, “menggelar monev”",
            "     Berita a\n     https://a.example/1",
            "  2  b, terbit 2025-11-26 03.00: terlaksana, tanpa tanggal",
            "pihak lain: RSUD Kisaran",
            "status: terlaksana",
            " – 2: ",
            "menyatukan",
        ):
            assert words in told.output
        assert not any(word in told.output for word in ("held", "planned", "IDR", ".monev.1")), "codes are not for people"
        machine = json.loads(CliRunner().invoke(main, ["explain-merge", "--json", events[0]]).output)
        assert machine["event"] == events[0]
        assert len(machine["reports"]) == 2
        assert machine["reports"][0]["source"] == {"outlet": "a", "title": "Berita a", "url": "https://a.example/1"}
        unknown = CliRunner().invoke(main, ["explain-merge", "e-lain"])
        assert unknown.exit_code == 1
        assert "Tidak ada kejadian bernomor e-lain" in unknown.output
        desk.take_back("c")
        desk.merge(1)
        gone = CliRunner().invoke(main, ["explain-merge", events[1]])
        assert gone.exit_code == 1
        assert "sudah ditarik" in gone.output
