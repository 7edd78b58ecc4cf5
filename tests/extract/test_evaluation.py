"""Scoring: the counts of a hand-made case, the same numbers as the standard's own scorer, the report, floors, the command."""

import copy
import importlib.util
import json
import random
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.cli import own_gold
from extract.evaluation import TASKS, Verdict, alike, as_json, key, match_events, measured, norm, overall, predict, score, table
from extract.gold import GoldError, gold_digest, locate, read_gold
from extract.nlp import build
from extract.report import LABELS, label, render, sentence
from models.floors import FloorError, Floors, broken, read_floors, to_toml, updated
from models.rules_digest import rules_digest
from pantau import main

STANDARD = Path(__file__).parents[3] / "shared" / "gold"
"""The standard's own scorer, where it lies beside the project."""

GOLD = {
    "id": "a",
    "url": "https://pers.test/a",
    "outlet": "Pers",
    "published": "2025-11-26T09:00:00+07:00",
    "title": "Wali Kota Teken MoU",
    "text": "Wali Kota Budi Santoso meneken MoU, Selasa (25/11). Sebanyak 54 pekerja hadir.\nAcara di Aula Kota.",
    "relevant": True,
    "dates": [{"text": "Selasa (25/11)", "value": "2025-11-25"}],
    "offices": [{"kind": "kc", "name": "Medan Kota"}],
    "officials": [{"name": "Budi Santoso", "position": "Wali Kota", "organisation": "Pemkot Medan", "aliases": []}],
    "figures": [{"text": "54 pekerja", "value": 54, "kind": "count", "unit": "pekerja", "indicator": "hadirin"}],
    "programs": ["JKK"],
    "events": [
        {
            "type": "mou",
            "trigger": "meneken MoU",
            "status": "held",
            "salience": "main",
            "date": "2025-11-25",
            "venue": "Aula Kota",
            "places": [],
            "offices": [],
            "counterparties": ["Pemerintah Kota Medan"],
            "officials": ["Budi Santoso"],
            "programs": [],
        }
    ],
}


def counts(tally):
    return tally.tp, tally.fn, tally.fp


def changed(**fields):
    found = copy.deepcopy(GOLD)
    found.update(fields)
    return found


def test_gold_against_itself_is_perfect():
    scores = score([GOLD], {"a": GOLD})
    assert tuple(scores) == TASKS
    assert all(tally.f1 == 1.0 and not tally.notes for tally in scores.values())
    assert overall(scores) == 1.0


def test_an_article_without_prediction_counts_as_empty():
    scores = score([GOLD], {})
    assert counts(scores["dates *"]) == (0, 1, 0)
    assert counts(scores["event arguments *"]) == (0, 4, 0)
    assert scores["relevant"].notes[0].verdict is Verdict.MISSED


@pytest.mark.parametrize(
    ("change", "task", "expected"),
    [
        ({"dates": [{"start": 36, "end": 42, "value": "2025-11-25"}]}, "dates *", (0, 1, 1)),
        ({"dates": [{"start": 36, "end": 42, "value": "2025-11-25"}]}, "dates, value at an overlapping span", (1, 0, 0)),
        ({"dates": [{"start": 36, "end": 42, "value": "2025-11"}]}, "dates, value at an overlapping span", (0, 1, 1)),
        ({"offices": [{"kind": "kcp", "name": "Medan Kota"}]}, "offices *", (0, 1, 1)),
        ({"officials": [{**GOLD["officials"][0], "position": "Walikota"}]}, "officials, name and position *", (1, 0, 0)),
        ({"officials": [{**GOLD["officials"][0], "position": "Camat"}]}, "officials, name", (1, 0, 0)),
        ({"officials": [{**GOLD["officials"][0], "position": "Camat"}]}, "officials, name and position *", (0, 1, 1)),
        (
            {"officials": [{**GOLD["officials"][0], "organisation": None}]},
            "officials, name, position and organisation",
            (0, 1, 1),
        ),
        ({"figures": [{**GOLD["figures"][0], "indicator": "peserta"}]}, "figures, value and kind", (1, 0, 0)),
        ({"figures": [{**GOLD["figures"][0], "indicator": "peserta"}]}, "figures, with indicator *", (0, 1, 1)),
        ({"programs": ["JKK", "JKM"]}, "programs *", (1, 0, 1)),
        ({"events": [{**GOLD["events"][0], "type": "pks"}]}, "events, type *", (0, 1, 1)),
        ({"events": [{**GOLD["events"][0], "status": "planned"}]}, "events, type *", (1, 0, 0)),
        ({"events": [{**GOLD["events"][0], "status": "planned"}]}, "events, type, status and date *", (0, 1, 1)),
        ({"events": [{**GOLD["events"][0], "counterparties": ["Pemkot Medan"]}]}, "  counterparties", (1, 0, 0)),
        ({"events": [{**GOLD["events"][0], "counterparties": ["Pemkot Binjai"]}]}, "  counterparties", (1, 0, 0)),
        ({"events": [{**GOLD["events"][0], "salience": "mentioned"}]}, "main events, type", (0, 1, 0)),
        ({"relevant": False}, "relevant", (0, 1, 0)),
    ],
)
def test_each_task_counts_what_it_is_about(change, task, expected):
    assert counts(score([GOLD], {"a": changed(**change)})[task]) == expected


def test_two_events_of_one_type_are_paired_by_what_agrees():
    first, second = GOLD["events"][0], {**GOLD["events"][0], "date": "2024", "venue": None, "officials": []}
    pairs, missed, wrong = match_events([first, second], [second])
    assert pairs == [(second, second)]
    assert missed == [first]
    assert wrong == []


def test_notes_say_what_is_wrong_and_where():
    found = changed(events=[{**GOLD["events"][0], "date": None}], programs=[])
    scores = score([GOLD], {"a": found})
    (note,) = scores["events, type, status and date *"].notes
    assert note.verdict is Verdict.DIFFERS
    assert "got mou held None" in str(note)
    assert GOLD["text"][note.place.start : note.place.end] == "meneken MoU"
    assert str(scores["programs *"].notes[0]) == "a: missed JKK"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Pemkab Solok", "Pemerintah Kabupaten Solok", True),
        ("Dinas Tenaga Kerja dan Transmigrasi", "Disnakertrans", True),
        ("Kepala Kantor Cabang (Kakacab)", "Kepala Kantor Cabang", True),
        ("Direktur", "Kepala Seksi", False),
        (None, "", True),
        (None, "RSUD Lawang", False),
    ],
)
def test_names_are_alike_with_contractions_written_out(one, other, same):
    assert alike(one, other, 0.75) is same
    assert alike(other, one, 0.75) is same


def test_norm_drops_accents_case_and_signs():
    assert norm("Jum’at, José-Maria") == "jum at jose maria"


@pytest.fixture(scope="module")
def nlp():
    return build()


# --- the same numbers as the standard's own scorer


@pytest.fixture(scope="module")
def standard():
    path = STANDARD / "score.py"
    if not path.exists():
        pytest.skip("the standard's own scorer does not lie beside the project")
    spec = importlib.util.spec_from_file_location("standard_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def own():
    return read_gold([own_gold()])


def _spoilt(found, seed):
    """Predictions with things dropped, doubled, shifted and renamed: every way of being wrong at once."""
    chance = random.Random(seed)
    worse = copy.deepcopy(found)
    for article in worse.values():
        if chance.random() < 0.05:
            article["relevant"] = not article["relevant"]
        for name in ("dates", "figures", "officials", "offices", "programs", "events"):
            article[name] = [x for x in article[name] for _ in range(chance.choice((0, 1, 1, 1, 2)))]
            article[name] = copy.deepcopy(article[name])
        for item in article["dates"] + article["figures"]:
            if chance.random() < 0.2:
                item["end"] += 1
        for item in article["officials"]:
            item["position"] = chance.choice((item["position"], "Kepala", item["position"].upper()))
        for event in article["events"]:
            event["status"] = chance.choice((event["status"], "planned"))
            event["date"] = chance.choice((event["date"], None))
            event["type"] = chance.choice((event["type"], event["type"], "mou"))
            event["places"] = [f"Kabupaten {place}" for place in event["places"]]
    return worse


def test_every_number_is_that_of_the_standard_scorer(standard, nlp, own):
    articles = [gold.data for gold in own]
    read = predict(nlp, own)
    for found in (read, {}, _spoilt(read, 1), _spoilt(read, 2)):
        ours = score(articles, found)
        theirs = standard.score(articles, found)
        assert {name: counts(t) for name, t in ours.items()} == {name: counts(t) for name, t in theirs.items()}
        assert {name: (t.precision, t.recall, t.f1) for name, t in ours.items()} == {n: t.prf for n, t in theirs.items()}


@pytest.mark.usefixtures("standard")
def test_the_table_is_that_of_the_standard_scorer(nlp, own, tmp_path):
    predictions = tmp_path / "found.jsonl"
    found = predict(nlp, own[:8])
    predictions.write_text("\n".join(json.dumps({"id": name, **item}) for name, item in found.items()), encoding="utf-8")
    for gold in own[:8]:
        (tmp_path / gold.path.name).write_bytes(gold.path.read_bytes())
    command = [sys.executable, str(STANDARD / "score.py"), str(predictions), str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert told == table(score([gold.data for gold in own[:8]], found), 8) + "\n"


# --- gold files


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"published": "2025-11-26T09:00:00"}, "published: .*tanpa zona"),
        ({"dates": [{"text": "Rabu", "value": "2025-11-26"}]}, "'Rabu' .*tidak ada di teks"),
        ({"figures": [{**GOLD["figures"][0], "indicator": "orang"}]}, "figures.0.indicator"),
        ({"mood": 1}, "mood"),
        ({"events": [{**GOLD["events"][0], "type": "pesta"}]}, "events.0.type"),
    ],
)
def test_a_faulty_gold_file_is_refused_with_its_field(tmp_path, change, words):
    (tmp_path / "a.json").write_text(json.dumps(changed(**change)), encoding="utf-8")
    with pytest.raises(GoldError, match=rf"a\.json: .*{words}"):
        read_gold([tmp_path])


def test_empty_folders_and_double_ids_are_refused(tmp_path):
    with pytest.raises(GoldError, match="tidak ada berkas"):
        read_gold([tmp_path])
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(GOLD), encoding="utf-8")
    with pytest.raises(GoldError, match="sudah dipakai"):
        read_gold([tmp_path])


def test_the_digest_knows_content_not_order(own):
    assert gold_digest(own) == gold_digest(own[::-1])
    assert gold_digest(own) != gold_digest(own[1:])


def test_pieces_are_located_by_span_or_occurrence():
    assert locate({"text": "o", "nth": 2}, "foo") == (2, 3)
    assert locate({"text": "o", "nth": 3}, "foo") is None
    assert locate({"start": 1, "end": 2}, "foo") == (1, 2)


# --- the report


class _Wellformed(HTMLParser):
    """Fails on a tag that closes nothing."""

    def __init__(self):
        super().__init__()
        self.open, self.marked = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


def test_the_report_shows_every_note_in_its_sentence():
    gold = changed(text=GOLD["text"] + "\nA <b> & c, Rabu (26/11).")
    found = changed(
        dates=[{"start": gold["text"].index("Rabu"), "end": len(gold["text"]) - 1, "value": "2025-11-26"}], figures=[]
    )
    scores = score([gold], {"a": found})
    page = render(scores, [gold], {"dates": 0.9}, ["dates: F1 0.0"])
    parser = _Wellformed()
    parser.feed(page)
    assert parser.open == []
    assert {"Selasa (25/11)", "Rabu (26/11)", "54 pekerja"} <= set(parser.marked)
    assert "A &lt;b&gt; &amp; c, <mark>Rabu (26/11)</mark>" in page
    assert "dates: F1 0.0" in page
    assert "http" not in page.split("</head>")[0]


def test_every_task_has_a_label():
    assert {key(task) for task in TASKS} == set(LABELS)
    assert all(label(task) for task in TASKS)


def test_a_sentence_is_cut_at_stops_and_lines():
    text = "Satu kalimat. Dua kata di sini! Tiga.\nEmpat."
    at = text.index("kata")
    assert text[slice(*sentence(text, at, at + 4))] == "Dua kata di sini!"


# --- floors

PIN = "0" * 64


def _floors(**tasks):
    return Floors(gold=PIN, articles=1, margin=0.005, tasks=tasks)


def test_a_task_below_its_floor_breaks_it():
    assert broken(_floors(dates=0.9), {"dates": 0.9}, PIN) == []
    (told,) = broken(_floors(dates=0.9), {"dates": 0.8999}, PIN)
    assert "dates: F1 0.8999 di bawah lantai 0.9000" in told


@pytest.mark.parametrize(
    ("measures", "digest", "words"),
    [
        ({"dates": 1.0}, "f" * 64, "bukan yang dipatok"),
        ({"dates": 1.0, "offices": 1.0}, PIN, "offices: belum berlantai"),
        ({}, PIN, "dates: berlantai tetapi tidak diukur"),
    ],
)
def test_another_set_and_unpinned_tasks_break_the_floors(measures, digest, words):
    assert any(words in problem for problem in broken(_floors(dates=0.9), measures, digest))


def test_floors_rise_with_what_is_measured_and_never_fall_by_themselves():
    assert updated(_floors(dates=0.9), {"dates": 0.97}, PIN, 1, None).tasks == {"dates": 0.965}
    assert updated(_floors(dates=0.9), {"dates": 0.902}, PIN, 1, None).tasks == {"dates": 0.9}
    with pytest.raises(FloorError, match="allow-regression"):
        updated(_floors(dates=0.9), {"dates": 0.89}, PIN, 1, None)


def test_a_floor_falls_with_a_reason_that_stays_in_the_file(tmp_path):
    why = 'anotasi "diperbaiki" \\ diperluas'
    lower = updated(_floors(dates=0.9, offices=0.8), {"dates": 0.85, "offices": 0.9}, PIN, 2, why)
    assert lower.tasks == {"dates": 0.845, "offices": 0.895}
    (told,) = lower.lowered
    assert (told.task, told.was, told.to, told.why) == ("dates", 0.9, 0.845, why)
    file = tmp_path / "floors.toml"
    file.write_text(to_toml(lower), encoding="utf-8")
    assert read_floors(file) == lower


def test_floors_are_no_part_of_the_rules_digest(monkeypatch, tmp_path):
    (tmp_path / "rules.toml").write_text("a = 1")
    monkeypatch.setattr("models.rules_digest.files", lambda _: tmp_path)
    before = rules_digest.__wrapped__()
    (tmp_path / "floors.toml").write_text("a = 1")
    assert rules_digest.__wrapped__() == before
    (tmp_path / "rules.toml").write_text("a = 2")
    assert rules_digest.__wrapped__() != before


# --- the command


def run(*arguments):
    return CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path, nlp, monkeypatch):
    monkeypatch.setattr("extract.nlp.build", lambda: nlp)
    found = tmp_path / "gold"
    found.mkdir()
    (found / "a.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return found


def test_a_folder_is_scored_without_the_gate(folder, tmp_path):
    page = tmp_path / "report.html"
    result = run(folder, "--html", page, "--errors")
    assert result.exit_code == 0, result.output
    assert "overall" in result.output
    assert "over 1 articles" in result.output
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_scores_come_as_json(folder):
    result = run(folder, "--json")
    told = json.loads(result.output)
    assert told["articles"] == 1
    assert set(told) == {"articles", "overall", "problems", *map(key, TASKS)}


def test_the_measures_are_those_of_the_json(own):
    scores = score([gold.data for gold in own[:3]], {})
    told = as_json(scores, 3)
    assert measured(scores) == {"overall": told["overall"]} | {name: told[name]["f"] for name in map(key, TASKS)}


def test_a_broken_floor_fails_the_command_and_only_a_reason_mends_it(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("extract.cli.own_gold", lambda: folder)
    floors = tmp_path / "floors.toml"
    digest = gold_digest(read_gold([folder]))
    tasks = dict.fromkeys([*map(key, TASKS), "overall"], 0.0) | {"offices": 1.0}
    floors.write_text(to_toml(Floors(gold=digest, articles=1, margin=0.005, tasks=tasks)), encoding="utf-8")
    told = run("--floors", floors)
    assert told.exit_code == 1
    assert "offices: F1" in told.output
    refused = run("--floors", floors, "--update-floors")
    assert refused.exit_code == 1
    assert "--allow-regression" in refused.output
    assert run("--floors", floors, "--update-floors", "--allow-regression").exit_code == 2
    mended = run("--floors", floors, "--update-floors", "--allow-regression", "--why", "contoh untuk uji ini")
    assert mended.exit_code == 0, mended.output
    assert read_floors(floors).lowered[0].task == "offices"
    assert run("--floors", floors).exit_code == 0


def test_floors_cannot_be_pinned_to_a_folder(folder):
    assert run(folder, "--update-floors").exit_code == 2


def test_a_folder_without_gold_is_named(tmp_path):
    result = run(tmp_path)
    assert result.exit_code == 1
    assert str(tmp_path) in result.output
