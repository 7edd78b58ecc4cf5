"""What single sentences tell, in as many wordings as the regional press has for a thing: the whole pipeline on each."""

from datetime import datetime
from pathlib import Path

import pytest

from extract.nlp import build, read_one
from models.records import Article

PUBLISHED = datetime.fromisoformat("2025-06-18T10:00:00+07:00")
LEAD = "MADIUN – Kepala BPJS Ketenagakerjaan Cabang Madiun, Anwar Hidayat, memaparkan perlindungan pekerja di daerahnya.\n"


@pytest.fixture(scope="module")
def nlp():
    return build()


def _examples():
    """(sentence, expected) of ``wording_examples.txt``; ``none`` tells nothing."""
    for line in (Path(__file__).parent / "wording_examples.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            told, sentence = line.split(" | ", 1)
            yield pytest.param(sentence, [] if told == "none" else [tuple(told.split())], id=sentence[:60])


@pytest.mark.parametrize(("sentence", "expected"), list(_examples()))
def test_a_sentence_tells_its_happening(nlp, sentence, expected):
    reading = read_one(
        nlp, Article("a", "https://pers.test/a", "Pers", "Perlindungan Pekerja di Madiun", LEAD + sentence, PUBLISHED)
    )
    assert [(h.type.value, h.status.value, str(h.date)) for h in reading.happenings] == expected
