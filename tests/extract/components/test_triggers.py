"""Happenings found in short articles of our own, and the robustness of finding them."""

from datetime import datetime
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.components.dates import find_dates
from extract.components.figures import find_figures
from extract.components.finding import MOST
from extract.components.sections import split_text
from extract.components.triggers import find_happenings
from extract.reading import Reading
from models.records import Article
from models.vocab import EventType, Salience, Status

NLP = spacy.blank("id")
LEAD = "TERNATE – BPJS Ketenagakerjaan Cabang Ternate terus bergerak. \n"


def read(text, title="BPJS Ketenagakerjaan Ternate", relevant=True):
    published = datetime.fromisoformat("2025-08-15T10:00:00+09:00")
    reading = Reading.of(Article("a", "https://pers.test/a", "Pers", title, text, published))
    doc = NLP.make_doc("")
    reading.relevant = relevant
    for step in (split_text, find_dates, find_figures):
        step(doc, reading)
    find_happenings(doc, reading)
    return reading


def told(text, title="BPJS Ketenagakerjaan Ternate"):
    return sorted(((h.type.value, h.status.value, h.date) for h in read(text, title).happenings), key=str)


def _examples():
    """(text, expected) of ``happening_examples.txt``."""
    blocks = (Path(__file__).parent / "happening_examples.txt").read_text(encoding="utf-8").split("\n\n")
    for block in blocks[1:]:
        lines = block.strip().split("\n")
        expected = [tuple(line.removeprefix("=> ").split()) for line in lines if line.startswith("=> ")]
        text = "\n".join(line for line in lines if not line.startswith("=> "))
        yield text, [(kind, status, None if day == "-" else day) for kind, status, day in expected]


EXAMPLES = list(_examples())


@pytest.mark.parametrize(("text", "expected"), EXAMPLES, ids=[text.split("\n")[-1][:60] for text, _ in EXAMPLES])
def test_an_article_tells_each_happening_once_with_its_own_day(text, expected):
    assert told("TERNATE – " + text) == sorted(expected, key=str)


def test_headline_and_lead_are_one_happening_and_the_news():
    reading = read(
        "TERNATE – Pemkot Ternate meneken nota kesepahaman dengan BPJS Ketenagakerjaan, Rabu (13/8/2025).\n"
        "Naskah diteken wali kota dan kepala cabang di sela rapat koordinasi.\nMoU itu berlaku lima tahun.",
        title="Pemkot Ternate Teken MoU dengan BPJS Ketenagakerjaan",
    )
    mou, meeting = reading.happenings
    assert (mou.type, mou.salience, mou.status) == (EventType.MOU, Salience.MAIN, Status.HELD)
    assert mou.start >= reading.body
    assert len(mou.echoes) >= 2
    assert (meeting.type, meeting.salience, meeting.date) == (EventType.KOORDINASI, Salience.MENTIONED, "2025-08-13")


def test_the_cues_that_decided_stay_with_the_happening():
    (plan,) = read(LEAD + "Bupati akan meneken nota kesepahaman bulan depan.").happenings
    assert plan.rule == "mou.sign"
    assert "will" in plan.cues


def test_days_said_to_last_are_an_interval():
    text = "TERNATE – BPJS Ketenagakerjaan menggelar pelatihan yang berlangsung tiga hari sejak Senin (11/8/2025)."
    assert told(text) == [("pelatihan", "held", "2025-08-11/2025-08-13")]


def test_an_article_that_is_not_relevant_has_no_happenings():
    assert read("Bupati meneken MoU.", relevant=False).happenings == []


def test_leftover_lines_tell_nothing():
    assert told("TERNATE – Cuaca cerah.\nBaca juga: BPJS Ketenagakerjaan serahkan santunan kepada dua ahli waris") == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('abc MoUteken,.()\n"“”Rp1234%akan '), max_size=400))
def test_any_text_is_read_without_error(text):
    reading = read(text, title="Judul")
    assert all(h.start < h.end for h in reading.happenings)


@pytest.mark.parametrize(
    "text",
    [
        "Bupati meneken MoU, " * 20_000,
        "Bupati menyerahkan santunan Rp1 juta. " * 10_000,
        "akan " * 100_000,
        "(" * 10_000,
        "9" * 50_000,
        "A" * 200_000,
        "meneken 13/8/2025 " * 5_000,
    ],
    ids=["one sentence", "many sentences", "cues", "brackets", "digits", "capitals", "dates"],
)
def test_however_a_text_is_made_happenings_stay_bounded(text):
    assert len(read(text, title="Judul").happenings) <= MOST
