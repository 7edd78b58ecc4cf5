"""Hostile texts: none takes more than ten times its share of an ordinary article."""

import signal
import time
from contextlib import contextmanager
from datetime import datetime

import pytest

from extract.nlp import build, read_one
from models.records import Article

TIMES = 10
PATIENCE = 120
SIZE = 1_000_000
LEAD = "MEDAN – BPJS Ketenagakerjaan Cabang Medan Kota menyerahkan santunan JKM kepada ahli waris, Selasa (25/11/2025).\n"
"""Makes a text relevant, so that every component reads it."""

HOSTILE = {
    "50,000 digits": "9" * 50_000,
    "10,000 opening brackets": "(" * 10_000,
    "10,000 pairs of brackets": "(" * 10_000 + ")" * 10_000,
    "line of 200,000 capitals": "A" * 200_000,
    "200,000 capitals in words": "ANDI SIREGAR " * (200_000 // 13),
    "megabyte of dates": "Selasa (25/11/2025), " * (SIZE // 21),
    "megabyte of date ranges": "20-22 Juni 2023 hingga " * (SIZE // 23),
    "megabyte of sums": "Rp1,2 miliar dan 1.080.000 peserta, " * (SIZE // 36),
    "megabyte of names": "Kepala Dinas Tenaga Kerja Andi Siregar, " * (SIZE // 40),
    "megabyte of titles": "Kepala Wakil Ketua Plt " * (SIZE // 23),
    "megabyte of offices": "BPJS Ketenagakerjaan Cabang Medan Kota, " * (SIZE // 40),
    "megabyte of signings": "Bupati akan meneken MoU dan menyerahkan santunan. " * (SIZE // 50),
    "signings, one sentence": "Bupati akan meneken MoU dan menyerahkan santunan " * (SIZE // 49),
    "megabyte of quotes": '"Ya," kata Andi. ' * (SIZE // 17),
    "quotes never closed": "“Ya " * (SIZE // 4),
    "megabyte of full stops": "." * SIZE,
    "megabyte of spaces": " " * SIZE + "x",
    "megabyte of lines": "Baca juga\n" * (SIZE // 10),
    "megabyte of hyphens": "a-" * (SIZE // 2),
    "combining marks": "e\u0301" * (SIZE // 2),
}


def article(text):
    return Article("a", "https://pers.test/a", "Pers", "Judul", LEAD + text, datetime.fromisoformat("2025-11-26T09:00:00+07:00"))


@pytest.fixture(scope="module")
def nlp():
    return build()


@pytest.fixture(scope="module")
def share(nlp, articles, best):
    """Seconds a character of ordinary articles."""
    (seconds,) = best(articles, lambda a: read_one(nlp, a), rounds=3)
    return seconds / sum(len(a.text) for a in articles)


@pytest.fixture(scope="module")
def ordinary(articles):
    """One megabyte of whole articles, one after the other."""
    text = "\n".join(a.text for a in articles)
    return (text * (SIZE // len(text) + 1))[:SIZE]


@contextmanager
def at_most(seconds):
    """An end to a text that would take hours."""

    def stop(signum, frame):
        raise TimeoutError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def ratio(nlp, share, text):
    with at_most(PATIENCE):
        start = time.process_time()
        read_one(nlp, article(text))
        return (time.process_time() - start) / (share * len(text))


def test_a_megabyte_of_article(nlp, share, ordinary):
    found = ratio(nlp, share, ordinary)
    print(f"\n{'ordinary megabyte':28}{found:8.2f} times its share")
    assert found <= TIMES


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_their_share(nlp, share, name):
    found = ratio(nlp, share, HOSTILE[name])
    print(f"\n{name:28}{found:8.2f} times its share")
    assert found <= TIMES
