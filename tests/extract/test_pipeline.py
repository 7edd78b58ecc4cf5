"""The whole pipeline over any text: valid records out, every span inside the text and equal to its words, the same each time."""

from dataclasses import asdict
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.nlp import build, read, read_one
from extract.record import to_extraction, to_gold
from extract.values.edtf import is_valid
from models.records import Article
from models.rules_digest import rules_digest
from models.vocab import (
    EventType,
    Field,
    FigureKind,
    Indicator,
    IssueCode,
    OfficeKind,
    Per,
    Program,
    Qualifier,
    Salience,
    Status,
)

NLP = build()
PUBLISHED = datetime.fromisoformat("2025-11-26T09:00:00+07:00")
PIECES = st.sampled_from(
    "BPJS Ketenagakerjaan|BPJAMSOSTEK Cabang Medan Kota|Kepala Dinas Tenaga Kerja Kota Medan|Andi Siregar|Wali Kota Medan, Budi|"
    "menandatangani|meneken MoU|menyerahkan santunan JKM|akan|belum|jika|Selasa (25/11/2025)|20-22 Juni 2023|31 Februari|(8/12)|"
    'Rp42 juta|1.080.000 peserta|31,98 persen|dua ahli waris|kata|“|”|"|(|)|.|,|;|\n|\n\n|Baca juga: |RSUD Lawang|Hotel Marina|'
    "hingga|sampai dengan|pekan lalu|Jum'at|PLKK|Jaminan Hari Tua|Rp|1,2|triwulan III 2025|tahun|\u00a0|\u200b|İ|ß|e\u0301".split(
        "|"
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=30).map("".join))


def article(title, text):
    return Article("a", "https://pers.test/a", "Pers", title, text, PUBLISHED)


def check_span(found, span, words=None):
    whole = found.title if span.field is Field.TITLE else found.text
    assert 0 <= span.start <= span.end <= len(whole)
    if words is not None:
        assert whole[span.start : span.end] == words


def check_mentions(found, extraction):
    for date in extraction.dates:
        check_span(found, date.span, date.text)
        assert date.text
        assert is_valid(date.value)
    for figure in extraction.figures:
        check_span(found, figure.span, figure.text)
        assert figure.kind in FigureKind
        assert figure.indicator in Indicator
        assert figure.per is None or figure.per in Per
        assert figure.qualifier is None or figure.qualifier in Qualifier
        assert figure.value >= 0
        assert figure.unit
    for program in extraction.programs:
        check_span(found, program.span)
        assert program.code in Program
    for office in extraction.offices:
        assert office.kind in OfficeKind
        assert office.name
        for span in office.spans:
            check_span(found, span)
    for person in extraction.officials:
        assert person.name
        assert person.position
        for span in person.spans:
            check_span(found, span)
    for issue in extraction.issues:
        assert issue.code in IssueCode
        if issue.span:
            check_span(found, issue.span)


def check_reports(found, extraction):
    names = {person.name for person in extraction.officials}
    for report in extraction.reports:
        check_span(found, report.trigger_span, report.trigger)
        check_span(found, report.evidence)
        assert report.type in EventType
        assert report.status in Status
        assert report.salience in Salience
        assert set(report.officials) <= names
        assert all(program in Program for program in report.programs)
        if report.date is not None:
            assert is_valid(report.date)
    assert len({(report.type, report.nth) for report in extraction.reports}) == len(extraction.reports)


def read_twice(title, text):
    found = article(title, text)
    first, second = (to_extraction(read_one(NLP, found), rules_digest()) for _ in range(2))
    assert asdict(first) == asdict(second)
    return found, first


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), TEXTS)
def test_any_text_gives_valid_records(title, text):
    found, extraction = read_twice(title, text)
    check_mentions(found, extraction)
    check_reports(found, extraction)
    to_gold(extraction)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_behind_a_relevant_lead_gives_valid_records(text):
    lead = "MEDAN – BPJS Ketenagakerjaan Cabang Medan Kota menyerahkan santunan JKM, Selasa (25/11/2025).\n"
    found, extraction = read_twice("BPJS Ketenagakerjaan Serahkan Santunan", lead + text)
    check_mentions(found, extraction)
    check_reports(found, extraction)


@pytest.mark.parametrize(("title", "text"), [("", ""), ("\n", "\n"), (" ", "\u2028"), ("a\nb", "BPJS Ketenagakerjaan")])
def test_edges(title, text):
    found, extraction = read_twice(title, text)
    check_mentions(found, extraction)


def test_articles_are_read_one_by_one_in_order():
    given_articles = [article(f"Judul {i}", f"BPJS Ketenagakerjaan, Selasa ({i}/11/2025).") for i in range(1, 4)]
    extractions = list(read(NLP, given_articles))
    assert [e.dates[0].value for e in extractions] == ["2025-11-01", "2025-11-02", "2025-11-03"]


def test_a_text_longer_than_a_parser_takes_is_read():
    _, extraction = read_twice("Judul", "kata " * 201_000 + "Selasa (25/11/2025).")
    assert extraction.dates[0].value == "2025-11-25"
