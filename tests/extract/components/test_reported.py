"""Reported speech of officials, and who says it."""

from datetime import UTC, datetime

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.components.gazetteer import find_places
from extract.components.people import find_people
from extract.components.sections import split_text
from extract.reading import Reading
from models.records import Article
from models.vocab import Speech

NLP = spacy.blank("id")
BUDI = "Bupati Gowa Budi Hartono"
RINA = "Ketua DPRD Gowa Rina Lestari"


def read(text: str) -> Reading:
    reading = Reading.of(Article("a", "https://contoh.id/a", "contoh", "Judul", text, datetime(2025, 6, 2, tzinfo=UTC)))
    doc = NLP.make_doc("")
    for step in (split_text, find_places, find_people):
        step(doc, reading)
    return reading


def told(text: str) -> list[tuple[str | None, str]]:
    reading = read(text)
    return [(quote.speaker, reading.text[quote.start : quote.end]) for quote in reading.reported]


SAID = "semua nelayan sudah terdaftar sejak Mei"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BUDI} mengatakan bahwa {SAID}.", [("Budi Hartono", SAID)]),
        (f"{BUDI} mengatakan {SAID}.", [("Budi Hartono", SAID)]),
        (f"{BUDI} hadir. Ia menambahkan, {SAID}.", []),
        (f"{BUDI} mengatakan, {SAID}. Ia juga menegaskan bahwa {SAID}.", [("Budi Hartono", SAID), ("Budi Hartono", SAID)]),
        (f"{BUDI} meminta agar {SAID}.", [("Budi Hartono", SAID)]),
        (f"S{SAID[1:]}, kata {BUDI}.", [("Budi Hartono", f"S{SAID[1:]}")]),
        (f"Sejak tahun lalu, ujar {BUDI}, {SAID}.", [("Budi Hartono", f"Sejak tahun lalu, ujar {BUDI}, {SAID}")]),
        (f"Menurut {BUDI}, {SAID}.", [("Budi Hartono", SAID)]),
        (f"{RINA} mengaku {SAID}. Menurutnya, {SAID}.", [("Rina Lestari", SAID), ("Rina Lestari", SAID)]),
        (f'"Kami bangga atas capaian ini," kata {BUDI}. Menurut dia, {SAID}.', [("Budi Hartono", SAID)]),
        # nobody in office says it
        (f"{BUDI} hadir. Seorang ibu mengatakan bahwa {SAID}.", []),
        (f"Menurut data dinas, {SAID}. {BUDI} hadir.", []),
        (f"{BUDI} hadir dan warga diminta agar {SAID[6:]}.", []),
        # another official was named since
        (f"{BUDI} mengatakan {SAID}. {RINA} hadir. Dia menambahkan bahwa {SAID}.", [("Budi Hartono", SAID)]),
        # direct speech stays direct speech
        (f'{BUDI} mengatakan, "Semua nelayan sudah terdaftar sejak Mei."', []),
    ],
)
def test_reported(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert told(text) == expected


def test_the_rule_says_what_told_the_speaker() -> None:
    reading = read(f"{BUDI} mengatakan {SAID}. Menurut dia, {SAID}.")
    assert [quote.rule for quote in reading.reported] == ["quote.reported.subject", "quote.reported.source_again"]
    assert {quote.kind for quote in reading.reported} == {Speech.REPORTED}


@given(st.text("abB .,\n", max_size=80))
def test_spans_lie_in_the_text_in_order(noise: str) -> None:
    reading = read(f"{BUDI} mengatakan {noise} Menurut dia, {noise}, kata {RINA}.")
    ends = 0
    for quote in reading.reported:
        assert ends <= quote.start < quote.end <= len(reading.text)
        ends = quote.end
