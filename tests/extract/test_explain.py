"""Explaining: what was found stands there with its rule, and every part of an event has its reason."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner

from extract.cli import own_gold
from extract.explain import explain, to_text
from extract.gold import read_gold
from extract.nlp import build, read_one
from models.records import Article
from pantau import main

TITLE = "BPJS Ketenagakerjaan Medan Kota Serahkan Santunan JKM"
TEXT = (
    "MEDAN – BPJS Ketenagakerjaan Cabang Medan Kota menyerahkan santunan JKM Rp42 juta kepada ahli waris, Selasa (25/11/2025).\n"
    "Wali Kota Medan, Andi Siregar, akan meneken nota kesepahaman dengan BPJS Ketenagakerjaan bulan depan.\n"
    "Jika peserta meninggal, ahli waris menerima santunan Rp42 juta.\n"
    "Baca juga: Harga cabai naik"
)


@pytest.fixture(scope="module")
def nlp():
    return build()


def told(nlp, text=TEXT, title=TITLE):
    published = datetime.fromisoformat("2025-11-26T09:00:00+07:00")
    article = Article("a", "https://pers.test/a", "Pers", title, text, published)
    return article, explain(read_one(nlp, article))


def matches(found, component):
    return [match for line in found.lines for match in line.matches if match.component == component]


def test_every_match_stands_where_it_says(nlp):
    article, found = told(nlp)
    for line in found.lines:
        for item in (line, *line.matches):
            whole = article.title if item.field == "title" else article.text
            assert whole[item.start : item.end] == item.text
    assert {m.component for line in found.lines for m in line.matches} >= {
        "agency", "office", "region", "date", "figure", "person", "program", "cue", "trigger",
    }  # fmt: skip


def test_values_and_rules_are_shown(nlp):
    _, found = told(nlp)
    (date,) = [m for m in matches(found, "date") if "25/11/2025" in m.text]
    assert date.value == "2025-11-25"
    assert date.rule
    assert any(m.value.startswith("42000000 IDR manfaat") for m in matches(found, "figure"))
    assert any(m.rule == "will" and m.value == "status=planned" for m in matches(found, "cue"))


def test_an_event_says_why(nlp):
    _, found = told(nlp)
    handed, plan = found.events
    assert (handed.type, handed.status, handed.salience) == ("santunan", "held", "main")
    assert handed.rule.startswith("santunan.")
    assert "judul" in handed.salience_reason
    assert handed.date_reason == "dari kalimat 1"
    assert handed.arguments["offices"].values == ("kc Medan Kota",)
    assert handed.arguments["offices"].source.startswith("main.")
    assert (plan.type, plan.status) == ("mou", "planned")
    assert plan.status_reason == "isyarat will"


def test_a_trigger_that_became_no_event_is_shown_with_the_cue_that_denied_it(nlp):
    _, found = told(nlp)
    denied = [t for t in found.passed_over if t.sentence == 3]
    assert denied
    assert not any(t.read for t in denied)
    assert any("if" in t.cues for t in denied)


def test_left_over_lines_are_marked(nlp):
    _, found = told(nlp)
    assert [line.text for line in found.lines if line.leftover] == ["Baca juga: Harga cabai naik"]
    assert "baris sisa: tidak dibaca" in to_text(found, colour=False)


def test_text_is_plain_or_coloured_and_says_the_same(nlp):
    import click

    _, found = told(nlp)
    plain, coloured = to_text(found, colour=False), to_text(found, colour=True)
    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert click.unstyle(coloured) == plain
    assert "Direncanakan: isyarat will" in plain


def test_an_article_on_something_else_has_no_events(nlp):
    _, found = told(nlp, "Harga cabai naik, Selasa (25/11/2025).", "Harga Cabai")
    assert not found.relevant
    assert found.events == ()
    assert matches(found, "trigger") == []
    assert "bukan tentang BPJS Ketenagakerjaan" in to_text(found, colour=False)


@pytest.mark.parametrize("gold", read_gold([own_gold()])[::6], ids=lambda gold: gold.id)
def test_every_slot_of_every_event_has_a_source(nlp, gold):
    reading = read_one(nlp, gold.article)
    found = explain(reading)
    assert len(found.events) == len(reading.happenings)
    for event in found.events:
        assert event.told, event.trigger
        assert all(slot.source for slot in event.arguments.values())
    json.dumps(found.as_dict())


# --- the command


def run(*arguments, **kwargs):
    return CliRunner().invoke(main, ["explain", *map(str, arguments)], **kwargs)


@pytest.fixture
def quick(nlp, monkeypatch):
    monkeypatch.setattr("extract.nlp.build", lambda: nlp)


LINE = json.dumps(
    {"id": "a", "url": "https://pers.test/a", "title": TITLE, "text": TEXT, "published": "2025-11-26T09:00:00+07:00"}
)


@pytest.mark.usefixtures("quick")
def test_lines_gold_files_and_plain_text_are_explained(tmp_path):
    plain = tmp_path / "a.txt"
    plain.write_text(f"{TITLE}\n{TEXT}\n", encoding="utf-8")
    pretty = tmp_path / "a.json"
    pretty.write_text(json.dumps(json.loads(LINE), indent=1), encoding="utf-8")
    results = [
        run("-", input=f"{LINE}\n\n{LINE}\n"),
        run(pretty),
        run(plain, "--published", "2025-11-26T09:00:00+07:00"),
        run(plain),
    ]
    for result in results:
        assert result.exit_code == 0, result.output
        assert "santunan JKM" in result.output
        assert "\x1b[" not in result.output
    assert results[0].output.count("Kejadian: 2") == 2


@pytest.mark.usefixtures("quick")
def test_json_is_one_object_a_line():
    result = run("-", "--json", input=f"{LINE}\n{LINE}\n")
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["id"] for line in lines] == ["a", "a"]
    assert lines[0]["events"][0]["arguments"]["offices"]["values"] == ["kc Medan Kota"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "kosong"), ('{"id": 1}\n{"id": 2}', "baris 1: medan 'url'"), (LINE + "\n{rusak", "baris 2: bukan JSON")],
)
def test_what_is_no_article_is_named(content, words):
    result = run("-", input=content)
    assert result.exit_code == 1
    assert words in result.output
