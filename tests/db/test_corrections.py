"""The ledger of corrections: laid over events whatever happens to them, taken back, listed, and exported."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from db import corrections, repair_cli, slots
from db.calendars import bounds
from db.corrections import Author, CorrectionError
from db.database import DatabaseError, connect
from db.slots import SLOTS, SlotError
from db.store import NewsStore
from db.texts import printable
from models.gazetteers import office
from models.records import Event, Office
from models.vocab import EventType, OfficeKind, Program, Status

NOW = datetime(2025, 12, 2, 3, 0, tzinfo=UTC)
ANI = Author("Ani", "menurut paragraf ketiga")

VALUES = {
    "type": ("pelatihan", EventType.PELATIHAN),
    "status": ("Dibatalkan", Status.CANCELLED),
    "date": ("2024-02", "2024-02"),
    "venue": ("Balai Uji Coba", "Balai Uji Coba"),
    "places": ("12.71; Kabupaten Sumbawa", ("Kota Medan", "Kabupaten Sumbawa")),
    "offices": ("kp-pusat", (Office(OfficeKind.PUSAT, office("kp-pusat").name, "kp-pusat"),)),
    "counterparties": ("Yayasan Satu\nKoperasi Dua;Yayasan Satu", ("Yayasan Satu", "Koperasi Dua")),
    "officials": ("Rumbiak Zakaria", ("Rumbiak Zakaria",)),
    "programs": ("jkk; Jaminan Kematian", (Program.JKK, Program.JKM)),
}
PLAIN = Event("e1", EventType.MOU, Status.HELD, None, None, (), (), (), (), (), ("r1",))


@pytest.fixture
def path(tmp_path: Path, gold: list[dict[str, Any]], fill_store: Callable[..., None]) -> Path:
    found = tmp_path / "news.db"
    fill_store(found, gold[:6])
    return found


@pytest.fixture
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    found = connect(path, read_only=True)
    yield found
    found.close()


def first(path: Path) -> str:
    with NewsStore.open(path, read_only=True) as store:
        return str(store._connection.execute("SELECT id FROM events WHERE withdrawn IS NULL ORDER BY id").fetchone()[0])


def event(path: Path, key: str) -> Event:
    with NewsStore.open(path, read_only=True) as store:
        found = store.event(key)
    assert found is not None
    return found


def read_again(path: Path, machine: Event) -> None:
    """What merging does after every reading: the event is saved as its reports tell it."""
    with NewsStore.open(path) as store:
        store.save_event(machine, now=NOW + timedelta(days=1))


def test_slots_are_those_of_an_event() -> None:
    assert set(SLOTS) == {name for name in Event.__slots__ if name not in ("id", "reports")} == set(VALUES)


@pytest.mark.parametrize("slot", sorted(SLOTS))
def test_a_correction_shows_at_once_survives_reading_and_can_be_undone(path: Path, slot: str) -> None:
    key = first(path)
    machine = event(path, key)
    text, value = VALUES[slot]
    entry = corrections.correct(path, key, slot, text, ANI, NOW)
    assert getattr(event(path, key), slot) == value == entry.value
    assert entry.before == getattr(machine, slot) != value
    read_again(path, machine)
    assert event(path, key) == replace(machine, **{slot: value})
    undone = corrections.undo(path, entry.number, Author("Budi", "keliru"), NOW)
    assert undone.undoes == entry.number
    assert event(path, key) == machine


def test_what_is_read_anew_under_a_correction_comes_back_with_its_undoing(path: Path) -> None:
    key = first(path)
    machine = event(path, key)
    entry = corrections.correct(path, key, "venue", "Aula A", ANI, NOW)
    newer = replace(machine, venue="Gedung Baru", counterparties=("PT Lain",))
    read_again(path, newer)
    assert event(path, key) == replace(newer, venue="Aula A")
    corrections.undo(path, entry.number, ANI, NOW)
    assert event(path, key) == newer


def test_the_newest_in_force_holds(path: Path, opened: sqlite3.Connection) -> None:
    key = first(path)
    machine = event(path, key)
    numbers = [corrections.correct(path, key, "venue", text, ANI, NOW).number for text in ("A", "B", "")]
    assert event(path, key).venue is None
    corrections.undo(path, numbers[1], ANI, NOW)
    assert event(path, key).venue is None
    corrections.undo(path, numbers[2], ANI, NOW)
    assert event(path, key).venue == "A"
    corrections.undo(path, numbers[0], ANI, NOW)
    assert event(path, key) == machine
    told = corrections.history(opened, key)
    assert [entry.undoes for entry in told] == [numbers[0], numbers[2], numbers[1], None, None, None]
    assert [entry.undone is not None for entry in told[3:]] == [True, True, True]


def test_a_correction_is_a_change_that_readers_see(path: Path, opened: sqlite3.Connection) -> None:
    key = first(path)
    before = opened.execute("SELECT count(*) FROM event_changes WHERE event_id = ?", (key,)).fetchone()[0]
    corrections.correct(path, key, "status", "cancelled", ANI, NOW)
    row = opened.execute("SELECT * FROM events WHERE id = ?", (key,)).fetchone()
    assert (row["status"], row["updated"]) == ("cancelled", "2025-12-02T03:00:00Z")
    assert opened.execute("SELECT count(*) FROM event_changes WHERE event_id = ?", (key,)).fetchone()[0] == before + 1
    last = opened.execute("SELECT status FROM event_statuses WHERE event_id = ? ORDER BY id DESC", (key,)).fetchone()
    assert last["status"] == "cancelled"
    assert "cancelled" not in row["summary"]
    assert "dibatalkan" in row["summary"].casefold()


def test_places_move_the_event_on_the_map(path: Path, opened: sqlite3.Connection) -> None:
    key = first(path)
    corrections.correct(path, key, "places", "Kabupaten Sumbawa", ANI, NOW)
    assert opened.execute("SELECT province_code FROM events WHERE id = ?", (key,)).fetchone()[0] == "52"
    assert opened.execute("SELECT region_code FROM event_places WHERE event_id = ?", (key,)).fetchone()[0] == "52.04"


def test_an_event_to_be_merged_again_stays_so(path: Path, opened: sqlite3.Connection) -> None:
    key = first(path)
    writer = sqlite3.connect(path)
    writer.execute("UPDATE events SET dirty = 1 WHERE id = ?", (key,))
    writer.commit()
    writer.close()
    corrections.correct(path, key, "venue", "A", ANI, NOW)
    assert opened.execute("SELECT dirty FROM events WHERE id = ?", (key,)).fetchone()[0] == 1


class TestMerging:
    @pytest.fixture
    def two(self, path: Path) -> tuple[Event, Event]:
        with NewsStore.open(path, read_only=True) as store:
            keys = [row[0] for row in store._connection.execute("SELECT id FROM events ORDER BY id LIMIT 2")]
        return event(path, keys[0]), event(path, keys[1])

    @pytest.mark.parametrize("saved_first", [True, False])
    def test_a_correction_follows_its_event_into_another(
        self, path: Path, two: tuple[Event, Event], saved_first: bool, opened: sqlite3.Connection
    ) -> None:
        kept, gone = two
        number = corrections.correct(path, gone.id, "venue", "Aula Bersama", ANI, NOW).number
        whole = replace(kept, reports=(*kept.reports, *gone.reports))
        with NewsStore.open(path) as store:
            if saved_first:
                store.save_event(whole, now=NOW)
                store.withdraw_event(gone.id, NOW, successor=kept.id)
            else:
                store.withdraw_event(gone.id, NOW, successor=kept.id)
                store.save_event(whole, now=NOW)
        assert event(path, kept.id).venue == "Aula Bersama"
        assert [entry.number for entry in corrections.history(opened, kept.id)] == [number]
        later = corrections.correct(path, gone.id, "date", "2024", ANI, NOW)
        assert (later.event, event(path, kept.id).date) == (kept.id, "2024")
        corrections.undo(path, number, ANI, NOW)
        assert event(path, kept.id) == replace(whole, date="2024")

    def test_an_event_that_parts_again_takes_its_correction_along(self, path: Path, two: tuple[Event, Event]) -> None:
        kept, gone = two
        corrections.correct(path, gone.id, "venue", "Aula Bersama", ANI, NOW)
        with NewsStore.open(path) as store:
            store.withdraw_event(gone.id, NOW, successor=kept.id)
            store.save_event(gone, now=NOW)
            store.save_event(kept, now=NOW)
        assert event(path, gone.id).venue == "Aula Bersama"
        assert event(path, kept.id) == kept

    def test_a_withdrawn_event_cannot_be_corrected(self, path: Path, two: tuple[Event, Event]) -> None:
        with NewsStore.open(path) as store:
            store.withdraw_event(two[0].id, NOW)
        with pytest.raises(CorrectionError, match="ditarik"):
            corrections.correct(path, two[0].id, "venue", "A", ANI, NOW)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM corrections", "UPDATE corrections SET editor = 'x'", "UPDATE corrections SET value = '1'"]
)
def test_the_ledger_is_only_added_to(path: Path, sql: str) -> None:
    corrections.correct(path, first(path), "venue", "A", ANI, NOW)
    writer = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        writer.execute(sql)
    writer.close()


@pytest.mark.parametrize(
    ("slot", "text", "told"),
    [
        ("type", "pesta", ["Jenis", "`type`", "pesta", "monev"]),
        ("type", "", ["Jenis", "kosong", "monev"]),
        ("status", "mungkin", ["Status", "held", "planned"]),
        ("date", "24/6/2025", ["Tanggal", "24/6/2025", "2025-06-24"]),
        ("date", "2025-02-30", ["Tanggal", "2025-02-30"]),
        ("date", "2025-06-24/2025-06-01", ["Tanggal", "terbalik"]),
        ("venue", "x" * 201, ["Tempat", "200"]),
        ("venue", "Aula\u202eX", ["Tempat", "huruf kendali"]),
        ("venue", "...", ["Tempat"]),
        ("places", "Kota Medn", ["Wilayah", "Kota Medn", "mungkin", "Kota Medan"]),
        ("places", "99.99", ["Wilayah", "99.99"]),
        ("offices", "kc-antah-berantah", ["Kantor", "kc-antah-berantah", "offices"]),
        ("counterparties", ";".join(f"PT {n}" for n in range(41)), ["Pihak lain", "41", "40"]),
        ("officials", "\x07", ["Pejabat"]),
        ("programs", "JKX", ["Program", "JKX", "JKK"]),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(path: Path, slot: str, text: str, told: list[str]) -> None:
    key = first(path)
    before = event(path, key)
    with pytest.raises(CorrectionError) as caught:
        corrections.correct(path, key, slot, text, ANI, NOW)
    for words in told:
        assert words in caught.value.message, caught.value.message
    assert event(path, key) == before


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kantor Pusat", "kp-pusat"),
        ("KP-PUSAT", "kp-pusat"),
        ("kantor cabang medan kota", "kc-medan-kota"),
        ("Kantor Cabang Entah", None),
    ],
)
def test_offices_by_id_by_name_and_as_they_stand(text: str, found: str | None) -> None:
    there = replace(PLAIN, offices=(Office(OfficeKind.KC, "Entah"),))
    (parsed,) = slots.parse("offices", text, there)
    assert parsed.office_id == found


@pytest.mark.parametrize("text", ["Kecamatan Entah", "Desa Sukamaju"])
def test_places_below_regencies_are_taken_with_what_they_are(text: str) -> None:
    assert slots.parse("places", text, PLAIN) == (text,)


def refusal(slot: str, text: str) -> str | None:
    try:
        slots.parse(slot, text, PLAIN)
    except SlotError as error:
        return str(error)
    return None


@given(slot=st.sampled_from(sorted(SLOTS)), text=st.text(max_size=80) | st.sampled_from([text for text, _ in VALUES.values()]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_taken_or_refused_by_name_and_goes_round(slot: str, text: str) -> None:
    told = refusal(slot, text)
    if told is not None:
        assert told.startswith(SLOTS[slot].label)
        assert told == printable(told)
        return
    value = slots.parse(slot, text, PLAIN)
    assert slots.decode(slot, slots.encode(slot, value)) == value
    assert slots.parse(slot, slots.written(slot, value), replace(PLAIN, **{slot: value})) == value
    assert slots.told(slot, value)
    assert slot != "date" or value is None or bounds(value)


@pytest.mark.parametrize(
    ("name", "reason"), [("", "x"), ("x", ""), ("x" * 61, "x"), ("x", "x" * 501), ("A\u202eB", "x"), ("–", "x")]
)
def test_an_author_is_a_name_with_a_reason(name: str, reason: str) -> None:
    with pytest.raises(CorrectionError, match=r"Nama|Alasan"):
        Author(name, reason)


def test_what_is_said_already_and_what_is_not_there(path: Path) -> None:
    key = first(path)
    for given_, match in (
        ((key, "status", str(event(path, key).status)), "sudah bernilai"),
        ((key, "warna", "merah"), "type, status"),
        (("e-tidak-ada", "venue", "A"), "e-tidak-ada"),
    ):
        with pytest.raises(CorrectionError, match=match):
            corrections.correct(path, *given_, ANI, NOW)
    number = corrections.correct(path, key, "venue", "A", ANI, NOW).number
    undone = corrections.undo(path, number, ANI, NOW)
    for wrong, match in ((number, "sudah dibatalkan"), (undone.number, "pembatalan"), (999, "999")):
        with pytest.raises(CorrectionError, match=match):
            corrections.undo(path, wrong, ANI, NOW)


def test_a_code_of_the_past_is_named_and_can_be_undone(path: Path) -> None:
    key = first(path)
    machine = event(path, key)
    writer = sqlite3.connect(path)
    writer.execute(
        "INSERT INTO corrections (event_id, field, value, before, editor, reason, noted) VALUES (?, 'type', ?, ?, 'A', 'B', ?)",
        (key, '"kuno"', '"mou"', "2025-01-01T00:00:00Z"),
    )
    number = writer.execute("SELECT max(number) FROM corrections").fetchone()[0]
    writer.commit()
    writer.close()
    with pytest.raises(DatabaseError, match=f"--undo {number}"):
        read_again(path, replace(machine, venue="A"))
    corrections.undo(path, number, ANI, NOW)
    assert event(path, key) == machine


def test_candidates_are_the_annotated_articles_but_for_what_was_put_right(
    path: Path, opened: sqlite3.Connection, gold: list[dict[str, Any]]
) -> None:
    """The store holds what annotators wrote, so an export must give it back."""
    key = first(path)
    corrections.correct(path, key, "venue", "Aula Uji", ANI, NOW)
    corrections.undo(path, corrections.correct(path, key, "date", "1999", ANI, NOW).number, ANI, NOW)
    found = list(corrections.export(opened))
    assert {row["id"] for row in found} == {
        row[0] for row in opened.execute("SELECT DISTINCT article_id FROM reports WHERE event_id = ?", (key,))
    }
    for row in found:
        said = row.pop("corrections")
        assert [(entry["field"], entry["value"], entry["by"], entry["why"]) for entry in said] == [
            ("venue", "Aula Uji", ANI.name, ANI.reason)
        ]
        (own,) = [article for article in gold if article["url"] == row["url"]]
        assert [event_["venue"] for event_ in row["events"]].count("Aula Uji") == 1
        for name in ("outlet", "published", "title", "text", "relevant", "dates", "offices", "officials", "figures"):
            assert row[name] == own[name], name
        assert set(row["programs"]) == set(own["programs"])
        assert len(row["events"]) == len(own["events"])
        wanted = {(e["trigger"], e.get("nth", 1)): e for e in own["events"]}
        for told in row["events"]:
            annotated = wanted[told["trigger"], told.get("nth", 1)]
            same = {slot: told[slot] == annotated[slot] for slot in told if slot in annotated}
            assert all(fits for slot, fits in same.items() if slot != "venue" or told["venue"] != "Aula Uji"), same


class TestCommands:
    @pytest.fixture(autouse=True)
    def at_home(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(path.parent))

    def run(self, command: Any, *given_: str) -> Any:
        return CliRunner().invoke(command, list(given_))

    def test_correct_list_undo_export(self, path: Path, tmp_path: Path) -> None:
        key = first(path)
        who = ("--by", "Ani", "--why", "menurut paragraf ketiga")
        done = self.run(repair_cli.correct, key, "tempat", "Aula  Uji", *who)
        assert done.exit_code == 0, done.output
        assert "→ Aula Uji" in done.output
        assert "Aula Uji" in self.run(repair_cli.corrections, "list").output
        (line,) = self.run(repair_cli.corrections, "list", "--json").output.splitlines()
        entry = json.loads(line)
        assert (entry["event"], entry["field"], entry["value"], entry["by"]) == (key, "venue", "Aula Uji", "Ani")
        file = tmp_path / "calon.jsonl"
        file.write_text("lama")
        file.chmod(0o644)
        assert self.run(repair_cli.corrections, "export", str(file)).exit_code == 0
        assert file.stat().st_mode & 0o777 == 0o600
        rows = [json.loads(row) for row in file.read_text("utf-8").splitlines()]
        assert all(row["corrections"][0]["why"] == "menurut paragraf ketiga" for row in rows)
        assert rows
        assert self.run(repair_cli.corrections, "export", "-").output.splitlines() == file.read_text("utf-8").splitlines()
        undone = self.run(repair_cli.correct, "--undo", str(entry["number"]), *who)
        assert undone.exit_code == 0, undone.output
        assert f"Koreksi {entry['number']} dibatalkan" in undone.output
        assert "dibatalkan oleh" in self.run(repair_cli.corrections, "list").output
        assert self.run(repair_cli.corrections, "export", "-").output == ""

    @pytest.mark.parametrize(
        ("arguments", "code", "told"),
        [
            (["e1", "venue"], 2, "NILAI"),
            (["e1", "venue", "A", "--undo", "1"], 2, "--undo"),
            (["e-tidak-ada", "venue", "A"], 1, "e-tidak-ada"),
            (["--undo", "77"], 1, "77"),
        ],
    )
    def test_faults_say_what_to_do(self, arguments: list[str], code: int, told: str) -> None:
        result = self.run(repair_cli.correct, *arguments, "--by", "Ani", "--why", "sebab")
        assert result.exit_code == code
        assert told in result.output

    def test_nothing_yet(self) -> None:
        assert "Belum ada koreksi" in self.run(repair_cli.corrections, "list").output
